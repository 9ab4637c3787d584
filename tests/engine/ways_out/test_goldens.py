"""What would be enough: the closed forms of parallel items and a chain, over the whole build."""

from datetime import timedelta

import pytest

from tests.portfolios import AS_OF, answers_of, needs


def day(number):
    return AS_OF + timedelta(days=number)


def item(item_id, low, likely, high, **more):
    """A row with a lead range."""
    leads = {"lead_low_days": low, "lead_likely_days": likely, "lead_high_days": high}
    return {"id": item_id, **leads, **more}


def parallel(count, goal):
    """X, due on day 28, on `count` parallel items (0, 0, 100) of 20,000 samples."""
    names = [f"i{number}" for number in range(count)]
    return answers_of(
        settings=[{"samples": 20_000, "confidence_goal": goal}],
        directions=[{"id": "X", "target": day(28)}],
        prerequisites=[item(name, 0, 0, 100) for name in names],
        dependencies=needs("X: " + " ".join(names)),
    )


def ways_out(found):
    """Rows of report.ways_out in order of rank."""
    cursor = found.execute("select * from report.ways_out order by direction_id, rank")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def shown(found):
    """Kind, item, what it requires, and days of each way out."""
    return [
        (row["kind"], row["item_id"], row["requires_id"], row["days"]) for row in ways_out(found)
    ]


def test_nothing_late_gives_no_rows():
    """One item keeps X on time in .8065 of the cases: nothing has to change for 80 %."""
    found = parallel(1, 0.8)
    assert shown(found) == []
    assert found.execute(
        "select chance_on_time, chance_at_best_five, best_five from report.directions"
    ).fetchall() == [(pytest.approx(0.8065, abs=0.001), None, [])]


def test_either_of_two_parallel_items_is_enough():
    """For 70 % either of two must be agreed at 84 days or less, or need not be waited for."""
    found = parallel(2, 0.7)
    first, second, *rest = ways_out(found)
    for row, name in ((first, "i0"), (second, "i1")):
        assert (row["kind"], row["item_id"], row["rank"]) == ("at most", name, 1 + int(name[1]))
        assert row["days"] == pytest.approx(84, abs=2)
        assert row["chance_before"] == pytest.approx(0.650, abs=0.005)
        assert row["chance_after"] == pytest.approx(0.7, abs=0.005)
        assert row["chance_after"] >= 0.7
        assert (row["lead_low_days"], row["lead_likely_days"], row["lead_high_days"]) == (0, 0, 100)
        assert row["ease"] > 0.999
        assert row["what_if"] == [f"{name}:lead_at_most:{row['days']}"]
    assert [(row["kind"], row["item_id"], row["requires_id"], row["what_if"]) for row in rest] == [
        ("no wait", "X", "i0", ["X>i0:strength:soft"]),
        ("no wait", "X", "i1", ["X>i1:strength:soft"]),
        ("target", "", "", [f"X:target:{day(28 + rest[2]['days'])}"]),
    ]
    assert [row["chance_after"] for row in rest[:2]] == pytest.approx([0.8065] * 2, abs=0.001)


def test_none_of_three_is_enough_but_two_together_are():
    """Alone each at its low lead gives .650 of 80 %; two of them .8065."""
    found = parallel(3, 0.8)
    together, target = ways_out(found)
    assert (together["kind"], together["item_id"], target["kind"]) == ("together", "", "target")
    assert together["chance_before"] == pytest.approx(0.525, abs=0.005)
    assert together["chance_after"] == pytest.approx(0.8065, abs=0.001)
    assert len(together["what_if"]) == 2
    assert set(together["what_if"]) <= {f"i{number}:lead_at_most:0" for number in range(3)}
    drivers = found.execute(
        "select item_id, critical_share, chance_at_low from report.drivers"
    ).fetchall()
    assert sorted(name for name, *_ in drivers) == ["i0", "i1", "i2"]
    assert [share for _, share, _ in drivers] == pytest.approx([1 / 3] * 3, abs=0.01)
    assert [chance for *_, chance in drivers] == pytest.approx([0.650] * 3, abs=0.005)


def test_the_links_of_a_chain_are_equally_good():
    """A (10, 20, 30) before B (10, 20, 30), due on day 35: the same cap for both."""
    found = answers_of(
        settings=[{"samples": 20_000}],
        directions=[{"id": "X", "target": day(35)}],
        prerequisites=[item("A", 10, 20, 30), item("B", 10, 20, 30)],
        dependencies=needs("X: B\nB: A"),
    )
    caps = {row["item_id"]: row["days"] for row in ways_out(found) if row["kind"] == "at most"}
    assert set(caps) == {"A", "B"}
    assert caps["A"] == pytest.approx(caps["B"], abs=1)


def test_where_nothing_is_enough_the_five_best_are_said():
    """Seven in parallel, each late half the time: five at their best leave two, a quarter."""
    names = [f"i{number}" for number in range(7)]
    found = answers_of(
        directions=[{"id": "X", "target": day(50)}],
        prerequisites=[item(name, 0, 50, 100) for name in names],
        dependencies=needs("X: " + " ".join(names)),
    )
    assert [row["kind"] for row in ways_out(found)] == ["target"]
    ((chance, best),) = found.execute(
        "select chance_at_best_five, best_five from report.directions"
    ).fetchall()
    assert chance == pytest.approx(0.25, abs=0.03)
    assert len(set(best)) == 5
    assert set(best) < set(names)


