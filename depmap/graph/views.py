"""Which part of the map to draw: the opening view, one item's neighbourhood, the ways between
two items, everything, or any of these with themes folded into one card per step.

Pure: the whole of `report.items` and `report.edges` in, a `View` out. `only` holds the ids that
filters leave: other items are not drawn, but what runs through them still counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import networkx as nx
from pandas import DataFrame, concat

from depmap.answers.rows import is_missing
from depmap.graph import layout
from depmap.graph.lines import (
    KINDS,
    ROUTE,
    STORED,
    Line,
    between,
    contracted,
    lines_of,
    open_requirements,
    reach,
)

Direction = Literal["up", "down", "both"]
# The parts of the map that a reader can ask for, as the address names them.
MAIN, AROUND, BETWEEN, WHOLE = "Main items", "Around an item", "Between two", "Everything"


@dataclass(frozen=True)
class Folded:
    """The items of one theme and one step, drawn as one card."""

    theme_id: str
    theme: str
    step: int
    item_ids: tuple[str, ...]

    @property
    def id(self) -> str:
        # No item has such an id: the inputs refuse control characters.
        return f"theme\x1f{self.theme_id}\x1f{self.step}"


@dataclass(frozen=True)
class View:
    """What is drawn. `items` are rows of report.items, in their order; `needs` and `opens` count
    over the whole map, per drawn item: the open items it needs and the directions it opens.
    `marked` are the items the reader asked for, the one to start at first. `inside` are the rows of
    report.items that stand in folded cards.
    """

    items: DataFrame
    lines: tuple[Line, ...]
    needs: Mapping[str, int]
    opens: Mapping[str, int]
    top_score: float
    marked: tuple[str, ...] = ()
    folded: tuple[Folded, ...] = field(default=())
    inside: DataFrame = field(default_factory=DataFrame)

    @property
    def drawn(self) -> DataFrame:
        """The rows of report.items that are drawn, by themselves or in folded cards."""
        return concat([self.items, self.inside]) if self.folded else self.items

    @property
    def size(self) -> int:
        """How many cards are drawn."""
        return len(self.items) + len(self.folded)


def opening_view(
    items: DataFrame,
    edges: DataFrame,
    limit: int = 28,
    per_step: int = 12,
    only: Collection[str] | None = None,
) -> View:
    """The open directions and `limit` open prerequisites: late ones, then by unlock score.

    No more than `per_step` of those that come at the same step: a column of them is fully in view
    on a laptop. Requirements that run through hidden items are drawn as one line, and lines that
    others imply are left out.
    """
    candidates = _kept(items, only)
    candidates = candidates[candidates["is_open"]]
    directions = candidates[candidates["item_type"] == "direction"]
    ranked = candidates[candidates["item_type"] != "direction"]
    top = ranked.sort_values(["is_late", "unlock_score", "item_id"], ascending=[False, False, True])
    place_in_step = top.groupby("level", dropna=False).cumcount()
    top = top[place_in_step < per_step][:limit]
    shown = items[items["item_id"].isin([*directions["item_id"], *top["item_id"]])]
    lines = lines_of(edges)
    return _view(items, shown, lines, contracted(lines, set(shown["item_id"])))


def whole_view(items: DataFrame, edges: DataFrame, only: Collection[str] | None = None) -> View:
    """Every item and every row between two of them."""
    lines = lines_of(edges)
    shown = _kept(items, only)
    return _view(items, shown, lines, between(lines, set(shown["item_id"])))


def focus(
    items: DataFrame,
    edges: DataFrame,
    item_id: str,
    depth: int = 1,
    direction: Direction = "both",
) -> View:
    """An item with what it needs (`up`), what needs it (`down`), or both, up to `depth` rows away.

    Items that only help are shown but not followed. KeyError when `items` has no such item.
    """
    if item_id not in set(items["item_id"]):
        raise KeyError(item_id)
    lines = lines_of(edges)
    reached: set[str] = set()
    if direction != "down":
        reached |= reach(lines, item_id, depth, upwards=True)
    if direction != "up":
        reached |= reach(lines, item_id, depth, upwards=False)
    shown = items[items["item_id"].isin(reached | {item_id})]
    view = _view(items, shown, lines, between(lines, set(shown["item_id"])))
    return replace(view, marked=(item_id,))


def path(items: DataFrame, edges: DataFrame, one: str, other: str) -> View:
    """Every item on a way from one of the two items to the other, whichever comes first.

    Ways over the route (plain rows and chosen alternatives); when there are none, ways over all
    rows. What networkx says lies between: descendants of the first that are ancestors of the
    second. Just the two items when nothing connects them.
    """
    lines = lines_of(edges)
    for used in ([line for line in lines if line.kind in STORED], lines):
        graph = nx.DiGraph(line.edge for line in used)
        graph.add_nodes_from((one, other))
        for start, end in ((one, other), (other, one)):
            if start != end and nx.has_path(graph, start, end):
                passed = ({start} | nx.descendants(graph, start)) & (
                    {end} | nx.ancestors(graph, end)
                )
                shown = items[items["item_id"].isin(passed)]
                drawn = between(used, set(shown["item_id"]))
                return replace(_view(items, shown, lines, drawn), marked=(start, end))
    shown = items[items["item_id"].isin((one, other))]
    return replace(_view(items, shown, lines, []), marked=(one, other))


def collapse(view: View, theme_ids: Collection[str]) -> View:
    """The same view with the items of these themes drawn as one card per theme and step.

    A card per step rather than per theme, so that lines still run from earlier to later; an item
    that is the only one of its theme and step stays as it is.
    """
    rank_of = layout.ranks(*route_of(view))
    members: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    columns = ["item_id", "item_type", "theme_id", "theme"]
    for item_id, item_type, theme_id, theme in view.items[columns].to_numpy().tolist():
        if item_type != "direction" and theme_id in theme_ids:
            members[theme_id, theme, rank_of[item_id]].append(item_id)
    folded = tuple(Folded(*key, tuple(ids)) for key, ids in sorted(members.items()) if len(ids) > 1)
    card_of = {item: card.id for card in folded for item in card.item_ids}
    merged: dict[layout.Edge, Line] = {}
    for line in sorted(view.lines, key=lambda line: KINDS.index(line.kind)):
        ends = (card_of.get(line.requirement, line.requirement), card_of.get(line.item, line.item))
        if ends[0] != ends[1]:
            merged.setdefault(ends, line if ends == line.edge else Line(*ends, line.kind))
    return replace(
        view,
        items=view.items[~view.items["item_id"].isin(card_of)],
        lines=tuple(merged.values()),
        folded=folded,
        inside=view.items[view.items["item_id"].isin(card_of)],
    )


def route_of(view: View) -> tuple[list[str], list[layout.Edge], dict[str, int], list[str]]:
    """Nodes, route edges, levels and directions of a view, as `layout.ranks` takes them.

    Done and dropped items stand before step 1, blocked ones after the last step.
    """
    columns = ["item_id", "item_type", "is_open", "is_blocked", "level"]
    levels = {card.id: card.step for card in view.folded}
    nodes, blocked, directions = [], [], []
    for item_id, item_type, is_open, is_blocked, level in view.items[columns].to_numpy().tolist():
        nodes.append(item_id)
        if item_type == "direction":
            directions.append(item_id)
        if not is_open:
            levels[item_id] = 0
        elif is_blocked:
            blocked.append(item_id)
        else:
            levels[item_id] = 1 if is_missing(level) else int(level)
    beyond = max(levels.values(), default=0) + 1
    levels.update(dict.fromkeys(blocked, beyond))
    nodes += [card.id for card in view.folded]
    route = [line.edge for line in view.lines if line.kind in ROUTE]
    return nodes, route, levels, directions


def _view(items: DataFrame, shown: DataFrame, lines: Iterable[Line], drawn: Iterable[Line]) -> View:
    ids = list(shown["item_id"])
    scores = items["unlock_score"]
    return View(
        items=shown,
        lines=tuple(dict.fromkeys(drawn)),
        needs=open_requirements(
            lines, dict(zip(items["item_id"], items["is_open"].astype(bool), strict=True)), ids
        ),
        opens={i: int(n) for i, n in zip(ids, shown["direction_count"], strict=True)},
        top_score=float(scores.max()) if len(scores) else 0.0,
    )


def _kept(items: DataFrame, only: Collection[str] | None) -> DataFrame:
    return items if only is None else items[items["item_id"].isin(set(only))]
