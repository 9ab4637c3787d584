"""What the Themes page lists, and what a click on its heat map opens."""

from __future__ import annotations

from collections.abc import Sequence

from pandas import DataFrame

from depmap.answers.names import NO_OWNER
from depmap.answers.rows import Row, records
from depmap.charts.themes import points_parts
from depmap.screen.pieces import links, markup
from depmap.screen.pieces.markup import link, text
from depmap.screen.pieces.table import MOST_ROWS, Column
from depmap.screen.pieces.ui import list_rows
from depmap.screen.state import view
from depmap.words import formats
from depmap.words.formats import count, total_points


def rows(themes: DataFrame) -> DataFrame:
    """Themes by points, the highest first."""
    return themes.sort_values(["unlock_score", "theme_id"], ascending=[False, True])


def with_theme(parts: DataFrame, items: DataFrame) -> DataFrame:
    """The parts of the scores with the theme of each item."""
    return parts.merge(items[["item_id", "theme_id"]], on="item_id")


def columns() -> list[Column]:
    """Theme, open, without owner, late, effort, unlock and the first start by."""
    total = total_points(view.current().shared.total_points)
    return [
        Column("Theme", _theme, "name", "title", "22%"),
        Column("Open", _open, "open_items", "line", "9%", is_number=True),
        Column("No owner", _unowned, "unowned_items", "line", "12%", is_number=True),
        Column("Late", lambda row: text(row["items_late"]), "items_late", "line", "8%", True),
        Column(
            "Effort, days", lambda row: text(f"{row['effort_days']:,.0f}"), "effort_days",
            "line", "11%", True,
        ),
        Column(f"Unlock, of {total}", _unlock, "unlock_score", "line", "25%"),
        Column("First start by", lambda row: markup.day(row["first_safe_start_by"]),
               "first_safe_start_by", "line", "13%"),
    ]  # fmt: skip


def _theme(row: Row) -> str:
    return markup.theme_pill(row["theme_id"], row["name"])


def _open(row: Row) -> str:
    return link(str(row["open_items"]), links.address("plan", theme=row["name"]))


def _unowned(row: Row) -> str:
    if not row["unowned_items"]:
        return text(0)
    target = links.address("owner_gaps", theme=row["name"], owner=NO_OWNER)
    share = formats.percent(row["unowned_share"])
    return link(f"{row['unowned_items']} ({share})", target)


def _unlock(row: Row) -> str:
    colour = view.current().colours.theme(row["theme_id"])
    return markup.bar(row["unlock_share"] or 0, total_points(row["unlock_score"]), colour)


def list_twin(themes: DataFrame, unassigned: float) -> str:
    """Points by theme, and those in doubt, as a list for phones; ready HTML."""
    open_items = dict(zip(themes["theme_id"], themes["open_items"], strict=True))
    return list_rows(
        [
            (
                markup.theme_badge(theme_id, name, _plan(theme_id))
                if theme_id
                else link(name, links.address("unlock_scores")),
                text(count(open_items[theme_id], "open item")) if theme_id else "",
                text(total_points(points)),
            )
            for theme_id, name, points in points_parts(themes, unassigned)
        ]
    )


def open_theme(theme_id: str | None) -> None:
    """Opens the plan of a clicked theme; the part in doubt opens the scores."""
    label = view.current().shared.options.label("theme", theme_id or "")
    if label:
        links.open_page("plan", theme=label)
    else:
        links.open_page("unlock_scores")


def _plan(theme_id: str, direction_id: str = "") -> str:
    """Address of the plan of a theme and, where one is given, of a direction."""
    return links.address("plan", **_labels(theme_id, direction_id))


def _labels(theme_id: str, direction_id: str) -> dict[str, str]:
    offered = view.current().shared.options
    theme = offered.label("theme", theme_id)
    if not direction_id:
        return {"theme": theme}
    return {"theme": theme, "direction": offered.label("direction", direction_id)}


def open_cell(cell: Sequence[str] | None) -> None:
    """Opens the plan of a clicked cell: its theme and, where it is one, its direction."""
    if not cell:
        return
    theme_id, direction_id = cell
    links.open_page("plan", **_labels(theme_id, direction_id))


def cell_list(parts: DataFrame, directions: DataFrame, themes: DataFrame) -> str:
    """The heat map as a list for phones, the largest cells first; ready HTML.

    Beyond what a page can draw the rest is one row.
    """
    cells = parts.groupby(["theme_id", "direction_id"], as_index=False)["contribution"].sum()
    theme_names = dict(zip(themes["theme_id"], themes["name"], strict=True))
    names = dict(zip(directions["direction_id"], directions["chart_name"], strict=True))
    largest = DataFrame(cells).sort_values("contribution", ascending=False)
    drawn, rest = largest[:MOST_ROWS], largest[MOST_ROWS:]
    listed = [
        (
            link(
                names.get(cell["direction_id"], ""),
                _plan(cell["theme_id"], cell["direction_id"]),
            ),
            markup.theme_badge(cell["theme_id"], theme_names.get(cell["theme_id"], "")),
            text(total_points(cell["contribution"])),
        )
        for cell in records(drawn)
    ]
    if len(rest):
        held = text(total_points(rest["contribution"].sum()))
        listed.append((text(count(len(rest), "smaller cell")), "", held))
    return list_rows(listed)
