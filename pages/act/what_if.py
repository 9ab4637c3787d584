"""What if: what would a change do?"""

import streamlit as st

from depmap.screen.parts.what_if import builder, cells, results, writing
from depmap.screen.pieces import ui
from depmap.screen.state import view

here = view.current()

ui.title("What if", "What would a change do?", takes_filters=False)
if here.scenario:
    ui.back_to_today()
ui.answer(results.answer(here))

with st.container(key="what_if_page"):
    left, right = st.columns([23, 72], gap="large")
    with left:
        builder.draw(here)
    with right:
        results.directions(here, results.sides(here, builder.beside(here)))
        differs, real = st.columns([51, 46], gap="large")
        with differs:
            results.differences(here)
        with real:
            cells.draw(here)
            writing.draw(here)
