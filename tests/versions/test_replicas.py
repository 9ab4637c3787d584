"""What replicas show: a file that a publisher writes, which they follow and never build."""

import multiprocessing
import os
import shutil
import signal
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from depmap.engine import database
from depmap.inputs.example import write_example
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.versions import live, publish, source
from depmap.versions.live import LivePortfolio
from depmap.versions.past import Past
from tests.machine import full_after
from tests.versions.test_live import owner_names, rename_first_owner, wait_for

DAY = date(2026, 11, 29)


@pytest.fixture
def folder(tmp_path):
    """The inputs, which only the publisher sees."""
    write_example(tmp_path / "inputs")
    return tmp_path / "inputs"


@pytest.fixture
def pointer(tmp_path):
    """Where the publisher writes, and what a replica is told to show."""
    (tmp_path / "published").mkdir()
    return tmp_path / "published" / "map.duckdb"


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """A pointer with two versions, the second with an owner who is called Newcomer."""
    home = tmp_path_factory.mktemp("built")
    write_example(home / "inputs")
    for _ in range(2):
        published(home / "inputs", home / "map.duckdb")
        rename_first_owner(home / "inputs", "Newcomer")
    return home / "map.duckdb"


@pytest.fixture
def serve(versions, pointer):
    """`serve(1)` puts a version of these where replicas look, as a publisher does."""

    def put(number):
        name = f"map.{number}.duckdb"
        shutil.copyfile(versions.with_name(name), pointer.with_name(name))
        link = pointer.with_name("link")
        link.symlink_to(name)
        link.replace(pointer)

    return put


@pytest.fixture
def replica(pointer, tmp_path, monkeypatch):
    """A replica of its own, on which every build is an error."""
    found = LivePortfolio(pointer, tmp_path / "cache")

    def build(*_, **__):
        raise AssertionError("a replica builds")

    monkeypatch.setattr(source, "read_portfolio", build)
    return found


def published(folder, pointer, kept=2, day=DAY):
    version, is_new = publish.publish_version(read_portfolio(folder), pointer, kept, day)
    return version.name, is_new


def names(pointer):
    return sorted(path.name for path in pointer.parent.iterdir())


def test_a_version_is_built_beside_the_pointer_when_anything_has_changed(
    serve, folder, pointer, monkeypatch
):
    """A timer may ask as often as it likes; other inputs, another day and other code are news.

    The last ones stay, as files that anybody opens; other files are nobody's business.
    """
    serve(1)
    pointer.with_name("map.old.duckdb").write_text("nobody's")
    with monkeypatch.context() as patch:
        patch.setattr(publish, "build", None)
        assert published(folder, pointer) == ("map.1.duckdb", False)
    rename_first_owner(folder, "Later")
    assert published(folder, pointer) == ("map.2.duckdb", True)
    assert published(folder, pointer, day=date(2026, 11, 30)) == ("map.3.duckdb", True)
    assert names(pointer) == ["map.2.duckdb", "map.3.duckdb", "map.duckdb", "map.old.duckdb"]
    assert pointer.readlink() == Path("map.3.duckdb")
    with duckdb.connect(str(pointer), read_only=True) as opened:
        assert ("Later",) in opened.execute("select name from report.owners").fetchall()
    monkeypatch.setattr(publish, "code_and_engines", lambda: "other")
    built = []
    monkeypatch.setattr(publish, "publish", lambda _, path, day: built.append((path.name, day)))
    published(folder, pointer, day=date(2026, 11, 30))
    assert built == [("map.4.duckdb", date(2026, 11, 30))]


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_not_ours_is_left_alone(folder, pointer, kind):
    """Another file, a folder, a link to somewhere else: refused, and nothing is written."""
    other = pointer.with_name("notes.txt")
    other.write_text("mine")
    if kind == "file":
        pointer.write_text("mine")
    elif kind == "folder":
        pointer.mkdir()
    else:
        pointer.symlink_to(other)
    before = names(pointer)
    with pytest.raises(FileExistsError, match="it stays"):
        published(folder, pointer)
    assert names(pointer) == before
    assert other.read_text() == "mine"


def test_an_older_plain_file_of_ours_becomes_a_pointer(versions, folder, pointer):
    """Who has built to that name so far only adds --keep."""
    shutil.copyfile(versions, pointer)
    assert published(folder, pointer) == ("map.1.duckdb", True)
    assert pointer.is_symlink()


def test_a_full_disk_leaves_pointer_and_versions(serve, folder, pointer):
    """No half version, no pointer to one."""
    serve(2)
    before = names(pointer)
    with full_after(500_000), pytest.raises((OSError, duckdb.Error)):
        published(folder, pointer)
    assert names(pointer) == before
    assert pointer.readlink() == Path("map.2.duckdb")


def _publish_for_ever(folder, pointer):
    for number in range(10_000):
        rename_first_owner(folder, f"Newcomer {number}")
        publish.publish_version(read_portfolio(folder), pointer, 2, DAY)


