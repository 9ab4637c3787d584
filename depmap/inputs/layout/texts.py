"""A folder -> the texts of every table, with their lines. Nothing is converted yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from depmap.inputs.layout.sheets import TableSheet, rows_of, sheets_of
from depmap.inputs.layout.tree_rows import rows_from_lists, rows_from_tree
from depmap.inputs.reader import decode, shown_name
from depmap.inputs.syntax.csv_rows import CsvRows, read_csv
from depmap.inputs.syntax.separators import Sheet
from depmap.inputs.syntax.yaml_tree import Node, read_yaml
from depmap.inputs.text_rows import (
    TextRows,
    Texts,
    absent_rows,
    keep_out,
    list_columns,
    rows_from_csv,
    sheet_of,
)
from depmap.portfolio.looks import fold, fold_word
from depmap.portfolio.problem import Problems, has_columns, quoted
from depmap.portfolio.schema import TABLES, family
from depmap.portfolio.table import Column, Table, forms
from depmap.portfolio.table import text as free_text

STANDARD_THEMES = Path(__file__).with_name("standard_themes.yaml")
SETTING = (free_text("value", "What is set."),)
SETTINGS_SHEET = Sheet(("name", "value"), ("name", "value"))
_NOTHING = re.compile(r"(\s|#[^\n\r]*|---[ \t]*$)*", re.MULTILINE)


def texts_of(
    folder: Path,
    contents: Mapping[str, bytes | None],
    problems: Problems,
    tables: Sequence[Table] = TABLES,
) -> Texts:
    """The rows of every table as text, by table; None where a file cannot be read.

    contents: what `read_folder` found, by file name.
    """
    texts: Texts = {}
    files = _Files(folder, contents, sheets_of(folder, contents, problems), problems)
    for table in tables:
        if not table.parent:
            texts.update(_read_file(files, table, problems))
    for table in tables:
        (name, *_) = forms(table)
        if table.parent and files.holds(name):
            texts.update(_read_nested(files, table, texts, problems))
    return texts


@dataclass(frozen=True)
class _Files:
    """The files of a folder, and the sheets of its workbooks by the CSV file they stand for."""

    folder: Path
    contents: Mapping[str, bytes | None]
    sheets: Mapping[str, TableSheet]
    problems: Problems

    def holds(self, name: str) -> bool:
        return name in self.contents or name in self.sheets

    def shown(self, name: str) -> str:
        """The file's name, or workbook and sheet, as people are told it."""
        return self.sheets[name].file if name in self.sheets else shown_name(self.folder, name)

    def text(self, name: str) -> str | None:
        """The text of a file; None where there is none or it cannot be read."""
        data = self.contents.get(name)
        return None if data is None else decode(self.shown(name), data, self.problems)

    def rows(self, name: str, layout: Sheet, columns: tuple[Column, ...] = ()) -> CsvRows | None:
        """The rows of a CSV file or of a sheet; None where they cannot be read."""
        if name in self.sheets:
            return rows_of(self.sheets[name], layout, columns, self.problems)
        text = self.text(name)
        return None if text is None else read_csv(self.shown(name), text, self.problems, layout)


def _read_file(files: _Files, table: Table, problems: Problems) -> Mapping[str, TextRows | None]:
    """The text of a file's table and all tables nested in it; None where it cannot be read."""
    name = next(filter(files.holds, forms(table)), "")
    file = files.shown(name or table.file)
    if not name and not table.required:
        return _absent(table, file, problems)
    tree: Node | None = None
    csv_rows: CsvRows | None = None
    if has_columns(file):
        layout = SETTINGS_SHEET if table.one_row else sheet_of(table)
        csv_rows = files.rows(name, layout, SETTING if table.one_row else table.typed_columns)
        if csv_rows is not None and not table.one_row:
            return _from_csv(table, file, csv_rows, problems)
        tree = _settings_tree(file, csv_rows, problems) if csv_rows is not None else None
    elif (text := files.text(name)) is not None:
        if table.name == "themes" and _NOTHING.fullmatch(text):
            return _absent(table, file, problems)
        tree = read_yaml(file, text, problems)
    if tree is not None:
        return _of_sheet(rows_from_tree(table, file, tree, problems), csv_rows)
    return dict.fromkeys(own.name for own in family(table))


def _from_csv(
    table: Table, file: str, csv_rows: CsvRows, problems: Problems
) -> dict[str, TextRows | None]:
    """The rows of a CSV file, and the plain lists that its cells hold, joined with ;."""
    rows = rows_from_csv(table, file, csv_rows, problems)
    texts: dict[str, TextRows | None] = {**absent_rows(table, file), table.name: rows}
    looks = [fold_word(name) for name in csv_rows.header]
    for key, nested in list_columns(table).items():
        if fold_word(key) in looks:
            at = looks.index(fold_word(key))
            lists = [
                (_cells_of(rows, row), _list_of(cell, (rows.lines[row], csv_rows.positions[at])))
                for row, cell in enumerate(csv_rows.columns[at])
            ]
            texts.update(_of_sheet(rows_from_lists(nested, file, lists, problems), csv_rows))
    return texts


