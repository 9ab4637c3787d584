"""Two states on the command line: folders, built files and revisions of git; the gate."""

import json
import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from depmap.cli.main import commands
from tests.inputs.corpus.base import BASE
from tests.thorough import slow
from tests.versions.repositories import commit, edit, git, repository


@pytest.fixture(autouse=True)
def _no_workflow(monkeypatch):
    """The tests run in no workflow, wherever they run."""
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A repository with one commit, and the working folder at its root."""
    root = tmp_path / "checkout"
    repository(root)
    monkeypatch.chdir(root)
    return root


def run(*arguments):
    """Runs the comparison; stdout and stderr stay apart."""
    return CliRunner().invoke(commands, ["compare", *map(str, arguments)])


def found(*arguments):
    """What the comparison prints for programs."""
    result = run(*arguments, "--format", "json")
    assert result.exit_code in (0, 3), result.stderr
    return json.loads(result.stdout)


def test_a_revision_and_the_folder(place):
    """Edits with file and line, what moved, and because of what."""
    edit(place / "maps/ours", "prerequisites.csv", "not_started,10,30,60", "not_started,10,50,60")
    told = found("HEAD:maps/ours", "maps/ours", "--as-of", "2026-11-02")
    assert told["changes"] == [
        {
            "file": "prerequisites.csv", "id": "terms", "change": "changed",
            "field": "lead_likely_days", "before": "30", "after": "50",
            "source_file": "ours/prerequisites.csv", "source_line": 3,
        }
    ]  # fmt: skip
    (move,) = told["moves"]
    assert (move["direction_id"], move["days_moved"]) == ("MARKET", 20)
    (cause,) = told["move_causes"]
    assert [cause[name] for name in ("direction_id", "position", "cause", "item_id", "days")] == [
        "MARKET", 2, "leads", "terms", 20,
    ]  # fmt: skip
    text = run("HEAD:maps/ours", "./maps/ours", "--as-of", "2026-11-02").stdout
    assert "ours/prerequisites.csv line 3, lead_likely_days of terms: 30 → 50" in text
    assert "likely finish because of Signed terms (+20 days)" in text


def test_a_revision_counts_from_the_day_of_its_commit(place):
    """Ten days later the same directions are ten days later, because of time alone.

    That every owner's day is as many days later is no move of a prerequisite.
    """
    first = git(place, "rev-parse", "HEAD")
    commit(place, day="2026-11-12")
    told = found(f"{first}:maps/ours", "HEAD:maps/ours")
    assert told["changes"] == []
    assert {(row["cause"], row["days"]) for row in told["move_causes"]} == {("time", 10)}
    assert [row for row in told["item_moves"] if not row["moves_by_map"]] == []
    assert told["gate"] == []
    told = found(f"{first}:maps/ours", "HEAD:maps/ours", "--as-of", "2026-11-02")
    assert (told["moves"], told["move_causes"]) == ([], [])


def test_rows_come_and_go_by_key(place, tmp_path):
    """A renamed id is one row removed and one added; order and formatting are no change."""
    other = tmp_path / "other"
    git(place, "worktree", "add", "--quiet", str(other))
    folder = other / "maps/ours"
    lines = (folder / "prerequisites.csv").read_text().splitlines()
    (folder / "prerequisites.csv").write_text("\r\n".join([lines[0], *lines[:0:-1]]) + "\r\n")
    told = found(place / "maps/ours", folder, "--gate")
    assert [told[name] for name in ("changes", "moves", "move_causes", "gate")] == [[], [], [], []]
    edit(folder, "owners.csv", "bob,Bob,", "rob,Bob,")
    for name in ("prerequisites.csv", "decisions.yaml", "directions.yaml"):
        path = folder / name
        path.write_text(path.read_text().replace(",bob,", ",rob,").replace(": bob", ": rob"))
    changed = found(place / "maps/ours", folder)["changes"]
    assert [(row["id"], row["change"], row["before"], row["after"])
            for row in changed if row["file"] == "owners.csv"] == [
        ("rob", "added", "", "Bob"), ("bob", "removed", "Bob", ""),
    ]  # fmt: skip


def test_a_built_file_is_a_side(place, tmp_path):
    """It holds the rows it was built from and the day it was built for."""
    out = tmp_path / "then.duckdb"
    built = CliRunner().invoke(
        commands, ["build", "maps/ours", "--out", str(out), "--as-of", "2026-11-02"]
    )
    assert built.exit_code == 0
    told = found(out, "HEAD:maps/ours")
    assert (told["changes"], told["moves"]) == ([], [])
    (tmp_path / "no.duckdb").write_text("no database")
    result = run(tmp_path / "no.duckdb", "HEAD:maps/ours")
    assert result.exit_code == 1
    assert "no database of answers that this version can read" in result.stderr


@slow
def test_the_gate_fails_a_pull_request_that_makes_a_direction_late(place):
    """Exit 3 with rule, id, file and line; the annotation names the path below the root."""
    edit(
        place / "maps/ours", "prerequisites.csv", "not_started,10,30,60", "not_started,300,330,360"
    )
    commit(place, day="2027-02-01")
    sides = ("HEAD~1:maps/ours", "HEAD:maps/ours", "--gate")
    result = run(*sides)
    assert result.exit_code == 3
    assert "ours/directions.yaml line 1, newly_late: Marketplace listing (MARKET) is late now." in (
        result.stdout
    )
    assert {(row["rule"], row["item_id"]) for row in found(*sides)["gate"]} >= {
        ("newly_late", "MARKET")
    }
    for sides in (("HEAD~1:maps/ours", "HEAD:maps/ours"), ("HEAD~1:maps/ours", "maps/ours")):
        lines = run(*sides, "--gate", "--format", "github").stdout.splitlines()
        assert "::error file=maps/ours/directions.yaml,line=1::newly_late" in "".join(lines)
    assert run("HEAD~1:maps/ours", "HEAD:maps/ours").exit_code == 0


def test_the_gate_passes_a_pull_request_that_reorders_rows(place):
    """Other lines and a later day, which alone makes a direction late: exit 0."""
    folder = place / "maps/ours"
    lines = (folder / "dependencies.csv").read_text().splitlines()
    (folder / "dependencies.csv").write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n")
    commit(place, day="2027-06-20")
    result = run("HEAD~1:maps/ours", "HEAD:maps/ours", "--gate")
    assert result.exit_code == 0
    assert "The gate: no rule is broken." in result.stdout
    assert "late" in result.stdout


@slow
def test_what_is_blocked_or_unowned_breaks_the_gate(place):
    """A dropped requirement blocks; an owner that leaves what is due soon leaves it unowned."""
    folder = place / "maps/ours"
    edit(folder, "prerequisites.csv", "bank,Bank account,,approvals,procurement,ann,not_started",
         "bank,Bank account,,approvals,procurement,ann,dropped")  # fmt: skip
    day = ("--as-of", "2026-11-02")
    rows = found("HEAD:maps/ours", "maps/ours", "--gate", *day)["gate"]
    assert ("new_blocked", "MARKET") in {(row["rule"], row["item_id"]) for row in rows}
    git(place, "checkout", "--quiet", "--", ".")
    edit(folder, "prerequisites.csv", "procurement,ann,not_started", "procurement,,not_started")
    soon = ("--as-of", "2027-05-20")
    rows = found("HEAD:maps/ours", "maps/ours", "--gate", *soon)["gate"]
    assert [(row["rule"], row["item_id"], row["source_line"]) for row in rows] == [
        ("new_unowned", "bank", 2)
    ]
    assert found("HEAD:maps/ours", "maps/ours", "--gate", *day)["gate"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("maps/ours",), 2, "Name two sides"),
        (("-p:maps/ours", "maps/ours"), 2, "No such option"),
        (("--", "-p:maps/ours", "maps/ours"), 1, "not the name of a revision"),
        (("--", "--output=x:maps/ours", "maps/ours"), 1, "not the name of a revision"),
        (("gone:maps/ours", "maps/ours"), 1, "git knows no such revision"),
        (("HEAD:maps/hours", "maps/ours"), 1, 'Was it called "ours" then?'),
        (("HEAD:../elsewhere", "maps/ours"), 1, "it leads out of the repository"),
        (("HEAD:maps/ours/owners.csv", "maps/ours"), 1, "owners.csv is a file"),
        (("maps/ours", "maps/gone"), 1, "the folder cannot be read"),
        (("maps/ours", "--what-if", "x", "--gate"), 2, "--what-if takes one folder"),
        (("maps/ours", "maps/ours", "--at-risk"), 2, "belongs to --gate"),
    ],
)
def test_what_cannot_be_compared(place, arguments, code, said):
    """A clear answer and the exit code of its kind."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


