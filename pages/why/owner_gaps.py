"""Owner gaps: who is missing?"""

import streamlit as st

from depmap.answers import relations
from depmap.charts import load
from depmap.screen.parts import owner_gaps as owner_page
from depmap.screen.pieces import ui
from depmap.screen.state import view
from depmap.words import formats, headline

here = view.current()
items = here.read(relations.items)
suggestions = here.read(relations.owner_suggestions)
gaps = here.read(relations.owner_gaps)
owners = here.read(relations.owners)
rows = owner_page.unowned(items, suggestions)

ui.title("Owner gaps", "Who is missing?")
ui.answer(headline.owner_gaps(items, here.shared.settings, here.is_filtered))

left, right = st.columns([62, 34], gap="large")
with left:
    ui.section("Without an owner, by unlock score")
    ui.table(rows, owner_page.columns_of_unowned(), "items", "Everything open here has an owner.")
    if len(rows):
        ui.download("Download unowned", owner_page.download_rows(rows), "owner-gaps")
with right:
    ui.section(f"Load to {formats.day(here.shared.settings['review_on'])} against capacity")
    ui.whole_note("Each owner shown is drawn with all they hold, whatever the filters leave.")
    if owners.empty:
        ui.none_match("No owner to draw.", "Owners stand in owners.csv.")
    else:
        figure = here.once(load.capacity, owners, here.colours)
        ui.chart(
            figure,
            "load",
            owner_page.list_twin(owners),
            on_click=owner_page.open_owner,
            caption=load.CAPTION,
        )
    ui.section("Other gaps")
    ui.table(
        owner_page.other(gaps),
        owner_page.GAPS,
        "owner_gaps",
        "No owner is inactive, overloaded or holds too much.",
        is_framed=False,
    )
