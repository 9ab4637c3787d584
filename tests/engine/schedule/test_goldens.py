"""The plan under capacity over the whole build: dates, how little would do, what more brings."""

from datetime import timedelta

import pytest

from depmap.engine.database import build
from depmap.engine.schedule.needed import Goal, weighted_lateness
from tests.portfolios import AS_OF, answers_of, column, needs, portfolio

OWNERS = [
    {"id": "kim", "capacity_days_per_week": 5.0},
    {"id": "lee", "capacity_days_per_week": 2.0},
]
PREREQUISITES = [
    {"id": "A", "lead": 60, "effort_days": 20.0, "owner": "kim"},
    {"id": "B", "lead": 30, "effort_days": 4.0, "owner": "lee"},
    {"id": "C", "lead": 45, "effort_days": 15.0, "owner": "kim"},
    {"id": "D", "lead": 20, "effort_days": 8.0},
    {"id": "E", "lead": 10},
    {"id": "F", "lead": 90, "effort_days": 10.0, "owner": "lee"},
]


def day(number):
    """The date so many days from as_of."""
    return AS_OF + timedelta(days=number)


def goldens(owners=OWNERS, **rows):
    """The portfolio of the model's third section, with owners."""
    return answers_of(
        directions=[
            {"id": "X", "value": 100.0, "confidence": 0.8, "target": day(181)},
            {"id": "Y", "value": 60.0, "confidence": 0.5, "target": day(60)},
            {"id": "Z", "value": 40.0, "confidence": 0.9, "target": day(60)},
        ],
        prerequisites=PREREQUISITES,
        dependencies=needs("B: A\nX: B C\nY: C (D|E)\nZ: F"),
        owners=owners,
        route_pins=[{"position": 1, "item": "Y", "any_of": "one", "requires": "D"}],
        **rows,
    )


@pytest.fixture(scope="module")
def found():
    return goldens()


def test_dates_and_reasons(found):
    """A waits 21 days for kim, who is busy with C; all else starts when it is ready."""
    rows = found.execute(
        "select item_id, ready_on, capacity_start, effort_finish, capacity_finish,"
        " capacity_delay_days, owner_wait_days, waits_because, waits_for, busy_with"
        " from report.schedule where item_id not in ('Y', 'Z') order by list_position"
    ).fetchall()
    assert rows == [
        ("F", day(0), day(0), day(35), day(90), 0, 0, "nothing", "", ""),
        ("C", day(0), day(0), day(21), day(45), 0, 0, "nothing", "", ""),
        ("D", day(0), day(0), None, day(20), 0, 0, "nothing", "", ""),
        ("A", day(0), day(21), day(49), day(81), 21, 21, "owner", "", "C"),
        ("B", day(81), day(81), day(95), day(111), 21, 0, "requirement", "A", ""),
        ("X", day(111), day(111), None, day(111), 21, 0, "requirement", "B", ""),
    ]


def test_slack_against_the_targets(found):
    """A, B and C are there before a target slips; F, which is late by the map, is late here too."""
    slack = column(found, "schedule", "item_id", "capacity_slack_days")
    assert {name: slack[name] for name in "ABCF"} == {"A": 70, "B": 70, "C": 15, "F": -30}
    assert column(found, "schedule", "item_id", "is_at_risk_by_capacity")["F"] is False


def test_a_range_moves_the_finish_but_not_the_effort():
    """Ten person-days take kim 14 days, whatever the lead: at best 14, not 10, at worst 60."""
    lead = {"lead_low_days": 10, "lead_likely_days": 30, "lead_high_days": 60}
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "target": day(40)}],
        prerequisites=[{"id": "x", "effort_days": 10.0, "owner": "kim", **lead}],
        dependencies=needs("X: x"),
        owners=OWNERS[:1],
    )
    assert found.execute(
        "select capacity_finish_low, capacity_finish, capacity_finish_high, capacity_slack_days,"
        " is_at_risk_by_capacity from report.schedule where item_id = 'x'"
    ).fetchall() == [(day(14), day(30), day(60), 10, True)]


def test_directions_finish_with_the_days_that_owners_have(found):
    """X is 21 days later and on time; Z is late for another reason."""
    rows = found.execute(
        "select direction_id, capacity_forecast, capacity_delay_days, capacity_chain,"
        " is_late_by_capacity from report.directions order by direction_id"
    ).fetchall()
    assert rows == [
        ("X", day(111), 21, ["A", "B", "X"], False),
        ("Y", day(45), 0, ["C", "Y"], False),
        ("Z", day(90), 0, ["F", "Z"], False),
    ]


