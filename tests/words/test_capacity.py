"""Whether the plan holds, and why a date is later, in words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from pandas import DataFrame

from depmap.answers.names import Names
from depmap.words import capacity
from depmap.words.capacity import Kept
from depmap.words.sentence import plain

NAMES = Names({}, {"X": "Launch", "a": "Audit", "b": "Books"})
DIRECTIONS = {
    "X": {
        "direction_id": "X",
        "chart_name": "Launch",
        "target": date(2027, 6, 30),
        "capacity_forecast": date(2027, 7, 8),
        "capacity_delay_days": 17,
        "is_late_by_capacity": True,
        "outlook": "at_risk",
    }
}
WAY = {
    "direction_id": "X",
    "kind": "capacity",
    "decision_id": "",
    "owner_id": "kim",
    "owner": "Kim",
    "what_if": ["kim:capacity_days_per_week:5.5"],
    "capacity_forecast_after": date(2027, 6, 30),
    "is_nearly_always": False,
}
OWNER = {
    "owner_id": "kim",
    "name": "Kim",
    "is_active": True,
    "capacity_days_per_week": 5.0,
    "wait_days_caused": 12,
    "busy_until": date(2027, 10, 1),
    "full_until": date(2027, 6, 24),
    "least_capacity_percent": 105,
    "first_hit": "X",
}


def kept(*rows: dict[str, Any], ways: Sequence[dict[str, Any]] = ()) -> Kept:
    """Rows of the schedule, all owned by Kim, and ways out of X."""
    schedule = {row["item_id"]: row for row in rows}
    items = {item_id: {"owner": "Kim"} for item_id in schedule}
    return Kept(schedule, items, NAMES, {"X": ways} if ways else {}, ["y:lead_days:1"])


def said(owners: list[dict[str, Any]], ways: Sequence[dict[str, Any]] = (), **changed: Any) -> str:
    """The sentence about a plan that holds with 55 % unless said otherwise."""
    row = {
        "capacity_needed_percent": 55,
        "first_hit": "X",
        "failing_directions": [],
        "plans_tried": 40,
        "plans_allowed": 500,
    }
    return plain(capacity.holds(row | changed, owners, DIRECTIONS, kept(ways=ways)))


def test_a_plan_that_fails_names_the_direction_and_who_is_full() -> None:
    """By how much, why, with which share of their days nothing would be late, and what to try."""
    late = (
        "With the days owners have, Launch is late by 8 days: Kim is full until 24 Jun 2027. "
        "With 110 % of their days nothing would be late."
    )
    fails = {"failing_directions": ["X"], "capacity_needed_percent": 110}
    assert said([OWNER], **fails) == late
    assert said([OWNER], [WAY], **fails) == (
        f"{late} Enough for its likely date: Kim with 5.5 days a week: there on 30 Jun 2027."
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {},
            "No direction is late for want of owners while they give 55 % of their days; "
            "with fewer Launch is late first.",
        ),
        (
            {"capacity_needed_percent": None},
            "No direction is late for want of owners, even with 5 % of their days.",
        ),
        (
            {"capacity_needed_percent": None, "plans_tried": 500},
            "No direction is late for want of owners; how few days would do was not tried.",
        ),
    ],
)
def test_a_plan_that_holds_says_with_how_little(changed: dict[str, Any], words: str) -> None:
    """The least share, or that none was found, or that none was looked for."""
    assert said([OWNER], **changed) == words


@pytest.mark.parametrize(
    ("is_kept", "words"),
    [
        (
            True,
            "Drawn are the dates that owners can keep; by the map, as if no owner were short of "
            "time, none of 2 prerequisites are late.",
        ),
        (
            False,
            "Drawn are the dates by the map, as if no owner were short of time; with the days "
            "they have 1 of 2 prerequisites is late.",
        ),
    ],
)
def test_a_picture_says_which_dates_it_draws(is_kept: bool, words: str) -> None:
    """And how many are late by the others; what is on no route does not count."""
    by_map = DataFrame(
        {
            "item_type": ["prerequisite"] * 3,
            "is_open": True,
            "is_on_route": [True, True, False],
            "safe_start_by": None,
            "is_late": False,
        }
    )
    kept = by_map.assign(is_late=[True, False, True])
    assert plain(capacity.drawn(by_map, kept, is_kept)) == words


def test_without_owners_nothing_is_planned() -> None:
    """Nobody with effort: there is nothing to say about capacity."""
    assert said([]).startswith("No owner's time is planned")


def test_effort_in_nobodys_time_is_said() -> None:
    """Both kinds, or nothing."""
    both = {"unowned_effort_days": 120.0, "idle_owner_effort_days": 1.0}
    assert capacity.unplanned(both) == (
        "The dates take 120 person-days without an owner and 1 person-day of owners who are "
        "inactive or whose days are not known as done within their leads, by nobody."
    )
    assert capacity.unplanned(dict.fromkeys(both, 0.0)) == ""


def scheduled(item: str, **changed: Any) -> dict[str, Any]:
    """A row of report.schedule."""
    row = {
        "item_id": item,
        "owner_id": "kim",
        "ready_on": date(2027, 1, 1),
        "capacity_start": date(2027, 2, 1),
        "effort_finish": date(2027, 3, 1),
        "capacity_finish": date(2027, 4, 1),
        "capacity_delay_days": 31,
        "owner_wait_days": 31,
        "waits_because": "owner",
        "waits_for": "",
        "busy_with": "b",
    }
    return row | changed


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("owner", "Kim is busy with Books until 1 Mar 2027"),
        ("own effort", "its effort takes Kim longer than its lead"),
        ("no capacity", "Kim has no time for it"),
        ("gate", "it is held until then"),
        ("requirement", "it waits for Books"),
        ("nothing", "nothing holds it"),
    ],
)
def test_every_reason_has_words(because: str, words: str) -> None:
    """What the schedule says in one word, in a clause."""
    row = scheduled("a", waits_because=because, waits_for="b")
    said = capacity.because(row, kept(row, scheduled("b")), is_named=True)
    assert plain(said) == words
    assert {(part.page, part.item) for part in said if part.text == "Books"} <= {("item", "b")}
    assert [part.changes for part in said if part.text == "Kim"] in ([{"who": "kim"}], [])


def test_to_the_owner_themselves_it_is_said_without_their_name() -> None:
    """On the page of their own work."""
    said = capacity.because(scheduled("a"), kept(scheduled("b")))
    assert plain(said) == "they are busy with Books until 1 Mar 2027"


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        (
            {"to_start": 5, "to_decide": 1, "open_items": 12, "others": 10},
            "5 to start, 1 to decide by 27 Feb 2027; 12 open prerequisites are theirs, "
            "and 10 items of others wait for them.",
        ),
        (
            {"to_finish": 1, "open_items": 1, "others": 1},
            "1 to finish by 27 Feb 2027; 1 open prerequisite is theirs, "
            "and 1 item of others waits for them.",
        ),
        (
            {"open_items": 2},
            "Nothing by 27 Feb 2027; 2 open prerequisites are theirs, "
            "and nothing of others waits for them.",
        ),
        ({}, "Nothing open is theirs."),
    ],
)
def test_what_one_owner_has_to_do(counted: dict[str, int], words: str) -> None:
    """What is begun, must start and is to be settled by the review, and who waits."""
    none = dict.fromkeys(("to_start", "to_finish", "to_decide", "open_items", "others"), 0)
    work = capacity.Work(**none | counted, review="27 Feb 2027")
    assert plain(capacity.work(work)) == words


def test_what_nobody_owns() -> None:
    """The same sentence about nobody."""
    work = capacity.Work(2, 0, 0, 19, 3, "27 Feb 2027")
    assert plain(capacity.work(work, is_owned=False)) == (
        "2 to start by 27 Feb 2027; 19 open prerequisites are without an owner, "
        "and 3 items of others wait for them."
    )
    nothing = capacity.Work(0, 0, 0, 0, 0, "27 Feb 2027")
    assert plain(capacity.work(nothing, is_owned=False)) == "Everything open has an owner."


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {},
            "With 5 days a week they are full until 24 Jun 2027; "
            "their items wait 12 days for that in all.",
        ),
        (
            {"full_until": None, "capacity_days_per_week": 2.5, "wait_days_caused": 0},
            "With 2.5 days a week they are busy until 1 Oct 2027; nothing waits for their time.",
        ),
        (
            {"is_active": False},
            "Inactive: the plan counts on none of their days and takes their work as done "
            "within its leads.",
        ),
        (
            {"capacity_days_per_week": None},
            "Their days a week are not known, so the plan takes their work as done within its "
            "leads.",
        ),
        (
            {"busy_until": None, "full_until": None, "capacity_days_per_week": 0.0},
            "They have no day a week, so what is theirs has no date that they can keep.",
        ),
        (
            {"busy_until": None, "full_until": None},
            "No open item on a route needs their days.",
        ),
    ],
)
def test_the_days_of_one_owner(changed: dict[str, Any], words: str) -> None:
    """Full or busy until when, or why the plan counts on none of their days."""
    assert plain(capacity.days_of(OWNER | changed)) == words


def test_a_delayed_direction_says_date_delay_and_reason() -> None:
    """The longest wait on the chain is the reason; more days of an owner are there to try."""
    rows = [scheduled("a"), scheduled("b"), scheduled("X", owner_wait_days=0, waits_for="a")]
    (sentence,) = capacity.delayed(list(DIRECTIONS.values()), kept(*rows, ways=[WAY]))
    assert plain(sentence) == (
        "Launch 8 Jul 2027, 17 days later, after its target 30 Jun 2027: "
        "Kim is busy with Books until 1 Mar 2027. "
        "Enough for its likely date: Kim with 5.5 days a week: there on 30 Jun 2027."
    )
    asked = {tuple(words.changes["what_if"]) for words in sentence if "what_if" in words.changes}
    assert asked == {("y:lead_days:1", "kim:capacity_days_per_week:5.5")}


def test_the_last_of_the_delayed_counts_the_rest() -> None:
    """One is said, the other two are counted behind it; what nobody delays is left out."""
    rows = [scheduled("a"), scheduled("b"), scheduled("X", owner_wait_days=0, waits_for="a")]
    later = DIRECTIONS["X"] | {"is_late_by_capacity": False, "outlook": "on_time"}
    on_time = later | {"capacity_delay_days": 0}
    (sentence,) = capacity.delayed([later, DIRECTIONS["X"], later, on_time], kept(*rows), 1)
    assert plain(sentence).startswith("Launch 8 Jul 2027, 17 days later, after its target")
    assert plain(sentence).endswith("until 1 Mar 2027. And 2 other directions later.")


@pytest.mark.parametrize(("outlook", "is_said"), [("late", True), ("on_time", False)])
def test_a_direction_that_is_late_anyway_says_so(outlook: str, is_said: bool) -> None:
    """It misses its target also where owners are not the reason."""
    late = DIRECTIONS["X"] | {"is_late_by_capacity": False, "outlook": outlook}
    rows = [scheduled("a"), scheduled("b"), scheduled("X", owner_wait_days=0, waits_for="a")]
    (sentence,) = capacity.delayed([late], kept(*rows))
    assert ("after its target 30 Jun 2027" in plain(sentence)) is is_said


def test_the_facts_of_an_item() -> None:
    """Ready, starts, finishes with the delay, and why."""
    said = capacity.facts(scheduled("a"), kept(scheduled("a"), scheduled("b")))
    assert [(label, plain(words)) for label, words in said] == [
        ("Ready on", "1 Jan 2027"),
        ("Starts on", "1 Feb 2027"),
        ("Finishes on", "1 Apr 2027, 31 days later"),
        ("Because", "Kim is busy with Books until 1 Mar 2027"),
    ]


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (
            {"waits_because": "requirement", "owner_wait_days": 0},
            "Audit, 31 days: Kim is busy with Books until 1 Mar 2027",
        ),
        ({"owner_wait_days": 30}, "Audit, 31 days: Kim is busy with Books until 1 Mar 2027"),
        ({"owner_wait_days": 32}, ""),
        ({"waits_because": "requirement", "capacity_finish": None}, ""),
    ],
)
def test_the_longest_wait_on_the_way_to_an_item(own: dict[str, Any], words: str) -> None:
    """X waits for the audit, which waits 31 days for Kim; said unless its own wait is longer."""
    row = scheduled("X", waits_for="a", **own)
    found = dict(capacity.facts(row, kept(row, scheduled("a"), scheduled("b"))))
    assert plain(found.get("Longest wait", ())) == words
