"""Graph: how does it hang together?"""

import streamlit as st

from depmap import answers
from depmap.screen import (
    cards,
    graph_component,
    graph_export,
    graph_page,
    selection,
    tokens,
    ui,
    view,
)

here = view.current()
items = here.read_all(answers.items)
edges = here.read_all(answers.edges)
directions = here.read_all(answers.directions)
kept = frozenset(here.read(answers.items)["item_id"]) if here.is_filtered else None

ui.title("Graph", "How does it hang together?")
with st.container(key="graph_answer"):
    answer = st.empty()

canvas, rail = st.columns([79, 19], gap="medium")
with canvas:
    choice = graph_page.choose(items, selection.selected())
    shown = here.once(graph_page.view_of, items, edges, choice, kept)
    drawn = here.once(
        graph_page.data,
        shown,
        directions,
        here.palettes,
        here.colours.name,
        selection.selected(),
    )
    chosen = graph_component.mount(drawn, "dependency_graph", graph_page.height(drawn))
    selected = selection.follow("dependency_graph", chosen)
    ui.download_file(
        "Download as HTML",
        lambda: graph_page.standalone(drawn, shown, here.colours, tokens.day(here.as_of)),
        f"graph-{here.as_of:%Y-%m-%d}.html",
        "text/html",
    )
with answer.container():
    ui.answer(graph_page.sentence(shown, here.settings, here.is_filtered))
with rail:
    card = cards.of(selected)
    if card:
        ui.html(card)
    ui.html(graph_export.legend(shown, here.colours))
