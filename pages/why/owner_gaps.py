"""Owners: who is full, and who is missing?"""

from depmap.answers import relations
from depmap.answers.rows import records
from depmap.screen.parts.owners import full
from depmap.screen.parts.owners import gaps as missing
from depmap.screen.pieces import ui
from depmap.screen.state import view
from depmap.words import capacity as words
from depmap.words import headline

here = view.current()
items = here.read(relations.items)
suggestions = here.read(relations.owner_suggestions)
gaps = here.read(relations.owner_gaps)
owners = here.read(relations.owners)
unowned = missing.unowned(items, suggestions)
(plan,) = records(here.read_all(relations.capacity))
everybody = records(here.read_all(relations.owners))
settings = here.shared.settings

ui.title("Owners", "Who is full, and who is missing?")
ui.answer(words.holds(plan, everybody, here.shared.directions, here.kept))

ui.section("Who is full", full.say_how_many(owners))
ui.whole_note("Each owner shown is drawn with all they hold, whatever the filters leave.")
if owners.empty:
    ui.none_match("No owner to draw.", "Owners stand in owners.csv.")
else:
    weeks = full.weeks_of(
        here.read(relations.owner_weeks), here.shared.as_of, settings["review_on"].date()
    )
    ui.html(full.key(weeks))
    rows = full.rows(owners, plan, items)
    ui.table(rows, full.columns(weeks), "owners", "No owner holds any effort.")
    said = words.unplanned(plan)
    if said:
        ui.note(said)

ui.section("Who is missing", "by unlock score")
ui.note(headline.owner_gaps(items, settings, here.is_filtered))
ui.table(unowned, missing.columns_of_unowned(), "items", "Everything open here has an owner.")
if len(unowned):
    ui.download("Download unowned", missing.download_rows(unowned), "owner-gaps", "items")
ui.section("Other gaps")
ui.table(
    missing.other(gaps),
    missing.GAPS,
    "owner_gaps",
    "No owner is inactive, asked for more than they have, or holds too much unlock.",
    is_framed=False,
)
