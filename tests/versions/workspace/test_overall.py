"""What is said of all portfolios of a lake together, from literal rows of several portfolios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from depmap.answers.relations import column_comments
from depmap.versions.workspace import overall
from depmap.versions.workspace.overall import EVERY, TOLD

DAY, REVIEW = date(2026, 11, 26), date(2027, 2, 24)
PAY, IDS = {"portfolio": "pay"}, {"portfolio": "ids"}

Row = Mapping[str, Any]


def lake(names: Iterable[str] = ("pay", "ids"), **rows: Iterable[Row]) -> DuckDBPyConnection:
    """lake.* of these rows of every.* by relation; what a row leaves out is null.

    names: portfolios with answers, titled in upper case, each with a review in 90 days.
    """
    given: dict[str, list[Row]] = {name: list(found) for name, found in rows.items()}
    given["days"] = [{"as_of": DAY}]
    given.setdefault("portfolios", [])
    given["portfolios"] += [
        {"portfolio": name, "title": name.upper(), "as_of": DAY, "is_stale": False, "why": ""}
        for name in names
    ]
    given.setdefault("settings", [])
    known = {row["portfolio"] for row in given["settings"]}
    given["settings"] += [
        {"portfolio": name, "review_on": REVIEW, "review_days": 90, "confidence_goal": 0.8}
        for name in names
        if name not in known
    ]
    connection = duckdb.connect()
    connection.execute("set threads = 1; create schema every; create schema told")
    tables = {f"told.{name}": (name, kinds) for name, kinds in TOLD.items()}
    tables |= {
        f"every.{name}": (name, f"portfolio varchar, {kinds}") for name, kinds in EVERY.items()
    }
    for table, (name, kinds) in tables.items():
        connection.execute(f"create table {table} ({kinds})")
        columns = [column.split()[0] for column in kinds.split(", ")]
        for row in given.pop(name, ()):
            assert row.keys() <= set(columns), row
            marks = ", ".join("?" * len(columns))
            connection.execute(
                f"insert into {table} values ({marks})", [row.get(column) for column in columns]
            )
    assert given == {}
    overall.make(connection)
    return connection


def asked(connection: DuckDBPyConnection, columns: str, relation: str) -> list[tuple[Any, ...]]:
    """The rows of some columns."""
    order = getattr(overall, relation).order
    return connection.execute(f"select {columns} from lake.{relation} order by {order}").fetchall()


def need(portfolio: str, item_id: str, **rest: Any) -> Row:
    """An open prerequisite that is needed and not started."""
    row = {"item_type": "prerequisite", "name": item_id, "owner_id": "", "status": "not_started"}
    row |= {"is_open": True, "action": "later", "must_start_by_review": False}
    return {"portfolio": portfolio, "item_id": item_id, **row, **rest}


def request(portfolio: str, asked_by: str, item_id: str = "kyc", **rest: Any) -> Row:
    """An item at home that comes in time, asked for by another portfolio."""
    row = {"item_id": item_id, "name": item_id, "asked_by": asked_by, "required_by": "x"}
    row |= {"points": 5.0, "finish": DAY, "days_late": 0, "is_stale": False}
    return {"portfolio": portfolio, **row, **rest}


def direction(portfolio: str, name: str, outlook: str, chance: float | None = None) -> Row:
    """A direction; delivered ones are not open."""
    row = {"direction_id": name, "chart_name": name.upper(), "outlook": outlook}
    return {"portfolio": portfolio, **row, "is_open": outlook != "delivered"} | (
        {"chance_on_time": chance}
    )


def test_a_portfolio_counts_its_open_directions_by_outlook() -> None:
    """Delivered ones are gone, the least certain is named, and who has most trouble comes first."""
    connection = lake(
        directions=[
            direction("pay", "a", "on_time", 0.9),
            direction("ids", "l", "late", 0.2),
            direction("ids", "r", "at_risk", 0.1),
            direction("ids", "b", "blocked"),
            direction("ids", "n", "no_target"),
            direction("ids", "d", "delivered", 0.0),
        ]
    )
    columns = "title, directions, late, at_risk, blocked, without_target, least_certain_name"
    assert asked(connection, columns, "portfolios") == [
        ("IDS", 4, 1, 1, 1, 1, "R"),
        ("PAY", 1, 0, 0, 0, 0, "A"),
    ]


def test_a_portfolio_counts_what_must_start_and_who_is_missing() -> None:
    """The first day is that of what must start, not of what can wait."""
    first, later = date(2026, 12, 1), date(2027, 1, 1)
    connection = lake(
        items=[
            need("pay", "a", must_start_by_review=True, owner_id="ann", safe_start_by=later),
            need("pay", "b", must_start_by_review=True, safe_start_by=later),
            need("pay", "c", safe_start_by=first),
            need("ids", "d"),
        ]
    )
    columns = "portfolio, must_start, must_start_unowned, first_start_by"
    assert asked(connection, columns, "portfolios") == [("ids", 0, 0, None), ("pay", 2, 1, later)]


def test_portfolios_without_answers_and_with_old_ones_are_named() -> None:
    """Without answers they stand last, with the reason; the next review is that of fresh ones."""
    old = {"portfolio": "old", "title": "Old", "as_of": date(2026, 11, 20), "is_stale": True}
    gone = {"portfolio": "new", "title": "new", "is_stale": False, "why": "its file broke"}
    connection = lake(
        portfolios=[{**old, "why": ""}, gone],
        settings=[
            {"portfolio": "old", "review_on": date(2027, 2, 1), "review_days": 90},
            {"portfolio": "ids", "review_on": date(2027, 3, 1), "review_days": 95},
        ],
    )
    assert asked(connection, "portfolio, as_of, is_stale, why", "portfolios") == [
        ("ids", DAY, False, ""),
        ("old", date(2026, 11, 20), True, ""),
        ("pay", DAY, False, ""),
        ("new", None, False, "its file broke"),
    ]
    columns = "as_of, review_on, reviews_differ, portfolios, stale, missing"
    assert asked(connection, columns, "settings") == [(DAY, REVIEW, True, 4, 1, 1)]


def test_who_holds_up_whom_is_the_latest_item_and_the_most_that_waits() -> None:
    """Points are not summed; what is in time holds nobody up; what never comes is the longest."""
    connection = lake(
        ["pay", "ids", "app"],
        asked_for=[
            request("pay", "ids", "kyc", days_late=41, points=14.0),
            request("pay", "ids", "kyc", days_late=12, points=22.0, required_by="y"),
            request("pay", "ids", "sca", days_late=0),
            request("ids", "app", "sso"),
            request("pay", "app", "tax", finish=None, points=3.0),
            request("app", "gone", "sso", days_late=9),
        ],
    )
    columns = "asked_by, portfolio, items, items_late, days_late, never_comes, points, item_id"
    assert asked(connection, f"{columns}, holds_up", "waits") == [
        ("app", "pay", 1, 1, 0, True, 3.0, "tax", True),
        ("ids", "pay", 2, 1, 41, False, 22.0, "kyc", True),
        ("app", "ids", 1, 0, 0, False, 5.0, "sso", False),
    ]
    columns = "portfolio, waits_for, waits_days, waits_in_vain"
    assert set(asked(connection, columns, "portfolios")) == {
        ("pay", "", 0, False),
        ("ids", "pay", 41, False),
        ("app", "pay", 0, True),
    }


def test_old_answers_make_what_waits_for_them_old() -> None:
    """Of either side."""
    stale = {"portfolio": "old", "title": "Old", "as_of": DAY, "is_stale": True, "why": ""}
    connection = lake(
        portfolios=[stale],
        asked_for=[request("pay", "ids"), request("old", "ids"), request("pay", "old")],
    )
    rows = asked(connection, "portfolio, asked_by, is_stale", "asked_for")
    assert set(rows) == {("pay", "ids", False), ("old", "ids", True), ("pay", "old", True)}


def test_a_lake_without_requests_has_no_waits() -> None:
    """Relations are there and empty."""
    connection = lake()
    assert asked(connection, "*", "waits") == asked(connection, "*", "shared") == []


def test_one_key_in_several_portfolios_is_one_thing() -> None:
    """Whatever its case and blanks; who has begun is named, and the others have to by when."""
    day = date(2027, 1, 4)
    connection = lake(
        ["pay", "ids", "app"],
        items=[
            need("pay", "a", name="D-U-N-S number", shared_key="DUNS", safe_start_by=day),
            need("ids", "b", name="D-U-N-S number", shared_key=" duns", status="in_progress"),
            need("app", "c", name="Dun number", shared_key="duns", safe_start_by=REVIEW),
            need("app", "d", shared_key="iso"),
        ],
    )
    columns = "kind, word, name, portfolio_count, items, titles, begun_by, first_start_by"
    assert asked(connection, columns, "shared") == [
        ("key", "duns", "D-U-N-S number", 3, 3, ["APP", "IDS", "PAY"], ["IDS"], day)
    ]
    columns = "portfolio, item_id, status, is_begun"
    assert asked(connection, columns, "shared_items") == [
        ("app", "c", "not_started", False),
        ("ids", "b", "in_progress", True),
        ("pay", "a", "not_started", False),
    ]


@pytest.mark.parametrize(
    "items",
    [
        [need("pay", "a", shared_key="k"), need("pay", "b", shared_key="k")],
        [need("pay", "a", shared_key="k"), need("ids", "b", shared_key="")],
        [need("pay", "a", shared_key="k"), need("ids", "b", shared_key="k", action="alternative")],
        [need("pay", "a", shared_key="k"), need("ids", "b", shared_key="k", action="not needed")],
        [need("pay", "a", shared_key="k"), need("ids", "b", shared_key="k", status="dropped",
                                                is_open=False)],
        [need("pay", "a", shared_key="k", status="done"),
         need("ids", "b", shared_key="k", status="in_progress")],
        [need("pay", "a", external_party=" ; "), need("ids", "b", external_party="")],
    ],
    ids=["one portfolio", "no key", "not taken", "not needed", "dropped", "all begun", "no party"],
)  # fmt: skip
def test_what_is_not_shared(items: list[Row]) -> None:
    """Two portfolios have to ask, and one of them has still to begin."""
    assert asked(lake(items=items), "*", "shared_items") == []


def test_what_is_done_somewhere_helps_who_still_asks() -> None:
    """Nobody needs it there any more, and it is still named."""
    items = [
        need("pay", "a", shared_key="k"),
        need("ids", "b", shared_key="k", status="done", is_open=False, action=""),
    ]
    assert asked(lake(items=items), "begun_by", "shared") == [(["IDS"],)]


def test_one_party_in_several_portfolios_is_asked_together() -> None:
    """Each of several; an item whose key is shared is told by its key alone."""
    connection = lake(
        items=[
            need("pay", "a", external_party="AWS; Stripe"),
            need("ids", "b", external_party="aws"),
            need("ids", "c", external_party="AWS", shared_key="lonely"),
            need("pay", "d", external_party="Dun", shared_key="duns"),
            need("ids", "e", external_party="Dun", shared_key="duns"),
        ]
    )
    columns = "kind, word, portfolio_count, items"
    assert asked(connection, columns, "shared") == [("key", "duns", 2, 2), ("party", "AWS", 2, 3)]


def owner(portfolio: str, owner_id: str, name: str, asked_days: float, **rest: Any) -> Row:
    """Who is asked for so many person-days of the 90 until the review and has 5 days a week."""
    row = {"owner_id": owner_id, "name": name, "must_start_effort_days": asked_days}
    row |= {"capacity_days": 5 * 90 / 7, "load": asked_days / (5 * 90 / 7)}
    return {"portfolio": portfolio, **row, **rest}


def weeks(days: float) -> float:
    """Person-days in 90 days that ask for so many days each week."""
    return days * 90 / 7


def test_loads_of_a_person_are_added_and_their_days_are_not() -> None:
    """Three of five days here and three there are six of five; the largest capacity counts."""
    connection = lake(
        owners=[
            owner("pay", "SEC", "Dana", weeks(3)),
            owner("ids", "sec", "Dana", weeks(3), capacity_days=weeks(4)),
            owner("pay", "ann", "Ann", weeks(9)),
        ]
    )
    columns = (
        "name, portfolio_count, titles, round(asked_days_per_week, 6), least_capacity,"
        " round(capacity_days_per_week, 6), round(load, 6), is_over, is_full_in_one"
    )
    assert asked(connection, columns, "owners") == [
        ("Dana", 2, ["IDS", "PAY"], 6.0, 4.0, 5.0, 1.2, True, False)
    ]


def test_reviews_on_several_days_are_added_as_days_a_week() -> None:
    """Two days a week for 30 days and two for 90 are four days a week."""
    connection = lake(
        owners=[owner("pay", "a", "Ann", 60 / 7), owner("ids", "a", "Ann", weeks(2))],
        settings=[{**PAY, "review_on": REVIEW, "review_days": 30}],
    )
    assert asked(connection, "round(asked_days_per_week, 6)", "owners") == [(4.0,)]


def test_ids_that_share_a_name_and_names_that_share_an_id_are_one_person() -> None:
    """Also through a third portfolio; what they are called elsewhere is told."""
    connection = lake(
        ["pay", "ids", "app"],
        owners=[
            owner("pay", "sec", "Dana Okafor", weeks(1)),
            owner("ids", "x1", "dana  okafor", weeks(1)),
            owner("app", "x1", "Security lead", weeks(1)),
            owner("app", "bob", "Bob", weeks(1)),
        ],
    )
    found = asked(connection, "person, portfolio_count, names", "owners")
    assert found == [("sec", 3, ["Dana Okafor", "Security lead", "dana  okafor"])]


def test_who_is_asked_for_all_their_days_is_not_over() -> None:
    """Days a week are divided and multiplied again: what is left of that is no day too many."""
    thirds = [owner(name, "a", "Ann", weeks(5) / 3) for name in ("pay", "ids", "app")]
    connection = lake(["pay", "ids", "app"], owners=thirds)
    assert asked(connection, "round(load, 6), is_over", "owners") == [(1.0, False)]


def test_who_is_asked_by_one_portfolio_or_has_no_days_is_not_over() -> None:
    """No days known is no load; no days at all is over."""
    connection = lake(
        owners=[
            owner("pay", "a", "Ann", weeks(9)),
            owner("ids", "a", "Ann", 0.0),
            owner("pay", "b", "Bob", weeks(9), capacity_days=None),
            owner("ids", "b", "Bob", weeks(9), capacity_days=None),
            owner("pay", "c", "Cid", weeks(1), capacity_days=0.0),
            owner("ids", "c", "Cid", weeks(1), capacity_days=None),
        ]
    )
    assert asked(connection, "name, load, is_over", "owners") == [
        ("Bob", None, False),
        ("Cid", None, True),
    ]


def test_every_column_says_what_it_means() -> None:
    """The comments are the tooltips of the tables and the words of the workbooks."""
    connection = lake()
    tables = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'lake'"
    ).fetchall()
    assert len(tables) == 12
    for (name,) in tables:
        comments = column_comments(connection, f"lake.{name}")
        assert comments
        assert all(comments.values()), (name, comments)
