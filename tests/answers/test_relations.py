"""Filters narrow rows and change nothing else."""

import threading
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from depmap.answers import relations
from depmap.answers.filters import Filters
from depmap.answers.relations import Relation
from depmap.engine.database import build, open_read_only
from depmap.exporters import csv
from depmap.inputs.validate import read_portfolio
from tests.portfolios import AS_OF, needs, portfolio
from tests.thorough import times

DATA = Path(__file__).resolve().parents[2] / "data"
THREADS, QUERIES = times(6, 12), times(20, 30)


def whole(**rows):
    """Every answer of a small portfolio, for many tests that change nothing."""
    return build(portfolio(**rows), AS_OF)


@pytest.fixture(scope="module")
def real():
    """The real portfolio on a fixed day."""
    return build(read_portfolio(DATA), AS_OF)


@pytest.fixture(scope="module")
def small():
    """Two directions; a is shared, b belongs to D1 and c to nobody."""
    return whole(
        directions=[{"id": "D1", "value": 10.0}, {"id": "D2", "value": 20.0}],
        prerequisites=[
            {"id": "a", "lead": 1, "theme": "t1", "owner": "o"},
            {"id": "b", "lead": 1, "theme": "t2", "first_step": "Call the Broker"},
            {"id": "c", "name": "Café", "lead": 1, "theme": "t2", "owner": "o"},
        ],
        touches=[
            {"prerequisite": "a", "touchpoint": "runbooks"},
            {"prerequisite": "b", "touchpoint": "billing code"},
            {"prerequisite": "b", "touchpoint": "runbooks"},
        ],
        dependencies=needs("D1: a b\nD2: a"),
        owners=[{"id": "o", "name": "Olaf", "capacity_days_per_week": 5.0}],
        themes=[{"id": "t1", "name": "T1"}, {"id": "t2", "name": "T2"}],
    )


@pytest.mark.parametrize(
    ("filters", "items"),
    [
        (Filters(), ["D1", "D2", "a", "b", "c"]),
        (Filters(theme=("t2",)), ["D1", "b", "c"]),
        (Filters(owner=("",)), ["D1", "b"]),
        (Filters(owner=("", "o")), ["D1", "D2", "a", "b", "c"]),
        (Filters(direction=("D2",)), ["D2", "a"]),
        (Filters(action=("not needed",)), ["c"]),
        (Filters(touches=("billing code",)), ["D1", "b"]),
        (Filters(touches=("runbooks", "billing code"), owner=("o",)), ["D1", "D2", "a"]),
        (Filters(search="BROKER"), ["D1", "b"]),
        (Filters(search="broker  call"), ["D1", "b"]),
        (Filters(search="call nobody"), []),
        (Filters(search="cafe\u0301"), ["c"]),
        (Filters(search="CAFÉ Olaf"), ["c"]),
        (Filters(search="olaf"), ["D1", "D2", "a", "c"]),
        (Filters(search="owner"), []),
        (Filters(search="' OR 1=1 --"), []),
        (Filters(theme=("t1",), owner=("",)), []),
    ],
)
def test_filters_leave_what_fits_all_of_them(small, filters, items):
    """Prerequisites that fit, and the directions they open."""
    assert relations.items(small, filters)["item_id"].tolist() == items


def test_filters_never_change_a_value_of_a_remaining_row(real):
    """Every filtered plan row equals the same row of the whole plan."""
    whole = relations.plan(real, Filters()).set_index("item_id")
    for filters in (
        Filters(theme=("external-approvals",)),
        Filters(owner=("", "SEC")),
        Filters(direction=("DIR-BYOC",)),
        Filters(action=("later", "park")),
        Filters(search="soc 2"),
    ):
        rows = relations.plan(real, filters).set_index("item_id")
        assert 0 < len(rows) < len(whole)
        assert rows.to_dict("index") == whole.loc[rows.index].to_dict("index")


def test_empty_result_keeps_its_columns(real):
    """A page can draw a table of nothing."""
    nothing = relations.plan(real, Filters(search="nothing is called this"))
    assert nothing.columns.tolist() == relations.plan(real, Filters()).columns.tolist()
    assert len(nothing) == 0


def test_a_part_of_a_build_answers_what_the_whole_does():
    """Only what is asked for is made, of the same rows; anything else is not there."""
    rows = {"directions": [{"id": "D"}], "prerequisites": [{"id": "a", "lead": 1, "owner": "o"}]}
    given = portfolio(**rows, dependencies=needs("D: a"), owners=[{"id": "o"}])
    part, query = build(given, AS_OF, only=["report.plan"]), "select * from report.plan"
    assert part.execute(query).fetchall() == build(given, AS_OF).execute(query).fetchall() != []
    with pytest.raises(duckdb.CatalogException, match="ways_out"):
        part.execute("from report.ways_out")


