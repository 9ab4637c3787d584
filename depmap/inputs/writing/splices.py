"""A text in which some stretches are replaced and all others stay."""

from __future__ import annotations

import re

LINE_END = re.compile(r"\r\n|\r|\n")


class Splices:
    """Replacements in one text, given in any order, none overlapping another."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._put: list[tuple[int, int, str]] = []

    def put(self, start: int, end: int, text: str) -> None:
        """Replace the characters from start to end; equal ones insert, in the order given."""
        self._put.append((start, end, text))

    def text(self) -> str:
        """The text with all replacements."""
        parts: list[str] = []
        at = 0
        for start, end, text in sorted(self._put, key=lambda splice: splice[:2]):
            parts += [self._text[at:start], text]
            at = end
        return "".join([*parts, self._text[at:]])


def line_end(text: str) -> str:
    """How the first line of a text ends; a newline when it has one line only."""
    found = LINE_END.search(text)
    return found[0] if found else "\n"
