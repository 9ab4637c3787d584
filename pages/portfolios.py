"""Portfolios: which team is in trouble, who waits for whom, what do we procure twice?"""

import streamlit as st

from depmap.screen.parts.portfolios import outlook, owners, shared, shown, waits
from depmap.screen.pieces import ui
from depmap.screen.state import view
from depmap.words.exchange import portfolios as words

here = view.current()

ui.title("Portfolios", "Which team is late, and who holds up whom?", takes_filters=False)
chosen = shown.choose(here)
everybody, waiting = chosen.portfolios, chosen.waits
ui.answer(words.answer(everybody, waiting, chosen.shared))

left, right = st.columns([67, 30], gap="large")
with left:
    ui.section("Late and at risk", words.counted(everybody))
    outlook.draw(everybody)
    chosen.download("Download portfolios", "portfolios")
with right:
    ui.section("Who holds up whom", "days, and points that wait")
    waits.draw(waiting)
    chosen.download("Download what waits", "asked_for")
    ui.section("Full across portfolios", "days a week until the next review")
    owners.draw(chosen.owners)
    chosen.download("Download owners", "owners")

ui.section("The same thing, asked for more than once", "by its shared key: procure it once")
shared.draw([row for row in chosen.shared if row["kind"] == "key"], shared.NO_KEY)
ui.section("The same outside party", "what else several portfolios ask of it: ask together")
shared.draw([row for row in chosen.shared if row["kind"] == "party"], shared.NO_PARTY)
chosen.download("Download who asks", "shared_items")
