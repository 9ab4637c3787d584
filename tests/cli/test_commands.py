"""The command line as a person uses it."""

import csv
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from depmap.cli.main import COMMANDS, commands
from tests.machine import full_after
from tests.thorough import some

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
DAY = ("--as-of", "2026-11-24")


def run(*arguments):
    """Runs one command; stdout and stderr stay apart."""
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture
def broken(tmp_path):
    """The real portfolio with one owner that does not exist."""
    folder = tmp_path / "broken"
    shutil.copytree(DATA, folder)
    owners = folder / "owners.csv"
    owners.write_text(owners.read_text().replace("LEGAL,", "LEGALS,"))
    return folder


def test_check_lists_findings_and_succeeds():
    """The real portfolio has no problems, and its findings are listed."""
    result = run("check", DATA, *DAY)
    assert result.exit_code == 0
    assert "no owner: Sub-processor register" in result.stdout
    assert "No problems" in result.stderr


def test_ways_out_say_what_would_be_enough():
    """The one late direction with its cap, range and change, and whom an option harms; no other."""
    result = run("ways-out", DATA, *DAY, "--direction", "DIR-SSO")
    assert result.exit_code == 0
    assert result.stdout.startswith("Enterprise identity pack: 2")
    assert "SOC 2 observation window agreed at 14" in result.stdout
    assert "today 90 to 365, likely 180" in result.stdout
    assert "soc2-window:lead_at_most:14" in result.stdout
    assert "(lowers the chance of Production launch)" in result.stdout
    assert "\nProduction launch" not in result.stdout


def test_ways_out_as_json_for_programs():
    """Directions below their goal with rows as in report.ways_out; what is missing is null."""

    def never(word):
        raise AssertionError(word)

    found = json.loads(run("ways-out", DATA, *DAY, "--format", "json").stdout, parse_constant=never)
    assert {one["direction"]["direction_id"] for one in found} >= {"DIR-SSO", "DIR-LAUNCH"}
    for one in found:
        assert one["ways_out"][-1]["kind"] == "target"
        assert one["ways_out"][-1]["ease"] is None
        assert {"item_id", "critical_share", "chance_at_low"} <= one["drivers"][0].keys()


def test_ways_out_names_the_directions_there_are():
    """A wrong id ends the command with a sentence."""
    result = run("ways-out", DATA, *DAY, "--direction", "nowhere")
    assert result.exit_code == 2
    assert 'no direction is called "nowhere". There are: DIR-API' in result.stderr


def test_check_lists_problems_with_file_and_line_and_fails(broken):
    """Every place that names the missing owner is listed, with the likely word."""
    result = run("check", broken)
    assert result.exit_code == 1
    assert "broken/prerequisites.csv line" in result.stdout
    assert 'Was it renamed to "LEGALS"?\n    10 times: ' in result.stdout


def test_check_writes_annotations_for_a_pull_request(broken):
    """One workflow command per problem, on one line each."""
    lines = run("check", broken, "--format", "github").stdout.splitlines()
    assert all(line.startswith(f"::error file={broken}/") for line in lines)
    assert any("line=" in line and "LEGAL" in line for line in lines)


def test_annotations_name_files_from_the_root_of_the_repository(tmp_path, broken, monkeypatch):
    """A folder below the root, given from the root or with its whole path."""
    below = tmp_path / "maps" / "ours"
    below.parent.mkdir()
    broken.rename(below)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    for folder in ("maps/ours", "./maps/ours/", below):
        found = run("check", folder, "--format", "github").stdout
        assert found.startswith("::error file=maps/ours/")
    assert run("check", "nowhere", "--format", "github").stdout.startswith("::error file=nowhere,")


def test_check_writes_json_for_programs(broken):
    """Problems and findings under two keys."""
    found = json.loads(run("check", broken, "--format", "json").stdout)
    assert {"file", "line", "field", "found", "expected", "fix"} <= found["problems"][0].keys()
    assert json.loads(run("check", DATA, "--format", "json", *DAY).stdout)["problems"] == []


