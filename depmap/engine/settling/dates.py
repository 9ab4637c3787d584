"""When everything is there: label setting over the any-of graph, and again above a changed group.

Method: label setting with a heap, after Möhring, Skutella and Stork, "Scheduling with AND/OR
precedence constraints" (SIAM Journal on Computing 33, 2004).

Items settle by (day, effort, number), each as soon as it is the smallest of those that wait. A
lead of 0 may let an item settle after a larger one of the same day. Its place among the others is
then a chain: itself, and before it those larger ones of that day that it came after, from the
largest down. Chains compare as the items settle, whatever else settles between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        graph = self._graph
        # A pin to what the group takes anyway changes nothing.
        changed = [
            group
            for group, (old, new) in enumerate(zip(self._pinned, pinned, strict=True))
            if old != new and new != self.chosen[group]
        ]
        # New pins alone only delay: then what a group does not take cannot become its choice.
        taken = self.chosen if all(self._pinned[group] == NONE for group in changed) else pinned
        above = self._above((graph.item_of[group] for group in changed), taken)
        waiting = {item: len(graph.plain[item]) + len(graph.groups_of[item]) for item in above}
        heap = [
            (self.finish[item], self._chain(item), item)
            for item in {
                required
                for item in above
                for required in self._required(item, pinned)
                if required not in above and self.finish[required] != NONE
            }
        ]
        heapify(heap)
        chosen: set[int] = set()
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
                    chosen.add(group)
                waiting[user] -= 1
                if waiting[user] == 0:
                    own = self._key(user)
                    ends = max(day, graph.gate[user]) + graph.remaining[user]
                    larger = [key for key in chain if key > own] if ends == day else []
                    heappush(heap, (ends, (*larger, own), user))
        return finish

    def _required(self, item: int, pinned: Sequence[int]) -> Iterable[int]:
        yield from self._graph.plain[item]
        for group in self._graph.groups_of[item]:
            if pinned[group] == NONE:
                yield from self._graph.members[group]
            else:
                yield pinned[group]

    def _above(self, items: Iterable[int], taken: Sequence[int]) -> set[int]:
        """The items and all that may need them, of what can start; NONE takes any alternative."""
        above = {item for item in items if self._graph.waits(item) and self.finish[item] != NONE}
        stack = list(above)
        while stack:
            required = stack.pop()
            for user, group in self._graph.users[required]:
                needed = group == NONE or taken[group] in (NONE, required)
                if needed and self.finish[user] != NONE and user not in above:
                    above.add(user)
                    stack.append(user)
        return above
