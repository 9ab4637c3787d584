"""Changes laid onto the portfolio of the model, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depmap.engine.database import build
from depmap.inputs.scenario_checks import with_changes
from depmap.portfolio.change import KINDS, Change, InvalidScenario, canonical, read_changes
from depmap.portfolio.change import LEADS as LEAD_COLUMNS
from tests.portfolios import AS_OF, AskedFor, column, needs, portfolio
from tests.thorough import times

LEADS = {"A": 60, "B": 30, "C": 45, "D": 20, "E": 10, "F": 90}
PIN = {"position": 1, "item": "Y", "any_of": "one", "requires": "D"}


def day(number):
    """A day of the model as a date."""
    return AS_OF + timedelta(days=number)


def model(**more):
    """The portfolio of the model's section 3, with what a test adds or replaces by table."""
    tables = {
        "directions": [
            {"id": "X", "value": 100.0, "confidence": 0.8, "target": day(181)},
            {"id": "Y", "value": 60.0, "confidence": 0.5, "target": day(60)},
            {"id": "Z", "value": 40.0, "confidence": 0.9, "target": day(60)},
        ],
        "prerequisites": [{"id": name, "lead": lead} for name, lead in LEADS.items()],
        "dependencies": needs("B: A\nX: B C\nY: C (D|E)\nZ: F"),
        "route_pins": [PIN],
        "owners": [{"id": "ann", "capacity_days_per_week": 5.0}],
    }
    return portfolio(**(tables | more))


def laid(*texts, today=None):
    """The portfolio under a scenario, and the cells that differ."""
    return with_changes(today or model(), read_changes(texts), as_of=AS_OF)


def answers(*texts, today=None):
    """What the database says of the model under a scenario."""
    return AskedFor(laid(*texts, today=today).portfolio, AS_OF)


def every_answer(connection):
    """All rows of report.*, by relation."""
    names = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'report'"
    ).fetchall()
    return {
        name: connection.execute(f"from report.{name} order by all").fetchall() for (name,) in names
    }


def refusals(*texts, today=None):
    """What a scenario is refused for, as a person reads it."""
    with pytest.raises(InvalidScenario) as error:
        laid(*texts, today=today)
    return str(error.value).splitlines()


def test_an_item_that_takes_longer_moves_what_needs_it():
    """C lead 75 (all three): Y on day 75 with slack -15, C by day -15; X and scores stay."""
    found = answers("C:lead_low_days:75", "C:lead_likely_days:75", "C:lead_high_days:75")
    rows = column(found, "items", "item_id", "earliest_finish")
    assert (rows["X"], rows["Y"]) == (day(90), date(2026, 3, 17))
    assert column(found, "items", "item_id", "slack_days")["Y"] == -15
    assert column(found, "items", "item_id", "start_by")["C"] == day(-15)
    today = AskedFor(model(), AS_OF)
    for key in ("X", "A", "B", "C", "D", "E", "F"):
        assert (
            column(found, "items", "item_id", "unlock_score")[key]
            == column(today, "items", "item_id", "unlock_score")[key]
        )


def test_an_item_that_takes_less_gives_its_direction_room():
    """F lead 60: the slack of Z is 0; the range below a likely lead widens to it."""
    found = laid("F:lead_likely_days:60")
    assert column(AskedFor(found.portfolio, AS_OF), "items", "item_id", "slack_days")["Z"] == 0
    assert [(cell.column, cell.before, cell.after) for cell in found.cells] == [
        ("lead_likely_days", "90", "60"),
        ("lead_low_days", "90", "60"),
    ]


@pytest.mark.parametrize("value", ["E", ""])
def test_another_alternative(value):
    """With E pinned, or D no longer, no direction moves; E's start by is day 50, its unlock 15."""
    found = answers(f"Y/one:pin:{value}")
    today = column(AskedFor(model(), AS_OF), "directions", "direction_id", "forecast")
    assert column(found, "directions", "direction_id", "forecast") == today
    assert column(found, "items", "item_id", "start_by")["E"] == day(50)
    scores = column(found, "items", "item_id", "unlock_score")
    assert (scores["D"], scores["E"]) == (0, 15)


