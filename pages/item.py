"""Item: why does this matter, and why by then?"""

import streamlit as st

from depmap import answers
from depmap.screen import item_page, item_sentence, ui, view
from depmap.screen.charts import item as charts
from depmap.screen.charts import spread

here = view.current()
item_id = st.query_params.get("item", "")
items = here.items_by_id
item = items.get(item_id)
if item is None:
    ui.title("Item")
    ui.empty("This link names no item of this portfolio.", "Pick one under Data, Prerequisites.")
    st.stop()

directions = here.read_all(answers.directions)
by_direction = here.directions_by_id
edges = here.ask(answers.edges_of, item_id)
parts = item_page.about(here.read_all(answers.unlock_parts), item_id)
findings = item_page.about(here.read_all(answers.findings), item_id, "subject_id")
suggestions = item_page.about(here.read_all(answers.owner_suggestions), item_id)
is_direction = item["item_type"] == "direction"

ui.title(item["name"])
ui.html(item_page.badges(item))
if is_direction:
    ui.answer(item_sentence.of_direction(by_direction[item_id], here.settings))
else:
    ui.answer(item_sentence.of_prerequisite(item, by_direction, here.settings))

left, right = st.columns([67, 30], gap="large")
with left:
    chain = item_page.chain_rows(item, items)
    if len(chain):
        ui.section("Why by then: the chain that sets the date")
        bound = by_direction[item["binding_direction"]]
        figure = charts.chain(chain, bound, here.settings["as_of"], here.colours)
        ui.chart(figure, "chain", item_page.chain_list(chain, bound), item_page.open_item)
    if len(parts):
        ui.section(f"Why it matters: {ui.points_of_total(item['unlock_score'])}")
        figure = charts.parts(parts, directions, item["theme_id"], here.colours)
        ui.chart(figure, "parts", item_page.parts_list(parts, by_direction), item_page.open_item)
        ui.note(item_page.parts_note(item))
    quantiles = here.ask(answers.finish_quantiles, item_id)
    if is_direction and len(quantiles):
        ui.section("When it finishes, over all drawn futures")
        found = by_direction[item_id]
        figure = spread.finish_distribution(quantiles, found, here.colours, width=820)
        ui.chart(figure, "finish", item_page.finish_list(found))
    needs, waits = st.columns(2, gap="large")
    with needs:
        before = edges[edges["item_id"] == item_id]
        ui.section("Needs first", item_page.how_many(before))
        ui.html_or(
            item_page.neighbours(before, "requires_id", items), "Nothing. It can start today."
        )
    with waits:
        after = edges[edges["requires_id"] == item_id]
        ui.section("Waits for it", item_page.how_many(after))
        ui.html_or(item_page.neighbours(after, "item_id", items), "Nothing waits for it.")
with right, st.container(border=True, key="facts"):
    if is_direction:
        ui.html(item_page.direction_facts(by_direction[item_id]))
    else:
        ui.html(item_page.facts(item, here.settings))
        if item["owner_id"] == "" and item["is_open"]:
            ui.section("Likely owner")
            ui.html_or(item_page.candidates(suggestions), "No owner to compare it with.")
    ui.section("Lead, calendar days")
    ui.chart(spread.lead_range(item, here.colours), "lead")
    ui.html(item_page.origin(item, findings))
    ui.html(item_page.elsewhere(item_id))
