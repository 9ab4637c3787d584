"""Without which items some direction could no longer start, pins ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from depmap.engine.settling.graph import Graph

# Items in doubt are looked at in blocks, so that memory grows with the items alone.
BLOCK = 2048


def essential(
    graph: Graph, directions: Iterable[int], order: Sequence[int], chosen: Sequence[int]
) -> set[int]:
    """Open items that every way of starting the directions takes; the directions left out.

    `order` and `chosen` are those of a settled graph: what its route does not take is not
    essential. What is reached without a choice is essential at once, so only items of the route
    behind a choice are in doubt. Their sets are the greatest solution of: an item depends on
    itself, on all that its plain requirements depend on, and on what all alternatives of a group
    depend on together.
    """
    starts = [item for item in directions if not graph.is_done[item]]
    certain = _reach(graph, starts, lambda _: ())
    on_route = _reach(graph, starts, lambda group: (chosen[group],))
    in_doubt = on_route - certain
    if not in_doubt:
        return certain - set(starts)
    reached = _reach(graph, starts, lambda group: graph.members[group])
    sets = _Sets(graph, [item for item in order if item in reached])
    found = set(certain)
    doubtful = [item for item in order if item in in_doubt]
    for first in range(0, len(doubtful), BLOCK):
        block = doubtful[first : first + BLOCK]
        depends_on = sets.of({item: 1 << bit for bit, item in enumerate(block)})
        together = 0
        for item in starts:
            together |= depends_on.get(item, 0)
        found.update(item for bit, item in enumerate(block) if together >> bit & 1)
    return found - set(starts)


class _Sets:
    """What items depend on, as bits; items by their place in the order in which they settle."""

    def __init__(self, graph: Graph, order: Sequence[int]) -> None:
        self._order = order
        self._place = {item: place for place, item in enumerate(order)}
        self._plain: list[list[int]] = []
        self._groups: list[list[list[int]]] = []
        self._users: list[list[int]] = [[] for _ in order]
        for place, item in enumerate(order):
            plain = [self._place[other] for other in graph.plain[item] if not graph.is_done[other]]
            # What can never start counts as depending on everything: the meeting stays as it is.
            groups = [
                [self._place[other] for other in graph.members[group] if other in self._place]
                for group in graph.groups_of[item]
            ]
            self._plain.append(plain)
            self._groups.append(groups)
            for required in {*plain, *(other for group in groups for other in group)}:
                self._users[required].append(place)

    def of(self, bits: Mapping[int, int]) -> dict[int, int]:
        """The bits of those items that each item depends on; items without any are left out."""
        own = {self._place[item]: bit for item, bit in bits.items()}
        sets: dict[int, int] = {}
        # First without alternatives that settle later: larger sets, from what came before alone.
        waiting = bytearray(len(self._order))
        for place in own:
            waiting[place] = 1
        place = -1
        while (place := waiting.find(1, place + 1)) >= 0:
            found = self._meeting(place, own, sets, place)
            if found:
                sets[place] = found
                for user in self._users[place]:
                    if user > place:
                        waiting[user] = 1
        # Then with them, until nothing shrinks any more.
        waiting = bytearray(len(self._order))
        for place in sets:
            if any(other > place for group in self._groups[place] for other in group):
                waiting[place] = 1
        place = -1
        while (place := waiting.find(1, place + 1)) >= 0 or (place := waiting.find(1)) >= 0:
            waiting[place] = 0
            found = self._meeting(place, own, sets, len(self._order))
            if found != sets.get(place, 0):
                sets[place] = found
                for user in self._users[place]:
                    waiting[user] = 1
        return {self._order[place]: found for place, found in sets.items() if found}

    def _meeting(
        self, place: int, own: Mapping[int, int], sets: Mapping[int, int], before: int
    ) -> int:
        """The set of an item from those of what it requires, of alternatives before a place."""
        found = own.get(place, 0)
        for required in self._plain[place]:
            found |= sets.get(required, 0)
        for group in self._groups[place]:
            common = -1
            for other in group:
                if other < before:
                    common &= sets.get(other, 0)
            found |= common
        return found


def _reach(graph: Graph, starts: Iterable[int], taken: Callable[[int], Iterable[int]]) -> set[int]:
    """Open items at or behind the starts, through plain requirements and what a group takes."""
    reached = set(starts)
    stack = list(reached)
    while stack:
        item = stack.pop()
        required = [*graph.plain[item]]
        for group in graph.groups_of[item]:
            required += taken(group)
        for other in required:
            if other not in reached and not graph.is_done[other]:
                reached.add(other)
                stack.append(other)
    return reached
