"""What a server shows while its folder, the day and the disk change."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from depmap.answers import relations
from depmap.answers.filters import Filters
from depmap.inputs.example import write_example
from depmap.inputs.reader import fingerprint
from depmap.portfolio.problem import InvalidPortfolio
from depmap.versions import live, source
from depmap.versions.live import LivePortfolio
from tests.machine import full_after
from tests.thorough import slow, times

ROOT = Path(__file__).resolve().parents[2]
KILLS = times(1, 3)
THREADS, QUERIES, RELOADS = times(8, 25), times(40, 60), times(4, 10)


@pytest.fixture
def folder(tmp_path):
    """A small portfolio that a test may edit."""
    write_example(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def served(folder, tmp_path):
    """That portfolio, served."""
    return LivePortfolio(folder, tmp_path / "cache")


def rename_first_owner(folder, name):
    """Gives the first owner another name and the file another time."""
    path = folder / "owners.csv"
    lines = path.read_text().splitlines()
    cells = lines[1].split(",")
    lines[1] = ",".join([cells[0], name, *cells[2:]])
    path.write_text("\n".join(lines) + "\n")
    os.utime(path, ns=(time.time_ns(), time.time_ns()))


def owner_names(version):
    return set(relations.owners(version.connection(), Filters())["name"])


def wait_for(condition, seconds=60.0):
    """Polls until it holds; a server needs a moment."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


def test_edit_is_shown_and_the_old_version_stays_readable(served, folder):
    """A reader that holds the old version still gets its own rows, never a mix."""
    old = served.current()
    before = owner_names(old)
    rename_first_owner(folder, "Newcomer")
    wait_for(lambda: "Newcomer" in owner_names(served.current()))
    assert served.current().number == old.number + 1
    assert owner_names(old) == before


def test_broken_edit_keeps_the_last_good_version_with_problems_and_since_when(served, folder):
    """Repairing the file clears the banner; both happen without a restart."""
    good = served.current()
    text = (folder / "owners.csv").read_text()
    (folder / "owners.csv").write_text("id,nome\n")
    broken = served.refresh()
    assert broken.problems
    assert broken.failing_since is not None
    assert owner_names(broken) == owner_names(good)
    first_failure = broken.failing_since
    (folder / "owners.csv").write_text("id,nome,other\n")
    assert served.refresh().failing_since == first_failure
    (folder / "owners.csv").write_text(text)
    assert served.refresh().problems == ()
    assert served.refresh().failing_since is None


def test_restart_on_a_broken_folder_serves_the_last_good_version(served, folder, tmp_path):
    """The version file of the earlier run is still there."""
    names = owner_names(served.current())
    served.current().database.close()
    (folder / "owners.csv").unlink()
    restarted = LivePortfolio(folder, tmp_path / "cache").current()
    assert owner_names(restarted) == names
    assert restarted.problems


def test_nothing_good_to_show_is_an_error_with_all_problems(folder, tmp_path):
    """A first start on a broken folder has nothing to fall back on."""
    (folder / "owners.csv").unlink()
    with pytest.raises(InvalidPortfolio) as caught:
        LivePortfolio(folder, tmp_path / "cache").current()
    assert "data/owners.csv" in {problem.file for problem in caught.value.problems}


def test_what_does_not_load_is_said_in_the_terminal(folder, tmp_path, caplog):
    """Once for each state of the folder, though it is looked at every second."""
    owners = (folder / "owners.csv").read_text()
    (folder / "owners.csv").unlink()
    served = LivePortfolio(folder, tmp_path / "cache")
    for _ in range(3):
        with pytest.raises(InvalidPortfolio):
            served.current()
    assert [record.getMessage().split("\n")[0] for record in caplog.records] == [
        f"{folder} does not load; there is nothing to show yet."
    ]
    assert "data/owners.csv" in caplog.text
    (folder / "owners.csv").write_text(owners)
    served.current()
    (folder / "themes.yaml").write_text("- {id: }")
    served.refresh()
    said = caplog.records[-1].getMessage().split("\n")
    assert said[0] == f"{folder} does not load; the last good data stays up."
    assert said[1].startswith("data/prerequisites.csv line 2, column theme: no theme")
    assert said[-1] == "… and 5 more: `depmap check` lists them."
    assert len(caplog.records) == 2


def test_new_day_moves_the_dates(served, monkeypatch):
    """as_of follows the clock of a server that runs overnight."""
    assert served.current().as_of == date.today()

    class Tomorrow(date):
        @classmethod
        def today(cls):
            return date.fromordinal(date.today().toordinal() + 1)

    monkeypatch.setattr(source, "date", Tomorrow)
    monkeypatch.setattr("depmap.engine.inputs.date", Tomorrow)
    assert served.refresh().as_of == Tomorrow.today()


