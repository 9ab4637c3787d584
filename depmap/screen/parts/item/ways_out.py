"""What would be enough for a direction, and what drives its date: tables with a strip a row."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from depmap.answers import pairs, relations
from depmap.answers.names import in_short
from depmap.answers.rows import Row, RowsById, records
from depmap.answers.selections import is_one_chain
from depmap.screen.pieces import links, markup, strip, table, ui
from depmap.screen.pieces.markup import link, tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.state import view
from depmap.screen.state.view import View
from depmap.words import drivers as driver_words
from depmap.words import ways_out as words
from depmap.words.formats import chance, count, percent
from depmap.words.sentence import Sentence

RELATION = "ways_out"
FOLDED = "no wait"
STRIPS = "Bar: today’s low to high. Hollow dot: likely. Blue dot: the longest that is enough."


def answer(here: View, item: Row, ways: Sequence[Row]) -> Sentence:
    """The first line of the page; what is enough adds to the scenario in force."""
    shared = here.shared
    under = ui.changes_in_force()
    return words.answer(item, ways, shared.directions, shared.settings, shared.names, under)


def ways_of(here: View, direction_id: str) -> list[Row]:
    """The ways out of a direction, in order of rank; empty for whatever reaches its goal."""
    return records(here.ask(relations.ways_out.where, "direction_id", direction_id))


def draw(here: View, direction: Row, ways: Sequence[Row]) -> None:
    """Ways out, each with a link that tries it, and what drives the date."""
    drivers = records(here.ask(relations.drivers.where, "direction_id", direction["direction_id"]))
    drivers = [driver for driver in drivers if driver_words.is_shown(driver)]
    if ways:
        ui.section("Ways out", "each is enough by itself")
        _draw_ways(here, direction, ways)
        _note(words.best_five(direction, here.shared.names))
        _note(
            driver_words.not_enough(
                direction, ways, drivers, here.shared.settings, here.shared.names
            )
        )
    if ways and here.data.has_inputs and len(here.ask(pairs.moving, direction["direction_id"])) > 1:
        _draw_pairs(here, direction)
    if drivers:
        goal = percent(here.shared.settings["confidence_goal"])
        today = f"chance today {chance(direction['chance_on_time'])}, goal {goal}"
        ui.section("What drives the date", today)
        ui.table(drivers, _driver_columns(here, direction), "drivers", is_framed=False)


def _note(sentence: Sentence) -> None:
    if sentence:
        ui.note(sentence)


def _draw_ways(here: View, direction: Row, ways: Sequence[Row]) -> None:
    """A table of leads with their strips, then one table of words a kind."""
    for kind, heading in words.HEADINGS.items():
        rows = [way for way in ways if way["kind"] == kind]
        if not rows:
            continue
        if kind == "at most":
            ui.table(rows, _lead_columns(here, rows), RELATION, is_framed=False)
            ui.note(f"{_chain(here, rows)}{STRIPS}")
        elif kind == FOLDED:
            ui.html(_folded(here, direction, rows, heading))
        else:
            columns = _word_columns(here, direction, heading)
            ui.table(rows, columns, RELATION, is_framed=False)


def _chain(here: View, rows: Sequence[Row]) -> str:
    if len(rows) < 2:
        return ""
    edges = here.read_all(relations.edges)
    together = here.once(is_one_chain, edges, tuple(way["item_id"] for way in rows))
    return f"{words.one_chain(len(rows))} " if together else ""


def _lead_columns(here: View, rows: Sequence[Row]) -> list[Column]:
    scale = strip.days(max(way["lead_high_days"] for way in rows))

    def what(way: Row) -> str:
        item = here.shared.items[way["item_id"]]
        name = driver_words.driver_name(way, here.shared.names)
        who = tag("small", "", markup.owner(item["owner_id"], item["owner"]))
        return markup.item_link(way["item_id"], name) + who + _harm(here, way)

    def picture(way: Row) -> str:
        likely, most = way["lead_likely_days"], way["days"]
        return strip.strip(
            scale,
            strip.bar(scale, way["lead_low_days"], way["lead_high_days"]),
            strip.line(scale, likely, most),
            strip.dot(scale, likely, "today"),
            strip.dot(scale, most, "then"),
        )

    def agreed(way: Row) -> str:
        return text(words.at_most(way)) + tag("small", "", text(words.own_range(way)))

    return [
        Column("What", what, "item_id", "title", "26%"),
        Column("Agreed at", agreed, "days", "plain", "19%"),
        Column("Own range, days", picture, "", "plain", "27%", head=strip.axis(scale)),
        Column("By itself", _often, "ease", "half", "14%"),
        *_ends(),
    ]  # fmt: skip


def _often(way: Row) -> str:
    return text(words.how_often(way)) + tag("span", "dm-narrow", " by itself")


def _ends() -> list[Column]:
    """The chance afterwards, and the link that tries it where there is something to try it on."""
    after = Column(
        "Chance",
        lambda way: tag("strong", "", text(chance(way["chance_after"]))),
        "chance_after",
        "right",
        "8%",
        is_number=True,
    )
    trial = Column("Try", _try, "what_if", "half", "6%", is_number=True)
    return [after, trial] if view.current().data.has_inputs else [after]


def _try(way: Row) -> str:
    changes = [*ui.changes_in_force(), *way["what_if"]]
    return link("Try it", links.address("what_if", what_if=changes))


def _harm(here: View, way: Row) -> str:
    said = words.harm(way, here.shared.names)
    return tag("small", "dm-late", text(said)) if said else ""


def _word_columns(here: View, direction: Row, heading: str) -> list[Column]:
    def said(way: Row) -> str:
        sentence = words.whole(way, direction, here.shared.names)
        return tag("span", "dm-said", ui.inline(sentence)) + _harm(here, way)

    return [Column(heading, said, "", "title", "86%"), *_ends()]


def _folded(here: View, direction: Row, rows: Sequence[Row], heading: str) -> str:
    """Changes of another sort than an agreement, shown when asked for; ready HTML."""
    columns = _word_columns(here, direction, heading)
    content = table.markup(rows, columns, here.comments(RELATION))
    box = tag("div", "dm-table-box dm-open", content)
    return markup.fold(heading, count(len(rows), "way"), box)


def _draw_pairs(here: View, direction: Row) -> None:
    """The chance under two decisions together, tried when somebody asks."""
    ui.section("Two decisions together", "neither is taken yet")
    if not st.toggle("Show the chance under every pair of their options", key="pairs"):
        return
    questions = RowsById(here.read_all(relations.decisions), "decision_id")
    for grid in here.ask(pairs.grids, direction["direction_id"]):
        rows = [
            {"option": option, "cells": dict(zip(grid.columns, cells, strict=True))}
            for option, cells in zip(grid.rows, grid.cells, strict=True)
        ]
        first, second = (
            in_short(questions[one[0].decision_id]["question"]) for one in (grid.rows, grid.columns)
        )
        ui.note(second)
        columns = [
            Column(first, lambda row: text(in_short(row["option"].name)), "", "title", "30%"),
            *(_pair_column(option, grid.chances[0]) for option in grid.columns),
        ]
        ui.table(rows, columns, is_framed=False)


def _pair_column(option: pairs.Option, best: float) -> Column:
    """The chances with one option of the second decision; a click opens both as a scenario."""

    def cell(row: Row) -> str:
        found: pairs.Cell = row["cells"][option]
        if found.is_excluded:
            return markup.muted("excludes each other")
        both = [str(one.change) for one in (row["option"], option)]
        address = links.address("what_if", what_if=[*ui.changes_in_force(), *both])
        is_best = found.chance == best
        return link(chance(found.chance), address, "dm-strong" if is_best else "")

    return Column(in_short(option.name), cell)


def _driver_columns(here: View, direction: Row) -> list[Column]:
    share = strip.scale([0, 100])
    goal = 100 * here.shared.settings["confidence_goal"]
    scale = strip.scale([0, 100], [(0, "0 %"), (goal, f"goal {goal:.0f} %")])
    today = 100 * direction["chance_on_time"]

    def what(driver: Row) -> str:
        name = driver_words.driver_name(driver, here.shared.names)
        return markup.item_link(driver["item_id"], name)

    def number(driver: Row) -> str:
        decides = tag("span", "dm-narrow", "decides ")
        return decides + tag("strong", "", text(percent(driver["critical_share"])))

    def picture(driver: Row) -> str:
        best = 100 * driver["chance_at_low"]
        moves = round(best) != round(today)
        marks = (
            [
                strip.line(scale, today, best),
                strip.tick(scale, goal),
                strip.dot(scale, today, "today"),
                strip.dot(scale, best, "then"),
            ]
            if moves
            else [strip.tick(scale, goal), strip.dot(scale, today, "still")]
        )
        return strip.strip(scale, *marks)

    def at_best(driver: Row) -> str:
        low = int(here.shared.items[driver["item_id"]]["lead_low_days"])
        at = " " + tag("small", "", text(f"at {count(low, 'day')}"))
        return text(chance(driver["chance_at_low"])) + at

    return [
        Column("What", what, "item_id", "title", "27%"),
        Column(
            "Decides the date, share of all cases",
            lambda driver: strip.strip(share, strip.bar(share, 0, 100 * driver["critical_share"],
                                                        "share")),
            "critical_share", "hide", "27%",
        ),
        Column("Share", number, "", "right", "8%", is_number=True, head=" "),
        Column("Chance today and at its best", picture, "", "plain", "26%",
               head=strip.axis(scale)),
        Column("Chance at its best", at_best, "chance_at_low", "line", "12%", is_number=True),
    ]  # fmt: skip
