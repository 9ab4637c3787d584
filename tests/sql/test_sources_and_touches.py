"""What an item rests on, what of ours it changes, and which judgement decides a date."""

from __future__ import annotations

from datetime import date

from tests.portfolios import answers_of, column, needs

READ = date(2025, 12, 1)


def test_an_item_rests_on_its_lead_its_need_and_what_else_was_read() -> None:
    """One row per use, in that order, with the day of reading; judgement has none."""
    with answers_of(
        prerequisites=[
            {"id": "a", "lead": 5, "lead_source": "s", "need_source": "t"},
            {"id": "b", "lead": 5, "lead_source": "judgement", "need_source": "s"},
        ],
        more_sources=[{"prerequisite": "a", "source": "u"}, {"prerequisite": "a", "source": "s"}],
        sources=[
            {"id": "s", "title": "S", "grade": "primary", "read_on": READ},
            {"id": "t", "title": "T", "grade": "secondary", "states": "Ten days."},
            {"id": "u", "title": "U", "grade": "old", "url": "https://example.org/u"},
        ],
    ) as connection:
        rows = connection.execute(
            "select item_id, used_for, title, grade, read_on, states, url"
            " from report.item_sources order by item_id, place, source_line"
        ).fetchall()
    assert rows == [
        ("a", "lead", "S", "primary", READ, "", ""),
        ("a", "need", "T", "secondary", None, "Ten days.", ""),
        ("a", "more", "S", "primary", READ, "", ""),
        ("a", "more", "U", "old", None, "", "https://example.org/u"),
        ("b", "need", "S", "primary", READ, "", ""),
    ]


def test_an_item_names_what_it_touches() -> None:
    """In alphabetical order; an empty list where nothing is said."""
    with answers_of(
        prerequisites=[{"id": "a", "lead": 5}, {"id": "b", "lead": 5}],
        touches=[
            {"prerequisite": "a", "touchpoint": "runbooks"},
            {"prerequisite": "a", "touchpoint": "billing code"},
        ],
    ) as connection:
        rows = connection.execute(
            "select item_id, touches from report.items order by item_id"
        ).fetchall()
    assert rows == [("a", ["billing code", "runbooks"]), ("b", [])]


def test_a_judgement_that_decides_a_date_is_listed() -> None:
    """Not one with a source, and not one that never is on the longest chain."""
    with answers_of(
        directions=[{"id": "x", "value": 50, "confidence": 0.5, "target": date(2026, 6, 1)}],
        prerequisites=[
            {"id": "a", "lead": 30},
            {"id": "b", "lead": 20, "lead_source": "s"},
            {"id": "c", "lead": 10},
        ],
        dependencies=needs("x: a c\n a: b"),
        sources=[{"id": "s", "title": "S", "grade": "primary"}],
    ) as connection:
        rows = connection.execute(
            "select item_id, direction_id, critical_share, value_it_dates from report.judgements"
        ).fetchall()
    assert rows == [("a", "x", 1.0, 25.0)]


def test_an_item_carries_the_word_for_the_same_thing_elsewhere() -> None:
    """As typed; empty for an item without, and for a direction."""
    with answers_of(
        directions=[{"id": "D"}],
        prerequisites=[{"id": "a", "lead": 5, "shared_key": "duns"}, {"id": "b", "lead": 5}],
    ) as connection:
        found = column(connection, "items", "item_id", "shared_key")
    assert found == {"D": "", "a": "duns", "b": ""}
