"""Which pins hold: a pin is followed while nothing that could start is lost by it.

So the set that can start never changes, only what holds it up: for every group one alternative
that comes before the item in some order of starting (Pearce and Kelly, "A dynamic topological sort
algorithm for directed acyclic graphs", ACM Journal of Experimental Algorithmics 11, 2006). A pin
moves one such support; it costs what lies between the two in that order, or above the item where
the new support would close a cycle.
"""

from __future__ import annotations

from collections.abc import Iterator

from depmap.engine.settling.graph import NONE, Graph


class Support:
    """An order in which everything that can start starts, under the pins followed so far.

    `place` is an item's place in that order, NONE for what can never start; `pinned` the
    alternative that a pin leaves to a group, NONE without one.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.pinned = [NONE] * len(graph.members)
        self.place = [NONE] * len(graph.remaining)
        self._by = [NONE] * len(graph.members)
        self._places = 0
        waiting = graph.waiting_counts()
        ready = [item for item, count in enumerate(waiting) if count == 0]
        for item in ready:
            self._put_last(item)
            for user, group in graph.users[item]:
                if group != NONE:
                    if self._by[group] != NONE:
                        continue
                    self._by[group] = item
                waiting[user] -= 1
                if waiting[user] == 0:
                    ready.append(user)

    def copy(self) -> Support:
        """The same order, to try other pins on."""
        return self.on(self._graph)

    def on(self, graph: Graph) -> Support:
        """The same order on a graph in which it holds, too."""
        other = object.__new__(Support)
        other._graph, other._places = graph, self._places
        other.pinned, other.place, other._by = self.pinned[:], self.place[:], self._by[:]
        return other

    def can_start(self, item: int) -> bool:
        """Whether the item can ever start."""
        return self.place[item] != NONE

    def follow(self, group: int, alternative: int) -> bool:
        """Pins an unpinned group to an alternative that can start, unless that loses something."""
        item = self._graph.item_of[group]
        # Nothing holds up what is done or can never start.
        held_up = self._graph.waits(item) and self.can_start(item)
        if held_up and self._by[group] != alternative:
            if self.place[alternative] > self.place[item]:
                above = self._above(item, self.place[alternative])
                if alternative in above:
                    return self._lift(item, group, alternative)
                self._swap(above, self._below(alternative, self.place[item]))
            elif alternative == item:
                return False
            self._by[group] = alternative
        self.pinned[group] = alternative
        return True

    def _put_last(self, item: int) -> None:
        self.place[item] = self._places
        self._places += 1

    def _above(self, item: int, up_to: int) -> set[int]:
        """The item and what it holds up, no further than a place."""
        above, stack = {item}, [item]
        while stack:
            required = stack.pop()
            for user, group in self._graph.users[required]:
                held = group == NONE or self._by[group] == required
                if held and NONE != self.place[user] <= up_to and user not in above:
                    above.add(user)
                    stack.append(user)
        return above

    def _below(self, item: int, down_to: int) -> set[int]:
        """The item and what holds it up, no further than a place."""
        below, stack = {item}, [item]
        while stack:
            for required in self._supports(stack.pop()):
                if self.place[required] > down_to and required not in below:
                    below.add(required)
                    stack.append(required)
        return below

    def _supports(self, item: int) -> Iterator[int]:
        if not self._graph.is_done[item]:
            yield from self._graph.plain[item]
            yield from (self._by[group] for group in self._graph.groups_of[item])

    def _swap(self, above: set[int], below: set[int]) -> None:
        """What lies below takes the first of their places, what lies above the last ones."""
        in_order = [*sorted(below, key=self.place.__getitem__)]
        in_order += sorted(above, key=self.place.__getitem__)
        for item, place in zip(
            in_order, sorted(self.place[item] for item in in_order), strict=True
        ):
            self.place[item] = place

    def _lift(self, item: int, pinned: int, alternative: int) -> bool:
        """Holds all above the item up anew, in the last places, with its group pinned; or not."""
        graph, pins = self._graph, self.pinned
        moved = self._above(item, self._places)
        by: dict[int, int] = {}
        waiting: dict[int, int] = {}
        for user in moved:
            count = sum(required in moved for required in graph.plain[user])
            for group in graph.groups_of[user]:
                only = alternative if group == pinned else pins[group]
                for other in graph.members[group] if only == NONE else (only,):
                    if other not in moved and self.can_start(other):
                        by[group] = other
                        break
                else:
                    count += 1
            waiting[user] = count
        ready = [user for user in moved if waiting[user] == 0]
        for held in ready:
            for user, group in graph.users[held]:
                if user not in moved:
                    continue
                if group != NONE:
                    only = alternative if group == pinned else pins[group]
                    if group in by or only not in (NONE, held):
                        continue
                    by[group] = held
                waiting[user] -= 1
                if waiting[user] == 0:
                    ready.append(user)
        if len(ready) < len(moved):
            return False
        for held in ready:
            self._put_last(held)
        for group, held in by.items():
            self._by[group] = held
        pins[pinned] = alternative
        return True
