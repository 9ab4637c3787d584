"""What a scenario changes and moves -> text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from depmap.answers.changes import Comparison
from depmap.answers.rows import Row, is_missing, records
from depmap.portfolio.draft import Cell
from depmap.words import what_if
from depmap.words.formats import count, day


@dataclass(frozen=True)
class Report:
    """One comparison to be told: the question, the cells that differ, and what they move."""

    question: str
    cells: Sequence[Cell]
    comparison: Comparison

    @property
    def directions(self) -> list[Row]:
        """What moved, by direction."""
        return records(self.comparison.directions)

    @property
    def items(self) -> list[Row]:
        """What moved, by prerequisite."""
        return records(self.comparison.items)


def text(report: Report) -> str:
    """For a terminal: the question, what moves in words, then every cell to change."""
    lines = [f"{report.question} {what_if.summary(report.directions)}"]
    for row in report.directions:
        lines += ["", f"{row['chart_name']} ({row['direction_id']})"]
        lines += [f"    {what}: {before} → {after}" for what, before, after in what_if.sides(row)]
    if report.items:
        lines += ["", f"What differs of {count(len(report.items), 'prerequisite')}:"]
        lines += [f"    {row['chart_name']} ({row['item_id']}): {_item(row)}"
                  for row in report.items]  # fmt: skip
    if report.cells:
        lines += ["", "To make it real, change these cells:"]
        lines += [f"    {_place(cell)}: {_cell(cell.before)} → {_cell(cell.after)}"
                  for cell in report.cells]  # fmt: skip
    return "\n".join(lines) + "\n"


def markdown(report: Report) -> str:
    """For a page or a pull request: the same, as tables."""
    lines = [f"**{_escaped(report.question)}** {_escaped(what_if.summary(report.directions))}"]
    if report.directions:
        lines += ["", "| direction | what | today | scenario |", "|---|---|---|---|"]
        for row in report.directions:
            name = _escaped(row["chart_name"])
            lines += [f"| {name} | {what} | {before} | {after} |"
                      for what, before, after in what_if.sides(row)]  # fmt: skip
    if report.items:
        lines += ["", "| prerequisite | what differs |", "|---|---|"]
        lines += [f"| {_escaped(row['chart_name'])} | {_item(row)} |" for row in report.items]
    if report.cells:
        lines += ["", "To make it real:", "", "| where | from | to |", "|---|---|---|"]
        lines += [f"| {_escaped(_place(cell))} | {_escaped(cell.before)} | {_escaped(cell.after)} |"
                  for cell in report.cells]  # fmt: skip
    return "\n".join(lines) + "\n"


def json_text(report: Report) -> str:
    """One object with a list per relation; keys are column names, dates ISO."""
    changes = [
        {
            "file": cell.source_file.rpartition("/")[2], "id": cell.id, "change": "changed",
            "field": cell.column,
            "before": cell.before, "after": cell.after, "source_file": cell.source_file,
            "source_line": cell.source_line,
        }
        for cell in report.cells
    ]  # fmt: skip
    found = {
        "question": report.question,
        "changes": changes,
        "moves": list(map(_plain, report.directions)),
        "item_moves": list(map(_plain, report.items)),
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _item(row: Row) -> str:
    """What differs of a prerequisite, in a few words."""
    found = []
    before, after = day(row["safe_start_by_before"]), day(row["safe_start_by_after"])
    if before != after:
        found.append(f"start by {before} → {after}")
    if row["action_before"] != row["action_after"]:
        found.append(f"{row['action_before'] or 'nothing'} → {row['action_after'] or 'nothing'}")
    if abs(row["unlock_score_after"] - row["unlock_score_before"]) >= 1:
        scores = row["unlock_score_before"], row["unlock_score_after"]
        found.append(f"unlock {scores[0]:.1f} → {scores[1]:.1f} points")
    words = {
        "is_newly_blocked": "blocked now", "is_newly_unowned": "unowned now",
        "is_blocked_no_more": "no longer blocked", "is_unowned_no_more": "no longer unowned",
    }  # fmt: skip
    return ", ".join([*found, *(said for column, said in words.items() if row[column])])


def _place(cell: Cell) -> str:
    if not cell.source_line:
        return f"new: {cell.column} of {cell.id}"
    return f"{cell.source_file} line {cell.source_line}, {cell.column} of {cell.id}"


def _cell(value: str) -> str:
    return value or "(empty)"


def _escaped(text: str) -> str:
    """Text that stays text in Markdown: no table cell, tag or emphasis begins in it."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)


def _plain(row: Row) -> dict[str, Any]:
    return {
        name: None
        if is_missing(value)
        else value.isoformat()[:10]
        if isinstance(value, date)
        else value
        for name, value in row.items()
    }
