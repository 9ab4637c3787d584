"""Data: can I trust this?"""

import streamlit as st

from depmap import answers
from depmap.screen import data_page, headline, notices, ui, view

here = view.current()
items = here.read(answers.items)
findings = here.read(answers.findings)
backtest = here.ask(answers.owner_backtest)
everything = here.items_by_id
comments = {name: here.comments(name) for name in data_page.RELATIONS}
problems = here.data.problems

ui.title("Data", "Can I trust this?")
ui.answer(headline.trust(items, len(problems), here.is_filtered))
ui.tiles(data_page.tiles(items, findings, backtest, len(problems)))

if problems:
    ui.section("Problems", "the newest files do not load until these are fixed")
    ui.html(notices.problem_list(problems, most=notices.SHOWN_WITHOUT_DATA))

left, right = st.columns([60, 36], gap="large")
with left:
    ui.section("Findings", "what loads but is questionable")
    ui.table(
        findings, data_page.finding_columns(everything), "findings", "Nothing is questionable."
    )
    ui.note(data_page.backtest_note(backtest))
with right:
    ui.section("How each number is computed")
    ui.html(data_page.measures(comments))
    ui.section("Ranges, chances and reserves")
    ui.html(data_page.bullet_list(data_page.method(here.settings)))
    ui.section("What is shown")
    ui.html(data_page.versions(here.data))

with st.expander("Every column of the database"):
    for name, meanings in comments.items():
        ui.section(f"report.{name}")
        ui.html(data_page.every_column(meanings))
