"""How long finished prerequisites took, beside the ranges that were given for them."""

from datetime import date, timedelta

import pytest

from tests.portfolios import answers_of

START = date(2025, 1, 1)


def finished(*days, **changed):
    """Prerequisites of 5 to 20 days, likely 10, each done after so many days."""
    return [
        {
            "id": f"i{number}", "lead_low_days": 5, "lead_likely_days": 10, "lead_high_days": 20,
            "status": "done", "started_on": START, "done_on": START + timedelta(days=taken),
            **changed,
        }
        for number, taken in enumerate(days)
    ]  # fmt: skip


def test_what_it_took_stands_beside_its_range():
    """The share is 0 at low and 1 at high; a range of one number has none."""
    one = {"id": "one", "lead": 10, "status": "done", "started_on": START,
           "done_on": START + timedelta(days=12)}  # fmt: skip
    answers = answers_of(prerequisites=[*finished(5, 20, 35, 2), one])
    rows = answers.execute("select item_id, actual_days, share from report.calibration").fetchall()
    assert sorted(rows) == [
        ("i0", 5, 0.0), ("i1", 20, 1.0), ("i2", 35, 2.0), ("i3", 2, -0.2), ("one", 12, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changed", [{"started_on": None}, {"done_on": None}, {"status": "in_progress"}]
)
def test_both_days_are_needed(changed):
    """Without them nobody knows how long it took."""
    answers = answers_of(prerequisites=finished(12, **changed))
    assert answers.execute("from report.calibration").fetchall() == []


def narrow(*days):
    """What the finding about narrow ranges says, and its line."""
    return answers_of(prerequisites=finished(*days)).execute(
        "select what, source_line from report.findings where rule = 'ranges too narrow'"
    ).fetchall()  # fmt: skip


def test_ranges_that_are_too_narrow():
    """From six finished on, when more than a fifth took longer than high; at the worst case."""
    assert narrow(12, 8, 20, 21, 40, 12) == [
        (
            "Of 6 finished prerequisites 2 took longer than high;"
            " half took 1.6 times the likely lead or more.",
            6,
        )
    ]
    assert narrow(12, 8, 20, 19, 40, 12) == []
    assert narrow(21, 40, 30, 40, 50) == []
    assert narrow(*[9] * 8, 30, 30) == []
    assert len(narrow(*[9] * 8, 30, 30, 30)) == 1
