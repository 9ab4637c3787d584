"""Decisions: what must we decide, and by when?"""

import streamlit as st

from depmap.answers import relations
from depmap.screen.parts import decisions as decision_cards
from depmap.screen.pieces import ui
from depmap.screen.state import view
from depmap.words import headline

here = view.current()
decisions = here.read(relations.decisions)
options = here.ask(relations.decision_options)
items = here.read(relations.items)
parked = here.ask(relations.parked)

ui.title("Decisions", "What must we decide, and by when?")
ui.answer(headline.decisions(decisions, here.shared.settings, here.is_filtered))

left, right = st.columns([64, 32], gap="large")
with left:
    if decisions.empty:
        ui.none_match("No open decision.", "Decisions stand in decisions.yaml.")
    else:
        ui.html(decision_cards.cards(decisions, options))
with right:
    ui.section("Too speculative to start yet")
    ui.html_or(decision_cards.to_revisit(items), "No prerequisite is parked.")
    ui.section("Ideas nobody plans yet")
    ui.whole_note("Ideas stand outside the map: filters leave them all.")
    ui.html_or(decision_cards.ideas(parked), "No idea is parked. Ideas stand in parked.yaml.")
