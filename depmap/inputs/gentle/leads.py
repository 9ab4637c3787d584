"""Leads that a row leaves open: a range around the likely one, and none where all is over."""

from __future__ import annotations

import math
from collections.abc import Mapping

from depmap.inputs.text_rows import TextRows
from depmap.portfolio.convert import convert
from depmap.portfolio.looks import trimmed
from depmap.portfolio.problem import ONLY_LIKELY, READ_AS, Problems
from depmap.portfolio.table import MAX_LEAD_DAYS

LOW, LIKELY, HIGH = "lead_low_days", "lead_likely_days", "lead_high_days"
OVER = ("done", "dropped", "not_needed", "delivered")


def fill_all_leads(texts: Mapping[str, TextRows | None], problems: Problems) -> None:
    """Fill the leads of every table that has them, with the spread of the settings."""
    spread = _spread(texts.get("settings"))
    for rows in texts.values():
        if rows is not None and {LOW, "status"} <= rows.columns.keys():
            fill_leads(rows, spread, problems)


def _spread(settings: TextRows | None) -> tuple[float, float] | None:
    """What a likely lead is multiplied with for low and high, when the settings say it well."""
    if settings is None or not len(settings):
        return None
    ends = []
    for column in settings.table.columns:
        if column.name in ("spread_low", "spread_high"):
            (value, *_), unfit = convert(column, settings.columns[column.name])
            if unfit or not isinstance(value, float):
                return None
            ends.append(value)
    low, high = ends
    return low, high


def fill_leads(rows: TextRows, spread: tuple[float, float] | None, problems: Problems) -> None:
    """Low and high of rows with only a likely lead; leads and effort of what is over.

    spread: what the likely lead is multiplied with for low and high; None: both are the likely one.
    Nothing of this is an edit of a file.
    """
    columns = {name: list(rows.columns[name]) for name in (LOW, LIKELY, HIGH)}
    factors = spread or (1.0, 1.0)
    for row, status in enumerate(rows.columns["status"]):
        low, likely, high = (trimmed(columns[name][row]) for name in (LOW, LIKELY, HIGH))
        is_over = trimmed(status) in OVER
        if likely.isdecimal() and likely.isascii() and len(likely) < 6 and not low and not high:
            days = int(likely)
            columns[LOW][row] = str(math.floor(days * factors[0]))
            columns[HIGH][row] = str(max(days, min(MAX_LEAD_DAYS, math.ceil(days * factors[1]))))
            if not is_over:
                _note(rows, row, spread, problems)
        elif is_over and not (low or likely or high):
            for name in columns:
                columns[name][row] = "0"
    rows.columns |= columns
    rows.missing_columns -= {LOW, HIGH}
    if "effort_days" in rows.columns and "effort_days" not in rows.missing_columns:
        rows.columns["effort_days"] = [
            "0" if not text and trimmed(status) in OVER else text
            for text, status in zip(
                rows.columns["effort_days"], rows.columns["status"], strict=True
            )
        ]


def _note(rows: TextRows, row: int, spread: tuple[float, float] | None, problems: Problems) -> None:
    line = rows.line_of(row, LIKELY)
    if spread:
        kind = "leads spread around the likely one by settings.yaml"
        problems.notes.add(READ_AS, rows.file, kind, line)
    else:
        problems.notes.add(ONLY_LIKELY, rows.file, "rows", line)