def test_a_killed_publisher_leaves_a_pointer_to_a_whole_version(serve, folder, pointer):
    """Whenever it dies; the next one removes what it left."""
    serve(1)
    process = multiprocessing.get_context("fork").Process(
        target=_publish_for_ever, args=(folder, pointer)
    )
    process.start()
    time.sleep(1.5)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert publish.made_of(pointer) is not None
    rename_first_owner(folder, "After")
    published(folder, pointer)
    assert [name for name in names(pointer) if name.startswith(".")] == []
    assert len(names(pointer)) == 3


def test_a_replica_follows_and_its_open_readers_keep_their_version(serve, pointer, replica):
    """Also when the version they read is removed; and back again, when the link is set back."""
    serve(1)
    old = replica.current()
    assert (old.as_of, old.number) == (DAY, 1)
    before = owner_names(old)
    serve(2)
    pointer.with_name("map.1.duckdb").unlink()
    wait_for(lambda: "Newcomer" in owner_names(replica.current()))
    assert owner_names(old) == before
    assert replica.current().key != old.key
    serve(1)
    assert owner_names(replica.refresh()) == before


def test_a_plain_file_that_is_replaced_under_its_name_is_followed_too(versions, replica, tmp_path):
    """As CI copies one into place; a database that is open cannot be opened anew by its name."""
    file = tmp_path / "plain.duckdb"
    shutil.copyfile(versions.with_name("map.1.duckdb"), file)
    plain = LivePortfolio(file, replica.cache)
    assert "Newcomer" not in owner_names(plain.current())
    shutil.copyfile(versions, file.with_name("arriving"))
    file.with_name("arriving").replace(file)
    assert "Newcomer" in owner_names(plain.refresh())


def test_the_day_is_the_publishers(serve, replica, monkeypatch):
    """Midnight alone changes nothing on a replica."""
    serve(1)
    shown = replica.current()
    monkeypatch.setattr(source, "date", None)
    assert replica.refresh() is shown


def damage(pointer):
    pointer.unlink()
    pointer.write_bytes(b"no database")


def cut(pointer):
    whole = pointer.read_bytes()
    pointer.unlink()
    pointer.write_bytes(whole[: len(whole) // 2])


def foreign(pointer):
    pointer.unlink()
    with duckdb.connect(str(pointer)) as other:
        other.execute("create table t as select 1 as x")


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lambda pointer: pointer.unlink(), "cannot be read (No such file or directory)"),
        (damage, "no whole database of answers"),
        (cut, "no whole database of answers"),
        (foreign, "no whole database of answers"),
    ],
    ids=["gone", "damaged", "cut off", "foreign"],
)
def test_what_cannot_be_shown_leaves_the_last_good_version_up(
    serve, pointer, replica, tmp_path, harm, found
):
    """Under a banner that says what is wrong; also after a restart. A good one ends it."""
    serve(1)
    good = owner_names(replica.current())
    harm(pointer)
    shown = replica.refresh()
    assert found in shown.problems[0].found
    assert owner_names(shown) == good
    shown.database.close()
    restarted = LivePortfolio(pointer, tmp_path / "cache")
    assert (owner_names(restarted.current()), bool(restarted.current().problems)) == (good, True)
    serve(2)
    assert restarted.refresh().problems == ()
    assert "Newcomer" in owner_names(restarted.current())


def test_a_file_of_another_release_is_not_shown(serve, replica, monkeypatch):
    """Its columns may be others: publisher and replica are named, the last good one stays."""
    serve(1)
    good = replica.current()
    serve(2)
    monkeypatch.setattr(source, "release", lambda: "newer")
    shown = replica.refresh()
    assert f"another release ({database.release()})" in shown.problems[0].found
    assert "release newer" in shown.problems[0].expected
    assert owner_names(shown) == owner_names(good)


def test_a_replica_may_start_before_the_first_publication(serve, replica):
    """It says that there is nothing yet, and shows the first version when it comes."""
    with pytest.raises(InvalidPortfolio) as caught:
        replica.current()
    assert [problem.file for problem in caught.value.problems] == ["map.duckdb"]
    serve(2)
    assert "Newcomer" in owner_names(replica.current())


def test_replicas_may_share_a_cache(serve, pointer, tmp_path):
    """Each serves what it has opened, whoever clears up."""
    replicas = [LivePortfolio(pointer, tmp_path / "cache") for _ in range(4)]
    for number in (1, 2, 1):
        serve(number)
        for one in replicas:
            assert ("Newcomer" in owner_names(one.refresh())) == (number == 2)
    assert len(list((tmp_path / "cache").iterdir())) == live.VERSIONS_KEPT


def test_a_replica_has_no_past_of_its_own_and_says_so(serve, pointer):
    """A published file holds the answers of one day; a folder of dated folders may be named."""
    serve(1)
    past = Past(pointer)
    past.known()
    past.settle()
    assert "no folder" in past.known().problem
    assert "DEPMAP_SNAPSHOTS" in past.known().problem
