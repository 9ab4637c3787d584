"""A day, quarter, month or year as people and programs write it -> the form of the schema.

What a text can mean is judged by its form and the calendar alone, never by the server's locale.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from depmap.portfolio.convert import Unfit
from depmap.portfolio.problem import quoted
from depmap.portfolio.table import FIRST_YEAR, LAST_YEAR

MONTH_FIRST, DAY_FIRST = "month-first", "day-first"
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS = {name[:3]: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTHS |= {name: _MONTHS[name[:3]] for name in _MONTH_NAMES} | {"sept": 9}
_TIME = r"([t ]0{1,2}:00(:00(\.0+)?)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_DOTS = re.compile(rf"(\d{{1,2}})\. ?(\d{{1,2}})\. ?(\d{{4}}){_TIME}", re.ASCII)
_SLASHES = re.compile(rf"(\d{{1,2}})([-/])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.ASCII)
_DAY_AND_NAME = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4})", re.ASCII)
_NAME_AND_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_QUARTER = re.compile(r"q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?q([1-4])", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})/(\d{4})", re.ASCII)
_NAMED_MONTH = re.compile(r"([a-z]{3,9})\.?[ -](\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_SHORT_YEAR = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2}|\d{1,2}[ -][a-z]{3,9}[ -]\d{2}|[a-z]{3,9}[ '-]\d{2}", re.ASCII
)
_DAY_NUMBER = re.compile(r"\d{5}(\.0+)?", re.ASCII)
# Excel counts days from here, its leap day in 1900 included.
_EXCEL_ZERO = date(1899, 12, 30)

# The day of a month or year that a column means by it, if any.
End = Literal["first", "last", ""]


def slash_order(text: str) -> str:
    """Which of month and day stands first in a date with slashes or dashes, if only one can."""
    match = _SLASHES.fullmatch(text)
    if not match:
        return ""
    first, second = int(match[1]), int(match[3])
    if first > 12 >= second:
        return DAY_FIRST
    return MONTH_FIRST if second > 12 >= first else ""


def is_open(text: str) -> bool:
    """Whether a date with slashes or dashes can be read both ways, with two different days."""
    match = _SLASHES.fullmatch(text)
    if not match or match[1].zfill(2) == match[3].zfill(2):
        return False
    return not slash_order(text)


def plain_date(text: str, expected: str, end: End = "", order: str = "") -> str:
    """YYYY-MM-DD, or YYYY-Qn where a quarter may stand; the text itself when no form fits.

    end: the day of a month or year that is meant, where one may stand. order: which of month and
    day stands first in dates that leave it open. Raises Unfit for what has two readings or none
    that is safe.
    """
    word = " ".join(text.casefold().split())
    if match := _YEAR_FIRST.fullmatch(word):
        return _day(match[1], match[3], match[4])
    if match := _DOTS.fullmatch(word):
        return _day(match[3], match[2], match[1])
    if match := _SLASHES.fullmatch(word):
        return _slashes(text, match, expected, order)
    if (match := _DAY_AND_NAME.fullmatch(word)) and match[2] in _MONTHS:
        return _day(match[3], _MONTHS[match[2]], match[1])
    if (match := _NAME_AND_DAY.fullmatch(word)) and match[1] in _MONTHS:
        return _day(match[3], _MONTHS[match[1]], match[2])
    if end and (period := _period(word, end)):
        return period
    _refuse_unsafe(text, word, expected, bool(end))
    return text


def _day(year: str, month: str | int, day: str) -> str:
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _slashes(text: str, match: re.Match[str], expected: str, order: str) -> str:
    first, second, year = match[1], match[3], match[4]
    readings = {MONTH_FIRST: _day(year, first, second), DAY_FIRST: _day(year, second, first)}
    known = slash_order(text) or (order if is_open(text) else DAY_FIRST)
    if known:
        return readings[known]
    found = f"{quoted(text)} is {readings[MONTH_FIRST]} or {readings[DAY_FIRST]}"
    fix = (
        "Write year, month and day, or set dates: month-first or dates: day-first in settings.yaml;"
        " depmap tidy --dates rewrites them all."
    )
    raise Unfit(found, expected, fix)


def _period(word: str, end: End) -> str:
    year, month = 0, 1 if end == "first" else 12
    if match := _QUARTER.fullmatch(word):
        if end == "last":
            return f"{match[2] or match[3]}-Q{match[1] or match[4]}"
        year, month = int(match[2] or match[3]), int(match[1] or match[4]) * 3 - 2
    elif match := _MONTH.fullmatch(word):
        year, month = int(match[1] or match[4]), int(match[2] or match[3])
    elif (match := _NAMED_MONTH.fullmatch(word)) and match[1] in _MONTHS:
        year, month = int(match[2]), _MONTHS[match[1]]
    elif _YEAR.fullmatch(word):
        year = int(word)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return ""
    return date(year, month, 1 if end == "first" else monthrange(year, month)[1]).isoformat()


def _refuse_unsafe(text: str, word: str, expected: str, periods: bool) -> None:
    if _SHORT_YEAR.fullmatch(word):
        fix = "Write the year with four digits: a short one can be a day, or a century off."
        raise Unfit(f"the year of {quoted(text)} has two digits", expected, fix)
    if match := _DAY_NUMBER.fullmatch(word):
        day = _EXCEL_ZERO + timedelta(days=int(match[0].partition(".")[0]))
        found = f"{quoted(text)} is a bare number"
        raise Unfit(found, expected, f"An Excel day number? As one it would be {day}. Write a day.")
    if re.fullmatch(r"\d+", word, re.ASCII):
        what = "A year from 2000 to 2100 would be a day too" if periods else "Write a whole day"
        raise Unfit(f"{quoted(text)} is a bare number", expected, f"{what}.")
    if re.search(r"\d:\d\d", word):
        fix = "Delete the time: a map of days cannot keep it."
        raise Unfit(f"{quoted(text)} has a time of the day", expected, fix)
    if re.search(r"\bfy|\bh[12]\b|\bmid\b|\bearly\b|\blate\b|\bend of\b", word):
        fix = "Write the last day that is meant."
        raise Unfit(f"{quoted(text)} can end on several days", expected, fix)
