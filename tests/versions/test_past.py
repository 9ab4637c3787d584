"""The past of a folder as pages get it: at once, and whole a moment later."""

import shutil
import threading
import time
from datetime import date

import pytest

from depmap.versions import past as module
from depmap.versions.live import LivePortfolio
from depmap.versions.past import Past, last_before
from tests.thorough import slow
from tests.versions.repositories import commit, edit, git, repository

FIRST = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of the test's own, and new commits are looked for at once."""
    monkeypatch.setenv("DEPMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(module, "SECONDS_BETWEEN_LOOKS", 0)


@pytest.fixture
def folder(tmp_path):
    """A portfolio in a repository, which counts from 12 November 2026 and had a commit before."""
    folder = repository(tmp_path / "checkout")
    edit(folder, "prerequisites.csv", "not_started,10,30,60", "not_started,10,50,60")
    (folder / "settings.yaml").write_text("review_days: 90\nas_of: 2026-11-12\n")
    return folder


def known(past, **asked):
    """What is known once all of it is."""
    past.known(**asked)
    past.settle()
    return past.known(**asked)


def since(past, folder, tmp_path, day=FIRST):
    """What changed since a day, once it is compared."""
    today = LivePortfolio(folder, tmp_path / "live").refresh()
    state = last_before(known(past).states, day)
    assert past.since(state, day, today) is None
    past.settle()
    found = past.since(state, day, today)
    assert past.since(state, day, today) is found
    return found


def test_what_changed_since_a_revision(folder, tmp_path):
    """Ten days passed and a lead is twenty days longer; the edit with its line."""
    found = since(Past(folder), folder, tmp_path)
    assert (found.as_of, found.problem) == (FIRST, "")
    days = {(cause.cause, cause.item_id): cause.days for cause in found.found.causes
            if cause.direction_id == "MARKET"}  # fmt: skip
    assert days == {("time", ""): 10, ("leads", "terms"): 20}
    (lead,) = [one for one in found.found.edits if one.id == "terms"]
    assert (lead.field, lead.before, lead.after, lead.source_line) == (
        "lead_likely_days", "30", "50", 3,
    )  # fmt: skip
    assert found.found.names["terms"] == "Signed terms"
    assert found.found.names["layer"] == "“Buy or make?”"


def test_a_version_counts_from_the_day_that_was_asked_for(folder, tmp_path):
    """Of a state that stood unchanged until then, three days pass and not ten."""
    day = date(2026, 11, 9)
    found = since(Past(folder), folder, tmp_path, day)
    assert found.as_of == day
    assert {cause.days for cause in found.found.causes if cause.cause == "time"} == {3}


def test_the_last_version_before_a_day(folder):
    """The first one where history begins later, and none without any."""
    commit(folder.parents[1], day="2026-11-12")
    states = known(Past(folder)).states
    days = [last_before(states, date(2026, 11, day)).as_of.day for day in (1, 2, 11, 12, 30)]
    assert days == [2, 2, 2, 12, 12]
    assert last_before((), FIRST) is None


def test_the_trend_is_counted_when_it_is_asked_for(folder):
    """The newest first, each with its gaps; a version that cannot be loaded is one of them."""
    root = folder.parents[1]
    commit(root, day="2026-11-12")
    (folder / "owners.csv").unlink()
    commit(root, day="2026-11-20")
    past = Past(folder)
    assert known(past).counted == 0
    whole = known(past, with_trend=True)
    assert (whole.is_whole, whole.counted) == (True, 3)
    assert [(point.as_of.day, point.forecast) for point in whole.trend
            if point.direction_id == "MARKET"] == [
        (2, date(2026, 12, 2)), (12, date(2027, 1, 1)),
    ]  # fmt: skip
    assert [(gap.as_of.day, 'no owner is called "ann"' in gap.problem) for gap in whole.gaps] == [
        (20, True)
    ]


@slow
def test_a_new_commit_is_seen_and_what_was_compared_stays(folder, tmp_path):
    """A server sees commits as they come; the same two contents are compared once."""
    past = Past(folder)
    first = since(past, folder, tmp_path)
    commit(folder.parents[1], day="2026-11-12")
    states = known(past).states
    assert [state.as_of.day for state in states] == [2, 12]
    today = LivePortfolio(folder, tmp_path / "live").refresh()
    again = past.since(states[0], FIRST, today)
    past.settle()
    assert (again or past.since(states[0], FIRST, today)).found.edits == first.found.edits


def test_the_history_is_walked_when_a_commit_came(folder, monkeypatch):
    """Looking again costs nothing while the repository stands where it stood."""
    past = Past(folder)
    states = known(past).states
    walked, walk = [], module.revisions
    monkeypatch.setattr(module, "revisions", lambda place: walked.append(place) or walk(place))
    assert known(past).states is states
    assert walked == []
    commit(folder.parents[1], day="2026-11-12")
    assert len(known(past).states) == 2
    assert walked == [folder]


@slow
def test_what_newer_data_has_overtaken_is_not_compared(folder, tmp_path, monkeypatch):
    """While one comparison is made, only the newest of those that wait is worth making."""
    past = Past(folder)
    live = LivePortfolio(folder, tmp_path / "live")
    state = last_before(known(past).states, FIRST)
    goes_on = threading.Event()
    past._later(lambda: goes_on.wait(20))
    old = live.refresh()
    assert past.since(state, FIRST, old) is None
    edit(folder, "prerequisites.csv", "not_started,10,50,60", "not_started,10,55,60")
    new = live.refresh()
    assert past.since(state, FIRST, new) is None
    goes_on.set()
    past.settle()
    assert past.compared == 1
    edits = past.since(state, FIRST, new).found.edits
    assert [one.after for one in edits if one.id == "terms"] == ["55"]
    assert past.since(state, FIRST, old) is None


def test_the_process_can_end_while_it_compares(folder, tmp_path, monkeypatch):
    """The step at hand is the last one: the thread ends, and nothing is said of the comparison."""
    begun = threading.Event()

    def endless(*sides):
        begun.set()
        while True:
            time.sleep(0.01)
            sides[-1]()

    monkeypatch.setattr(module, "between", endless)
    past = Past(folder)
    state = last_before(known(past).states, FIRST)
    today = LivePortfolio(folder, tmp_path / "live").refresh()
    assert past.since(state, FIRST, today) is None
    assert begun.wait(60)
    past._end(past._thread)
    assert not past._thread.is_alive()
    assert past.since(state, FIRST, today) is None


def test_nobody_waits(folder, monkeypatch):
    """While a version is read, what is known is answered at once."""
    goes_on = threading.Event()
    read = module.points
    monkeypatch.setattr(module, "points", lambda state: goes_on.wait(20) and read(state))
    past = Past(folder)
    past.known(with_trend=True)
    assert past.known(with_trend=True).counted == 0
    goes_on.set()
    past.settle()
    assert past.known().counted == 1


def test_a_version_that_cannot_be_loaded(folder, tmp_path):
    """Its first problem, and nothing compared."""
    (folder / "owners.csv").rename(tmp_path / "owners.csv")
    commit(folder.parents[1], day="2026-11-05")
    shutil.move(tmp_path / "owners.csv", folder)
    found = since(Past(folder), folder, tmp_path, date(2026, 11, 5))
    assert found.found is None
    assert 'no owner is called "ann"' in found.problem


def test_a_folder_outside_git_and_one_that_was_never_committed(folder, tmp_path):
    """One says why; the other has no version yet, which is no problem."""
    shutil.copytree(folder, tmp_path / "outside")
    outside = known(Past(tmp_path / "outside"))
    assert (outside.states, "in no git repository" in outside.problem) == ((), True)
    shutil.copytree(folder, folder.parent / "fresh")
    fresh = known(Past(folder.parent / "fresh"))
    assert (fresh.is_listed, fresh.states, fresh.problem) == (True, (), "")


def test_a_repository_without_a_commit(folder, tmp_path):
    """It says so."""
    shutil.copytree(folder, tmp_path / "new" / "ours")
    git(tmp_path / "new", "init", "--quiet")
    found = known(Past(tmp_path / "new" / "ours"))
    assert (found.states, "nothing is committed yet" in found.problem) == ((), True)


def test_a_shallow_clone_says_what_it_lacks(folder, tmp_path):
    """Its newest version serves, and how to get the others is said."""
    commit(folder.parents[1], day="2026-11-12")
    inner = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{folder.parents[1]}", str(inner))
    found = known(Past(inner / "maps/ours"))
    assert [state.as_of.day for state in found.states] == [12]
    assert ["fetch-depth: 0" in gap.problem for gap in found.ends] == [True]


def test_a_renamed_folder_a_detached_head_and_a_submodule(folder, tmp_path):
    """History goes on where the folder lay before; the others are read like any repository."""
    root = folder.parents[1]
    commit(root, day="2026-11-05")
    git(root, "mv", "maps/ours", "plan")
    commit(root, day="2026-11-12")
    assert [state.as_of.day for state in known(Past(root / "plan")).states] == [2, 5]
    git(root, "checkout", "--quiet", "--detach", "HEAD~1")
    assert [state.as_of.day for state in known(Past(root / "maps/ours")).states] == [2, 5]
    outer = repository(tmp_path / "outer").parents[1]
    git(outer, "submodule", "--quiet", "add", f"file://{root}", "sub")
    commit(outer)
    assert [state.as_of.day for state in known(Past(outer / "sub/maps/ours")).states] == [2, 5]


def test_dated_folders_serve_without_git(folder, tmp_path):
    """Each counts from the day that it is named after."""
    shutil.copytree(folder, tmp_path / "kept" / "2026-11-02")
    past = Past(folder, tmp_path / "kept")
    assert [state.revision for state in known(past).states] == ["2026-11-02"]
    shutil.rmtree(tmp_path / "kept")
    assert "cannot be read" in known(past).problem


def test_the_range_before_the_start(folder):
    """That of the last version before the day; none where there is no such version or row."""
    root = folder.parents[1]
    commit(root, day="2026-11-12")
    past = Past(folder)
    known(past)
    asked = (
        ("terms", date(2026, 11, 12)), ("bank", date(2026, 11, 13)),
        ("buy", date(2026, 11, 2)), ("gone", date(2026, 11, 13)),
    )  # fmt: skip
    assert past.ranges(asked) == {}
    past.settle()
    assert past.ranges(asked) == {"terms": (10, 30, 60), "bank": (5, 10, 20)}
    later = (("terms", date(2026, 11, 13)),)
    past.ranges(later)
    past.settle()
    assert past.ranges(later) == {"terms": (10, 50, 60)}
