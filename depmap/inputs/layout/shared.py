"""Rows that a workspace holds for all its portfolios: files beside its workspace.yaml.

A folder takes those that its own rows name; of themes it takes all where it has none of its own. Of
one id its own row counts, and it is noted where the two say different things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from depmap.inputs.layout.texts import texts_of
from depmap.inputs.reader import read_file
from depmap.inputs.text_rows import Texts, shared
from depmap.portfolio.problem import DIFFERS, Problems
from depmap.portfolio.schema import TABLES, family
from depmap.portfolio.table import ID_TABLES, SHARED_TABLES, Table, Value, forms
from depmap.portfolio.typed import Rows

_TABLES = tuple(table for table in TABLES if table.name in SHARED_TABLES)
# What changes and its new value: either may be an id.
_OF_A_CHANGE = ("changed", "value")
_SPACES = {names[0]: space for space, names in ID_TABLES.items() if len(names) == 1}


def shared_files(folder: Path, problems: Problems) -> dict[str, bytes | None]:
    """The bytes of the files that are there, by name; None for one that is refused."""
    names = (name for table in _TABLES for name in forms(table) if (folder / name).exists())
    return {name: read_file(folder, name, problems) for name in names}


def shared_texts(folder: Path, contents: Mapping[str, bytes | None], problems: Problems) -> Texts:
    """The rows of these files as text, by `shared` of their table; no key without a file."""
    there = [table for table in _TABLES if not contents.keys().isdisjoint(forms(table))]
    tables = [own for table in there for own in family(table)]
    found = texts_of(folder, contents, problems, tables)
    for rows in found.values():
        if rows is not None:
            rows.is_shared = True
    return {shared(name): rows for name, rows in found.items()}


def with_shared(tables: Mapping[str, Rows], texts: Texts, problems: Problems) -> dict[str, Rows]:
    """The tables of the schema: those of a folder with the shared rows that it takes.

    tables: by the names of the texts they were read from, so shared ones stand by themselves.
    """
    found = {table.name: tables[table.name] for table in TABLES if table.name in tables}
    for table in _TABLES:
        if shared(table.name) in tables:
            found |= _joined(table, tables, texts, found, problems)
    return found


def _joined(
    table: Table,
    tables: Mapping[str, Rows],
    texts: Texts,
    found: Mapping[str, Rows],
    problems: Problems,
) -> dict[str, Rows]:
    """A table and those nested in it, own rows first."""
    own, beside = texts[table.name], tables[shared(table.name)]
    # The five standard themes are nobody's own.
    has_none = own is None or own.is_absent
    mine = set() if has_none else set(tables[table.name].columns["id"])
    wanted = set(beside.columns["id"])
    if not (has_none and table.name == "themes"):
        wanted &= _named(_SPACES[table.name], found)
    taken = wanted - mine
    if not has_none:
        _note_differences(table, tables, texts, problems)
    joined = {}
    for part in family(table):
        key = "id" if part is table else _parent(part)
        kept, more = tables[part.name], tables[shared(part.name)]
        places = [row for row, name in enumerate(more.columns[key]) if name in taken]
        joined[part.name] = Rows(
            {
                name: [*([] if has_none else values), *(more.columns[name][at] for at in places)]
                for name, values in kept.columns.items()
            }
        )
    return joined


def _named(space: str, tables: Mapping[str, Rows]) -> set[Value]:
    """The ids that rows of the folder refer to, and what its options and scenarios change."""
    return {
        value
        for table in TABLES
        for column in table.columns
        if column.refers_to == space or column.name in _OF_A_CHANGE
        if table.name in tables
        for value in tables[table.name].columns[column.name]
    }


def _note_differences(
    table: Table, tables: Mapping[str, Rows], texts: Texts, problems: Problems
) -> None:
    own, beside = texts[table.name], texts[shared(table.name)]
    if own is None or beside is None:
        return
    mine, theirs = tables[table.name].columns, tables[shared(table.name)].columns
    # A column that one of the two files lacks says nothing.
    silent = own.missing_columns | beside.missing_columns
    told = [column for column in table.columns if column.name not in silent]
    places = {name: row for row, name in enumerate(theirs["id"])}
    lists = [
        (part, _by_parent(tables[part.name], part), _by_parent(tables[shared(part.name)], part))
        for part in family(table)
        if part is not table
    ]
    for row, name in enumerate(mine["id"]):
        if name not in places:
            continue
        differing = [
            column.field
            for column in told
            if mine[column.name][row] != theirs[column.name][places[name]]
        ]
        differing += [
            part.key
            for part, own_lists, their_lists in lists
            if own_lists[name] != their_lists[name]
        ]
        if differing:
            line = own.line_of(row, "id")
            said = f"{name}: {', '.join(differing)}"
            problems.notes.add(DIFFERS, own.file, table.name, line, said)


def _parent(part: Table) -> str:
    """The column of a nested table that names the row it belongs to."""
    return next(column.name for column in part.columns if column.parent)


def _by_parent(rows: Rows, part: Table) -> defaultdict[Value, set[tuple[Value, ...]]]:
    """The values of a nested table, by the row that they belong to."""
    columns = [rows.columns[column.name] for column in part.columns if not column.parent]
    found: defaultdict[Value, set[tuple[Value, ...]]] = defaultdict(set)
    for parent, values in zip(rows.columns[_parent(part)], zip(*columns, strict=True), strict=True):
        found[parent].add(values)
    return found
