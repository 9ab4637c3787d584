"""Which soft pairs close a cycle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def without_cycles(
    route: Iterable[tuple[str, str]], soft: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The soft pairs (item, requires) that close no cycle with the route and each other, sorted.

    Advisory dates run backwards over route and soft pairs together, which needs an acyclic graph;
    soft pairs are not checked when they are typed in, so those inside a cycle are left out.
    """
    soft = sorted(set(soft))
    rest = _on_or_between_cycles({*route, *soft})
    if not rest:
        return soft
    import networkx

    graph = networkx.DiGraph(rest)
    component = {
        item: number
        for number, members in enumerate(networkx.strongly_connected_components(graph))
        for item in members
    }
    return [
        (item, required)
        for item, required in soft
        if (item, required) not in rest or component[item] != component[required]
    ]


def _on_or_between_cycles(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs left when what nothing requires, or what requires nothing, is peeled off."""
    for end in (0, 1):
        beyond: defaultdict[str, list[str]] = defaultdict(list)
        count: defaultdict[str, int] = defaultdict(int)
        for pair in pairs:
            beyond[pair[end]].append(pair[1 - end])
            count[pair[1 - end]] += 1
        ready = [item for item in beyond if not count[item]]
        peeled = set(ready)
        for item in ready:
            for other in beyond.get(item, ()):
                count[other] -= 1
                if not count[other]:
                    peeled.add(other)
                    ready.append(other)
        pairs = {pair for pair in pairs if pair[0] not in peeled and pair[1] not in peeled}
    return pairs
