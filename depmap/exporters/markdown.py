"""Text as Markdown: what is a name stays a name, whatever signs it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SIGNS = frozenset("\\`*_[]<>|#")
_MENTION = re.compile(r"(?<![\w`])([@#][\w-]+)")


def escaped(text: str) -> str:
    """Text that stays text in Markdown: no table cell, tag or emphasis begins in it."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)


def line(text: str) -> str:
    """Text in one line that stays text; line breaks become blanks."""
    return escaped(" ".join(text.split()))


def unmentioned(text: str) -> str:
    """The same for a tracker that turns @name and #12 into people and issues."""
    parts = _MENTION.split(" ".join(text.split()))
    return "".join(f"`{part}`" if place % 2 else escaped(part) for place, part in enumerate(parts))


def link(words: str, address: str) -> str:
    """A link in Markdown; words are Markdown already."""
    safe = "".join(f"%{ord(sign):02X}" if sign in " ()<>\\" else sign for sign in address)
    return f"[{words}]({safe})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table; cells are Markdown already."""
    return [
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
