"""One thing that is wrong in an input file, and how it reads in a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

PROBLEMS_SHOWN = 100
KEPT_PROBLEMS = 10_000
MAX_COMPARISONS = 200_000
SHOWN_CHARACTERS = 60

_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe]"
)


@dataclass(frozen=True, order=True)
class Problem:
    """What keeps a portfolio from loading: where, what was found, what was expected, what to do.

    file is "<folder>/<name>" with the last part of the folder's path only; line is the physical
    line counted from 1, 0 means the whole file; field is a column or a dotted key, '' means the
    whole row. found is a clause, expected completes "Expected …", fix is one or more sentences.
    """

    file: str
    line: int
    field: str
    found: str
    expected: str
    fix: str

    def __str__(self) -> str:
        """Two lines: where and what on the first, what was expected and the way out below."""
        place = self.file if self.line == 0 else f"{self.file} line {self.line}"
        if self.field:
            place += f", {'column' if self.file.endswith('.csv') else 'field'} {self.field}"
        advice = " ".join(filter(None, (self.expected and f"Expected {self.expected}.", self.fix)))
        return f"{printable(place)}: {self.found}." + (f"\n    {advice}" if advice else "")


class InvalidPortfolio(Exception):
    """A folder that cannot be loaded, with every problem in it.

    problems is sorted by file, line and field. total counts all of them; problems stops at
    KEPT_PROBLEMS, which only a file that is no portfolio at all reaches.
    """

    def __init__(self, problems: Iterable[Problem], total: int | None = None) -> None:
        self.problems = tuple(sorted(problems))
        self.total = len(self.problems) if total is None else total
        super().__init__(self.problems)

    def __str__(self) -> str:
        """The first PROBLEMS_SHOWN problems and the number of all."""
        lines = [str(problem) for problem in self.problems[:PROBLEMS_SHOWN]]
        if self.total > len(lines):
            lines.append(f"… and {self.total - len(lines)} more: {self.total} problems in total.")
        return "\n".join(lines)


class Problems:
    """Collects problems while checks go on, so that all are reported at once."""

    def __init__(self) -> None:
        self._kept: dict[Problem, None] = {}
        self.total = 0
        self._comparisons = 0

    def add(
        self, file: str, line: int, field: str, found: str, expected: str = "", fix: str = ""
    ) -> None:
        """Record one problem; the same problem twice counts once."""
        if self.total < KEPT_PROBLEMS:
            self._kept[Problem(file, line, field, found, expected, fix)] = None
            self.total = len(self._kept)
        else:
            self.total += 1

    def suggest(self, word: str, candidates: Collection[str], otherwise: str = "") -> str:
        """did_you_mean while the budget of comparisons lasts, or the other advice.

        A file with thousands of unknown names needs other help than a name for each.
        """
        self._comparisons += len(candidates)
        hint = did_you_mean(word, candidates) if self._comparisons <= MAX_COMPARISONS else ""
        return hint or otherwise

    def raise_if_any(self) -> None:
        """Raise InvalidPortfolio when anything was recorded."""
        if self.total:
            raise InvalidPortfolio(self._kept, self.total)


def printable(text: str) -> str:
    """The text with control, direction and zero-width characters written as escapes."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def quoted(text: str) -> str:
    """The text in double quotes, printable, cut to SHOWN_CHARACTERS."""
    if len(text) > SHOWN_CHARACTERS:
        return f'"{printable(text[:SHOWN_CHARACTERS])}…" ({len(text):,} characters)'
    return f'"{printable(text)}"'


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A sentence with the nearest candidate, or '' when none is near."""
    by_form = {_form(candidate): candidate for candidate in sorted(candidates)}
    near = get_close_matches(_form(word.strip()[:100]), by_form, n=1, cutoff=0.6)
    return f"Did you mean {quoted(by_form[near[0]])}?" if near else ""


def _form(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()
