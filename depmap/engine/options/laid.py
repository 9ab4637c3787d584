"""Options of open decisions laid onto the inputs; the rows that differ, by the rules of `sql/`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from depmap.engine.inputs import portfolio_of
from depmap.engine.options.rows import TODAY, Aim, Laid, Options, Part
from depmap.engine.options.small import Index, Other, place, small
from depmap.engine.options.standing import Standing, standings
from depmap.engine.route import Requirement
from depmap.engine.step import Tables
from depmap.portfolio.change import Change, InvalidScenario
from depmap.portfolio.draft import WHAT_IF
from depmap.portfolio.overlay import Overlay
from depmap.portfolio.scenario import rows_of
from depmap.portfolio.things import Things
from depmap.portfolio.typed import Portfolio

# Where pins stand, today's and those of a scenario.
_PINS = ("route_pins", "decision_picks")


@dataclass(frozen=True)
class _Option:
    """An option as it stands in the file, or two of two decisions, with the scenario that it is."""

    decision_id: str
    position: int
    name: str
    changes: tuple[Change, ...]


def laid_options(tables: Tables) -> Options:
    """What the options of a database's open decisions are; empty without an open decision."""
    connection = tables.connection
    if not connection.execute("select 1 from input.decisions where status = 'open'").fetchall():
        return Options((), {}, frozenset())
    portfolio = portfolio_of(connection)
    own = portfolio.tables["prerequisites"].columns
    unowned = {str(name) for name, owner in zip(own["id"], own["owner"], strict=True) if not owner}
    return Options(lay(portfolio), aims(portfolio), frozenset(unowned))


def lay(portfolio: Portfolio) -> list[Laid]:
    """Every option of a portfolio's open decisions in order of the file, laid onto its rows.

    Before the options of a decision that takes time stands that it is taken today (position TODAY).
    The settings of the portfolio have as_of.
    """
    index = Index(portfolio)
    options = list(_options(portfolio))
    return _lay(portfolio, index, options, [index.overlay(one.changes) for one in options])


def lay_together(portfolio: Portfolio, asked: Sequence[tuple[Change, ...]]) -> list[Laid | None]:
    """Each of these sets of changes as one option; None where two of them exclude each other."""
    index = Index(portfolio)
    fitting: dict[int, Overlay] = {}
    for number, changes in enumerate(asked):
        with suppress(InvalidScenario):
            fitting[number] = index.overlay(changes)
    options = [_Option("", number, "", asked[number]) for number in fitting]
    laid = _lay(portfolio, index, options, list(fitting.values()))
    found = {one.position: one for one in laid}
    return [found.get(number) for number in range(len(asked))]


def _lay(
    portfolio: Portfolio, index: Index, options: Sequence[_Option], under: Sequence[Overlay]
) -> list[Laid]:
    others = [index.others(portfolio, laid) for laid in under]
    rows = small(portfolio, index, under, others)
    found = None if rows is None else standings(rows)
    return [
        _laid(portfolio, index, option, laid, other, found.of(number) if found else Standing())
        for number, (option, laid, other) in enumerate(zip(options, under, others, strict=True))
    ]


def _options(portfolio: Portfolio) -> Iterator[_Option]:
    decisions = portfolio.tables["decisions"].columns
    options = portfolio.tables["decision_options"].columns
    for row, decision in enumerate(decisions["id"]):
        if decisions["status"][row] != "open":
            continue
        if decisions["lead_days"][row]:
            yield _Option(str(decision), TODAY, "", (Change(str(decision), "lead_days", "0"),))
        for at in rows_of(portfolio.tables["decision_options"], "decision", decision):
            name = str(options["name"][at])
            position = int(str(options["position"][at]))
            yield _Option(str(decision), position, name, (Change(str(decision), "option", name),))


def _laid(
    portfolio: Portfolio,
    index: Index,
    option: _Option,
    laid: Overlay,
    other: Other,
    found: Standing,
) -> Laid:
    tables = laid.portfolio.tables
    parts = {}
    for name in sorted(other.items):
        lead = found.leads.get(name)
        table, row = place(index.things, name)
        owner = tables[table].columns["owner"][row] if table == "prerequisites" else ""
        parts[name] = Part(
            found.items[name].item(),
            lead.range_item() if lead else None,
            bool(lead and lead.has_overrun),
            not owner,
        )
    pins = tables["route_pins"].columns
    goal, goal_today = (
        of["settings"].columns["confidence_goal"][0] for of in (tables, portfolio.tables)
    )
    return Laid(
        option.decision_id,
        option.position,
        option.name,
        parts,
        {name: found.requirements.get(name, []) for name in sorted(other.rewired)},
        [
            Requirement(
                str(pins["item"][row]), str(pins["requires"][row]), str(pins["any_of"][row])
            )
            for row, file in enumerate(pins["source_file"])
            if file == WHAT_IF
        ],
        {name: aim for name, aim in aims(laid.portfolio).items() if name in other.items},
        float(str(goal)) if goal != goal_today else None,
        all(cell.table in _PINS for cell in laid.cells),
        not laid.cells and not _says_anything(index.things, option),
    )


def _says_anything(things: Things, option: _Option) -> bool:
    """Whether an option has a pick or a change, if only one that stands already."""
    if not option.decision_id:
        return True
    row = things.row("decisions", option.decision_id)
    return option.position != TODAY and any(True for _ in things.effects(row, option.name))


def aims(portfolio: Portfolio, as_of: date | None = None) -> dict[str, Aim]:
    """What is wanted of every direction. as_of: the day it counts from, else that of the settings,
    which must have one then."""
    day = as_of or portfolio.as_of
    assert day is not None
    directions = portfolio.tables["directions"].columns
    names = ("id", "status", "target", "value", "confidence")
    return {
        str(name): Aim(
            str(status),
            (target - day).days if isinstance(target, date) else None,
            float(str(value)) * float(str(confidence)),
        )
        for name, status, target, value, confidence in zip(
            *(directions[column] for column in names), strict=True
        )
    }
