"""What loads but is questionable, each with its reason and where it stands."""

from datetime import date
from functools import cache

import pytest

from tests.portfolios import AS_OF, answers_of, needs


def findings(**rows):
    """rule -> (subject, what) of a portfolio whose items all have an owner and a theme."""
    rows.setdefault("owners", [{"id": "o", "name": "Owner", "capacity_days_per_week": 500.0}])
    rows.setdefault("themes", [{"id": "t", "name": "Theme"}])
    rows.setdefault("settings", [{"concentration_limit": 1.0}])
    for direction in rows.get("directions", ()):
        direction.setdefault("sponsor", "o")
    for item in rows.get("prerequisites", ()):
        item.setdefault("owner", "o")
        item.setdefault("theme", "t")
    found = answers_of(**rows).execute("select rule, subject, what, fix from report.findings")
    return {rule: (subject, what, fix) for rule, subject, what, fix in found.fetchall()}


ONE = ({"id": "a", "lead": 1},)


def direction(**changes):
    return {"id": "D", "value": 1.0, **changes}


def base():
    """A direction that needs an item."""
    return {
        "directions": [direction()],
        "prerequisites": [dict(row) for row in ONE],
        "dependencies": needs("D: a"),
    }


@cache
def without_questions():
    """What is found of it, before a test adds what is questionable."""
    return findings(**base())


@pytest.mark.parametrize(
    ("rule", "subject", "rows"),
    [
        ("no owner", "a", {"prerequisites": [{**ONE[0], "owner": None}]}),
        (
            "inactive owner",
            "a",
            {
                "owners": [
                    {"id": "o", "name": "O", "capacity_days_per_week": 5.0, "active": False}
                ],
            },
        ),
        (
            "overloaded owner",
            "Owner",
            {
                "directions": [direction(target=date(2026, 1, 10))],
                "prerequisites": [{**ONE[0], "effort_days": 99.0}],
                "owners": [{"id": "o", "name": "Owner", "capacity_days_per_week": 7.0}],
            },
        ),
        ("concentration", "Owner", {"settings": [{"concentration_limit": 0.9}]}),
        ("direction without owner", "D", {"directions": [direction(sponsor=None)]}),
        (
            "decision without owner",
            "Which?",
            {
                "decisions": [{"id": "q", "question": "Which?"}],
                "decision_blocks": [{"decision": "q", "item": "a"}],
            },
        ),
        (
            "decision without date",
            "Which?",
            {"decisions": [{"id": "q", "question": "Which?", "owner": "o"}]},
        ),
        ("late", "a", {"directions": [direction(target=date(2025, 12, 1))]}),
        (
            "no start date holds",
            "D",
            {"directions": [direction(target=date(2025, 12, 1))]},
        ),
        (
            "milestone missed",
            "M",
            {
                "milestones": [{"id": "m", "name": "M", "date": date(2026, 1, 1)}],
                "milestone_items": [{"milestone": "m", "item": "a"}],
            },
        ),
        (
            "hard cycle",
            "a",
            {"prerequisites": [*ONE, {"id": "b", "lead": 1}], "dependencies": needs("a: b\nb: a")},
        ),
        (
            "dropped requirement",
            "b",
            {
                "prerequisites": [*ONE, {"id": "b", "lead": 1, "status": "dropped"}],
                "dependencies": needs("D: a\na: b"),
            },
        ),
        (
            "pin not followed",
            "D",
            {
                "route_pins": [{"position": 1, "item": "D", "any_of": "none", "requires": "a"}],
            },
        ),
        ("group of one", "D", {"dependencies": needs("D: (a)")}),
        (
            "group without effect",
            "D",
            {"dependencies": needs("D: a (a|b)"), "prerequisites": [*ONE, {"id": "b", "lead": 1}]},
        ),
        ("direction needs nothing", "D", {"dependencies": []}),
        (
            "started before it can",
            "a",
            {
                "prerequisites": [
                    {**ONE[0], "status": "in_progress", "started_on": AS_OF},
                    {"id": "b", "lead": 1},
                ],
                "dependencies": needs("D: a\na: b"),
            },
        ),
        (
            "done before it can",
            "a",
            {
                "prerequisites": [
                    {**ONE[0], "status": "done", "done_on": AS_OF},
                    {"id": "b", "lead": 1},
                ],
                "dependencies": needs("D: a b\na: b"),
            },
        ),
        ("no start date", "a", {"prerequisites": [{**ONE[0], "status": "in_progress"}]}),
        ("no done date", "a", {"prerequisites": [{**ONE[0], "status": "done"}]}),
        (
            "date in the future",
            "a",
            {
                "prerequisites": [
                    {**ONE[0], "status": "in_progress", "started_on": date(2026, 1, 2)}
                ]
            },
        ),
        ("no theme", "a", {"prerequisites": [{**ONE[0], "theme": None}]}),
        (
            "started but not needed",
            "b",
            {
                "prerequisites": [
                    *ONE,
                    {"id": "b", "lead": 1, "status": "in_progress", "started_on": AS_OF},
                ]
            },
        ),
    ],
)
def test_finding_appears_where_it_is_due(rule, subject, rows):
    """Each rule names its subject, what it found and what to do."""
    assert rule not in without_questions()
    found = findings(**{**base(), **rows})
    assert found[rule][0] == subject
    assert all(found[rule])


