"""Options of open decisions laid onto the inputs; the rows that differ, by the rules of `sql/`.

The rows of all options go through the files of `sql/` at once, in a small database of their own in
which every id has the number of its option before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import duckdb

from depmap.engine.inputs import load_inputs, portfolio_of
from depmap.engine.options.rows import TODAY, Aim, Laid, Options, Part
from depmap.engine.order import SQL_FOLDER, SqlFile, made_of, sql_files
from depmap.engine.route import Item, Requirement
from depmap.engine.route_rows import ItemRow, LeadRow, RequirementRow
from depmap.engine.step import Tables
from depmap.portfolio.change import Change, InvalidScenario
from depmap.portfolio.draft import WHAT_IF
from depmap.portfolio.overlay import Overlay, overlay
from depmap.portfolio.scenario import rows_of
from depmap.portfolio.table import Value
from depmap.portfolio.things import Things
from depmap.portfolio.typed import Portfolio, Rows

_WANTED = ("calc.items", "calc.lead_ranges", "calc.requirements")
_INPUTS = re.compile(r"\binput\.(\w+)")
# Where pins stand, today's and those of a scenario.
_PINS = ("route_pins", "decision_picks")
# Columns that hold ids, by table.
_IDS = {
    "prerequisites": ("id",),
    "directions": ("id",),
    "dependencies": ("item", "requires"),
    "decisions": ("id", "item"),
    "decision_blocks": ("decision", "item"),
}


@dataclass(frozen=True)
class _Option:
    """An option as it stands in the file, or two of two decisions, with the scenario that it is."""

    decision_id: str
    position: int
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Other:
    """What is another row under an option: items, and items with other requirements."""

    items: set[str]
    rewired: set[str]


def laid_options(tables: Tables) -> Options:
    """What the options of a database's open decisions are; empty without an open decision."""
    connection = tables.connection
    if not connection.execute("select 1 from input.decisions where status = 'open'").fetchall():
        return Options((), {}, frozenset())
    portfolio = portfolio_of(connection)
    own = portfolio.tables["prerequisites"].columns
    unowned = {str(name) for name, owner in zip(own["id"], own["owner"], strict=True) if not owner}
    return Options(lay(portfolio), aims(portfolio), frozenset(unowned))


def lay(portfolio: Portfolio) -> list[Laid]:
    """Every option of a portfolio's open decisions in order of the file, laid onto its rows.

    Before the options of a decision that takes time stands that it is taken today (position TODAY).
    The settings of the portfolio have as_of.
    """
    index = _Index(portfolio)
    options = list(_options(portfolio))
    return _lay(portfolio, index, options, [index.overlay(one.changes) for one in options])


def lay_together(portfolio: Portfolio, asked: Sequence[tuple[Change, ...]]) -> list[Laid | None]:
    """Each of these sets of changes as one option; None where two of them exclude each other."""
    index = _Index(portfolio)
    fitting: dict[int, Overlay] = {}
    for number, changes in enumerate(asked):
        with suppress(InvalidScenario):
            fitting[number] = index.overlay(changes)
    options = [_Option("", number, "", asked[number]) for number in fitting]
    laid = _lay(portfolio, index, options, list(fitting.values()))
    found = {one.position: one for one in laid}
    return [found.get(number) for number in range(len(asked))]


def _lay(
    portfolio: Portfolio, index: _Index, options: Sequence[_Option], under: Sequence[Overlay]
) -> list[Laid]:
    others = [index.others(portfolio, laid) for laid in under]
    rows = _small(portfolio, index, under, others)
    found = _worked_out(rows)
    return [
        _laid(portfolio, index, option, laid, other, found.get(number, ({}, {})))
        for number, (option, laid, other) in enumerate(zip(options, under, others, strict=True))
    ]


def _options(portfolio: Portfolio) -> Iterator[_Option]:
    decisions = portfolio.tables["decisions"].columns
    options = portfolio.tables["decision_options"].columns
    for row, decision in enumerate(decisions["id"]):
        if decisions["status"][row] != "open":
            continue
        if decisions["lead_days"][row]:
            yield _Option(str(decision), TODAY, "", (Change(str(decision), "lead_days", "0"),))
        for place in rows_of(portfolio.tables["decision_options"], "decision", decision):
            name = str(options["name"][place])
            position = int(str(options["position"][place]))
            yield _Option(str(decision), position, name, (Change(str(decision), "option", name),))


class _Index:
    """What is looked up in the rows of a portfolio again and again, found once."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self.things = Things(portfolio)
        (as_of,) = portfolio.tables["settings"].columns["as_of"]
        assert isinstance(as_of, date)
        self.as_of = as_of
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
        """Changes laid onto the portfolio. Raises InvalidScenario."""
        return overlay(self._portfolio, changes, self.as_of, self.things)

    def others(self, portfolio: Portfolio, laid: Overlay) -> _Other:
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
        return _Other(set(map(str, items)), set(map(str, rewired)))


# --- the rows of all options, through the files of sql/ -------------------------------------------


class _Small:
    """Input rows of several options, every id with the number of its option before it."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.columns: dict[str, dict[str, list[Value]]] = {
            name: {column: [] for column in portfolio.tables[name].columns} for name in _IDS
        }
        self._taken: set[tuple[int, str, int]] = set()

    def take(self, number: int, table: str, row: int, source: Portfolio) -> None:
        """Adds one row as it stands under an option, once."""
        if (number, table, row) in self._taken:
            return
        self._taken.add((number, table, row))
        for column, values in source.tables[table].columns.items():
            value = values[row]
            is_id = column in _IDS[table] and value is not None
            self.columns[table][column].append(f"{number}:{value}" if is_id else value)

    def rows(self) -> Portfolio:
        """A portfolio of these rows and today's settings; it is no valid one."""
        tables = {name: Rows(columns) for name, columns in self.columns.items()}
        return replace(self.portfolio, tables={**self.portfolio.tables, **tables})


