"""Why dates moved: the golden table to the day, and steps that add up."""

from dataclasses import replace
from datetime import date
from pathlib import Path as FilePath

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from depmap.answers import causes, changes
from depmap.answers.causes import Answers, move_causes
from depmap.answers.edits import edits
from depmap.answers.finishes import dated, finishes
from depmap.answers.steps import Path
from depmap.engine.options.along import Along
from depmap.inputs.validate import read_portfolio
from tests.engine import strategies
from tests.engine.options.test_equal_to_scenario import deciding
from tests.portfolios import AskedFor, needs, portfolio
from tests.thorough import times

BEFORE, AFTER = date(2026, 1, 1), date(2026, 1, 11)
DIRECTIONS = [
    {"id": "X", "value": 100.0, "confidence": 0.8, "target": date(2026, 7, 1)},
    {"id": "Y", "value": 60.0, "confidence": 0.5, "target": date(2026, 3, 2)},
    {"id": "Z", "value": 40.0, "confidence": 0.9, "target": date(2026, 3, 2)},
]
NEEDS = "X: B C\nB: A\nY: C (D|E)\nZ: F"
PIN = [{"position": 1, "item": "Y", "any_of": "one", "requires": "D"}]

# Pairs of portfolios shrink for minutes.
WITHOUT_SHRINKING = [phase for phase in Phase if phase is not Phase.shrink]


def items(**more):
    """The prerequisites of the golden portfolio; more leads by id."""
    leads = {"A": 60, "B": 30, "C": 45, "D": 20, "E": 10, "F": 90} | more
    return [{"id": name, "lead": lead} for name, lead in leads.items()]


def side(found, as_of):
    """One side with its answers."""
    return Answers(found, as_of, AskedFor(found, as_of))


def golden(first_needs=NEEDS):
    """Both sides of the golden table."""
    later = items(B=50, C=75, G=80)
    later[5] |= {"status": "in_progress", "started_on": BEFORE}
    old = portfolio(
        directions=DIRECTIONS, prerequisites=items(), dependencies=needs(first_needs),
        route_pins=PIN,
    )  # fmt: skip
    new = portfolio(
        directions=DIRECTIONS, prerequisites=later, dependencies=needs(f"{first_needs}\nY: G"),
        route_pins=PIN,
    )  # fmt: skip
    return side(old, BEFORE), side(new, AFTER)


def days(found):
    """(direction, position, cause, item) -> days of the likely finish and of the 80 % date."""
    return {tuple(row[:4]): row[4:6] for row in found}


def test_the_golden_table():
    """Ten days pass, F progresses, B and C take longer, Y requires G: to the day, in this order."""
    before, after = golden()
    assert days(move_causes(before, after)) == {
        ("X", 1, "time", ""): (10, 10),
        ("X", 3, "leads", "B"): (20, 20),
        ("Y", 1, "time", ""): (10, 10),
        ("Y", 4, "leads", "C"): (30, 30),
        ("Y", 5, "other", "Y"): (5, 5),
        ("Z", 1, "time", ""): (10, 10),
        ("Z", 2, "progress", "F"): (-10, -10),
    }
    moves = changes.compare(before.connection, after.connection).directions
    assert dict(zip(moves.direction_id, moves.days_moved, strict=True)) == {"X": 30, "Y": 45}


def test_a_step_says_where_it_was_edited():
    """The line of the row that changed: B is in line 3, the new requirement of Y in line 9."""
    before, after = golden()
    places = {(row.cause, row.item_id): (row.source_file, row.source_line)
              for row in move_causes(before, after)}  # fmt: skip
    assert places["leads", "B"] == ("test/prerequisites.csv", 3)
    assert places["other", "Y"] == ("test/dependencies.csv", 9)
    assert places["time", ""] == ("", 0)


def test_many_steps_are_one_per_cause(monkeypatch):
    """Above the limit the leads of B and C are one step, and still add up."""
    monkeypatch.setattr(causes, "MOST_STEPS", 3)
    before, after = golden()
    assert days(move_causes(before, after)) == {
        ("X", 1, "time", ""): (10, 10),
        ("X", 3, "leads", ""): (20, 20),
        ("Y", 1, "time", ""): (10, 10),
        ("Y", 3, "leads", ""): (30, 30),
        ("Y", 4, "other", ""): (5, 5),
        ("Z", 1, "time", ""): (10, 10),
        ("Z", 2, "progress", ""): (-10, -10),
    }
    assert days(move_causes(before, after, most=0.0)) == days(move_causes(before, after))


def test_into_blocked_and_out_of_it_is_one_step():
    """A is dropped and X requires B instead: X moves by 10 days in one step, no day is lost."""
    old = portfolio(
        directions=[{"id": "X"}],
        prerequisites=[{"id": "A", "lead": 10}, {"id": "B", "lead": 20}],
        dependencies=needs("X: A"),
    )
    new = portfolio(
        directions=[{"id": "X"}],
        prerequisites=[{"id": "A", "lead": 10, "status": "dropped"}, {"id": "B", "lead": 20}],
        dependencies=needs("X: B"),
    )
    assert days(move_causes(side(old, BEFORE), side(new, BEFORE))) == {
        ("X", 2, "progress", "A"): (10, 10)
    }


