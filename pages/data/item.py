"""Item: why does this matter, and why by then?"""

import streamlit as st

from depmap.answers import relations
from depmap.answers.rows import RowsById, records
from depmap.charts import item as charts
from depmap.charts import spread
from depmap.screen.parts.item import edits, facts, lists, ways_out
from depmap.screen.pieces import markup, ui
from depmap.screen.state import view
from depmap.words import decisions
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
parts = facts.about(here.read_all(relations.unlock_parts), item_id)
is_direction = item["item_type"] == "direction"
held = item_sentence.held(item, RowsById(here.read_all(relations.decisions), "decision_id"))

ui.title(item["name"])
ui.html(markup.item_badges(item))
ways = ways_out.ways_of(here, item_id)
ui.answer(ways_out.answer(here, item, ways))
assumed = facts.about_one_of(here.read_all(relations.assumed_options), item_id)
if said := decisions.assumes(records(assumed)):
    ui.note(said)

left, right = st.columns([67, 30], gap="large")
with left:
    chain = lists.chain_rows(item, items)
    if len(chain):
        ui.section("Why by then: the chain that sets the date")
        bound = by_direction[item["binding_direction"]]
        figure = charts.chain(chain, bound, here.shared.settings["as_of"], here.colours)
        ui.chart(figure, "chain", lists.chain_list(chain, bound), lists.open_item)
    if len(parts):
        ui.section(f"Why it matters: {ui.points_of_total(item['unlock_score'])}")
        figure = charts.parts(parts, directions, item["theme_id"], here.colours)
        ui.chart(figure, "parts", lists.parts_list(parts, by_direction), lists.open_item)
        ui.note(lists.parts_note(item))
    if is_direction:
        ways_out.draw(here, by_direction[item_id], ways)
    quantiles = here.ask(relations.finish_quantiles.where, "direction_id", item_id)
    if is_direction and len(quantiles):
        ui.section("When it finishes, over all drawn cases")
        found = by_direction[item_id]
        figure = spread.finish_distribution(quantiles, found, here.colours, width=820)
        ui.chart(figure, "finish", lists.finish_list(found))
    lists.draw_neighbours(edges, item_id, items, held)
    if not is_direction and item["is_open"] and here.data.has_inputs:
        ui.section("What if …")
        ui.html(lists.questions(item, edges, items))
    edits.draw(here, item)
with right, st.container(border=True, key="facts"):
    facts.draw_facts(here, item, held)
