"""Decisions: what must we decide, and by when?"""

import streamlit as st

from depmap.answers import relations
from depmap.screen.parts.decisions import cards, ideas, read, rest
from depmap.screen.pieces import ui
from depmap.screen.state import view
from depmap.words import formats, headline

here = view.current()
decisions = here.read(relations.decisions)
effects = here.ask(relations.decision_effects.whole)
directions = here.read_all(relations.directions)
known = read.read(decisions, here.ask(relations.decision_options), effects, directions)
parked = here.ask(relations.parked)

ui.title("Decisions", "What must we decide, and by when?")
ui.answer(
    headline.decisions(decisions, here.shared.settings, here.is_filtered, read.largest(known))
)

left, right = st.columns([70, 26], gap="large")
with left:
    moving = [one for one in known if one.row["changes_a_chance"]]
    still = [one for one in known if not one.row["changes_a_chance"]]
    if not known:
        ui.none_match("No open decision.", "Decisions stand in decisions.yaml.")
    if moving:
        ui.section("Changes a chance", formats.count(len(moving), "decision"))
        goal = formats.percent(here.shared.settings["confidence_goal"])
        ui.html(cards.keys(goal) + cards.listed(moving))
    if still:
        if moving:
            ui.section("No option changes a chance", formats.count(len(still), "decision"))
        ui.html(rest.listed(still))
with right:
    ui.section("Too speculative to start yet")
    ui.html_or(ideas.to_revisit(here.read(relations.items)), "No prerequisite is parked.")
    ui.section("Ideas nobody plans yet")
    ui.whole_note("Ideas stand outside the map: filters leave them all.")
    ui.html_or(ideas.ideas(parked), "No idea is parked. Ideas stand in parked.yaml.")
