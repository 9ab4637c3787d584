"""What the first page of a lake says, from rows as its relations give them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from depmap.words.exchange import portfolios as words
from depmap.words.sentence import plain

DAY = date(2026, 11, 26)


def portfolio(title: str, **rest: Any) -> dict[str, Any]:
    """A portfolio without any trouble."""
    row = {"portfolio": title.lower(), "title": title, "as_of": pd.Timestamp(DAY)}
    return row | {"late": 0, "blocked": 0, "at_risk": 0, "directions": 3} | rest


def wait(asked_by: str, title: str, days: int, **rest: Any) -> dict[str, Any]:
    """One portfolio that waits for another."""
    row = {"asked_by_title": asked_by, "portfolio": title.lower(), "title": title}
    return row | {"days_late": days, "holds_up": days > 0, "never_comes": False} | rest


def thing(name: str, number: int, *begun_by: str, kind: str = "key") -> dict[str, Any]:
    """What several portfolios ask for."""
    return {"kind": kind, "name": name, "portfolio_count": number, "begun_by": list(begun_by)}


CASES = [
    (
        [portfolio("Pay", late=1), portfolio("Ids", blocked=1), portfolio("App")],
        [wait("App", "Pay", 41), wait("Ids", "Pay", 3), wait("App", "Ids", 2)],
        [thing("A", 3, "Pay"), thing("D-U-N-S", 2), thing("AWS", 9, kind="party")],
        "2 of 3 portfolios have a late or blocked direction: Pay, Ids. Pay holds up 2 others, App "
        "by 41 days. D-U-N-S is asked for by 2 portfolios and begun by none: procure it once.",
    ),
    (
        [portfolio("Pay", at_risk=2), portfolio("New", as_of=pd.NaT)],
        [wait("App", "Pay", 1)],
        [thing("A", 4, "Pay", "Ids", "App")],
        "None is late; 1 of 1 portfolio has a direction at risk: Pay. Pay holds up App by 1 day. "
        "A is asked for by 4 portfolios and begun by Pay and 2 others: procure it once.",
    ),
    (
        [portfolio(name, late=1) for name in ("A", "B", "C", "D", "E")],
        [wait("A", "B", 0, holds_up=True, never_comes=True)],
        [],
        "5 of 5 portfolios have a late direction: A, B, C and 2 more. B holds up A for good.",
    ),
    (
        [portfolio("Pay"), portfolio("Ids")],
        [wait("Pay", "Ids", 0)],
        [thing("AWS", 2, kind="party")],
        "No direction of 2 portfolios is late or at risk. What they ask of each other comes in "
        "time.",
    ),
    ([portfolio("New", as_of=pd.NaT)], [], [], "No portfolio to show."),
]


@pytest.mark.parametrize(("portfolios", "waits", "shared", "said"), CASES)
def test_the_sentence_over_all_portfolios(
    portfolios: list[Any], waits: list[Any], shared: list[Any], said: str
) -> None:
    """Who is in trouble, who waits for whom, what to procure once; names lead to their pages."""
    sentence = words.answer(portfolios, waits, shared)
    assert plain(sentence) == said
    linked = [part for part in sentence if part.page]
    assert all(part.changes["portfolio"] == part.text.lower() for part in linked)


def test_a_persons_days_are_told_by_portfolio() -> None:
    """The largest askers first, and that portfolios differ on what the person has."""
    owner = {"titles": ["A", "B", "C", "D"], "asked": [3.04, 2.0, 1.5, 0.2], "load": 1.344}
    owner |= {"capacity_days_per_week": 5.0, "least_capacity": 4.0}
    assert words.days_a_week(owner) == "A 3, B 2, C 1.5 and 1 more"
    assert words.has(owner) == "5 days a week; one says 4"
    assert words.has(owner | {"least_capacity": 5.0}) == "5 days a week"
    assert words.load(owner) == "134 %"
    assert words.load(owner | {"load": float("nan")}) == "no days"


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (0, "Nobody is asked for days by two portfolios."),
        (1, "1 person is asked for days by several portfolios and has them."),
        (4, "4 people are asked for days by several portfolios and have them."),
    ],
)
def test_nobody_over_their_days_is_said(others: int, said: str) -> None:
    """How many share their days all the same."""
    assert words.none_is_full(others) == said
