"""What may stand in a column, in words: for messages and for the documentation."""

from __future__ import annotations

from depmap.portfolio.table import (
    FIRST_YEAR,
    LABEL_MAX_CHARACTERS,
    LAST_YEAR,
    REFERENCE_WORDS,
    Column,
)


def expected(column: Column) -> str:
    """What may stand in the column, in words that complete "Expected …"."""
    words = _EXPECTED.get(column.type, "")
    if column.type == "choice":
        words = f"one of {', '.join(column.allowed)}"
    elif column.type == "reference":
        *first, last = (f"the id of {REFERENCE_WORDS[column.refers_to]}", *column.allowed)
        words = " or ".join(filter(None, (", ".join(first), last)))
    elif column.low is not None and column.high is not None:
        words += f" from {_plain(column.low)} to {_plain(column.high)}"
    if column.max_characters:
        words += f" of at most {column.max_characters} characters"
    return words


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"


_EXPECTED = {
    "id": f"a word of at most {LABEL_MAX_CHARACTERS} characters without blanks around it",
    "text": "text",
    "whole number": "a whole number",
    "number": "a number",
    "date": f"a day as YYYY-MM-DD, in the years {FIRST_YEAR} to {LAST_YEAR}",
    "date or quarter": f"a day as YYYY-MM-DD or a quarter as YYYY-Q1 to YYYY-Q4, "
    f"in the years {FIRST_YEAR} to {LAST_YEAR}",
    "yes or no": "yes or no",
    "colour": "a colour as #rrggbb",
    "web address": "an address that starts with https:// or http://",
    "position": "a position",
}
