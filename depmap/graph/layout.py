"""Pure layered layout: which column, which place in it, and by which way every line runs.

A column is a step of the route, so every route edge runs to the right. An edge that spans several
columns passes the ones between in a *lane*, a thin slot between the cards, so no line disappears
behind a card that it has nothing to do with. Edges that lead to the same card join their lanes on
the way: a bundle is a tree, and each of its lines can still be followed. Heights are an exact
least-squares fit that keeps the order of `column_order`. A column that would tower over the rest
is folded: its cards stand side by side in turn, closer in height.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from depmap.graph.column_order import Place, Segment, untangled

Edge = tuple[str, str]

SLOT = 45.0  # between the middles of two cards, px
LANE = 7.0  # between two lanes
BESIDE = 27.0  # between a lane and the middle of a card
PORT = 5.0  # between the ends of two lines on one side of a card
PORTS = 26.0  # height of the part of that side on which lines end
FITS, LARGE_FITS = 40, 8  # the fit is close after as many; large graphs are looked at from afar
LARGE = 1_000  # places
UNFOLDED = 40  # cards that always stand below each other
HEIGHT = 80.0  # px times the root of the cards: a drawing about 1.8 times as wide as high
CARD = -1  # the column number in a place that is a card; lanes have their own column there


@dataclass(frozen=True)
class Way:
    """How an edge runs: offset from the middle of its source, lanes, offset at its target, px.

    Lanes are (column, height), from the source to the target.
    """

    start: float
    lanes: tuple[tuple[int, float], ...]
    end: float


@dataclass(frozen=True)
class Layout:
    """Columns left to right, each from top to bottom; heights in px from 0, cards by their middle.

    `order` and `segments` are the same drawing with its lanes, to be checked or counted anew:
    a place is (id, -1) for a card and (id of the target, column) for a lane; a segment joins two
    neighbouring columns, the left one first, and is listed once per edge that runs through it.
    `folds` says per column how many cards stand side by side, `fold_of` which of them a card is.
    """

    ranks: Mapping[str, int]
    columns: tuple[tuple[str, ...], ...]
    column_of: Mapping[str, int]
    heights: Mapping[str, float]
    ways: Mapping[Edge, Way]
    height: float
    folds: tuple[int, ...]
    fold_of: Mapping[str, int]
    order: tuple[tuple[Place, ...], ...]
    segments: tuple[Segment, ...]


def layered(
    nodes: Sequence[str],
    edges: Iterable[Edge],
    route: Collection[Edge],
    levels: Mapping[str, int] | None = None,
    last: Collection[str] = (),
) -> Layout:
    """Places for `nodes` so that the (requirement, item) `edges` cross seldom.

    Every edge of `route` runs to the right unless it closes a circle; other edges take what is
    left. Edges with an unknown end or with both ends the same are not drawn and have no way.
    """
    rank_of = ranks(nodes, route, levels, last)
    number = {rank: column for column, rank in enumerate(sorted(set(rank_of.values())))}
    column_of = {node: number[rank_of[node]] for node in nodes}
    chains = {
        (source, target): _chain(source, target, column_of)
        for source, target in dict.fromkeys(edges)
        if source in column_of and target in column_of and source != target
    }
    columns: list[dict[Place, None]] = [{} for _ in number]
    for node in nodes:
        columns[column_of[node]][node, CARD] = None
    for chain in chains.values():
        for lane in chain[1:-1]:
            columns[lane[1]][lane] = None
    segments = tuple(
        segment
        for (source, target), chain in chains.items()
        if column_of[source] != column_of[target]
        for segment in _segments(chain, column_of[source] < column_of[target])
    )
    order = untangled([list(column) for column in columns], segments)
    cards = tuple(tuple(node for node, lane in column if lane == CARD) for column in order)
    upright = max(UNFOLDED, math.ceil(HEIGHT * math.sqrt(len(nodes)) / SLOT))
    folds = tuple(max(1, math.ceil(len(column) / upright)) for column in cards)
    heights = _heights(order, segments, folds)
    return Layout(
        ranks=rank_of,
        columns=cards,
        column_of=column_of,
        heights={node: height for (node, lane), height in heights.items() if lane == CARD},
        ways=_ways(chains, column_of, heights),
        height=max(heights.values(), default=0.0),
        folds=folds,
        fold_of={
            node: position % fold
            for column, fold in zip(cards, folds, strict=True)
            for position, node in enumerate(column)
        },
        order=tuple(tuple(column) for column in order),
        segments=segments,
    )


def ranks(
    nodes: Sequence[str],
    route: Iterable[Edge],
    levels: Mapping[str, int] | None = None,
    last: Collection[str] = (),
) -> dict[str, int]:
    """Step of each node: its level or later, always after what it requires, `last` at the end.

    Only among `last` may a node share the step of what it requires, so that directions stand in
    one column even if one needs another. `route` holds (requirement, item). Where the route runs
    in a circle (blocked items), the edge that closes it, found depth first in the order of
    `nodes`, is left out of account.
    """
    levels = levels or {}
    before = _acyclic(nodes, route)
    after: dict[str, list[str]] = {node: [] for node in nodes}
    for node in nodes:
        for requirement in before[node]:
            after[requirement].append(node)
    lasting = {node for node in last if node in after}
    pending = list(lasting)
    while pending:
        new = [node for node in after[pending.pop()] if node not in lasting]
        lasting.update(new)
        pending += new
    waiting = {node: len(before[node]) for node in nodes}
    order = [node for node in nodes if not waiting[node]]
    for node in order:  # grows while it is read
        for dependant in after[node]:
            waiting[dependant] -= 1
            if not waiting[dependant]:
                order.append(dependant)
    result: dict[str, int] = {}
    for node in (node for node in order if node not in lasting):
        result[node] = max([levels.get(node, 1), *(result[r] + 1 for r in before[node])])
    floor = max(result.values(), default=0) + 1
    for node in (node for node in order if node in lasting):
        within = set(last) if node in last else set()
        result[node] = max([floor, *(result[r] + (r not in within) for r in before[node])])
    return result


def _acyclic(nodes: Sequence[str], edges: Iterable[Edge]) -> dict[str, list[str]]:
    """Requirements of each node, without doubles, unknown ends and edges that close a circle."""
    requires: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in dict.fromkeys(edges):
        if source in requires and target in requires and source != target:
            requires[target].append(source)
    kept: dict[str, list[str]] = {node: [] for node in nodes}
    started: set[str] = set()
    unfinished: set[str] = set()
    for root in nodes:
        stack = [] if root in started else [(root, iter(requires[root]))]
        started.add(root)
        while stack:
            node, rest = stack[-1]
            unfinished.add(node)
            for requirement in rest:
                if requirement in unfinished:
                    continue
                kept[node].append(requirement)
                if requirement not in started:
                    started.add(requirement)
                    stack.append((requirement, iter(requires[requirement])))
                    break
            else:
                unfinished.discard(node)
                stack.pop()
    return kept


def _chain(source: str, target: str, column_of: Mapping[str, int]) -> list[Place]:
    """The places an edge passes, its source first."""
    start, stop = column_of[source], column_of[target]
    between = range(start + 1, stop) if start < stop else range(start - 1, stop, -1)
    return [(source, CARD), *((target, column) for column in between), (target, CARD)]


def _segments(chain: Sequence[Place], rightwards: bool) -> list[Segment]:
    leftmost_first = chain if rightwards else chain[::-1]
    return list(pairwise(leftmost_first))


def _heights(
    order: Sequence[Sequence[Place]], segments: Iterable[Segment], folds: Sequence[int]
) -> dict[Place, float]:
    """Heights that keep the order and the room between places, and bend lines little."""
    pulls: dict[Place, list[tuple[Place, float]]] = defaultdict(list)
    for one, other in dict.fromkeys(segments):
        # A bundle runs straight to its target; how steeply lines join it matters less.
        lanes = (one[1] != CARD) + (other[1] != CARD)
        pull = 30.0 if lanes == 2 else 10.0 if lanes and one[0] == other[0] else 1.0
        pulls[one].append((other, pull))
        pulls[other].append((one, pull))
    offsets = [_offsets(column, fold) for column, fold in zip(order, folds, strict=True)]
    full = max((column[-1] for column in offsets if column), default=0.0)
    height = {
        place: offset + (full - offsets[number][-1]) / 2
        for number, column in enumerate(order)
        for place, offset in zip(column, offsets[number], strict=True)
    }
    numbers = list(range(len(order)))
    for fit in range(FITS if len(height) < LARGE else LARGE_FITS):
        for number in numbers if fit % 2 == 0 else reversed(numbers):
            column, offset = order[number], offsets[number]
            weights = [sum(pull for _, pull in pulls[place]) or 0.01 for place in column]
            wanted = [
                sum(height[other] * pull for other, pull in pulls[place]) / weight
                if pulls[place]
                else height[place]
                for place, weight in zip(column, weights, strict=True)
            ]
            fitted = _rising([w - o for w, o in zip(wanted, offset, strict=True)], weights)
            for place, value, least in zip(column, fitted, offset, strict=True):
                height[place] = least + min(max(value, 0.0), full - offset[-1])
    return {place: round(value, 1) for place, value in height.items()}


def _offsets(column: Sequence[Place], fold: int) -> list[float]:
    """Height of each place when the column is packed from 0."""
    result = [0.0] if column else []
    for (_, upper), (_, lower) in pairwise(column):
        cards = (upper == CARD) + (lower == CARD)
        # In a folded column lanes pass behind the cards, which leave no room beside each other.
        steps = (LANE, BESIDE, SLOT) if fold == 1 else (0.0, SLOT / 2 / fold, SLOT / fold)
        result.append(result[-1] + steps[cards])
    return result


def _rising(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The rising sequence closest to `wanted` in weighted squares (pool adjacent violators)."""
    blocks: list[tuple[float, float, int]] = []  # mean, weight, length
    for value, weight in zip(wanted, weights, strict=True):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (low, heavy, many), (high, light, few) = blocks.pop(), blocks.pop()
            total = heavy + light
            blocks.append(((low * heavy + high * light) / total, total, many + few))
    return [mean for mean, _, length in blocks for _ in range(length)]


