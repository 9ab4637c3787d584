"""Items of one portfolio of a workspace that others name: what its own graph answers of them.

A home answers with the finish of the item and its samples, so that causes which several directions
share stay shared. Who asks takes them as those of one item that goes on by itself. Portfolios that
name each other in a ring are settled and sampled as one; what such an item waits for in the
portfolio that asks stays a requirement there, and its answer counts from that. So dates, choices
and cycles are those of all portfolios merged into one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from depmap.engine.options.standing import Numbered, by_single_rows, parted
from depmap.engine.route import Item, Network, Requirement, Route
from depmap.engine.route_rows import LeadRow, PinRow, open_pairs
from depmap.engine.sampling.leads import FLOATS, Days
from depmap.engine.sampling.ranges import Sampled, finishes, sample
from depmap.engine.step import Tables, without_looking_for_rings
from depmap.portfolio.table import ACROSS, is_foreign
from depmap.portfolio.typed import FOREIGN_ITEMS, Portfolio, Samples

Draws = tuple[int, int]


class Answer(NamedTuple):
    """What a home says of one of its items, for one number of samples and seed.

    item: portfolio//item. asker: the portfolio of the same ring that it is for; empty for all
    others. finish: days from as_of, or from what it waits for there; with bytes as in Samples, none
    where it is not open. waits_for are items of the asker, by their ids there, with confidences.
    """

    item: str
    asker: str
    samples: int
    seed: int
    name: str
    status: str
    why: str
    finish_low_days: int
    finish_days: int
    finish_high_days: int
    effort_days: float
    needed_confidence: float
    has_overrun: bool
    waits_for: list[str]
    confidences: list[float]
    days: bytes
    days_if_together: bytes


class _ItemRow(NamedTuple):
    item_id: str
    item_type: str
    status: str
    remaining_low_days: int
    remaining_days: int
    remaining_high_days: int
    effort_days: float
    is_done: bool
    is_dropped: bool
    gate_days: int
    need_factor: float
    has_overrun: bool


class _NeedRow(NamedTuple):
    item_id: str
    requires_id: str
    any_of: str
    confidence: float


class _Finish(NamedTuple):
    """When an item of a network is there: at low, likely and high leads, and in every sample."""

    days: tuple[int, int, int]
    samples: Days
    samples_together: Days


def answers(
    portfolios: Mapping[str, Portfolio],
    asked: Mapping[str, Collection[str]],
    as_of: date,
    draws: Sequence[tuple[Draws, Mapping[str, Samples]]],
) -> list[Answer]:
    """What portfolios say of their items that others name, by item, asker and draws.

    portfolios: one, or all of a ring, by id; joined with the answers to what they name outside.
    Pins count portfolio by portfolio. asked: who asks, by portfolio//item of one of these. draws:
    numbers of samples and seeds, with the samples of items outside.
    """
    with without_looking_for_rings():
        ring = _Ring(portfolios, as_of)
        found = [
            answer
            for own, outside in draws
            for answer in ring.answers({name: sorted(asked[name]) for name in asked}, own, outside)
        ]
    return sorted(found, key=lambda answer: answer[:4])


class _Ring:
    """Portfolios as one network, settled; every id has its portfolio before it."""

    def __init__(self, portfolios: Mapping[str, Portfolio], as_of: date) -> None:
        self._ids, self._portfolios = list(portfolios), portfolios
        numbered = Numbered(portfolios[self._ids[0]])
        for number, portfolio in enumerate(portfolios.values()):
            numbered.take_all(number, portfolio)
        with by_single_rows(numbered.rows(), as_of) as tables:
            self._read(tables)
        self.network = Network(
            {
                name: Item(row.remaining_days, row.effort_days, row.is_done, row.is_dropped,
                           row.gate_days)
                for name, row in self._items.items()
            },
            self._requirements,
        )  # fmt: skip
        self.route: Route = self.network.settle(self._pins)
        self._pairs = open_pairs(self.network, self.route)
        self._causes = self.network.why_blocked(self.route.blocked)

    def _read(self, tables: Tables) -> None:
        self._items = {self._name(row.item_id): row for row in tables.read("calc.items", _ItemRow)}
        self._leads = {
            self._name(row.item_id): row for row in tables.read("calc.lead_ranges", LeadRow)
        }
        named = [
            (self._name(row.item_id), self._name(row.requires_id), row)
            for row in tables.read("calc.requirements", _NeedRow)
        ]
        # What requires an item that is not needed waits for nothing, in another portfolio as well.
        named = [row for row in named if self._items[row[1]].status != "not_needed"]
        self._requirements = [(item, required, row.any_of) for item, required, row in named]
        self._confidence: dict[tuple[str, str], float] = {}
        for item, required, row in named:
            known = self._confidence.get((item, required), 0.0)
            self._confidence[item, required] = max(row.confidence, known)
        pins = sorted(tables.read("calc.pins", PinRow), key=lambda pin: parted(pin.item_id)[0])
        self._pins = [
            Requirement(self._name(pin.item_id), self._name(pin.requires_id), pin.any_of)
            for pin in pins
        ]

    def _name(self, numbered: str) -> str:
        number, name = parted(numbered)
        return name if is_foreign(name) else f"{self._ids[number]}{ACROSS}{name}"

    def answers(
        self, asked: Mapping[str, Sequence[str]], draws: Draws, outside: Mapping[str, Samples]
    ) -> Iterator[Answer]:
        """What is said for one number of samples and seed."""
        names = self._names()
        coming = [
            name for name in asked if name in self.route.finish and not self._items[name].is_done
        ]
        network, together = (
            self._sampled(coming, draws, outside, are_together) for are_together in (False, True)
        )
        behind = {
            (name, asker): found
            for name in coming
            for asker in asked[name]
            if asker in self._portfolios and (found := self._behind(network, name, asker))
        }
        ends = {*coming, *(own for found in behind.values() for own in found)}
        finish = self._finishes(network, together, ends)
        overrun = self._overrun(network)
        for name, askers in asked.items():
            row = self._items[name]
            for asker in ("", *(asker for asker in askers if (name, asker) in behind)):
                waits = behind.get((name, asker), {})
                days, samples, samples_together = (
                    self._after(finish, name, waits)
                    if name in finish
                    else _Finish((0, 0, 0), np.empty(0, FLOATS), np.empty(0, FLOATS))
                )
                yield Answer(
                    name, asker, *draws, names[name], *self._status(name), *days,
                    row.effort_days, row.need_factor, overrun.get(name, False),
                    [own.partition(ACROSS)[2] for own in waits], list(waits.values()),
                    samples.astype(FLOATS).tobytes(), samples_together.astype(FLOATS).tobytes(),
                )  # fmt: skip

    @cached_property
    def _outside(self) -> dict[str, str]:
        """Why items of portfolios outside are blocked, as told."""
        return {
            str(name): str(why)
            for portfolio in self._portfolios.values()
            for columns in [portfolio.tables[FOREIGN_ITEMS.name].columns]
            for name, why in zip(columns["id"], columns["why"], strict=True)
        }

    def _names(self) -> dict[str, str]:
        return {
            f"{home}{ACROSS}{name}": str(said)
            for home, portfolio in self._portfolios.items()
            for table in ("prerequisites", "directions")
            for columns in [portfolio.tables[table].columns]
            for name, said in zip(columns["id"], columns["name"], strict=True)
        }

    def _sampled(
        self, ends: Sequence[str], draws: Draws, outside: Mapping[str, Samples], together: bool
    ) -> Sampled:
        """The network behind some items. Draws go by the ids at home, as in a build of its own."""
        shared = {
            name: f"kind {row.kind}" if together and row.kind else name.partition(ACROSS)[2]
            for name, row in self._leads.items()
        }
        samples, seed = draws
        return sample(
            [row._replace(item_id=name).range_item() for name, row in self._leads.items()],
            self._pairs,
            dict.fromkeys(ends),
            samples=samples,
            seed=seed,
            shared=shared,
            known={
                name: np.frombuffer(one.days_if_together if together else one.days, FLOATS)
                for name, one in outside.items()
            },
        )

    def _finishes(
        self, network: Sampled, together: Sampled, ends: Collection[str]
    ) -> dict[str, _Finish]:
        """When these items are there, everything starting as early as it can."""
        days: list[tuple[int, int, int]] = []
        for item, required in zip(network.items, network.requires, strict=True):
            row = self._items[item.item_id]
            left = row.remaining_low_days, row.remaining_days, row.remaining_high_days
            low, likely, high = (
                max([item.gate, *(days[at][way] for at in required)]) + left[way]
                for way in range(3)
            )
            days.append((low, likely, high))
        positions = {network.position[name] for name in ends}
        gates = {at: item.gate for at, item in enumerate(network.items)}
        found = finishes(network, gates, positions)
        # Both hold the same items in the same order.
        found_together = finishes(together, gates, positions)
        return {
            name: _Finish(days[at], found[at], found_together[at])
            for name in ends
            for at in [network.position[name]]
        }

    def _after(self, finish: Mapping[str, _Finish], name: str, waits: Collection[str]) -> _Finish:
        """The finish of an item, counted from the last of those that it waits for."""
        whole = finish[name]
        if not waits:
            return whole
        own = [finish[other] for other in waits]
        low, likely, high = (
            whole.days[way] - max(other.days[way] for other in own) for way in range(3)
        )
        return _Finish(
            (low, likely, high),
            whole.samples - np.maximum.reduce([other.samples for other in own]),
            whole.samples_together - np.maximum.reduce([other.samples_together for other in own]),
        )

    def _behind(self, network: Sampled, name: str, asker: str) -> dict[str, float]:
        """The first items of a portfolio on every way back from an item, and how sure each is.

        That is the largest product of confidences along a way, that of both ends left out.
        """
        found: dict[str, float] = {}
        end = network.position[name]
        sure = {end: 1.0}
        for at in range(end, -1, -1):
            if at not in sure:
                continue
            here = network.items[at].item_id
            if at != end and here.partition(ACROSS)[0] == asker:
                found[here] = sure[at]
                continue
            own = sure[at] * (1.0 if at == end else self._items[here].need_factor)
            for required in network.requires[at]:
                way = own * self._confidence[here, network.items[required].item_id]
                sure[required] = max(way, sure.get(required, 0.0))
        return dict(sorted(found.items()))

    def _overrun(self, network: Sampled) -> dict[str, bool]:
        """Whether an item, or something that it waits for, has overrun its range."""
        found: list[bool] = []
        for item, required in zip(network.items, network.requires, strict=True):
            own = self._items[item.item_id].has_overrun
            found.append(own or any(found[at] for at in required))
        return {name: found[at] for name, at in network.position.items()}

    def _status(self, name: str) -> tuple[str, str]:
        row = self._items[name]
        if row.is_done:
            return "done", ""
        if name not in self._causes:
            return (row.status, "") if row.is_dropped else ("open", "")
        cause = self._causes[name]
        if len(cause) > 1:
            return "blocked", f"each waits for the next, {' → '.join([*cause, cause[0]])}"
        return "blocked", self._outside.get(cause[0]) or (
            f"{cause[0]} is {self._items[cause[0]].status.replace('_', ' ')}"
        )
