"""The numbers that the model fixes, through report.*."""

from datetime import date, timedelta

import pytest

from tests.portfolios import AS_OF, answers_of, column, needs

ITEMS = ("A", "B", "C", "D", "E", "F")
LEADS = dict(zip(ITEMS, (60, 30, 45, 20, 10, 90), strict=True))
PIN = {"position": 1, "item": "Y", "any_of": "one", "requires": "D"}
REQUIREMENTS = needs(
    """
    B: A
    X: B C
    Y: C (D|E)
    Z: F
    """
)


def day(number):
    """A day of the model as a date."""
    return AS_OF + timedelta(days=number)


def model(pins=(PIN,), done=(), fields=None, **more):
    """The portfolio of the model's sections 3 and 4, all ranges without spread.

    fields: more columns of single items, by id; more: rows of more tables.
    """
    directions = [
        {"id": "X", "value": 100.0, "confidence": 0.8, "target": day(181)},
        {"id": "Y", "value": 60.0, "confidence": 0.5, "target": day(60)},
        {"id": "Z", "value": 40.0, "confidence": 0.9, "target": day(60)},
    ]
    prerequisites = [
        {"id": name, "lead": LEADS[name], "status": "done" if name in done else "not_started"}
        for name in ITEMS
    ]
    for row in [*directions, *prerequisites]:
        row.update((fields or {}).get(row["id"], {}))
    return answers_of(
        directions=directions,
        prerequisites=prerequisites,
        dependencies=REQUIREMENTS,
        route_pins=pins,
        **more,
    )


@pytest.mark.parametrize(
    ("item", "start", "finish", "start_by", "slack", "late", "critical", "path"),
    [
        ("A", 0, 60, 91, 91, 0, False, ["A", "B", "X"]),
        ("B", 60, 90, 151, 91, 0, False, ["B", "X"]),
        ("C", 0, 45, 15, 15, 0, False, ["C", "Y"]),
        ("D", 0, 20, 40, 40, 0, False, ["D", "Y"]),
        ("F", 0, 90, -30, -30, 30, True, ["F", "Z"]),
    ],
)
def test_dates_of_the_model(item, start, finish, start_by, slack, late, critical, path):
    """Earliest and latest dates, slack and binding path of the model's example."""
    row = (
        model()
        .execute(
            "select earliest_start, earliest_finish, start_by, slack_days, days_late, is_critical,"
            " binding_path, binding_direction from report.items where item_id = $item",
            {"item": item},
        )
        .fetchone()
    )
    assert row == (day(start), day(finish), day(start_by), slack, late, critical, path, path[-1])


def test_dates_of_the_model_are_these_calendar_days():
    """Day 91 is 2 April 2026 and day -30 is 2 December 2025."""
    start_by = column(model(), "items", "item_id", "start_by")
    assert start_by["A"] == date(2026, 4, 2)
    assert start_by["C"] == date(2026, 1, 16)
    assert start_by["F"] == date(2025, 12, 2)


def test_item_off_the_route_has_no_start_by():
    """With D pinned nothing needs E; without the pin E is taken and must start by day 50."""
    assert column(model(), "items", "item_id", "start_by")["E"] is None
    assert column(model(pins=()), "items", "item_id", "start_by")["E"] == day(50)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("unlock_score", [26.6667, 26.6667, 41.6667, 15, 0, 36]),
        ("at_stake", [80, 80, 110, 30, 0, 36]),
        ("unlocks_now", [0, 0, 0, 0, 0, 36]),
        ("p_used", [0.8, 0.8, 0.9, 0.5, 0, 0.9]),
    ],
)
def test_scores_of_the_model(measure, expected):
    """Unlock scores and what stands next to them; the scores add up to 146."""
    found = column(model(), "unlocks", "item_id", measure)
    assert [found[item] for item in ITEMS] == pytest.approx(expected, abs=1e-4)


def test_scores_once_a_is_done():
    """What is left shares the same 146 points."""
    found = column(model(done=("A",)), "unlocks", "item_id", "unlock_score")
    assert [found[item] for item in ITEMS] == pytest.approx([0, 40, 55, 15, 0, 36])
    assert sum(found.values()) == pytest.approx(146)


def test_parts_add_up_to_scores_and_scores_to_the_portfolio():
    """The difference stays below 1e-9 where every need is certain."""
    connection = model()
    difference = connection.execute(
        "select max(abs(unlock_score - coalesce(parts, 0))) from report.unlocks left join"
        " (select item_id, sum(contribution) as parts from report.unlock_parts group by item_id)"
        " using (item_id)"
    ).fetchone()
    total = connection.execute(
        "select total_expected_value, unassigned_value from report.settings"
    ).fetchone()
    assert difference[0] < 1e-9
    assert total == pytest.approx((146, 0))


def one_direction(confidence, value, target, review_days, effort, price, **item):
    """One direction that needs one item of 0 days of lead."""
    return answers_of(
        directions=[
            {
                "id": "D",
                "value": float(value),
                "confidence": confidence,
                "target": day(target),
                "lead": 0,
            }
        ],
        prerequisites=[{"id": "I", "lead": 0, "effort_days": float(effort), **item}],
        dependencies=needs("D: I"),
        settings=[{"review_days": review_days, "points_per_effort_day": price}],
    )


