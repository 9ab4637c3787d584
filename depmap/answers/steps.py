"""The steps that lead from one portfolio to another, and the portfolio after any of them.

First time passes. Then each changed item is a step (its row and its rows in dependencies.csv), by
what changed of it; then the pins of the settings; then each decision. Items and owners that are
added exist from the start, removed ones until the end, so that every step is a whole portfolio.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from depmap.answers.edits import Edit, Placed, placed_edits
from depmap.portfolio.schema import TABLES, nested_tables
from depmap.portfolio.table import Table, Value
from depmap.portfolio.typed import Portfolio, Rows

TIME, PROGRESS, LEADS, OTHER, PINS, DECISION = CAUSES = (
    "time", "progress", "leads", "other", "pins", "decision",
)  # fmt: skip
_FIELDS = {
    **dict.fromkeys(("status", "started_on", "done_on"), PROGRESS),
    **dict.fromkeys(("lead_low_days", "lead_likely_days", "lead_high_days"), LEADS),
    **dict.fromkeys(
        ("effort_days", "needed_confidence", "value", "confidence", "target", "not_before"), OTHER
    ),
}
_NO_STEP = {"reason", "question", "owner", "decided_on"}
_BY_NAME = {table.name: table for table in TABLES}
_ITEMS = ("directions", "prerequisites")
_DECISIONS = (_BY_NAME["decisions"], *nested_tables(_BY_NAME["decisions"]))
_DECISIONS += nested_tables(_BY_NAME["decision_options"])


class Step(NamedTuple):
    """What changes at once: a cause, whose it is, and where the first of its edits stands."""

    cause: str
    item_id: str = ""
    source_file: str = ""
    source_line: int = 0


@dataclass(frozen=True)
class Path:
    """Two portfolios and the steps between them; `after` is the portfolio once some are taken."""

    before: Portfolio
    later: Portfolio
    steps: list[Step] = field(default_factory=list)

    @classmethod
    def between(
        cls, before: Portfolio, after: Portfolio, edited: Iterable[Placed] | None = None
    ) -> Path:
        """The path with its steps, in their order.

        edited: the edits between the two, from who has them already.
        """
        if edited is None:
            edited = placed_edits(before, after)
        found: dict[tuple[str, str], Step] = {}
        for key, step in _edited(before, after, edited):
            known = found.get(key)
            if known is None or CAUSES.index(step.cause) < CAUSES.index(known.cause):
                found[key] = step
        steps = sorted(found.values(), key=lambda step: (CAUSES.index(step.cause), step.item_id))
        return cls(before, after, steps)

    def narrowed(self) -> tuple[Path, set[str]]:
        """The same steps over the rows alone that they change and what their rules look at.

        With the items of which all dependency rows are among them.
        """
        items = {step.item_id for step in self.steps if step.cause in (PROGRESS, LEADS, OTHER)}
        decisions = {step.item_id for step in self.steps if step.cause == DECISION}
        gone = items & (_not_needed(self.before) | _not_needed(self.later))
        touched: set[Value] = {*items}
        for side in (self.before, self.later):
            pairs = side.tables["dependencies"].columns
            # Nothing waits for what is not needed, so who asks for it changes with it.
            touched |= {
                item
                for item, required in zip(pairs["item"], pairs["requires"], strict=True)
                if required in gone
            }
            blocks = side.tables["decision_blocks"].columns
            touched |= {
                item
                for decision, item in zip(blocks["decision"], blocks["item"], strict=True)
                if decision in decisions
            }
        named = touched | {
            required
            for side in (self.before, self.later)
            for item, required in zip(
                side.tables["dependencies"].columns["item"],
                side.tables["dependencies"].columns["requires"],
                strict=True,
            )
            if item in touched
        }
        wanted = {**dict.fromkeys(_ITEMS, ("id", named)), "dependencies": ("item", touched)}
        before, later = (_only(side, wanted) for side in (self.before, self.later))
        return Path(before, later, self.steps), {str(name) for name in touched}

    def after(self, taken: Sequence[Step]) -> Portfolio:
        """The portfolio once these steps are taken."""
        items = {step.item_id for step in taken if step.cause in (PROGRESS, LEADS, OTHER)}
        decisions = {step.item_id for step in taken if step.cause == DECISION}
        tables = dict(self.later.tables)
        for name in _ITEMS:
            tables[name] = self._rows(name, "id", items, keep=True)
        tables["dependencies"] = self._rows("dependencies", "item", items)
        for table in _DECISIONS:
            key = "id" if table.name == "decisions" else "decision"
            tables[table.name] = self._rows(table.name, key, decisions)
        if not any(step.cause == PINS for step in taken):
            tables["route_pins"] = self.before.tables["route_pins"]
        for name in ("owners", "themes", "sources"):
            tables[name] = self._rows(name, "id", self._ids[name], keep=True)
        return replace(self.later, tables=tables)

    @cached_property
    def _ids(self) -> Mapping[str, set[Value]]:
        """The ids of either side, by table."""
        return {
            table.name: {
                *self.before.tables[table.name].columns["id"],
                *self.later.tables[table.name].columns["id"],
            }
            for table in TABLES
            if "id" in self.later.tables[table.name].columns
        }

    def _known(self, side: Portfolio, name: str, key: str) -> set[Value]:
        """The keys of a side; of items in both their files, so that none stands in two at once."""
        names = _ITEMS if name in _ITEMS else (name,)
        return {value for own in names for value in side.tables[own].columns[key]}

    def _rows(self, name: str, key: str, taken: set[str] | set[Value], keep: bool = False) -> Rows:
        """The rows whose key is taken as they are later, the rest as before.

        keep: rows that only one side has stay whatever is taken.
        """
        old, new = self.before.tables[name], self.later.tables[name]
        had, has = (self._known(side, name, key) for side in (self.before, self.later))

        def is_new(value: Value) -> bool:
            return value in taken or (keep and value not in had)

        def is_old(value: Value) -> bool:
            return value not in taken or (keep and value not in has)

        return _joined((new, _places(new, key, is_new)), (old, _places(old, key, is_old)))


def _not_needed(side: Portfolio) -> set[Value]:
    rows = side.tables["prerequisites"].columns
    return {
        name
        for name, status in zip(rows["id"], rows["status"], strict=True)
        if status == "not_needed"
    }


def _only(side: Portfolio, wanted: Mapping[str, tuple[str, set[Value]]]) -> Portfolio:
    """A portfolio with only the rows of some tables whose key is wanted."""
    tables = dict(side.tables)
    for table, (key, values) in wanted.items():
        rows = side.tables[table]
        tables[table] = _joined((rows, _places(rows, key, values.__contains__)))
    return replace(side, tables=tables)


def _places(rows: Rows, key: str, stays: Callable[[Value], bool]) -> list[int]:
    return [row for row, value in enumerate(rows.columns[key]) if stays(value)]


def _joined(*parts: tuple[Rows, list[int]]) -> Rows:
    return Rows(
        {
            name: [
                *chain.from_iterable(
                    map(rows.columns[name].__getitem__, places) for rows, places in parts
                )
            ]
            for name in parts[0][0].columns
        }
    )


def _edited(
    before: Portfolio, after: Portfolio, edited: Iterable[Placed]
) -> Iterator[tuple[tuple[str, str], Step]]:
    """The edits that may move a date, as steps, by what they belong to."""
    moved = {
        name
        for here, there in (_ITEMS, _ITEMS[::-1])
        for name in {*before.tables[here].columns["id"]} & {*after.tables[there].columns["id"]}
    }
    for table, key, edit in edited:
        found = _step(table, str(key[0]), edit, key[0] in moved)
        if found:
            kind = "item" if found.cause in (PROGRESS, LEADS, OTHER) else found.cause
            yield (kind, found.item_id), found


def _step(table: Table, owner: str, edit: Edit, has_moved: bool) -> Step | None:
    where = edit.source_file, edit.source_line
    if table.name in _ITEMS:
        # A row that came or went is there all the time, unless it only changed its file.
        cause = OTHER if has_moved else _FIELDS.get(edit.field)
        return Step(cause, owner, *where) if cause else None
    if edit.field in _NO_STEP:
        return None
    if table.name == "dependencies":
        return Step(OTHER, owner, *where)
    if table.name == "route_pins":
        return Step(PINS, "", *where)
    return Step(DECISION, owner, *where) if table in _DECISIONS else None