def test_cycle_is_listed_in_order_with_the_rows_to_remove():
    """Thirty items in a circle: the whole chain, each row with its line, and the rest computed."""
    ring = [f"r{number:02}" for number in range(30)]
    rows = "\n".join(
        f"{item}: {after}" for item, after in zip(ring, ring[1:] + ring[:1], strict=True)
    )
    connection = answers_of(
        directions=[direction(target=date(2027, 1, 1))],
        prerequisites=[*ONE, *({"id": item, "lead": 1} for item in ring)],
        dependencies=needs(f"D: a\n{rows}"),
    )
    ((what, fix),) = connection.execute(
        "select what, fix from report.findings where rule = 'hard cycle'"
    ).fetchall()
    assert " → ".join([*ring, ring[0]]) in what
    assert fix.count("test/dependencies.csv line") == 30
    blocked = connection.execute("select count(*) from report.items where is_blocked").fetchone()
    assert blocked == (30,)
    assert connection.execute(
        "select start_by from report.items where item_id = 'a'"
    ).fetchone() == (date(2026, 12, 31),)


OPTIONS = (
    ("a", "lead_high_days", "3", None),
    ("a", "lead_high_days", "9", "3"),
    ("a", "effort_days", "2", None),
    ("a", "owner", "", "o"),
    ("a", "owner", "o", None),
    ("a", "lead_days", "5", None),
    ("a", "lead_at_most", "1", None),
    ("D", "target", "2026-Q1", None),
    ("D", "target", "2026-Q2", "2026-03-31"),
    ("D>a", "strength", "soft", "hard"),
    ("o", "active", "no", "yes"),
    ("o", "capacity_days_per_week", "500", None),
    ("D>a", "strength", "hard", None),
)


@pytest.mark.parametrize("status", ["decided", "open"])
def test_what_a_chosen_option_sets_stands_in_the_rows(status):
    """A value of a decided option that a row does not have is a finding; an open one's is not.

    Each option is of a decision of its own.
    """
    found = answers_of(
        directions=[direction(target=date(2026, 3, 31))],
        prerequisites=[{"id": "a", "lead": 3, "effort_days": 2.0, "owner": "o"}],
        owners=[{"id": "o", "name": "Owner", "capacity_days_per_week": 500.0}],
        dependencies=needs("D: a"),
        decisions=[
            {
                "id": f"q{number}", "question": f"Which {number}?", "status": status,
                "chosen": "this" if status == "decided" else None, "decided_on": AS_OF,
            }
            for number in range(len(OPTIONS))
        ],
        decision_options=[
            {"decision": f"q{number}", "position": position, "name": name}
            for number in range(len(OPTIONS))
            for position, name in enumerate(("that", "this"), start=1)
        ],
        decision_changes=[
            {"decision": f"q{number}", "option_position": 2, "position": 1, "changed": changed,
             "field": field, "value": value or None}
            for number, (changed, field, value, _) in enumerate(OPTIONS)
        ],
    ).execute(
        "select subject, what from report.findings where rule = 'decided but not in the rows'"
    ).fetchall()  # fmt: skip
    assert sorted(found) == sorted(
        {
            f"Which {number}?": f'The chosen option sets {field} of "{changed}" to "{value}",'
            f' and it is "{was}".'
            for number, (changed, field, value, was) in enumerate(OPTIONS)
            if was is not None and status == "decided"
        }.items()
    )


@pytest.mark.parametrize(
    ("ticket", "settings", "url"),
    [
        ("https://jira.example/browse/A-1", {}, "https://jira.example/browse/A-1"),
        ("A-1", {"ticket_address": "https://jira.example/browse/{key}"},
         "https://jira.example/browse/A-1"),
        ("A 1/2", {"ticket_address": "https://jira.example/{key}?v=1"},
         "https://jira.example/A%201%2F2?v=1"),
        ("A-1", {}, ""),
        ("A-1", {"ticket_address": "https://jira.example/"}, ""),
        ("javascript:alert(1)", {}, ""),
        ("https://jira.example@evil.example/x", {}, ""),
        ("https://x\"onclick=", {}, ""),
        (None, {"ticket_address": "https://jira.example/{key}"}, ""),
    ],
)  # fmt: skip
def test_a_ticket_is_a_link_when_it_is_an_address_or_settings_make_one(ticket, settings, url):
    """Directions and prerequisites have tickets; nothing but http(s) becomes a link."""
    answers = answers_of(
        directions=[{"id": "D", "lead": 1, "ticket": ticket}],
        prerequisites=[{"id": "a", "lead": 1, "ticket": ticket}],
        settings=[settings],
    )
    found = answers.execute("select ticket, ticket_url from report.items").fetchall()
    assert found == [(ticket or "", url)] * 2


def test_leads_that_an_import_assumed_are_counted_once():
    """Of what is still to come; a portfolio without such leads has no finding."""
    assumed = {"lead": 1, "lead_source": "assumed"}
    rows = [{"id": "a", **assumed}, {"id": "b", **assumed}, {"id": "c", "lead": 1},
            {"id": "d", "status": "done", **assumed}]  # fmt: skip
    _, what, _ = findings(prerequisites=rows)["assumed leads"]
    assert what.startswith("2 of 3 prerequisites that are not there yet have a lead")
    assert "assumed leads" not in findings(prerequisites=rows[2:])
