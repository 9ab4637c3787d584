"""What is said of all portfolios of a lake together: the relations of lake.*.

They are made of two schemas: `every` holds the relations of report of all portfolios as one table
each, with the column portfolio before the columns of EVERY, and `told` what the lake says of its
portfolios. The rules stand in sql/lake/.
"""

from __future__ import annotations

from collections.abc import Mapping

from duckdb import DuckDBPyConnection

from depmap.answers.relations import Relation
from depmap.engine.order import SQL_FOLDER, room

# Of every relation only the columns that the rules read: a lake of a thousand portfolios is wide.
EVERY: Mapping[str, str] = {
    "settings": "as_of date, review_on date, review_days integer, confidence_goal double",
    "directions": "direction_id varchar, chart_name varchar, outlook varchar, is_open boolean,"
    " chance_on_time double",
    "items": "item_id varchar, item_type varchar, name varchar, owner_id varchar, owner varchar,"
    " status varchar, shared_key varchar, external_party varchar, is_open boolean,"
    " action varchar, must_start_by_review boolean, safe_start_by date",
    "owners": "owner_id varchar, name varchar, must_start_effort_days double,"
    " capacity_days double, load double",
    "asked_for": "item_id varchar, name varchar, asked_by varchar, asked_by_title varchar,"
    " required_by varchar, required_by_name varchar, directions varchar[], points double,"
    " needed_by date, finish date, days_late integer, is_stale boolean",
}
# What the lake says of itself: the day it is for, and every portfolio of the workspace. One without
# answers has no day, and why it has none.
TOLD: Mapping[str, str] = {
    "days": "as_of date",
    "portfolios": "portfolio varchar, title varchar, as_of date, is_stale boolean, why varchar",
}

# Portfolios, those with most trouble first; without answers last.
portfolios = Relation(
    "portfolios",
    "as_of is null, late + blocked desc, at_risk desc, least_chance nulls last, title, portfolio",
    schema="lake",
)
# Pairs of which one portfolio waits for the other, the longest wait first.
waits = Relation(
    "waits",
    "never_comes desc, days_late desc, points desc, asked_by_title, title, asked_by, portfolio",
    schema="lake",
)
# Items that another portfolio asks for, likewise.
asked_for = Relation(
    "asked_for",
    "never_comes desc, days_late desc, points desc, title, portfolio, item_id, asked_by,"
    " required_by",
    schema="lake",
)
# Things that several portfolios ask for: same things before same parties, most portfolios first.
shared = Relation(
    "shared",
    "kind, portfolio_count desc, first_start_by nulls last, thing",
    schema="lake",
)
# The items that ask for them.
shared_items = Relation(
    "shared_items",
    "kind, thing, title, portfolio, safe_start_by nulls last, item_id, word",
    schema="lake",
)
# People whom several portfolios ask for days, the highest load first.
owners = Relation("owners", "load desc nulls last, name, person", schema="lake")
# The day of the lake, its next review and its size; one row.
settings = Relation("settings", "all", schema="lake")


# Which portfolios to show, and the condition for each.
SHOWN: Mapping[str, str] = {
    "All": "true",
    "Late": "late + blocked > 0",
    "At risk": "at_risk > 0",
    "Waiting": "waits_for <> ''",
    "Not up to date": "is_stale or as_of is null",
}


def kept(connection: DuckDBPyConnection, search: str, shown: str) -> frozenset[str]:
    """Ids of the portfolios whose title or id holds all words, and that are as one of SHOWN."""
    condition = SHOWN[shown]
    rows = connection.execute(
        f"select portfolio from lake.portfolios where ({condition})"
        " and report.has_words(concat_ws(' ', portfolio, title), $words)",
        {"words": search.split()},
    ).fetchall()
    return frozenset(name for (name,) in rows)


def make(connection: DuckDBPyConnection) -> None:
    """Makes lake.* of the schemas every and told of a database."""
    connection.execute("create schema lake; create schema report")
    for text in room("lake"):
        connection.execute(text)
    connection.execute((SQL_FOLDER / "report" / "has_words.sql").read_text(encoding="utf-8"))
