"""A workspace built into a lake: what it holds, what stays, and what a killed process leaves."""

from __future__ import annotations

import json
import os
import shutil
import signal
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars
import pytest
from click.testing import CliRunner

from depmap.cli.main import commands
from depmap.engine.database import build
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.versions.workspace import lake
from depmap.versions.workspace.build import build_lake
from depmap.versions.workspace.read import read_workspace
from tests.machine import full_after
from tests.thorough import slow
from tests.versions.workspace.workspaces import contents, rename, started, states, write_workspace

DAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A workspace and the build that readers take; no test writes into them."""
    home = write_workspace(tmp_path_factory.mktemp("built"))
    outcomes = build_lake(read_workspace(home), home / "lake")
    assert states(outcomes) == {"pay": "built", "id": "built", "data": "built"}
    return home, lake.current(home / "lake")


def test_duckdb_reads_all_portfolios_as_one_table(built):
    """A hive table per relation, with its comments; the same answers as a build of the folder."""
    home, found = built
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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["my-map", "--publish", "postgresql:///x"], "are about lakes: name a --workspace"),
        (["my-map", "--cluster", "tcp://127.0.0.1:1"], "are about lakes: name a --workspace"),
        (["--workspace", "w", "--workers", "2", "--cluster", "tcp://127.0.0.1:1"], "name one"),
        (["--workspace", "w", "--what-if", "kyc:status:dropped"], "--what-if needs its folder"),
    ],
)
def test_options_that_do_not_go_together_are_a_wrong_command(tmp_path, words, said):
    """Exit 2, before anything is read or written."""
    done = CliRunner().invoke(commands, ["build", "--out", str(tmp_path / "out"), *words])
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "out").exists()


def test_a_place_that_is_no_folder_is_left_alone(home, tmp_path):
    """One sentence, exit 1."""
    (tmp_path / "lake").write_text("a file stands there")
    command = ["build", "--workspace", str(home), "--out", str(tmp_path / "lake")]
    done = CliRunner().invoke(commands, command)
    assert done.exit_code == 1
    assert "could not be written" in done.stderr


@slow
@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=slow)])
def test_a_full_disk_leaves_the_old_lake(tmp_path, workers):
    """One sentence, exit 1; every file that readers take is as it was and nothing is left over."""
    home = write_workspace(tmp_path / "work", ["pay"])
    place = tmp_path / "lake"
    build_lake(read_workspace(home), place)
    files = {path: path.stat().st_ino for path in place.rglob("*")}
    rename(home, "pay")
    command = ["build", "--workspace", str(home), "--out", str(place), "--workers", str(workers)]
    with full_after(1_000_000):
        done = CliRunner().invoke(commands, command)
    assert done.exit_code == 1
    (said,) = done.stderr.splitlines()
    assert said.startswith(f"Error: {place} could not be written: ")
    assert {path: path.stat().st_ino for path in place.rglob("*")} == files


def test_polars_reads_what_duckdb_reads(built):
    """Every relation as one table, with equal columns and rows."""
    _, found = built
    relations = sorted(path.name for path in found.iterdir() if path.is_dir())
    assert {"items", "plan", "settings"} <= set(relations)
    for relation in relations:
        table = duckdb.read_parquet(f"{found}/{relation}/*/part.parquet", hive_partitioning=True)
        frame = polars.read_parquet(found / relation / "**/*.parquet", hive_partitioning=True)
        assert frame.columns == table.columns
        assert sorted(frame.rows(), key=repr) == sorted(table.fetchall(), key=repr), relation


@slow
def test_a_thousand_portfolios_are_one_table(home, tmp_path):
    """Three are built; of the others three relations stand in the lake, so that it takes seconds.

    To build all takes twenty minutes, and their 28,000 folders minutes to remove.
    """
    names = [f"team{number:03}" for number in range(1_000)]
    rows = "".join(f"- {{id: {name}, path: teams/{name}}}\n" for name in names)
    for name in names:
        shutil.copytree(home / "teams" / "data", home / "teams" / name)
    (home / "workspace.yaml").write_text(f"as_of: {DAY}\nportfolios:\n{rows}")
    place = tmp_path / "lake"
    every = read_workspace(home)
    first = replace(every, members=every.members[:1])
    build_lake(first, place)
    built = lake.manifest(place)
    with lake.unfinished(place) as unfinished:
        for name in names:
            for relation in ("items", "owners", "settings"):
                part = lake.part_of(unfinished, relation, name)
                part.parent.mkdir(parents=True)
                os.link(lake.part_of(lake.current(place), relation, names[0]), part)
        entry = built["portfolios"][names[0]]
        lake.switch_to(place, unfinished, built | {"portfolios": dict.fromkeys(names, entry)})
    for name in names[:3]:
        rename(home, name)
    outcomes = build_lake(every, place)
    assert [one.state for one in outcomes] == ["built"] * 3 + ["unchanged"] * 997
    table = f"read_parquet('{lake.current(place)}/owners/*/part.parquet', hive_partitioning = true)"
    rows = duckdb.sql(
        f"select count(distinct portfolio), count(*) filter (name = 'Newcomer') from {table}"
    )
    assert rows.fetchall() == [(1_000, 3)]
