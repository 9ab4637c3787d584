"""A folder -> the texts of every table, with their lines. Nothing is converted yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from depmap.inputs.csv_rows import read_csv
from depmap.inputs.reader import decode, shown_name
from depmap.inputs.text_rows import TextRows, absent_rows, rows_from_csv
from depmap.inputs.tree_rows import rows_from_tree
from depmap.inputs.yaml_tree import read_yaml
from depmap.portfolio.problem import Problems
from depmap.portfolio.schema import TABLES, family
from depmap.portfolio.table import Table

Texts = dict[str, TextRows | None]


def texts_of(folder: Path, contents: Mapping[str, bytes | None], problems: Problems) -> Texts:
    """The rows of every table as text, by table; None where a file cannot be read.

    contents: what `read_folder` found, by file name.
    """
    texts: Texts = {}
    for table in TABLES:
        if not table.parent:
            texts.update(_read_file(folder, table, contents, problems))
    return texts


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
