"""Text -> value, one column at a time, by the type the schema gives the column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from depmap.portfolio.expected import expected
from depmap.portfolio.problem import quoted
from depmap.portfolio.table import (
    ACROSS,
    FIRST_YEAR,
    LABEL_MAX_CHARACTERS,
    LAST_YEAR,
    Column,
    Value,
)

_WHOLE = re.compile(r"-?[0-9]{1,12}", re.ASCII)
_NUMBER = re.compile(r"-?([0-9]{1,12}(\.[0-9]{0,12})?|\.[0-9]{1,12})", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])", re.ASCII)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]{1,2000}")
# Control, format, line and paragraph separator characters.
_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp"))


class Unfit(Exception):
    """A text that is no value of the column: what was found, what was expected, what to do.

    Without words on what to do, the nearest of the column's allowed words is the advice.
    """

    def __init__(self, found: str, expected: str, fix: str) -> None:
        super().__init__(found)
        self.found, self.expected, self.fix = found, expected, fix


def convert(column: Column, texts: list[str]) -> tuple[list[Value], dict[str, Unfit]]:
    """The values of a column in order, and for each text that is no value, why.

    Blanks around a value are not part of it. Empty text becomes the default. Unfit texts become
    None. Each distinct text is read once.
    """
    read = _READERS[column.type]
    known: dict[str, Value] = {}
    unfit: dict[str, Unfit] = {}
    for text in set(texts):
        stripped = text.strip()
        try:
            if not stripped:
                known[text] = column.default
                if column.required:
                    raise Unfit("the value is missing", expected(column), "Fill it in.")
            elif column.max_characters and len(stripped) > column.max_characters:
                raise Unfit(f"{quoted(stripped)} is too long", expected(column), "Shorten it.")
            else:
                known[text] = read(column, text)
        except Unfit as reason:
            known[text] = None
            # Without the traceback, which would keep a frame alive for every bad value.
            unfit[text] = reason.with_traceback(None)
    return [known[text] for text in texts], unfit


def _text(column: Column, text: str) -> Value:
    return text.strip()


def _id(column: Column, text: str) -> Value:
    fix = "Rename it here and wherever it is referred to."
    reason = ""
    if text.startswith("#"):
        reason, fix = "starts with #", "Delete the line if it is a comment; CSV has none."
    elif len(text) > LABEL_MAX_CHARACTERS:
        reason = "is too long"
    elif ACROSS in text:
        reason = f"holds {ACROSS}, which stands between a portfolio and its item"
    elif any(unicodedata.category(character) in _UNSEEN for character in text):
        reason = "holds a character that is not visible"
    elif not unicodedata.is_normalized("NFC", text):
        reason, fix = "spells accents as separate characters", "Type it again (Unicode form NFC)."
    if reason:
        raise Unfit(f"the id {quoted(text)} {reason}", expected(column), fix)
    return text


def _choice(column: Column, text: str) -> Value:
    word = text.strip()
    if word not in column.allowed:
        raise Unfit(f"no {column.name} is called {quoted(word)}", expected(column), "")
    return word


def _yes_or_no(column: Column, text: str) -> Value:
    word = text.strip()
    if word not in ("yes", "no"):
        raise Unfit(f"{quoted(word)} is neither yes nor no", expected(column), "Write yes or no.")
    return word == "yes"


def _within(column: Column, word: str, number: int | float) -> Value:
    if column.low is not None and number < column.low:
        raise Unfit(f"{quoted(word)} is too small", expected(column), "Correct the number.")
    if column.high is not None and number > column.high:
        raise Unfit(f"{quoted(word)} is too large", expected(column), "Correct the number.")
    return number


def _number_advice(column: Column, word: str) -> str:
    if column.type == "whole number" and _NUMBER.fullmatch(word):
        return "Round it to whole days." if "days" in column.name else "Round it."
    return "Write digits only."


def _whole(column: Column, text: str) -> Value:
    word = text.strip()
    if not _WHOLE.fullmatch(word):
        raise Unfit(
            f"{quoted(word)} is no whole number", expected(column), _number_advice(column, word)
        )
    return _within(column, word, int(word))


def _number(column: Column, text: str) -> Value:
    word = text.strip()
    if not _NUMBER.fullmatch(word):
        raise Unfit(f"{quoted(word)} is no number", expected(column), _number_advice(column, word))
    # Adding zero turns -0.0 into 0.0.
    return _within(column, word, float(word) + 0.0)


def _date(column: Column, text: str) -> Value:
    word = text.strip()
    if not _DATE.fullmatch(word):
        advice = "Write year, month and day, as in 2027-03-31."
        raise Unfit(f"{quoted(word)} is no date of this form", expected(column), advice)
    try:
        day = date.fromisoformat(word)
    except ValueError:
        raise Unfit(
            f"there is no day {quoted(word)}", expected(column), "Check month and day."
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unfit(f"the year of {quoted(word)} is unlikely", expected(column), "Check the year.")
    return day


def _date_or_quarter(column: Column, text: str) -> Value:
    quarter = _QUARTER.fullmatch(text.strip())
    if not quarter:
        return _date(column, text)
    year, number = int(quarter[1]), int(quarter[2])
    _date(column, f"{year:04d}-01-01")
    next_quarter = date(year + number // 4, number % 4 * 3 + 1, 1)
    return next_quarter - timedelta(days=1)


def _colour(column: Column, text: str) -> Value:
    word = text.strip()
    if not _COLOUR.fullmatch(word):
        fix = 'In YAML put it in quotes: "#1f6cca".'
        raise Unfit(f"{quoted(word)} is no colour of this form", expected(column), fix)
    return word.lower()


def _web_address(column: Column, text: str) -> Value:
    word = text.strip()
    if not _WEB_ADDRESS.fullmatch(word):
        raise Unfit(
            f"{quoted(word)} is no web address", expected(column), "Copy the address in full."
        )
    return word


_READERS: dict[str, Callable[[Column, str], Value]] = {
    "id": _id,
    "text": _text,
    "choice": _choice,
    "whole number": _whole,
    "number": _number,
    "date": _date,
    "date or quarter": _date_or_quarter,
    "yes or no": _yes_or_no,
    "reference": _text,
    "colour": _colour,
    "web address": _web_address,
    "position": lambda column, text: int(text),
}
