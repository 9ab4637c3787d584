"""Why the dates of directions moved between two portfolios, one cause after another.

The steps are taken in their order and each is given what moves when it is taken, so that they add
up to what moved. One at a time, each against the portfolio before, they would not: the second of
two requirements that finish together moves nothing alone. Another order would give other shares.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from depmap.answers.edits import Placed
from depmap.answers.finishes import Finish, dated
from depmap.answers.steps import TIME, Path, Step
from depmap.engine.options.along import Along
from depmap.engine.step import without_looking_for_rings
from depmap.portfolio.typed import Portfolio

MOST_STEPS = 50
MOST_SECONDS = 30.0


class Cause(NamedTuple):
    """What one step did to a direction; days empty where it is blocked on one side of the step.

    position: place of the step, from 1, the passing of time first. cause: time, progress, leads,
    other, pins or decision. item_id: the item or decision; empty for time, pins and many at once.
    days and p80_days: calendar days by which the likely finish and the 80 % date moved.
    """

    direction_id: str
    position: int
    cause: str
    item_id: str
    days: int | None
    p80_days: int | None
    source_file: str
    source_line: int


class Answers(NamedTuple):
    """One side: its rows, the day that they count from, and a cursor on the answers to them."""

    portfolio: Portfolio
    as_of: date
    connection: DuckDBPyConnection

    def finishes(self) -> dict[str, Finish]:
        """The finishes of the directions that have one."""
        rows = self.connection.execute(
            "select direction_id, forecast, p80, chance_on_time from report.directions"
            " where forecast is not null"
        ).fetchall()
        return {name: Finish(*finish) for name, *finish in rows}


class _Told(NamedTuple):
    """A step, or all of one cause, and how many steps of the path are taken before."""

    step: Step
    taken: int


@without_looking_for_rings()
def move_causes(
    before: Answers,
    after: Answers,
    most: float = MOST_SECONDS,
    go_on: Callable[[], None] = lambda: None,
    edited: Iterable[Placed] | None = None,
) -> list[Cause]:
    """Every step that moved a direction, by direction, then by position.

    most: seconds that single steps may take; above that, or above MOST_STEPS, all of one cause are
    one step. Both sides count with the settings of `after`. go_on is called before each step, and
    ends them all by what it raises. edited: the edits between the two, from who has them already.
    """
    path = Path.between(before.portfolio, after.portfolio, edited)
    first, last = before.finishes(), after.finishes()
    if not path.steps and before.as_of == after.as_of:
        return []
    told, known = _walked(path, after.as_of, most, go_on)
    steps = [Step(TIME), *(one.step for one in told)]
    states = [first, *(known[one.taken] for one in told), last]
    return [
        cause
        for direction in sorted({*first, *last} & _directions(before) & _directions(after))
        for cause in _causes(direction, steps, states)
    ]


def _walked(
    path: Path, as_of: date, most: float, go_on: Callable[[], None]
) -> tuple[list[_Told], dict[int, dict[str, Finish]]]:
    """The steps as they are told, and the finishes of each state that one of them starts from.

    The finishes stand by the number of steps taken until then.
    """
    each = [_Told(step, taken) for taken, step in enumerate(path.steps)]
    by_cause = _by_cause(each)
    tried = each if len(each) <= MOST_STEPS else by_cause
    if not tried:
        return tried, {}
    began = time.monotonic()
    narrow, touched = path.narrowed()
    states = [narrow.after(path.steps[: one.taken]) for one in tried[1:]]
    walk = Along(path.after([]), states, touched, as_of)
    known: dict[int, dict[str, Finish]] = {}
    of_causes = {one.taken for one in by_cause}
    is_each = True
    for number, one in enumerate(tried):
        is_each = is_each and time.monotonic() - began <= most
        if is_each or one.taken in of_causes:
            go_on()
            known[one.taken] = dated(walk, number)
    return (tried if is_each else by_cause), known


def _by_cause(steps: Sequence[_Told]) -> list[_Told]:
    """All steps of one cause as one."""
    groups = groupby(steps, key=lambda one: one.step.cause)
    return [_Told(Step(cause), next(group).taken) for cause, group in groups]


def _directions(side: Answers) -> set[str]:
    return {str(name) for name in side.portfolio.tables["directions"].columns["id"]}


def _causes(
    direction: str, steps: Sequence[Step], states: Sequence[Mapping[str, Finish]]
) -> Iterator[Cause]:
    """The steps that moved a direction; one into blocked and the one out of it are one."""
    into: tuple[int, Finish] | None = None
    for number, step in enumerate(steps):
        start, end = states[number].get(direction), states[number + 1].get(direction)
        if start and end:
            days, p80_days = _moved(start, end)
            if days or p80_days:
                yield _cause(direction, number, step, days, p80_days)
        elif start:
            into = number, start
        elif end and into:
            yield _cause(direction, into[0], steps[into[0]], *_moved(into[1], end))
            into = None
        elif end:
            yield _cause(direction, number, step, None, None)
    if into:
        yield _cause(direction, into[0], steps[into[0]], None, None)


def _moved(start: Finish, end: Finish) -> tuple[int, int]:
    return (end.forecast - start.forecast).days, (end.p80 - start.p80).days


def _cause(
    direction: str, number: int, step: Step, days: int | None, p80_days: int | None
) -> Cause:
    where = step.source_file, step.source_line
    return Cause(direction, number + 1, step.cause, step.item_id, days, p80_days, *where)
