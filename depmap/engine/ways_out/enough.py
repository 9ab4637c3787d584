"""Every single change that is enough for a direction that misses its goal, in order of kinds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

import numpy as np

from depmap.engine.route import Item, Requirement
from depmap.engine.sampling.leads import at_most
from depmap.engine.sampling.ranges import quantile
from depmap.engine.ways_out.resettle import Settlement
from depmap.engine.ways_out.rows import AtBest, Gates, Outcome, WayOut
from depmap.engine.ways_out.search import MOST_TRIED, Cap, Search
from depmap.portfolio.change import Change
from depmap.portfolio.table import is_foreign

# A direction is harmed when its chance falls by this share or more.
_HARM = 0.05
# Nobody needs to agree what is nearly always so.
_NEARLY_ALWAYS = 0.95
_LAST_DAY = date(2200, 1, 1)

OnTime = Sequence[int | None]


class _Found(NamedTuple):
    """A way out before it has its place among those of its kind."""

    order: tuple[object, ...]
    kind: str
    on_time: int
    changes: Sequence[Change]
    harms: Sequence[str] = ()
    item_id: str = ""
    requires_id: str = ""
    any_of: str = ""
    decision_id: str = ""
    option_name: str = ""
    days: int | None = None
    ease: float | None = None

    @property
    def is_nearly_always(self) -> bool:
        return self.ease is not None and self.ease >= _NEARLY_ALWAYS


class Enough:
    """Looks for what is enough, for one direction after another, on one settled route."""

    def __init__(
        self,
        settlement: Settlement,
        searches: Mapping[str, Search],
        *,
        as_of: date,
        confidences: Mapping[tuple[str, str], float],
        gates: Sequence[Gates],
        options: Sequence[Outcome],
    ) -> None:
        self._settlement, self._state = settlement, settlement.state
        self._directions = list(self._state.network.directions)
        self._searches, self._as_of = searches, as_of
        self._confidences, self._gates, self._options = confidences, gates, options
        self._pinned: dict[Requirement, OnTime | None] = {}
        self._decided: dict[str, OnTime] = {}

    def ways_out(self, search: Search) -> tuple[list[WayOut], AtBest | None]:
        """The ways out of a direction, ranked; where none is enough alone the five best items."""
        search.prepare(len(search.candidates) + len(search.edges))
        caps = self._best_first(self._at_most(search))
        at_best, together = (None, None) if caps else self._together(search)
        found = [
            *caps,
            *self._best_first(self._alternatives(search)),
            *self._best_first(self._chosen(search)),
            *self._best_first(self._decide(search)),
            *([together] if together else []),
            *self._best_first(self._no_wait(search)),
            *self._target(search),
        ]
        search.forget()
        size = self._state.size
        rows = [
            WayOut(
                search.direction_id,
                rank,
                way.kind,
                way.item_id,
                way.requires_id,
                way.any_of,
                way.decision_id,
                way.option_name,
                way.days,
                way.ease,
                way.is_nearly_always,
                search.on_time / size,
                way.on_time / size,
                list(way.harms),
                [str(change) for change in way.changes],
            )
            for rank, way in enumerate(found, start=1)
        ]
        return rows, at_best

    def _best_first(self, found: Iterator[_Found]) -> list[_Found]:
        """Those of one kind: what harms others last, before it what is nearly always so."""
        return sorted(
            found,
            key=lambda way: (bool(way.harms), way.is_nearly_always, way.order),
        )

    # --- on the route as it stands ----------------------------------------------------------------

    def _at_most(self, search: Search) -> Iterator[_Found]:
        state = self._state
        for at in search.candidates:
            cap = search.cap(at)
            if cap is None or not self._settlement.stays(self._capped(cap)):
                continue
            name = cap.item.item_id
            elapsed = cap.item.elapsed or 0
            ease = np.count_nonzero(state.leads[at] + elapsed <= cap.days) / state.size
            yield _Found(
                (-ease, name),
                "at most",
                cap.on_time,
                [Change(name, "lead_at_most", str(cap.days))],
                self._harmed_by(search, at, cap),
                item_id=name,
                days=cap.days,
                ease=ease,
            )

    def _capped(self, cap: Cap) -> dict[str, Item]:
        item = self._settlement.network.items[cap.item.item_id]
        return {cap.item.item_id: item._replace(remaining_days=cap.item.remaining)}

    def _harmed_by(self, search: Search, at: int, cap: Cap) -> list[str]:
        """A capped range leans less to its low end, so some of its samples come out longer."""
        state = self._state
        longer = cap.leads - state.leads[at]
        if longer.max() <= 0:
            return []
        among = 0
        for other in self._searches.values():
            if other is not search and state.needed_by[at] >> other.number & 1:
                missed = other.in_time & (other.finish + longer > other.target)
                if np.count_nonzero(missed) >= _HARM * state.size:
                    among |= 1 << other.number
        if not among:
            return []
        moved = state.after({at: cap.leads}, among=among)
        return self._harms(search, self._counted(moved))

    def _no_wait(self, search: Search) -> Iterator[_Found]:
        items, settlement = self._state.network.items, self._settlement
        for edge in search.edges:
            user, required = (items[at].item_id for at in edge)
            # What an item of another portfolio waits for is no row of ours.
            if is_foreign(user) or required not in settlement.network.plain.get(user, ()):
                continue
            on_time = search.on_time_without(edge)
            if on_time >= search.needed and settlement.stays({}, (user, required)):
                is_sure = self._confidences[user, required] >= 1
                yield _Found(
                    (is_sure, user, required),
                    "no wait",
                    on_time,
                    [Change(f"{user}>{required}", "strength", "soft")],
                    item_id=user,
                    requires_id=required,
                )

    def _together(self, search: Search) -> tuple[AtBest | None, _Found | None]:
        chosen = search.together()
        if not chosen:
            return None, None
        state, settlement = self._state, self._settlement
        items = [state.network.items[at] for at in chosen]
        names = [item.item_id for item in items]
        everybody = (1 << len(self._directions)) - 1
        changed = state.changed({at: search.least_leads(at) for at in chosen}, among=everybody)
        earlier: dict[str, Item] = {}
        for item in items:
            least = at_most(item, item.low).remaining
            earlier[item.item_id] = settlement.network.items[item.item_id]._replace(
                remaining_days=least
            )
        if settlement.stays(earlier):
            counts: OnTime = self._counted(changed.finish)
        else:
            counts = settlement.on_time(settlement.settled_again(earlier), state=changed)
        on_time = counts[search.number] or 0
        if on_time < search.needed:
            return AtBest(search.direction_id, names, on_time / state.size), None
        return None, _Found(
            (),
            "together",
            on_time,
            [Change(item.item_id, "lead_at_most", str(item.low)) for item in items],
            self._harms(search, counts),
        )

    def _target(self, search: Search) -> Iterator[_Found]:
        """The first day that at least the goal's share of the samples reach; none after 2200."""
        day = math.ceil(quantile(np.sort(search.finish), search.goal))
        if day < (_LAST_DAY - self._as_of).days:
            target = self._as_of + timedelta(days=day)
            yield _Found(
                (),
                "target",
                int(np.count_nonzero(search.finish <= day)),
                [Change(search.direction_id, "target", target.isoformat())],
                days=day - search.target,
            )

    # --- on another route -------------------------------------------------------------------------

    def _alternatives(self, search: Search) -> Iterator[_Found]:
        for pin in islice(self._pins(search), MOST_TRIED):
            counts = self._under_pin(pin)
            if counts and (counts[search.number] or 0) >= search.needed:
                yield _Found(
                    (pin.item, pin.any_of, pin.requires),
                    "alternative",
                    counts[search.number] or 0,
                    [Change(f"{pin.item}/{pin.any_of}", "pin", pin.requires)],
                    self._harms(search, counts),
                    item_id=pin.item,
                    requires_id=pin.requires,
                    any_of=pin.any_of,
                )

    def _pins(self, search: Search) -> Iterator[Requirement]:
        """The other alternatives of groups without which the direction would reach its goal."""
        items, settlement = self._state.network.items, self._settlement
        for edge in search.edges:
            user, required = (items[at].item_id for at in edge)
            groups = [
                group
                for group in settlement.network.open_groups.get(user, ())
                if settlement.route.chosen.get(group) == required
            ]
            # Without waiting for the group at all it would be earlier than with any alternative.
            if not groups or search.on_time_without(edge) < search.needed:
                continue
            for group in groups:
                for other in settlement.network.groups[group]:
                    if other != required:
                        yield Requirement(user, other, group.any_of)

    def _under_pin(self, pin: Requirement) -> OnTime | None:
        """The samples on time under a pin; None for one that is not followed."""
        if pin not in self._pinned:
            settlement = self._settlement
            moved = settlement.pinned(pin)
            self._pinned[pin] = settlement.on_time(moved) if moved else None
        return self._pinned[pin]

    def _chosen(self, search: Search) -> Iterator[_Found]:
        for place, outcome in enumerate(self._options):
            on_time = outcome.on_time[search.number] or 0
            if on_time >= search.needed:
                yield _Found(
                    (place,),
                    "option",
                    on_time,
                    [Change(outcome.decision_id, "option", outcome.option_name)],
                    self._harms(search, outcome.on_time),
                    decision_id=outcome.decision_id,
                    option_name=outcome.option_name,
                )

    def _decide(self, search: Search) -> Iterator[_Found]:
        state = self._state
        for gates in self._gates:
            places = [state.network.position.get(name) for name in gates.days]
            if not any(
                at is not None and state.needed_by[at] >> search.number & 1 for at in places
            ):
                continue
            if gates.decision_id not in self._decided:
                self._decided[gates.decision_id] = self._once_decided(gates)
            counts = self._decided[gates.decision_id]
            on_time = counts[search.number] or 0
            if on_time >= search.needed:
                yield _Found(
                    (gates.decision_id,),
                    "decide",
                    on_time,
                    [Change(gates.decision_id, "lead_days", "0")],
                    self._harms(search, counts),
                    decision_id=gates.decision_id,
                )

    def _once_decided(self, gates: Gates) -> OnTime:
        state, settlement = self._state, self._settlement
        items = settlement.network.items
        earlier = {name: items[name]._replace(gate_days=day) for name, day in gates.days.items()}
        if not settlement.stays(earlier):
            return settlement.on_time(settlement.settled_again(earlier), gates=gates.days)
        position = state.network.position
        moved = state.after(
            gates={position[name]: day for name, day in gates.days.items() if name in position},
            among=(1 << len(self._directions)) - 1,
        )
        return self._counted(moved)

    # --- what it does to others -------------------------------------------------------------------

    def _counted(self, finish: Mapping[int, np.ndarray]) -> OnTime:
        """The samples on time of each direction; where nothing moved those of today."""
        counts: list[int | None] = [None] * len(self._directions)
        for search in self._searches.values():
            moved = finish.get(search.end)
            counts[search.number] = (
                search.on_time if moved is None else int(np.count_nonzero(moved <= search.target))
            )
        return counts

    def _harms(self, search: Search, counts: OnTime) -> list[str]:
        return [
            other.direction_id
            for other in self._searches.values()
            if other is not search
            and other.on_time - (counts[other.number] or 0) >= _HARM * self._state.size
        ]
