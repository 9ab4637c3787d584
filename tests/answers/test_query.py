"""A question of somebody's own: answered when it reads, refused in words when it does not."""

import os

import duckdb
import pytest

from depmap.answers.query import Refused, ask
from depmap.versions.publish import publish
from tests.portfolios import AS_OF, needs, portfolio


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A database file of two prerequisites, alone in its folder."""
    path = tmp_path_factory.mktemp("built") / "map.duckdb"
    found = portfolio(
        directions=[{"id": "D", "value": 10.0, "lead": 1}],
        prerequisites=[{"id": "a", "lead": 5}, {"id": "b", "lead": 7}],
        dependencies=needs("D: a\na: b"),
    )
    publish(found, path, AS_OF)
    return path


def test_a_select_is_answered(built):
    """Columns with their rows, types as the database has them."""
    found = ask(built, "select item_id, waits_for, lead_likely_days from report.plan order by 1")
    assert found.columns == ["item_id", "waits_for", "lead_likely_days"]
    assert found.rows == [("a", ["b"], 5), ("b", [], 7)]
    assert not found.is_cut


@pytest.mark.parametrize(
    "statement",
    [
        "drop view report.plan",
        "delete from input.owners",
        "create table t (x int)",
        "attach ':memory:' as other",
        "copy report.plan to 'plan.csv'",
        "export database 'x'",
        "set memory_limit = '60GB'",
        "pragma database_list",
        "install httpfs",
        "load httpfs",
        "call pragma_version()",
        "checkpoint",
        "begin",
        "explain analyze select 1",
        "select 1; drop view report.plan",
        "select 1; select 2",
        "",
        "-- nothing",
    ],
)
def test_whatever_else_is_refused(built, statement):
    """One SELECT and nothing beside it."""
    with pytest.raises(Refused, match="Only one SELECT is answered"):
        ask(built, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/etc/*')",
        "select * from read_parquet('https://example.org/x.parquet')",
        "select * from sqlite_scan('x.db', 't')",
        "select * from statement",
    ],
)
def test_no_select_reaches_a_file_the_network_or_our_own_variables(built, statement):
    """Neither by a function, nor by a name that is a path or a Python variable."""
    with pytest.raises(Refused):
        ask(built, statement)


def test_a_wrong_question_says_what_is_wrong(built):
    """In the words of the database, without its picture of the place."""
    with pytest.raises(Refused, match=r"^Catalog Error: Table with name nowhere does not exist"):
        ask(built, "select * from nowhere")
    with pytest.raises(Refused, match=r"^Parser Error"):
        ask(built, "selekt 1")


def test_rows_end_at_the_limit_and_it_is_said(built):
    """One more than the limit is enough to know; exactly the limit is whole."""
    assert len(ask(built, "from range(5)", most=5).rows) == 5
    assert not ask(built, "select * from range(5)", most=5).is_cut
    assert ask(built, "select * from range(6)", most=5).is_cut


def test_a_question_that_takes_too_long_is_stopped(built):
    """And the file can be asked again."""
    endless = "select count(*) from range(100000000) a, range(100000) b where a.range = b.range + 1"
    with pytest.raises(Refused, match=r"longer than 0\.2 seconds"):
        ask(built, f"{endless} or a.range % 7 = b.range % 5", seconds=0.2)
    assert ask(built, "select 1").rows == [(1,)]


def test_a_question_that_takes_too_much_memory_is_stopped(built, monkeypatch, tmp_path):
    """Nothing is laid on the disk in place of it."""
    monkeypatch.chdir(tmp_path)
    large = "select list(range order by hash(range)) from range(400000000)"
    with pytest.raises(Refused, match=r"Out of Memory|longer than"):
        ask(built, large, seconds=8)
    assert os.listdir(tmp_path) == []
    assert os.listdir(built.parent) == ["map.duckdb"]


def test_the_file_stays_as_it_was(built):
    """Every question above left it whole."""
    with duckdb.connect(str(built), read_only=True) as connection:
        assert connection.execute("select count(*) from report.plan").fetchall() == [(2,)]
