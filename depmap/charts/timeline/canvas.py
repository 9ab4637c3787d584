"""What the timeline covers, in days and pixels: the measure that places everything on it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from depmap.charts import base

# Pixels: a row of the chart, a line of the head, the line that names the quarters.
ROW = 26
LINE = 15
AXIS = 22


@dataclass(frozen=True)
class Canvas:
    """What the drawing covers: first and last day, pixels for the names and for the time."""

    first: pd.Timestamp
    last: pd.Timestamp
    label_room: float
    time_room: float

    @property
    def pixels_per_day(self) -> float:
        """At the width that the chart is laid out for."""
        return self.time_room / max((self.last - self.first).days, 1)

    @property
    def left_edge(self) -> float:
        """Position of the left end of the name column."""
        return self.left_of_first(self.label_room)

    def left_of_first(self, pixels: float) -> float:
        """Position so many pixels left of the first day."""
        return base.position(self.first - pd.Timedelta(days=pixels / self.pixels_per_day))

    def pixel(self, date: pd.Timestamp) -> float:
        """Pixels from the first day to the date."""
        return float((date - self.first).days * self.pixels_per_day)
