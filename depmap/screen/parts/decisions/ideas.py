"""Beside the decisions: what is too speculative to start yet, and ideas that nobody plans."""

from __future__ import annotations

from pandas import DataFrame

from depmap.answers.rows import Row, records
from depmap.screen.pieces import markup
from depmap.screen.pieces.markup import tag, text
from depmap.screen.pieces.table import MOST_ROWS
from depmap.words.formats import chance
from depmap.words.item import look_again


def to_revisit(items: DataFrame) -> str:
    """Parked prerequisites with the day to look again; ready HTML, empty without any."""
    waiting = items[items["action"] == "park"].sort_values("revisit_on")
    listed = [_revisit(row) for row in records(waiting.head(MOST_ROWS))]
    if more := len(waiting) - len(listed):
        words = f"And {more:,} more, parked in the plan."
        listed.append(tag("li", "", tag("small", "", text(words))))
    return tag("ul", "dm-ideas", *listed) if listed else ""


def ideas(parked: DataFrame) -> str:
    """Ideas nobody plans, with why and what would change our mind; ready HTML or empty."""
    return tag("ul", "dm-ideas", *map(_idea, records(parked))) if len(parked) else ""


def _revisit(item: Row) -> str:
    words = f"Chance it is needed {chance(item['p_used'])}; {look_again(item)}."
    name = markup.item_link(item["item_id"], item["chart_name"])
    return tag("li", "", tag("strong", "", name), tag("small", "", text(words)))


def _idea(idea: Row) -> str:
    mind = idea["would_change_our_mind"]
    source = markup.outside_link(idea["source_title"], idea["source_url"])
    return tag(
        "li",
        "",
        tag("strong", "", text(idea["name"])),
        tag("span", "", text(idea["why_not_now"])),
        tag("small", "", text(f"Would change our mind: {mind}")) if mind else "",
        tag("small", "", "Source: ", source) if idea["source_title"] else "",
    )
