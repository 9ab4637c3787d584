"""What an input says in two ways: it loads, and a finding or a number says which of them counts."""

from datetime import date, timedelta

import pytest

from depmap.words.formats import day
from tests.portfolios import AS_OF, answers_of, column, needs


def ago(days):
    """A day before as_of."""
    return AS_OF - timedelta(days=days)


def findings(connection, rule):
    """Subject and what of the findings of a rule."""
    return connection.execute(
        "select subject_id, what from report.findings where rule = $rule order by all",
        {"rule": rule},
    ).fetchall()


@pytest.mark.parametrize(
    ("elapsed", "remaining"),
    [(0, 60), (20, 40), (40, 35), (60, 30), (100, 20), (179, 1), (180, 1), (240, 60)],
)
def test_what_is_in_progress_takes_longer_than_tomorrow(elapsed, remaining):
    """Lead 30 to 180, likely 60: what the likely leaves, a quarter of the high, or the overrun."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "target": AS_OF + timedelta(days=900)}],
        prerequisites=[
            {"id": "A", "lead_low_days": 30, "lead_likely_days": 60, "lead_high_days": 180}
            | {"status": "in_progress", "started_on": ago(elapsed)}
        ],
        dependencies=needs("X: A"),
    )
    assert column(found, "items", "item_id", "remaining_days")["A"] == remaining


def test_an_overrun_is_a_finding_and_at_risk_at_best():
    """Begun 240 days ago and 180 at worst: 60 more are likely, 120 at worst."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "target": AS_OF + timedelta(days=900)}],
        prerequisites=[
            {"id": "A", "lead_low_days": 30, "lead_likely_days": 60, "lead_high_days": 180}
            | {"status": "in_progress", "started_on": ago(240)}
        ],
        dependencies=needs("X: A"),
    )
    assert findings(found, "overrun") == [
        (
            "A",
            "It was started 240 days ago and was to take 180 at worst: it has overrun by 60 days.",
        )
    ]
    assert found.execute(
        "select remaining_low_days, remaining_high_days from report.items where item_id = 'A'"
    ).fetchall() == [(1, 120)]
    assert found.execute("select outlook, chance_on_time from report.directions").fetchall() == [
        ("at_risk", 1.0)
    ]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"started_on": ago(9)}, "It is not started although it has a started_on."),
        ({"done_on": ago(9)}, "It is not started although it has a done_on."),
        (
            {"status": "in_progress", "started_on": ago(9), "done_on": ago(2)},
            "It is in progress although it has a done_on.",
        ),
        ({"status": "in_progress", "started_on": ago(9)}, None),
        ({"status": "done", "started_on": ago(9), "done_on": ago(2)}, None),
    ],
)
def test_a_status_that_does_not_fit_its_days(row, what):
    """The status counts; the day beside it is named."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0}],
        prerequisites=[{"id": "A", "lead": 30} | row],
        dependencies=needs("X: A"),
    )
    assert findings(found, "status against dates") == ([("A", what)] if what else [])


def milestone(*members):
    """The milestone of X's items, one open, one dropped, one done."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0}],
        prerequisites=[
            {"id": "A", "lead": 30},
            {"id": "B", "lead": 30, "status": "dropped"},
            {"id": "C", "lead": 30, "status": "done"},
        ],
        dependencies=needs("X: A"),
        milestones=[{"id": "m", "name": "M", "date": AS_OF + timedelta(days=99)}],
        milestone_items=[{"milestone": "m", "item": member} for member in members],
    )
    (row,) = found.execute(
        "select forecast is not null, is_blocked, days_late from report.milestones"
    ).fetchall()
    rules = found.execute(
        "select rule from report.findings where subject_id = 'm' order by all"
    ).fetchall()
    return row, [rule for (rule,) in rules]


def test_a_milestone_with_a_dropped_member_is_not_in_time():
    """Neither with an open one beside it nor with a done one; one without items has no forecast."""
    assert milestone("A", "C") == ((True, False, 0), [])
    assert milestone("A", "B") == ((False, True, None), ["milestone blocked"])
    assert milestone("B", "C") == ((False, True, None), ["milestone blocked"])
    assert milestone() == ((False, False, None), ["milestone without items"])