def test_a_blocked_side_has_no_days():
    """A dropped requirement blocks X: the step is told without days."""
    rows = {"directions": [{"id": "X"}], "dependencies": needs("X: A")}
    old = portfolio(prerequisites=[{"id": "A", "lead": 10}], **rows)
    new = portfolio(prerequisites=[{"id": "A", "lead": 10, "status": "dropped"}], **rows)
    assert days(move_causes(side(old, BEFORE), side(new, BEFORE))) == {
        ("X", 2, "progress", "A"): (None, None)
    }
    assert days(move_causes(side(new, BEFORE), side(old, BEFORE))) == {
        ("X", 2, "progress", "A"): (None, None)
    }


def test_pins_and_decisions_are_steps_of_their_own():
    """A pin to the slower alternative costs 10 days, a gate of 40 days another 20."""
    rows = {
        "directions": [{"id": "X"}],
        "prerequisites": [{"id": "A", "lead": 10}, {"id": "B", "lead": 20}],
        "dependencies": needs("X: (A|B)"),
    }
    pin = [{"position": 1, "item": "X", "any_of": "one", "requires": "B"}]
    decision = {
        "decisions": [{"id": "D", "question": "Which?", "status": "open", "lead_days": 40}],
        "decision_blocks": [{"decision": "D", "item": "X"}],
    }
    before = side(portfolio(**rows), BEFORE)
    after = side(portfolio(route_pins=pin, **decision, **rows), BEFORE)
    assert days(move_causes(before, after)) == {
        ("X", 2, "pins", ""): (10, 10),
        ("X", 3, "decision", "D"): (20, 20),
    }
    assert sum(row.days for row in move_causes(after, before)) == -30


@given(before=strategies.networks(), after=strategies.networks(), passed=st.integers(0, 9))
@settings(
    max_examples=times(2, 12),
    deadline=None,
    phases=WITHOUT_SHRINKING,
    suppress_health_check=list(HealthCheck),
)
def test_steps_add_up_and_comparisons_mirror(before, after, passed):
    """Steps add up to both moves; there and back again have the same edits, the other way round."""
    one = side(strategies.portfolio(before, samples=100), BEFORE)
    other = side(strategies.portfolio(after, samples=100), date(2026, 1, 1 + passed))
    found = move_causes(one, other)
    first, last = one.finishes(), other.finishes()
    for direction in first.keys() & last.keys():
        own = [row for row in found if row.direction_id == direction]
        assert (
            sum(row.days for row in own)
            == (last[direction].forecast - first[direction].forecast).days
        )
        assert sum(row.p80_days for row in own) == (last[direction].p80 - first[direction].p80).days
    there, back = edits(one.portfolio, other.portfolio), edits(other.portfolio, one.portfolio)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted(row[:6] for row in there) == sorted(
        (row.file, row.id, turned[row.change], row.field, row.after, row.before) for row in back
    )
    moves, moves_back = (
        changes.compare(*pair).directions.set_index("direction_id").sort_index()
        for pair in ((one.connection, other.connection), (other.connection, one.connection))
    )
    assert list(moves.index) == list(moves_back.index)
    assert list(moves.days_moved.dropna()) == list(-moves_back.days_moved.dropna())
    assert list(moves.outlook_before.fillna("")) == list(moves_back.outlook_after.fillna(""))


def without_tries(state):
    """The portfolio without what options would change: on the way they may name what is gone."""
    changes = state.tables["decision_changes"]
    none = replace(changes, columns={name: [] for name in changes.columns})
    return replace(state, tables={**state.tables, "decision_changes": none})


random_sides = deciding() | strategies.networks().map(
    lambda network: strategies.portfolio(network, samples=100)
)


@given(before=random_sides, after=random_sides, passed=st.integers(0, 9), data=st.data())
@settings(max_examples=times(2, 15), deadline=None, suppress_health_check=list(HealthCheck),
          phases=WITHOUT_SHRINKING)  # fmt: skip
def test_each_state_on_the_way_is_what_its_portfolio_says(before, after, passed, data):
    """A state tried on the one before says what it says alone, and that is what a build says."""
    as_of = date(2026, 1, 1 + passed)
    path = Path.between(before, after)
    counts = range(len(path.steps) + 1)
    narrow, rewired = path.narrowed()
    walk = Along(path.after([]), [narrow.after(path.steps[:n]) for n in counts[1:]], rewired, as_of)
    of_both = {*before.tables["directions"].columns["id"]}
    of_both &= {*after.tables["directions"].columns["id"]}

    def kept(found):
        return {name: finish for name, finish in found.items() if name in of_both}

    walked = [kept(dated(walk, n)) for n in counts]
    for n in data.draw(st.lists(st.sampled_from(counts), min_size=1, max_size=3, unique=True)):
        state = path.after(path.steps[:n])
        alone = finishes(state, as_of)
        assert walked[n] == kept(alone)
    with AskedFor(without_tries(state), as_of) as whole:
        assert alone == Answers(state, as_of, whole).finishes()


def test_nothing_changed_moves_nothing():
    """A folder with itself has no edit, no cause and no move."""
    real = read_portfolio(FilePath(__file__).resolve().parents[2] / "data")
    own = side(real, date(2026, 11, 24))
    assert (edits(real, real), move_causes(own, own)) == ([], [])


def test_only_time_passes():
    """Without an edit all days are of time."""
    found, _ = golden()
    later = side(found.portfolio, AFTER)
    assert {(row.cause, row.days) for row in move_causes(found, later)} == {("time", 10)}
