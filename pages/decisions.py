"""Decisions: what must we decide, and by when?"""

import streamlit as st

from depmap import answers
from depmap.screen import decision_cards, headline, ui, view

here = view.current()
decisions = here.read(answers.decisions)
options = here.ask(answers.decision_options)
items = here.read(answers.items)
parked = here.ask(answers.parked)

ui.title("Decisions", "What must we decide, and by when?")
ui.answer(headline.decisions(decisions, here.settings, here.is_filtered))

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
    ui.html_or(decision_cards.ideas(parked), "No idea is parked. Ideas stand in parked.yaml.")