def test_dropped_blocks_what_needs_it():
    """C dropped: X and Y are blocked, and all scores are 0 but that of F."""
    found = answers("C:status:dropped")
    blocked = column(found, "items", "item_id", "is_blocked")
    assert {name for name, is_so in blocked.items() if is_so} == {"X", "Y"}
    scores = column(found, "items", "item_id", "unlock_score")
    assert {name: score for name, score in scores.items() if score} == {"F": 36}


def test_not_needed_holds_nothing():
    """C not_needed: X on day 90, Y on day 20, C on no route and without dates, A and B 40 each."""
    found = answers("C:status:not_needed")
    finish = column(found, "items", "item_id", "earliest_finish")
    assert (finish["X"], finish["Y"], finish["C"]) == (day(90), day(20), None)
    assert column(found, "items", "item_id", "is_on_route")["C"] is False
    assert column(found, "items", "item_id", "action")["C"] == ""
    assert column(found, "items", "item_id", "is_blocked")["C"] is False
    scores = column(found, "items", "item_id", "unlock_score")
    assert (scores["A"], scores["B"], scores["C"]) == (40, 40, 0)
    chosen = found.execute("select is_chosen from report.edges where requires_id = 'C'").fetchall()
    assert chosen == [(False,), (False,)]


def test_an_alternative_that_is_not_needed_is_none():
    """Without D the group takes E; without both it holds nothing, and Y waits for C alone."""
    without_d = column(answers("D:status:not_needed"), "items", "item_id", "start_by")
    assert (without_d["D"], without_d["E"]) == (None, day(50))
    without_both = answers("D:status:not_needed", "E:status:not_needed", "C:lead_days:-45")
    assert column(without_both, "items", "item_id", "earliest_finish")["Y"] == day(0)
    assert column(without_both, "items", "item_id", "is_blocked")["Y"] is False


def test_a_requirement_that_only_helps_gates_nothing():
    """`X>B` soft: X on day 45, A and B on no route."""
    found = answers("X>B:strength:soft")
    assert column(found, "items", "item_id", "earliest_finish")["X"] == day(45)
    on_route = column(found, "items", "item_id", "is_on_route")
    assert (on_route["A"], on_route["B"]) == (False, False)


def item(**values):
    """One item with leads 20, 45, 90 that X needs, changed as given."""
    leads = {"lead_low_days": 20, "lead_likely_days": 45, "lead_high_days": 90}
    return model(
        prerequisites=[{"id": "I", **leads, **values}],
        dependencies=needs("X: I"),
        route_pins=[],
    )


GOING_ON = {"status": "in_progress", "started_on": day(-30)}


@pytest.mark.parametrize(
    ("values", "texts", "leads"),
    [
        ({}, ["I:lead_days:-25"], (0, 20, 65)),
        ({}, ["I:lead_days:+10"], (30, 55, 100)),
        ({}, ["I:lead_at_most:40"], (20, 40, 40)),
        ({}, ["I:lead_at_most:10"], (10, 10, 10)),
        ({}, ["I:lead_at_most:40", "I:lead_days:-10"], (10, 35, 40)),
        ({}, ["I:lead_likely_days:100"], (20, 100, 100)),
        ({}, ["I:lead_likely_days:10"], (10, 10, 90)),
        ({}, ["I:lead_days:5", "I:lead_likely_days:50"], (25, 55, 95)),
        # Started 30 days ago: what was above 31 stays there, what was below goes on down.
        (GOING_ON, ["I:lead_days:-40"], (0, 31, 50)),
        (GOING_ON, ["I:lead_at_most:25"], (20, 31, 31)),
        ({}, ["I:status:in_progress", f"I:started_on:{day(-30)}", "I:lead_days:-40"], (0, 31, 50)),
        ({}, ["I:lead_at_most:40", "I:lead_at_most:60"], (20, 45, 60)),
    ],
)
def test_what_becomes_of_a_lead(values, texts, leads):
    """First the absolute leads, then the shift, then the most agreed on; the last counts."""
    rows = laid(*texts, today=item(**values)).portfolio.tables["prerequisites"].columns
    found = tuple(rows[f"lead_{name}_days"][0] for name in ("low", "likely", "high"))
    assert found == leads


