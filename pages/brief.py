"""Brief: what do I take into the meeting? One page of A4 when printed."""

import streamlit as st

from depmap import answers
from depmap.screen import brief_tables, headline, tokens, ui, view

here = view.current()
items = here.read(answers.items)
directions = here.read(answers.directions)
decisions = here.read(answers.decisions)

ui.title("Brief", "What do I take into the meeting?")
ui.answer(*headline.overview(items, directions, here.settings, here.is_filtered))

with st.container(key="brief"):
    left, right = st.columns(2, gap="large")
    with left:
        ui.section("First ten to start")
        ui.table(
            brief_tables.first_actions(items),
            brief_tables.ACTIONS,
            "items",
            "Nothing has to start.",
            is_framed=False,
        )
        ui.section("Decisions due")
        ui.table(
            brief_tables.decisions_due(decisions),
            brief_tables.DECISIONS,
            "decisions",
            "No decision has a date.",
            is_framed=False,
        )
    with right:
        ui.section("Directions")
        ui.table(
            directions, brief_tables.DIRECTIONS, "directions", "No direction.", is_framed=False
        )
        ui.section("Owner gaps that matter most")
        ui.table(
            brief_tables.worst_gaps(items),
            brief_tables.GAPS,
            "items",
            "Everything open has an owner.",
            is_framed=False,
        )
    total = tokens.total_points(here.total_points)
    ui.note(brief_tables.footnote(total, here.as_of, here.settings["confidence_goal"]))