@pytest.mark.parametrize("filters", [None, Filters(owner=("",)), Filters(search="nothing is so")])
def test_columns_are_those_of_the_frame(real, filters):
    """Who prints rows without a frame prints the same text."""
    for relation in (relations.plan, relations.milestones, relations.edges, relations.owner_gaps):
        found = csv.columns_text(relation.columns(real, filters))
        assert found == csv.csv_text(relation(real, filters))


def test_text_without_a_row_is_still_text(real):
    """A page may join two relations of which one is empty, in the data or by a filter."""
    nothing = whole()
    every = [found for found in vars(relations).values() if isinstance(found, Relation)]
    for relation in (found for found in every if found.stays is not None):
        texts = relation.whole(real).select_dtypes("str").columns.tolist()
        assert texts
        for empty in (relation.whole(nothing), relation(real, Filters(search="nothing is so"))):
            assert len(empty) == 0
            assert empty.select_dtypes("str").columns.tolist() == texts


def test_text_columns_of_the_real_portfolio_hold_no_nulls(real):
    """No page can show nan or None for a text."""
    for frame in (
        relations.items(real, Filters()),
        relations.directions(real, Filters()),
        relations.decisions(real, Filters()),
        relations.owner_gaps(real, Filters()),
        relations.findings(real, Filters()),
    ):
        for column in frame.select_dtypes("str"):
            assert not frame[column].isna().any(), column


def test_no_plan_row_comes_before_what_it_requires(real):
    """The sequence of the real plan respects its route."""
    plan = relations.plan(real, Filters())
    place = dict(zip(plan["item_id"], plan["sequence_number"], strict=True))
    for row in plan.itertuples():
        for required in row.waits_for:
            assert place[required] < row.sequence_number


def test_cursors_of_many_threads_get_right_rows(real):
    """Many threads with many queries each: every answer is the one of its own filter."""
    owners = relations.owners(real, Filters())["owner_id"].tolist()
    expected = {
        owner: relations.items(real, Filters(owner=(owner,)))["item_id"].tolist()
        for owner in owners
    }
    wrong, finished = [], []

    def read(number):
        cursor = real.cursor()
        for query in range(QUERIES // 10):
            owner = owners[(number + query) % len(owners)]
            found = relations.items(cursor, Filters(owner=(owner,)))["item_id"].tolist()
            if found != expected[owner]:
                wrong.append((owner, found))
        for query in range(QUERIES - QUERIES // 10):
            item = expected[owners[0]][query % len(expected[owners[0]])]
            if relations.items.where(cursor, "item_id", item)["item_id"].tolist() != [item]:
                wrong.append(item)
        finished.append(number)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sorted(finished) == list(range(THREADS))


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('README.md')",
        "copy (select 1) to 'out.csv'",
        "attach 'other.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set threads = 1",
        "select * from wrong",
    ],
)
def test_database_is_closed_to_files_network_and_settings(real, statement):
    """After loading, the connection answers questions and nothing else."""
    wrong = [1]  # a Python object that a replacement scan would find
    with pytest.raises(Exception, match=r"(?i)disabled|locked|cannot|not allowed|does not exist"):
        real.cursor().execute(statement)
    assert wrong == [1]


@pytest.fixture(scope="module")
def choices():
    """Two decisions, each of which holds one item up."""
    return whole(
        directions=[{"id": "D", "value": 10.0}],
        prerequisites=[
            {"id": "a", "name": "Contract", "lead": 1, "theme": "t1"},
            {"id": "b", "name": "Fund", "lead": 1, "theme": "t2"},
        ],
        dependencies=needs("D: a b"),
        themes=[{"id": "t1", "name": "T1"}, {"id": "t2", "name": "T2"}],
        decisions=[
            {"id": "q", "question": "Which bank?", "status": "open"},
            {"id": "p", "question": "Public?", "status": "open"},
        ],
        decision_options=[
            {"decision": "q", "position": 1, "name": "The post"},
            {"decision": "q", "position": 2, "name": "The other"},
        ],
        decision_blocks=[{"decision": "q", "item": "a"}, {"decision": "p", "item": "b"}],
    )


