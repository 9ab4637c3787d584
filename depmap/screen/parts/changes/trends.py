"""How the forecasts went from version to version: one small picture a direction, on one scale."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from pandas import DataFrame

from depmap.answers.rows import Row, is_missing
from depmap.charts import trend
from depmap.look.signs import OUTLOOKS
from depmap.screen.parts.changes import asked
from depmap.screen.pieces import markup, ui
from depmap.screen.pieces.markup import tag, text
from depmap.screen.state import published, view
from depmap.screen.state.view import View
from depmap.versions.history import Point
from depmap.words.formats import chance, count, day

FIRST, EVERY = "Largest loss of chance", "All directions"
SHOWN = 4
COLUMNS = ("direction_id", "as_of", "forecast", "p80", "chance_on_time", "target")
BANDS = {"at_risk": "at_risk", "late": "critical", "blocked": "critical"}


def draw(here: View) -> None:
    """The trend of the directions that lost most, or of all."""
    known = published.past().known()
    if not known.states:
        return
    points = here.once(_points, known.trend)
    days = sorted(set(points["as_of"]))
    is_shown = len(days) > 1
    ui.section(
        "The trend",
        f"the forecast on {count(len(days), 'day')} since {day(days[0])}; a line that rises slips"
        if is_shown
        else "",
    )
    rows = _by_loss(here, points) if is_shown else []
    if len(rows) > SHOWN and ui.switch("Trend", [FIRST, EVERY], "trend") == FIRST:
        rows = rows[:SHOWN]
    names = [row["direction_id"] for row in rows]
    within = trend.frame(points[points["direction_id"].isin(names)])
    if within is None:
        ui.empty("No trend yet: it needs the forecasts of two days.")
    else:
        for start in range(0, len(rows), SHOWN):
            columns = st.columns(SHOWN, gap="medium")
            for column, row in zip(columns, rows[start : start + SHOWN], strict=False):
                with column:
                    _picture(here, points, row, within)
    asked.counting()


def _points(trend: Sequence[Point]) -> DataFrame:
    """The forecasts of earlier days, and today's as they stand in report.directions."""
    here = view.current()
    today = here.data.as_of
    found = [
        {name: getattr(point, name) for name in COLUMNS} for point in trend if point.as_of < today
    ]
    found += [
        {name: row[name] for name in COLUMNS if name != "as_of"} | {"as_of": today}
        for row in here.today.directions.values()
    ]
    return DataFrame(found, columns=list(COLUMNS))


def _by_loss(here: View, points: DataFrame) -> list[Row]:
    """The open directions with a date today, the largest loss of chance first."""
    first = points[points["chance_on_time"].notna()].groupby("direction_id").first()
    known = dict(zip(first.index, first["chance_on_time"], strict=True))
    rows = [
        row
        for row in here.today.directions.values()
        if row["is_open"] and not is_missing(row["forecast"])
    ]

    def change(row: Row) -> float:
        now = row["chance_on_time"]
        return 0.0 if is_missing(now) else float(now - known.get(row["direction_id"], now))

    return sorted(rows, key=change)


def _picture(here: View, points: DataFrame, row: Row, within: trend.Frame) -> None:
    own = here.once(_own, points, row["direction_id"])
    token = BANDS.get(row["outlook"], "slack")
    ui.html(_head(own, row))
    figure = here.once(trend.direction, own, row["chart_name"], token, within, here.colours)
    ui.chart(figure, f"trend_{row['direction_id']}")


def _own(points: DataFrame, direction_id: str) -> DataFrame:
    return points[points["direction_id"] == direction_id].reset_index(drop=True)


def _head(own: DataFrame, row: Row) -> str:
    """The name, and its chance on the first and on the last day; ready HTML."""
    known = own[own["chance_on_time"].notna()]["chance_on_time"].tolist()
    found = [chance(known[0]), chance(known[-1])] if known else []
    said = " → ".join(dict.fromkeys(found))
    sign = OUTLOOKS[row["outlook"]]
    name = markup.item_link(row["direction_id"], row["chart_name"])
    if row["outlook"] not in BANDS:
        return tag("p", "dm-trend", name, markup.muted(said))
    colour = view.current().colours.token(sign.token)
    odds = f'<span style="color:{colour}">{text(f"{sign.symbol} {said}".strip())}</span>'
    return tag("p", "dm-trend", name, odds)
