"""Brief: what do I take into the meeting? One page of A4 when printed."""

import streamlit as st

from depmap.answers import relations
from depmap.screen.parts import brief as brief_tables
from depmap.screen.pieces import today, ui
from depmap.screen.state import view
from depmap.words import ahead, formats, headline

here = view.current()
items = here.read(relations.items)
directions = here.read(relations.directions)
decisions = here.read(relations.decisions)

ui.title("Brief", "What do I take into the meeting?")
with st.container(horizontal=True, vertical_alignment="center", key="brief_answer"):
    ui.answer(*headline.overview(items, directions, here.shared.settings, here.is_filtered))
    ui.print_button()

today.since_review(here)
coming = ahead.dates_ahead(
    here.read(relations.last_days), here.read(relations.milestones), here.shared.names
)
if coming:
    ui.note(coming)
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
        ways = brief_tables.enough(here.shared.names, directions, here.read(relations.ways_out))
        if ways:
            ui.notes("Enough to be on time, each by itself", ways)
        ui.section("Owner gaps that matter most")
        ui.table(
            brief_tables.worst_gaps(items),
            brief_tables.GAPS,
            "items",
            "Everything open has an owner.",
            is_framed=False,
        )
    today.assumptions(here)
    total = formats.total_points(here.shared.total_points)
    ui.note(
        brief_tables.footnote(total, here.shared.as_of, here.shared.settings["confidence_goal"])
    )
