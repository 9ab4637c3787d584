"""The trend on the command line: revisions of git, snapshots, and what is kept."""

import json
import shutil

import pytest
from click.testing import CliRunner

from depmap.cli.main import commands
from depmap.versions import history as module
from tests.versions.repositories import commit, edit, git, repository


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of the test's own."""
    monkeypatch.setenv("DEPMAP_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path):
    """A portfolio in a repository, with a commit of 2 November 2026."""
    return repository(tmp_path / "checkout")


def run(*arguments):
    """Runs the command; stdout and stderr stay apart."""
    return CliRunner().invoke(commands, ["history", *map(str, arguments)])


def trend(*arguments):
    """(day, likely finish) of MARKET, and (day, problem) of the gaps."""
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    points = [(row["as_of"], row["forecast"]) for row in found["trend"]
              if row["direction_id"] == "MARKET"]  # fmt: skip
    return points, [(row["as_of"], row["problem"]) for row in found["gaps"]]


def test_the_trend_of_a_direction(folder):
    """30 days from each day; the last commit of a day, and only those that touched the folder."""
    root = folder.parents[1]
    edit(folder, "prerequisites.csv", "10,30,60", "10,40,60")
    commit(root, day="2026-11-12")
    edit(folder, "prerequisites.csv", "10,40,60", "10,50,60")
    commit(root, day="2026-11-12")
    (root / "README").write_text("Beside it")
    commit(root, day="2026-11-14")
    points = [("2026-11-02", "2026-12-02"), ("2026-11-12", "2027-01-01")]
    assert trend(folder) == (points, [])
    assert trend(folder, "--since", "2026-11-12") == (points[1:], [])
    git(root, "checkout", "--quiet", "--detach", "HEAD~2")
    assert trend(folder)[0] == [points[0], ("2026-11-12", "2026-12-22")]
    text = run(folder)
    assert "    2026-11-02 " in text.stdout
    assert "likely 2 Dec 2026, 80 %" in text.stdout
    assert "2 revisions, 0 gaps." in text.stderr


def test_a_revision_that_cannot_be_loaded_is_a_gap(folder):
    """It is named with its first problem, and so is a folder that was away; the rest stays."""
    root = folder.parents[1]
    edit(folder, "owners.csv", "ann,Ann,", "xyz,Somebody,")
    commit(root, day="2026-11-03")
    git(root, "rm", "--quiet", "-r", "maps", day="2026-11-04")
    commit(root, day="2026-11-04")
    git(root, "checkout", "--quiet", "HEAD~2", "--", "maps")
    commit(root, day="2026-11-05")
    points, gaps = trend(folder)
    assert [day for day, _ in points] == ["2026-11-02", "2026-11-05"]
    assert [day for day, _ in gaps] == ["2026-11-03", "2026-11-04"]
    assert "owners" in gaps[0][1] or "no owner is called" in gaps[0][1]
    assert "no folder" in gaps[1][1]


def test_a_renamed_folder_keeps_its_history(folder):
    """Across two renames, one of them with an edit; a commit that only renames is no revision, and
    a file that comes from elsewhere is no rename of the folder."""
    root = folder.parents[1]
    git(root, "mv", "maps/ours", "plan")
    edit(root / "plan", "prerequisites.csv", "10,30,60", "10,40,60")
    commit(root, day="2026-11-12")
    git(root, "mv", "plan", "product")
    commit(root, day="2026-11-13")
    points = [("2026-11-02", "2026-12-02"), ("2026-11-12", "2026-12-22")]
    assert trend(root / "product") == (points, [])
    shutil.copytree(root / "product", root / "copy")
    commit(root, day="2026-11-14")
    assert trend(root / "copy") == ([("2026-11-14", "2026-12-24")], [])
    git(root, "mv", "product/owners.csv", "copy/README.txt")
    commit(root, day="2026-11-15")
    assert [day for day, _ in trend(root / "copy")[0]] == ["2026-11-14", "2026-11-15"]


def test_a_partial_clone_says_that_a_rename_cannot_be_told(folder, tmp_path):
    """Nothing is fetched to find out: history ends there, with the reason."""
    root = folder.parents[1]
    git(root, "config", "uploadpack.allowFilter", "true")
    git(root, "mv", "maps/ours", "plan")
    edit(root / "plan", "prerequisites.csv", "10,30,60", "10,40,60")
    commit(root, day="2026-11-12")
    inner = tmp_path / "partial"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", f"file://{root}", str(inner))
    points, ((day, problem),) = trend(inner / "plan")
    assert (points, day) == ([("2026-11-12", "2026-12-22")], "2026-11-12")
    assert "cannot tell whether the folder was renamed" in problem
    assert "nothing is fetched" in problem


def test_a_commit_dated_before_the_one_it_follows_is_skipped(folder):
    """A clock that went wrong makes no step back in the trend."""
    root = folder.parents[1]
    for day, days in (("2026-10-01", 40), ("2026-11-09", 45)):
        path = folder / "prerequisites.csv"
        path.write_text(path.read_text().replace("10,30,60", f"10,{days},60"))
        path.write_text(path.read_text().replace("10,40,60", f"10,{days},60"))
        commit(root, day=day)
    assert [day for day, _ in trend(folder)[0]] == ["2026-11-02", "2026-11-09"]


def test_a_shallow_clone_tells_where_history_ends(folder, tmp_path):
    """What is there is shown, and the way to the rest."""
    edit(folder, "prerequisites.csv", "10,30,60", "10,40,60")
    commit(folder.parents[1], day="2026-11-12")
    inner = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{folder.parents[1]}", str(inner))
    points, ((day, problem),) = trend(inner / "maps/ours")
    assert points == [("2026-11-12", "2026-12-22")]
    assert (day, "fetch-depth: 0" in problem) == ("2026-11-12", True)


def test_snapshots_serve_without_git(folder, tmp_path):
    """Folders named by their day; others are left alone."""
    for name in ("2026-11-02", "2026-11-12", "2026-02-30", "drafts"):
        shutil.copytree(folder, tmp_path / "kept" / name)
    points = [("2026-11-02", "2026-12-02"), ("2026-11-12", "2026-12-12")]
    assert trend("--snapshots", tmp_path / "kept") == (points, [])
    assert run(tmp_path / "kept/2026-11-02").exit_code == 1
    assert "in no git repository" in run(tmp_path / "kept/2026-11-02").stderr
    assert run("--snapshots", tmp_path / "gone").exit_code == 1
    assert run().exit_code == 2


def test_answers_are_kept_by_content(folder, monkeypatch, tmp_path):
    """The second time nothing is computed; another day or content is."""
    first = trend(folder)
    monkeypatch.setattr(module, "finishes", lambda *_: pytest.fail("computed again"))
    assert trend(folder) == first
    for path in (tmp_path / "cache/history").iterdir():
        path.write_text("{ broken")
    monkeypatch.undo()
    monkeypatch.setenv("DEPMAP_CACHE", str(tmp_path / "cache"))
    assert trend(folder) == first
