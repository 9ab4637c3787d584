"""Which rows options change, and what the rules of `sql/` have to look at for these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from depmap.engine.options.standing import Numbered
from depmap.portfolio.change import Change
from depmap.portfolio.overlay import Overlay, overlay
from depmap.portfolio.table import Value, is_foreign
from depmap.portfolio.things import Things
from depmap.portfolio.typed import FOREIGN_ITEMS, Portfolio


@dataclass(frozen=True)
class Other:
    """What is another row under an option: items, and items with other requirements."""

    items: set[str]
    rewired: set[str]


class Index:
    """What is looked up in the rows of a portfolio again and again, found once."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self.things = Things(portfolio)
        assert portfolio.as_of is not None
        self.as_of = portfolio.as_of
        self.rows_of_item: dict[Value, list[int]] = {}
        self.users: dict[Value, set[Value]] = {}
        dependencies = portfolio.tables["dependencies"].columns
        for row, (item, required) in enumerate(
            zip(dependencies["item"], dependencies["requires"], strict=True)
        ):
            self.rows_of_item.setdefault(item, []).append(row)
            self.users.setdefault(required, set()).add(item)
        self.blocked_by: dict[Value, set[Value]] = {}
        self.blocks_of: dict[Value, list[int]] = {}
        blocks = portfolio.tables["decision_blocks"].columns
        for row, (decision, item) in enumerate(
            zip(blocks["decision"], blocks["item"], strict=True)
        ):
            self.blocked_by.setdefault(decision, set()).add(item)
            self.blocks_of.setdefault(item, []).append(row)

    def overlay(self, changes: Sequence[Change]) -> Overlay:
        """Changes laid onto the portfolio. Raises InvalidScenario.

        The limits are those of an address; what a file says may be longer.
        """
        return overlay(self._portfolio, changes, self.as_of, self.things, is_limited=False)

    def others(self, portfolio: Portfolio, laid: Overlay) -> Other:
        """The items that an option changes, and those whose requirements it does."""
        items: set[Value] = set()
        rewired: set[Value] = set()
        for cell in laid.cells:
            columns = portfolio.tables[cell.table].columns
            if cell.table in ("prerequisites", "directions"):
                name = columns["id"][cell.row]
                items.add(name)
                # Nothing waits for what is not needed.
                if "not_needed" in (cell.before, cell.after):
                    rewired |= self.users.get(name, set())
            elif cell.table == "dependencies":
                rewired.add(columns["item"][cell.row])
            elif cell.table == "decisions":
                items |= self.blocked_by.get(columns["id"][cell.row], set())
        return Other(set(map(str, items)), set(map(str, rewired)))


def small(
    portfolio: Portfolio, index: Index, under: Sequence[Overlay], others: Sequence[Other]
) -> Portfolio | None:
    """All rows that the options change, with what their rules look at; None without any."""
    if not any(other.items or other.rewired for other in others):
        return None
    small = Numbered(portfolio)
    known: set[tuple[int, str, int]] = set()

    def take(number: int, table: str, row: int, source: Portfolio) -> None:
        if (number, table, row) not in known:
            known.add((number, table, row))
            small.take(number, table, source, (row,))

    for number, (laid, other) in enumerate(zip(under, others, strict=True)):
        source = laid.portfolio
        needed = set(other.items)
        for item in other.rewired:
            for row in index.rows_of_item.get(item, ()):
                take(number, "dependencies", row, source)
                needed.add(str(source.tables["dependencies"].columns["requires"][row]))
        for name in needed:
            take(number, *place(index.things, name), source)
        for name in other.items:
            for row in index.blocks_of.get(name, ()):
                take(number, "decision_blocks", row, source)
                decision = source.tables["decision_blocks"].columns["decision"][row]
                at = index.things.row("decisions", str(decision))
                take(number, "decisions", at, source)
    return small.rows()


def place(things: Things, name: str) -> tuple[str, int]:
    """Table and row of an item: prerequisite, direction, or of another portfolio."""
    if is_foreign(name):
        return FOREIGN_ITEMS.name, things.row(FOREIGN_ITEMS.name, name)
    try:
        return "prerequisites", things.row("prerequisites", name)
    except KeyError:
        return "directions", things.row("directions", name)