@pytest.mark.parametrize(
    ("cost", "waiting", "chance", "break_even", "knowing", "action"),
    [
        (20, 52, 0.5, 0.278, 10, "start now"),
        (20, 52, 0.2, 0.278, 10.4, "decide"),
        (200, 8, 0.5, 0.962, 4, "decide"),
        (60, 78, 0.4, 0.435, 31.2, "decide"),
    ],
)
def test_acting_against_waiting(cost, waiting, chance, break_even, knowing, action):
    """A year until the review makes the cost of waiting the value of the direction."""
    connection = one_direction(chance, waiting, 0, 364, cost, 1.0)
    row = connection.execute(
        "select cost_if_unneeded, cost_of_waiting, p_used, break_even_confidence, value_of_knowing,"
        " action from report.items where item_id = 'I'"
    ).fetchone()
    assert row[:3] == pytest.approx((cost, waiting, chance))
    assert row[3:5] == pytest.approx((break_even, knowing), abs=1e-3)
    assert row[5] == action


@pytest.mark.parametrize(
    ("earliest", "latest", "added"), [(90, 170, 0), (0, -30, 90), (0, 40, 50), (45, 20, 45)]
)
def test_added_delay_counts_only_what_waiting_adds(earliest, latest, added):
    """Value 364 loses one point a day, so the expected loss is the added delay in days."""
    connection = answers_of(
        directions=[{"id": "D", "value": 364.0, "target": day(latest), "lead": 0}],
        prerequisites=[{"id": "first", "lead": earliest}, {"id": "I", "lead": 0}],
        dependencies=needs("D: I\nI: first"),
        settings=[{"review_days": 90, "points_per_effort_day": 1.0}],
    )
    assert column(connection, "items", "item_id", "expected_loss")["I"] == pytest.approx(added)


def test_price_of_effort_makes_the_portfolio_pay_for_itself():
    """146 points over 73 person-days are two points a day."""
    connection = answers_of(
        directions=[{"id": "D", "value": 100.0, "target": day(500)}],
        prerequisites=[{"id": "I", "lead": 1, "effort_days": 50.0}],
        dependencies=needs("D: I"),
    )
    assert column(connection, "items", "item_id", "cost_if_unneeded")["I"] == pytest.approx(100)


# --- gates ----------------------------------------------------------------------------------------


def gated(**rows):
    """The model's example with more rows; every item's first day, last day and action."""
    found = model(**rows).execute(
        "select item_id, earliest_start, earliest_finish, days_late, action, gated_until, gated_by"
        " from report.items"
    )
    return {item: row for item, *row in found.fetchall()}


def decision(**fields):
    """An open decision that takes 25 days and blocks C."""
    return {
        "decisions": [{"id": "q", "question": "Which?", "lead_days": 25, **fields}],
        "decision_blocks": [{"decision": "q", "item": "C"}],
    }


def test_an_open_decision_holds_what_it_blocks():
    """C begins on day 25, and Y is 10 days late; X has the time."""
    found = gated(**decision())
    assert found["C"] == [day(25), day(70), 10, "start when ready", day(25), "q"]
    assert found["Y"][1:3] == [day(70), 10]
    assert found["X"][1:3] == [day(90), 0]


@pytest.mark.parametrize(
    "fields", [{"lead_days": 0}, {"status": "decided", "chosen": "This"}, {"item": "D"}]
)
def test_a_decision_that_takes_no_time_of_its_own_holds_nothing(fields):
    """Taken today, taken already, or a prerequisite itself, whose lead counts already."""
    assert gated(**decision(**fields))["C"] == gated()["C"]
    assert gated()["C"] == [day(0), day(45), 0, "start now", None, ""]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"not_before": day(25)}, [day(25), day(70), 10, "start when ready", day(25), ""]),
        ({"not_before": day(-5)}, [day(0), day(45), 0, "start now", None, ""]),
        (
            {"not_before": day(25), "status": "in_progress", "started_on": day(-5)},
            [day(0), day(40), 0, "in progress", None, ""],
        ),
    ],
)
def test_not_before_holds_what_is_not_started(fields, expected):
    """A past day holds nothing, and what was started has passed its gate."""
    assert gated(fields={"C": fields})["C"] == expected


def test_a_direction_has_a_gate_too():
    """X is ready on day 90 and begins its own 10 days on day 100."""
    found = gated(fields={"X": {"not_before": day(100), "lead": 10}})
    assert found["X"][:2] == [day(100), day(110)]
    assert found["X"][4:] == [day(100), ""]


def test_a_gate_after_a_start_by_breaks_the_promise():
    """C has to start by day 15 for Y; held until 25 no start date keeps Y on time."""
    ask = "select has_safe_start from report.directions where direction_id = 'Y'"
    assert model().execute(ask).fetchone() == (True,)
    assert model(**decision()).execute(ask).fetchone() == (False,)


# --- last days ------------------------------------------------------------------------------------


def test_last_days_ahead():
    """X and Y have one each, by their own targets; Z is late already."""
    found = model().execute("select * from report.last_days order by all").fetchall()
    assert found == [("X", "A", day(91), 91), ("Y", "C", day(15), 15)]


def test_a_started_item_has_no_last_day_any_more():
    """With C under way the next thing that could make Y late is D."""
    running = {"C": {"status": "in_progress", "started_on": AS_OF}}
    found = model(fields=running).execute("select * from report.last_days order by all").fetchall()
    assert found == [("X", "A", day(91), 91), ("Y", "D", day(40), 40)]


def test_a_binding_path_keeps_its_first_500_items():
    """A chain of 700 items: the path of the 300th is whole, that of the last is cut."""
    names = [f"i{number:03}" for number in range(700)]
    connection = answers_of(
        directions=[{"id": "d", "target": AS_OF, "lead": 1}],
        prerequisites=[{"id": name, "lead": 1} for name in names],
        dependencies=[
            {"item": item, "requires": required}
            for item, required in zip(["d", *names], names, strict=False)
        ],
    )
    paths = column(connection, "items", "item_id", "binding_path")
    assert paths["i299"] == [*reversed(names[:300]), "d"]
    assert paths["i699"] == names[:199:-1]
