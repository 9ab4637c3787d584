"""Prerequisites: what is on the map?"""

import streamlit as st

from depmap.answers import relations, selections
from depmap.screen.parts.lists import prerequisites as sorting
from depmap.screen.pieces import columns, ui
from depmap.screen.state import view
from depmap.words import headline

here = view.current()
items = here.read(relations.items)
rows = selections.prerequisites(items)

ui.title("Prerequisites", "What is on the map?")
ui.answer(headline.on_the_map(items, here.is_filtered))

with st.container(horizontal=True, horizontal_alignment="distribute", key="list_actions"):
    order = sorting.choose(sorting.PREREQUISITES)
    ordered = sorting.apply(rows, order)
    ui.download("Download shown rows", ordered, "prerequisites", "items")
ui.table(
    ordered,
    sorting.shown(
        [
            sorting.what(here.filters.ids("touches")),
            columns.WHO.wide("17%"),
            columns.ACTION,
            columns.START_BY,
            columns.LEAD,
            columns.EFFORT,
            columns.THEME,
            columns.unlock(),
        ],
        order,
    ),
    "items",
    "No prerequisite to list.",
)
