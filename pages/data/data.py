"""Data: can I trust this?"""

import streamlit as st

from depmap.answers import relations
from depmap.answers.rows import records
from depmap.screen.parts.data import bring
from depmap.screen.parts.data import trust as data_page
from depmap.screen.pieces import markup, notices, ui
from depmap.screen.state import view
from depmap.words import headline

here = view.current()
items = here.read(relations.items)
findings = here.read(relations.findings)
sources = here.read(relations.item_sources)
backtest = here.ask(relations.owner_backtest)
everything = here.shared.items
comments = {name: here.comments(name) for name in data_page.RELATIONS}
problems = here.data.problems
total = notices.slip_count(problems)

ui.title("Data", "Can I trust this?")
ui.answer(headline.trust(items, total, here.is_filtered))
ui.tiles(data_page.tiles(items, findings, backtest, total))

if problems:
    ui.section("Problems", "the newest files do not load until these are fixed")
    ui.html(notices.problem_list(problems, most=notices.SHOWN_WITHOUT_DATA))

left, right = st.columns([60, 36], gap="large")
with left:
    ui.section("Worth an hour of someone's time", "leads by judgement that decide a date")
    judged = data_page.judgement_columns(here.shared.directions)
    judgements = records(here.read(relations.judgements))
    first, rest = data_page.split(judgements)
    ui.table(first, judged, "judgements", "No date rests on judgement.")
    if rest:
        ui.html(ui.rest_html(rest, judged, "less value waits on them"))
    ui.section("What leads rest on", "open prerequisites")
    ui.table(data_page.rests_on(items, sources), data_page.RESTS_ON, nothing="No lead to look at.")
    if len(sources):
        listed = ui.table_html(data_page.oldest_first(sources), data_page.SOURCES)
        ui.html(markup.fold("Every source,", "the one read longest ago first", listed))
    ui.section("Findings", "what loads but is questionable")
    ui.whole_note("Filters leave findings about items; those about owners and decisions are away.")
    if findings.empty:
        ui.none_match("Nothing is questionable.")
    else:
        ui.html(data_page.grouped(findings, everything))
        ui.download("Download findings", findings, "findings")
    ui.note(data_page.backtest_note(backtest))
    ui.note(data_page.calibration_note(here.read(relations.calibration)))
with right:
    ui.section("How each number is computed")
    ui.html(data_page.measures(comments))
    ui.section("Ranges, chances and reserves")
    ui.html(data_page.bullet_list(data_page.method(here.shared.settings)))
    ui.section("What is shown")
    ui.html(data_page.versions(here.data))
    if here.data.has_inputs:
        ui.section("Last import", "from each tool")
        bring.last_imports()

bring.draw(here)

with st.expander("Every column of the database"):
    for name, meanings in comments.items():
        ui.section(f"report.{name}")
        ui.html(data_page.every_column(meanings))
