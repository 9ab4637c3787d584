"""What one portfolio of a workspace has to know of the others, and the files that it comes in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb

from depmap.engine.options.across import Answer, Draws
from depmap.engine.options.joined import Told, joined
from depmap.engine.step import append, by_column
from depmap.portfolio.table import ACROSS
from depmap.portfolio.typed import FOREIGN_ITEMS, Others, Portfolio
from depmap.versions.workspace.read import Member

_CREATE = (
    "create table answers (item varchar, asker varchar, samples integer, seed bigint,"
    " name varchar, status varchar, why varchar, finish_low_days integer, finish_days integer,"
    " finish_high_days integer, effort_days double, needed_confidence double, has_overrun boolean,"
    " waits_for varchar[], confidences double[], days blob, days_if_together blob)"
)
_NO_ANSWER = Answer(
    "", "", 0, 0, "", "blocked", "there are no answers of its portfolio yet", 0, 0, 0, 0.0, 1.0,
    False, [], [], b"", b"",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """Where the answer to one name stands.

    item: portfolio//item. place: the file of its home's answers; None where there is none of it.
    asker: whom the answer is for. title: of the home. digest: of the answer.
    """

    item: str
    place: Path | None
    asker: str
    title: str
    answered_on: date
    is_stale: bool
    digest: str


@dataclass(frozen=True)
class Between:
    """What a portfolio is told, and what is asked of it.

    items: ids of the items of every portfolio, None where they do not matter. lines: one for every
    name of an item of another portfolio. asked: its own items that others name.
    """

    items: Mapping[str, Collection[str] | None] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A word that changes with whatever the others say or ask."""
        said = [replace(line, place=None) for line in self.lines]
        return digest(repr((said, self.asked))) if said or self.asked else ""

    def anywhere(self) -> Between:
        """The same with paths that do not depend on the folder that a process runs in."""
        lines = (replace(one, place=one.place and one.place.absolute()) for one in self.lines)
        return replace(self, lines=tuple(lines))

    def others(self, member: Member) -> Others:
        """The workspace, for who reads the portfolio."""
        return Others(member.id, self.items, member.home)

    def tells_all(self, portfolio: Portfolio) -> bool:
        """Whether there is a line for every name in a portfolio."""
        named = portfolio.tables[FOREIGN_ITEMS.name].columns["id"]
        return {line.item for line in self.lines}.issuperset(map(str, named))

    def joined(self, portfolio: Portfolio, as_of: date) -> Portfolio:
        """The portfolio with what it is told, in its own number of samples, and what is asked."""
        return joined(portfolio, self.told(portfolio.draws), self.asked, as_of)

    def told(self, draws: Draws) -> dict[str, Told]:
        """What the lines say, for one number of samples and seed."""
        found = {}
        by_place: dict[Path, list[Answer]] = {}
        for line in self.lines:
            home, _, item = line.item.partition(ACROSS)
            answer = _NO_ANSWER._replace(item=line.item, name=item)
            if line.place is not None:
                if line.place not in by_place:
                    by_place[line.place] = read_answers(line.place, [x.item for x in self.lines])
                wanted = (line.item, line.asker, *draws)
                answer = next(one for one in by_place[line.place] if one[:4] == wanted)
            found[line.item] = Told(line.title or home, line.answered_on, line.is_stale, answer)
        return found


def digest(text: str) -> str:
    """A short word for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# Changes with the columns of a file of answers.
FORM = digest(_CREATE)


def write_answers(place: Path, answers: Iterable[Answer]) -> None:
    """Writes a file of answers, whole or not at all; equal answers are equal bytes."""
    with closing(duckdb.connect()) as connection:
        connection.execute("set threads = 1")
        connection.execute(_CREATE)
        append(connection, "answers", by_column(Answer._fields, answers))
        connection.execute(
            "copy (from answers order by all) to $place (format parquet, compression zstd)",
            {"place": str(place)},
        )


def read_answers(place: Path, items: Sequence[str]) -> list[Answer]:
    """The answers of a file to some names."""
    with closing(duckdb.connect()) as connection:
        rows = connection.execute(
            "from read_parquet($place) where list_contains($items, item)",
            {"place": str(place), "items": list(items)},
        ).fetchall()
    return [Answer(*row) for row in rows]
