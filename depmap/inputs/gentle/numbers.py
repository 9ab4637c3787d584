"""A number as people write it, with units, percent or a decimal comma -> digits and a point."""

from __future__ import annotations

import re
from decimal import Decimal

from depmap.portfolio.convert import Unfit
from depmap.portfolio.expected import expected
from depmap.portfolio.problem import quoted
from depmap.portfolio.table import Column

_PLAIN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{0,12})?|-?\.[0-9]{1,12}", re.ASCII)
_DECIMAL_COMMA = re.compile(r"(-?[0-9]{0,12}),([0-9]{1,12})", re.ASCII)
_THREE_AFTER_POINT = re.compile(r"-?([1-9][0-9]{0,2})\.([0-9]{3})", re.ASCII)
_THREE_AFTER_COMMA = re.compile(r"-?([1-9][0-9]{0,2}),([0-9]{3})", re.ASCII)
# Thousands whose separator is not also the decimal one: 1.234,5 and 1,234.5 and 1 500.
_THOUSANDS = re.compile(
    r"-?[0-9]{1,3}(?:(?P<a>,)[0-9]{3}(?:,[0-9]{3})*(?P<pa>\.[0-9]+)?"
    r"|(?P<b>\.)[0-9]{3}(?:\.[0-9]{3})*(?P<pb>,[0-9]+)?"
    r"|(?P<c>[ '\u2019])[0-9]{3}(?:(?P=c)[0-9]{3})*(?P<pc>[.,][0-9]+)?)",
    re.ASCII,
)
_UNIT = re.compile(r"(?P<number>-?[0-9.,]+) ?(?P<unit>[a-z]+)", re.ASCII)
_RANGE = re.compile(r"[0-9.,]+ ?(-|\u2013|to) ?[0-9.,]+ ?[a-z]*", re.ASCII)
_ABOUT = re.compile(r"(~|ca\.?|about|approx\.?|<|>|\u2248) ?[0-9].*", re.ASCII)
_WORKING = re.compile(r"([0-9]+) ?(working|business|work) ?(days?|d)|([0-9]+) ?wd", re.ASCII)
_DAYS_OF = {
    "d": 1, "day": 1, "days": 1, "w": 7, "wk": 7, "wks": 7, "week": 7, "weeks": 7,
    "m": 30, "mo": 30, "month": 30, "months": 30, "y": 365, "yr": 365, "year": 365, "years": 365,
}  # fmt: skip
LEAD_UNIT = "calendar days"


def has_decimal_comma(text: str) -> bool:
    """Whether a number can only be read with its comma as the decimal point."""
    word = _word(text).rstrip("% ")
    match = _DECIMAL_COMMA.fullmatch(word)
    return bool(match) and not _THREE_AFTER_COMMA.fullmatch(word)


def is_plain(text: str, column: Column, points_are_open: bool) -> bool:
    """Whether the text is a number as the schema says, with no other reading."""
    if column.type == "whole number":
        return text.isascii() and text.isdecimal()
    is_open = points_are_open and _THREE_AFTER_POINT.fullmatch(text)
    return _PLAIN.fullmatch(text) is not None and not is_open


def plain_number(text: str, column: Column, points_are_open: bool = False) -> str:
    """Digits with at most one point, or the text itself when no form fits.

    points_are_open: the file has other marks of a decimal comma, so 1.500 can be either number.
    Raises Unfit for what has two readings, and for units that the column does not know.
    """
    word = _word(text)
    if word.endswith("%"):
        return _percent(text, word, column, points_are_open)
    if _RANGE.fullmatch(word) or _ABOUT.fullmatch(word):
        fix = "Put the ends of a range into low and high, the best guess into likely."
        if not column.name.startswith("lead_"):
            fix = "Write one number."
        raise Unfit(f"{quoted(text)} is a range or a guess", expected(column), fix)
    if match := _WORKING.fullmatch(word):
        return _working_days(text, int(match[1] or match[4]), column)
    if match := _UNIT.fullmatch(word):
        return _with_unit(text, match, column, points_are_open)
    plain = _digits(text, word, column, points_are_open)
    return _whole(plain) if column.type == "whole number" else plain


def _word(text: str) -> str:
    return " ".join(text.casefold().split())


def _digits(text: str, word: str, column: Column, points_are_open: bool) -> str:
    """The number without separators of thousands and with a decimal point."""
    for form, mark in ((_THREE_AFTER_COMMA, ","), (_THREE_AFTER_POINT, ".")):
        if form.fullmatch(word) and (mark == "," or points_are_open):
            whole, _, rest = word.partition(mark)
            sure = f"{whole}.{rest.rstrip('0') or '0'}"
            found = f"{quoted(text)} is {whole}{rest} or {sure}"
            raise Unfit(found, expected(column), f"Write {whole}{rest}, or {sure}.")
    if _PLAIN.fullmatch(word):
        return text if word == text else word
    if match := _DECIMAL_COMMA.fullmatch(word):
        return f"{match[1] or '0'}.{match[2]}".replace("-.", "-0.")
    if match := _THOUSANDS.fullmatch(word):
        mark = match["a"] or match["b"] or match["c"]
        return word.replace(mark, "").replace(",", ".")
    return text


def _percent(text: str, word: str, column: Column, points_are_open: bool) -> str:
    if not (column.low is not None and column.high is not None and column.high <= 1):
        fix = "Write a plain number; percent is for shares from 0 to 1."
        raise Unfit(f"{quoted(text)} is a percentage", expected(column), fix)
    number = _digits(text, word[:-1].strip(), column, points_are_open)
    return _short(Decimal(number) / 100) if _PLAIN.fullmatch(number) else text


def _short(number: Decimal) -> str:
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _whole(number: str) -> str:
    """60.0 is 60; any other fraction stays and is refused by the column."""
    head, point, tail = number.partition(".")
    return head if point and head and not tail.strip("0") else number


def _working_days(text: str, days: int, column: Column) -> str:
    weeks, rest = divmod(days, 5)
    fix = f"Calendar days count here: {days} working days are about {weeks * 7 + rest}."
    if column.unit != LEAD_UNIT:
        fix = f"Write {days}."
    raise Unfit(f"{quoted(text)} counts working days", expected(column), fix)


def _with_unit(text: str, match: re.Match[str], column: Column, points_are_open: bool) -> str:
    unit = match["unit"]
    if unit not in _DAYS_OF or not column.unit.endswith("days"):
        return text
    number = _digits(text, match["number"], column, points_are_open)
    if not _PLAIN.fullmatch(number):
        return text
    if column.unit != LEAD_UNIT:
        if _DAYS_OF[unit] > 1:
            count = Decimal(number)
            low, high = _short(count * _DAYS_OF[unit] * 5 / 7), _short(count * _DAYS_OF[unit])
            found = f"{quoted(text)} of work can be {low} or {high} days"
            raise Unfit(found, expected(column), "Write the days of our own work.")
        return number
    days = _months(Decimal(number)) if unit.startswith("m") else Decimal(number) * _DAYS_OF[unit]
    return _whole(_short(days))


def _months(months: Decimal) -> Decimal:
    """30 days each, and a full year 365."""
    years, rest = divmod(months, 12)
    return years * 365 + rest * 30
