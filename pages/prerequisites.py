"""Prerequisites: what is on the map?"""

import streamlit as st

from depmap import answers
from depmap.screen import columns, headline, sorting, ui, view

here = view.current()
items = here.read(answers.items)
rows = headline.prerequisites(items)

ui.title("Prerequisites", "What is on the map?")
ui.answer(headline.on_the_map(items, here.is_filtered))

with st.container(horizontal=True, horizontal_alignment="distribute", key="list_actions"):
    ordered = sorting.apply(rows, sorting.choose(sorting.PREREQUISITES))
    ui.download("Download shown rows", ordered, "prerequisites")
ui.table(
    ordered,
    [
        columns.WHAT.wide("24%"),
        columns.WHO.wide("17%"),
        columns.ACTION,
        columns.START_BY,
        columns.LEAD,
        columns.EFFORT,
        columns.THEME,
        columns.unlock(),
    ],
    "items",
    "No prerequisite to list.",
)
