"""What an item rests on and what of ours it changes, from rows to report.*."""

from __future__ import annotations

from datetime import date

from tests.portfolios import answers_of

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
