"""What is wrong in an input file and how it reads in a terminal; notes on what is only odd."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from depmap.portfolio.looks import fold_word

NOTED_LINES = 5

# A cell or a layout in another form; a column, key or file that nobody knows; leads without a
# range; what has one meaning and still looks like a slip.
READ_AS, NOT_READ, ONLY_LIKELY, ODD = "read as", "not read", "only the likely lead", "odd value"
DIFFERS = "differs from the workspace"
PROBLEMS_SHOWN = 100
KEPT_PROBLEMS = 10_000
MAX_COMPARISONS = 200_000
SHOWN_CHARACTERS = 60
# Between the name of a workbook and that of a sheet in it, where both name a place.
IN_SHEET = ", sheet "

_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe]"
)


@dataclass(frozen=True, order=True)
class Problem:
    """What keeps a portfolio from loading: where, what was found, what was expected, what to do.

    file is "<folder>/<name>" with the last part of the folder's path only, and the sheet of a
    workbook; line is the physical line or row counted from 1, 0 means the whole file; field is a
    column or a dotted key, '' means the whole row. found is a clause, expected completes
    "Expected …", fix is one or more sentences.
    follows: it is there only because of another problem, and goes with it.
    """

    file: str
    line: int
    field: str
    found: str
    expected: str
    fix: str
    follows: bool = False

    def __str__(self) -> str:
        """Two lines: where and what on the first, what was expected and the way out below."""
        place = located(self.file, self.line)
        if self.field:
            place += f", {'column' if has_columns(self.file) else 'field'} {self.field}"
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


@dataclass(frozen=True)
class Note:
    """One kind of gentle reading in one file.

    kind names what was read, in the plural ("dates"), or the whole fact where count is 0. lines are
    the first NOTED_LINES, in order of finding; example is the first case in words.
    """

    rule: str
    file: str
    kind: str
    count: int
    lines: tuple[int, ...]
    example: str


@dataclass
class _Kept:
    count: int = 0
    lines: list[int] = field(default_factory=list)
    example: str = ""


class Notes:
    """Collects notes while a folder is read."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], _Kept] = {}

    def add(
        self, rule: str, file: str, kind: str, line: int = 0, example: str = "", times: int = 1
    ) -> None:
        """Record one case, or a fact about the whole file with times=0."""
        kept = self._kept.setdefault((rule, file, kind), _Kept(example=example))
        kept.count += times
        if line and line not in kept.lines and len(kept.lines) < NOTED_LINES:
            kept.lines.append(line)

    def all(self) -> tuple[Note, ...]:
        """Every note, by file, rule and kind."""
        return tuple(
            Note(rule, file, kind, kept.count, tuple(kept.lines), kept.example)
            for (rule, file, kind), kept in sorted(
                self._kept.items(), key=lambda entry: (entry[0][1], entry[0][0], entry[0][2])
            )
        )


class Problems:
    """Collects problems, and notes on what is no problem, while checks go on."""

    def __init__(self) -> None:
        self.notes = Notes()
        self._kept: dict[Problem, None] = {}
        self.total = 0
        self._comparisons = 0

    def add(
        self,
        file: str,
        line: int,
        field: str,
        found: str,
        expected: str = "",
        fix: str = "",
        follows: bool = False,
    ) -> None:
        """Record one problem; the same problem twice counts once."""
        if self.total < KEPT_PROBLEMS:
            self._kept[Problem(file, line, field, found, expected, fix, follows)] = None
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


def has_columns(file: str) -> bool:
    """Whether a file, or the sheet of a workbook, holds rows under a header."""
    return file.endswith(".csv") or IN_SHEET in file


def located(file: str, line: int, between: str = " ") -> str:
    """A place in a file: "owners.csv line 4", "book.xlsx, sheet owners, row 4"."""
    if IN_SHEET in file:
        return f"{file}, row {line}" if line else file
    return f"{file}{between}line {line}" if line else file


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
    near = nearest(word, candidates)
    return f"Did you mean {quoted(near)}?" if near else ""


def nearest(word: str, candidates: Iterable[str], cutoff: float = 0.6) -> str:
    """The candidate that is most like the word, or '' when none is."""
    by_form = {fold_word(candidate): candidate for candidate in sorted(candidates)}
    near = get_close_matches(fold_word(word[:100]), by_form, n=1, cutoff=cutoff)
    return by_form[near[0]] if near else ""
