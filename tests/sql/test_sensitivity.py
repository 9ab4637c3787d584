"""What README says of wrong delivery leads is what the portfolio in data/ gives on that day."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from depmap.engine.database import build
from depmap.inputs.validate import read_portfolio

DATA = Path(__file__).resolve().parents[2] / "data"
DAY = date(2026, 11, 24)
LEADS = ("lead_low_days", "lead_likely_days", "lead_high_days")


def with_delivery_leads(times):
    """The portfolio in data/ with so many times the lead of each direction."""
    found = read_portfolio(DATA)
    rows = found.tables["directions"]
    leads = {lead: [days and days * times for days in rows.columns[lead]] for lead in LEADS}
    changed = replace(rows, columns=rows.columns | leads)
    return replace(found, tables=found.tables | {"directions": changed})


@pytest.mark.parametrize(
    ("times", "late", "at_risk", "must_start"),
    [
        (1, {"Enterprise identity": 2}, ["Production launch"], 18),
        (0, {}, ["Enterprise identity"], 14),
        (
            2,
            {"Enterprise identity": 32, "Production launch": 10},
            ["Partner API", "Usage billing"],
            25,
        ),
    ],
)
def test_readme_says_what_moves(times, late, at_risk, must_start):
    """Days late by direction, which are at risk, and how many prerequisites must start."""
    with build(with_delivery_leads(times), DAY) as answers:
        outlooks = answers.execute(
            "select chart_name, outlook, -days_early from report.directions order by all"
        ).fetchall()
        ((starting,),) = answers.execute(
            "select count(*) from report.items where must_start_by_review"
        ).fetchall()
    assert {name: days for name, outlook, days in outlooks if outlook == "late"} == late
    assert [name for name, outlook, _ in outlooks if outlook == "at_risk"] == at_risk
    assert starting == must_start