def test_a_revision_that_cannot_be_loaded(place):
    """Its problems with file and line, as of a folder; a file that is gone is one of them."""
    edit(place / "maps/ours", "owners.csv", "ann,Ann,", "xyz,Somebody,")
    commit(place)
    result = run("HEAD:maps/ours", "HEAD~1:maps/ours")
    assert result.exit_code == 1
    assert "HEAD:maps/ours cannot be loaded." in result.stderr
    assert "ours/decisions.yaml line 4, field owner" in result.stderr
    (place / "maps/ours/owners.csv").unlink()
    commit(place)
    result = run("HEAD~2:maps/ours", "HEAD:maps/ours")
    assert "ours/owners.csv: the file is missing" in result.stderr


def test_a_folder_that_was_renamed_or_is_not_needed(place):
    """Rows match by key wherever the folder lies; an optional file of one side is its rows gone."""
    git(place, "mv", "maps/ours", "plan")
    (place / "plan/milestones.yaml").unlink()
    commit(place)
    told = found("HEAD~1:maps/ours", "HEAD:plan")
    assert {(row["file"], row["change"]) for row in told["changes"]} == {
        ("milestones.yaml", "removed")
    }
    git(place, "checkout", "--quiet", "--detach", "HEAD~1")
    assert found("HEAD:maps/ours", "main:plan")["changes"] == told["changes"]


