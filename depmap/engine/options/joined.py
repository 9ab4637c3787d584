"""A portfolio with what it is told of items of others, and with what they ask of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from depmap.engine.options.across import Answer
from depmap.engine.sampling.leads import FLOATS, Days
from depmap.portfolio.table import ACROSS, Value
from depmap.portfolio.typed import (
    ASKED_ITEMS,
    BETWEEN,
    FOREIGN_ITEMS,
    FOREIGN_WAITS,
    Portfolio,
    Rows,
    Samples,
)


class Told(NamedTuple):
    """An answer as it comes in: of whom, of which day, and whether it is the last one there is."""

    title: str
    answered_on: date
    is_stale: bool
    answer: Answer


def joined(
    portfolio: Portfolio, told: Mapping[str, Told], asked: Collection[str], as_of: date
) -> Portfolio:
    """The portfolio with what it is told of items of others, and with what they ask of it.

    told: by portfolio//item, of those that rows name; what is not among them belongs to the same
    ring. A finish that lies behind as_of, told on an earlier day, counts as tomorrow.
    """
    named = portfolio.tables[FOREIGN_ITEMS.name].columns
    columns: dict[str, list[Value]] = {column.name: [] for column in FOREIGN_ITEMS.columns}
    columns |= {"source_file": [], "source_line": []}
    waits: dict[str, list[Value]] = {column.name: [] for column in FOREIGN_WAITS.columns}
    samples = {}
    for name, file, line in zip(*(named[key] for key in ("id", "source_file", "source_line")),
                                strict=True):  # fmt: skip
        if (one := told.get(str(name))) is None:
            continue
        answer = one.answer
        home, age = answer.item.partition(ACROSS)[0], (as_of - one.answered_on).days
        days = (answer.finish_low_days, answer.finish_days, answer.finish_high_days)
        values: list[Value] = [
            name, home, one.title, answer.name, answer.status, answer.why,
            *(_later(own, age) for own in days), answer.effort_days, answer.needed_confidence,
            answer.has_overrun, one.answered_on, one.is_stale, file, line,
        ]  # fmt: skip
        for column, value in zip(columns, values, strict=True):
            columns[column].append(value)
        waits["item"] += [name] * len(answer.waits_for)
        waits["requires"] += answer.waits_for
        waits["confidence"] += answer.confidences
        if answer.status == "open":
            samples[answer.item] = Samples(
                *(_samples_later(own, age) for own in (answer.days, answer.days_if_together))
            )
    between = {
        FOREIGN_ITEMS.name: columns,
        FOREIGN_WAITS.name: waits,
        ASKED_ITEMS.name: {"item": list[Value](sorted(asked))},
    }
    rows = {table.name: _placed(between[table.name]) for table in BETWEEN}
    return replace(portfolio, tables={**portfolio.tables, **rows}, samples=samples)


def _placed(columns: dict[str, list[Value]]) -> Rows:
    count = len(next(iter(columns.values())))
    nowhere: dict[str, list[Value]] = {"source_file": [None] * count, "source_line": [None] * count}
    return Rows(nowhere | columns)


def _later(days: int, age: int) -> int:
    return max(days - age, 1) if age > 0 else days


def _samples_later(days: bytes, age: int) -> bytes:
    if age <= 0:
        return days
    later: Days = np.maximum(np.frombuffer(days, FLOATS) - np.float32(age), 1)
    return later.astype(FLOATS).tobytes()
