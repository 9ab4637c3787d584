"""Plan: what is the sequence?"""

from collections import Counter

import streamlit as st

from depmap.answers import relations
from depmap.screen.parts.plan import table as plan_table
from depmap.screen.pieces import today, ui
from depmap.screen.state import view
from depmap.words import headline

here = view.current()
plan = here.read(relations.plan)
items = here.read(relations.items)
decisions = here.read(relations.decisions)
shown = plan_table.with_facts(plan, items)

ui.title("Plan", "What is the sequence?")
ui.answer(headline.plan(Counter(shown["plan_window"]), here.shared.settings, here.is_filtered))

names = [window.name for window in plan_table.windows(here.shared.settings)]
with st.container(horizontal=True, horizontal_alignment="distribute", key="plan_actions"):
    chosen = ui.switch("Window", [plan_table.EVERY_WINDOW, *names], "window")
    kept = plan_table.shown_windows(chosen, here.shared.settings)
    with st.container(horizontal=True, width="content"):
        ui.print_button(is_landscape=True)
        ui.download(
            "Download shown rows", plan_table.download_rows(plan, shown, kept), "plan", "plan"
        )
        everything = here.read_all(relations.plan)
        ui.download("Download whole plan", everything, "whole-plan", "plan")

for window in kept:
    listed = plan_table.rows(shown, decisions, window, here.shared.settings)
    if plan_table.is_shown(window, listed, chosen):
        ui.section(window.name, f"{window.says} · {listed.count:,}")
        columns = plan_table.table_columns()
        ui.table(listed.rows, columns, "plan", "Nothing in this window.", count=listed.count)
today.assumptions(here)
