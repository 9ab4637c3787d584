"""The lines of the graph: rows of `report.edges` by what they mean, and walks along them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pandas import DataFrame

from depmap.graph import layout

# requires: a plain row. chosen, other: an alternative on the route, or one that is not.
# through: a chain of rows over items that are not drawn. helps: a soft row, never binding.
LineKind = Literal["requires", "chosen", "through", "other", "helps"]
KINDS: tuple[LineKind, ...] = ("requires", "chosen", "through", "other", "helps")
STORED: tuple[LineKind, ...] = ("requires", "chosen")  # the rows that make the route
ROUTE: tuple[LineKind, ...] = (*STORED, "through")


@dataclass(frozen=True)
class Line:
    """`item` needs `requirement` in the manner of `kind`; `any_of` names the group, or is ''."""

    requirement: str
    item: str
    kind: LineKind
    any_of: str = ""

    @property
    def edge(self) -> layout.Edge:
        """(requirement, item)."""
        return self.requirement, self.item


def lines_of(edges: DataFrame) -> list[Line]:
    """One line per row of `report.edges`, in its order."""
    lines = []
    columns = ["requires_id", "item_id", "strength", "any_of", "is_chosen"]
    for requirement, item, strength, any_of, is_chosen in edges[columns].to_numpy().tolist():
        kind: LineKind = "requires"
        if strength == "soft":
            kind = "helps"
        elif any_of:
            kind = "chosen" if is_chosen else "other"
        lines.append(Line(requirement, item, kind, any_of))
    return lines


def between(lines: Iterable[Line], visible: Collection[str]) -> list[Line]:
    """The lines that join two visible items."""
    return [line for line in lines if line.requirement in visible and line.item in visible]


def open_requirements(
    lines: Iterable[Line], is_open: Mapping[str, bool], wanted: Iterable[str]
) -> dict[str, int]:
    """How many open items each wanted one needs over the route; `is_open` knows every item."""
    asked = list(wanted)
    required = _following((line.item, line.requirement) for line in lines if line.kind in STORED)
    # A few of many items need few others: only these are counted.
    needed, pending = set(asked), list(asked)
    while pending:
        fresh = [other for other in required.get(pending.pop(), ()) if other not in needed]
        needed.update(fresh)
        pending += fresh
    among = [item for item in is_open if item in needed]
    pairs = [
        (other, item) for item in among for other in required.get(item, ()) if other in is_open
    ]
    rank_of = layout.ranks(among, pairs)
    bit = {item: is_open[item] << position for position, item in enumerate(among)}
    before = dict.fromkeys(among, 0)
    for requirement, item in sorted(pairs, key=lambda pair: rank_of[pair[1]]):
        before[item] |= before[requirement] | bit[requirement]
    return {item: before[item].bit_count() for item in asked}


def _following(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    following: dict[str, list[str]] = defaultdict(list)
    for before, after in pairs:
        following[before].append(after)
    return following


def reach(lines: Iterable[Line], start: str, depth: int, upwards: bool) -> set[str]:
    """Items up to `depth` lines away; what only helps is reached, but not followed."""
    steps: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for line in lines:
        here, there = line.requirement, line.item
        if upwards:
            here, there = there, here
        steps[here].append((there, line.kind == "helps"))
    reached: set[str] = set()
    edge = [start]
    for _ in range(depth):
        if not edge:
            break
        found = [step for node in edge for step in steps[node]]
        edge = [node for node, only_helps in found if not only_helps and node not in reached]
        reached.update(node for node, _ in found)
    return reached


def contracted(lines: list[Line], visible: Collection[str]) -> list[Line]:
    """Route lines over hidden items as one, without those that others imply; the rest as it is."""
    route = {line.edge: line for line in lines if line.kind in STORED}
    following = _following(route)
    shown = sorted(visible)
    next_shown = {node: _next_shown(following, node, visible) for node in shown}
    beyond = {node: _beyond(next_shown, node) for node in shown}
    kept = [
        route.get((node, after), Line(node, after, "through"))
        for node in shown
        for after in sorted(next_shown[node])
        if not any(
            # In a circle everything implies everything: such lines all stay.
            after in beyond[between]
            and between not in beyond[after]
            and node not in beyond[between]
            for between in next_shown[node] - {after}
        )
    ]
    weaker = [
        line
        for line in between(lines, visible)
        if line.kind == "other"
        or (line.kind == "helps" and line.item not in beyond[line.requirement])
    ]
    return kept + weaker


def _next_shown(
    following: Mapping[str, list[str]], start: str, visible: Collection[str]
) -> set[str]:
    """The visible nodes that `start` leads to without another visible one between."""
    found: set[str] = set()
    passed: set[str] = set()
    pending = list(following.get(start, ()))
    while pending:
        node = pending.pop()
        if node in visible:
            found.add(node)
        elif node not in passed:
            passed.add(node)
            pending += following.get(node, ())
    return found - {start}


def _beyond(following: Mapping[str, Collection[str]], start: str) -> set[str]:
    reached: set[str] = set()
    pending = list(following[start])
    while pending:
        node = pending.pop()
        if node not in reached:
            reached.add(node)
            pending += following[node]
    return reached
