"""A file that somebody brings: a workbook of input tables, or the export of another tool."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from depmap.imports.folder import checked, files_of
from depmap.imports.registry import imported_of
from depmap.imports.rows import Mapped
from depmap.inputs.reader import is_workbook, limit, read_named, refuse_size
from depmap.inputs.validate import reading_of
from depmap.portfolio.problem import Problems
from depmap.portfolio.typed import Portfolio


@dataclass(frozen=True)
class Brought:
    """What a file is read as; mapped: how its tasks became rows, of an export alone."""

    portfolio: Portfolio
    mapped: Mapped | None


def brought(file: str, data: bytes) -> Brought:
    """The portfolio that a file gives by itself, in memory. Raises InvalidPortfolio.

    file: its name, whose ending tells a workbook.
    """
    folder = Path("brought")
    if not is_workbook(file):
        mapped = imported_of(file, data)
        files = files_of(mapped, file, date.today())
        return Brought(checked(folder, files).portfolio, mapped)
    problems = Problems()
    if len(data) > limit(file):
        refuse_size(folder, file, problems)
    problems.raise_if_any()
    contents = read_named(folder, [file], lambda _: data, problems)
    return Brought(reading_of(folder, contents, problems).portfolio, None)
