"""The first line of each page is right for no row, one row and many."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from pandas import DataFrame, Timestamp

from depmap.answers import selections
from depmap.words import headline
from depmap.words.capacity import Work
from depmap.words.decisions import Largest
from depmap.words.sentence import plain

SETTINGS = {
    "as_of": Timestamp("2026-11-23"),
    "review_on": Timestamp("2027-02-21"),
    "total_expected_value": 558.0,
    "unassigned_value": 0.0,
}
ITEM = {
    "item_type": "prerequisite",
    "item_id": "a",
    "chart_name": "Tenant identity",
    "is_open": True,
    "is_on_route": True,
    "is_late": False,
    "is_critical": False,
    "is_overdue": False,
    "is_essential": True,
    "status": "not_started",
    "owner_id": "o",
    "suggested_owner": "",
    "must_start_by_review": False,
    "safe_start_by": "2027-03-01",
    "unlock_score": 10.0,
    "plan_window": "later",
    "lead_grade": "judgement",
}
DIRECTION = {
    "direction_id": "D",
    "chart_name": "Partner API",
    "outlook": "on_time",
    "is_open": True,
    "target": "2027-09-30",
    "chance_on_time": 0.97,
    "days_early": 70,
}
DATES = ("safe_start_by", "target", "decide_by")


def rows(template: dict[str, Any], *changes: dict[str, Any]) -> DataFrame:
    """A frame with one row per change of the template; no change, no row."""
    frame = DataFrame([template | change for change in changes], columns=list(template))
    for name in set(DATES) & set(frame.columns):
        frame[name] = pd.to_datetime(frame[name])
    flags = [name for name in frame.columns if name.startswith("is_") or name.startswith("must_")]
    return frame.astype(dict.fromkeys(flags, bool))


DUE = {"must_start_by_review": True, "safe_start_by": "2027-01-30"}
PAST = {"must_start_by_review": True, "is_overdue": True, "safe_start_by": "2026-08-22"}


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ((), "No open prerequisite holds up a direction."),
        (
            ({},),
            "No prerequisite must start by 21 Feb 2027; the first is Tenant identity, "
            "by 1 Mar 2027.",
        ),
        (
            (DUE,),
            "1 of 1 prerequisite must start by 21 Feb 2027: Tenant identity, by 30 Jan 2027.",
        ),
        (
            (DUE | {"owner_id": ""}, {}),
            "1 of 2 prerequisites must start by 21 Feb 2027: Tenant identity, by 30 Jan 2027. "
            "It has no owner.",
        ),
        (
            (DUE, DUE | {"owner_id": ""}, {}),
            "2 of 3 prerequisites must start by 21 Feb 2027, 1 has no owner; "
            "first Tenant identity, by 30 Jan 2027.",
        ),
        (
            (PAST, PAST | {"owner_id": ""}, DUE | {"owner_id": ""}),
            "3 of 3 prerequisites must start by 21 Feb 2027, 2 have no owner; "
            "2 are past their safe date, first Tenant identity.",
        ),
        (
            (PAST | {"is_late": True}, PAST, DUE),
            "3 of 3 prerequisites must start by 21 Feb 2027; 2 are past their safe date, "
            "1 of them late.",
        ),
    ],
)
def test_what_must_start(items: tuple[dict[str, Any], ...], said: str) -> None:
    """Counts safe dates, names the first, and says who is missing."""
    assert plain(headline.must_start(rows(ITEM, *items), SETTINGS)) == said


LATE = {"outlook": "late", "days_early": -81, "chance_on_time": 0.1, "chart_name": "AWS"}
RISKY = {"outlook": "at_risk", "chance_on_time": 0.5, "chart_name": "Launch"}


@pytest.mark.parametrize(
    ("directions", "said"),
    [
        ((), "No direction is planned."),
        (({},), "Partner API is on time: 97 % by 30 Sep 2027."),
        (
            ({}, {"chance_on_time": 0.999}),
            "All 2 directions are on time; the closest call is Partner API, 97 % by 30 Sep 2027.",
        ),
        (({"outlook": "no_target", "target": None},), "The direction has no target."),
        (
            ({}, {"outlook": "no_target", "target": None}),
            "1 of 2 directions has a target and is on time; the closest call is Partner API, "
            "97 % by 30 Sep 2027.",
        ),
        ((LATE, {}), "1 of 2 directions is late, AWS by 81 days."),
        (
            (LATE, LATE | {"days_early": -1}, RISKY),
            "2 of 3 directions are late, AWS by 81 days; 1 more is at risk, "
            "Launch with a chance of 50 %.",
        ),
        ((RISKY,), "1 of 1 direction is at risk, Launch with a chance of 50 %."),
        (
            ({"outlook": "blocked"}, {}),
            "1 of 2 directions is blocked: Partner API.",
        ),
        (({"outlook": "delivered", "is_open": False},), "No direction is planned."),
    ],
)
def test_which_directions_miss(directions: tuple[dict[str, Any], ...], said: str) -> None:
    """The worst comes first; a portfolio that is on time says how close it is."""
    assert plain(headline.outlook(rows(DIRECTION, *directions))) == said


@pytest.mark.parametrize(
    ("windows", "said"),
    [
        ((), "This portfolio has no prerequisites yet. They go into prerequisites.csv."),
        (("now",), "1 must start by 21 Feb 2027."),
        (("later",), "None must start by 21 Feb 2027, 1 can wait."),
        (
            ("now", "decide", "in_progress", "later", "later", "parked"),
            "1 must start by 21 Feb 2027, 1 to decide, 1 in progress, 2 can wait; 1 parked.",
        ),
    ],
)
def test_plan(windows: tuple[str, ...], said: str) -> None:
    """The plan counts its windows."""
    assert plain(headline.plan(Counter(windows), SETTINGS, is_filtered=False)) == said


@pytest.mark.parametrize(
    ("work", "said"),
    [
        ((), "Nobody has anything to finish, start or decide by 21 Feb 2027."),
        ((("SEC", 0, 0, 0),), "Nobody has anything to finish, start or decide by 21 Feb 2027."),
        (
            (("SEC", 5, 1, 1), ("CIO", 1, 0, 0), ("", 2, 0, 0)),
            "1 to finish, 8 to start, 1 to decide by 21 Feb 2027; "
            "Owner SEC has the most, 7; 2 have no owner.",
        ),
        ((("SEC", 0, 0, 0), ("", 1, 0, 0)), "1 to start by 21 Feb 2027; 1 has no owner."),
    ],
)
def test_everybodys_work(work: tuple[tuple[str, int, int, int], ...], said: str) -> None:
    """What is to be done is added up; who has most of it is named, what nobody owns is counted."""
    found = [
        {"owner_id": name, "owner": f"Owner {name}", "work": Work(start, finish, decide, 9, 0, "")}
        for name, start, finish, decide in work
    ]
    assert plain(headline.everybodys_work(found, SETTINGS)) == said


def test_filters_that_leave_nothing() -> None:
    """An empty list under a filter says so, and not that the portfolio is empty."""
    assert plain(headline.plan({}, SETTINGS, is_filtered=True)) == (
        "No prerequisite matches these filters."
    )


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ((), "No decision is open."),
        ((None, None), "2 decisions are open, none with a date."),
        (
            ("2027-04-30",),
            "No decision is due by 21 Feb 2027; the first is “Buy or build?”, by 30 Apr 2027.",
        ),
        (
            ("2027-01-30", None),
            "1 of 2 decisions is due by 21 Feb 2027: “Buy or build?”, by 30 Jan 2027.",
        ),
        (
            ("2027-01-30", "2027-02-21"),
            "2 of 2 decisions are due by 21 Feb 2027; first “Buy or build?”, by 30 Jan 2027.",
        ),
        (
            ("2026-10-07", None),
            "1 of 2 decisions is due by 21 Feb 2027: “Buy or build?”, due since 7 Oct 2026.",
        ),
    ],
)
def test_decisions(dates: tuple[str | None, ...], said: str) -> None:
    """A decision on the day of the review is due."""
    template = {
        "question": "Buy or build?",
        "decide_by": None,
        "is_due_by_review": False,
        "is_overdue": False,
    }
    due = [at is not None and at <= "2027-02-21" for at in dates]
    changes = [
        {
            "decide_by": at,
            "is_due_by_review": is_due,
            "is_overdue": at is not None and at < "2026-11-24",
        }
        for at, is_due in zip(dates, due, strict=True)
    ]
    frame = rows(template, *changes)
    assert plain(headline.decisions(frame, SETTINGS, is_filtered=False)) == said


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (
            ({"must_start_by_review": False},),
            "No prerequisite must start by 21 Feb 2027; none is late.",
        ),
        ((DUE,), "1 prerequisite must start by 21 Feb 2027; none is late."),
        (
            (DUE | {"is_critical": True}, {}),
            "1 prerequisite must start by 21 Feb 2027; none is late, 1 has no slack.",
        ),
        (
            tuple(DUE | {"is_critical": True, "is_late": late} for late in (True, False, False)),
            "3 prerequisites must start by 21 Feb 2027; 1 is late, 2 have no slack.",
        ),
        (
            (DUE, {"must_start_by_review": False, "is_late": True}),
            "1 prerequisite must start by 21 Feb 2027; of all 2 on a route, 1 is late.",
        ),
    ],
)
def test_timeline(items: tuple[dict[str, Any], ...], said: str) -> None:
    """Late items are not counted again among those without slack."""
    assert plain(headline.timeline(rows(ITEM, *items), SETTINGS, is_filtered=False)) == said


@pytest.mark.parametrize(
    ("essential", "said"),
    [
        ((True, True), "All shown here are essential, so none can be replaced."),
        ((True, False), "Of the 2 shown here 1 is essential, 1 can be replaced."),
    ],
)
def test_how_scores_work(essential: tuple[bool, ...], said: str) -> None:
    """What could be replaced is counted, unless nothing can."""
    shown = rows(ITEM, *({"is_essential": flag} for flag in essential))
    assert said in headline.how_scores_work(shown, SETTINGS)


def test_scored_rows_are_prerequisites_with_a_score_highest_first() -> None:
    """Equal scores stand in the order of their ids; a score of 0 and directions are left out."""
    found = selections.scored(
        rows(
            ITEM,
            {"item_id": "none", "unlock_score": 0.0},
            {"item_id": "low", "unlock_score": 4.0},
            {"item_id": "b", "unlock_score": 9.0},
            {"item_id": "a", "unlock_score": 9.0},
            {"item_id": "d", "unlock_score": 9.0, "item_type": "direction"},
        )
    )
    assert list(found["item_id"]) == ["a", "b", "low"]


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ((0.0,), "This portfolio has no prerequisites yet. They go into prerequisites.csv."),
        ((28.7,), "1 prerequisite holds 28.7 of 558 points: Tenant identity."),
        (
            (8.0, 20.0),
            "2 prerequisites hold 28 of 558 points; Tenant identity opens the most, 20.0.",
        ),
        (
            (1.0,) * 12,
            "Ten prerequisites hold 10 of 558 points; Tenant identity opens the most, 1.0.",
        ),
    ],
)
def test_unlock_scores(scores: tuple[float, ...], said: str) -> None:
    """The sum of the first ten, never with a false zero."""
    items = rows(ITEM, *({"unlock_score": score} for score in scores))
    (sentence,) = headline.unlock_scores(selections.scored(items), SETTINGS, is_filtered=False)
    assert plain(sentence) == said


@pytest.mark.parametrize(
    ("owners", "said"),
    [
        (("o",), "The open prerequisite shown has an owner."),
        (
            ("", "o"),
            "1 of 2 open prerequisites has no owner and holds 10 of 558 points; "
            "1 has a likely owner.",
        ),
        (
            ("", ""),
            "2 of 2 open prerequisites have no owner and hold 20 of 558 points; "
            "2 have a likely owner.",
        ),
    ],
)
def test_owner_gaps(owners: tuple[str, ...], said: str) -> None:
    """Verbs agree with the number of the unowned."""
    items = rows(ITEM, *({"owner_id": owner, "suggested_owner": "Olga"} for owner in owners))
    assert plain(headline.owner_gaps(items, SETTINGS, is_filtered=False)) == said


def test_trust_counts_problems_first() -> None:
    """A folder that does not load is the first thing the Data page says."""
    items = rows(ITEM, {}, {"lead_grade": "primary", "owner_id": ""})
    assert plain(headline.trust(items, 2, is_filtered=False)) == (
        "The newest files do not load: 2 problems. 1 of 2 prerequisites has an owner, "
        "1 of 2 leads cites a source; the rest is judgement."
    )


@pytest.mark.parametrize(
    ("days_left", "said"),
    [
        (
            -50,
            "“Which audit route” decides Launch: 28 % today, 98 % with “Three months”. "
            "It was due 50 days ago; 1 more of 2 decisions is overdue.",
        ),
        (
            10,
            "“Which audit route” decides Launch: 28 % today, 98 % with “Three months”. "
            "Decide by 1 Dec 2026; 1 of 2 decisions is overdue.",
        ),
    ],
)
def test_the_decision_with_the_largest_effect(days_left: int, said: str) -> None:
    """It is named with its effect; what is overdue besides is counted."""
    first = {
        "question": "Which audit route: one or two?",
        "is_overdue": days_left < 0,
        "days_left": days_left,
        "decide_by": Timestamp("2026-12-01"),
    }
    frame = pd.DataFrame([first, first | {"is_overdue": True}])
    largest = Largest(first, "Launch", "Three months: quicker", 0.28, 0.98)
    assert plain(headline.decisions(frame, SETTINGS, False, largest)) == said
    harmful = replace(largest, harms=["Pack", "Listing"])
    assert "“Three months”, which lowers the chance of Pack and Listing. " in plain(
        headline.decisions(frame, SETTINGS, False, harmful)
    )
