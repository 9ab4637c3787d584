"""Changes: what moved since the last review, and why?"""

import streamlit as st

from depmap.answers.rows import records
from depmap.screen.parts.changes import asked, edited, moves, trends
from depmap.screen.pieces import ui
from depmap.screen.state import view
from depmap.words import changes as words

here = view.current()

ui.title("Changes", "What moved since the last review, and why?", takes_filters=False)
since = asked.since(here)
if since and since.found:
    found = since.found
    ui.answer(
        words.since(
            since.as_of,
            len(here.today.directions),
            records(found.comparison.by_map.directions),
            found.causes,
            found.names,
        )
    )
    asked.notes(here, since)
    moves.draw(here, found)
trends.draw(here)
if since and since.found:
    left, right = st.columns([71, 25], gap="large")
    with left:
        edited.draw(here, since.found)
    with right:
        edited.happened(here, since.found)
