"""What the page of one item lists: neighbours, the chain that sets its date, parts of its score."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from pandas import DataFrame

from depmap.answers.rows import Row, is_missing, records
from depmap.screen.parts.item.facts import about
from depmap.screen.pieces import columns, links, markup, ui
from depmap.screen.pieces.markup import link, tag, text
from depmap.screen.pieces.ui import list_rows
from depmap.screen.state import view
from depmap.words import formats, what_if
from depmap.words.formats import day, points, total_points


def neighbours(edges: DataFrame, other: str, items: Mapping[str, Row]) -> str:
    """Items at the other end of an item's edges with status, date and reason; ready HTML.

    other: the edge column that holds the neighbour.
    """
    rows = [tag("li", "", *_neighbour(row, items[row[other]])) for row in records(edges)]
    return tag("ul", "dm-neighbours", *rows) if rows else ""


def draw_neighbours(edges: DataFrame, item_id: str, items: Mapping[str, Row], held: str) -> None:
    """What the item needs first and what waits for it, side by side.

    held: what holds an item that waits for nothing else, in words; empty when nothing does.
    """
    before, after = about(edges, item_id), about(edges, item_id, "requires_id")
    needs, waits = st.columns(2, gap="large")
    with needs:
        ui.section("Needs first", how_many(before))
        nothing = f"Nothing. {held or 'It can start today'}."
        if items[item_id]["item_type"] == "foreign":
            nothing = "Its portfolio says."
        ui.html_or(neighbours(before, "requires_id", items), nothing)
    with waits:
        ui.section("Waits for it", how_many(after))
        ui.html_or(neighbours(after, "item_id", items), "Nothing waits for it.")


def how_many(edges: DataFrame) -> str:
    """The number of edges as a heading's note; empty without any."""
    return str(len(edges)) if len(edges) else ""


def _neighbour(edge: Row, other: Row) -> tuple[str, str, str]:
    words = [str(formats.STATUSES.get(other["status"], other["status"]))]
    if other["is_open"] and not is_missing(other["earliest_finish"]):
        words = [f"likely done {day(other['earliest_finish'])}"]
    if other["is_blocked"]:
        words = ["✕ blocked"]
    if edge["strength"] == "soft":
        words.insert(0, "+ helps")
    if edge["any_of"]:
        words.insert(0, "chosen way" if edge["is_chosen"] else "or, an alternative")
    below = tag("small", "", text("; ".join(words)))
    why = tag("small", "", text(edge["reason"])) if edge["reason"] else ""
    return (markup.item_link(other["item_id"], other["name"]), below, why)


def questions(item: Row, edges: DataFrame, items: Mapping[str, Row]) -> str:
    """What somebody may ask about an open prerequisite, each a scenario to open; ready HTML."""
    required = [
        row["requires_id"]
        for row in records(about(edges, item["item_id"]))
        if row["strength"] == "hard" and not row["any_of"] and items[row["requires_id"]]["is_open"]
    ]
    texts = ui.changes_in_force()
    asked = what_if.likely_questions(item, required, view.current().called())
    rows = [
        tag("li", "", link(words, links.address("what_if", what_if=[*texts, str(change)])))
        for words, change in asked
    ]
    return tag("ul", "dm-neighbours dm-tight dm-questions", *rows)


def chain_rows(item: Row, items: Mapping[str, Row]) -> DataFrame:
    """The binding path from the item to its direction; empty for what has no date to keep."""
    path = list(item["binding_path"]) if item["item_type"] == "prerequisite" else []
    if not item["is_open"] or is_missing(item["start_by"]):
        path = []
    return DataFrame([items[step] for step in path])


def chain_list(chain: DataFrame, direction: Row) -> str:
    """The chain as a list for phones: likely time and start by of each step; ready HTML."""
    steps = [
        (
            markup.item_link(row["item_id"], row["chart_name"]),
            text(f"{day(row['earliest_start'])} to {day(row['earliest_finish'])}")
            + columns.sign(row),
            text(day(row["safe_start_by"])),
        )
        for row in records(chain)
    ]
    return list_rows([*steps, (text("Target"), "", text(day(direction["target"])))])


def finish_list(direction: Row) -> str:
    """When a direction finishes as a list for phones; ready HTML."""
    dates = (
        ("Target", "", direction["target"]),
        ("Likely", "at likely leads", direction["forecast"]),
        ("4 in 5 by", "holds in 4 of 5 cases", direction["p80"]),
    )
    return list_rows([(text(name), text(below), text(day(on))) for name, below, on in dates])


def parts_list(parts: DataFrame, directions: Mapping[str, Row]) -> str:
    """The parts of a score as a list for phones, with their arithmetic; ready HTML."""
    ranked = records(parts.sort_values("contribution", ascending=False))
    return list_rows(
        [
            (
                markup.item_link(
                    row["direction_id"], directions[row["direction_id"]]["chart_name"]
                ),
                text(
                    f"{row['expected_value']:g} × {row['need_confidence']:.2f} ÷ "
                    f"{row['open_prerequisite_count']}"
                ),
                text(points(row["contribution"])),
            )
            for row in ranked
        ]
    )


def parts_note(item: Row) -> str:
    """How a part is computed, and the value that waits on the item."""
    return (
        "Points = expected value of the direction × chance it is needed ÷ open prerequisites of "
        f"the direction. Value that waits on it: {total_points(item['at_stake'])} points."
    )


def open_item(item_id: str | None) -> None:
    """Opens the page of a clicked step or part; the bar of many small parts has none."""
    if item_id:
        links.open_page("item", item_id)
