"""What the page of one item says: why it matters, why by then, and where each number comes from."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from pandas import DataFrame

from depmap.answers.rows import Row, is_missing, records
from depmap.graph.views import AROUND
from depmap.screen.pieces import columns, links, markup, ui
from depmap.screen.pieces.markup import link, muted, tag, text
from depmap.screen.pieces.ui import list_rows
from depmap.screen.state import view
from depmap.words import formats, what_if
from depmap.words import item as item_words
from depmap.words.formats import chance, count, day, percent, points, total_points
from depmap.words.sentence import Settings

GRADES = {
    "primary": "Primary source",
    "secondary": "Secondary source: a vendor or consultant",
    "old": "An old source, to be checked",
    "judgement": "Our judgement, no published figure",
}


def about(rows: DataFrame, item_id: str, key: str = "item_id") -> DataFrame:
    """The rows that carry the id of one item in column `key`."""
    return rows[rows[key] == item_id]


def facts(item: Row, settings: Settings, held: str) -> str:
    """The first facts of a prerequisite: who, first step, dates, effort, need; ready HTML.

    held: what holds it, in words; empty when nothing does.
    """
    essential = (
        "Yes, some direction cannot start without it" if item["is_essential"] else "No, replaceable"
    )
    on_route = item["is_on_route"] and item["is_open"]
    rows = [
        ("Who", markup.owner(item["owner_id"], item["owner"])),
        ("First step", text(item["first_step"])),
        ("Start by", _safe_start(item)),
        ("Last day", markup.day(item["start_by"], "") if on_route else ""),
        ("Can start", markup.day(item["earliest_start"], "") if item["is_open"] else ""),
        ("Held", text(held)),
        ("Slack", _slack(item) if on_route else ""),
        ("Effort", text(f"{item['effort_days']:g} person-days")),
        ("Chance it is needed", text(chance(item["p_used"])) if on_route else ""),
        ("Essential", text(essential) if on_route else ""),
        ("Value that waits", text(f"{total_points(item['at_stake'])} points") if on_route else ""),
        ("Cost of waiting", _cost(item, settings) if on_route else ""),
        ("Look again on", markup.day(item["revisit_on"], "")),
        ("With", text(item["external_party"]) or "Nobody outside"),
    ]
    return markup.facts(rows)


def _safe_start(item: Row) -> str:
    if not is_missing(item["safe_start_by"]):
        when = item_words.start(item)
        return tag("strong", "", text(when.head)) + " " + muted(when.note or when.was)
    if not is_missing(item["advisory_start_by"]):
        return muted(f"{day(item['advisory_start_by'])}, advisory")
    return muted(formats.NO_DATE) if item["is_open"] else ""


def _slack(item: Row) -> str:
    if is_missing(item["slack_days"]):
        return ""
    if item["is_late"]:
        return text(f"{count(item['days_late'], 'day')} late")
    return text(count(item["slack_days"], "day"))


def _cost(item: Row, settings: Settings) -> str:
    loss = item["expected_loss"]
    if is_missing(loss):
        return ""
    if loss <= 0:
        return text(f"Nothing until {day(settings['review_on'])}")
    words = f"{points(loss)} points on average, if left to the next review"
    flips = item["break_even_confidence"]
    below = (
        ""
        if is_missing(flips)
        else tag("small", "", text(f"acting is right from {percent(flips)} chance of need"))
    )
    return text(words) + below


def direction_facts(direction: Row, held: str) -> str:
    """Sponsor, value, reserve and the dates of a direction, and what holds it; ready HTML."""
    return markup.facts(
        [
            ("Sponsor", markup.owner(direction["sponsor_id"], direction["sponsor"])),
            ("About", text(direction["description"])),
            ("Value", text(f"{direction['value']:g} points a year")),
            ("Confidence", text(f"{percent(direction['confidence'])} that we pursue it")),
            ("Expected value", text(f"{points(direction['expected_value'])} points")),
            ("Still lacks", text(count(direction["open_prerequisite_count"], "prerequisite"))),
            ("Can start", markup.day(direction["earliest_start"], "")),
            ("Held", text(held)),
            ("Likely finish", markup.day(direction["forecast"], "")),
            ("4 in 5 by", markup.day(direction["p80"], "")),
            ("Target", markup.day(direction["target"], "no target")),
            ("If all wait", _if_all_wait(direction)),
        ]
    )


def _if_all_wait(direction: Row) -> str:
    share = direction["chance_if_all_wait"]
    if is_missing(share):
        return ""
    return text(f"chance {chance(share)}, if everything starts on its last day")


def origin(item: Row, findings: DataFrame) -> str:
    """Sources with their grade, file and line, and what is questionable; ready HTML."""
    rows = [
        (
            "Lead from",
            _source(item["lead_grade"], item["lead_source_title"], item["lead_source_url"]),
        ),
        (
            "Needed because",
            markup.outside_link(item["need_source_title"], item["need_source_url"])
            if item["need_source_title"]
            else "",
        ),
        ("Notes", text(item["notes"]) if item["item_type"] == "prerequisite" else ""),
        ("In the files", text(f"{item['source_file']}, line {item['source_line']}")),
        ("Findings", _findings(findings)),
    ]
    return markup.facts(rows)


def _source(grade: str, title: str, url: str) -> str:
    words = GRADES.get(grade, GRADES["judgement"])
    if not title:
        return text(words)
    return markup.outside_link(title, url) + tag("small", "", text(words))


def _findings(findings: DataFrame) -> str:
    listed = [
        text(f"{row['what']} {row['why']}") + tag("small", "", text(row["fix"]))
        for row in records(findings)
    ]
    return "".join(tag("p", "", words) for words in listed) or "Nothing is questionable"


def candidates(suggestions: DataFrame) -> str:
    """Up to three likely owners with what speaks for each; ready HTML, empty without any."""
    listed = [
        tag(
            "li",
            "",
            tag("strong", "", text(row["owner"])),
            tag("span", "dm-badge", "likely owner") if row["is_suggested"] else "",
            tag("small", "", text(row["evidence"])),
        )
        for row in records(suggestions)
    ]
    if not listed:
        return ""
    clear = bool(suggestions["is_suggested"].any())
    note = "" if clear else tag("p", "dm-note", "No clear owner: the best two are close or weak.")
    return tag("ul", "dm-ideas dm-tight", *listed) + note


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
    here = view.current()
    texts = here.scenario.wanted.texts if here.scenario else ()
    asked = what_if.likely_questions(item, required, here.called())
    rows = [
        tag("li", "", link(words, links.address("what_if", what_if=[*texts, str(change)])))
        for words, change in asked
    ]
    return tag("ul", "dm-neighbours dm-tight", *rows)


def elsewhere(item_id: str) -> str:
    """Links to the item on the timeline and in the graph; ready HTML."""
    return tag(
        "p",
        "dm-elsewhere",
        link("Show on the timeline", links.address("timeline", item_id)),
        link("Show in the graph", links.address("graph", item_id, part=AROUND)),
    )


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
