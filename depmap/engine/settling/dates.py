"""When everything is there: label setting over the any-of graph, and again above a changed group.

Method: label setting with a heap, after Möhring, Skutella and Stork, "Scheduling with AND/OR
precedence constraints" (SIAM Journal on Computing 33, 2004).

Items settle by (day, effort, number), each as soon as it is the smallest of those that wait. A
lead of 0 may let an item settle after a larger one of the same day. Its place among the others is
then a chain: itself, and before it those larger ones of that day that it came after, from the
largest down. Chains compare as the items settle, whatever else settles between them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from heapq import heapify, heappop, heappush

from depmap.engine.settling.graph import NONE, Graph

Chain = tuple[tuple[float, int], ...]


class Dates:
    """The settled graph under pins: a group with one counts only that alternative.

    `order` lists what can start as it settles; `finish` the day of each, NONE for the others;
    `chosen` the alternative each group takes, NONE where its item can never start.
    """

    def __init__(self, graph: Graph, pinned: Sequence[int]) -> None:
        self._graph, self._pinned = graph, pinned
        self.finish = [NONE] * len(graph.remaining)
        self.chosen = [NONE] * len(graph.members)
        self.order: list[int] = []
        # The next larger item of the chain, where there is one.
        self._after: dict[int, int] = {}
        self._settle()

    def _settle(self) -> None:
        graph, pinned, finish, chosen = self._graph, self._pinned, self.finish, self.chosen
        remaining, gate, effort = graph.remaining, graph.gate, graph.effort
        waiting = graph.waiting_counts()
        heap = [
            (0 if graph.is_done[item] else gate[item] + remaining[item], effort[item], item)
            for item, count in enumerate(waiting)
            if count == 0
        ]
        heapify(heap)
        while heap:
            day, _, item = heappop(heap)
            finish[item] = day
            self.order.append(item)
            for user, group in graph.users[item]:
                if group != NONE:
                    if chosen[group] != NONE or pinned[group] not in (NONE, item):
                        continue
                    chosen[group] = item
                waiting[user] -= 1
                if waiting[user] == 0:
                    ends = max(day, gate[user]) + remaining[user]
                    heappush(heap, (ends, effort[user], user))
                    if ends == day:
                        self._come_after(user, item)
        for group, item in enumerate(graph.item_of):
            if finish[item] == NONE:
                chosen[group] = NONE

    def _come_after(self, item: int, enabler: int) -> None:
        own, larger = self._key(item), enabler
        while larger != NONE and self._key(larger) < own:
            larger = self._after.get(larger, NONE)
        if larger != NONE:
            self._after[item] = larger

    def _key(self, item: int) -> tuple[float, int]:
        return self._graph.effort[item], item

    def _chain(self, item: int) -> Chain:
        chain = [self._key(item)]
        while (item := self._after.get(item, NONE)) != NONE:
            chain.append(self._key(item))
        return tuple(reversed(chain))

    def moved(self, pinned: Sequence[int]) -> dict[int, int]:
        """The finish of what can move under other pins, days by item; nothing is kept.

        `pinned` are the new pins, which lose nothing that can start. Only what lies above the
        groups that differ is settled again.
        """
        return self.moved_on(self._graph, pinned)[0]

    def moved_on(
        self, graph: Graph, pinned: Sequence[int], items: Collection[int] = ()
    ) -> tuple[dict[int, int], dict[int, int]]:
        """The finish by item and the choice by group of what can move on another graph.

        On it the same items can start, and these `items` alone are others, or wait for others.
        """
        # A pin to what the group takes anyway changes nothing.
        changed = [
            group
            for group, (old, new) in enumerate(zip(self._pinned, pinned, strict=True))
            if old != new and new != self.chosen[group]
        ]
        # New pins alone only delay: then what a group does not take cannot become its choice.
        only_delays = not items and all(self._pinned[group] == NONE for group in changed)
        taken = self.chosen if only_delays else pinned
        done = {item for item in items if graph.is_done[item] and not self._graph.is_done[item]}
        starting = {graph.item_of[group] for group in changed}.union(items)
        above = self._above(graph, starting, taken) | done
        waiting = {item: len(graph.plain[item]) + len(graph.groups_of[item]) for item in above}
        waiting.update(dict.fromkeys(done, 0))
        below: set[int] = set()
        for item in above - done:
            below.update(graph.plain[item])
            for group in graph.groups_of[item]:
                below.update(graph.members[group] if pinned[group] == NONE else (pinned[group],))
        heap: list[tuple[int, Chain, int]] = [
            (self.finish[item], self._chain(item), item)
            for item in below - above
            if self.finish[item] != NONE
        ]
        for item in above:
            if waiting[item] == 0:
                day = 0 if item in done else graph.gate[item] + graph.remaining[item]
                heap.append((day, ((graph.effort[item], item),), item))
        heapify(heap)
        chosen: dict[int, int] = {}
        finish: dict[int, int] = {}
        while heap:
            day, chain, item = heappop(heap)
            if item in above:
                finish[item] = day
            for user, group in graph.users[item]:
                if user not in above:
                    continue
                if group != NONE:
                    if group in chosen or pinned[group] not in (NONE, item):
                        continue
                    chosen[group] = item
                waiting[user] -= 1
                if waiting[user] == 0:
                    own = graph.effort[user], user
                    ends = max(day, graph.gate[user]) + graph.remaining[user]
                    larger = [key for key in chain if key > own] if ends == day else []
                    heappush(heap, (ends, (*larger, own), user))
        return finish, chosen

    def _above(self, graph: Graph, items: Iterable[int], taken: Sequence[int]) -> set[int]:
        """The items and all that may need them, of what can start; NONE takes any alternative."""
        finish, users = self.finish, graph.users
        above = {item for item in items if graph.waits(item) and finish[item] != NONE}
        stack = list(above)
        while stack:
            required = stack.pop()
            for user, group in users[required]:
                if user in above or finish[user] == NONE:
                    continue
                if group == NONE or taken[group] in (NONE, required):
                    above.add(user)
                    stack.append(user)
        return above
