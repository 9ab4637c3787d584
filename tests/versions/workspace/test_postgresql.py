"""A lake published to a real PostgreSQL server: rows, types, words, and what readers see."""

from __future__ import annotations

import threading
from datetime import date

import duckdb
import pytest
from adbc_driver_postgresql import dbapi
from click.testing import CliRunner

from depmap.cli.main import commands
from depmap.versions.workspace import lake
from tests.thorough import slow
from tests.versions.workspace.server import postgresql
from tests.versions.workspace.workspaces import rename, write_workspace


@pytest.fixture(scope="module")
def server():
    """One server for all tests of this file."""
    with postgresql() as address:
        yield address


@pytest.fixture
def home(tmp_path):
    """Two small portfolios below one workspace."""
    return write_workspace(tmp_path / "work", ["data", "pay"])


@pytest.fixture
def ask(server):
    """Asks a question in a transaction of its own; the schema is gone after the test."""

    def asked(question):
        with dbapi.connect(server, autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else []

    yield asked
    asked("drop schema if exists depmap cascade")


@pytest.fixture
def publish(home, tmp_path, server):
    """`depmap build --workspace … --publish …`."""

    def published(address=server):
        command = ["build", "--workspace", str(home), "--out", str(tmp_path / "lake")]
        return CliRunner().invoke(commands, [*command, "--publish", address])

    return published


def owners(ask):
    """How many portfolios have an owner called Newcomer, and how many rows there are."""
    (row,) = ask("select count(*) filter (where name = 'Newcomer'), count(*) from depmap.owners")
    return row


@slow
def test_the_tables_hold_what_the_lake_holds(publish, ask, tmp_path):
    """Equal rows in every relation, lists as text[], and a comment on every column."""
    done = publish()
    assert done.exit_code == 0, done.output
    assert done.stderr.endswith("Published: 2 portfolios written.\n")
    build = lake.current(tmp_path / "lake")
    relations = sorted(path.name for path in build.iterdir() if path.is_dir())
    tables = ask("select table_name::text from information_schema.tables"
                 " where table_schema = 'depmap' order by 1")  # fmt: skip
    assert tables == sorted([(name,) for name in [*relations, "portfolios"]])
    for relation in relations:
        table = duckdb.read_parquet(f"{build}/{relation}/*/part.parquet", hive_partitioning=True)
        rows = ask(f"select * from depmap.{relation}")
        assert sorted(rows, key=repr) == sorted(table.fetchall(), key=repr), relation
    assert ask("select pg_typeof(directions)::text from depmap.plan limit 1") == [("text[]",)]
    assert ask("select * from depmap.portfolios order by 1")[0][:4] == (
        "data", "Team data", date(2026, 11, 29), False
    )  # fmt: skip
    without = ask(
        "select attrelid::regclass::text, attname::text from pg_attribute"
        " where attrelid::regclass::text like 'depmap.%' and attnum > 0 and attname <> 'portfolio'"
        " and col_description(attrelid, attnum) is null"
    )
    assert without == []


@slow
def test_readers_see_the_old_rows_or_the_new_ones(publish, ask, home):
    """Published twice while somebody asks all the time; their view and grants stay."""
    publish()
    ask("create view public.mine as select name from depmap.owners")
    ((rows,),) = ask("select count(*) from depmap.owners")
    rename(home, "pay")
    seen, is_over = [], threading.Event()

    def read():
        while not is_over.is_set():
            seen.append(owners(ask))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        done = publish()
    finally:
        is_over.set()
        reader.join()
    seen.append(owners(ask))
    assert done.stderr.endswith("Published: 1 portfolio written.\n")
    assert list(dict.fromkeys(seen)) == [(0, rows), (1, rows)]
    assert ask("select count(*) from public.mine where name = 'Newcomer'") == [(1,)]
    ask("drop view public.mine")


@slow
def test_what_fails_leaves_the_old_rows(publish, ask, home):
    """One sentence, exit 1; the lake is written, and the next publishing finds what is missing."""
    publish()
    before = owners(ask)
    rename(home, "pay")
    ask("alter table depmap.unlocks add constraint mine check (portfolio <> 'pay') not valid")
    done = publish()
    assert done.exit_code == 1
    assert "is written, but not published; the tables are as they were: " in done.stderr
    assert owners(ask) == before
    ask("alter table depmap.unlocks drop constraint mine")
    assert publish().stderr.endswith("Published: 1 portfolio written.\n")
    assert owners(ask) == (1, before[1])


@slow
def test_a_portfolio_that_left_the_workspace_leaves_the_tables(publish, ask, home):
    """And a table that somebody dropped is filled again, although no key has changed."""
    publish()
    ask("drop table depmap.plan")
    text = (home / "workspace.yaml").read_text()
    (home / "workspace.yaml").write_text(text[: text.index("- {id: pay")])
    done = publish()
    assert done.stderr.endswith("Published: 1 portfolio written, 1 removed.\n")
    for table in ("plan", "owners", "portfolios"):
        assert ask(f"select distinct portfolio from depmap.{table} order by 1") == [("data",)]


@slow
def test_a_portfolio_that_breaks_is_stale_in_the_tables(publish, ask, home):
    """Its rows stay as they were, and the table of portfolios says so."""
    publish()
    before = owners(ask)
    (home / "teams" / "pay" / "owners.csv").write_text("id\nann\nann\n")
    done = publish()
    assert done.exit_code == 1
    assert done.stderr.endswith("Published: 0 portfolios written.\n")
    assert owners(ask) == before
    stale = ask("select portfolio, is_stale from depmap.portfolios order by 1")
    assert stale == [("data", False), ("pay", True)]


@slow
def test_a_column_of_another_type_is_named(publish, ask):
    """Nobody's table is changed to another type behind their back."""
    publish()
    ask("alter table depmap.plan alter column sequence_number type text")
    done = publish()
    assert "the column sequence_number of depmap.plan is text and has to be integer" in done.stderr


@slow
def test_nobody_there_is_an_error_without_the_password(publish):
    """The lake is written all the same."""
    done = publish("postgresql://me:secret@127.0.0.1:1/nowhere")
    assert done.exit_code == 1
    assert "is written, but not published" in done.stderr
    assert "secret" not in done.stderr
