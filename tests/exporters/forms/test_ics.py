"""The calendar: entries that programs accept and keep, and nobody invited."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from depmap.exporters.extract import Extract
from depmap.exporters.forms.ics import write
from tests.exporters.forms.small import extract
from tests.portfolios import answers_of

DAY = timedelta(days=1)


def events(content):
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


@pytest.fixture(scope="module")
def content():
    return write(extract())


@pytest.fixture(scope="module")
def found(content):
    return events(content)


def test_what_has_a_date_stands_in_it(found):
    """Start by, decide by, target, milestone; not what is in progress or replaced."""
    assert {uid: event["dtstart"].dt for uid, event in found.items()} == {
        "start.account@our%20map": date(2026, 2, 20),
        "decide-decision.D-1@our%20map": date(2026, 3, 8),
        "start.contract@our%20map": date(2026, 3, 22),
        "target.EU@our%20map": date(2026, 5, 31),
        "decide-alternatives.SSO%2Fevidence@our%20map": date(2026, 6, 9),
        "milestone.M1@our%20map": date(2026, 6, 30),
        "start.soc2-t1@our%20map": date(2026, 9, 27),
        "target.SSO@our%20map": date(2026, 12, 31),
    }
    assert str(found["start.contract@our%20map"]["summary"]) == (
        'Start by: =HYPERLINK("x") & "signed"'
    )


def test_entries_are_as_programs_want_them(content, found):
    """All day with a stamp and an end, free time, short lines, CRLF, and nobody is invited."""
    text = content.decode()
    assert text.count("UID:") == len(found) == 8
    for event in found.values():
        assert event["dtstart"].params["value"] == event["dtend"].params["value"] == "DATE"
        assert event["dtend"].dt == event["dtstart"].dt + DAY
        assert event["dtstamp"].dt == datetime(2026, 1, 1, tzinfo=UTC)
        assert event["transp"] == "TRANSPARENT"
    for word in ("METHOD", "ATTENDEE", "ORGANIZER"):
        assert word not in text
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.count(b"\n") == content.count(b"\r\n")
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")


def test_an_entry_gives_notice_a_week_before_and_never_in_the_past():
    """One that is due within the week has no alarm any more."""
    later = events(write(extract(as_of=date(2026, 2, 14))))
    alarms = {uid: event.walk("VALARM") for uid, event in later.items()}
    assert alarms["start.account@our%20map"] == []
    (alarm,) = alarms["start.contract@our%20map"]
    assert alarm["trigger"].dt == timedelta(days=-7)


def test_uids_stay_from_one_build_to_the_next(found):
    """Whatever the day, so an entry moves instead of coming twice."""
    later = events(write(extract(as_of=date(2026, 2, 1))))
    assert later.keys() == found.keys()
    assert later["start.contract@our%20map"]["dtstamp"].dt > (
        found["start.contract@our%20map"]["dtstamp"].dt
    )


def test_what_is_past_its_date_stands_at_today():
    """Else nobody would see it; it says so."""
    late = events(write(extract(as_of=date(2026, 3, 1))))
    assert late["start.account@our%20map"]["dtstart"].dt == date(2026, 3, 1)
    assert str(late["start.account@our%20map"]["summary"]).startswith("Start now: ")


def test_the_order_of_work_is_carried(found):
    """As RFC 9253 says it."""
    related = found["start.contract@our%20map"]["related-to"]
    assert (str(related), related.params["reltype"]) == ("start.account@our%20map", "DEPENDS-ON")


def test_one_id_of_many_kinds_gives_entries_of_their_own():
    """An id may be used once per kind of thing."""
    database = answers_of(
        directions=[{"id": "x@y z", "value": 10.0, "target": date(2026, 9, 30), "lead": 5}],
        prerequisites=[{"id": "p", "lead": 20}],
        dependencies=[{"item": "x@y z", "requires": "p"}],
        decisions=[{"id": "p", "question": "Who?", "lead_days": 3, "status": "open"}],
        decision_blocks=[{"decision": "p", "item": "p"}],
        milestones=[{"id": "p", "name": "M", "date": date(2026, 10, 1)}],
        milestone_items=[{"milestone": "p", "item": "p"}],
    )
    listed = Counter(
        line for line in write(Extract(database, "m/n")).decode().splitlines()
        if line.startswith("UID")
    )  # fmt: skip
    assert listed == {
        "UID:start.p@m%2Fn": 1, "UID:decide-decision.p@m%2Fn": 1, "UID:milestone.p@m%2Fn": 1,
        "UID:target.x%40y%20z@m%2Fn": 1,
    }  # fmt: skip


def test_the_calendar_of_an_owner_has_what_they_start_and_decide():
    """Also a decision about what somebody else holds; the name of the calendar says whose it is."""
    content = write(extract(owner=("CIO",)))
    uids = set(events(content))
    assert {"start.account@our%20map", "decide-decision.D-1@our%20map"} <= uids
    assert "start.contract@our%20map" not in uids
    assert "X-WR-CALNAME:our map · Information office\r\n" in content.decode()
    assert "decide-decision.D-1@our%20map" in events(write(extract(owner=("LEGAL",))))


def test_the_same_rows_give_the_same_bytes(content):
    """A subscription that is asked again has not changed."""
    assert write(extract()) == content