def test_an_option_that_picks_nothing_says_so():
    """A misspelt group and a stranger to the group, while the decision is still open."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0}],
        prerequisites=[{"id": name, "lead": 30} for name in "abd"],
        dependencies=[
            {"item": "X", "requires": name, "strength": "hard", "any_of": "buy-or-build"}
            for name in "ab"
        ],
        decisions=[{"id": "q", "question": "Which?", "status": "open", "lead_days": 0}],
        decision_options=[
            {"decision": "q", "position": position, "name": f"option {position}"}
            for position in (1, 2, 3)
        ],
        decision_picks=[
            {"decision": "q", "option_position": position, "item": "X"}
            | {"any_of": any_of, "requires": requires}
            for position, any_of, requires in (
                (1, "buy-or-bild", "a"),
                (2, "buy-or-build", "d"),
                (3, "buy-or-build", "b"),
            )
        ],
    )
    assert findings(found, "pick leads nowhere") == [
        (
            "q",
            'An option picks "a" in the group "buy-or-bild" of "X", which has no such group.',
        ),
        (
            "q",
            'An option picks "d" in the group "buy-or-build" of "X", '
            "which has no such alternative in it.",
        ),
    ]


@pytest.mark.parametrize(
    ("item", "status", "what"),
    [
        ("a", "dropped", 'of "X", which cannot take it: it is dropped.'),
        ("a", "done", 'of "X", which is settled: "a" is done.'),
        ("b", "done", 'of "X", which is settled: "b" is done.'),
        ("X", "delivered", 'of "X", which is delivered.'),
        ("X", "dropped", 'of "X", which is dropped.'),
        ("X", "committed", None),
        ("b", "dropped", None),
    ],
)
def test_an_option_that_comes_too_late_says_so(item, status, what):
    """Its group is settled, dropped or done; so is the pin of such a group in the settings."""
    states = {item: {"status": status}}
    found = answers_of(
        directions=[{"id": "X", "value": 10.0} | states.get("X", {})],
        prerequisites=[{"id": name, "lead": 30} | states.get(name, {}) for name in "ab"],
        dependencies=[
            {"item": "X", "requires": name, "strength": "hard", "any_of": "way"} for name in "ab"
        ],
        decisions=[{"id": "q", "question": "Which?", "status": "open", "lead_days": 0}],
        decision_options=[{"decision": "q", "position": 1, "name": "this"}],
        decision_picks=[
            {"decision": "q", "option_position": 1, "item": "X", "any_of": "way", "requires": "a"}
        ],
        route_pins=[{"position": 1, "item": "X", "any_of": "way", "requires": "b"}],
    )
    head = 'An option picks "a" in the group "way" '
    assert findings(found, "pick comes too late") == ([("q", head + what)] if what else [])
    pinned = f'A pin chooses in the group "way" of an item that is {status}.'
    is_closed = item == "X" and status != "committed"
    assert findings(found, "pin without effect") == ([("X", pinned)] if is_closed else [])


@pytest.mark.parametrize(
    ("status", "answered", "rules"),
    [
        ("proposed", "open", ["inactive decider", "inactive sponsor"]),
        ("dropped", "open", ["inactive decider"]),
        ("delivered", "decided", []),
    ],
)
def test_who_is_gone_neither_sponsors_nor_decides(status, answered, rules):
    """Of what is still open."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "sponsor": "o", "status": status}],
        prerequisites=[{"id": "A", "lead": 30}],
        dependencies=needs("X: A"),
        owners=[{"id": "o", "name": "Olga", "capacity_days_per_week": 5.0, "active": False}],
        decisions=[{"id": "q", "question": "Which?", "status": answered, "owner": "o"}],
        decision_blocks=[{"decision": "q", "item": "A"}],
    )
    said = found.execute(
        "select rule, what from report.findings where rule like 'inactive%' order by all"
    ).fetchall()
    assert said == [(rule, "Olga is no longer active.") for rule in rules]


def test_a_decision_may_have_the_id_of_an_item():
    """Both stay one row each, with their own options."""
    found = answers_of(
        directions=[
            {"id": "X", "value": 100.0, "confidence": 0.5, "target": AS_OF + timedelta(days=10)}
        ],
        prerequisites=[{"id": "v", "lead": 10, "effort_days": 500.0}],
        dependencies=needs("X: v"),
        decisions=[{"id": "v", "question": "Which?", "status": "open", "lead_days": 0}],
        decision_blocks=[{"decision": "v", "item": "v"}],
        decision_options=[{"decision": "v", "position": 1, "name": "this one"}],
        settings=[{"points_per_effort_day": 1.0}],
    )
    assert found.execute(
        "select decision_id, origin from report.decisions order by all"
    ).fetchall() == [("v", "decision"), ("v", "item")]
    assert found.execute(
        "select origin, option from report.decision_options order by all"
    ).fetchall() == [
        ("decision", "this one"),
        ("item", "Start now"),
        ("item", "Wait for the next review"),
    ]