@pytest.mark.parametrize(
    ("values", "texts", "started", "done"),
    [
        ({}, ["I:status:done"], None, AS_OF),
        ({}, ["I:status:in_progress"], AS_OF, None),
        ({}, ["I:started_on:2025-12-01", "I:status:in_progress"], date(2025, 12, 1), None),
        (GOING_ON, ["I:status:in_progress"], day(-30), None),
        ({"status": "done", "done_on": day(-9)}, ["I:status:done"], None, day(-9)),
        ({"status": "done", "done_on": day(-9)}, ["I:status:not_started"], None, None),
        ({}, ["I:status:done", "I:status:not_started"], None, None),
    ],
)
def test_days_that_come_with_a_status(values, texts, started, done):
    """Done sets the day, started too unless it is given; away from done clears it."""
    rows = laid(*texts, today=item(**values)).portfolio.tables["prerequisites"].columns
    assert (rows["started_on"][0], rows["done_on"][0]) == (started, done)


def deciding(status="open", chosen=None, **more):
    """The model with a decision on Y's group whose first option also agrees C at 30 days."""
    return model(
        prerequisites=[
            *({"id": name, "lead": lead} for name, lead in LEADS.items()),
            {"id": "dec", "lead": 5, "kind": "decision"},
        ],
        decisions=[
            {"id": "DP", "question": "?", "item": "dec", "lead_days": 3,
             "status": status, "chosen": chosen},
        ],
        decision_options=[
            {"decision": "DP", "position": 1, "name": "take E: 10 days"},
            {"decision": "DP", "position": 2, "name": "keep D"},
        ],
        decision_picks=[
            {"decision": "DP", "option_position": position, "item": "Y", "any_of": "one",
             "requires": name}
            for position, name in ((1, "E"), (2, "D"))
        ],
        decision_changes=[
            {"decision": "DP", "option_position": 1, "position": 1, "changed": "C",
             "field": "lead_at_most", "value": "30"},
        ],
        **more,
    )  # fmt: skip


def test_an_option_tried():
    """Its picks and changes hold, the list goes before them, and the question stays open."""
    found = laid("C:lead_at_most:40", "DP:option:take E: 10 days", today=deciding())
    built = AskedFor(found.portfolio, AS_OF)
    assert column(built, "items", "item_id", "start_by")["D"] is None
    assert column(built, "items", "item_id", "lead_high_days")["C"] == 40
    assert found.portfolio.tables["decisions"].columns["status"] == ["open"]
    assert column(built, "items", "item_id", "status")["dec"] == "not_started"


def test_an_option_chosen():
    """The decision is decided today, and the prerequisite that it is, is done."""
    found = laid("DP:chosen:take E: 10 days", today=deciding())
    decisions = found.portfolio.tables["decisions"].columns
    assert (decisions["status"], decisions["chosen"], decisions["decided_on"]) == (
        ["decided"], ["take E: 10 days"], [AS_OF],
    )  # fmt: skip
    built = AskedFor(found.portfolio, AS_OF)
    assert column(built, "items", "item_id", "status")["dec"] == "done"
    assert column(built, "items", "item_id", "lead_high_days")["C"] == 30
    assert column(built, "items", "item_id", "start_by")["D"] is None


def test_an_option_of_a_decided_decision_replaces_its_answer():
    """Another option of what is decided takes the place of the chosen one; it stays decided."""
    today = deciding("decided", "keep D", route_pins=[])
    found = laid("DP:option:take E: 10 days", today=today)
    decisions = found.portfolio.tables["decisions"].columns
    assert (decisions["status"], decisions["chosen"]) == (["decided"], ["take E: 10 days"])
    assert column(AskedFor(found.portfolio, AS_OF), "items", "item_id", "start_by")["D"] is None


def test_nothing_changed_is_the_same_portfolio():
    """An empty scenario gives today's answers byte by byte: it is today's portfolio."""
    today = model()
    assert with_changes(today, ()).portfolio is today


@pytest.mark.parametrize(
    "text",
    [
        "C:lead_low_days:45", "C:lead_likely_days:45", "C:effort_days:0", "C:status:not_started",
        "C:owner:", "X:target:2026-07-01", "X:confidence:0.8", "X:status:proposed",
        "X>B:strength:hard", "settings:review_days:90", "ann:active:yes",
        "ann:capacity_days_per_week:5", "C:needed_confidence:1", "C:lead_days:0",
        "C:lead_at_most:45",
    ],
)  # fmt: skip
def test_a_present_value_makes_no_difference(text):
    """Setting a field to what it is leaves every row as it is, and no cell to change."""
    found = laid(text)
    assert found.cells == ()
    assert found.portfolio.tables == model().tables


