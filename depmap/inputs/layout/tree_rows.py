"""A YAML tree laid out as rows of text under the columns of the schema."""

from __future__ import annotations

from collections.abc import Iterable

from depmap.inputs.syntax.yaml_tree import NOWHERE, Node
from depmap.inputs.text_rows import TextRows, empty_rows, keep_out
from depmap.portfolio.looks import fold_word
from depmap.portfolio.problem import READ_AS, Problems, printable, quoted
from depmap.portfolio.schema import family, nested_tables
from depmap.portfolio.table import Table

Cells = dict[str, Node]  # column -> its scalar


def rows_from_tree(table: Table, file: str, tree: Node, problems: Problems) -> dict[str, TextRows]:
    """The rows of a file's table and of all tables nested in it, by table name.

    Unknown keys, and lists, mappings or values where something else belongs, are problems. Keys
    that are not there count as empty. file is the name shown to people.
    """
    layout = _Layout(file, {own.name: empty_rows(own, file) for own in family(table)}, problems)
    if table.one_row:
        layout.add_row(table, tree, {}, 1, "")
    else:
        layout.add_rows(table, tree, {}, "")
    return layout.tables


def rows_from_lists(
    table: Table, file: str, lists: Iterable[tuple[dict[str, str], Node]], problems: Problems
) -> dict[str, TextRows]:
    """The rows of a nested table and of those nested in it, from a list per row of its parent."""
    layout = _Layout(file, {own.name: empty_rows(own, file) for own in family(table)}, problems)
    for parent, entries in lists:
        layout.add_rows(table, entries, parent, "")
    return layout.tables


class _Layout:
    """Walks the tree beside the schema. path is the dotted key of the enclosing list."""

    def __init__(self, file: str, tables: dict[str, TextRows], problems: Problems) -> None:
        self.tables = tables
        self._file = file
        self._problems = problems

    def add_rows(self, table: Table, node: Node, parent: dict[str, str], path: str) -> None:
        """Add every entry of a list."""
        if isinstance(node.value, list):
            for position, entry in enumerate(node.value, start=1):
                self.add_row(table, entry, parent, position, path)
        elif node.value or not table.parent:
            fix = 'Start every entry with "- ", or write [] for none.'
            self._problems.add(self._file, node.line, path, f"it is {_kind(node)}", "a list", fix)

    def add_row(
        self, table: Table, node: Node, parent: dict[str, str], position: int, path: str
    ) -> None:
        """Add one entry, and what is nested in it."""
        cells = self._cells(table, node, path)
        if cells is None:
            return
        rows = self.tables[table.name]
        own: dict[str, str] = {}
        for column in table.columns:
            cell = cells.get(column.name)
            text = str(cell.value) if cell else ""
            if column.parent:
                text = parent[column.parent]
            elif column.type == "position":
                text = str(position)
            own[column.name] = text
            rows.columns[column.name].append(text)
            rows.cell_lines[column.name].append(cell.line if cell else node.line)
            rows.spans[column.name].append(cell.span if cell else NOWHERE)
        rows.lines.append(node.line)
        for nested in nested_tables(table):
            child = _below(node, nested.key)
            if child is not None:
                below = f"{path}.{nested.key}" if path else nested.key
                self.add_rows(nested, child, own, below)

    def _cells(self, table: Table, node: Node, path: str) -> Cells | None:
        """The values of one entry, or None when it is no such entry at all."""
        if table.plain_list and isinstance(node.value, str):
            return {table.typed_columns[0].name: node}
        if not table.plain_list and isinstance(node.value, dict):
            return self._mapping(table, node.value, path, "")
        expected = f"a mapping with the keys {', '.join(_keys(table))}"
        fix = "Write key: value lines."
        if table.plain_list:
            expected, fix = "one value", "Write one value per entry."
        found = f"{'it' if table.one_row else 'an entry'} is {_kind(node)}"
        self._problems.add(self._file, node.line, path, found, expected, fix)
        return None

    def _mapping(self, table: Table, mapping: dict[str, Node], path: str, group: str) -> Cells:
        """The values of a mapping by column; group is the enclosing key of dotted ones."""
        columns = {column.field: column for column in table.typed_columns}
        allowed = {fold_word(key): key for key in _keys(table, group)}
        cells: Cells = {}
        seen: dict[str, int] = {}
        unknown: dict[str, int] = {}
        for written, child in mapping.items():
            key = allowed.get(fold_word(written), written)
            full = f"{group}.{key}" if group else key
            place = (self._file, child.line, f"{path}.{full}" if path else full)
            if key not in allowed.values():
                unknown[written] = child.line
                continue
            if key in seen:
                expected = f"each key once; the first is in line {seen[key]}"
                found = f"the key {quoted(written)} stands here again"
                self._problems.add(*place, found, expected, "Remove one of the two.")
                continue
            seen[key] = child.line
            if written != key:
                note = f"{printable(written)} → {key}"
                self._problems.notes.add(READ_AS, self._file, "keys", child.line, note)
            if full in columns:
                if isinstance(child.value, str):
                    cells[columns[full].name] = child
                else:
                    fix = "Write a single value after the colon."
                    self._problems.add(*place, f"it is {_kind(child)}", "one value", fix)
                    rows = self.tables[table.name]
                    rows.reported.add((len(rows), columns[full].name))
            elif not any(nested.key == full for nested in nested_tables(table)):
                if isinstance(child.value, dict):
                    cells |= self._mapping(table, child.value, path, full)
                elif child.value:
                    fix = "Write key: value lines."
                    self._problems.add(*place, f"it is {_kind(child)}", "a mapping", fix)
        if unknown:
            self._keep_out(table, unknown, seen, path, group)
        return cells

    def _keep_out(
        self, table: Table, unknown: dict[str, int], seen: dict[str, int], path: str, group: str
    ) -> None:
        """Notes keys that nobody knows; what one was meant to be is not reported as missing too."""
        lead = f"{group}." if group else ""
        missing = [
            column
            for column in table.typed_columns
            if column.field.startswith(lead) and column.field.removeprefix(lead) not in seen
        ]
        where = ".".join(filter(None, (path, group)))
        rows = self.tables[table.name]
        for name in keep_out(self._file, unknown, unknown, missing, self._problems, where):
            rows.reported.add((len(rows), name))


def _below(node: Node, key: str) -> Node | None:
    """What stands under a key of a mapping, in whatever look; "a.b" is key b of the mapping a."""
    for name in key.split("."):
        entries = node.value.items() if isinstance(node.value, dict) else ()
        found = [child for typed, child in entries if fold_word(typed) == fold_word(name)]
        if not found:
            return None
        node = found[0]
    return node


def _keys(table: Table, group: str = "") -> list[str]:
    """The keys a mapping of the table may hold, in order; group is the enclosing key, if any."""
    fields = [column.field for column in table.typed_columns]
    fields += [nested.key for nested in nested_tables(table)]
    if group:
        return [
            field.removeprefix(f"{group}.") for field in fields if field.startswith(f"{group}.")
        ]
    return list(dict.fromkeys(field.split(".")[0] for field in fields))


def _kind(node: Node) -> str:
    if isinstance(node.value, str):
        return f"the single value {quoted(node.value)}" if node.value else "empty"
    return "a list" if isinstance(node.value, list) else "a mapping"
