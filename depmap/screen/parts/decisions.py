"""Decisions as cards: the question, who answers, what each option changes, until when."""

from __future__ import annotations

from pandas import DataFrame

from depmap.answers.rows import Row, is_missing, records
from depmap.screen.pieces import markup
from depmap.screen.pieces.markup import muted, tag, text
from depmap.words.formats import chance, day, days_from_now, percent, points


def cards(decisions: DataFrame, options: DataFrame) -> str:
    """One card per decision in the order given; ready HTML."""
    by_decision = {key: records(rows) for key, rows in options.groupby(["decision_id", "origin"])}
    return "".join(
        _card(decision, by_decision.get((decision["decision_id"], decision["origin"]), []))
        for decision in records(decisions)
    )


def _card(decision: Row, options: list[Row]) -> str:
    who = (
        muted(f"{decision['owner']} decides")
        if decision["owner_id"]
        else markup.owner("", "") + muted(" to decide")
    )
    effects = {option["effect"] for option in options}
    listed = "".join(
        tag(
            "li",
            "",
            text(option["option"]),
            tag("small", "", text(option["effect"])) if len(effects) > 1 else "",
        )
        for option in options
    )
    alike = f"For each of them: {_lower(effects.pop())}" if len(effects) == 1 else ""
    left = (
        tag("h3", "", text(decision["question"]))
        + tag("p", "dm-card-who", who)
        + tag("ol", "", listed)
        + (tag("p", "dm-card-small", text(alike)) if alike else "")
        + _holds_up(decision)
        + tag(
            "p", "dm-card-small", text(f"{decision['source_file']}, line {decision['source_line']}")
        )
    )
    return tag(
        "article", "dm-card dm-decision", tag("div", "", left), tag("div", "", _side(decision))
    )


def _holds_up(decision: Row) -> str:
    held = [item for item in decision["blocks"] if item != decision["item_id"]]
    if not held:
        return ""
    return tag("p", "dm-card-small", "Holds up: ", markup.item_links(held))


def _side(decision: Row) -> str:
    late = decision["is_overdue"]
    left = (
        ""
        if is_missing(decision["decide_by"])
        else tag(
            "span",
            "dm-risk-text" if late else "dm-muted",
            text(("▲ " if late else "") + days_from_now(int(decision["days_left"]))),
        )
    )
    parts = [
        tag("p", "dm-card-small", "Decide by" + (" (advisory)" if decision["is_advisory"] else "")),
        tag("p", "dm-card-date", text(day(decision["decide_by"]))),
        tag("p", "dm-card-small", left),
        tag("p", "dm-card-small", "or ", text(decision["if_undecided"])),
    ]
    cost = decision["cost_of_waiting"]
    if not is_missing(cost):
        lost = f"{points(cost)} points" if cost > 0 else "nothing"
        parts.append(
            tag("p", "dm-card-small", text(f"Waiting one more review loses {lost} on average."))
        )
    flips = decision["break_even_confidence"]
    if not is_missing(flips) and not is_missing(cost) and cost > 0:
        parts.append(
            tag(
                "p",
                "dm-card-small",
                text(
                    f"Acting is right from {percent(flips)} chance of need; "
                    f"today it is {chance(decision['p_used'])}."
                ),
            )
        )
    return "".join(parts)


def to_revisit(items: DataFrame) -> str:
    """Parked prerequisites with the day to look again; ready HTML, empty without any."""
    waiting = records(items[items["action"] == "park"].sort_values("revisit_on"))
    return tag("ul", "dm-ideas", *map(_revisit, waiting)) if waiting else ""


def ideas(parked: DataFrame) -> str:
    """Ideas nobody plans, with why and what would change our mind; ready HTML or empty."""
    return tag("ul", "dm-ideas", *map(_idea, records(parked))) if len(parked) else ""


def _revisit(item: Row) -> str:
    again = (
        "look again when a direction with a target needs it"
        if is_missing(item["revisit_on"])
        else f"look again on {day(item['revisit_on'])}"
    )
    words = f"Chance it is needed {chance(item['p_used'])}; {again}."
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


def _lower(words: str) -> str:
    """A sentence that goes on after a colon."""
    return words[:1].lower() + words[1:]
