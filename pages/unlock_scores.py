"""Unlock scores: what opens the most doors?"""

import streamlit as st

from depmap import answers
from depmap.screen import headline, ui, unlock_page, view
from depmap.screen.charts import unlock

here = view.current()
items = here.read(answers.items)
parts = here.read(answers.unlock_parts)
directions = here.read_all(answers.directions)
scored = here.once(headline.scored, items)
top = here.once(unlock_page.top, scored)

ui.title("Unlock scores", "What opens the most doors?")
ui.answer(*headline.unlock_scores(scored, here.settings, here.is_filtered))
if top.empty:
    ui.none_match("No prerequisite here has a score.", "Only what holds up a direction has one.")
    st.stop()
ui.note(headline.how_scores_work(top, here.settings))

left, right = st.columns([62, 34], gap="large")
with left:
    ui.section(unlock_page.ranking_title(top))
    ranking = here.once(unlock.ranking, top, parts, directions, here.colours)
    ui.chart(ranking, "ranking", unlock_page.list_twin(top), on_click=unlock_page.open_item)
    ui.download("Download scores", scored, "unlock-scores")
with right:
    ui.section("Score against effort")
    scatter = here.once(unlock.effort_scatter, scored, here.colours)
    ui.chart(scatter, "effort", on_click=unlock_page.open_item)
    ui.note(
        "Up and to the left: much opened for little work. Colour is theme, mark is kind, as on "
        "the graph."
    )
