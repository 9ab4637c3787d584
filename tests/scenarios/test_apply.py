"""A scenario written into files: what it changes, what it leaves, and when it is refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from depmap.cli.main import commands
from depmap.engine.database import build
from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import read_portfolio
from depmap.inputs.writing.files import CannotWrite
from depmap.portfolio.change import InvalidScenario
from depmap.portfolio.scenario import scenarios_of
from depmap.scenarios.apply import edits
from depmap.scenarios.wanted import wanted
from tests.inputs.corpus.base import BASE
from tests.inputs.test_scenario_checks import WITH_ROWS, folder, option
from tests.thorough import times

SAMPLES = "samples: 100\n"


def asked(home, *texts):
    """What these texts ask of a folder."""
    return wanted(texts, scenarios_of(read_portfolio(home).tables))


def diff(home, *texts):
    """The lines that a scenario takes out of the files and puts in, with the file's name."""
    lines = edits(home, asked(home, *texts)).diff().splitlines()
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("---", "+++")]


def contents(home):
    """The bytes of every file."""
    return {path.name: path.read_bytes() for path in sorted(home.iterdir())}


_OF_OPTIONS = ("decision_options", "decision_effects", "assumed_options")
# Of ways out those by an option, and so the place of the others.
_SAYS_WHAT_OPTIONS_DO = ("largest_chance_shift", "changes_a_chance", "stands_first", "rank")


def answers(portfolio):
    """All rows of report.*, by relation, but where they stand.

    What options of open decisions do is left out: on top of a scenario's pin an option is tried
    before it, on top of the same pin in a file behind it.
    """
    with build(portfolio) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'report'"
        ).fetchall()
        return {name: _rows(connection, name) for (name,) in names if name not in _OF_OPTIONS}


def _rows(connection, name):
    table = connection.table(f"report.{name}")
    columns = [
        column
        for column in table.columns
        if not column.startswith("source_") and column not in _SAYS_WHAT_OPTIONS_DO
    ]
    if name == "ways_out":
        table = table.filter("kind <> 'option'")
    return sorted(map(repr, table.project(", ".join(columns)).fetchall()))


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        (
            ["bank:owner:bob"],
            [
                "-bank,Bank account,,approvals,procurement,ann,not_started,5,10,20,2,1,Bank,,,Call,"
                "guide,judgement,",
                "+bank,Bank account,,approvals,procurement,bob,not_started,5,10,20,2,1,Bank,,,Call,"
                "guide,judgement,",
            ],
        ),
        (["SIGN-IN:target:2027-Q4"], ["-  target: 2027-03-31", "+  target: 2027-Q4"]),
        (["SIGN-IN:confidence:0.5"], ["+  confidence: 0.5"]),
        (["SIGN-IN/layer:pin:buy"], ["-    requires: make", "+    requires: buy"]),
        (
            ["SIGN-IN/layer:pin:"],
            ["-  - item: SIGN-IN", "-    any_of: layer", "-    requires: make"],
        ),
        (
            ["SIGN-IN>choose:strength:hard"],
            ["-SIGN-IN,choose,soft,,,Helps", "+SIGN-IN,choose,hard,,,Helps"],
        ),
        (
            ["layer:chosen:Buy", "choose:status:not_started"],
            [
                "-  status: open", "+  status: decided", "+  chosen: Buy",
                "+  decided_on: 2026-11-23", "-    requires: make", "+    requires: buy",
            ],
        ),
        (["settings:review_days:30"], ["+review_days: 30"]),
        (["settings:points_per_effort_day:2"], ["+points_per_effort_day: 2"]),
        (["bob:active:yes"], ["-bob,Bob,Platform,10,no", "+bob,Bob,Platform,10,yes"]),
        (["bank:effort_days:2"], []),
    ],
)  # fmt: skip
def test_only_the_cells_change(tmp_path, texts, lines):
    """Each change is one cell or line; every other line stays as it is."""
    assert sorted(diff(folder(tmp_path), *texts)) == sorted(lines)


