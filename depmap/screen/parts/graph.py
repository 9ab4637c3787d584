"""What the Graph page adds to the drawing: which part of the map, its sentence, its file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pandas import DataFrame

from depmap.answers import selections
from depmap.answers.filters import unique
from depmap.answers.rows import Row
from depmap.exporters import page
from depmap.graph import drawing, standalone, views
from depmap.graph.views import AROUND, BETWEEN, MAIN, WHOLE, View
from depmap.look.palette import Palette
from depmap.screen.pieces import ui
from depmap.screen.state.places import STATIC
from depmap.words import formats, headline
from depmap.words.formats import count, total_points
from depmap.words.sentence import Sentence, Settings, Words, say

SIDES: dict[str, views.Direction] = {"Both": "both", "Needs": "up", "Opens": "down"}
DEPTHS = ("1 step", "2 steps", "3 steps", "All steps")
EVERY_STEP = 1_000_000
TALLEST = 640


@dataclass(frozen=True)
class Choice:
    """Which part of the map the reader asks for; item ids, or empty where none is picked."""

    part: str
    item: str = ""
    other: str = ""
    depth: int = 1
    side: views.Direction = "both"
    folded: tuple[str, ...] = ()


def choose(items: DataFrame, selected: str) -> Choice:
    """Draws the controls and returns the choice; they stand in the address.

    `selected` is the item to start from when another part of the map is asked for.
    """
    themes = unique(
        (name or "No theme", theme_id)
        for theme_id, name in selections.prerequisites(items)[["theme_id", "theme"]]
        .drop_duplicates()
        .itertuples(index=False)
    )
    with st.container(horizontal=True, vertical_alignment="center", key="graph_actions"):
        part = ui.switch("Part of the map", (MAIN, AROUND, BETWEEN, WHOLE), "part")
        item = other = ""
        depth, side = 1, "Both"
        if part in (AROUND, BETWEEN):
            by_name = items.sort_values("name")
            labels = unique(zip(by_name["name"], by_name["item_id"], strict=True))
            item = _pick("From" if part == BETWEEN else "Item", labels, "from", selected)
        if part == BETWEEN:
            other = _pick("To", labels, "to", "")
        if part == AROUND:
            side = ui.switch("Side", tuple(SIDES), "side")
            steps = ui.switch("Depth", DEPTHS, "depth", DEPTHS[1])
            depth = EVERY_STEP if steps == DEPTHS[-1] else DEPTHS.index(steps) + 1
        folded = st.multiselect(
            "Fold themes",
            list(themes),
            key="fold",
            bind="query-params",
            placeholder="Fold themes",
            label_visibility="collapsed",
            width=220,
        )
    chosen = tuple(themes[name] for name in folded)
    return Choice(part, item, other, depth, SIDES[side], chosen)


def _pick(label: str, labels: dict[str, str], key: str, start: str) -> str:
    options = list(labels)
    known = [name for name, item_id in labels.items() if item_id == start]
    name = st.selectbox(
        label,
        options,
        index=options.index(known[0]) if known else None,
        key=key,
        bind="query-params",
        placeholder=f"{label}…",
        label_visibility="collapsed",
        width=260,
    )
    return labels.get(name or "", "")


def is_whole(choice: Choice) -> bool:
    """Whether the choice names its items itself, so that filters leave them all."""
    return bool(choice.item) and (choice.part == AROUND or bool(choice.other))


def view_of(
    items: DataFrame, edges: DataFrame, choice: Choice, only: Collection[str] | None
) -> View:
    """The part of the map that is asked for; the main items while an item is still to be picked."""
    if choice.part == AROUND and choice.item:
        found = views.focus(items, edges, choice.item, choice.depth, choice.side)
    elif choice.part == BETWEEN and choice.item and choice.other:
        found = views.path(items, edges, choice.item, choice.other)
    elif choice.part == WHOLE:
        found = views.whole_view(items, edges, only=only)
    else:
        found = views.opening_view(items, edges, only=only)
    return views.collapse(found, choice.folded) if choice.folded else found


def sentence(
    shown: View, settings: Settings, is_filtered: bool, selected: Row | None = None
) -> Sentence:
    """What the picked item needs and opens, where it is drawn; else what is drawn altogether.

    Else how much the drawn prerequisites carry, those in folded cards too, and which opens most.
    """
    if selected is not None and selected["item_id"] in shown.needs:
        return _of_one(selected, shown)
    rows = selections.prerequisites(shown.drawn)
    directions = int((shown.items["item_type"] == "direction").sum())
    if rows.empty:
        if directions:
            return say(f"{count(directions, 'direction')}, and no prerequisite to draw.")
        return headline.nothing_matches(is_filtered)
    total = total_points(settings["total_expected_value"])
    held = total_points(rows["unlock_score"].sum())
    verb = "carries" if len(rows) == 1 else "carry"
    head = say(
        Words(count(len(rows), "prerequisite"), "strong"),
        f" {verb} {held} of {total} points",
    )
    if not directions:
        return say(*head, ".")
    first = rows.sort_values(["direction_count", "unlock_score"], ascending=False).iloc[0]
    feeds = f" and {'feeds' if len(rows) == 1 else 'feed'} {count(directions, 'direction')}"
    opened = formats.count(first["direction_count"], "direction")
    name = Words(first["chart_name"], "strong", "item", first["item_id"])
    return say(*head, feeds + "; ", name, f" opens {opened}.")


def _of_one(item: Row, shown: View) -> Sentence:
    name = Words(item["chart_name"], "strong", "item", item["item_id"])
    needed = (
        formats.count(shown.needs[item["item_id"]], "open item")
        if (shown.needs[item["item_id"]])
        else "no open item"
    )
    if item["item_type"] == "direction":
        return say(name, f" needs {needed} before it.")
    opened = item["direction_count"]
    opens = formats.count(opened, "direction") if opened else "no direction"
    return say(name, f" needs {needed} before it and opens {opens}.")


def data(
    shown: View, directions: DataFrame, palettes: Mapping[str, Palette], theme: str, selected: str
) -> dict[str, Any]:
    """What the browser draws; an item that is not drawn cannot be selected."""
    known = selected if (shown.items["item_id"] == selected).any() else ""
    return drawing.browser_data(drawing.draw(shown, directions, palettes), theme, known)


def height(drawn: dict[str, Any]) -> int:
    """Height of the canvas in px: what the drawing wants, as far as a laptop's window goes."""
    return min(int(drawn["height"]), TALLEST)


def file(drawn: dict[str, Any], shown: View, colours: Palette, as_of: str) -> bytes:
    """The shown graph as one HTML file that opens without a network."""
    legend = standalone.legend(shown, colours)
    return page.sealed(
        standalone.standalone_html(drawn, "Dependency map", f"As of {as_of}", legend, STATIC)
    )