def test_an_owner_may_have_the_id_of_an_item():
    """A finding about the owner names the owner."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0}],
        prerequisites=[{"id": "a", "name": "Contract", "lead": 30, "owner": "a"}],
        dependencies=needs("X: a"),
        owners=[{"id": "a", "name": "Anna", "capacity_days_per_week": 5.0}],
    )
    assert found.execute(
        "select subject from report.findings where rule = 'concentration'"
    ).fetchall() == [("Anna",)]


def test_work_begun_counts_with_what_is_left_of_it():
    """Half of its lead is over, so half of its effort is still to be done."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "target": AS_OF + timedelta(days=30)}],
        prerequisites=[
            {"id": "a", "lead": 20, "owner": "o", "effort_days": 8.0}
            | {"status": "in_progress", "started_on": ago(10)},
            {"id": "b", "lead": 20, "owner": "o", "effort_days": 3.0},
        ],
        dependencies=needs("X: a b"),
        owners=[{"id": "o", "name": "O", "capacity_days_per_week": 5.0}],
    )
    assert column(found, "owners", "owner_id", "must_start_effort_days") == {"o": 7.0}


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (("SOC 2: type I", "SOC 2: type II"), ("SOC 2: type I", "SOC 2: type II")),
        (("Listing (EU)", "Agreement (EU)"), ("Listing", "Agreement")),
        (("Listing (EU)", "listing; US"), ("Listing (EU)", "listing; US")),
    ],
)
def test_a_label_is_cut_only_where_it_stays_its_own(names, labels):
    """Two items never share one label because their names were cut."""
    found = answers_of(
        directions=[],
        prerequisites=[
            {"id": str(place), "name": name, "lead": 1} for place, name in enumerate(names)
        ],
        dependencies=[],
    )
    assert column(found, "items", "item_id", "chart_name") == {"0": labels[0], "1": labels[1]}


@pytest.mark.parametrize(
    ("name", "keyword", "fits"),
    [
        ("Überprüfung der Verträge", "überprüfung", True),
        ("Договор подписан", "договор", True),
        (".NET runtime approved", ".net", True),
        ("Écran certifié", "e\u0301cran", True),
        ("Sub-processor register", "sso", False),
        ("Reconnect", "connect", False),
    ],
)
def test_a_keyword_counts_where_a_word_begins_with_it(name, keyword, fits):
    """In any script and either Unicode form."""
    found = answers_of(
        directions=[],
        prerequisites=[{"id": "a", "name": name, "lead": 1}],
        dependencies=[],
        themes=[{"id": "t", "name": "T"}],
        theme_keywords=[{"theme": "t", "keyword": keyword}],
    )
    assert column(found, "items", "item_id", "theme_id")["a"] == ("t" if fits else "")


def test_a_chain_beyond_the_calendar_has_words_and_a_finding():
    """300 leads of ten years: no date leaves 1900 to 2200, and the order stays."""
    names = [f"i{number:03}" for number in range(300)]
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "target": AS_OF + timedelta(days=900)}],
        prerequisites=[{"id": name, "lead": 3650} for name in names],
        dependencies=needs(
            "\n".join(f"{a}: {b}" for a, b in zip(["X", *names], names, strict=False))
        ),
    )
    dates = found.execute(
        "select min(start_by), max(earliest_finish), max(earliest_start) from report.items"
    ).fetchone()
    assert dates == (date(1900, 1, 1), date(2200, 1, 1), date(2200, 1, 1))
    assert [subject for subject, _ in findings(found, "beyond the calendar")] == ["X"]
    plan = found.execute("select item_id from report.plan order by sequence_number").fetchall()
    assert [item for (item,) in plan] == names[::-1]
    assert day(dates[0]) == "before 1900"
    assert day(dates[1]) == "after 2200"


@pytest.mark.parametrize(("target", "what"), [(89, "It was to be settled 1 day ago."), (90, None)])
def test_a_decision_past_its_day_is_a_finding(target, what):
    """It takes 60 days and blocks 30 days of lead: with 90 days left it is due today."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "target": AS_OF + timedelta(days=target)}],
        prerequisites=[{"id": "A", "lead": 30}],
        dependencies=needs("X: A"),
        decisions=[{"id": "q", "question": "Which?", "status": "open", "lead_days": 60}],
        decision_blocks=[{"decision": "q", "item": "A"}],
    )
    assert findings(found, "decision overdue") == ([("q", what)] if what else [])
