"""The graph under other values and plain requirements, while who can start stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import NamedTuple

from depmap.engine.settling.graph import NONE, Graph
from depmap.engine.settling.support import Support


class Values(NamedTuple):
    """What an item is otherwise than in the graph."""

    remaining: int
    gate: int
    effort: float
    is_done: bool
    is_dropped: bool


@dataclass
class Altered:
    """Another graph of the same items and groups, to be settled again above `starting`.

    `support` follows no pin; `is_rewired` says that other pins of the same may hold. `closed` are
    groups that choose nothing any more, `gone` items that no longer start and hold nothing up.
    """

    graph: Graph
    support: Support
    starting: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    is_rewired: bool = False


def altered(
    graph: Graph,
    unpinned: Support,
    items: Mapping[int, Values],
    plain: Mapping[int, list[int]],
) -> Altered | None:
    """The graph with other items and, for some items, all their plain requirements.

    None where that may change who can start: then the graph has to be indexed anew. What is done
    from now on could start before, what is dropped is required by nothing any more, and a new
    requirement comes earlier in the order of starting.
    """
    other = copy(graph)
    found = Altered(other, unpinned.on(other))
    other.users = graph.users[:]
    other.plain, other.groups_of = graph.plain[:], graph.groups_of[:]
    for item, required in plain.items():
        if not _rewire(found, item, required):
            return None
    other.remaining, other.gate = graph.remaining[:], graph.gate[:]
    other.effort, other.is_done = graph.effort[:], graph.is_done[:]
    other.is_dropped = graph.is_dropped[:]
    for item, values in items.items():
        if not _revalue(found, item, values):
            return None
    return found


def _rewire(found: Altered, item: int, required: list[int]) -> bool:
    graph, support = found.graph, found.support
    if not graph.waits(item) or not support.can_start(item):
        return False
    before = set(graph.plain[item])
    for new in set(required) - before:
        if not NONE != support.place[new] < support.place[item]:
            return False
        graph.users[new] = [*graph.users[new], (item, NONE)]
    for old in before.difference(required):
        _detach(graph, old, (item, NONE))
    graph.plain[item] = required
    found.is_rewired = True
    found.starting.add(item)
    return True


def _revalue(found: Altered, item: int, values: Values) -> bool:
    graph, support = found.graph, found.support
    was_done, was_dropped = graph.is_done[item], graph.is_dropped[item]
    if was_done and (not values.is_done or values.effort != graph.effort[item]):
        return False
    if was_dropped and not values.is_dropped:
        return False
    if values.is_done and not was_done:
        if not support.can_start(item):
            return False
        _let_go(found, item)
        for user, group in graph.users[item]:
            if group != NONE:
                _close(found, group)
            found.starting.add(user)
    if values.is_dropped and not was_dropped:
        if graph.users[item] or values.is_done or was_done:
            return False
        _let_go(found, item)
        found.gone.add(item)
        support.place[item] = NONE
    graph.remaining[item], graph.gate[item], graph.effort[item] = values[:3]
    graph.is_done[item], graph.is_dropped[item] = values[3:]
    if support.can_start(item) and not was_done:
        found.starting.add(item)
    return True


def _let_go(found: Altered, item: int) -> None:
    """The item waits for nothing any more."""
    graph, found.is_rewired = found.graph, True
    for required in graph.plain[item]:
        _detach(graph, required, (item, NONE))
    for group in graph.groups_of[item]:
        found.closed.add(group)
        for member in graph.members[group]:
            _detach(graph, member, (item, group))


def _close(found: Altered, group: int) -> None:
    """The group is satisfied: its item does not wait for it."""
    graph, item = found.graph, found.graph.item_of[group]
    found.closed.add(group)
    graph.groups_of[item] = [other for other in graph.groups_of[item] if other != group]
    for member in graph.members[group]:
        _detach(graph, member, (item, group))


def _detach(graph: Graph, required: int, user: tuple[int, int]) -> None:
    graph.users[required] = [other for other in graph.users[required] if other != user]
