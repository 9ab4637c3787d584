"""What is said of one item."""

from typing import Any

import pytest
from pandas import NaT, Timestamp

from depmap.answers.names import Names
from depmap.words.item import (
    When,
    blocked,
    calibration,
    held,
    of_foreign,
    of_prerequisite,
    start,
)
from depmap.words.sentence import plain

ITEM: dict[str, Any] = {
    "status": "not_started",
    "plan_window": "now",
    "safe_start_by": Timestamp("2026-08-22"),
    "misses_safe_start": True,
    "can_start_now": True,
    "earliest_start": Timestamp("2027-01-25"),
    "earliest_finish": Timestamp("2027-03-01"),
    "revisit_on": NaT,
}
LOOK_AGAIN = {"plan_window": "parked", "revisit_on": Timestamp("2027-02-21")}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"misses_safe_start": False}, When("22 Aug 2026", "Start by 22 Aug 2026")),
        ({}, When("now", "Start now", was="was 22 Aug 2026")),
        (
            {"can_start_now": False},
            When("when ready", "Start when ready, from 25 Jan 2027", "from 25 Jan 2027"),
        ),
        (
            {"status": "in_progress"},
            When("in progress", "In progress until 1 Mar 2027", "until 1 Mar 2027"),
        ),
        (
            {"can_start_now": False, "plan_window": "later"},
            When("next in line", "Next in line, from 25 Jan 2027", "from 25 Jan 2027"),
        ),
        (LOOK_AGAIN, When("look again", "Look again on 21 Feb 2027", "on 21 Feb 2027")),
    ],
)
def test_a_date_that_cannot_be_met_is_not_shown_as_one(changes: dict[str, Any], said: When) -> None:
    """Past is now, what waits for others is when ready, and what is parked is looked at again."""
    assert start(ITEM | changes) == said


NEEDED: dict[str, Any] = ITEM | {
    "action": "later",
    "p_used": 0.35,
    "is_blocked": False,
    "is_on_route": True,
    "is_late": False,
    "start_by": Timestamp("2026-12-22"),
    "safe_binding_direction": "X",
    "binding_direction": "X",
}
WAITING = {"X": {"target": Timestamp("2027-06-30"), "chart_name": "Login",
                 "has_safe_start": True, "chance_on_time": 0.4}}  # fmt: skip
IN_DOUBT = "Too speculative to start yet: the chance it is needed is 35 %; look again "


@pytest.mark.parametrize(
    ("changes", "has_safe_start", "said"),
    [
        (
            {},
            True,
            "A start by 22 Aug 2026 keeps Login on time in 4 of 5 cases; "
            "after 22 Dec 2026 it misses 30 Jun 2027.",
        ),
        (
            {"action": "park", "revisit_on": Timestamp("2027-02-21")},
            True,
            IN_DOUBT + "on 21 Feb 2027. If it is needed, a start by 22 Aug 2026 keeps Login on time"
            " in 4 of 5 cases; after 22 Dec 2026 it misses 30 Jun 2027.",
        ),
        (
            {"action": "park"},
            False,
            IN_DOUBT + "when a direction with a target needs it. If it is needed: with everything "
            "as early as it can be, Login has a chance of 40 %, and no start date gives 80 % any "
            "more; after 22 Dec 2026 it misses 30 Jun 2027.",
        ),
    ],
)
def test_what_is_parked_says_that_it_is_too_speculative(
    changes: dict[str, Any], has_safe_start: bool, said: str
) -> None:
    """Its date holds only if it is needed; of anything else the date is said alone."""
    directions = {"X": WAITING["X"] | {"has_safe_start": has_safe_start}}
    names = Names({}, {"X": "Login"})
    told = of_prerequisite(NEEDED | changes, directions, {"confidence_goal": 0.8}, names)
    assert plain(told) == said


@pytest.mark.parametrize(
    ("gate", "said"),
    [
        ((NaT, ""), ""),
        ((Timestamp("2027-01-04"), ""), "Not before 4 Jan 2027"),
        (
            (Timestamp("2026-12-14"), "DP-TAX"),
            "Waits for the decision “Who files the tax?”, until 14 Dec 2026",
        ),
    ],
)
def test_what_holds_an_item_is_said(gate: tuple[Any, str], said: str) -> None:
    """Its own not_before, or the open decision that names it."""
    item = {"gated_until": gate[0], "gated_by": gate[1]}
    assert held(item, {"DP-TAX": {"question": "Who files the tax?"}}) == said


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (["a"], "Blocked: it waits for Contract, which is dropped."),
        (["a", "b"], "Blocked by a circle: Contract needs Audit needs Contract."),
        (
            ["a", "b", "c", "d", "e", "f"],
            "Blocked by a circle: Contract needs Audit needs unknown item needs unknown item needs "
            "unknown item needs … needs Contract.",
        ),
    ],
)
def test_what_blocks_an_item_is_named(cause: list[str], said: str) -> None:
    """One dropped item, or the circle in its order."""
    names = Names({}, {"a": "Contract", "b": "Audit"})
    assert plain(blocked({"blocked_by": cause}, names)) == said


@pytest.mark.parametrize(
    ("taken", "earlier", "said"),
    [
        ([], 0, "No prerequisite with both days is finished yet."),
        (
            [5, 10, 11, 21],
            0,
            "Of 4 finished, 2 took longer than likely, 1 longer than high, by their ranges of"
            " today.",
        ),
        (
            [5],
            1,
            "Of 1 finished, none took longer than likely, none longer than high, by the ranges"
            " before they were started.",
        ),
        ([21, 5], 1, "1 longer than high; 1 by the range before they were started, the others by"),
    ],
)
def test_how_often_leads_held(taken, earlier, said):
    """Longer than likely and longer than high, and by which ranges."""
    rows = [{"actual_days": days, "lead_likely_days": 10, "lead_high_days": 20} for days in taken]
    assert said in calibration(rows, earlier)


FOREIGN = {
    "owner": "Payments",
    "status": "open",
    "earliest_finish": Timestamp("2027-01-08"),
    "start_by": Timestamp("2026-11-10"),
    "is_late": False,
    "days_late": 0,
    "slack_days": 4,
    "binding_direction": "X",
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Payments has it likely on 8 Jan 2027, in time: it is needed by 12 Jan 2027."),
        (
            {"is_late": True, "days_late": 19, "slack_days": -19},
            "19 days late: Payments has it likely on 8 Jan 2027, so Login misses 20 Dec 2026.",
        ),
        (
            {"start_by": NaT},
            "Payments has it likely on 8 Jan 2027; no target here waits for it.",
        ),
        (
            {"status": "blocked"},
            "Payments says that it can never start: what waits for it has no date.",
        ),
    ],
)
def test_an_item_of_another_portfolio_says_whose_it_is(changes: dict[str, Any], said: str) -> None:
    """And whether it comes in time; nothing about starting it."""
    directions = {"X": {"target": Timestamp("2026-12-20")}}
    names = Names({"X": "Login"}, {"X": "Login"})
    assert plain(of_foreign(FOREIGN | changes, directions, names)) == said