def test_build_writes_a_file_that_anyone_can_read(tmp_path):
    """The file holds report.* and its comments."""
    out = tmp_path / "map.duckdb"
    assert run("build", DATA, "--out", out, *DAY).exit_code == 0
    with duckdb.connect(str(out), read_only=True) as connection:
        assert len(connection.table("report.plan").fetchall()) == 116
    assert os.listdir(tmp_path) == ["map.duckdb"]


def test_build_keeps_versions_for_replicas(tmp_path):
    """A file of its own beside a link that names it; the same once more builds nothing."""
    out = tmp_path / "map.duckdb"
    build = ("build", DATA, "--out", out, "--keep", "2", *DAY)
    said = [run(*build).stderr.strip().split("\n") for _ in range(2)]
    assert [lines[-1] for lines in said] == [
        f"Wrote map.1.duckdb: {out} names map.1.duckdb",
        f"Nothing has changed: {out} names map.1.duckdb",
    ]
    for more in (["--what-if", "sso:lead_days:+5"], ["--keep", "0"]):
        assert run("build", DATA, "--out", out, "--keep", "2", *more).exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.1.duckdb", "map.duckdb"]


def test_failed_build_leaves_an_existing_file_untouched(tmp_path, broken):
    """Bad input changes no byte and leaves nothing behind."""
    out = tmp_path / "map.duckdb"
    assert run("build", DATA, "--out", out, *DAY).exit_code == 0
    before = out.read_bytes()
    assert run("build", broken, "--out", out).exit_code == 1
    assert out.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["broken", "map.duckdb"]


@pytest.mark.parametrize("room", some([1_000_000, 100_000, 8_000_000], 3))
def test_failed_build_of_good_input_leaves_an_existing_file_untouched(tmp_path, room):
    """A disk that is full before, at or after the checkpoint changes no byte and is an error."""
    out = tmp_path / "map.duckdb"
    assert run("build", DATA, "--out", out, *DAY).exit_code == 0
    before = out.read_bytes()
    assert len(before) > room
    with full_after(room):
        result = run("build", DATA, "--out", out, *DAY)
    assert result.exit_code == 1
    assert "could not be written" in result.stderr
    assert out.read_bytes() == before
    assert os.listdir(tmp_path) == ["map.duckdb"]


@pytest.mark.parametrize("content", [b"what was there", b""])
def test_build_replaces_nothing_but_a_database_of_ours(tmp_path, content):
    """Any other file as target is a wrong command: exit code 2, no byte changed."""
    out = tmp_path / "notes.txt"
    out.write_bytes(content)
    result = run("build", DATA, "--out", out, *DAY)
    assert result.exit_code == 2
    assert "is no database of depmap" in result.stderr
    assert out.read_bytes() == content


def test_build_never_writes_over_an_input_file(broken):
    """An input file of the folder is such a file, however it is spelt."""
    before = (DATA / "owners.csv").read_bytes()
    copy = shutil.copytree(DATA, broken / "copy")
    assert run("build", copy, "--out", copy / ".." / "copy" / "owners.csv").exit_code == 2
    assert (copy / "owners.csv").read_bytes() == before


def test_build_does_not_follow_a_link(tmp_path):
    """A link leads to a place that was not named; it stays, and so does what it points to."""
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "map.duckdb").symlink_to(tmp_path / "precious")
    assert run("build", DATA, "--out", tmp_path / "map.duckdb", *DAY).exit_code == 2
    assert (tmp_path / "precious").read_text() == "precious"


WRITING = [("plan", DATA), ("check", DATA, "--format", "json"), ("--help",), ("check", DATA)]


