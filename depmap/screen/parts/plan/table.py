"""The plan as pages show it: prerequisites by window, with decisions between the tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pandas import DataFrame

from depmap.answers.rows import Row, is_missing, records
from depmap.screen.pieces import columns, links
from depmap.screen.pieces.markup import link, muted, owner, tag, text
from depmap.screen.pieces.table import MOST_ROWS, READY, Column
from depmap.screen.state import view
from depmap.words.formats import count, day
from depmap.words.sentence import Settings

EVERY_WINDOW = "All"


@dataclass(frozen=True)
class Window:
    """A part of the plan: its plan_window in report.*, its name, and what belongs in it."""

    key: str
    name: str
    says: str


@dataclass(frozen=True)
class Listed:
    """The rows of one window that a page draws, and how many it has."""

    rows: Sequence[Row]
    count: int


def windows(settings: Settings) -> list[Window]:
    """The groups of the plan in order: each is made of actions, so counts agree everywhere."""
    review = day(settings["review_on"])
    return [
        Window("now", "Now", f"must start by {review}"),
        Window("decide", "Decide", f"to be settled by {review}"),
        Window("in_progress", "In progress", "already started"),
        Window("later", "Can wait", f"nothing is lost by waiting until {review}"),
        Window("parked", "Parked", "too speculative, replaceable, only helping, or blocked"),
    ]


def with_facts(plan: DataFrame, items: DataFrame) -> DataFrame:
    """The rows of report.items in the order of the plan, with their sequence number."""
    numbered = plan[["item_id", "sequence_number"]]
    return numbered.merge(items, on="item_id", how="left").sort_values("sequence_number")


def rows(shown: DataFrame, decisions: DataFrame, window: Window, settings: Settings) -> Listed:
    """Tasks of one window in plan order, decisions where their date falls between them."""
    tasks = shown[shown["plan_window"] == window.key]
    due = _between_tasks(decisions[decisions["plan_window"] == window.key], shown)
    count = len(tasks) + len(due)
    listed: list[Row] = []
    for task in records(tasks.head(MOST_ROWS)):
        while due and not _is_before(task, due[0]["decide_by"]):
            listed.append(_decision_row(due.pop(0)))
        listed.append(task)
    listed += map(_decision_row, due[:MOST_ROWS])
    return Listed(listed[:MOST_ROWS], count)


def _between_tasks(decisions: DataFrame, shown: DataFrame) -> list[Row]:
    """Dated decisions that are not a row of the plan themselves, most urgent first."""
    own = decisions[decisions["decide_by"].notna() & ~decisions["item_id"].isin(shown["item_id"])]
    return records(own.sort_values("decide_by"))


def _is_before(task: Row, when: date) -> bool:
    return not is_missing(task["safe_start_by"]) and task["safe_start_by"] < when


def _decision_row(decision: Row) -> Row:
    when = tag("span", "dm-date", text(day(decision["decide_by"])))
    if decision["is_advisory"]:
        when = muted(f"{day(decision['decide_by'])} advisory")
    held = len(decision["blocks"])
    return {
        READY: {
            columns.WHAT.label: link(
                f"◆ Decide: {decision['question']}", links.address("decisions")
            ),
            columns.WHO.label: owner(decision["owner_id"], decision["owner"]),
            columns.START_BY.label: when,
            columns.WAITS_FOR.label: muted("Nothing"),
            columns.OPENS.label: text(count(held, "item")) if held else muted("Nothing"),
        }
    }


def shown_windows(chosen: str | None, settings: Settings) -> list[Window]:
    """The window of this name, or all of them."""
    every = windows(settings)
    return [window for window in every if window.name == chosen] or every


def download_rows(plan: DataFrame, shown: DataFrame, kept: Sequence[Window]) -> DataFrame:
    """The rows of report.plan that the kept windows show, in plan order."""
    keys = [window.key for window in kept]
    ids = shown.loc[shown["plan_window"].isin(keys), "item_id"]
    return plan[plan["item_id"].isin(ids)]


def table_columns() -> list[Column]:
    """The columns of the plan; all windows share their widths.

    The theme is a filter above; eight columns are what a page of paper holds.
    """
    return [
        columns.NUMBER,
        columns.WHAT_SHORT.wide("18%"),
        columns.WHO.wide("17%"),
        columns.START_AND_LAST,
        columns.WAITS_FOR.wide("15%"),
        columns.OPENS.wide("13%"),
        columns.unlock(),
        columns.WITH_DAYS.wide("18%"),
    ]


def is_shown(window: Window, listed: Listed, chosen: str | None) -> bool:
    """Whether a window appears: always when asked for, else when it has rows."""
    return bool(listed.count) or chosen == window.name or not view.current().is_filtered
