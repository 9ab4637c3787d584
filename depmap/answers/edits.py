"""What was edited between two portfolios: rows matched by key, order and formatting ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from depmap.portfolio.draft import typed_text
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Table, Value
from depmap.portfolio.typed import Portfolio, Rows

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
SETTINGS = "settings"

Key = tuple[Value, ...]

# By what a row without an id is known; nested rows by the id of what they stand in, and themselves.
_KEYS: dict[str, tuple[str, ...]] = {
    "settings": (),
    "dependencies": ("item", "any_of", "requires"),
    "decision_options": ("decision", "name"),
    "decision_picks": ("decision", "option", "item", "any_of", "requires"),
    "decision_changes": ("decision", "option", "changed", "field"),
    "route_pins": ("item", "any_of", "requires"),
    "scenario_changes": ("scenario", "changed", "field"),
    "scenario_directions": ("scenario", "id"),
    "scenario_prerequisites": ("scenario", "id"),
    "scenario_dependencies": ("scenario", "item", "any_of", "requires"),
}
# Places in a list are order. The day that dates count from is told beside each side.
_IGNORED = {"position", "option_position", "source_file", "source_line", "as_of"}


class Edit(NamedTuple):
    """A row that came or went (field empty), or one value of it: texts as a person types them.

    file is the name of the input file; source_file and source_line lead to the row after, of what
    is gone to the row before.
    """

    file: str
    id: str
    change: str
    field: str
    before: str
    after: str
    source_file: str
    source_line: int


class Placed(NamedTuple):
    """An edit, the table of its row, and the key of that: first what the row belongs to."""

    table: Table
    key: Key
    edit: Edit


def edits(before: Portfolio, after: Portfolio) -> list[Edit]:
    """Every edit, by the tables of the schema, then in the order of the rows after; gone ones last.

    An id that is called otherwise is one row removed and one added.
    """
    return [found.edit for found in placed_edits(before, after)]


def placed_edits(before: Portfolio, after: Portfolio) -> list[Placed]:
    """The same edits, each with its table and the key of its row."""
    return [
        Placed(table, key, edit)
        for table in TABLES
        for key, edit in _table_edits(table, before, after)
    ]


def _table_edits(table: Table, before: Portfolio, after: Portfolio) -> Iterator[tuple[Key, Edit]]:
    old, new = before.tables[table.name], after.tables[table.name]
    earlier, later = keys(table, before), keys(table, after)
    if table.parent and table.parent != SETTINGS:
        # What comes or goes with the row that it stands in is told with that row.
        stays = _ids(table, before) & _ids(table, after)
        earlier, later = (
            {key: row for key, row in found.items() if key[0] in stays}
            for found in (earlier, later)
        )
    values: list[tuple[str, list[Value], list[Value]]] = [
        (column.field, old.columns[column.name], new.columns[column.name])
        for column in table.columns
        if column.name not in _IGNORED
    ]
    # Most rows are as they were: whole ones are compared first.
    whole_before = list(zip(*(was for _, was, _ in values), strict=True))
    whole_after = list(zip(*(now for _, _, now in values), strict=True))
    for key, row in later.items():
        if key not in earlier:
            yield key, _whole(table, key, new, row, ADDED)
            continue
        earlier_row = earlier[key]
        if values and whole_before[earlier_row] == whole_after[row]:
            continue
        for field, was, now in values:
            if was[earlier_row] != now[row]:
                texts = typed_text(was[earlier_row]), typed_text(now[row])
                yield key, _edit(table, key, CHANGED, field, texts, new, row)
    if table.name == "route_pins":
        yield from _moved_pins(table, earlier, later, new)
    for key, row in earlier.items():
        if key not in later:
            yield key, _whole(table, key, old, row, REMOVED)


def keys(table: Table, portfolio: Portfolio) -> dict[Key, int]:
    """The rows of a table by key; the last part of it counts rows that are otherwise the same."""
    columns = dict(portfolio.tables[table.name].columns)
    if "option_position" in columns:
        columns["option"] = _options(portfolio, columns)
    # A list of values has no other key than the values themselves.
    all_of_it = tuple(name for name in columns if name not in _IGNORED)
    names = _KEYS.get(table.name, ("id",) if "id" in columns else all_of_it)
    seen: dict[Key, int] = {}
    found: dict[Key, int] = {}
    for row, key in enumerate(zip(*(columns[name] for name in names), strict=True)):
        count = seen.get(key, 0)
        found[*key, count] = row
        seen[key] = count + 1
    return found


def _ids(table: Table, portfolio: Portfolio) -> set[Value]:
    """The ids of the rows at the top of a nested table's file."""
    (top,) = (other for other in TABLES if other.file == table.file and not other.parent)
    return set(portfolio.tables[top.name].columns["id"])


def _options(portfolio: Portfolio, columns: Mapping[str, list[Value]]) -> list[Value]:
    """The option that a nested row stands in, by name: its place in the list is order."""
    options = portfolio.tables["decision_options"].columns
    places = zip(options["decision"], options["position"], strict=True)
    names = dict(zip(places, options["name"], strict=True))
    own = zip(columns["decision"], columns["option_position"], strict=True)
    return [names[place] for place in own]


def _whole(table: Table, key: Key, rows: Rows, row: int, change: str) -> Edit:
    """A row that came or went, with its name where it has one."""
    name = typed_text(rows.columns["name"][row]) if "name" in rows.columns else ""
    if table.plain_list or not name:
        name = typed_text(key[-2]) if len(key) > 1 else ""
    texts = ("", name) if change == ADDED else (name, "")
    return _edit(table, key, change, table.key, texts, rows, row)


def _moved_pins(
    table: Table, earlier: Mapping[Key, int], later: Mapping[Key, int], rows: Rows
) -> Iterator[tuple[Key, Edit]]:
    """Pins that are tried at another place among those of both sides: their order is a rule."""
    places = {key: place for place, key in enumerate(key for key in earlier if key in later)}
    for place, key in enumerate(key for key in later if key in earlier):
        if places[key] != place:
            texts = str(places[key] + 1), str(place + 1)
            yield key, _edit(table, key, CHANGED, "position", texts, rows, later[key])


def _edit(
    table: Table, key: Key, change: str, field: str, texts: tuple[str, str], rows: Rows, row: int
) -> Edit:
    where = str(rows.columns["source_file"][row]), int(str(rows.columns["source_line"][row]))
    file = where[0].rpartition("/")[2]
    return Edit(file, name_of(table, key), change, field, *texts, *where)


def name_of(table: Table, key: Key) -> str:
    """How people call a row: its id; item>requires; item/group>requires of an alternative."""
    naming: Callable[[Value], str] = typed_text
    match table.name:
        case "settings":
            return SETTINGS
        case "dependencies" | "route_pins":
            item, any_of, requires = map(naming, key[:3])
            return f"{item}/{any_of}>{requires}" if any_of else f"{item}>{requires}"
    return naming(key[0])
