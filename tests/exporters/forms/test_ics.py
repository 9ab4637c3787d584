"""The calendar: entries that programs accept and keep, and nobody invited."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from depmap.exporters.extract import Extract
from depmap.exporters.forms.ics import CANCELLED_FOR, after, write
from tests.exporters.forms.rfc5545 import faults
from tests.exporters.forms.small import changeable, extract
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
    """What RFC 5545 asks for; all day with an end, free time, and nobody is invited."""
    assert faults(content) == []
    assert len(found) == 8
    for event in found.values():
        assert event["dtend"].dt == event["dtstart"].dt + DAY
        assert event["dtstamp"].dt == datetime(2026, 1, 1, tzinfo=UTC)
        assert event["transp"] == "TRANSPARENT"
        assert event["sequence"] == 0
    for word in ("METHOD", "ATTENDEE", "ORGANIZER"):
        assert word not in content.decode()


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
    content = write(Extract(database, "m/n"))
    assert faults(content) == []
    assert set(events(content)) == {
        "start.p@m%2Fn", "decide-decision.p@m%2Fn", "milestone.p@m%2Fn", "target.x%40y%20z@m%2Fn",
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


def revisions(content):
    """SEQUENCE and STATUS of every entry, by UID without the portfolio, but for 0 and none."""
    found = {
        uid.rpartition("@")[0]: (int(event["sequence"]), str(event.get("status", "")))
        for uid, event in events(content).items()
    }
    return {uid: one for uid, one in found.items() if one != (0, "")}


def state(as_of=date(2026, 1, 1), **changes):
    """The calendar with rows of report.items changed, by id: the column and its new value."""
    found = changeable(as_of=as_of)
    for item_id, (column, value) in changes.items():
        found.connection.execute(
            f"update report.items set {column} = ? where item_id = ?", [value, item_id]
        )
    return write(found)


def test_a_file_written_again_counts_the_moves_of_each_entry():
    """Once for each state in which its day is another; other words are no move."""
    first = after(write(extract()), state(account=("safe_start_by", date(2026, 2, 10))))
    assert revisions(first) == {"start.account": (1, "")}
    renamed = state(
        account=("safe_start_by", date(2026, 2, 10)), contract=("chart_name", "Terms")
    )  # fmt: skip
    second = after(first, renamed)
    assert revisions(second) == revisions(first)
    assert "Start by: Terms" in second.decode()
    assert revisions(after(second, write(extract()))) == {"start.account": (2, "")}
    assert faults(second) == []


def test_what_is_gone_is_cancelled_for_a_while_and_what_returns_counts_on():
    """Cancelled once, with its day and no alarm; the same state again changes no byte."""
    gone = state(account=("plan_window", "in_progress"))
    first = after(write(extract()), gone)
    assert revisions(first) == {"start.account": (1, "CANCELLED")}
    entry = events(first)["start.account@our%20map"]
    assert (entry["dtstart"].dt, entry.walk("VALARM")) == (date(2026, 2, 20), [])
    assert faults(first) == []
    assert after(first, gone) == first
    back = after(first, write(extract()))
    assert revisions(back) == {"start.account": (2, "")}
    long_after = date(2026, 1, 1) + CANCELLED_FOR
    for as_of, stays in ((long_after - DAY, True), (long_after, False)):
        later = after(first, state(as_of=as_of, account=("plan_window", "in_progress")))
        assert ("start.account@our%20map" in events(later)) == stays


@pytest.mark.parametrize(
    "earlier",
    [
        b"", b"notes", b"\xff\xfe", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        write(extract(owner=("CIO",))), write(extract()).replace(b"SEQUENCE:0\r\n", b""),
    ],
    ids=["empty", "text", "bytes", "another program's", "an owner's", "changed by hand"],
)  # fmt: skip
def test_another_file_is_no_earlier_state(earlier):
    """Its entries would be cancelled for whoever has them."""
    assert after(earlier, write(extract())) is None
