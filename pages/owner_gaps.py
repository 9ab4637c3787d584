"""Owner gaps: who is missing?"""

import streamlit as st

from depmap import answers
from depmap.screen import headline, owner_page, tokens, ui, view
from depmap.screen.charts import load

here = view.current()
items = here.read(answers.items)
suggestions = here.read(answers.owner_suggestions)
gaps = here.read(answers.owner_gaps)
owners = here.read(answers.owners)
rows = owner_page.unowned(items, suggestions)

ui.title("Owner gaps", "Who is missing?")
ui.answer(headline.owner_gaps(items, here.settings, here.is_filtered))

left, right = st.columns([62, 34], gap="large")
with left:
    ui.section("Without an owner, by unlock score")
    ui.table(rows, owner_page.columns_of_unowned(), "items", "Everything open here has an owner.")
    if len(rows):
        ui.download("Download unowned", owner_page.download_rows(rows), "owner-gaps")
with right:
    ui.section(f"Load to {tokens.day(here.settings['review_on'])} against capacity")
    if owners.empty:
        ui.none_match("No owner to draw.", "Owners stand in owners.csv.")
    else:
        figure = here.once(load.capacity, owners, here.colours)
        ui.chart(figure, "load", owner_page.list_twin(owners), on_click=owner_page.open_owner)
        ui.note(load.CAPTION)
    ui.section("Other gaps")
    ui.table(
        owner_page.other(gaps),
        owner_page.GAPS,
        "owner_gaps",
        "No owner is inactive, overloaded or holds too much.",
        is_framed=False,
    )
