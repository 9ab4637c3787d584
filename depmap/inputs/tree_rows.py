"""A YAML tree laid out as rows of text under the columns of the schema."""

from __future__ import annotations

from depmap.inputs.text_rows import TextRows, empty_rows
from depmap.inputs.yaml_tree import Node
from depmap.portfolio.problem import Problems, quoted
from depmap.portfolio.schema import family, nested_tables
from depmap.portfolio.table import Table

Cells = dict[str, tuple[str, int]]  # column -> text, line


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
            text, line = cells.get(column.name, ("", node.line))
            if column.parent:
                text = parent[column.parent]
            elif column.type == "position":
                text = str(position)
            own[column.name] = text
            rows.columns[column.name].append(text)
            rows.cell_lines[column.name].append(line)
        rows.lines.append(node.line)
        for nested in nested_tables(table):
            child = _below(node, nested.key)
            if child is not None:
                below = f"{path}.{nested.key}" if path else nested.key
                self.add_rows(nested, child, own, below)

    def _cells(self, table: Table, node: Node, path: str) -> Cells | None:
        """The values of one entry, or None when it is no such entry at all."""
        if table.plain_list and isinstance(node.value, str):
            return {table.typed_columns[0].name: (node.value, node.line)}
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
        allowed = _keys(table, group)
        cells: Cells = {}
        for key, child in mapping.items():
            full = f"{group}.{key}" if group else key
            place = (self._file, child.line, f"{path}.{full}" if path else full)
            if key not in allowed:
                hint = self._problems.suggest(key, allowed, "Remove it.")
                expected = f"the keys {', '.join(allowed)}"
                self._problems.add(
                    *place[:2], path, f"no key is called {quoted(key)}", expected, hint
                )
            elif full in columns:
                if isinstance(child.value, str):
                    cells[columns[full].name] = (child.value, child.line)
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
        return cells


def _below(node: Node, key: str) -> Node | None:
    """What stands under a key of a mapping; "a.b" is key b of the mapping a."""
    for name in key.split("."):
        if not isinstance(node.value, dict) or name not in node.value:
            return None
        node = node.value[name]
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
