"""The four tables of the Brief: few columns, whole names, made to be printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pandas import DataFrame, concat

from depmap.answers.names import Names
from depmap.answers.rows import records
from depmap.answers.selections import prerequisites, waiting, ways_by_direction
from depmap.screen.pieces import columns, markup, ui
from depmap.screen.pieces.table import Column
from depmap.words import ways_out
from depmap.words.formats import chance, day
from depmap.words.item import goal_words
from depmap.words.sentence import Sentence

FIRST_ACTIONS = 10
FEW = 5

ACTIONS = [
    columns.WHAT_SHORT.wide("33%"),
    columns.WHO.wide("33%"),
    columns.START_IN_A_LINE.wide("19%"),
    columns.OPENS_COUNT.wide("15%"),
]
DIRECTIONS = [
    Column(
        "Direction",
        lambda row: markup.item_link(row["direction_id"], row["chart_name"]),
        "name",
        "title",
        "36%",
    ),
    Column("Likely", lambda row: markup.day(row["forecast"]), "forecast", "line", "20%"),
    Column("Target", lambda row: markup.day(row["target"]), "target", "line", "20%"),
    Column(
        "Outlook",
        lambda row: f"{markup.outlook(row['outlook'])} {_odds(row['chance_on_time'])}",
        "outlook",
        "right",
        "24%",
    ),
]
DECISIONS = [
    Column("Question", markup.question_link, "question", "title", "48%"),
    Column("Who", lambda row: markup.owner(row["owner_id"], row["owner"]), "owner", "plain", "33%"),
    Column("By", lambda row: markup.day(row["decide_by"]), "decide_by", "right", "19%"),
]
GAPS = [
    columns.WHAT_SHORT.wide("50%"),
    replace(columns.LIKELY_OWNER, width="31%"),
    columns.START_IN_A_LINE.wide("19%"),
]


def _odds(share: float | None) -> str:
    words = chance(share)
    return "" if words == "unknown" else markup.muted(words)


def first_actions(items: DataFrame) -> DataFrame:
    """The first ten prerequisites to start, by their date to start by."""
    return waiting(items).head(FIRST_ACTIONS)


def decisions_due(decisions: DataFrame) -> DataFrame:
    """The decision with the largest effect on a chance, then the first ones with a date."""
    dated = decisions[decisions["decide_by"].notna()].sort_values("decide_by")
    changing = dated[dated["changes_a_chance"]].sort_values("largest_chance_shift").tail(1)
    return concat([changing, dated.drop(changing.index)]).head(FEW)


def worst_gaps(items: DataFrame) -> DataFrame:
    """Open prerequisites without an owner that hold the most points."""
    unowned = prerequisites(items[items["is_open"] & (items["owner_id"] == "")])
    return unowned.sort_values("unlock_score", ascending=False).head(FEW)


def enough(names: Names, directions: DataFrame, ways: DataFrame) -> list[Sentence]:
    """Up to three ways out of each direction below its goal, in the order of the directions.

    Rows of report.directions and report.ways_out.
    """
    by_direction = ways_by_direction(ways)
    under = ui.changes_in_force()
    return [
        ways_out.up_to_three(row, by_direction[row["direction_id"]], names, under)
        for row in records(directions)
        if row["direction_id"] in by_direction
    ]


def footnote(total: str, as_of: date, goal: float) -> str:
    """What the numbers of the page rest on."""
    return (
        f"As of {day(as_of)}. Start by keeps the reserve that makes each direction on time in "
        f"{goal_words(goal)}; likely is at likely leads. {total} points are the expected value of "
        "all directions."
    )
