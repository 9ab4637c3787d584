"""Item: why does this matter, and why by then?"""

import streamlit as st

from depmap.answers import relations
from depmap.answers.rows import RowsById
from depmap.charts import item as charts
from depmap.charts import spread
from depmap.screen.parts import item as item_page
from depmap.screen.pieces import markup, ui
from depmap.screen.state import view
from depmap.words import item as item_sentence

here = view.current()
item_id = st.query_params.get("item", "")
items = here.shared.items
item = items.get(item_id)
if item is None:
    ui.title("Item")
    ui.empty("This link names no item of this portfolio.", "Pick one under Data, Prerequisites.")
    st.stop()

directions = here.read_all(relations.directions)
by_direction = here.shared.directions
edges = here.ask(relations.edges_of, item_id)
parts = item_page.about(here.read_all(relations.unlock_parts), item_id)
findings = item_page.about(here.read_all(relations.findings), item_id, "subject_id")
suggestions = item_page.about(here.read_all(relations.owner_suggestions), item_id)
is_direction = item["item_type"] == "direction"
held = item_sentence.held(item, RowsById(here.read_all(relations.decisions), "decision_id"))

ui.title(item["name"])
ui.html(markup.item_badges(item))
ui.answer(item_sentence.of(item, by_direction, here.shared.settings, here.shared.names))

left, right = st.columns([67, 30], gap="large")
with left:
    chain = item_page.chain_rows(item, items)
    if len(chain):
        ui.section("Why by then: the chain that sets the date")
        bound = by_direction[item["binding_direction"]]
        figure = charts.chain(chain, bound, here.shared.settings["as_of"], here.colours)
        ui.chart(figure, "chain", item_page.chain_list(chain, bound), item_page.open_item)
    if len(parts):
        ui.section(f"Why it matters: {ui.points_of_total(item['unlock_score'])}")
        figure = charts.parts(parts, directions, item["theme_id"], here.colours)
        ui.chart(figure, "parts", item_page.parts_list(parts, by_direction), item_page.open_item)
        ui.note(item_page.parts_note(item))
    quantiles = here.ask(relations.finish_quantiles.where, "direction_id", item_id)
    if is_direction and len(quantiles):
        ui.section("When it finishes, over all drawn futures")
        found = by_direction[item_id]
        figure = spread.finish_distribution(quantiles, found, here.colours, width=820)
        ui.chart(figure, "finish", item_page.finish_list(found))
    item_page.draw_neighbours(edges, item_id, items, held)
    if not is_direction and item["is_open"]:
        ui.section("What if …")
        ui.html(item_page.questions(item, edges, items))
with right, st.container(border=True, key="facts"):
    if is_direction:
        ui.html(item_page.direction_facts(by_direction[item_id], held))
    else:
        ui.html(item_page.facts(item, here.shared.settings, held))
        if item["owner_id"] == "" and item["is_open"]:
            ui.section("Likely owner")
            ui.html_or(item_page.candidates(suggestions), "No owner to compare it with.")
    ui.section("Lead, calendar days")
    ui.chart(spread.lead_range(item, here.colours), "lead")
    ui.html(item_page.origin(item, findings))
    ui.html(item_page.elsewhere(item_id))