def test_outside_of_git_and_without_the_rest(place, tmp_path, monkeypatch):
    """No repository, a shallow clone, a submodule, a link and a pointer of LFS are each named."""
    inner = tmp_path / "shallow"
    commit(place)
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{place}", str(inner))
    monkeypatch.chdir(inner)
    result = run("HEAD~1:maps/ours", "maps/ours")
    assert (result.exit_code, "fetch-depth: 0" in result.stderr) == (1, True)
    assert run("HEAD:maps/ours", "maps/ours").exit_code == 0
    monkeypatch.chdir(place)
    git(place, "submodule", "--quiet", "add", f"file://{inner}", "sub")
    link = place / "maps/ours/milestones.yaml"
    link.unlink()
    link.symlink_to("/etc/passwd")
    (place / "maps/ours/owners.csv").write_text(
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    )
    commit(place)
    assert "sub is a submodule" in run("HEAD:sub", "maps/ours").stderr
    said = run("HEAD:maps/ours", "HEAD~1:maps/ours").stderr
    assert "ours/milestones.yaml: it is a link." in said
    assert "the content is a pointer of Git LFS" in said
    empty = tmp_path / "empty"
    empty.mkdir()
    for name, data in BASE.items():
        (empty / name).write_bytes(data)
    monkeypatch.chdir(empty)
    assert "the folder is in no git repository" in run("HEAD:.", empty).stderr
    assert Path(empty / ".git").exists() is False


def test_nothing_of_a_repository_runs(place, tmp_path, monkeypatch):
    """A monitor of files, a pager and GIT_DIR in the environment change nothing and are not run."""
    trap = tmp_path / "ran"
    program = tmp_path / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch {trap}\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external"):
        git(place, "config", name, str(program))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(program))
    assert found("HEAD:maps/ours", "maps/ours", "--as-of", "2026-11-02")["moves"] == []
    assert not trap.exists()


def test_the_workflow_of_the_docs(place):
    """At most fifteen lines; its command fails the pull request that the gate is for."""
    page = (Path(__file__).resolve().parents[2] / "docs/gate.md").read_text()
    text = page.partition("```yaml\n")[2].partition("```")[0]
    assert len(text.splitlines()) <= 15
    checkout, _, gate = yaml.safe_load(text)["jobs"]["gate"]["steps"]
    assert checkout["with"] == {"fetch-depth": 0}
    git(place, "checkout", "--quiet", "-b", "request")
    edit(
        place / "maps/ours", "prerequisites.csv", "not_started,10,30,60", "not_started,300,330,360"
    )
    commit(place)
    base = gate["env"]["BASE"].replace("origin/${{ github.base_ref }}", "main")
    words = shlex.split(gate["run"].replace("$BASE", base).replace("data", "maps/ours"))
    result = run(*words[2:], "--as-of", "2026-11-02")
    assert result.exit_code == 3
    assert "::error file=maps/ours/directions.yaml,line=1::newly_late" in result.stdout
