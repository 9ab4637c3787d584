"""What the tests of the readers share: an import as rows, and as refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from depmap.imports.found import Options
from depmap.imports.registry import imported
from depmap.imports.rows import Mapped
from depmap.portfolio.problem import InvalidPortfolio

EXPORTS = Path(__file__).with_name("exports")


def read(name: str, **options: object) -> Mapped:
    """One of the exports beside this file."""
    return imported(EXPORTS / name, "", Options(**options))


def read_bytes(folder: Path, name: str, data: bytes, **options: object) -> Mapped:
    """An export of these bytes."""
    (folder / name).write_bytes(data)
    return imported(folder / name, "", Options(**options))


def refused(folder: Path, name: str, data: bytes) -> list[str]:
    """The first line of every problem of an export of these bytes."""
    with pytest.raises(InvalidPortfolio) as error:
        read_bytes(folder, name, data)
    return [str(problem).splitlines()[0] for problem in error.value.problems]


def rows(mapped: Mapped, table: str, columns: str) -> list[str]:
    """The rows of a table as words: these columns, joined with blanks; - for what is empty."""
    return [" ".join(row.get(name) or "-" for name in columns.split())
            for row in mapped.tables[table]]  # fmt: skip


def links(mapped: Mapped) -> set[str]:
    """Every dependency as "item>requires"."""
    return {f"{row['item']}>{row['requires']}" for row in mapped.tables["dependencies"]}


def said(mapped: Mapped) -> str:
    """Everything guessed or left out, a line each."""
    lines = io.StringIO()
    for remark in mapped.remarks:
        print(remark.line, remark.kind, remark.text, file=lines)
    return lines.getvalue()