def test_a_column_that_is_not_there_is_added(tmp_path):
    """The header and every row get one more cell."""
    rows = "id,name,capacity_days_per_week\nann,Ann,3\nbob,Bob,10\n"
    home = folder(tmp_path, owners_csv=rows)
    edits(home, asked(home, "ann:active:no")).write()
    assert (home / "owners.csv").read_text() == (
        "id,name,capacity_days_per_week,active\nann,Ann,3,no\nbob,Bob,10,\n"
    )


def test_line_ends_marks_and_quotes_stay(tmp_path):
    """A file of another system keeps its byte order mark, its line ends and its way of quoting."""
    data = (
        b'\xef\xbb\xbfid,"name",capacity_days_per_week,active\r\n'
        b'"ann","An ""A"" n,\nA",3,yes\r\n\r\nbob, Bob,10,no'
    )
    home = folder(tmp_path)
    (home / "owners.csv").write_bytes(data)
    decisions = BASE["decisions.yaml"].replace(b"\n", b"\r\n")
    (home / "decisions.yaml").write_bytes(decisions)
    edits(home, asked(home, "ann:capacity_days_per_week:4", "layer:lead_days:9")).write()
    assert (home / "owners.csv").read_bytes() == data.replace(b",3,yes", b",4,yes")
    added = decisions.replace(b"  owner: ann\r\n", b"  owner: ann\r\n  lead_days: 9\r\n")
    assert (home / "decisions.yaml").read_bytes() == added


def test_values_that_yaml_would_read_otherwise_are_quoted(tmp_path):
    """The name of an option may hold what YAML gives a meaning."""
    text = option("        - {id: make, field: lead_at_most, value: 80}\n")
    text = text.replace("name: Make", 'name: "Make: it, # 1"')
    home = folder(tmp_path, decisions_yaml=text)
    edits(home, asked(home, "layer:chosen:Make: it, # 1")).write()
    found = read_portfolio(home).tables
    assert found["decisions"].columns["chosen"] == ["Make: it, # 1"]
    assert found["prerequisites"].columns["lead_high_days"][3] == 80


def test_rows_of_a_saved_scenario_join_the_files(tmp_path):
    """They are appended as the scenario leaves them, and the scenario is no longer one."""
    home = folder(tmp_path, scenarios_yaml=WITH_ROWS)
    scenario = asked(home, "boat")
    today = read_portfolio(home)
    under = with_changes(today, scenario.changes, scenario.rows).portfolio
    assert [path.name for path in edits(home, scenario).write()] == [
        "dependencies.csv", "directions.yaml", "prerequisites.csv", "scenarios.yaml",
    ]  # fmt: skip
    written = read_portfolio(home)
    assert answers(written) == answers(under)
    assert len(written.tables["scenarios"]) == 0
    assert (
        (home / "directions.yaml")
        .read_text()
        .endswith("- id: BOAT\n  name: A boat\n  target: 2027-12-31\n")
    )


def test_a_missing_file_is_written(tmp_path):
    """Settings and pins can be written where no settings.yaml is."""
    home = folder(tmp_path)
    (home / "settings.yaml").unlink()
    edits(home, asked(home, "settings:review_days:60", "SIGN-IN/layer:pin:make")).write()
    assert (home / "settings.yaml").read_text() == (
        "review_days: 60\nroute:\n- item: SIGN-IN\n  any_of: layer\n  requires: make\n"
    )


def test_files_that_changed_are_left_alone(tmp_path):
    """Between reading and writing, or since the scenario was tried: nothing is written."""
    home = folder(tmp_path)
    found = edits(home, asked(home, "bank:owner:bob", "MARKET:value:1"))
    version = read_portfolio(home).version
    owners = home / "directions.yaml"
    owners.write_text(owners.read_text().replace("value: 40", "value: 41"))
    before = contents(home)
    with pytest.raises(CannotWrite, match=r"p/directions.yaml has changed since it was read"):
        found.write()
    with pytest.raises(CannotWrite, match="have changed since they were read"):
        edits(home, asked(home, "bank:owner:bob"), version=version)
    assert contents(home) == before


