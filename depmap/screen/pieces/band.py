"""The band over every page under a scenario: what is asked, what it moves, the way back.

The changes stand in the address, one `what_if` each. A widget that nobody sees holds them, because
only what a widget holds survives a click in Streamlit's navigation, and the back button.
"""

from __future__ import annotations

import re

import streamlit as st

from depmap.answers.rows import records
from depmap.portfolio.change import InvalidScenario
from depmap.screen.pieces import links
from depmap.screen.pieces.markup import link, tag, text
from depmap.screen.state.view import WHAT_IF, Scenario, View
from depmap.words import what_if

KEY = WHAT_IF


def asked() -> tuple[str, ...]:
    """The changes and saved scenarios that the address asks for; every page calls it once."""
    with st.container(key="scenario_texts"):
        texts: list[str] = st.multiselect(
            "What if", [], key=KEY, bind="query-params", accept_new_options=True
        )
    return tuple(texts)


def draw(here: View) -> None:
    """The band of a run under a scenario; nothing on today's plan."""
    scenario = here.scenario
    if scenario is None:
        return
    moves = what_if.summary(records(scenario.answers.comparison.directions))
    said = tag("strong", "", "What if ") + text(question(here, scenario).removeprefix("What if "))
    ways = (
        link("Compare", links.address("what_if")),
        link("Back to today’s plan", links.address(links.here(), what_if=())),
    )
    st.html(
        tag(
            "aside",
            "dm-what-if",
            tag("p", "", said, " ", bold_after(moves)),
            tag("p", "dm-what-if-ways", *ways),
            tag("p", "dm-chips", *chips(here, scenario)),
        )
    )


def question(here: View, scenario: Scenario) -> str:
    """The scenario as a question."""
    return what_if.asked(scenario.wanted, here.called())


def chips(here: View, scenario: Scenario) -> list[str]:
    """Each change or saved scenario in words, with the way to take it out; ready HTML."""
    page = links.here()
    return [
        tag(
            "span",
            "dm-chip",
            text(words),
            link("✕", links.address(page, what_if=scenario.wanted.without(written))),
        )
        for written, words in labels(here, scenario)
    ]


def labels(here: View, scenario: Scenario) -> list[tuple[str, str]]:
    """What the address holds, and what it says in words: of a saved scenario its name."""
    saved = {found.id: found.name for found in scenario.wanted.saved}
    changes = {str(change): change for change in scenario.wanted.changes}
    return [
        (written, saved.get(written) or what_if.change(changes[written], here.called()))
        for written in scenario.wanted.texts
    ]


def refuse(error: InvalidScenario) -> None:
    """Why a scenario is not applied, and that this is today's plan."""
    head = "This is today’s plan: the scenario in the address cannot be applied."
    listed = [tag("li", "", text(refusal)) for refusal in error.refusals[:5]]
    back = link("Take it out of the address", links.address(links.here(), what_if=()))
    st.html(tag("div", "dm-banner", tag("strong", "", text(head)), tag("ul", "", *listed), back))


def bold_after(words: str) -> str:
    """Ready HTML in which what stands after each arrow is strong: the new value."""
    return re.sub(r"→ ([^,.]+)", r"→ <strong>\1</strong>", text(words))
