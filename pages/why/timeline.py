"""Timeline: when must each thing start?"""

import streamlit as st

from depmap.answers import relations
from depmap.answers.selections import as_owners_can
from depmap.charts.timeline import chart as gantt
from depmap.screen.parts import timeline as timeline_page
from depmap.screen.pieces import cards, today, ui
from depmap.screen.state import selection, view
from depmap.words import capacity, headline

here = view.current()
by_map = here.read(relations.items)
directions = here.read_all(relations.directions)
milestones = here.read(relations.milestones)
edges = here.read(relations.edges)

ui.title("Timeline", "When must each thing start?")
with st.container(key="timeline_answer"):
    answer = st.empty()

chart, rail = st.columns([76, 22], gap="medium")
with chart:
    with st.container(horizontal=True, key="timeline_actions"):
        with ui.with_picture("group", "content"):
            group = timeline_page.choose_group()
        scope = timeline_page.choose_scope()
        is_kept = timeline_page.choose_dates()
    kept = here.once(as_owners_can, by_map, here.read(relations.schedule))
    items = kept if is_kept else by_map
    matter = here.once(timeline_page.rows, items, scope)
    rows = here.once(timeline_page.first, matter)
    chosen = selection.selected()
    if rows.empty:
        ui.empty("No prerequisite has a date to draw.", "Clear a filter, or show all.")
    else:
        if len(rows) < len(matter):
            ui.note(f"The first {len(rows)} of {len(matter):,} to start. Filters narrow them.")
        ui.whole_note("The targets above the bars are those of all directions.")
        figure = here.once(
            gantt.timeline,
            rows,
            directions,
            milestones,
            edges,
            here.shared.as_of,
            here.shared.settings["review_on"].date(),
            here.colours,
            group_by=group,
            selected=chosen or None,
            width=timeline_page.WIDTH,
        )
        twin = here.once(timeline_page.list_twin, rows)
        ui.chart(figure, "timeline", twin, on_click=selection.select, config=timeline_page.config())
        today.assumptions(here)
        with ui.with_picture("files"), st.container(horizontal=True, vertical_alignment="center"):
            ui.download_file(
                "Download as HTML",
                lambda: timeline_page.standalone(figure),
                f"timeline-{here.shared.as_of:%Y-%m-%d}.html",
                "text/html",
            )
            ui.aside("The camera above the chart saves a picture as")
            timeline_page.choose_picture()
with answer.container():
    ui.answer(
        headline.timeline(items, here.shared.settings, here.is_filtered),
        capacity.drawn(by_map, kept, is_kept),
    )
with rail:
    shown = chosen or timeline_page.most_urgent(items)
    ui.section("Selected" if chosen else "Most urgent")
    if chosen:
        ui.button("Clear selection", selection.select, None)
    ui.html_or(cards.of(shown), "Nothing is waiting to start.")
    with ui.with_picture("legend"):
        ui.section("How to read")
        ui.html(timeline_page.legend(here.colours, is_kept))
