"""What the rows of a portfolio let change: things by the id that a change calls them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from depmap.portfolio.change import (
    BY_ID,
    DECISION,
    DEPENDENCY,
    GROUP,
    SETTINGS,
    Change,
    Kind,
)
from depmap.portfolio.problem import did_you_mean, quoted
from depmap.portfolio.scenario import change_at
from depmap.portfolio.table import Value
from depmap.portfolio.typed import Portfolio

# Beyond this many names, looking for the nearest would take longer than the answer is worth.
_MOST_NAMES = 20_000


class Place(NamedTuple):
    """A thing: its kind and its row, or the item and name of a group (row -1)."""

    kind: Kind
    row: int
    item: str = ""
    any_of: str = ""


class Pin(NamedTuple):
    """What pins a group today: the alternative, and the row that says so."""

    requires: str
    table: str
    row: int
    file: str
    line: int


class Things:
    """The things of one portfolio; an index is made when it is first asked for."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._tables = portfolio.tables
        self._rows: dict[str, dict[Value, int]] = {}

    def row(self, table: str, name: str) -> int:
        """The row of an id in a table; KeyError when there is none."""
        return self._by_id(table)[name]

    def find(self, change: Change) -> Place | None:
        """The thing a change names: the one whose field it is, else any of this id, else None."""
        if change.field == "pin" and (groups := self._groups.get(change.id)):
            return Place(GROUP, -1, *groups[0]) if len(groups) == 1 else None
        if change.field == "strength" and (rows := self._plain_rows.get(change.id)):
            return Place(DEPENDENCY, rows[0]) if len(rows) == 1 else None
        called = list(self._called(change.id))
        fitting = (place for place in called if change.field in place.kind.fields)
        return next(fitting, next(iter(called), None))

    def unknown(self, change: Change) -> tuple[str, str, str]:
        """Found, expected and fix for a change whose id `find` does not know."""
        name = change.id
        both = self._groups.get(name, []), self._plain_rows.get(name, [])
        if any(len(found) > 1 for found in both):
            found = f"{quoted(name)} may mean two things"
            return found, "an id of one", "Rename one of them, without / and >."
        if change.field == "strength" or ">" in name:
            known, expected = list(self._plain_rows), "item>requires of a plain dependency row"
        elif change.field == "pin" or "/" in name:
            known, expected = list(self._groups), "item/group of an any-of group"
        else:
            known = [str(name) for kind in BY_ID[:-1] for name in self._by_id(kind.table)]
            known.append(SETTINGS.word)
            expected = "the id of a prerequisite, direction, decision or owner, or settings"
        fix = did_you_mean(name, known[:_MOST_NAMES])
        return f"nothing is called {quoted(name)}", expected, fix

    def names(self, place: Place) -> list[str]:
        """The alternatives of a group, or the options of a decision, in the order of the file."""
        if place.kind is GROUP:
            return self._alternatives[place.item, place.any_of]
        decision = self._tables["decisions"].columns["id"][place.row]
        options = self._tables["decision_options"].columns
        return [
            str(name)
            for own, name in zip(options["decision"], options["name"], strict=True)
            if own == decision
        ]

    def effects(self, decision_row: int, option: str) -> Iterator[Change]:
        """What an option does, as changes: its picks, then its changes, in the order of the file.

        A pick that leads to no alternative has no effect, as in the answers (a finding).
        """
        decision = self._tables["decisions"].columns["id"][decision_row]
        options = self._tables["decision_options"].columns
        position = next(
            position
            for own, position, name in zip(
                options["decision"], options["position"], options["name"], strict=True
            )
            if own == decision and name == option
        )
        for row in self._rows_of("decision_picks", decision, position):
            picks = self._tables["decision_picks"].columns
            item, any_of, requires = (str(picks[n][row]) for n in ("item", "any_of", "requires"))
            if requires in self._alternatives.get((item, any_of), ()):
                yield Change(f"{item}/{any_of}", "pin", requires)
        for row in self._rows_of("decision_changes", decision, position):
            yield change_at(self._tables["decision_changes"].columns, row)

    def pins(self, item: str, any_of: str) -> Iterator[Pin]:
        """What pins a group, the one that counts first: settings, then decided decisions."""
        rows = [("route_pins", row) for row in range(len(self._tables["route_pins"]))]
        for table, row in (*rows, *self._decided_picks):
            columns = self._tables[table].columns
            if columns["item"][row] == item and columns["any_of"][row] == any_of:
                file, line = str(columns["source_file"][row]), int(str(columns["source_line"][row]))
                yield Pin(str(columns["requires"][row]), table, row, file, line)

    def _by_id(self, table: str) -> dict[Value, int]:
        if table not in self._rows:
            columns = self._tables[table].columns
            ids = [SETTINGS.word] if table == "settings" else columns["id"]
            self._rows[table] = {name: row for row, name in enumerate(ids)}
        return self._rows[table]

    def _called(self, name: str) -> Iterator[Place]:
        for kind in BY_ID:
            row = self._by_id(kind.table).get(name)
            if row is not None:
                yield Place(kind, row)
        if len(groups := self._groups.get(name, [])) == 1:
            yield Place(GROUP, -1, *groups[0])
        if len(rows := self._plain_rows.get(name, [])) == 1:
            yield Place(DEPENDENCY, rows[0])

    def _rows_of(self, table: str, decision: Value, position: Value) -> Iterator[int]:
        columns = self._tables[table].columns
        owners = zip(columns["decision"], columns["option_position"], strict=True)
        return (row for row, own in enumerate(owners) if own == (decision, position))

    @cached_property
    def _decided_picks(self) -> list[tuple[str, int]]:
        decisions = self._tables["decisions"].columns
        return [
            ("decision_picks", row)
            for place, status in enumerate(decisions["status"])
            if status == "decided" and decisions["chosen"][place] is not None
            for row in self._chosen_picks(place)
        ]

    def _chosen_picks(self, decision_row: int) -> Iterator[int]:
        decisions = self._tables["decisions"].columns
        decision, chosen = decisions["id"][decision_row], decisions["chosen"][decision_row]
        names = self.names(Place(DECISION, decision_row))
        return self._rows_of("decision_picks", decision, names.index(str(chosen)) + 1)

    @cached_property
    def _alternatives(self) -> dict[tuple[str, str], list[str]]:
        columns = self._tables["dependencies"].columns
        found: dict[tuple[str, str], list[str]] = {}
        for item, any_of, requires in zip(
            columns["item"], columns["any_of"], columns["requires"], strict=True
        ):
            if any_of is not None:
                found.setdefault((str(item), str(any_of)), []).append(str(requires))
        return found

    @cached_property
    def _groups(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for item, any_of in self._alternatives:
            found.setdefault(f"{item}/{any_of}", []).append((item, any_of))
        return found

    @cached_property
    def _plain_rows(self) -> dict[str, list[int]]:
        columns = self._tables["dependencies"].columns
        found: dict[str, list[int]] = {}
        for row, (item, requires, any_of) in enumerate(
            zip(columns["item"], columns["requires"], columns["any_of"], strict=True)
        ):
            if any_of is None:
                found.setdefault(f"{item}>{requires}", []).append(row)
        return found