def test_pinning_what_is_pinned_makes_no_difference():
    """The pin stands before the one of the file, which is no longer asked."""
    found = laid("Y/one:pin:D")
    assert found.cells == ()
    assert every_answer(build(found.portfolio, AS_OF)) == every_answer(build(model(), AS_OF))


DIFFERENT = (
    "C:lead_days:9", "F:lead_at_most:60", "A:status:in_progress", "Z:target:2026-07-01",
    "X>B:strength:soft", "ann:active:no", "settings:review_days:30",
)  # fmt: skip


@settings(max_examples=times(10, 40), deadline=None)
@given(st.permutations(DIFFERENT), st.sampled_from(DIFFERENT))
def test_the_order_of_changes_on_different_things_changes_nothing(texts, taken_out):
    """The same rows in any order, pins aside; without one of them those of the scenario without."""
    assert laid(*texts).portfolio.tables == laid(*DIFFERENT).portfolio.tables
    left = [text for text in DIFFERENT if text != taken_out]
    fewer = [text for text in texts if text != taken_out]
    assert laid(*fewer).portfolio.tables == laid(*left).portfolio.tables


def test_cells_say_where_they_stand():
    """Each difference names file, line, column, from and to; a pin that of the row it replaces."""
    found = laid("Y/one:pin:E", "X:target:2026-Q3", "C:owner:ann").cells
    assert [
        (c.position, c.source_file, c.source_line, c.column, c.before, c.after) for c in found
    ] == [
        (1, "test/settings.yaml", 2, "requires", "D", "E"),
        (2, "test/directions.yaml", 2, "target", "2026-07-01", "2026-Q3"),
        (3, "test/prerequisites.csv", 4, "owner", "", "ann"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("C", 'Change 1, "C": it has no field and value. Expected id:field:value.'),
        ("C:status", "it has no value. Expected id:field:value."),
        ("Cc:status:done", 'nothing is called "Cc".'),
        ("C:statu:done", 'a prerequisite has no field "statu". Expected one of status, owner, '),
        ("C:status:finished", 'no status is called "finished". Expected one of not_started, '),
        ("C:owner:anne", 'no owner is called "anne". Expected the id of an owner. Did you mean "a'),
        ("C:lead_days:soon", '"soon" is no whole number. Expected a whole number from -3,650 to'),
        ("C:lead_high_days:9", "the leads 45, 45, 9 are not in order. Expected low <= likely <="),
        ("C:lead_days:3650", '"3695" is too large.'),
        ("C:lead_low_days:", "the value is missing."),
        ("X:not:x", 'a direction has no field "not".'),
        ("ann:capacity:2", 'an owner has no field "capacity". Expected one of capacity_days_per'),
        ("Y/one:pin:F", '"Y/one" has no alternative "F". Expected one of "D", "E".'),
        ("Y/two:pin:D", 'nothing is called "Y/two". Expected item/group of an any-of group. Did'),
        ("X>D:strength:soft", 'nothing is called "X>D". Expected item>requires of a plain depen'),
        ("Y>D:strength:soft", 'nothing is called "Y>D".'),
        ("X>B:strength:firm", 'no strength is called "firm".'),
        ("settings:seed:2", "a settings has no field"),
        ("%27; drop table input.owners; --:status:done", "nothing is called \"'; drop table input"),
        ("<script>alert(1)</script>:status:done", 'nothing is called "<script>alert(1)</script>"'),
        ("C:status:" + "x" * 1600, "The scenario has 1,607 characters. Expected at most 1,500."),
        ("C:status:\u202edone", 'no status is called "\\u202edone"'),
        ("::", 'nothing is called "".'),
    ],
)
def test_what_is_refused(text, said):
    """One change that names nothing or has no legal value: its place, the reason, the way out."""
    assert said in " ".join(refusals(text))


