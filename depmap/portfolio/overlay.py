"""Changes laid onto the typed rows of a portfolio: a Portfolio in, another one out.

Pure, and nothing of the portfolio given is altered. Whether the rows still fit together is checked
above, in inputs, as it is checked of a folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from depmap.portfolio.change import (
    AT_MOST,
    DECISION,
    GROUP,
    LEADS,
    PREREQUISITE,
    SHIFT,
    Change,
    InvalidScenario,
    Refusal,
    limits,
)
from depmap.portfolio.convert import convert
from depmap.portfolio.draft import Cell, Draft, typed_text
from depmap.portfolio.problem import did_you_mean, quoted
from depmap.portfolio.table import Column, Value
from depmap.portfolio.things import Pin, Place, Things
from depmap.portfolio.typed import Portfolio

_ANSWERS = ("option", "chosen")


@dataclass(frozen=True)
class Overlay:
    """A portfolio under a scenario, and the cells that differ from the one it was laid onto.

    cells come in the order of the changes that caused them; a pin is the cell `requires` of the
    row that pins its group today, or of none (line 0).
    """

    portfolio: Portfolio
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class _Step:
    """A change whose thing is known and whose value is one; position is that in the list."""

    position: int
    change: Change
    place: Place
    value: Value


def overlay(
    portfolio: Portfolio,
    changes: Sequence[Change],
    as_of: date,
    things: Things | None = None,
    is_limited: bool = True,
) -> Overlay:
    """The portfolio with these changes; without any it is the one given.

    as_of is the day of what is done, started or decided by a change. things: those of this
    portfolio, where they are known already. Raises InvalidScenario, with every change that names
    nothing or has no legal value, and beyond the limits unless is_limited is off; then nothing is
    applied.
    """
    if not changes:
        return Overlay(portfolio)
    refusals = limits(changes) if is_limited else []
    return _Laying(portfolio, as_of, things or Things(portfolio), refusals).lay(changes)


class _Laying:
    """One scenario being laid onto one portfolio."""

    def __init__(
        self, portfolio: Portfolio, as_of: date, things: Things, refusals: list[Refusal]
    ) -> None:
        self._things = things
        self._draft = Draft(portfolio)
        self._as_of = as_of
        self._refusals = refusals

    def lay(self, changes: Sequence[Change]) -> Overlay:
        own = [
            step for at, change in enumerate(changes, start=1) for step in self._step(at, change)
        ]
        self._raise_if_any()
        answers = {step.change.id: step for step in own if step.change.field in _ANSWERS}
        tried = self._of_options(answers)
        self._raise_if_any()
        # The last change of a field wins; those of options stand before all others.
        last = {_slot(step): step for step in (*tried, *self._decided(answers), *own)}
        self._set_fields(last)
        self._set_leads(last)
        self._set_pins(last)
        self._raise_if_any()
        return Overlay(self._draft.portfolio(), self._draft.cells())

    def _raise_if_any(self) -> None:
        if self._refusals:
            raise InvalidScenario(self._refusals)

    def _refuse(
        self, at: int, change: Change, part: str, found: str, expected: str, fix: str
    ) -> None:
        fix = fix or "Use one of these, or leave it out."
        self._refusals.append(Refusal(at, str(change), part, found, expected, fix))

    def _step(self, at: int, change: Change) -> Iterator[_Step]:
        """The change with its thing and value, or nothing and a refusal."""
        place = self._things.find(change)
        if place is None:
            self._refuse(at, change, "id", *self._things.unknown(change))
            return
        kind = place.kind
        if change.field not in kind.fields:
            fix = did_you_mean(change.field, kind.fields)
            found = f"a {kind.word} has no field {quoted(change.field)}"
            if kind.word[0] in "ao":
                found = f"an {found[2:]}"
            self._refuse(at, change, "field", found, f"one of {', '.join(kind.fields)}", fix)
            return
        column = kind.column(change.field)
        if column is None:
            yield from self._of_words(at, change, place)
            return
        text = change.value.removeprefix("+") if column is SHIFT else change.value
        (value,), unfit = convert(column, [text])
        for reason in unfit.values():
            fix = reason.fix or did_you_mean(change.value, column.allowed)
            self._refuse(at, change, "value", reason.found, reason.expected, fix)
        if not unfit:
            yield _Step(at, change, place, value)

    def _of_words(self, at: int, change: Change, place: Place) -> Iterator[_Step]:
        """A pin or an option, whose values are names that stand in the rows."""
        what = "alternative" if place.kind is GROUP else "option"
        names = self._things.names(place)
        if change.value in names or (not change.value and what == "alternative"):
            yield _Step(at, change, place, change.value or None)
            return
        found = f"{quoted(change.id)} has no {what} {quoted(change.value)}"
        shown = ", ".join(quoted(name) for name in names[:8])
        expected = f"one of {shown}" if names else f"a {place.kind.word} with {what}s"
        fix = did_you_mean(change.value, names)
        self._refuse(at, change, "value", found, expected, fix)

    def _of_options(self, answers: dict[str, _Step]) -> list[_Step]:
        """What the options do, as if written in the list; two that disagree are refused."""
        steps: dict[tuple[object, ...], tuple[str, _Step]] = {}
        for decision, answer in answers.items():
            own: dict[tuple[object, ...], _Step] = {}
            for change in self._things.effects(answer.place.row, str(answer.value)):
                for step in self._step(answer.position, change):
                    self._check_own(answer, step)
                    own[_slot(step)] = step
            for slot, step in own.items():
                other, earlier = steps.setdefault(slot, (decision, step))
                if earlier.value != step.value:
                    found = (
                        f"it sets {step.change.field} of {quoted(step.change.id)} to "
                        f"{quoted(step.change.value)}, and the option of {quoted(other)} to "
                        f"{quoted(earlier.change.value)}"
                    )
                    fix = "The two exclude each other: take one of them out."
                    expected = "options that agree on every field"
                    self._refuse(answer.position, answer.change, "value", found, expected, fix)
        return [step for _, step in steps.values()]

    def _check_own(self, answer: _Step, step: _Step) -> None:
        """An option says what becomes of other rows, not that its own question is settled."""
        own = self._draft.get("decisions", answer.place.row, "item")
        fix = "Leave it out; chosen does it by itself."
        found, expected = "", ""
        if step.change.field in _ANSWERS:
            found = f"its option answers the decision {quoted(step.change.id)}"
            expected, fix = "changes of rows", "Leave it out, and try both options together."
        elif step.change.id == own and step.change.field == "status":
            found = f"its option changes the status of {quoted(str(own))}, the decision itself"
            expected = "changes of other items"
        if found:
            self._refuse(answer.position, answer.change, "value", found, expected, fix)

    def _decided(self, answers: dict[str, _Step]) -> Iterator[_Step]:
        """What a chosen option settles besides: the prerequisite that its decision is, is done."""
        for step in answers.values():
            item = self._draft.get("decisions", step.place.row, "item")
            if step.change.field == "chosen" and item is not None:
                place = Place(PREREQUISITE, self._things.row("prerequisites", str(item)))
                yield _Step(step.position, Change(str(item), "status", "done"), place, "done")

    def _set_fields(self, last: dict[tuple[object, ...], _Step]) -> None:
        """Every change that is a value of a column, and what comes with it."""
        for step in last.values():
            kind, row, field = step.place.kind, step.place.row, step.change.field
            if field in _ANSWERS:
                self._answer(step)
            elif kind is PREREQUISITE and field == "status":
                started_too = (kind.table, row, "started_on") in last
                self._set_status(step.position, row, step.value, started_too)
            elif kind.column(field) not in (None, SHIFT, AT_MOST):
                # As typed: a quarter stays a quarter where it is written into a file.
                typed = step.change.value
                self._draft.set(step.position, kind.table, row, field, step.value, typed)

    def _answer(self, step: _Step) -> None:
        """The decision itself: tried, an open one stays open; chosen, it is decided today."""
        at, row = step.position, step.place.row
        is_decided = self._draft.before("decisions", row, "status") == "decided"
        is_so = is_decided and self._draft.before("decisions", row, "chosen") == step.value
        if is_decided or step.change.field == "chosen":
            self._draft.set(at, "decisions", row, "chosen", step.value)
        if step.change.field == "chosen" and not is_so:
            self._draft.set(at, "decisions", row, "status", "decided")
            self._draft.set(at, "decisions", row, "decided_on", self._as_of)

    def _set_status(self, at: int, row: int, status: Value, started_too: bool) -> None:
        before = self._draft.before("prerequisites", row, "status")
        if status == before:
            return
        self._draft.set(at, "prerequisites", row, "status", status)
        if status == "done":
            self._draft.set(at, "prerequisites", row, "done_on", self._as_of)
        elif before == "done":
            self._draft.set(at, "prerequisites", row, "done_on", None)
        if status == "in_progress" and not started_too:
            self._draft.set(at, "prerequisites", row, "started_on", self._as_of)

    def _set_leads(self, last: dict[tuple[object, ...], _Step]) -> None:
        """A likely lead widens its range; then the shift, then what is agreed at most."""
        touched = {step.place: step for (_, _, field), step in last.items()
                   if field in (*LEADS, SHIFT.name, AT_MOST.name)
                   and step.place.kind is not DECISION}  # fmt: skip
        for place in touched:
            table, row = place.kind.table, place.row
            steps = {f: last.get((table, row, f)) for f in (*LEADS, SHIFT.name, AT_MOST.name)}
            leads = [int(str(self._draft.get(table, row, lead))) for lead in LEADS]
            if (likely := steps[LEADS[1]]) is not None:
                # What the scenario sets itself is not widened: that would undo one of its changes.
                if steps[LEADS[0]] is None:
                    leads[0] = min(leads[0], leads[1])
                if steps[LEADS[2]] is None:
                    leads[2] = max(leads[2], leads[1])
                self._write_leads(likely, leads)
            # Shortening never makes what goes on overrun.
            least = self._least_lead(table, row)
            if (shift := steps[SHIFT.name]) is not None:
                leads = [_shifted(lead, int(str(shift.value)), least) for lead in leads]
                self._write_leads(shift, leads)
            if (agreed := steps[AT_MOST.name]) is not None:
                cap = max(int(str(agreed.value)), least)
                self._write_leads(agreed, [min(lead, cap) for lead in leads])

    def _least_lead(self, table: str, row: int) -> int:
        """The lead below which an item in progress would have overrun, plus one; else 0."""
        if table != "prerequisites" or self._draft.get(table, row, "status") != "in_progress":
            return 0
        started = self._draft.get(table, row, "started_on")
        elapsed = (self._as_of - started).days if isinstance(started, date) else 0
        return max(0, elapsed + 1)

    def _write_leads(self, step: _Step, leads: list[int]) -> None:
        kind, row = step.place.kind, step.place.row
        for lead, days in zip(LEADS, leads, strict=True):
            for reason in _unfit(kind.column(lead), days):
                self._refuse(step.position, step.change, "value", *reason)
            self._draft.set(step.position, kind.table, row, lead, days)

    def _set_pins(self, last: dict[tuple[object, ...], _Step]) -> None:
        """Pins of a scenario replace those of their groups and are tried after the rest.

        How a row of route_pins says so is a rule of sql/base/pins.sql.
        """
        pins = {(step.place.item, step.place.any_of): step for step in last.values()
                if step.place.kind is GROUP}  # fmt: skip
        # With the answers of the scenario: what they pin by themselves needs no cell.
        things = Things(self._draft.portfolio()) if pins else self._things
        for number, (group, step) in enumerate(sorted(pins.items()), start=1):
            values = {"item": group[0], "any_of": group[1], "requires": step.value}
            self._draft.add("route_pins", {"position": number, **values}, step.position)
            self._note_pin(step, group, list(things.pins(*group)))

    def _note_pin(self, step: _Step, group: tuple[str, str], today: list[Pin]) -> None:
        """The cells that make a pin real: the row that pins the group today, or a new one."""
        after = typed_text(step.value)
        if not after:
            for pin in today:
                self._draft.note(_pin_cell(step, group, pin, after))
        elif not today:
            new = Pin("", "route_pins", -1, "", 0)
            self._draft.note(_pin_cell(step, group, new, after))
        elif today[0].requires != after:
            self._draft.note(_pin_cell(step, group, today[0], after))


def _pin_cell(step: _Step, group: tuple[str, str], pin: Pin, after: str) -> Cell:
    name, where = "/".join(group), (pin.file, pin.line)
    at, before = step.position, pin.requires
    return Cell(at, pin.table, name, "requires", *where, before, after, pin.row, group)


def _unfit(column: Column | None, days: int) -> Iterator[tuple[str, str, str]]:
    """Found, expected and fix where a lead would leave what a file may hold."""
    reasons = convert(column, [str(days)])[1] if column else {}
    return ((reason.found, reason.expected, reason.fix) for reason in reasons.values())


def _slot(step: _Step) -> tuple[object, ...]:
    """What a later change replaces: the field of one row, the pin of one group, one answer."""
    place = step.place
    if place.kind is GROUP:
        return (GROUP, place.item, place.any_of)
    field = "option" if step.change.field in _ANSWERS else step.change.field
    return (place.kind.table, place.row, field)


def _shifted(lead: int, days: int, least: int) -> int:
    """A lead so many days longer, at least 0, and not below `least` if it was above."""
    return max(lead + days, least if days < 0 and lead > least else 0, 0)
