"""One action per open prerequisite, and what has to be decided by when."""

from datetime import date, timedelta

from tests.portfolios import AS_OF, answers_of, column, needs


def day(number):
    return AS_OF + timedelta(days=number)


def actions(**rows):
    return column(answers_of(**rows), "plan", "item_id", "action")


def test_every_kind_of_action_has_its_case():
    """One portfolio with each of them."""
    assert actions(
        directions=[
            {"id": "near", "value": 100.0, "target": day(60)},
            {"id": "far", "value": 100.0, "confidence": 0.9, "target": day(900)},
            {"id": "maybe", "value": 100.0, "confidence": 0.1, "target": day(900)},
            {"id": "dead", "value": 100.0, "target": day(60)},
        ],
        prerequisites=[
            {"id": "first", "lead": 10},
            {"id": "second", "lead": 10},
            {"id": "running", "lead": 10, "status": "in_progress", "started_on": AS_OF},
            {"id": "can_wait", "lead": 10},
            {"id": "doubtful", "lead": 10},
            {"id": "slower", "lead": 99},
            {"id": "soft", "lead": 10},
            {"id": "stuck", "lead": 10},
            {"id": "gone", "lead": 10, "status": "dropped"},
            {"id": "alone", "lead": 10},
        ],
        dependencies=[
            *needs(
                """
                second: first
                near: second running
                far: can_wait (can_wait|slower)
                maybe: doubtful
                stuck: gone
                dead: stuck
                """
            ),
            {"item": "near", "requires": "soft", "strength": "soft"},
        ],
    ) == {
        "first": "start now",
        "second": "start when ready",
        "running": "in progress",
        "can_wait": "later",
        "doubtful": "park",
        "slower": "not needed",
        "soft": "helps",
        "stuck": "blocked",
        "alone": "not needed",
    }


def test_member_of_a_group_whose_other_member_is_chosen_is_an_alternative():
    """fast is taken; slow stays as the other way."""
    found = actions(
        directions=[{"id": "D", "value": 10.0, "target": day(900)}],
        prerequisites=[{"id": "fast", "lead": 1}, {"id": "slow", "lead": 9}],
        dependencies=needs("D: (fast|slow)"),
    )
    assert found == {"fast": "later", "slow": "alternative"}


def test_member_of_a_group_that_is_satisfied_is_an_alternative():
    """done satisfies the group."""
    found = actions(
        directions=[{"id": "D", "value": 10.0}],
        prerequisites=[{"id": "done", "lead": 1, "status": "done"}, {"id": "open", "lead": 9}],
        dependencies=needs("D: (done|open)"),
    )
    assert found == {"open": "alternative"}


def test_parked_item_says_when_to_look_again():
    """Review days before its start by, and never before the next review."""
    connection = answers_of(
        directions=[
            {"id": "D", "value": 10.0, "confidence": 0.1, "target": day(400)},
            {"id": "E", "value": 10.0, "confidence": 0.1},
            {"id": "F", "value": 10.0, "confidence": 0.1, "target": day(120)},
        ],
        prerequisites=[{"id": name, "lead": 10} for name in "abc"],
        dependencies=needs("D: a\nE: b\nF: c"),
    )
    assert column(connection, "items", "item_id", "revisit_on") == {
        "D": None,
        "E": None,
        "F": None,
        "a": day(400 - 10 - 90),
        "b": None,
        "c": day(90),
    }


def test_helping_item_has_an_advisory_date_and_no_other():
    """The same backward pass over soft rows, never binding and never scored."""
    connection = answers_of(
        directions=[{"id": "D", "value": 10.0, "target": day(100), "lead": 5}],
        prerequisites=[{"id": "soft", "lead": 20}, {"id": "deeper", "lead": 10}],
        dependencies=[
            {"item": "D", "requires": "soft", "strength": "soft"},
            {"item": "soft", "requires": "deeper"},
        ],
    )
    rows = connection.execute(
        "select item_id, start_by, advisory_start_by, unlock_score, action from report.plan"
    ).fetchall()
    assert rows == [
        ("deeper", None, day(65), 0.0, "helps"),
        ("soft", None, day(75), 0.0, "helps"),
    ]


def decisions(connection):
    return connection.execute(
        "select decision_id, origin, decide_by, is_advisory, owner from report.decisions"
    ).fetchall()


