"""Themes: where does the work cluster?"""

from depmap.answers import relations
from depmap.charts import heatmap
from depmap.screen.parts.lists import themes as theme_page
from depmap.screen.pieces import ui
from depmap.screen.state import view
from depmap.words import headline

here = view.current()
items = here.read(relations.items)
themes = here.read(relations.themes)
directions = here.read(relations.directions)
parts = here.read(relations.unlock_parts)

ui.title("Themes", "Where does the work cluster?")
ui.answer(headline.themes(themes, here.shared.settings, here.is_filtered))
ui.whole_note(
    "The table counts all items of each theme shown; the picture below what the filters leave."
)
ui.table(
    theme_page.rows(themes), theme_page.columns(), "themes", "No theme has an open prerequisite."
)

ui.section("Points of unlock by theme and direction")
themed = here.once(theme_page.with_theme, parts, items)
if themed.empty:
    ui.none_match("No direction needs anything of these themes.")
else:
    figure = here.once(heatmap.theme_direction, themed, directions, themes, here.colours)
    twin = theme_page.cell_list(themed, directions, themes)
    ui.chart(figure, "heatmap", twin, on_click=theme_page.open_cell, caption=heatmap.CAPTION)
