"""My work: what does one owner start, decide and finish, in which order?"""

import streamlit as st

from depmap.answers import relations
from depmap.answers.names import NO_OWNER
from depmap.answers.rows import RowsById
from depmap.screen.parts.owners import full
from depmap.screen.parts.plan import my_work
from depmap.screen.parts.plan import table as plan_table
from depmap.screen.pieces import ui
from depmap.screen.state import view
from depmap.words import capacity as words
from depmap.words import headline

here = view.current()
settings = here.shared.settings
owners = RowsById(here.read_all(relations.owners), "owner_id")
items = here.read_all(relations.items)
decisions = here.read_all(relations.decisions)
plan = here.read_all(relations.plan)
asked = st.query_params.get("who", "")
owner_id = my_work.whose(asked, owners)

if owner_id is None:
    ui.title("My work", "Who starts, decides and finishes what?", takes_filters=False)
    if asked:
        ui.note("The link names no owner of this portfolio.")
    rows = my_work.everybody(list(owners.values()), items, decisions, settings)
    ui.answer(headline.everybodys_work(rows, settings))
    my_work.choose(owners, None)
    ui.table(rows, my_work.EVERYBODY, nothing="Nothing is open, and no decision is due.")
    st.stop()

owner = owners.get(owner_id)
own = my_work.of(items, owner_id)
others = my_work.waiting_for(here.read_all(relations.edges), list(own["item_id"]))
decides = decisions[decisions["owner_id"] == owner_id]
waiting = {item_id for ids in others.values() for item_id in ids}

ui.title(owner["name"] if owner else NO_OWNER, "What to finish, start, decide?", False)
with st.container(horizontal=True, horizontal_alignment="distribute", key="work_actions"):
    my_work.choose(owners, owner_id)
    with st.container(horizontal=True, width="content"):
        ui.print_button(is_landscape=True)
        ui.download("Download these rows", my_work.plan_rows(plan, own), "work", "plan")
found = my_work.answer(own, decides, len(waiting), settings)
ui.answer(words.work(found, bool(owner)))
if owner:
    ui.html(my_work.who_they_are(owner))
    ui.note(words.days_of(owner))
    if owner["effort_days"]:
        weeks = full.weeks_of(
            here.read_all(relations.owner_weeks), here.shared.as_of, settings["review_on"].date()
        )
        ui.table([owner], full.columns(weeks)[1:], "owners", is_framed=False)

shown = plan_table.with_facts(my_work.plan_rows(plan, own), items)
columns = my_work.table_columns(owner_id, others)
for window in my_work.windows(settings):
    listed = plan_table.rows(shown, decides, window, settings)
    if listed.rows:
        ui.section(window.name, f"{window.says} · {listed.count:,}")
        ui.table(listed.rows, columns, "plan", count=listed.count)
sponsored = my_work.sponsored(here.read_all(relations.directions), owner_id)
if sponsored:
    ui.section("Answers for", "directions")
    ui.table(sponsored, my_work.SPONSORED, "directions", is_framed=False)