def test_nothing_is_applied_when_one_change_fails():
    """All that is wrong is told by position, and the portfolio stays as it was."""
    today = model()
    before = every_answer(build(today, AS_OF))
    found = refusals("C:lead_days:-5", "Cx:status:done", "X:value:200", today=today)
    assert [line[:8] for line in found] == ["Change 2", "Change 3"]
    assert every_answer(build(today, AS_OF)) == before


def test_at_most_twenty_changes():
    """The twenty-first change refuses all of them."""
    texts = [f"C:lead_days:-{number}" for number in range(1, 21)]
    assert len(laid(*texts).cells) == 3
    assert refusals(*texts, "C:lead_days:-21") == [
        "The scenario has 21 changes. Expected at most 20."
        " Try fewer changes at once, or write the others into the files."
    ]


def test_options_that_disagree_are_refused():
    """Two options that move one field to different values exclude each other."""
    today = deciding()
    tables = dict(today.tables)
    for name, rows in {
        "decisions": [{"id": "DQ", "question": "?", "lead_days": 0}],
        "decision_options": [{"decision": "DQ", "position": 1, "name": "slow"}],
        "decision_changes": [
            {"decision": "DQ", "option_position": 1, "position": 1, "changed": "C",
             "field": "lead_at_most", "value": "44"},
        ],
    }.items():  # fmt: skip
        more = portfolio(**{name: rows}).tables[name].columns
        tables[name] = type(tables[name])(
            {key: [*values, *more[key]] for key, values in tables[name].columns.items()}
        )
    both = type(today)(today.folder, tables, today.version)
    assert laid("DP:option:keep D", "DQ:option:slow", today=both).cells
    found = refusals("DP:option:take E: 10 days", "DQ:option:slow", today=both)
    assert found == [
        'Change 2, "DQ:option:slow": it sets lead_at_most of "C" to "44", and the option of "DP"'
        ' to "30". Expected options that agree on every field.'
        " The two exclude each other: take one of them out."
    ]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("a:b:c", Change("a", "b", "c")),
        ("a:b:c:d", Change("a", "b", "c:d")),
        ("a%3Ab:option:50%25 off: now", Change("a:b", "option", "50% off: now")),
        ("DP:option:Buy%20it%2C%20now", Change("DP", "option", "Buy it, now")),
        (" a : b : c ", Change("a", "b", "c")),
        ("é/ü>ß:pin:ø", Change("é/ü>ß", "pin", "ø")),
    ],
)
def test_texts_read_back(text, change):
    """Plain and encoded parts read, and the text of a change reads back as the same change."""
    assert read_changes([text]) == (change,)
    assert read_changes([str(change)]) == (change,)


def test_one_form_of_a_scenario():
    """The last change of a field counts, and the order of the rest does not."""
    texts = ["b:owner:x", "a:status:done", "b:owner:y", "D:option:p", "D:chosen:q"]
    assert canonical(read_changes(texts)) == (
        Change("D", "chosen", "q"), Change("a", "status", "done"), Change("b", "owner", "y"),
    )  # fmt: skip


TODAY = deciding()
PARTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["A", "C", "X", "Y/one", "X>B", "ann", "DP", "settings", "", "../x", "%00"]),
)
FIELDS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(sorted({field for kind in KINDS for field in kind.fields})),
)
VALUES = st.one_of(
    st.text(max_size=12),
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(["done", "E", "soft", "2027-Q2", "yes", "0.5", "'; drop table x; --", "<b>"]),
)


@settings(max_examples=times(50, 150), deadline=None)
@given(st.lists(st.tuples(PARTS, FIELDS, VALUES).map(":".join), max_size=4))
def test_whatever_an_address_holds(texts):
    """Any text is laid onto a valid portfolio, or refused in words; nothing else happens."""
    before = {name: dict(rows.columns) for name, rows in TODAY.tables.items()}
    told, tables = [], TODAY.tables
    try:
        tables = laid(*texts, today=TODAY).portfolio.tables
    except InvalidScenario as error:
        told = str(error).split("\n")
    assert all(line.startswith(("Change ", "The scenario has ")) for line in told)
    leads = tables["prerequisites"].columns
    for low, likely, high in zip(*(leads[name] for name in LEAD_COLUMNS), strict=True):
        assert 0 <= low <= likely <= high <= 3650
    assert {name: dict(rows.columns) for name, rows in TODAY.tables.items()} == before