def test_a_direction_without_target_or_blocked_has_neither_ways_out_nor_drivers():
    """Nothing is to be reached, so nothing is enough."""
    found = answers_of(
        directions=[{"id": "X"}, {"id": "Y", "target": day(1)}],
        prerequisites=[item("A", 0, 50, 100), item("B", 0, 50, 100, status="dropped")],
        dependencies=needs("X: A\nY: A B"),
    )
    assert ways_out(found) == []
    assert found.execute("select * from report.drivers").fetchall() == []


def test_a_cap_that_harms_another_direction_says_so():
    """A range (0, 100, 1000) capped near its likely end is rarely as short as 50 days."""
    found = answers_of(
        directions=[{"id": "X", "target": day(102)}, {"id": "Y", "target": day(50)}],
        prerequisites=[item("I", 0, 100, 1000)],
        dependencies=needs("X: I\nY: I"),
    )
    (cap, *_) = [row for row in ways_out(found) if row["direction_id"] == "X"]
    assert (cap["kind"], cap["item_id"], cap["harms"]) == ("at most", "I", ["Y"])


def choosing(**more):
    """X and Y need M, and M needs A, likely the earlier, or B, which is sure."""
    return answers_of(
        directions=[{"id": "X", "target": day(30)}, {"id": "Y", "target": day(20)}],
        prerequisites=[item("A", 0, 10, 100), item("B", 30, 30, 30), item("M", 0, 0, 0)],
        dependencies=needs("X: M\nY: M\nM: (A|B)"),
        **more,
    )


def test_another_alternative_is_a_way_out():
    """With B, 30 days always, X is always on time and Y never: Y is harmed."""
    found = [row for row in ways_out(choosing()) if row["direction_id"] == "X"]
    (pin,) = [row for row in found if row["kind"] == "alternative"]
    assert (pin["item_id"], pin["any_of"], pin["requires_id"]) == ("M", "one", "B")
    assert (pin["chance_after"], pin["harms"], pin["what_if"]) == (1.0, ["Y"], ["M/one:pin:B"])
    assert [row["kind"] for row in found] == ["at most", "alternative", "no wait", "target"]


def decision(**more):
    """An open decision that blocks M and takes no time."""
    return {"id": "DP", "question": "Which?", "status": "open", "lead_days": 0, **more}


def test_an_option_of_an_open_decision_is_a_way_out():
    """What it picks counts, and what it changes: with B at 50 days it is none."""
    options = [{"decision": "DP", "position": 1, "name": "The sure one: B"}]
    pick = {"decision": "DP", "option_position": 1, "item": "M", "any_of": "one", "requires": "B"}
    rows = {"decisions": [decision()], "decision_options": options, "decision_picks": [pick]}
    found = [row for row in ways_out(choosing(**rows)) if row["kind"] == "option"]
    assert [
        (row["direction_id"], row["decision_id"], row["option_name"], row["what_if"])
        for row in found
    ] == [("X", "DP", "The sure one: B", ["DP:option:The sure one: B"])]
    change = {"decision": "DP", "option_position": 1, "changed": "B", "field": "lead_days"}
    rows["decision_changes"] = [{**change, "value": "20"}]
    assert not [row for row in ways_out(choosing(**rows)) if row["kind"] == "option"]


def test_deciding_today_is_a_way_out():
    """A gate of 40 days holds I (10 days) until day 50 of 30; another gate of 5 stays."""
    found = answers_of(
        directions=[{"id": "X", "target": day(30)}],
        prerequisites=[item("I", 10, 10, 10)],
        dependencies=needs("X: I"),
        decisions=[decision(lead_days=40), decision(id="DP-SHORT", lead_days=5)],
        decision_blocks=[{"decision": "DP", "item": "I"}, {"decision": "DP-SHORT", "item": "I"}],
    )
    decide, no_wait, target = ways_out(found)
    assert (decide["kind"], decide["decision_id"]) == ("decide", "DP")
    assert (decide["chance_before"], decide["chance_after"]) == (0.0, 1.0)
    assert decide["what_if"] == ["DP:lead_days:0"]
    assert (no_wait["kind"], target["kind"], target["days"]) == ("no wait", "target", 20)


def test_what_has_overrun_its_range_is_not_agreed_on():
    """Its range has proved wrong, so no cap within it is a way out; it still drives the date."""
    found = answers_of(
        directions=[{"id": "X", "target": day(50)}],
        prerequisites=[
            item("I", 10, 20, 30, status="in_progress", started_on=AS_OF - timedelta(days=90))
        ],
        dependencies=needs("X: I"),
    )
    assert [row["kind"] for row in ways_out(found)] == ["no wait", "target"]
    assert found.execute("select item_id, critical_share from report.drivers").fetchall() == [
        ("I", 1.0)
    ]


def test_a_lead_that_runs_is_counted_from_its_start():
    """In progress for 40 days of (30, 60, 180), due in 30: agreed at so many days of all."""
    found = answers_of(
        directions=[{"id": "X", "target": day(30)}],
        prerequisites=[
            item("I", 30, 60, 180, status="in_progress", started_on=AS_OF - timedelta(days=40))
        ],
        dependencies=needs("X: I"),
    )
    cap = ways_out(found)[0]
    assert (cap["kind"], cap["item_id"]) == ("at most", "I")
    assert 70 < cap["days"] < 90
    shorter = answers_of(
        directions=[{"id": "X", "target": day(30)}],
        prerequisites=[
            item("I", 30, 60, cap["days"], status="in_progress")
            | {"started_on": AS_OF - timedelta(days=40)}
        ],
        dependencies=needs("X: I"),
    )
    assert shorter.execute("select chance_on_time from report.directions").fetchall() == [
        (cap["chance_after"],)
    ]
