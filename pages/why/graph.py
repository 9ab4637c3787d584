"""Graph: how does it hang together?"""

import streamlit as st

from depmap.answers import relations
from depmap.graph import standalone
from depmap.screen.parts import graph as graph_page
from depmap.screen.pieces import cards, graph_component, ui
from depmap.screen.state import selection, view
from depmap.words import formats

here = view.current()
items = here.read_all(relations.items)
edges = here.read_all(relations.edges)
directions = here.read_all(relations.directions)
kept = frozenset(here.read(relations.items)["item_id"]) if here.is_filtered else None

ui.title("Graph", "How does it hang together?")
with st.container(key="graph_answer"):
    answer = st.empty()

canvas, rail = st.columns([79, 19], gap="medium")
with canvas:
    choice = graph_page.choose(items, selection.selected())
    if graph_page.is_whole(choice):
        ui.whole_note("All that lies around or between them is drawn, whatever the filters leave.")
    shown = here.once(graph_page.view_of, items, edges, choice, kept)
    drawn = here.once(
        graph_page.data,
        shown,
        directions,
        here.shared.palettes,
        here.colours.name,
        selection.selected(),
    )
    chosen = graph_component.mount(drawn, "dependency_graph", graph_page.height(drawn))
    selected = selection.follow("dependency_graph", chosen)
    ui.download_file(
        "Download as HTML",
        lambda: graph_page.file(drawn, shown, here.colours, formats.day(here.shared.as_of)),
        f"graph-{here.shared.as_of:%Y-%m-%d}.html",
        "text/html",
    )
with answer.container():
    picked = here.shared.items.get(selected)
    ui.answer(graph_page.sentence(shown, here.shared.settings, here.is_filtered, picked))
with rail:
    card = cards.of(selected)
    if card:
        ui.html(card)
    ui.html(standalone.legend(shown, here.colours))