def test_listed_decision_is_due_before_what_it_blocks_can_start():
    """The smallest start by of what it blocks, less the time deciding takes."""
    connection = answers_of(
        directions=[{"id": "D", "value": 10.0, "target": day(100)}],
        prerequisites=[{"id": "a", "lead": 10}, {"id": "b", "lead": 30}],
        dependencies=needs("D: a b"),
        owners=[{"id": "o", "name": "Owner", "capacity_days_per_week": 5.0}],
        decisions=[{"id": "q", "question": "Which?", "owner": "o", "lead_days": 14}],
        decision_blocks=[{"decision": "q", "item": item} for item in ("a", "b")],
    )
    assert decisions(connection) == [("q", "decision", day(56), False, "Owner")]


def test_decision_that_blocks_only_helping_items_has_an_advisory_date():
    """It is dated, and labelled."""
    connection = answers_of(
        directions=[{"id": "D", "value": 10.0, "target": day(100)}],
        prerequisites=[{"id": "a", "lead": 10}],
        dependencies=[{"item": "D", "requires": "a", "strength": "soft"}],
        decisions=[{"id": "q", "question": "Which?"}],
        decision_blocks=[{"decision": "q", "item": "a"}],
    )
    assert decisions(connection) == [("q", "decision", day(90), True, "No owner")]


def test_settled_decision_is_no_decision_point_and_pins_its_pick():
    """The chosen option's picks move the dates: slow is taken."""
    connection = answers_of(
        directions=[{"id": "D", "value": 10.0, "target": day(900)}],
        prerequisites=[{"id": "fast", "lead": 1}, {"id": "slow", "lead": 9}],
        dependencies=needs("D: (fast|slow)"),
        decisions=[{"id": "q", "question": "Which?", "status": "decided", "chosen": "Slow"}],
        decision_options=[{"decision": "q", "position": 1, "name": "Slow"}],
        decision_picks=[
            {
                "decision": "q",
                "option_position": 1,
                "item": "D",
                "any_of": "one",
                "requires": "slow",
            }
        ],
    )
    assert decisions(connection) == []
    assert column(connection, "directions", "direction_id", "forecast") == {"D": day(9)}


def open_choice(**rows):
    """fast or slow, where slow would have to start by day 41."""
    return answers_of(
        directions=[{"id": "D", "value": 10.0, "target": day(50)}],
        prerequisites=[{"id": "fast", "lead": 1}, {"id": "slow", "lead": 9}],
        dependencies=needs("D: (fast|slow)"),
        **rows,
    )


def test_open_group_whose_alternative_must_soon_start_is_a_decision_point():
    """Its date is the first day on which an alternative would have to start."""
    connection = open_choice()
    assert decisions(connection) == [("D/one", "alternatives", day(41), False, "No owner")]
    options = connection.execute(
        "select option, effect from report.decision_options order by position"
    ).fetchall()
    assert [option for option, _ in options] == ["fast", "slow"]


def test_pinned_group_is_no_decision_point():
    """It is settled already."""
    pin = {"position": 1, "item": "D", "any_of": "one", "requires": "fast"}
    assert decisions(open_choice(route_pins=[pin])) == []


def test_group_that_an_open_decision_picks_is_part_of_it_and_brings_it_forward():
    """Listed once, with the group's date less the time deciding takes, and what options move.

    Fast waits a day for the answer and slow does not, so slow costs a day less than their leads.
    """
    connection = open_choice(
        decisions=[{"id": "q", "question": "Which?", "lead_days": 1}],
        decision_options=[
            {"decision": "q", "position": 1, "name": "Fast"},
            {"decision": "q", "position": 2, "name": "Slow"},
            {"decision": "q", "position": 3, "name": "Neither"},
        ],
        decision_picks=[
            {
                "decision": "q",
                "option_position": position,
                "item": "D",
                "any_of": "one",
                "requires": name,
            }
            for position, name in ((1, "fast"), (2, "slow"))
        ],
        decision_blocks=[{"decision": "q", "item": "fast"}],
    )
    assert decisions(connection) == [("q", "decision", day(40), False, "No owner")]
    assert connection.execute(
        "select effect from report.decision_options order by position"
    ).fetchall() == [
        ("Moves no direction.",),
        ("Moves D.",),
        ("Not tied to anything on the map.",),
    ]


