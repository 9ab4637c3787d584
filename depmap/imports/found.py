"""What a reader finds in the export of a tool, before it becomes rows of a portfolio."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from depmap.portfolio.problem import Problems

MAX_SOURCE_BYTES = 100_000_000
MAX_LINKS = 1_000_000
# Before the name and the bytes of each file, where the source is a folder of files.
FILE_MARK = b"\x1e"
GUESSED, LEFT_OUT = "guessed", "left out"
# A status of ours that a tool's own word stands for; what is cancelled is no longer waited for.
NOT_STARTED, IN_PROGRESS, DONE, NOT_NEEDED = "not_started", "in_progress", "done", "not_needed"
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*-\d+")


@dataclass(frozen=True)
class Task:
    """A task of the source. key: how the source's links name it; line: where it stands, from 1.

    status: empty where the source does not say it. parent: the key of what it is a part of, which
    then requires it. Days are calendar days; low and
    high stand beside a likely one or not at all. ticket: what ties it to the source, empty for its
    key with the tool's name before it, None where it has no key yet. id and owner_id: what the
    portfolio calls it and its owner, where the source says so.
    """

    key: str
    name: str
    line: int
    status: str = NOT_STARTED
    is_direction: bool = False
    parent: str = ""
    owner: str = ""
    owner_id: str = ""
    likely_days: int | None = None
    low_days: int | None = None
    high_days: int | None = None
    effort_days: float | None = None
    started_on: date | None = None
    done_on: date | None = None
    not_before: date | None = None
    due: date | None = None
    notes: str = ""
    ticket: str | None = ""
    labels: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True)
class Link:
    """One task waits for another, by their keys; any_of groups alternatives of an item.

    is_part: because the other is a part of it, which no option turns round.
    """

    item: str
    requires: str
    line: int
    is_soft: bool = False
    any_of: str = ""
    is_part: bool = False


@dataclass(frozen=True, order=True)
class Remark:
    """Something guessed or left out: the line of the source, or 0 for all of it, and a sentence.

    place: the line in words, or the file; empty for all of it.
    """

    line: int
    kind: str
    text: str
    place: str = ""


class TooManyLinks(Exception):
    """More than MAX_LINKS, which a small file says by arrows from each of many to each of many."""


@dataclass
class Found:
    """All that was found. files: of a folder the names of its files; a line is then the place of
    one in it, from 1.
    """

    tasks: list[Task] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    files: tuple[str, ...] = ()

    def place(self, line: int) -> str:
        """A line in words, or the file that it stands for; empty for 0."""
        if self.files and line:
            return self.files[line - 1]
        return f"line {line}" if line else ""

    def check_room(self, count: int) -> None:
        """Raises TooManyLinks when so many more links would be more than MAX_LINKS."""
        if len(self.links) + count > MAX_LINKS:
            raise TooManyLinks

    def guessed(self, line: int, text: str) -> None:
        """Say what was taken for something that the source does not say."""
        self.remarks.append(Remark(line, GUESSED, text, self.place(line)))

    def left_out(self, line: int, text: str) -> None:
        """Say what the source has and the portfolio has not."""
        self.remarks.append(Remark(line, LEFT_OUT, text, self.place(line)))


@dataclass(frozen=True)
class Options:
    """How a person wants a source read.

    link_types: names of the links that mean waiting, where the tool has several. directions: keys
    of the tasks that are directions; else the source says it. flip: links point the other way.
    """

    link_types: tuple[str, ...] = ("Blocks",)
    directions: tuple[str, ...] = ()
    flip: bool = False


Read = Callable[[str, bytes, Options, Problems], Found]


@dataclass(frozen=True)
class Reader:
    """How the export of a tool is told and read.

    word: the name on the command line and before keys in tickets; looks_like: whether a file name
    and its first bytes may be such an export. has_keys: its keys look like ENG-12, also within the
    addresses of its tasks.
    """

    word: str
    tool: str
    looks_like: Callable[[str, bytes], bool]
    read: Read
    has_keys: bool = False


def canonical(ticket: str, reader: Reader) -> str:
    """A ticket as "tool:key" in small letters, whether it is written as key or as address."""
    text = ticket.strip()
    if re.match(r"https?://", text, re.IGNORECASE):
        parts = urlsplit(text)
        keys = [part for part in parts.path.split("/") if _KEY.fullmatch(part)]
        text = f"{parts.netloc}{parts.path.rstrip('/')}"
        if reader.has_keys and keys:
            text = keys[0]
    return f"{reader.word}:{text.removeprefix(f'{reader.word}:')}".casefold()