def test_many_readers_start_one_build(served, folder, monkeypatch):
    """Single flight: 20 threads that see a change build once."""
    served.current()
    builds = []
    real_publish = source.publish

    def counting(*arguments):
        builds.append(1)
        time.sleep(0.2)
        real_publish(*arguments)

    monkeypatch.setattr(source, "publish", counting)
    monkeypatch.setattr(live, "SECONDS_BETWEEN_LOOKS", 0.0)
    rename_first_owner(folder, "Newcomer")
    threads = [threading.Thread(target=served.refresh) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(builds) == 1


@slow
def test_readers_get_right_rows_while_the_data_reloads(served, folder):
    """Many threads, many queries, reloads: no wrong row, no error, no mixed version."""
    first = served.current()
    ids = relations.items(first.connection(), Filters())["item_id"].tolist()
    wrong: list[object] = []

    def read(number):
        try:
            for query in range(QUERIES):
                version = served.current()
                cursor = version.connection()
                wanted = ids[(number + query) % len(ids)]
                found = cursor.execute(
                    "select item_id, (select as_of from report.settings) from report.items"
                    " where item_id = $item",
                    {"item": wanted},
                ).fetchall()
                if found != [(wanted, version.as_of)]:
                    wrong.append(found)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for number in range(RELOADS):
        rename_first_owner(folder, f"Newcomer {number}")
        served.refresh()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert served.current().number == first.number + RELOADS


def test_full_disk_keeps_the_last_good_version_and_leaves_nothing(served, folder, tmp_path):
    """The error is a problem on the page, not a crash."""
    good = served.current()
    files = sorted(os.listdir(tmp_path / "cache"))
    rename_first_owner(folder, "Newcomer")
    with full_after(1_000_000):
        failed = served.refresh()
    assert "could not be written" in failed.problems[0].found
    assert owner_names(failed) == owner_names(good)
    assert sorted(os.listdir(tmp_path / "cache")) == files


@slow
def test_what_the_machine_refused_is_tried_again(served, folder, monkeypatch):
    """Once there is room again the newest files are shown, although nobody touches them."""
    monkeypatch.setattr(live, "FIRST_PAUSE", 0.2)
    monkeypatch.setattr(live, "SECONDS_BETWEEN_LOOKS", 0.05)
    served.current()
    rename_first_owner(folder, "Newcomer")
    with full_after(1_000_000):
        assert served.refresh().problems
    wait_for(lambda: "Newcomer" in owner_names(served.current()))
    assert served.current().problems == ()


def test_a_mode_that_makes_a_file_readable_is_noticed(folder):
    """Size, time and inode stay as they are."""
    before = fingerprint(folder)
    (folder / "owners.csv").chmod(0o600)
    assert fingerprint(folder) != before


def test_numbers_grow_although_the_cache_is_emptied(served, folder, tmp_path):
    """Otherwise a number would come twice, and the second would not be shown."""
    first = served.current()
    for path in (tmp_path / "cache").iterdir():
        path.unlink()
    rename_first_owner(folder, "Newcomer")
    second = served.refresh()
    assert second.number > first.number
    assert "Newcomer" in owner_names(second)


def test_another_release_has_another_cache(folder, monkeypatch):
    """What an older release left is never opened: its columns are others."""
    ours = LivePortfolio(folder).cache
    monkeypatch.setattr(live, "release", lambda: "older")
    assert LivePortfolio(folder).cache != ours


@slow
def test_old_versions_are_removed(served, folder, tmp_path):
    """Only the newest few files stay."""
    served.current()
    for number in range(4):
        rename_first_owner(folder, f"Newcomer {number}")
        served.refresh()
    assert sorted(os.listdir(tmp_path / "cache")) == ["4.duckdb", "5.duckdb"]


def killed_build(folder, out, seconds):
    """Starts a build in a process of its own and kills it after a while."""
    process = subprocess.Popen(
        [sys.executable, "-m", "depmap", "build", str(folder), "--out", str(out)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


@slow
def test_build_killed_at_random_moments_leaves_a_complete_file(folder, tmp_path):
    """Whenever the process dies, the file is a whole one and the next build cleans up."""
    out = tmp_path / "out" / "map.duckdb"
    out.parent.mkdir()
    killed_build(folder, out, 60)
    started = time.monotonic()
    killed_build(folder, out, 60)
    whole = time.monotonic() - started
    moments = random.Random(1)
    for _ in range(KILLS):
        killed_build(folder, out, moments.uniform(0.5, 1.0) * whole)
        with duckdb.connect(str(out), read_only=True) as connection:
            assert connection.table("report.plan").fetchall()
    killed_build(folder, out, 60)
    assert os.listdir(out.parent) == ["map.duckdb"]


def test_server_killed_while_it_reloads_starts_again_on_a_complete_file(folder, tmp_path):
    """Versions are published by rename, so a half-written one is never picked up."""
    cache = tmp_path / "cache"
    LivePortfolio(folder, cache).current()
    program = (
        "import sys; from pathlib import Path; from depmap.versions.live import LivePortfolio\n"
        "served = LivePortfolio(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "for _ in range(1000):\n"
        "    served._seen = None\n"
        "    served.refresh()\n"
    )
    moments = random.Random(2)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(folder), str(cache)], cwd=ROOT
        )
        time.sleep(moments.uniform(0.8, 1.6))
        assert process.poll() is None, "it ended by itself"
        process.kill()
        process.wait()
        restarted = LivePortfolio(folder, cache)
        assert owner_names(restarted.current())
        assert not list(cache.glob(".*building*"))
    shutil.rmtree(cache)
