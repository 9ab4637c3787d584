"""Small workspaces for tests, built in this process or by the command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from depmap.inputs.example import write_example

AS_OF = "as_of: 2026-11-29\n"


def write_workspace(folder: Path, names=("pay", "id", "data")) -> Path:
    """Small portfolios below one workspace."""
    rows = []
    for name in names:
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


def started(home, place, *options):
    """`depmap build --workspace` in a process of its own."""
    command = [sys.executable, "-m", "depmap", "build", "--workspace", str(home)]
    return subprocess.Popen(
        [*command, "--out", str(place), *options], stderr=subprocess.PIPE, text=True
    )