def test_how_little_would_do(found):
    """All together 35 %, kim 35 %, lee 30 %; below that X or Y is late, and Z does not count."""
    assert found.execute(
        "select capacity_needed_percent, first_hit, failing_directions, unowned_effort_days,"
        " idle_owner_effort_days from report.capacity"
    ).fetchall() == [(35, "X", [], 8.0, 0.0)]
    assert column(found, "owners", "owner_id", "least_capacity_percent") == {"kim": 35, "lee": 30}
    assert column(found, "owners", "owner_id", "first_hit") == {"kim": "X", "lee": "X"}
    assert column(found, "owners", "owner_id", "wait_days_caused") == {"kim": 21, "lee": 0}
    assert column(found, "owners", "owner_id", "busy_until") == {"kim": day(48), "lee": day(94)}
    assert column(found, "owners", "owner_id", "points_saved_by_a_day") == {
        "kim": None,
        "lee": None,
    }


@pytest.mark.parametrize(
    ("kim", "lee", "finish"),
    [(1.5, 2.0, (194, 70)), (5.0, 0.5, (196, 45)), (1.5, 0.6, (211, 70))],
)
def test_with_one_step_less_x_is_late(kim, lee, finish):
    """30 % of kim, 25 % of lee, or 30 % of both."""
    less = [
        {"id": "kim", "capacity_days_per_week": kim},
        {"id": "lee", "capacity_days_per_week": lee},
    ]
    forecast = column(goldens(less), "directions", "direction_id", "capacity_forecast")
    assert (forecast["X"], forecast["Y"]) == tuple(map(day, finish))


def test_an_owner_in_whose_time_a_late_direction_waits_is_over():
    """With 30 % of kim X and Y are late: kim reads 105, and a day more of kim saves all of it."""
    less = [{"id": "kim", "capacity_days_per_week": 1.5}, OWNERS[1]]
    late = goldens(less)
    assert late.execute(
        "select capacity_needed_percent, first_hit, failing_directions from report.capacity"
    ).fetchall() == [(120, "X", ["X", "Y"])]
    assert column(late, "owners", "owner_id", "least_capacity_percent") == {"kim": 105, "lee": None}
    assert column(late, "owners", "owner_id", "first_hit") == {"kim": "X", "lee": ""}
    saved = column(late, "owners", "owner_id", "points_saved_by_a_day")
    lateness = 80 / 52 * 13 / 7 + 30 / 52 * 10 / 7
    assert saved == {"kim": pytest.approx(lateness), "lee": pytest.approx(0)}


def test_weeks_add_up_to_the_effort(found):
    """Kim gives 35 person-days in seven weeks, and what nobody owns has no capacity."""
    rows = found.execute(
        "select owner_id, count(*), round(sum(effort_days), 9), any_value(capacity_days)"
        " from report.owner_weeks group by owner_id order by owner_id"
    ).fetchall()
    assert rows == [("", 3, 8.0, None), ("kim", 7, 35.0, 5.0), ("lee", 8, 14.0, 2.0)]
    assert found.execute(
        "select week_start, effort_days, items from report.owner_weeks"
        " where owner_id = 'kim' order by week_start limit 4"
    ).fetchall()[2:] == [(day(14), 5.0, ["C"]), (day(21), 5.0, ["A"])]
    assert column(found, "owners", "owner_id", "full_until") == {"kim": day(49), "lee": day(35)}


def test_given_until_the_review_is_what_the_weeks_hold(found):
    """Of kim all 35 days; of lee F and nine of B's fourteen days, at two sevenths a day."""
    given = column(found, "owners", "owner_id", "planned_effort_days")
    assert given == {"kim": 35.0, "lee": pytest.approx(10 + 9 * 2 / 7, abs=0.01)}
    share = column(found, "owners", "owner_id", "planned_load")
    assert share["kim"] == pytest.approx(35 / (5 * 90 / 7))


def test_asked_and_given_count_the_same_items():
    """What is begun and on no route is asked of nobody; an inactive owner has no load at all."""
    begun = {"id": "W", "lead": 30, "effort_days": 9.0, "status": "in_progress"}
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "target": day(60)}],
        prerequisites=[
            {"id": "A", "lead": 60, "effort_days": 20.0, "owner": "kim"},
            begun | {"owner": "kim", "started_on": AS_OF},
            {"id": "B", "lead": 30, "effort_days": 4.0, "owner": "lee"},
        ],
        dependencies=needs("X: A B"),
        owners=[OWNERS[0], OWNERS[1] | {"active": False}],
    )
    assert column(found, "owners", "owner_id", "must_start_effort_days")["kim"] == 20.0
    assert column(found, "owners", "owner_id", "planned_effort_days") == {"kim": 20.0, "lee": 0.0}
    assert column(found, "owners", "owner_id", "load")["lee"] is None
    assert column(found, "owners", "owner_id", "effort_days")["kim"] == 29.0


