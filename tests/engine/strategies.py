"""Random portfolios for Hypothesis, and how one becomes input tables.

A portfolio here is a plain description with short ids and days from as_of. Several of them go into
one database under different prefixes, because a build costs much more than a few more rows; that
they leave each other alone is itself a property (tests/engine/test_properties.py).

The environment variable DEPMAP_EXAMPLES says how many databases each property builds.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from depmap.engine.database import build
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Table
from depmap.portfolio.typed import Portfolio, Rows
from tests.engine.oracle import Item, Oracle, Pin, Row
from tests.thorough import times

AS_OF = date(2026, 1, 1)

builds = settings(
    max_examples=int(os.environ.get("DEPMAP_EXAMPLES", times(3, 4))),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class Network:
    """A portfolio as a plain description. Pins of decisions count after those of settings."""

    items: dict[str, Item]
    rows: tuple[Row, ...] = ()
    pins: tuple[Pin, ...] = ()
    decision_pins: tuple[Pin, ...] = ()

    def oracle(self) -> Oracle:
        """The answers worked out by hand."""
        return Oracle(self.items, self.rows, (*self.pins, *self.decision_pins))

    def renamed(self, names: dict[str, str]) -> Network:
        """The same portfolio under other ids."""

        def pin(old: Pin) -> Pin:
            return Pin(names[old.item], old.any_of, names[old.requires])

        return Network(
            {names[item_id]: item for item_id, item in self.items.items()},
            tuple(replace(r, item=names[r.item], requires=names[r.requires]) for r in self.rows),
            tuple(map(pin, self.pins)),
            tuple(map(pin, self.decision_pins)),
        )

    def prefixed(self, prefix: str) -> Network:
        """The same portfolio with a prefix before every id, which keeps their order."""
        return self.renamed({item_id: prefix + item_id for item_id in self.items})

    def with_item(self, item_id: str, **changes: object) -> Network:
        """One item changed."""
        changed = replace(self.items[item_id], **changes)  # type: ignore[arg-type]
        return replace(self, items={**self.items, item_id: changed})


shares = st.sampled_from([Fraction(1), Fraction(1), Fraction(3, 4), Fraction(1, 2), Fraction(0)])
gates = st.sampled_from([0, 0, 0, 0, 3, 9])
leads = st.lists(st.integers(0, 6), min_size=3, max_size=3).map(sorted)


@st.composite
def items(draw: st.DrawFn, is_direction: bool) -> Item:
    """A direction or a prerequisite. Small numbers, so that ties are common."""
    low, likely, high = draw(leads)
    if is_direction:
        return Item(
            is_direction=True,
            status=draw(st.sampled_from(["open"] * 12 + ["done", "dropped"])),
            low=low,
            likely=likely,
            high=high,
            gate=draw(gates),
            value=draw(st.sampled_from([Fraction(60), Fraction(100), Fraction(7), Fraction(0)])),
            confidence=draw(shares),
            target=draw(st.none() | st.integers(-5, 25)),
        )
    status = draw(
        st.sampled_from(["open"] * 12 + ["in_progress"] * 3 + ["done", "done", "dropped"])
    )
    return Item(
        status=status,
        low=low,
        likely=likely,
        high=high,
        elapsed=draw(st.none() | st.integers(0, 7)) if status == "in_progress" else None,
        gate=draw(gates),
        effort=draw(st.sampled_from([Fraction(1), Fraction(0), Fraction(5, 2)])),
        needed_confidence=draw(shares),
    )


@st.composite
def networks(draw: st.DrawFn, with_any_of: bool = True, certain: bool = False) -> Network:
    """Up to eight items: any-of groups, cycles, done and dropped items, pins that may not hold.

    `certain` makes every need certain. Most rows point from a later to an earlier item; the ids
    are in no such order, so ties by id fall every way.
    """
    directions = draw(st.integers(1, 3))
    prerequisites = draw(st.integers(0, 5) | st.just(5))
    count = directions + prerequisites
    names = draw(st.permutations("abcdefgh"))[:count]
    content = {
        name: draw(items(is_direction=place >= prerequisites)) for place, name in enumerate(names)
    }
    rows: dict[tuple[str, str, str], Row] = {}
    group_count = 0

    def others(place: int) -> list[str]:
        may_close_a_cycle = draw(st.integers(0, 9)) == 9
        reach = names if may_close_a_cycle else names[:place]
        return [name for name in reach if name != names[place]]

    for place, name in enumerate(names):
        if candidates := others(place):
            least = 1 if draw(st.booleans()) else 0
            some = st.lists(st.sampled_from(candidates), min_size=least, max_size=3, unique=True)
            for required in draw(some):
                is_soft = draw(st.integers(0, 7)) == 7
                rows[name, required, ""] = Row(name, required, "", is_soft, draw(shares))
        for any_of in ("g", "h"):
            candidates = others(place)
            if not with_any_of or not candidates or group_count == 5 or draw(st.booleans()):
                continue
            group_count += 1
            for member in draw(
                st.lists(st.sampled_from(candidates), min_size=1, max_size=3, unique=True)
            ):
                rows[name, member, any_of] = Row(name, member, any_of, False, draw(shares))
    network = Network(content, tuple(draw(st.permutations(list(rows.values())))))
    if with_any_of and group_count:
        pins = draw(st.lists(pins_of(network), max_size=3))
        split = draw(st.integers(0, len(pins)))
        network = replace(network, pins=tuple(pins[:split]), decision_pins=tuple(pins[split:]))
    return made_certain(network) if certain else network


def pins_of(network: Network) -> st.SearchStrategy[Pin]:
    """Pins that name a row, and now and then an item that is not in the group."""
    of_rows = [Pin(row.item, row.any_of, row.requires) for row in network.rows if row.any_of]
    strangers = [Pin(of_rows[0].item, of_rows[0].any_of, item_id) for item_id in network.items]
    return st.sampled_from(of_rows) | st.sampled_from([*of_rows, *strangers])


def made_certain(network: Network) -> Network:
    """The same network in which every need is certain (all n = 1)."""
    return replace(
        network,
        items={
            item_id: replace(item, needed_confidence=Fraction(1))
            for item_id, item in network.items.items()
        },
        rows=tuple(replace(row, confidence=Fraction(1)) for row in network.rows),
    )


def batches(network: st.SearchStrategy[Network]) -> st.SearchStrategy[list[Network]]:
    """Several portfolios for one database."""
    return st.lists(network, min_size=1, max_size=6)


def apart(parts: Sequence[Network]) -> list[Network]:
    """The portfolios with "0-", "1-" and so on before their ids."""
    return [part.prefixed(f"{number}-") for number, part in enumerate(parts)]


def merged(parts: Sequence[Network]) -> Network:
    """Portfolios without a common id as one."""
    return Network(
        {item_id: item for part in parts for item_id, item in part.items.items()},
        tuple(row for part in parts for row in part.rows),
        tuple(pin for part in parts for pin in part.pins),
        tuple(pin for part in parts for pin in part.decision_pins),
    )


def shuffled(network: Network, seed: int) -> Network:
    """The same portfolio with its items and rows in another order. The order of pins counts."""
    order = random.Random(seed)
    items = list(network.items.items())
    rows = list(network.rows)
    order.shuffle(items)
    order.shuffle(rows)
    return replace(network, items=dict(items), rows=tuple(rows))


# --- input tables ---------------------------------------------------------------------------------


def portfolio(network: Network, **setting: object) -> Portfolio:
    """The portfolio as validated input tables, with settings other than the defaults as given."""
    given: dict[str, list[dict[str, Any]]] = {table.name: [] for table in TABLES}
    for item_id, item in network.items.items():
        kind = "directions" if item.is_direction else "prerequisites"
        given[kind].append(_direction(item_id, item) if item.is_direction else _own(item_id, item))
    for row in network.rows:
        given["dependencies"].append(
            {
                "item": row.item,
                "requires": row.requires,
                "strength": "soft" if row.is_soft else "hard",
                "any_of": row.any_of or None,
                "confidence": float(row.confidence),
            }
        )
    given["settings"].append({"as_of": AS_OF, **setting})
    for number, pin in enumerate(network.pins, start=1):
        given["route_pins"].append({"position": number, **vars(pin)})
    for number, pin in enumerate(network.decision_pins, start=1):
        name = f"decision-{number}"
        given["decisions"].append(
            {"id": name, "question": "Which?", "status": "decided", "chosen": "This one"}
        )
        given["decision_options"].append({"decision": name, "position": 1, "name": "This one"})
        given["decision_picks"].append({"decision": name, "option_position": 1, **vars(pin)})
    tables = {table.name: _rows(table, given[table.name]) for table in TABLES}
    return Portfolio(folder="random", tables=tables, version="random")


def _leads(item: Item) -> dict[str, Any]:
    return {
        "not_before": AS_OF + timedelta(days=item.gate) if item.gate else None,
        "lead_low_days": item.low,
        "lead_likely_days": item.likely,
        "lead_high_days": item.high,
    }


def _direction(item_id: str, item: Item) -> dict[str, Any]:
    return {
        "id": item_id,
        "name": f"Direction {item_id}",
        "value": float(item.value),
        "confidence": float(item.confidence),
        "target": None if item.target is None else AS_OF + timedelta(days=item.target),
        "status": {"open": "committed", "done": "delivered"}.get(item.status, item.status),
        **_leads(item),
    }


def _own(item_id: str, item: Item) -> dict[str, Any]:
    elapsed = item.elapsed
    return {
        "id": item_id,
        "name": f"Prerequisite {item_id}",
        "kind": "enabler",
        "status": "not_started" if item.status == "open" else item.status,
        "effort_days": float(item.effort),
        "needed_confidence": float(item.needed_confidence),
        "started_on": None if elapsed is None else AS_OF - timedelta(days=elapsed),
        "done_on": AS_OF if item.status == "done" else None,
        **_leads(item),
    }


def _rows(table: Table, given: list[dict[str, Any]]) -> Rows:
    columns: dict[str, list[Any]] = {
        column.name: [row.get(column.name, column.default) for row in given]
        for column in table.columns
    }
    columns["source_file"] = [table.file] * len(given)
    columns["source_line"] = [number + 2 for number in range(len(given))]
    return Rows(columns)


# --- what the engine says of it -------------------------------------------------------------------


def report(network: Network, *relations: str, **setting: object) -> list[list[dict[str, Any]]]:
    """Rows of the relations of schema report, in the order asked for. Dates are days from AS_OF.

    100 samples instead of 2,000, unless set.
    """
    given = portfolio(network, **{"samples": 100, **setting})
    connection = build(given, AS_OF, only=[f"report.{relation}" for relation in relations])
    try:
        return [_read(connection, relation) for relation in relations]
    finally:
        connection.close()


def _read(connection: DuckDBPyConnection, relation: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"select * from report.{relation}")
    names = [column[0] for column in cursor.description]
    return [
        {
            name: (value - AS_OF).days if isinstance(value, date) else value
            for name, value in zip(names, row, strict=True)
        }
        for row in cursor.fetchall()
    ]


def by(key: str, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Rows by their key."""
    return {row[key]: row for row in rows}