def test_all_files_or_none(tmp_path, monkeypatch):
    """When the second of two files cannot be put in place, the first is as it was."""
    home = folder(tmp_path)
    found = edits(home, asked(home, "bank:owner:bob", "MARKET:value:1"))
    before, replace = contents(home), Path.replace

    def failing(self, target):
        if Path(target).name == "prerequisites.csv":
            raise OSError(28, "No space left on device", str(self))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(CannotWrite) as error:
        found.write()
    assert str(error.value) == (
        "p/prerequisites.csv cannot be written (No space left on device)."
        " All files are as they were."
    )
    assert contents(home) == before


def test_the_command_shows_and_writes(tmp_path):
    """--dry-run prints a diff and writes nothing; without it the files say what the diff said."""
    home = folder(tmp_path)
    before = contents(home)
    command = ["apply", str(home), "--what-if", "SIGN-IN:target:2027-Q4"]
    shown = CliRunner().invoke(commands, [*command, "--dry-run"])
    assert (shown.exit_code, contents(home)) == (0, before)
    assert shown.stdout.startswith("--- a/p/directions.yaml\n+++ b/p/directions.yaml\n@@ -6,4 +6,4")
    written = CliRunner().invoke(commands, command)
    assert written.stdout == f"{home / 'directions.yaml'}\n"
    after = before["directions.yaml"].replace(b"2027-03-31", b"2027-Q4")
    assert contents(home) == {**before, "directions.yaml": after}


POOL = [
    "bank:status:done", "bank:status:in_progress", "terms:status:not_needed", "terms:lead_days:-7",
    "terms:lead_at_most:25", "make:lead_likely_days:200", "make:effort_days:1.5",
    "buy:status:dropped", "buy:owner:", "choose:owner:bob", "choose:needed_confidence:0.25",
    "make:started_on:2026-11-01", "make:status:in_progress", "terms:not_before:2027-02-01",
    "MARKET:value:77.5", "MARKET:confidence:", "MARKET:target:2027-Q1", "MARKET:lead_days:12",
    "SIGN-IN:status:committed", "SIGN-IN:target:", "SIGN-IN:not_before:2027-01-15",
    "ann:capacity_days_per_week:0.5", "bob:active:yes", "SIGN-IN/layer:pin:buy",
    "SIGN-IN/layer:pin:", "SIGN-IN/layer:pin:make", "SIGN-IN>choose:strength:hard",
    "MARKET>terms:strength:soft", "layer:option:Buy", "layer:chosen:Make", "layer:lead_days:0",
    "settings:confidence_goal:0.6", "settings:park_below_confidence:0.1",
    "settings:points_per_effort_day:2",
]  # fmt: skip


@settings(max_examples=times(2, 8), deadline=None)
@given(texts=st.lists(st.sampled_from(POOL), min_size=1, max_size=8), data=st.data())
def test_what_is_written_is_what_was_tried(tmp_path_factory, texts, data):
    """The folder written gives the answers of the scenario, in whatever order it was asked for."""
    text = option("        - {id: make, field: lead_days, value: 4}\n")
    home = folder(
        tmp_path_factory.mktemp("written"),
        decisions_yaml=text,
        settings_yaml=BASE["settings.yaml"].decode() + SAMPLES,
    )
    today = read_portfolio(home)
    scenario = asked(home, *texts)
    try:
        under = with_changes(today, scenario.changes).portfolio
    except InvalidScenario:
        assume(False)
    edits(home, scenario).write()
    assert answers(read_portfolio(home)) == answers(under)
    # One field more than once: the last one counts, so only others change places.
    fields = [text.rsplit(":", 1)[0].replace("chosen", "option") for text in scenario.texts]
    if len(set(fields)) == len(fields):
        mixed = wanted(data.draw(st.permutations(scenario.texts)), {})
        assert _values(with_changes(today, mixed.changes).portfolio) == _values(under)


def _values(portfolio):
    """The rows of every table, but where they stand: a pin of a scenario stands in no file."""
    return {
        name: {
            column: values
            for column, values in rows.columns.items()
            if not column.startswith("source_")
        }
        for name, rows in portfolio.tables.items()
    }
