"""Every date of the real portfolio with the days that owners have is explained to the last day."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from depmap.engine.database import build
from depmap.inputs.validate import read_portfolio

DATA = Path(__file__).resolve().parents[3] / "data"
AS_OF = date(2026, 11, 29)


@pytest.fixture(scope="module")
def real():
    return build(read_portfolio(DATA), AS_OF)


@pytest.fixture(scope="module")
def scheduled(real):
    """The rows of report.schedule by item, with what is left of each lead and its gate."""
    found = real.execute(
        "select schedule.*, items.remaining_days, items.gated_until, items.effort_days,"
        " items.earliest_finish from report.schedule as schedule"
        " inner join report.items as items using (item_id)"
    )
    names = [column[0] for column in found.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


def days(number):
    return timedelta(days=number)


def test_ready_wait_and_lead_add_up_to_the_finish(scheduled):
    """Of every item: the day it is ready, its owner's wait, and what is left of its lead."""
    assert len(scheduled) > 90
    for item, row in scheduled.items():
        wait, lead = row["owner_wait_days"], row["remaining_days"]
        assert row["capacity_finish"] == row["ready_on"] + days(wait) + days(lead), item
        assert row["capacity_finish"] == row["earliest_finish"] + days(row["capacity_delay_days"])


def test_ready_is_what_it_waits_for_or_its_gate_or_today(scheduled):
    """The named requirement finishes on the day on which the item is ready."""
    for item, row in scheduled.items():
        if row["waits_for"]:
            assert row["ready_on"] == scheduled[row["waits_for"]]["capacity_finish"], item
        else:
            assert row["ready_on"] == max(AS_OF, row["gated_until"] or AS_OF), item


def test_the_reason_is_the_one_that_the_days_say(scheduled):
    """An owner who waits is busy with an item of theirs that goes first and ends in between."""
    reasons = {row["waits_because"] for row in scheduled.values()}
    assert {"owner", "requirement", "nothing"} <= reasons
    for item, row in scheduled.items():
        assert (row["owner_wait_days"] > 0) == (row["waits_because"] in ("owner", "own effort"))
        assert (row["waits_because"] == "owner") == bool(row["busy_with"]), item
        if row["busy_with"]:
            other = scheduled[row["busy_with"]]
            assert other["owner_id"] == row["owner_id"]
            assert other["list_position"] < row["list_position"]
            assert other["effort_finish"] > row["ready_on"], item
            assert other["capacity_start"] < row["effort_finish"], item
        elif row["waits_because"] == "requirement":
            assert row["waits_for"], item


def test_every_chain_adds_up_to_its_direction(real, scheduled):
    """From today: what is left of each lead, each owner's wait, and the gate of the first item."""
    chains = real.execute(
        "select direction_id, capacity_chain, capacity_forecast, forecast, capacity_delay_days"
        " from report.directions where is_open"
    ).fetchall()
    assert len(chains) == 12
    for direction, chain, finish, forecast, delay in chains:
        first = scheduled[chain[0]]["gated_until"] or AS_OF
        spent = sum(scheduled[i]["remaining_days"] + scheduled[i]["owner_wait_days"] for i in chain)
        assert max(AS_OF, first) + days(spent) == finish, direction
        assert forecast + days(delay) == finish
        assert chain[-1] == direction


def test_waits_of_an_owner_add_up_over_their_items(real, scheduled):
    """What the Owners page calls days that others wait."""
    caused = dict(real.execute("select owner_id, wait_days_caused from report.owners").fetchall())
    summed = dict.fromkeys(caused, 0)
    for row in scheduled.values():
        if row["waits_because"] == "owner":
            summed[row["owner_id"]] += row["owner_wait_days"]
    assert summed == caused


def test_nobody_gives_more_than_they_have_and_who_is_asked_for_more_is_later(real):
    """Asked above 1: given stays within the days, and something of theirs has to wait."""
    rows = real.execute(
        "select owner_id, load, planned_load, planned_effort_days, wait_days_caused"
        " from report.owners where capacity_days > 0"
    ).fetchall()
    assert len(rows) == 17
    # A day gives whole hundredths of a person-day.
    assert all(given <= 1 + 1e-9 for _, _, given, _, _ in rows)
    asked = [row for row in rows if row[1] > 1]
    assert [owner for owner, *_ in asked] == ["SEC"]
    assert all(waits > 0 for *_, waits in asked)
    weeks = dict(
        real.execute(
            "select owner_id, sum(effort_days) from report.owner_weeks"
            " where week_start + 7 <= (select review_on from report.settings) group by owner_id"
        ).fetchall()
    )
    for owner, _, _, given, _ in rows:
        assert weeks.get(owner, 0) <= given + 1e-9, owner