def test_item_too_close_to_call_is_a_decision_point():
    """Listed once even when decisions.yaml names the item."""
    rows = {
        "directions": [{"id": "D", "value": 52.0, "confidence": 0.2, "target": day(0)}],
        "prerequisites": [{"id": "a", "lead": 0, "effort_days": 20.0}],
        "dependencies": needs("D: a"),
        "settings": [{"review_days": 364, "points_per_effort_day": 1.0}],
    }
    assert [row[:2] for row in decisions(answers_of(**rows))] == [("a", "item")]
    listed = answers_of(**rows, decisions=[{"id": "q", "question": "Start a?", "item": "a"}])
    assert [row[:2] for row in decisions(listed)] == [("q", "decision")]


def test_milestone_without_open_items_is_not_late():
    """What was reached does not become late as days go by."""
    connection = answers_of(
        prerequisites=[{"id": "a", "status": "done", "done_on": date(2025, 6, 1)}],
        milestones=[{"id": "m", "name": "M", "date": date(2025, 7, 1)}],
        milestone_items=[{"milestone": "m", "item": "a"}],
    )
    assert column(connection, "milestones", "open_items", "days_late") == {0: 0}


def test_milestone_forecast_is_the_latest_finish_of_its_items():
    """A blocked item leaves it without a forecast."""
    rows = {
        "milestones": [{"id": "m", "name": "M", "date": date(2026, 1, 8)}],
        "milestone_items": [{"milestone": "m", "item": item} for item in ("a", "b")],
    }
    items = [{"id": "a", "lead": 3}, {"id": "b", "lead": 9}]
    connection = answers_of(prerequisites=items, **rows)
    assert column(connection, "milestones", "forecast", "days_late") == {day(9): 2}
    blocked = answers_of(prerequisites=items, dependencies=needs("a: b\nb: a"), **rows)
    assert column(blocked, "milestones", "is_blocked", "forecast") == {True: None}


def test_theme_is_the_one_given_else_the_one_with_most_keywords():
    """A tie gives none; keywords count at the beginning of a word."""
    connection = answers_of(
        themes=[{"id": "t", "name": "T"}, {"id": "u", "name": "U"}],
        theme_keywords=[
            {"theme": "t", "keyword": "contract"},
            {"theme": "t", "keyword": "legal"},
            {"theme": "u", "keyword": "sso"},
            {"theme": "u", "keyword": "cloud"},
        ],
        prerequisites=[
            {"id": "1", "lead": 1, "name": "Cloud", "theme": "t"},
            {"id": "2", "lead": 1, "name": "Contracts: legal and cloud"},
            {"id": "3", "lead": 1, "name": "Cloud contract"},
            {"id": "4", "lead": 1, "name": "Sub-processor"},
        ],
    )
    assert column(connection, "items", "item_id", "theme_id") == {
        "1": "t",
        "2": "t",
        "3": "",
        "4": "",
    }


def test_a_prerequisite_of_kind_decision_is_a_decision_point_by_itself():
    """With its own date to start by; listed in decisions.yaml it stands there alone."""
    rows = {
        "directions": [{"id": "D", "value": 10.0, "target": day(150)}],
        "prerequisites": [{"id": "P", "kind": "decision", "lead": 30}, {"id": "R", "lead": 5}],
        "dependencies": needs("D: R\nR: P"),
    }
    assert decisions(answers_of(**rows)) == [("P", "prerequisite", day(115), False, "No owner")]
    listed = {"id": "q", "question": "Which?", "item": "P", "lead_days": 30}
    assert [row[:2] for row in decisions(answers_of(**rows, decisions=[listed]))] == [
        ("q", "decision")
    ]


def test_an_open_group_is_a_decision_point_however_far_its_date_is():
    """Nobody has said which alternative it takes, and slow has to start by day 891."""
    found = answers_of(
        directions=[{"id": "D", "value": 10.0, "target": day(900)}],
        prerequisites=[{"id": "fast", "lead": 1}, {"id": "slow", "lead": 9}],
        dependencies=needs("D: (fast|slow)"),
    )
    assert decisions(found) == [("D/one", "alternatives", day(891), False, "No owner")]
