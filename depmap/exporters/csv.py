"""Rows -> CSV that is safe to open in a spreadsheet.

Where a text cell or header begins what some spreadsheet would run as a formula, it gets an
apostrophe; real numbers stay numbers. Quoting follows RFC 4180, with CRLF line ends and UTF-8.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from depmap.answers.rows import is_missing

if TYPE_CHECKING:
    from pandas import DataFrame

# Two dates have names of their own on the pages; a file shows both, and which column each is.
HEADINGS = {"safe_start_by": "start by (safe_start_by)", "start_by": "last day (start_by)"}

# What starts a formula in some spreadsheet, East Asian and small forms of the signs included.
_SIGNS = r"=+\-@|%＝＋－＠｜％﹦﹢﹣﹫﹪⁼₌⁺₊⁻₋﬩⩵⩶−"
# A cell begins where ours begins and, for a spreadsheet whose list separator is another one than
# our comma, after a separator or a line break within it. Blanks and quotes may come before a sign.
_FORMULA = re.compile(rf"(^|[;\t\r\n])(?=[\s\"\u200b\u2060\ufeff]*[{_SIGNS}])|^(?=\s*[\t\r\x00])")
_DECIMALS = 6
# Of longer lists a cell holds the beginning and how many more there are; the database has them all.
LISTED = 50


def csv_text(frame: DataFrame) -> str:
    """The frame as CSV, in the form of `columns_text`."""
    return columns_text({str(name): column.tolist() for name, column in frame.items()})


def columns_text(columns: Mapping[str, Sequence[Any]]) -> str:
    """Rows by column as CSV: ISO dates, numbers with up to six decimals, lists joined by "; ".

    Lists are cut after LISTED entries, and say how many more there are.
    Missing values are empty cells. Columns without rows give their header. Headings are column
    names, but for the two dates of HEADINGS.
    """
    head = [HEADINGS.get(name, name) for name in columns]
    return rows_text(head, zip(*columns.values(), strict=True))


def rows_text(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The same of rows under a head, in which a heading may come more than once."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(map(_cell, head))
    for row in rows:
        writer.writerow(map(_cell, row))
    return buffer.getvalue()


def csv_bytes(frame: DataFrame) -> bytes:
    """`csv_text` for a browser download: with a byte order mark, so spreadsheets read UTF-8."""
    return csv_text(frame).encode("utf-8-sig")


def joined(values: Iterable[Any]) -> str:
    """A list as the text of one cell."""
    parts = [str(part) for part in values]
    more = [f"… {len(parts) - LISTED:,} more"] if len(parts) > LISTED else []
    return "; ".join(parts[:LISTED] + more)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return _FORMULA.sub(r"\1'", value)
    if isinstance(value, Iterable):
        return _cell(joined(value))
    if is_missing(value):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return str(value)
