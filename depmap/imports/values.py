"""Values as tools write them: rows of a CSV export, days, statuses, estimates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from depmap.imports.found import DONE, IN_PROGRESS, NOT_NEEDED, NOT_STARTED, Found
from depmap.inputs.gentle.plain import unguarded
from depmap.inputs.reader import decode
from depmap.inputs.syntax.csv_rows import read_csv
from depmap.inputs.syntax.separators import Sheet
from depmap.portfolio.looks import fold_word
from depmap.portfolio.problem import Problems, quoted
from depmap.portfolio.table import FIRST_YEAR, LAST_YEAR, MAX_LEAD_DAYS

MAX_COLUMNS = 5_000
SECONDS_OF_A_DAY = 8 * 3600

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = dict(zip(_NAMES.split(), range(1, 13), strict=True))
_GERMAN = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?", re.ASCII | re.DOTALL)
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: .*)?", re.ASCII)
_NAMED = re.compile(
    r"(?:[A-Za-z]{3},? )?(?:(\d{1,2})[/ -]([^\W\d]{3})[^\W\d]*\.?[/ -](\d{4}|\d{2})"
    r"|([^\W\d]{3})[^\W\d]* (\d{1,2}),? (\d{4}))(?P<rest>[, ].*)?"
)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?", re.ASCII)
_CLOCK = re.compile(r"\b(\d{2}):\d{2}")

_WORDS = {
    DONE: "done closed resolved complete completed finished released delivered shipped merged"
    " fertig erledigt geschlossen abgeschlossen gelöst",
    IN_PROGRESS: "in_progress started doing active in_review review testing in_development ongoing"
    " in_arbeit wird_ausgeführt in_bearbeitung blocked",
    NOT_STARTED: "to_do todo open backlog new not_started pending deferred triage planned selected"
    " selected_for_development ready reopened zu_erledigen offen neu",
    NOT_NEEDED: "cancelled canceled wont_do won't_do duplicate not_planned tombstone rejected"
    " abandoned abgebrochen obsolete cannot_reproduce won't_fix wont_fix declined",
}
_STATUS = {word: status for status, words in _WORDS.items() for word in words.split()}


@dataclass(frozen=True)
class TableRow:
    """A row of a CSV export: what is not empty under each header, by the header's look."""

    line: int
    values: Mapping[str, list[str]]

    def all(self, *names: str) -> list[str]:
        """All values under any of the headers, without empty ones."""
        return [value for name in names for value in self.values.get(_look(name), ())]

    def get(self, *names: str) -> str:
        """The first value under any of the headers, or ""."""
        for name in names:
            if values := self.values.get(_look(name)):
                return values[0]
        return ""


def table(
    file: str, data: bytes, problems: Problems, *needed: tuple[str, ...]
) -> Iterator[TableRow]:
    """The rows of a CSV export whose headers may repeat; raises InvalidPortfolio.

    needed: columns without which it is no such export, each by the names it may have.
    """
    names = tuple(name for names in needed for name in names)
    text = decode(file, data, problems)
    rows = text and read_csv(file, text, problems, Sheet(names, max_columns=MAX_COLUMNS))
    problems.raise_if_any()
    assert rows
    looks = [fold_word(name) for name in rows.header]
    for wanted in needed:
        if not any(fold_word(name) in looks for name in wanted):
            found = f"there is no column {quoted(wanted[0])}"
            expected = " or ".join(map(quoted, wanted))
            fix = "Export it with this column, and the tool's language set to English."
            problems.add(file, rows.header_line, "", found, expected, fix)
    problems.raise_if_any()
    for line, cells in zip(rows.lines, zip(*rows.columns, strict=True), strict=True):
        values: dict[str, list[str]] = {}
        for look, cell in zip(looks, cells, strict=True):
            if cell and (text := unguarded(cell.strip())):
                values.setdefault(look, []).append(text)
        yield TableRow(line, values)


def day(text: str, found: Found, line: int, what: str) -> date | None:
    """A day as tools write it; what cannot be read, or reads as two days, is left out and said."""
    if not text:
        return None
    try:
        known = _day(text.strip())
    except ValueError:
        known = None
    if known is None or not FIRST_YEAR <= known.year <= LAST_YEAR:
        found.left_out(line, f"The {what} {quoted(text)} is no day that can be read.")
        return None
    return known


def _day(text: str) -> date | None:
    if match := _ISO.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTS.fullmatch(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _NAMED.fullmatch(text):
        number, name, year = (
            (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        )
        month = _MONTHS.get(name[:3].lower()) or _GERMAN.get(name[:3].lower())
        if month is None:
            return None
        whole = int(year) if len(year) == 4 else 2000 + int(year)
        return date(whole, month, int(number))
    if match := _SLASHED.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        # What can be two days is none: US and European exports look alike.
        if first == second or first > 12 or second > 12:
            month, number = (second, first) if first > 12 else (first, second)
            return date(int(match[3]), month, number)
    return None


def nearest_day(text: str) -> str:
    """A moment written in UTC as the day it is nearest to: midnight in the writer's own zone."""
    match = _NAMED.fullmatch(text.strip())
    clock = _CLOCK.search((match and match["rest"]) or "")
    known = _day(text.strip()) if match else None
    if known is None or clock is None or int(clock[1]) < 12:
        return text
    return (known + timedelta(days=1)).isoformat()


_look = lru_cache(maxsize=1000)(fold_word)


def status(word: str, found: Found, line: int, known: Mapping[str, str] | None = None) -> str:
    """Our word for a status; an unknown one counts as not started, and is said."""
    look = _look(word)
    if not look:
        return NOT_STARTED
    meant = (known or {}).get(look) or _STATUS.get(look.replace("’", "'"))
    if meant is None:
        found.guessed(line, f"The status {quoted(word)} is not known: taken as not started.")
        return NOT_STARTED
    return meant


def days_between(start: date | None, end: date | None) -> int | None:
    """Calendar days from the morning of one day to the evening of another, if that is a lead."""
    if start is None or end is None or end < start:
        return None
    return min((end - start).days + 1, MAX_LEAD_DAYS)


def moment(text: str) -> date | None:
    """The day of an ISO moment, or None."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).date() if text else None
    except ValueError:
        return None
