"""A folder -> typed rows, or every problem in it. Parses; never repairs in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from depmap.inputs.checks import check_meaning
from depmap.inputs.convert import convert
from depmap.inputs.csv_rows import read_csv
from depmap.inputs.problem import InvalidPortfolio, Problem, Problems
from depmap.inputs.reader import decode, digest_of, read_folder, shown_name
from depmap.inputs.references import check_ids, check_references
from depmap.inputs.schema import TABLES
from depmap.inputs.table import Table, Value
from depmap.inputs.text_rows import TextRows, absent_rows, family, rows_from_csv
from depmap.inputs.tree_rows import rows_from_tree
from depmap.inputs.yaml_tree import read_yaml

__all__ = ["InvalidPortfolio", "Portfolio", "Problem", "Rows", "read_portfolio"]


@dataclass(frozen=True)
class Rows:
    """One table, column-wise: equally long lists of values in the order of the file.

    Beside the columns of the schema: source_file ("<folder>/<name>") and source_line (physical
    line from 1; 0 for the defaults of a settings file that is not there).
    """

    columns: Mapping[str, list[Value]]

    def __len__(self) -> int:
        return len(self.columns["source_line"])


@dataclass(frozen=True)
class Portfolio:
    """A valid portfolio: every table of the schema by name, maybe without rows.

    folder is the path it was read from; version is the content_version of the bytes read.
    """

    folder: str
    tables: Mapping[str, Rows]
    version: str


def read_portfolio(folder: Path) -> Portfolio:
    """Read and validate the input files of a folder.

    Raises InvalidPortfolio with all problems at once, sorted by file and line. Text is trimmed,
    empty text is None or the default of the schema. Nothing outside the folder is opened.
    """
    problems = Problems()
    contents = read_folder(folder, problems)
    texts: dict[str, TextRows | None] = {}
    for table in TABLES:
        if not table.parent:
            texts.update(_read_file(folder, table, contents, problems))
    values = {
        name: _typed(rows, problems) if rows is not None else None for name, rows in texts.items()
    }
    check_ids(texts, problems)
    check_references(texts, problems)
    check_meaning(texts, values, problems)
    problems.raise_if_any()
    tables = {
        name: Rows(_with_source(rows, values[name] or {}))
        for name, rows in texts.items()
        if rows is not None
    }
    return Portfolio(str(folder), tables, digest_of(contents))


def _read_file(
    folder: Path, table: Table, contents: Mapping[str, bytes | None], problems: Problems
) -> Mapping[str, TextRows | None]:
    """The text of a file's table and all tables nested in it; None where it cannot be read."""
    file = shown_name(folder, table.file)
    if table.file not in contents and not table.required:
        return absent_rows(table, file)
    data = contents.get(table.file)
    text = None if data is None else decode(file, data, problems)
    if text is not None and file.endswith(".csv"):
        csv_rows = read_csv(file, text, problems)
        if csv_rows is not None:
            return {table.name: rows_from_csv(table, file, csv_rows, problems)}
    elif text is not None:
        tree = read_yaml(file, text, problems)
        if tree is not None:
            return rows_from_tree(table, file, tree, problems)
    return dict.fromkeys(own.name for own in family(table))


def _typed(rows: TextRows, problems: Problems) -> dict[str, list[Value]]:
    """The columns converted; every text that is no value is a problem at its line."""
    typed: dict[str, list[Value]] = {}
    for column in rows.table.columns:
        texts = rows.columns[column.name]
        if column.name in rows.missing_columns:
            typed[column.name] = [column.default] * len(texts)
            continue
        typed[column.name], unfit = convert(column, texts)
        if not unfit or column.parent:
            continue  # What a parent row got wrong is reported there.
        for row, text in enumerate(texts):
            reason = unfit.get(text)
            if reason and (row, column.name) not in rows.reported:
                place = (rows.file, rows.line_of(row, column.name), rows.field(column))
                fix = reason.fix or problems.suggest(text, column.allowed, "Use one of these.")
                problems.add(*place, reason.found, reason.expected, fix)
    return typed


def _with_source(rows: TextRows, values: dict[str, list[Value]]) -> dict[str, list[Value]]:
    sources: list[Value] = [rows.file] * len(rows)
    return {**values, "source_file": sources, "source_line": list(rows.lines)}
