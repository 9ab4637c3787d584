"""A view of the map as a pyvis Network, and as the data the browser draws from.

Places are computed here and physics is off, so the browser only paints. Text goes to the browser
as data and is drawn on a canvas or set as text there: nothing in it is ever read as HTML, and no
node carries a `title`, which pyvis and vis-network would.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame
from pyvis.network import Network

from depmap.graph import layout
from depmap.graph.cards import card_faces
from depmap.graph.lines import Line
from depmap.graph.views import View, route_of
from depmap.look.palette import FONT, PALETTES, Palette
from depmap.look.signs import MARKS

# More cards are not drawn: the reader is sent to a part of the map or to the table.
CAP = 2_000
CARD = (172, 40)  # px, as in geometry.js
JUNCTION = 9.5  # radius of the dot where alternatives meet, px
BEFORE_CARD = 23.0  # from the middle of that dot to its card
LOWEST, HIGHEST = 280.0, 720.0  # px of the canvas
READABLE = 0.92  # scale at which its 12.5 px text is 11.5 px
AROUND = 60.0  # headings and margins above and below the cards
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False},
    "interaction": {
        "dragNodes": False,
        "hover": False,
        "selectable": False,
        "keyboard": {"enabled": False},
    },
}


@dataclass(frozen=True)
class Drawing:
    """A network with every node placed; `columns` are (heading, how many cards side by side).

    `height` is from the first to the last card's middle, px. `message` says why nothing is drawn,
    or is empty.
    """

    network: Network
    columns: tuple[tuple[str, int], ...]
    height: float
    message: str = ""


def draw(view: View, directions: DataFrame, palettes: Mapping[str, Palette] = PALETTES) -> Drawing:
    """The view as a network; `directions` are rows of report.directions, for the second lines.

    Nodes carry what the browser needs to draw them, with all words ready: see static/.
    """
    network = Network(directed=True, cdn_resources="local")
    network.set_options(json.dumps(OPTIONS))
    if view.size > CAP:
        message = (
            f"{view.size:,} items are too many to draw; the limit is {CAP:,}. Choose a theme, an "
            "owner or a direction above, or focus on one item. The table shows them all."
        )
        return Drawing(network, (), 0.0, message)
    if not view.size:
        message = "Nothing to draw: no item matches the filters, or there are no items yet."
        return Drawing(network, (), 0.0, message)
    nodes, route, levels, last = route_of(view)
    placed = layout.layered(nodes, [line.edge for line in view.lines], route, levels, last)
    faces = card_faces(view, directions, palettes)
    for node in nodes:
        network.add_node(
            node,
            shape="custom",
            y=placed.heights[node],
            column=placed.column_of[node],
            fold=placed.fold_of[node],
            **faces[node],
        )
    _add_lines(network, view.lines, placed)
    headings = _headings(view, placed)
    return Drawing(network, tuple(zip(headings, placed.folds, strict=True)), placed.height)


def browser_data(drawing: Drawing, theme: str, selected: str = "") -> dict[str, Any]:
    """What static/graph.js takes: plain JSON values, colours of both themes, a digest as `id`.

    `theme` is light or dark, `selected` the id of the item to start with, `height` a good height
    of the canvas in px: at which all of it is readable, within 280 and 720.

    The same drawing gives the same `id`, whatever is selected, so a rerun does not redraw it.
    """
    content = {
        "nodes": drawing.network.nodes,
        "edges": drawing.network.edges,
        "options": OPTIONS,
        "columns": [{"heading": heading, "folds": folds} for heading, folds in drawing.columns],
        "extent": drawing.height,
        "message": drawing.message,
    }
    text = json.dumps(content, sort_keys=True)
    return {
        **content,
        "id": hashlib.sha256(text.encode()).hexdigest()[:16],
        "theme": theme,
        "palettes": {name: {"name": name, **dict(p.tokens())} for name, p in PALETTES.items()},
        "marks": {kind: [list(corner) for corner in m.outline] for kind, m in MARKS.items()},
        "font": FONT,
        "selected": selected,
        "height": round(min(HIGHEST, max(LOWEST, READABLE * (drawing.height + CARD[1]) + AROUND))),
    }


def _headings(view: View, placed: layout.Layout) -> list[str]:
    """What each column holds, in words."""
    kinds: dict[str, str] = {}
    columns = ["item_id", "item_type", "status", "is_open", "is_blocked"]
    for item_id, item_type, status, is_open, is_blocked in view.items[columns].to_numpy().tolist():
        if item_type == "direction":
            kinds[item_id] = "Directions"
        elif not is_open:
            kinds[item_id] = {"dropped": "Dropped", "not_needed": "Not needed"}.get(status, "Done")
        elif is_blocked:
            kinds[item_id] = "Blocked"
    headings = []
    for column in placed.columns:
        step = placed.ranks[column[0]]
        named = {kinds.get(node, "") for node in column}
        if len(named) == 1 and "" not in named:
            headings.append(named.pop())
        else:
            headings.append({0: "Done or dropped", 1: "Can start now"}.get(step, f"Step {step}"))
    return headings


def _add_lines(network: Network, lines: tuple[Line, ...], placed: layout.Layout) -> None:
    """Edges, and a junction before each card at which two or more alternatives of a group meet."""
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.any_of:
            groups[line.item, line.any_of].append(line)
    junction_of: dict[tuple[str, str], str] = {}
    for (item, any_of), members in groups.items():
        if len(members) < 2:
            continue
        ends = [placed.ways[line.edge].end for line in members]
        junction = f"any\x1f{item}\x1f{any_of}"
        junction_of[item, any_of] = junction
        column = placed.column_of[item]
        network.add_node(
            junction,
            label="or",
            shape="custom",
            y=round(placed.heights[item] + sum(ends) / len(ends), 1),
            column=column,
            fold=placed.fold_of[item],
            ahead=BEFORE_CARD,
            role="junction",
            name=f"One of {len(members)} is enough",
            radius=JUNCTION,
        )
        network.add_edge(
            junction,
            item,
            kind="requires",
            start=0.0,
            lanes=[],
            end=round(sum(ends) / len(ends), 1),
        )
    for line in lines:
        way = placed.ways[line.edge]
        to = junction_of.get((line.item, line.any_of), line.item)
        network.add_edge(
            line.requirement,
            to,
            kind=line.kind,
            start=way.start,
            lanes=[list(lane) for lane in way.lanes],
            end=way.end if to == line.item else 0.0,
        )
