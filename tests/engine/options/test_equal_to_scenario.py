"""An option's effects are exactly what the scenario of that option says against today's plan."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depmap.answers.changes import compare
from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.change import Change
from depmap.portfolio.overlay import overlay
from depmap.portfolio.typed import Rows
from tests.engine.strategies import AS_OF, apart, batches, builds, merged, networks, portfolio
from tests.portfolios import AskedFor
from tests.thorough import slow

WORK = (
    "select coalesce(sum(effort_days), 0), count(*), count(*) filter (owner_id = '')"
    " from report.items where is_on_route and is_open and item_type = 'prerequisite'"
)
ON_ROUTE = "select item_id from report.items where is_on_route and item_type = 'prerequisite'"


def with_rows(given, **rows):
    """A portfolio with more rows; what a row leaves out is empty."""
    tables = dict(given.tables)
    for name, added in rows.items():
        own = tables[name].columns
        tables[name] = Rows({
            column: [*values, *(row.get(column) for row in added)]
            for column, values in own.items()
        })  # fmt: skip
        lines = tables[name].columns
        lines["source_line"][:] = range(2, 2 + len(lines["source_line"]))
        lines["source_file"][:] = ["random"] * len(lines["source_file"])
    return replace(given, tables=tables)


@st.composite
def changes(draw, network):
    """A change of a portfolio that an option may hold."""
    name = draw(st.sampled_from(sorted(network.items)))
    kinds = ["item"] * 6 + ["row"] * (2 if network.rows else 0) + ["goal", "decision"]
    kind = draw(st.sampled_from(kinds))
    if kind == "goal":
        return Change("settings", "confidence_goal", draw(st.sampled_from(["0.5", "0.95"])))
    if kind == "decision":
        return Change("DP-0", "lead_days", draw(st.sampled_from(["0", "4"])))
    if kind == "row":
        row = draw(st.sampled_from(network.rows))
        if not row.any_of:
            strength = draw(st.sampled_from(["soft", "hard"]))
            return Change(f"{row.item}>{row.requires}", "strength", strength)
    days = str(draw(st.integers(0, 9)))
    both = {
        "lead_days": str(draw(st.integers(-4, 6))),
        "lead_at_most": days,
        "lead_likely_days": days,
        "not_before": str(AS_OF + timedelta(days=int(days))),
    }
    if network.items[name].is_direction:
        own = {
            "status": draw(st.sampled_from(["committed", "dropped", "delivered"])),
            "target": str(AS_OF + timedelta(days=int(days) * 3)),
            "value": days,
            "confidence": "0.5",
        }
    else:
        own = {
            "status": draw(st.sampled_from(["not_started", "in_progress", "done", "dropped"])),
            "effort_days": days,
        } | draw(st.sampled_from([{}, {"status": "not_needed"}]))
    fields = both | own
    field = draw(st.sampled_from(sorted(fields)))
    return Change(name, field, fields[field])


@st.composite
def deciding(draw):
    """A portfolio with two open decisions, which block items and have options."""
    network = merged(apart(draw(batches(networks()))))
    rows = {
        "decisions": [
            {"id": f"DP-{n}", "question": "Which?", "status": "open", "lead_days": lead}
            for n, lead in enumerate(draw(st.tuples(st.integers(0, 9), st.sampled_from([0, 6]))))
        ],
        "decision_options": [],
        "decision_picks": [],
        "decision_changes": [],
        "decision_blocks": [
            {"decision": f"DP-{draw(st.integers(0, 1))}", "item": name}
            for name in draw(st.lists(st.sampled_from(sorted(network.items)), unique=True))
        ],
    }
    grouped = [row for row in network.rows if row.any_of]
    for n, position in [(0, 1), (0, 2), (1, 1), (1, 2)]:
        own = {"decision": f"DP-{n}", "option_position": position}
        name = f"Option {position}"
        rows["decision_options"].append({"decision": f"DP-{n}", "position": position, "name": name})
        if grouped:
            for row in draw(st.lists(st.sampled_from(grouped), max_size=2, unique=True)):
                pick = {"item": row.item, "any_of": row.any_of, "requires": row.requires}
                rows["decision_picks"].append(own | pick)
        for change in draw(st.lists(changes(network), max_size=3)):
            if change.id != f"DP-{n}":
                row = {"changed": change.id, "field": change.field, "value": change.value}
                rows["decision_changes"].append(own | row)
    for name in ("decision_picks", "decision_changes"):
        for number, row in enumerate(rows[name]):
            row["position"] = number
    return with_rows(portfolio(network, samples=100), **rows)


def effects(today):
    """{(decision, position): {direction: effects}} of a database; each shift is its difference."""
    found = {}
    shifts = "select chance_shift, chance_after - chance_before from report.decision_effects"
    assert all(shift == difference for shift, difference in today.execute(shifts).fetchall())
    for decision, position, direction, *row in today.execute(
        "select * exclude (chance_shift) from report.decision_effects"
    ).fetchall():
        found.setdefault((decision, position), {})[direction] = tuple(row)
    return found


def expected(today, scenario):
    """{direction: effects}, from the answers of a scenario and those of today."""
    return {
        row["direction_id"]: tuple(
            None if value != value else value
            for value in (
                row["days_moved"],
                row["p80_days_moved"],
                row["target_days_moved"],
                row["chance_before"],
                row["chance_after"],
                row["outlook_after"],
                row["value_before"],
                row["value_after"],
            )
        )
        for row in compare(today, scenario).directions.astype(object).to_dict("records")
        if row["moves_by_map"]
    }


def check(today, scenario, decision, position):
    """Effects and work of one option equal those of its scenario."""
    assert effects(today).get((decision, position), {}) == expected(today, scenario)
    if not position:
        return
    (row,) = today.execute(
        "select effort_days_shift, open_items_shift, unowned_shift, joining, leaving"
        f" from report.decision_options where decision_id = '{decision}'"
        f" and position = {position}"
    ).fetchall()
    before, after = (of.execute(WORK).fetchone() for of in (today.cursor(), scenario.cursor()))
    shifts = tuple(later - earlier for earlier, later in zip(before, after, strict=True))
    assert row[:3] == pytest.approx(shifts)
    before, after = (
        {name for (name,) in of.execute(ON_ROUTE).fetchall()} for of in (today, scenario)
    )
    assert (row[3], row[4]) == (sorted(after - before), sorted(before - after))


@builds
@given(deciding())
def test_on_random_portfolios(given):
    """Picks and every kind of change, gates of both decisions, cycles, blocked and done items."""
    with AskedFor(given) as today:
        for number in (0, 1):
            decision = f"DP-{number}"
            row = given.tables["decisions"].columns["id"].index(decision)
            lead = given.tables["decisions"].columns["lead_days"][row]
            tried = [(0, Change(decision, "lead_days", "0"))] if lead else []
            tried += [(n, Change(decision, "option", f"Option {n}")) for n in (1, 2)]
            for position, change in tried:
                with AskedFor(overlay(given, [change], AS_OF).portfolio) as scenario:
                    check(today, scenario, decision, position)


@slow
def test_on_the_real_portfolio():
    """Every third option of the open decisions, and of the decisions taken today."""
    given = read_portfolio(Path(__file__).resolve().parents[3] / "data")
    as_of = AS_OF.replace(year=2026, month=11, day=26)
    with AskedFor(given, as_of) as today:
        options = today.execute(
            "select decision_id, position, option from report.decision_options"
            " where origin = 'decision' order by all"
        ).fetchall()
        tried = [(decision, at, Change(decision, "option", name)) for decision, at, name in options]
        tried += [
            (decision, 0, Change(decision, "lead_days", "0"))
            for decision in sorted({decision for decision, _, _ in options})
        ]
        for decision, position, change in tried[::4]:
            laid = with_changes(given, [change], as_of=as_of).portfolio
            with AskedFor(laid, as_of) as scenario:
                check(today, scenario, decision, position)
