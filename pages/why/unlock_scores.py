"""Unlock scores: what opens the most doors?"""

import streamlit as st

from depmap.answers import relations, selections
from depmap.charts import unlock
from depmap.screen.parts.lists import unlock_scores as unlock_page
from depmap.screen.pieces import ui
from depmap.screen.state import view
from depmap.words import headline

here = view.current()
items = here.read(relations.items)
parts = here.read(relations.unlock_parts)
directions = here.read_all(relations.directions)
scored = here.once(selections.scored, items)
top = here.once(unlock_page.top, scored)

ui.title("Unlock scores", "What opens the most doors?")
ui.answer(*headline.unlock_scores(scored, here.shared.settings, here.is_filtered))
if top.empty:
    ui.none_match("No prerequisite here has a score.", "Only what holds up a direction has one.")
    st.stop()
ui.note(headline.how_scores_work(top, here.shared.settings))

left, right = st.columns([62, 34], gap="large")
with left:
    ui.section(unlock_page.ranking_title(top))
    ranking = here.once(unlock.ranking, top, parts, directions, here.colours)
    ui.chart(ranking, "ranking", unlock_page.list_twin(top), on_click=unlock_page.open_item)
    ui.download("Download scores", scored, "unlock-scores", "items")
with right:
    ui.section("Score against effort")
    marked = here.once(unlock_page.marked, scored)
    scatter = here.once(unlock.effort_scatter, marked, here.colours)
    ui.chart(scatter, "effort", on_click=unlock_page.open_item)
    if len(marked) < len(scored):
        ui.note(f"The highest {len(marked):,} of {len(scored):,} scores.")
    ui.note(
        "Up and to the left: much opened for little work. Colour is theme, mark is kind, as on "
        "the graph."
    )