def _small(
    portfolio: Portfolio, index: _Index, under: Sequence[Overlay], others: Sequence[_Other]
) -> Portfolio | None:
    """All rows that the options change, with what their rules look at; None without any."""
    if not any(other.items or other.rewired for other in others):
        return None
    small = _Small(portfolio)
    for number, (laid, other) in enumerate(zip(under, others, strict=True)):
        source = laid.portfolio
        needed = set(other.items)
        for item in other.rewired:
            for row in index.rows_of_item.get(item, ()):
                small.take(number, "dependencies", row, source)
                needed.add(str(source.tables["dependencies"].columns["requires"][row]))
        for name in needed:
            small.take(number, *_place(index.things, name), source)
        for name in other.items:
            for row in index.blocks_of.get(name, ()):
                small.take(number, "decision_blocks", row, source)
                decision = source.tables["decision_blocks"].columns["decision"][row]
                at = index.things.row("decisions", str(decision))
                small.take(number, "decisions", at, source)
    return small.rows()


def _place(things: Things, name: str) -> tuple[str, int]:
    try:
        return "prerequisites", things.row("prerequisites", name)
    except KeyError:
        return "directions", things.row("directions", name)


@cache
def _files() -> tuple[tuple[SqlFile, ...], frozenset[str]]:
    """The files that the rules of single rows need, and the inputs that these read."""
    files = tuple(made_of(sql_files(SQL_FOLDER), _WANTED))
    return files, frozenset(name for file in files for name in _INPUTS.findall(file.text))


_Found = tuple[dict[str, tuple[ItemRow, LeadRow | None]], dict[str, list[Requirement]]]


def _worked_out(rows: Portfolio | None) -> dict[int, _Found]:
    """By option: its items, and the requirements of its items."""
    found: dict[int, _Found] = {}
    if rows is None:
        return found
    files, inputs = _files()
    with duckdb.connect(":memory:") as connection:
        load_inputs(connection, rows, names=inputs)
        connection.execute("create schema calc")
        for file in files:
            connection.execute(file.text)
        tables = Tables(connection)
        leads = {row.item_id: row for row in tables.read("calc.lead_ranges", LeadRow)}
        for item in tables.read("calc.items", ItemRow):
            number, name = _parted(item.item_id)
            found.setdefault(number, ({}, {}))[0][name] = item, leads.get(item.item_id)
        for row in tables.read("calc.requirements", RequirementRow):
            number, name = _parted(row.item_id)
            requirement = Requirement(name, _parted(row.requires_id)[1], row.any_of)
            found.setdefault(number, ({}, {}))[1].setdefault(name, []).append(requirement)
    return found


def _parted(name: str) -> tuple[int, str]:
    number, _, name = name.partition(":")
    return int(number), name


# --- one option ---------------------------------------------------------------------------------


def _laid(
    portfolio: Portfolio,
    index: _Index,
    option: _Option,
    laid: Overlay,
    other: _Other,
    found: _Found,
) -> Laid:
    own_items, own_requirements = found
    tables = laid.portfolio.tables
    parts = {}
    for name in sorted(other.items):
        item, lead = own_items[name]
        table, row = _place(index.things, name)
        owner = tables[table].columns["owner"][row] if table == "prerequisites" else ""
        of_today = replace(lead.range_item(), item_id=name) if lead else None
        parts[name] = Part(Item(*item[2:7]), of_today, bool(lead and lead.has_overrun), not owner)
    pins = tables["route_pins"].columns
    goal, goal_today = (
        of["settings"].columns["confidence_goal"][0] for of in (tables, portfolio.tables)
    )
    return Laid(
        option.decision_id,
        option.position,
        option.name,
        parts,
        {name: own_requirements.get(name, []) for name in sorted(other.rewired)},
        [
            Requirement(
                str(pins["item"][row]), str(pins["requires"][row]), str(pins["any_of"][row])
            )
            for row, file in enumerate(pins["source_file"])
            if file == WHAT_IF
        ],
        {name: aim for name, aim in aims(laid.portfolio).items() if name in other.items},
        float(str(goal)) if goal != goal_today else None,
        all(cell.table in _PINS for cell in laid.cells),
        not laid.cells and not _says_anything(index.things, option),
    )


def _says_anything(things: Things, option: _Option) -> bool:
    """Whether an option has a pick or a change, if only one that stands already."""
    if not option.decision_id:
        return True
    row = things.row("decisions", option.decision_id)
    return option.position != TODAY and any(True for _ in things.effects(row, option.name))


def aims(portfolio: Portfolio) -> dict[str, Aim]:
    """What is wanted of every direction. The settings have as_of."""
    (as_of,) = portfolio.tables["settings"].columns["as_of"]
    assert isinstance(as_of, date)
    directions = portfolio.tables["directions"].columns
    names = ("id", "status", "target", "value", "confidence")
    return {
        str(name): Aim(
            str(status),
            (target - as_of).days if isinstance(target, date) else None,
            float(str(value)) * float(str(confidence)),
        )
        for name, status, target, value, confidence in zip(
            *(directions[column] for column in names), strict=True
        )
    }