def _cells_of(rows: TextRows, row: int) -> dict[str, str]:
    return {name: values[row] for name, values in rows.columns.items()}


def _list_of(cell: str, place: tuple[int, int]) -> Node:
    line, _ = place
    words = filter(None, map(str.strip, cell.split(";")))
    return Node(line, [Node(line, word, place) for word in words])


def _of_sheet(tables: dict[str, TextRows], csv_rows: CsvRows | None) -> dict[str, TextRows]:
    for rows in tables.values():
        rows.csv = csv_rows
    return tables


def _settings_tree(file: str, csv_rows: CsvRows, problems: Problems) -> Node | None:
    """The settings of a CSV file with a line for each: name, dotted inside a group, and value."""
    looks = [fold_word(name) for name in csv_rows.header]
    if not {"name", "value"}.issubset(looks):
        fix = "Write a line for each setting: its name, a comma, its value."
        expected = "the columns name and value"
        problems.add(file, csv_rows.header_line, "", "a column is missing", expected, fix)
        return None
    tree: dict[str, Node] = {}
    names, values = (csv_rows.columns[looks.index(column)] for column in ("name", "value"))
    value_at = csv_rows.positions[looks.index("value")]
    for name, value, line in zip(names, values, csv_rows.lines, strict=True):
        *groups, key = name.strip().split(".")
        level = tree
        for group in groups:
            below = level.setdefault(group, Node(line, {})).value
            level = below if isinstance(below, dict) else {}
        if key in level:
            fix, found = "Remove one of the two.", f"{quoted(name)} stands here again"
            problems.add(file, line, "name", found, "each setting once", fix)
        level[key] = Node(line, value, (line, value_at))
    return Node(1, tree)


def _read_nested(
    files: _Files, table: Table, texts: Texts, problems: Problems
) -> Mapping[str, TextRows | None]:
    """A nested table from a CSV file of its own, whose rows name the row they belong to."""
    parent, nothing = texts[table.parent], dict.fromkeys(own.name for own in family(table))
    (name,) = forms(table)
    file = files.shown(name)
    keys = table.parent_keys
    named = [column.field for column in table.typed_columns]
    sheet = Sheet((*keys, *named), (*keys, *named[:1]))
    csv_rows = files.rows(name, sheet, table.typed_columns)
    if parent is None or csv_rows is None:
        return nothing
    inside = texts[table.name]
    if inside is not None and len(inside):
        found, fix = f"{inside.file} holds the same rows", "Keep them in one of the two files."
        problems.add(file, 0, "", found, "each table in one file", fix)
        return nothing
    looks = [fold_word(name) for name in csv_rows.header]
    missing = [name for name in sheet.required if name not in looks]
    if missing:
        expected = f"the columns {', '.join(sheet.names)}"
        fix = f"Add {' and '.join(missing)} to the header and to every row."
        problems.add(file, csv_rows.header_line, "", "a column is missing", expected, fix)
        return nothing
    unknown = [name for name in csv_rows.header if fold_word(name) not in sheet.names]
    lines = dict.fromkeys(unknown, csv_rows.header_line)
    keep_out(file, unknown, lines, [], problems)
    columns = {look: csv_rows.columns[place] for place, look in enumerate(looks)}
    positions = dict(zip(looks, csv_rows.positions, strict=True))
    owners = _rows_by_key(parent, tuple(keys.values()))
    lists: dict[int, list[Node]] = {}
    for row, line in enumerate(csv_rows.lines):
        called = [columns[key][row] for key in keys]
        found_at = owners.get(tuple(map(fold, called)))
        if found_at is None:
            what = " ".join(map(quoted, called))
            expected = f"a row of {parent.file}"
            fix = f"Correct it, or add the row to {parent.file}."
            problems.add(file, line, next(iter(keys)), f"there is no {what}", expected, fix)
            continue
        cells = {
            name: Node(line, columns[name][row], (line, positions[name]))
            for name in named
            if name in columns
        }
        entry = cells[named[0]] if table.plain_list else Node(line, dict(cells))
        lists.setdefault(found_at, []).append(entry)
    filled = [(_cells_of(parent, at), Node(0, entries)) for at, entries in sorted(lists.items())]
    return _of_sheet(rows_from_lists(table, file, filled, problems), csv_rows)


def _rows_by_key(parent: TextRows, columns: tuple[str, ...]) -> dict[tuple[str, ...], int]:
    values = [parent.columns[column] for column in columns]
    looks = ([fold(text) for text in column] for column in values)
    if not columns:
        return {(): 0}
    return {key: row for row, key in enumerate(zip(*looks, strict=True))}


def _absent(table: Table, file: str, problems: Problems) -> Mapping[str, TextRows | None]:
    """What holds where an optional file is missing: nothing, or the five standard themes."""
    if table.name != "themes":
        return absent_rows(table, file)
    text = STANDARD_THEMES.read_text(encoding="utf-8")
    tree = read_yaml(file, text, problems)
    assert tree is not None
    tables = rows_from_tree(table, file, tree, problems)
    for rows in tables.values():
        rows.is_absent = True
        rows.lines = [0] * len(rows.lines)
    return tables
