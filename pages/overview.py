"""Overview: what must we do now?"""

import streamlit as st

from depmap.answers import relations
from depmap.charts import forecast
from depmap.charts import themes as theme_charts
from depmap.screen.parts import overview
from depmap.screen.parts.lists import themes as theme_page
from depmap.screen.pieces import columns, today, ui
from depmap.screen.state import view
from depmap.words import ahead, formats, headline

here = view.current()
items = here.read(relations.items)
directions = here.read(relations.directions)
decisions = here.read(relations.decisions)
themes = here.read(relations.themes)

ui.title("Overview", "What must we do now?")
ui.answer(*headline.overview(items, directions, here.shared.settings, here.is_filtered))
today.since_review(here)
ui.tiles(overview.tiles(items, directions, decisions, here.shared.settings))

left, right = st.columns([53, 43], gap="large")
with left:
    ui.section("Do these first", overview.say_rest(items))
    ui.table(
        overview.do_first(items),
        [
            columns.WHAT_SHORT.wide("35%"),
            columns.WHO.wide("30%"),
            columns.START_IN.wide("15%"),
            columns.OPENS_FIRST.wide("20%"),
        ],
        relation="items",
        nothing="Nothing has to start.",
        is_framed=False,
    )
    coming = ahead.dates_ahead(
        here.read(relations.last_days), here.read(relations.milestones), here.shared.names
    )
    if coming:
        ui.note(coming)
    delayed = overview.delayed(here, directions)
    if delayed:
        ui.notes("With the days owners have", delayed)
with right:
    ui.section("Directions: forecast against target")
    if directions.empty:
        ui.none_match("No direction to forecast.", "Add one to directions.yaml.")
    else:
        chart = here.once(forecast.directions, directions, here.shared.as_of, here.colours)
        twin = overview.direction_list(directions)
        ui.chart(
            chart, "forecast", twin, on_click=overview.open_direction, caption=forecast.CAPTION
        )
    enough = overview.enough(here.shared.names, directions, here.read(relations.ways_out))
    if enough:
        ui.notes("Enough to be on time", enough)

if len(themes) and here.shared.total_points:
    ui.section(f"Where the {formats.total_points(here.shared.total_points)} points of unlock sit")
    ui.whole_note("Each theme shown counts all its items, whatever the filters leave of them.")
    points = here.once(
        theme_charts.points_bar,
        themes,
        here.shared.settings["unassigned_value"],
        here.shared.total_points,
        here.colours,
        width=overview.POINTS_WIDTH,
    )
    twin = theme_page.list_twin(themes, here.shared.settings["unassigned_value"])
    ui.chart(points, "points", twin, on_click=theme_page.open_theme)
