"""The open items that filters leave as a network, for the forms of graph programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from depmap.answers.rows import Row, is_missing
from depmap.exporters.extract import Extract
from depmap.words.formats import day

# What no XML and no line of a drawing may hold.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ufffe\uffff]+")
LOST = "Lost on the way: owners' capacity, decisions, sources, chances"
OPEN = "Only what is open is here."


@dataclass(frozen=True)
class Network:
    """Items by id, the rows of report.edges between them (what waits for what), and the days by
    which directions should be there.
    """

    nodes: Mapping[str, Row]
    edges: list[Row]
    targets: Mapping[str, date]


def network(extract: Extract) -> Network:
    """Open prerequisites in plan order, then open directions, with every edge between them."""
    ids = [task["item_id"] for task in extract.tasks]
    ids += [direction["direction_id"] for direction in extract.directions]
    targets = {
        row["direction_id"]: row["target"].date()
        for row in extract.directions
        if not is_missing(row["target"])
    }
    nodes = {item_id: extract.everything[item_id] for item_id in ids}
    return Network(nodes, extract.edges, targets)


def one_line(text: str) -> str:
    """Text without line breaks and signs that nobody sees."""
    return _UNPRINTABLE.sub(" ", text)


def head(extract: Extract, *lost: str) -> list[str]:
    """What the first lines of a file say: what it is of, and what it does not hold.

    lost: what this form loses beside what every form does.
    """
    asked = [one_line(extract.scenario)] if extract.scenario else []
    of = f"{one_line(extract.portfolio)}, as of {day(extract.as_of)}"
    return [
        of,
        *asked,
        *map(one_line, extract.filter_words()),
        f"{', '.join((LOST, *lost))}. {OPEN}",
    ]