def _ways(
    chains: Mapping[Edge, Sequence[Place]],
    column_of: Mapping[str, int],
    heights: Mapping[Place, float],
) -> dict[Edge, Way]:
    """Lanes of each edge, and where on its cards it ends: lines on one side do not cross there."""
    sides: dict[tuple[str, bool], set[tuple[float, Place]]] = defaultdict(set)
    ends: dict[Edge, tuple[tuple[str, bool], Place, tuple[str, bool], Place]] = {}
    for edge, chain in chains.items():
        source, target = edge
        out = (source, column_of[source] <= column_of[target])
        into = (target, column_of[target] <= column_of[source])
        ends[edge] = (out, chain[1], into, chain[-2])
        sides[out].add((heights[chain[1]], chain[1]))
        sides[into].add((heights[chain[-2]], chain[-2]))
    ports: dict[tuple[tuple[str, bool], Place], float] = {}
    for side, others in sides.items():
        step = min(PORT, PORTS / max(1, len(others) - 1))
        first = -step * (len(others) - 1) / 2
        for position, (_, other) in enumerate(sorted(others)):
            ports[side, other] = round(first + step * position, 2)
    return {
        edge: Way(
            ports[out, after],
            tuple((lane[1], heights[lane]) for lane in chains[edge][1:-1]),
            ports[into, before],
        )
        for edge, (out, after, into, before) in ends.items()
    }
