"""Bytes of a workbook (.xlsx, .ods) -> the cells of its sheets, as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from depmap.inputs.syntax.apart import MAX_SECONDS, NoAnswer, answer_of

_PROGRAM = Path(__file__).with_name("sheet_cells.py")
_TOO_MUCH = f"the workbook takes more than 1 GB of memory or {MAX_SECONDS} seconds to read"

# A text, a number, a box, or {"date": …}, {"time": …}, {"error": …}, {"formula": ""}.
Cell = str | int | float | bool | dict[str, str]


@dataclass(frozen=True)
class BookSheet:
    """A sheet: rows from its first one on, each without the empty cells at its end.

    merged: first row and column, last row and column of merged cells, from 0.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[list[int]]
    is_hidden: bool
    hidden_rows: int


@dataclass(frozen=True)
class Book:
    """The sheets of a workbook. is_export: we wrote it, so it holds answers and no inputs."""

    sheets: tuple[BookSheet, ...]
    is_export: bool


class UnreadableBook(Exception):
    """What was found in place of a workbook that can be read, and what to do."""

    def __init__(self, found: str, fix: str) -> None:
        super().__init__(found)
        self.found, self.fix = found, fix


def read_book(data: bytes) -> Book:
    """The sheets of a workbook; raises UnreadableBook.

    Read in a process of its own, which ends at 1 GB of memory or after MAX_SECONDS.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        fix = "Save it as .xlsx without a password."
        raise UnreadableBook("the workbook has a password or the form of Excel 97", fix)
    if not data.startswith(b"PK\x03\x04"):
        raise UnreadableBook("the content is no workbook", "Save it as .xlsx or .ods.")
    try:
        answer: dict[str, Any] = answer_of([str(_PROGRAM)], data)
    except NoAnswer as error:
        fix = "Keep the input sheets only, or save them as CSV."
        raise UnreadableBook(_TOO_MUCH, fix) from error
    if "refused" in answer:
        found, fix = answer["refused"]
        raise UnreadableBook(found, fix)
    return Book(tuple(BookSheet(**sheet) for sheet in answer["sheets"]), answer["is_export"])
