"""What the tools answer, as types; their schemas are made of these.

Dates are days, leads calendar days, chances from 0 to 1; None is what does not apply. A sentence
is the one that the pages say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

Facts = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """An open prerequisite in the plan.

    start_by keeps its directions on time as often as the goal asks; after last_day one is late.
    facts: every column of report.plan, when asked for in detail.
    """

    number: int
    id: str
    name: str
    owner: str
    action: str
    start_by: date | None
    last_day: date | None
    waits_for: list[str]
    facts: Facts | None


@dataclass(frozen=True)
class Plan:
    """The first steps of the plan in sequence, of so many in all."""

    sentence: str
    as_of: date
    total: int
    steps: list[Step]


@dataclass(frozen=True)
class Neighbour:
    """The other end of a dependency: strength hard or soft, any_of a group of alternatives."""

    id: str
    name: str
    status: str
    strength: str
    any_of: str
    is_chosen: bool
    reason: str


@dataclass(frozen=True)
class Item:
    """A prerequisite or direction: why it has its date, what it needs and what waits for it.

    held: what holds it although all it needs is there. facts: every column of report.items, when
    asked for in detail.
    """

    sentence: str
    as_of: date
    id: str
    name: str
    kind: str
    owner: str
    status: str
    action: str
    start_by: date | None
    last_day: date | None
    likely_finish: date | None
    first_step: str
    held: str
    needs: list[Neighbour]
    needed_by: list[Neighbour]
    facts: Facts | None


@dataclass(frozen=True)
class Direction:
    """A direction: its target and chance, what drives its date, its first steps of so many.

    p80: the day that holds in four of five cases. facts: every column of report.directions, when
    asked for in detail.
    """

    sentence: str
    as_of: date
    id: str
    name: str
    outlook: str
    target: date | None
    likely: date | None
    p80: date | None
    chance: float | None
    drivers: list[str]
    total: int
    steps: list[Step]
    facts: Facts | None


@dataclass(frozen=True)
class WayOut:
    """A change that is enough by itself; what_if holds it as the tool what_if takes it."""

    heading: str
    says: str
    note: str
    chance_after: float | None
    what_if: list[str]


@dataclass(frozen=True)
class Below:
    """A direction that misses its goal, and its first ways out of so many."""

    sentence: str
    id: str
    name: str
    target: date | None
    chance: float | None
    total: int
    ways: list[WayOut]


@dataclass(frozen=True)
class WaysOut:
    """Every direction that misses its goal, or the one that was asked for."""

    as_of: date
    directions: list[Below]


@dataclass(frozen=True)
class Side:
    """One value of a direction before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Move:
    """A direction that a scenario moves."""

    id: str
    name: str
    sides: list[Side]


@dataclass(frozen=True)
class WhatIf:
    """What a scenario moves against today's plan, and the cells that would make it real.

    Nothing is written: `cells` say what a person would change, file and line first.
    """

    question: str
    sentence: str
    prerequisites: str
    as_of: date
    moves: list[Move]
    cells: list[str]


@dataclass(frozen=True)
class Finding:
    """What loads but is questionable."""

    rule: str
    where: str
    about: str
    what: str
    why: str
    fix: str


@dataclass(frozen=True)
class Check:
    """Whether the files load. If not, each problem with place and way out; else the findings.

    sentence: what the Overview says; without good files, how many problems there are. rules: how
    many findings there are of each rule.
    """

    loads: bool
    sentence: str
    problems: list[str]
    total: int
    rules: dict[str, int]
    findings: list[Finding]