def test_an_inactive_owner_takes_no_time_and_it_is_said():
    """Kim's 35 person-days are taken as done in their lead."""
    gone = [OWNERS[0] | {"active": False}, OWNERS[1]]
    found = goldens(gone)
    assert column(found, "directions", "direction_id", "capacity_delay_days")["X"] == 0
    assert found.execute("select idle_owner_effort_days from report.capacity").fetchone() == (35.0,)
    assert findings(found) == [
        ("effort in nobody's time", name, f"Its {effort} person-days are in nobody's time: {why}.")
        for name, effort, why in (
            ("A", 20.0, "kim is not planned"),
            ("C", 15.0, "kim is not planned"),
            ("D", 8.0, "nobody owns it"),
        )
    ]


def findings(found):
    """What the plan under capacity finds questionable."""
    return found.execute(
        "select rule, subject_id, what from report.findings where rule in ('effort does not fit',"
        " 'no capacity', 'effort in nobody''s time') order by rule, subject_id"
    ).fetchall()


def test_effort_beyond_its_lead_and_owners_without_time_are_findings():
    """F takes lee 350 days at a fifth of a day a week; kim has no time, so X and Y no date."""
    none = [
        {"id": "kim", "capacity_days_per_week": 0.0},
        OWNERS[1] | {"capacity_days_per_week": 0.2},
    ]
    found = goldens(none)
    assert findings(found)[0] == (
        "effort does not fit",
        "F",
        "Its effort takes lee 350 days with nothing else to do, and its lead leaves 90.",
    )
    assert findings(found)[-1] == (
        "no capacity",
        "kim",
        "kim has no time within a hundred years for 2 items: A and others.",
    )
    forecast = column(found, "directions", "direction_id", "capacity_forecast")
    assert forecast == {"X": None, "Y": None, "Z": day(350)}
    late = column(found, "directions", "direction_id", "is_late_by_capacity")
    assert late == {"X": True, "Y": True, "Z": False}


def test_plans_are_counted_and_end():
    """With three plans all together get two steps and no owner one."""
    found = goldens(settings=[{"max_plans": 3}])
    assert found.execute(
        "select plans_tried, plans_allowed, capacity_needed_percent from report.capacity"
    ).fetchall() == [(3, 3, None)]
    tried = column(found, "owners", "owner_id", "is_least_capacity_tried")
    assert tried == {"kim": False, "lee": False}


def test_the_list_is_blind_to_value():
    """X, due a day earlier, goes first although Y is worth ten times as much."""
    found = build(
        portfolio(
            directions=[
                {"id": "X", "value": 10.0, "target": day(20)},
                {"id": "Y", "value": 100.0, "target": day(21)},
            ],
            prerequisites=[
                {"id": name, "lead": 14, "effort_days": 10.0, "owner": "kim"} for name in ("x", "y")
            ],
            dependencies=needs("X: x\nY: y"),
            owners=OWNERS[:1],
        ),
        AS_OF,
    )
    forecast = column(found, "directions", "direction_id", "capacity_forecast")
    assert forecast == {"X": day(14), "Y": day(28)}
    assert column(found, "owners", "owner_id", "points_saved_by_a_day")["kim"] > 0


def test_more_days_a_week_are_a_way_out():
    """With 30 % of kim X and Y are late: half a day more is enough for X and for Y."""
    less = [{"id": "kim", "capacity_days_per_week": 1.5}, OWNERS[1]]
    rows = (
        goldens(less)
        .execute(
            "select direction_id, owner_id, what_if, capacity_forecast_after from report.ways_out"
            " where kind = 'capacity' order by direction_id"
        )
        .fetchall()
    )
    change = ["kim:capacity_days_per_week:2"]
    again = goldens([{"id": "kim", "capacity_days_per_week": 2.0}, OWNERS[1]])
    finish = column(again, "directions", "direction_id", "capacity_forecast")
    assert rows == [("X", "kim", change, finish["X"]), ("Y", "kim", change, finish["Y"])]
    assert finish["X"] <= day(181)
    assert finish["Y"] <= day(60)


@pytest.mark.parametrize(
    ("goals", "finishes", "points"),
    [
        ([("X", 181, 80.0), ("Y", 60, 30.0), ("Z", 60, 36.0)], [111, 45, 90], 2.967),
        ([("X", 20, 10.0), ("Y", 21, 100.0)], [14, 28], 1.923),
        ([("X", 20, 10.0), ("Y", 21, 100.0)], [28, 14], 0.220),
    ],
)
def test_lateness_weighs_by_the_week_what_each_direction_is_worth(goals, finishes, points):
    """Points a year by the week times weeks late: Z 30 days; Y a week, or X a day more instead."""
    found = [Goal(name, 0, 0, target, value) for name, target, value in goals]
    assert weighted_lateness(found, finishes) == pytest.approx(points, abs=0.0005)
