"""A workspace built into a lake: what it holds, what stays, and what a killed process leaves."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from depmap.cli.main import commands
from depmap.engine.database import build
from depmap.inputs.example import write_example
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.versions.workspace import lake
from depmap.versions.workspace.build import build_lake
from depmap.versions.workspace.read import read_workspace
from tests.thorough import slow

DAY = date(2026, 11, 29)
AS_OF = "as_of: 2026-11-29\n"


@pytest.fixture
def home(tmp_path):
    """Three small portfolios below one workspace."""
    folder = tmp_path / "work"
    rows = []
    for name in ("pay", "id", "data"):
        write_example(folder / "teams" / name)
        rows.append(f"- {{id: {name}, path: teams/{name}, title: Team {name}}}\n")
    (folder / "workspace.yaml").write_text(AS_OF + "portfolios:\n" + "".join(rows))
    return folder


def states(outcomes):
    """id -> state."""
    return {one.id: one.state for one in outcomes}


def contents(build):
    """Bytes by path of the Parquet files of a build."""
    return {
        str(path.relative_to(build)): path.read_bytes() for path in build.glob("*/*/part.parquet")
    }


def rename(home, portfolio):
    """Another name for the first owner of a portfolio."""
    path = home / "teams" / portfolio / "owners.csv"
    lines = path.read_text().splitlines()
    key, _, rest = lines[1].split(",", 2)
    path.write_text("\n".join([lines[0], f"{key},Newcomer,{rest}", *lines[2:]]) + "\n")


def test_every_engine_reads_all_portfolios_as_one_table(home, tmp_path):
    """A hive table per relation, with its comments; the same answers as a build of the folder."""
    outcomes = build_lake(read_workspace(home), tmp_path / "lake")
    assert states(outcomes) == {"pay": "built", "id": "built", "data": "built"}
    found = lake.current(tmp_path / "lake")
    table = f"read_parquet('{found}/items/*/part.parquet', hive_partitioning = true)"
    rows = duckdb.sql(f"select portfolio, count(*) from {table} group by all order by all")
    counts = dict(rows.fetchall())
    with build(read_portfolio(home / "teams" / "pay"), DAY) as own:
        ((items,),) = own.execute("select count(*) from report.items").fetchall()
    assert counts == dict.fromkeys(("data", "id", "pay"), items)
    path = lake.part_of(found, "items", "pay")
    ((words,),) = duckdb.sql(
        f"select decode(value) from parquet_kv_metadata('{path}') where decode(key) = 'comments'"
    ).fetchall()
    assert "points" in json.loads(words)["unlock_score"]


@slow
def test_what_has_not_changed_is_taken_over_and_the_rest_built_again(home, tmp_path):
    """Equal answers are equal bytes, and links to the same file."""
    place = tmp_path / "lake"
    build_lake(read_workspace(home), place)
    before = lake.current(place)
    first = contents(before)
    rename(home, "pay")
    outcomes = build_lake(read_workspace(home), place)
    assert states(outcomes) == {"pay": "built", "id": "unchanged", "data": "unchanged"}
    after = lake.current(place)
    second = contents(after)
    assert after.name == "2"
    assert {path for path in first if first[path] != second[path]} <= {
        path for path in first if "portfolio=pay" in path
    }
    assert lake.part_of(after, "items", "id").samefile(lake.part_of(before, "items", "id"))
    shutil.rmtree(place)
    build_lake(read_workspace(home), place)
    assert contents(lake.current(place)) == second


@slow
def test_a_portfolio_that_breaks_keeps_its_last_answers(home, tmp_path):
    """It is named with its day and what stands in the way; the command ends with 1."""
    place = tmp_path / "lake"
    command = ["build", "--workspace", str(home), "--out", str(place)]
    done = CliRunner().invoke(commands, command)
    assert (done.exit_code, done.stdout) == (0, "3 portfolios: 3 built.\n")
    text = (home / "workspace.yaml").read_text()
    (home / "workspace.yaml").write_text(text.replace("-11-29", "-11-30"))
    (home / "teams" / "id" / "owners.csv").write_text("id\nann\nann\n")
    (home / "teams" / "data" / "directions.yaml").unlink()
    before = lake.part_of(lake.current(place), "items", "id").read_bytes()
    done = CliRunner().invoke(commands, command)
    assert done.exit_code == 1
    assert done.stdout == "3 portfolios: 1 built, 2 with answers of an earlier day.\n"
    assert "id: keeps its answers of 29 Nov 2026, because id/" in done.stderr
    assert lake.part_of(lake.current(place), "items", "id").read_bytes() == before
    told = lake.manifest(place)["portfolios"]
    assert {name: (one["as_of"], one["is_stale"]) for name, one in told.items()} == {
        "pay": ("2026-11-30", False),
        "id": ("2026-11-29", True),
        "data": ("2026-11-29", True),
    }


def started(home, place, *options):
    """`depmap build --workspace` in a process of its own."""
    command = [sys.executable, "-m", "depmap", "build", "--workspace", str(home)]
    return subprocess.Popen(
        [*command, "--out", str(place), *options], stderr=subprocess.PIPE, text=True
    )


@slow
def test_workers_write_the_same_bytes(home, tmp_path):
    """Two processes, or this one."""
    build_lake(read_workspace(home), tmp_path / "one")
    assert started(home, tmp_path / "two", "--workers", "2").wait(timeout=120) == 0
    one, two = (contents(lake.current(tmp_path / name)) for name in ("one", "two"))
    assert one == two


@slow
def test_a_killed_worker_loses_nothing_and_changes_no_byte(home, tmp_path):
    """Killed after the first portfolio; what it had is built again."""
    build_lake(read_workspace(home), tmp_path / "one")
    process = started(home, tmp_path / "two", "--workers", "2")
    assert process.stderr
    lines = [process.stderr.readline()]
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    worker = next(one for one in map(int, children) if "spawn_main" in command_of(one))
    os.kill(worker, signal.SIGKILL)
    lines += process.stderr.readlines()
    assert process.wait(timeout=120) == 0
    assert {line.split(":")[0] for line in lines if "built in" in line} == {"pay", "id", "data"}
    one, two = (contents(lake.current(tmp_path / name)) for name in ("one", "two"))
    assert one == two


def command_of(process):
    """The command line of a process."""
    return Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace")


@slow
def test_a_killed_publisher_leaves_the_old_lake_and_nothing_behind(home, tmp_path):
    """Readers keep the build they have; the next build removes the half one."""
    place = tmp_path / "lake"
    build_lake(read_workspace(home), place)
    before = contents(lake.current(place))
    for name in ("pay", "id", "data"):
        rename(home, name)
    process = started(home, place)
    assert process.stderr
    assert "built in" in process.stderr.readline()
    process.kill()
    process.wait()
    assert lake.current(place).name == "1"
    assert contents(lake.current(place)) == before
    assert list((place / "builds").glob(".*.building"))
    build_lake(read_workspace(home), place)
    assert not list((place / "builds").glob(".*.building"))
    assert lake.current(place).name == "2"


@slow
def test_two_publishers_at_once_leave_a_whole_lake(home, tmp_path):
    """Each has a build of its own; the one that switches last is what readers take."""
    place = tmp_path / "lake"
    both = [started(home, place) for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert sorted(path.name for path in (place / "builds").iterdir()) == ["1", "2"]
    assert len(contents(lake.current(place))) == 3 * len(list(lake.current(place).glob("*/")))


@slow
def test_old_builds_are_removed(home, tmp_path):
    """Two are kept, so that a reader that has just opened one can go on."""
    place = tmp_path / "lake"
    for _ in range(4):
        build_lake(read_workspace(home), place)
    assert sorted(path.name for path in (place / "builds").iterdir()) == ["3", "4"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("portfolios: []\n", "no portfolio is named"),
        ("portfolios:\n- {id: a}\n", "field path: the value is missing"),
        ("portfolios:\n- {id: a, path: ../other}\n", "field path: it leads out of the workspace"),
        ("portfolios:\n- {id: a, path: x}\n- {id: a, path: y}\n", 'the id "a" is used again'),
        ("as_of: soon\nportfolios:\n- {id: a, path: x}\n", 'field as_of: "soon"'),
        ("portfolios: {a: b\n", "workspace.yaml line"),
    ],
)
def test_a_workspace_that_says_nothing_is_refused_in_words(home, text, found):
    """Each with its line."""
    (home / "workspace.yaml").write_text(text)
    with pytest.raises(InvalidPortfolio) as error:
        read_workspace(home)
    assert any(found in str(problem) for problem in error.value.problems)


def test_a_full_place_leaves_the_old_lake(home, tmp_path):
    """Nothing can be written: one sentence, exit 1."""
    (tmp_path / "lake").write_text("a file stands there")
    command = ["build", "--workspace", str(home), "--out", str(tmp_path / "lake")]
    done = CliRunner().invoke(commands, command)
    assert done.exit_code == 1
    assert "could not be written" in done.stderr
