"""Chances when the leads of one kind come together, over the whole build."""

from datetime import timedelta

import pytest

from tests.portfolios import AS_OF, answers_of, needs


def item(item_id, low, likely, high, **more):
    """A row with a lead range."""
    leads = {"lead_low_days": low, "lead_likely_days": likely, "lead_high_days": high}
    return {"id": item_id, **leads, **more}


def chances(kinds, target=28, lead=(0, 0, 100), rows="X: A B"):
    """Chance, chance if together, and both 80 % days from as_of, of X on A and B of these kinds."""
    found = answers_of(
        settings=[{"samples": 20_000}],
        directions=[{"id": "X", "target": AS_OF + timedelta(days=target)}],
        prerequisites=[
            item(name, *lead, kind=kind) for name, kind in zip("AB", kinds, strict=True)
        ],
        dependencies=needs(rows),
    )
    (row,) = found.execute(
        "select chance_on_time, chance_if_together, p80, p80_if_together from report.directions"
    ).fetchall()
    return *row[:2], (row[2] - AS_OF).days, (row[3] - AS_OF).days


def test_two_of_one_kind_are_late_together():
    """Two parallel items (0, 0, 100) due on day 28: .8065 together as one alone, .650 apart."""
    apart, together, *_ = chances(["legal", "legal"])
    assert apart == pytest.approx(0.650, abs=0.005)
    assert together == pytest.approx(0.8065, abs=0.001)


def test_two_of_two_kinds_stay_apart():
    """Only the leads of one kind slip together."""
    apart, together, *_ = chances(["legal", "procurement"])
    assert together == pytest.approx(apart, abs=0.01)


def test_a_chain_of_two_of_one_kind_is_twice_one():
    """(10, 20, 30), 80 % quantile 23.47, twice in a chain: 46.94 together, less apart."""
    *_, apart, together = chances(["legal", "legal"], lead=(10, 20, 30), rows="X: B\nB: A")
    assert (apart, together) == (45, 47)


def test_directions_keep_their_own_draw():
    """Two directions in a chain slip apart, whatever the kinds: the dates stay."""
    found = answers_of(
        directions=[
            item("X", 10, 20, 30, target=AS_OF + timedelta(days=45)),
            item("Y", 10, 20, 30),
        ],
        prerequisites=[],
        dependencies=needs("X: Y"),
    )
    assert found.execute(
        "select count(*) from report.directions"
        " where p80 = p80_if_together and chance_if_together is not distinct from chance_on_time"
    ).fetchall() == [(2,)]
