"""The researched portfolio in data/ is complete, consistent and says where figures come from."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from depmap.engine.database import build
from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.change import Change
from depmap.portfolio.typed import Portfolio

DATA = Path(__file__).resolve().parents[2] / "data"

Columns = dict[str, list[Any]]


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return read_portfolio(DATA)


def columns(portfolio: Portfolio, table: str) -> Columns:
    return dict(portfolio.tables[table].columns)


def rows(portfolio: Portfolio, table: str, *names: str) -> list[tuple[Any, ...]]:
    found = columns(portfolio, table)
    return list(zip(*(found[name] for name in names), strict=True))


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("directions", 12),
        ("prerequisites", 116),
        ("dependencies", 325),
        ("owners", 17),
        ("themes", 5),
        ("decisions", 10),
        ("milestones", 9),
        ("parked", 10),
        ("sources", 115),
    ],
)
def test_nothing_of_the_research_is_missing(portfolio: Portfolio, table: str, count: int) -> None:
    """Every researched direction, prerequisite, dependency and source has its row."""
    assert len(portfolio.tables[table]) == count


def test_expected_value_is_558_points(portfolio: Portfolio) -> None:
    """Values times confidences add up to the 558 points that the pages divide."""
    directions = rows(portfolio, "directions", "value", "confidence")
    assert sum(value * confidence for value, confidence in directions) == pytest.approx(558)


def test_nineteen_prerequisites_have_no_owner(portfolio: Portfolio) -> None:
    """The gaps in ownership are part of the portfolio and stay visible."""
    assert columns(portfolio, "prerequisites")["owner"].count(None) == 19


def test_every_reference_resolves(portfolio: Portfolio) -> None:
    """Every id that a row names exists in the table it refers to."""
    known = {
        table: set(columns(portfolio, table)["id"])
        for table in ("directions", "prerequisites", "owners", "themes", "sources")
    }
    known["items"] = known["directions"] | known["prerequisites"]
    known["leads"] = known["sources"] | {"judgement"}
    references = [
        ("directions", "sponsor", "owners"),
        ("prerequisites", "theme", "themes"),
        ("prerequisites", "owner", "owners"),
        ("prerequisites", "lead_source", "leads"),
        ("prerequisites", "need_source", "leads"),
        ("dependencies", "item", "items"),
        ("dependencies", "requires", "items"),
        ("decisions", "item", "prerequisites"),
        ("decisions", "owner", "owners"),
        ("decision_picks", "item", "items"),
        ("decision_picks", "requires", "items"),
        ("decision_blocks", "item", "items"),
        ("milestone_items", "item", "items"),
        ("parked", "source", "leads"),
        ("more_sources", "source", "sources"),
    ]
    unknown = [
        (table, column, value)
        for table, column, target in references
        for value in columns(portfolio, table)[column]
        if value is not None and value not in known[target]
    ]
    assert unknown == []


def test_picks_name_alternatives_of_the_graph(portfolio: Portfolio) -> None:
    """An option can only choose an alternative that its any-of group has."""
    alternatives = set(rows(portfolio, "dependencies", "item", "any_of", "requires"))
    picks = rows(portfolio, "decision_picks", "item", "any_of", "requires")
    assert picks
    assert [pick for pick in picks if pick not in alternatives] == []


def test_every_any_of_group_is_a_choice(portfolio: Portfolio) -> None:
    """Each any-of group has at least two alternatives, and all its rows are hard."""
    grouped = [
        row
        for row in rows(portfolio, "dependencies", "item", "any_of", "strength")
        if row[1] is not None
    ]
    sizes = Counter((item, group) for item, group, _ in grouped)
    assert len(sizes) == 13
    assert min(sizes.values()) >= 2
    assert {strength for _, _, strength in grouped} == {"hard"}


def test_chart_names_are_unique_and_short(portfolio: Portfolio) -> None:
    """No two items share a name on a chart, and each fits in 28 characters."""
    names = [
        short or name
        for table in ("directions", "prerequisites")
        for short, name in rows(portfolio, table, "short_name", "name")
    ]
    assert len(set(names)) == len(names)
    assert [name for name in names if len(name) > 28] == []


def test_every_dependency_says_why(portfolio: Portfolio) -> None:
    """No dependency stands without a reason."""
    assert None not in columns(portfolio, "dependencies")["reason"]


def test_sourced_leads_say_what_the_source_covers(portfolio: Portfolio) -> None:
    """A lead with a source has a note, so that judgement never passes for a citation."""
    bare = [
        item
        for item, source, notes in rows(portfolio, "prerequisites", "id", "lead_source", "notes")
        if source != "judgement" and not notes
    ]
    assert bare == []


def test_every_source_is_used_and_was_read(portfolio: Portfolio) -> None:
    """No source stands without a row that rests on it, or without the day of its reading."""
    used = {
        source
        for table, column in (
            ("prerequisites", "lead_source"),
            ("prerequisites", "need_source"),
            ("more_sources", "source"),
            ("parked", "source"),
        )
        for source in columns(portfolio, table)[column]
    }
    sources = columns(portfolio, "sources")
    assert set(sources["id"]) - used == set()
    assert None not in sources["read_on"]


def test_leads_that_wait_for_an_outside_party_and_their_sources(portfolio: Portfolio) -> None:
    """52 of 71 rest on a source, 20 of these on a page of that party; the others are judgement."""
    grades = dict(rows(portfolio, "sources", "id", "grade"))
    waiting = [
        source
        for party, source in rows(portfolio, "prerequisites", "external_party", "lead_source")
        if party is not None
    ]
    found = Counter(grades.get(source, "judgement") for source in waiting)
    assert found == {"primary": 20, "secondary": 29, "old": 3, "judgement": 19}


def test_touchpoints_speak_one_language(portfolio: Portfolio) -> None:
    """The words that tell which of our own things a prerequisite changes."""
    assert set(columns(portfolio, "touches")["touchpoint"]) == {
        "architecture decisions",
        "billing code",
        "deployment automation",
        "environment docs",
        "integration code",
        "ops checks",
        "runbooks",
        "workstream plans",
    }


def test_doubt_about_a_need_is_explained(portfolio: Portfolio) -> None:
    """A needed_confidence below 1 comes with its reason in the notes."""
    doubted = [
        (item, notes)
        for item, confidence, notes in rows(
            portfolio, "prerequisites", "id", "needed_confidence", "notes"
        )
        if confidence < 1
    ]
    assert len(doubted) == 17
    assert [item for item, notes in doubted if "Need in doubt" not in (notes or "")] == []


def test_every_lead_names_its_source_or_judgement(portfolio: Portfolio) -> None:
    """No lead is without an origin."""
    assert None not in columns(portfolio, "prerequisites")["lead_source"]


@pytest.mark.parametrize(
    ("direction", "approval"),
    [
        ("DIR-LAUNCH", "pentest"),
        ("DIR-LAUNCH", "gdpr-rep"),
        ("DIR-LAUNCH", "insurance"),
        ("DIR-SSO", "soc2-t2"),
        ("DIR-BILL", "vat-position"),
        ("DIR-AWSMP", "aws-kyc"),
        ("DIR-BYOC", "iso27001"),
        ("DIR-SFDC", "sf-review"),
    ],
)
def test_outside_approvals_gate_the_directions_they_hold_up(
    portfolio: Portfolio, direction: str, approval: str
) -> None:
    """The approvals that experts expect are reached from their direction over plain hard rows."""
    needs: dict[str, list[str]] = {}
    for item, requires, strength, any_of in rows(
        portfolio, "dependencies", "item", "requires", "strength", "any_of"
    ):
        if strength == "hard" and any_of is None:
            needs.setdefault(item, []).append(requires)
    reached: set[str] = set()
    open_items = [direction]
    while open_items:
        for requires in needs.get(open_items.pop(), []):
            if requires not in reached:
                reached.add(requires)
                open_items.append(requires)
    assert approval in reached


def test_settings_hold_the_agreed_defaults(portfolio: Portfolio) -> None:
    """The shipped settings are the defaults of the model, counted from today, with one pin."""
    settings = {
        name: values[0]
        for name, values in columns(portfolio, "settings").items()
        if not name.startswith("source_")
    }
    assert (
        settings.items()
        >= {
            "as_of": None,
            "review_days": 90,
            "park_below_confidence": 0.5,
            "decide_min_points": 0.1,
            "points_per_effort_day": None,
            "concentration_limit": 0.3,
            "suggest_min_score": 0.25,
            "suggest_min_margin": 0.05,
            "suggest_weight_theme": 0.25,
            "suggest_weight_neighbours": 0.4,
            "suggest_weight_party": 0.25,
            "suggest_weight_kind": 0.1,
            "confidence_goal": 0.8,
            "samples": 2000,
            "seed": 1,
            "max_plans": 500,
        }.items()
    )
    assert rows(portfolio, "route_pins", "item", "any_of", "requires") == [
        ("DIR-BILL", "tax-route", "us-salestax-reg")
    ]


@pytest.mark.parametrize(
    ("times", "late", "at_risk", "must_start", "said"),
    [
        (
            1, {"Enterprise identity": 2}, ["Production launch"], 18,
            "1 of 12 directions is late at likely leads (Enterprise identity, by 2 days) and "
            "Production launch is at risk; 18 prerequisites must start by the next review.",
        ),
        (
            0, {}, ["Enterprise identity"], 14,
            "**all delivery leads 0**: none is late, Enterprise identity is at risk (chance 49 %) "
            "and 14 must start.",
        ),
        (
            2, {"Enterprise identity": 32, "Production launch": 10},
            ["Partner API", "Usage billing"], 25,
            "all of them **doubled**: Production launch (10 days) and Enterprise identity "
            "(32 days) are late, Partner API and Usage billing at risk, and 25 must start.",
        ),
    ],
)  # fmt: skip
def test_the_readme_says_what_delivery_leads_do(
    portfolio: Portfolio,
    times: int,
    late: dict[str, int],
    at_risk: list[str],
    must_start: int,
    said: str,
) -> None:
    """On the day it names, with the leads of the directions as they are, at nothing and doubled."""
    readme = " ".join((DATA.parent / "README.md").read_text(encoding="utf-8").split())
    assert said in readme
    assert "as of 24 November 2026" in readme
    leads = ("lead_low_days", "lead_likely_days", "lead_high_days")
    day = date(2026, 11, 24)
    laid = portfolio
    for direction, *own in rows(portfolio, "directions", "id", *leads):
        changes = [Change(direction, field, str(days * times))
                   for field, days in zip(leads, own, strict=True)]  # fmt: skip
        laid = with_changes(laid, changes, as_of=day).portfolio
    with build(laid, day) as found:
        directions = found.execute(
            "select chart_name, outlook, days_early, chance_on_time from report.directions"
            " order by chart_name"
        ).fetchall()
        count = found.execute(
            "select count(*) from report.items where must_start_by_review"
        ).fetchone()
    assert {name: -days for name, outlook, days, _ in directions if outlook == "late"} == late
    assert [name for name, outlook, *_ in directions if outlook == "at_risk"] == at_risk
    assert count == (must_start,)
    if times == 0:
        assert [f"{share:.0%}" for name, _, _, share in directions if name in at_risk] == ["49%"]


def test_the_effort_before_the_observation_window_is_what_the_scenario_says(
    portfolio: Portfolio,
) -> None:
    """70 person-days of Security in front of it, at five a week."""
    asked = columns(portfolio, "dependencies")
    before = {
        required
        for item, required in zip(asked["item"], asked["requires"], strict=True)
        if item == "soc2-window"
    }
    effort = [
        days
        for item, owner, days in rows(portfolio, "prerequisites", "id", "owner", "effort_days")
        if item in before and owner == "SEC"
    ]
    days_a_week = dict(rows(portfolio, "owners", "id", "capacity_days_per_week"))
    assert (sum(effort), days_a_week["SEC"]) == (70, 5)
    (why,) = (why for name, why in rows(portfolio, "scenarios", "id", "why")
              if name == "more-security")  # fmt: skip
    assert "70 person-days before the observation window" in " ".join(why.split())
    assert "it has five a week" in " ".join(why.split())