@pytest.mark.parametrize(
    ("filters", "decisions"),
    [
        (Filters(search="bank which"), ["q"]),
        (Filters(search="POST"), ["q"]),
        (Filters(search="fund"), ["p"]),
        (Filters(search="bank", theme=("t1",)), ["q"]),
        (Filters(search="bank", theme=("t2",)), []),
        (Filters(theme=("t2",)), ["p"]),
        (Filters(search="neither"), []),
    ],
)
def test_search_looks_into_decisions(choices, filters, decisions):
    """Their question and options, or what they hold up; other filters go by what they hold up."""
    shown = relations.decisions(choices, filters)["decision_id"].tolist()
    assert sorted(shown) == decisions


def test_filters_leave_the_gaps_of_owners_and_decisions_they_leave():
    """An id says nothing of what it is: here a decision has that of an item."""
    found = whole(
        directions=[{"id": "D", "value": 10.0, "sponsor": "o"}],
        prerequisites=[
            {"id": "a", "lead": 1, "theme": "t1", "owner": "o"},
            {"id": "b", "lead": 1, "theme": "t2"},
        ],
        dependencies=needs("D: a b"),
        themes=[{"id": "t1", "name": "T1"}, {"id": "t2", "name": "T2"}],
        owners=[{"id": "o", "name": "Olaf", "capacity_days_per_week": 5.0}],
        decisions=[{"id": "a", "question": "Which?", "status": "open"}],
        decision_blocks=[{"decision": "a", "item": "a"}],
        settings=[{"concentration_limit": 0.1}],
    )
    for filters, gaps in (
        (Filters(), ["concentration o", "decision_without_owner a", "no_owner b"]),
        (Filters(theme=("t1",)), ["concentration o", "decision_without_owner a"]),
        (Filters(theme=("t2",)), ["no_owner b"]),
    ):
        rows = relations.owner_gaps(found, filters)
        assert sorted((rows["rule"] + " " + rows["subject_id"]).tolist()) == gaps


@pytest.fixture(scope="module")
def handed_on(tmp_path_factory):
    """A database file as the dashboard and scripts open it."""
    path = tmp_path_factory.mktemp("answers") / "map.duckdb"
    build(portfolio(prerequisites=[{"id": "a", "lead": 1}]), path=path).close()
    with closing(open_read_only(path)) as connection:
        yield connection


@pytest.mark.parametrize(
    "statement",
    [
        "drop view report.plan",
        "delete from input.prerequisites",
        "update input.settings set as_of = null",
        "create or replace view report.plan as select 1",
        "alter table input.owners rename to others",
    ],
)
def test_a_connection_that_is_handed_on_changes_nothing(handed_on, statement):
    """Neither what is answered nor what is asked of."""
    before = handed_on.execute("select count(*) from duckdb_columns()").fetchall()
    with pytest.raises(duckdb.Error, match=r"(?i)read-only|not allowed|disabled"):
        handed_on.cursor().execute(statement)
    assert handed_on.execute("select count(*) from duckdb_columns()").fetchall() == before


def test_a_connection_that_is_handed_on_lays_nothing_on_the_disk(handed_on, real):
    """A question larger than its memory fails; the working folder stays as it is."""
    for connection in (handed_on, real):
        assert connection.execute("select current_setting('temp_directory')").fetchone() == ("",)
    limit = handed_on.execute("select current_setting('memory_limit')").fetchone()
    assert limit == ("4.0 GiB",)


def test_what_dates_assume_is_said_of_all_that_rests_on_the_decision():
    """The direction that an option moves, what it takes off the routes, and what the decision
    holds; not of what has nothing to do with it."""
    connection = whole(
        directions=[{"id": "X"}, {"id": "Y"}],
        prerequisites=[{"id": "A", "lead": 10}, {"id": "B", "lead": 20}, {"id": "C", "lead": 5}],
        dependencies=needs("X: (A|B)\nY: C"),
        decisions=[{"id": "D", "question": "A or B?", "status": "open", "lead_days": 0}],
        decision_options=[
            {"decision": "D", "position": 1, "name": "A"},
            {"decision": "D", "position": 2, "name": "B"},
        ],
        decision_picks=[
            {"decision": "D", "option_position": number, "item": "X",
             "any_of": "one", "requires": name}
            for number, name in ((1, "A"), (2, "B"))
        ],
    )  # fmt: skip
    rows = connection.execute(
        "select decision_id, question, option, is_assumed, items from report.assumed_options"
    ).fetchall()
    assert rows == [("D", "A or B?", "A", True, ["A", "B", "X"])]
