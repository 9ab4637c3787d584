"""Problems as a person made them: what one slip did in many places is one.

Grouped are problems with the same words in any file, and those of one column that differ only in
what was found there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from depmap.portfolio.problem import Problem

LINES_SHOWN = 5
LINES_ON_A_TERMINAL = 40

_PARTICULAR = re.compile(r'"[^"]*"( \([\d,]+ characters\))?|\d+')
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Slip:
    """What was wrong, its first place, and every place of it, in reading order."""

    problems: tuple[Problem, ...]

    @property
    def problem(self) -> Problem:
        """The first of them."""
        return self.problems[0]

    def __str__(self) -> str:
        """The first problem in full; of more than one their number, places and other values."""
        if len(self.problems) == 1:
            return str(self.problem)
        return f"{self.problem}\n    {len(self.problems)} times: {self._places()}{self._values()}."

    def _places(self) -> str:
        lines: dict[str, list[int]] = {}
        for problem in self.problems:
            lines.setdefault(problem.file, []).append(problem.line)
        return "; ".join(_in_file(file, own) for file, own in lines.items())

    def _values(self) -> str:
        found = dict.fromkeys(
            match[0]
            for problem in self.problems
            if problem.found != self.problem.found and (match := _QUOTED.search(problem.found))
        )
        if not found:
            return ""
        words = [*found][: LINES_SHOWN - 1]
        return f". Also {', '.join(words)}{' …' if len(found) > len(words) else ''}"


def _in_file(file: str, lines: Sequence[int]) -> str:
    numbers = [str(line) for line in lines if line][:LINES_SHOWN]
    if not numbers:
        return file
    more = " …" if len(lines) > len(numbers) else ""
    return f"{file} line{'s' if len(lines) > 1 else ''} {', '.join(numbers)}{more}"


def slips(problems: Iterable[Problem]) -> list[Slip]:
    """What the problems come down to, without those that follow from others."""
    by_words: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        if not problem.follows:
            by_words.setdefault((problem.found, problem.fix), []).append(problem)
    by_kind: dict[tuple[str, ...], list[Problem]] = {}
    for same in by_words.values():
        first = same[0]
        kind = (
            first.file,
            first.field,
            _PARTICULAR.sub("…", first.found),
            _PARTICULAR.sub("…", first.expected),
            _PARTICULAR.sub("…", first.fix) if "Did you mean" not in first.fix else first.fix,
        )
        by_kind.setdefault(kind, []).extend(same)
    return [Slip(tuple(sorted(found))) for found in by_kind.values()]


def printed(problems: Sequence[Problem]) -> tuple[list[str], int]:
    """The slips as text that fits on a terminal, and how many of them were left out."""
    found = slips(problems)
    shown: list[str] = []
    # The last lines say how many there are.
    room = LINES_ON_A_TERMINAL - 2
    for slip in found:
        text = str(slip)
        room -= text.count("\n") + 1
        if room < 0:
            break
        shown.append(text)
    return shown, len(found) - len(shown)
