"""Dates of a workspace are those of all its portfolios merged into one.

A random any-of graph with cycles, pins, gates and done, dropped and started items is split at
random into portfolios whose rows name each other's items, often in a ring.
"""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from depmap.engine.options.across import answers
from depmap.engine.options.joined import Told, joined
from depmap.portfolio.table import ACROSS
from depmap.portfolio.typed import FOREIGN_ITEMS, Rows
from depmap.versions.workspace.told.rings import rings_in_order
from tests.engine.strategies import AS_OF, Network, builds, networks, portfolio
from tests.portfolios import AskedFor

DRAWS = (100, 1)
DATES = """
    select direction_id, outlook, forecast_low, forecast, forecast_high, p50, p80, chance_on_time,
        p80_if_together, chance_if_together
    from report.directions where is_open order by all
"""


def split(network, homes):
    """One network per home; a row belongs to its item, and names what lies elsewhere."""

    def named(item, required):
        there = homes[required]
        return required if there == homes[item] else f"{there}{ACROSS}{required}"

    return {
        home: Network(
            {name: item for name, item in network.items.items() if homes[name] == home},
            tuple(
                replace(row, requires=named(row.item, row.requires))
                for row in network.rows
                if homes[row.item] == home
            ),
            tuple(
                replace(pin, requires=named(pin.item, pin.requires))
                for pin in network.pins
                if homes[pin.item] == home
            ),
        )
        for home in sorted(set(homes.values()))
    }


def as_read(network):
    """The portfolio as the reader leaves it: what its rows name of others, and where."""
    found = portfolio(network, samples=DRAWS[0], seed=DRAWS[1])
    named = sorted({row.requires for row in (*network.rows, *network.pins)
                    if ACROSS in row.requires})  # fmt: skip
    rows = Rows({"id": named, "source_file": ["x"] * len(named), "source_line": [1] * len(named)})
    return replace(found, tables={**found.tables, FOREIGN_ITEMS.name: rows})


def joined_workspace(portfolios):
    """Every portfolio joined with what the others answer."""
    named = {home: list(found.tables[FOREIGN_ITEMS.name].columns["id"])
             for home, found in portfolios.items()}  # fmt: skip
    asked: dict[str, set[str]] = {}
    for home, names in named.items():
        for name in names:
            asked.setdefault(name, set()).add(home)
    told: dict[str, dict[str, Told]] = {home: {} for home in portfolios}
    homes = {home: {name.partition(ACROSS)[0] for name in names} for home, names in named.items()}
    for ready in rings_in_order(homes):
        for ring in ready:
            own = {name: who for name, who in asked.items() if name.partition(ACROSS)[0] in ring}
            inside = {home: joined(portfolios[home], told[home], (), AS_OF) for home in ring}
            outside = {
                name: one for found in inside.values() for name, one in found.samples.items()
            }
            for answer in answers(inside, own, AS_OF, [(DRAWS, outside)]):
                for home in own[answer.item]:
                    if answer.asker in ("", home):
                        said = Told(answer.item.partition(ACROSS)[0], AS_OF, False, answer)
                        told[home][answer.item] = said
    return {
        home: joined(found, told[home], {n.partition(ACROSS)[2] for n in asked if
                                         n.partition(ACROSS)[0] == home}, AS_OF)
        for home, found in portfolios.items()
    }  # fmt: skip


def dates(connection):
    with connection:
        return connection.execute(DATES).fetchall()


def check(network, homes):
    """The same dates merged and apart."""
    whole = portfolio(network, samples=DRAWS[0], seed=DRAWS[1])
    parts = joined_workspace({home: as_read(own) for home, own in split(network, homes).items()})
    apart = [row for own in parts.values() for row in dates(AskedFor(own, AS_OF))]
    assert sorted(apart) == dates(AskedFor(whole, AS_OF))


@builds
@given(networks(), st.integers(0, 2**32))
def test_dates_are_those_of_the_merged_portfolio(network, seed):
    """Outlook, likely, low and high finish, sampled days and chances of every direction."""
    order = random.Random(seed)
    network = replace(network, pins=(*network.pins, *network.decision_pins), decision_pins=())
    names = list(network.items)
    homes = {name: order.choice("pqr"[: order.choice((2, 3))]) for name in names}
    # Ids that begin with their home keep the order of ties; pins count home by home.
    renamed = {name: f"{homes[name]}-{name}" for name in names}
    network = network.renamed(renamed)
    homes = {renamed[name]: home for name, home in homes.items()}
    network = replace(network, pins=tuple(sorted(network.pins, key=lambda pin: homes[pin.item])))
    check(network, homes)
