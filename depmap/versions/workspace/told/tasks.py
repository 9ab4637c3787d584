"""What workers do before portfolios are built: see what each names, and answer what is asked."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from depmap.engine.options.across import Draws, answers
from depmap.engine.options.joined import joined
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.portfolio.table import ACROSS
from depmap.portfolio.typed import FOREIGN_ITEMS, Others
from depmap.versions.workspace import lake
from depmap.versions.workspace.read import Member
from depmap.versions.workspace.told.between import Between, digest, write_answers


@dataclass(frozen=True)
class Seen:
    """A portfolio as far as others and their order need it.

    problem: what is wrong with it, and the rest is empty then. named: items of others that it
    names. items: the ids of its own. draws: its number of samples, and its seed.
    """

    id: str
    version: str = ""
    problem: str = ""
    named: tuple[str, ...] = ()
    items: frozenset[str] = frozenset()
    draws: Draws = (0, 0)


@dataclass(frozen=True)
class Look:
    """Reads a portfolio for what it names of others."""

    member: Member
    portfolios: tuple[str, ...]
    rules: str

    @property
    def name(self) -> str:
        """The id of the portfolio."""
        return self.member.id

    def anywhere(self) -> Look:
        """The same with paths that do not depend on the folder that a process runs in."""
        return replace(self, member=self.member.anywhere())

    def run(self) -> Seen:
        """What is seen."""
        own = self.member.id
        others = Others(own, dict.fromkeys(self.portfolios), self.member.home)
        try:
            portfolio = read_portfolio(self.member.folder, others)
        except InvalidPortfolio as error:
            return Seen(own, problem=str(error.problems[0]).splitlines()[0])
        tables = portfolio.tables
        ids = (name for table in ("prerequisites", "directions")
               for name in tables[table].columns["id"])  # fmt: skip
        named = sorted(map(str, tables[FOREIGN_ITEMS.name].columns["id"]))
        return Seen(
            own, portfolio.version, "", tuple(named), frozenset(map(str, ids)), portfolio.draws
        )


@dataclass(frozen=True)
class Settled:
    """The digests of the answers of some portfolios, by portfolio and `name_of` an answer.

    key: of the task that gave them.
    """

    key: str
    digests: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Settle:
    """Answers what is asked of one portfolio, or of a ring, and writes a file for each.

    members: each with what it is told of portfolios outside. asked: who asks, by portfolio//item.
    key: a word for all that the answers depend on.
    """

    members: tuple[tuple[Member, Between], ...]
    asked: Mapping[str, tuple[str, ...]]
    draws: tuple[Draws, ...]
    as_of: date
    place: Path
    rules: str
    key: str

    @property
    def name(self) -> str:
        """The ids of the portfolios."""
        return " ".join(member.id for member, _ in self.members)

    def anywhere(self) -> Settle:
        """The same with paths that do not depend on the folder that a process runs in."""
        members = ((one.anywhere(), between.anywhere()) for one, between in self.members)
        return replace(self, members=tuple(members), place=self.place.absolute())

    def run(self) -> Settled:
        """Reads, settles, samples and writes. Raises OSError when the lake cannot be written."""
        try:
            read = {
                member.id: read_portfolio(member.folder, between.others(member))
                for member, between in self.members
            }
        except InvalidPortfolio:
            # Written since it was looked at; who builds it says what is wrong.
            return Settled(self.key, {})
        outside = {}
        for draws in self.draws:
            told = {
                member.id: joined(read[member.id], between.told(draws), (), self.as_of)
                for member, between in self.members
            }
            outside[draws] = {n: one for found in told.values() for n, one in found.samples.items()}
        found = answers(told, self.asked, self.as_of, list(outside.items()))
        attempt = lake.attempt(self.place)
        digests: dict[str, dict[str, str]] = {}
        try:
            for member, _ in self.members:
                own = [one for one in found if home_of(one.item) == member.id]
                if own:
                    write_answers(attempt / "answers", own)
                    (attempt / "answers").replace(answers_of(self.place, member.id))
                    digests[member.id] = {name_of(*one[:4]): digest(repr(one)) for one in own}
        except lake.CANNOT_WRITE as error:
            raise OSError(str(error)) from error
        finally:
            shutil.rmtree(attempt, ignore_errors=True)
        return Settled(self.key, digests)


def answers_of(build: Path, portfolio: str) -> Path:
    """Where the answers of a portfolio stand."""
    return lake.file_of(build, "_answers", portfolio)


def name_of(item: str, asker: str, samples: int, seed: int) -> str:
    """What an answer is called among those of its home; asker is empty for all others."""
    return f"{item} {asker} {samples} {seed}"


def home_of(item: str) -> str:
    """The portfolio that an item of another one belongs to."""
    return item.partition(ACROSS)[0]


def id_at_home(item: str) -> str:
    """The id of an item there."""
    return item.partition(ACROSS)[2]