@pytest.mark.parametrize("arguments", some(WRITING, 2))
@pytest.mark.parametrize("redirection", [">/dev/full", ">&-", ">&3"])
def test_output_that_cannot_be_written_is_one_sentence(arguments, redirection):
    """Exit code 1 and no traceback; a pipe whose reader has left, as head does, needs no words."""
    words = shlex.join([sys.executable, "-m", "depmap", *map(str, arguments)])
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        ["bash", "-c", f"exec 3>&{writer}; {words} {redirection}"],
        stderr=subprocess.PIPE,
        cwd=ROOT,
        pass_fds=[writer],
    )
    os.close(writer)
    said = done.stderr.decode().splitlines()
    assert done.returncode == 1
    words = [line for line in said if line.startswith("The output could not be written: ")]
    assert len(words) == (0 if redirection == ">&3" else 1)
    assert "Traceback" not in done.stderr.decode()


def test_build_into_a_folder_that_is_not_there_says_so(tmp_path):
    """No traceback, exit code 1."""
    result = run("build", DATA, "--out", tmp_path / "missing" / "map.duckdb", *DAY)
    assert result.exit_code == 1
    assert "could not be written" in result.stderr


def test_plan_is_csv_in_sequence_and_filters_leave_holes():
    """Sequence numbers are those of the whole plan."""
    whole = list(csv.DictReader(io.StringIO(run("plan", DATA, *DAY).stdout, newline="")))
    assert [row["sequence_number"] for row in whole] == [str(n) for n in range(1, 117)]
    options = ("--theme", "design", "--theme", "operations", "--owner", "none")
    some = list(csv.DictReader(io.StringIO(run("plan", DATA, *options, *DAY).stdout, newline="")))
    assert {row["theme"] for row in some} == {"Design", "Operations"}
    assert {row["owner"] for row in some} == {"No owner"}
    assert all(row in whole for row in some)


def test_plan_is_there_before_pandas_would_be():
    """Half of what the command takes would be spent on starting what it does not use."""
    program = (
        "import sys\n"
        "sys.modules['pandas'] = sys.modules['streamlit'] = None\n"
        "from depmap.cli.main import commands\n"
        f"commands(['plan', {str(DATA)!r}, '--owner', 'none', '--as-of', '2026-11-24'])\n"
    )
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True)
    assert found.returncode == 0, found.stderr
    assert found.stdout == run("plan", DATA, "--owner", "none", *DAY).stdout_bytes


def test_plan_starts_without_a_byte_order_mark():
    """Standard output is for programs."""
    assert run("plan", DATA, *DAY).stdout_bytes.startswith(b"sequence_number,")


def test_same_folder_gives_the_same_bytes_twice():
    """Nothing in the plan depends on chance or on the order of threads."""
    assert run("plan", DATA, *DAY).stdout_bytes == run("plan", DATA, *DAY).stdout_bytes


def test_unknown_filter_value_is_named():
    """A typing error never looks like an empty plan."""
    result = run("plan", DATA, "--theme", "desing", *DAY)
    assert result.exit_code == 2
    assert 'no theme is called "desing"' in result.stderr
    assert "design" in result.stderr


def test_init_writes_an_example_that_loads(tmp_path):
    """The example passes its own check and is never written over something."""
    folder = tmp_path / "mine"
    assert run("init", folder).exit_code == 0
    assert run("check", folder).exit_code == 0
    again = run("init", folder)
    assert again.exit_code == 1
    assert "Traceback" not in again.stderr


def test_what_init_prints_works_as_printed(tmp_path):
    """The next command is given as the person called this one, with blanks of the folder quoted."""
    here = {"cwd": tmp_path, "capture_output": True, "text": True, "check": True}
    first = subprocess.run([sys.executable, "-m", "depmap", "init", "my map"], **here)
    (line,) = first.stderr.splitlines()
    check = subprocess.run(line.removeprefix("Next: "), shell=True, **here)
    assert "No problems" in check.stderr


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_explains_itself(command):
    """Help ends with exit code 0 and names the folder."""
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "DIR" in result.stdout or "OLD NEW" in result.stdout
