"""A lake built on a real Dask cluster, started by the commands of docs/workspace.md."""

from __future__ import annotations

import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner
from distributed import Client

from depmap.cli.main import commands
from depmap.versions.workspace import build, cluster, lake
from depmap.versions.workspace.build import build_lake
from depmap.versions.workspace.job import Job, OtherCode, work
from depmap.versions.workspace.read import Member, read_workspace
from tests.thorough import slow
from tests.versions.workspace.workspaces import contents, rename, started, write_workspace

DOCS = Path(__file__).resolve().parents[3] / "docs" / "workspace.md"


@contextmanager
def program(what, port):
    """`dask scheduler` or `dask worker` as the docs start it, at another port."""
    (line,) = re.findall(rf"^dask {what} .*", DOCS.read_text(), re.MULTILINE)
    name, *arguments = shlex.split(line.replace("8786", str(port)))
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def port():
    """Where the scheduler of a test listens."""
    return free_port()


@pytest.fixture
def scheduler(port):
    """A scheduler without workers."""
    with program("scheduler", port) as process:
        yield process


@pytest.fixture
def workers(scheduler, port):
    """Two worker processes, below the one that watches them."""
    with program("worker", port) as process:
        yield process


def command_to(home, place, port):
    """`depmap build --cluster` in this process."""
    command = ["build", "--workspace", str(home), "--out", str(place)]
    command += ["--cluster", f"tcp://127.0.0.1:{port}"]
    return CliRunner().invoke(commands, command, catch_exceptions=False)


@slow
def test_a_cluster_writes_the_same_bytes_and_listens_on_this_machine_only(
    home, tmp_path, scheduler, workers, port
):
    """Two workers, or this process."""
    build_lake(read_workspace(home), tmp_path / "one")
    done = command_to(home, tmp_path / "two", port)
    assert (done.exit_code, done.stdout) == (0, "3 portfolios: 3 built.\n"), done.output
    one, two = (contents(lake.current(tmp_path / name)) for name in ("one", "two"))
    assert one == two
    tree = [scheduler, *psutil.Process(workers.pid).children(recursive=True)]
    listening = [
        found.laddr.ip
        for process in tree
        for found in psutil.Process(process.pid).net_connections()
        if found.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 6
    assert set(listening) == {"127.0.0.1"}


@slow
def test_a_killed_worker_of_a_cluster_loses_nothing_and_changes_no_byte(
    home, tmp_path, workers, port
):
    """Killed after the first portfolio; what it had is built by another."""
    build_lake(read_workspace(home), tmp_path / "one")
    process = started(home, tmp_path / "two", "--cluster", f"tcp://127.0.0.1:{port}")
    lines = [process.stderr.readline()]
    assert "built in" in lines[0]
    every = psutil.Process(workers.pid).children(recursive=True)
    killed, _ = [one for one in every if "spawn_main" in " ".join(one.cmdline())]
    killed.send_signal(signal.SIGKILL)
    lines += process.stderr.readlines()
    assert process.wait(timeout=120) == 0, lines
    # On a busy machine Dask has words of its own.
    said = [line for line in lines if " - distributed" not in line]
    assert {line.split(":")[0] for line in said} == {"pay", "id", "data"}
    one, two = (contents(lake.current(tmp_path / name)) for name in ("one", "two"))
    assert one == two
    assert not list(lake.current(tmp_path / "two").glob(".*"))


def listens_on(process, port):
    """Whether a process listens on a port."""
    return any(
        found.status == psutil.CONN_LISTEN and found.laddr.port == port
        for found in process.net_connections()
    )


@slow
def test_a_portfolio_that_kills_its_workers_is_named(tmp_path, workers, port):
    """Four workers killed, each as soon as it has the task: one sentence, exit 1, no lake."""
    home = write_workspace(tmp_path / "work", ["pay"])
    address = f"tcp://127.0.0.1:{port}"
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        process = started(home, tmp_path / "lake", "--cluster", address)
        ends = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < ends:
            busy = [int(one.rpartition(":")[2]) for one, had in client.processing().items() if had]
            for one in psutil.Process(workers.pid).children():
                if any(listens_on(one, place) for place in busy):
                    one.kill()
            time.sleep(0.1)
    assert process.wait(timeout=10) == 1
    assert process.stderr.read() == (
        "Error: pay: its workers died, 4 of them. Give them more memory, or build it here."
        f" {tmp_path / 'lake'} is as it was.\n"
    )
    assert lake.current(tmp_path / "lake") is None


@slow
def test_a_scheduler_that_goes_away_leaves_the_old_lake(home, tmp_path, scheduler, workers, port):
    """One sentence, exit 1; what readers take is as it was, and the next build goes well.

    A worker may go on for a while; what it leaves behind is removed by the next build.
    """
    place = tmp_path / "lake"
    build_lake(read_workspace(home), place)
    files = contents(lake.current(place))
    for name in ("pay", "id", "data"):
        rename(home, name)
    process = started(home, place, "--cluster", f"tcp://127.0.0.1:{port}")
    assert "built in" in process.stderr.readline()
    scheduler.kill()
    *_, said = process.stderr.readlines()
    assert process.wait(timeout=120) == 1
    assert said == (
        f"Error: The scheduler at tcp://127.0.0.1:{port} went away. Start it again, and then this"
        f" build. {place} is as it was.\n"
    )
    assert lake.current(place).name == "1"
    assert contents(lake.current(place)) == files
    workers.terminate()
    workers.wait(timeout=60)
    assert CliRunner().invoke(commands, process.args[3:-2]).exit_code == 0
    assert sorted(path.name for path in (place / "builds").iterdir()) == ["1", "2"]


@slow
def test_a_worker_with_other_code_is_refused(home, tmp_path, workers, port, monkeypatch):
    """By the name of its machine; nothing is written."""
    monkeypatch.setattr(build, "rules", lambda: "another")
    done = command_to(home, tmp_path / "lake", port)
    assert done.exit_code == 1
    assert f"The worker on {socket.gethostname()} has other code (" in done.stderr
    assert lake.current(tmp_path / "lake") is None


@slow
def test_a_cluster_without_workers_or_scheduler_is_an_error(
    home, tmp_path, scheduler, port, monkeypatch
):
    """Each with what to do."""
    monkeypatch.setattr(cluster, "SECONDS_FOR_A_WORKER", 1)
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 20)
    done = command_to(home, tmp_path / "lake", port)
    assert (done.exit_code, "has no worker after 1 seconds" in done.stderr) == (1, True)
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 1)
    done = command_to(home, tmp_path / "lake", free_port())
    assert done.exit_code == 1
    assert "No scheduler answers at tcp://127.0.0.1:" in done.stderr


def test_an_address_that_is_none_of_a_scheduler_is_refused():
    """In words, before anything is asked of a network."""
    with pytest.raises(cluster.ClusterFailed, match="name one as tcp://HOST:PORT"):
        list(cluster.on_cluster("http://127.0.0.1:8787", []))


def test_a_job_asked_for_with_other_rules_is_not_begun(tmp_path):
    """Also on this machine, where somebody installs a release during a build."""
    member = Member("pay", "Payments", tmp_path, tmp_path)
    with pytest.raises(OtherCode, match="has other code"):
        work(Job(member, date(2026, 11, 29), tmp_path, "", "another"))
