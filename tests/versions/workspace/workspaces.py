"""Small workspaces for tests, built in this process or by the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb

from depmap.inputs.example import write_example
from depmap.versions.workspace import lake
from depmap.versions.workspace.build import build_lake
from depmap.versions.workspace.read import read_workspace

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


ASKED_FOR = (
    "item_id varchar, name varchar, asked_by varchar, asked_by_title varchar, required_by varchar,"
    " required_by_name varchar, directions varchar[], points double, needed_by date, finish date,"
    " days_late integer, is_stale boolean"
)


def write_lake(home: Path, names=("pay", "ids", "app")) -> Path:
    """A lake of small portfolios that differ: one is built, the others are made of its files.

    ids has a late direction and nobody has begun its seller account; in app it is in progress; pay
    holds ids up by 41 days and app for good. Counsel is asked for 3 of 5 days a week by each of pay
    and ids. Besides, old has answers of an earlier day and new has none.
    """
    one = read_workspace(write_workspace(home, ["pay"]))
    build_lake(one, home / "lake")
    earlier = lake.current(home / "lake")
    known = lake.manifest(home / "lake")
    entry = known["portfolios"]["pay"]
    with lake.unfinished(home / "lake") as built:
        for name in (*names, "old"):
            for relation in sorted(path.name for path in earlier.iterdir() if path.is_dir()):
                part = lake.part_of(earlier, relation, "pay")
                copied = lake.part_of(built, relation, name)
                copied.parent.mkdir(parents=True)
                change = CHANGED.get((name, relation), CHANGED.get(("", relation)))
                rewrite(part, copied, change) if change else os.link(part, copied)
        write_requests(built, "pay", REQUESTS)
        told = {name: entry | {"title": f"Team {name}"} for name in names}
        told["old"] = entry | {"title": "Team old", "as_of": "2026-11-20", "is_stale": True}
        missing = {"new": "new/owners.csv line 3: the id is used again"}
        lake.switch_to(home / "lake", built, known | {"portfolios": told, "missing": missing})
    return home / "lake"


SELLER = "case when item_id = 'seller-account' then"
CHANGED = {
    ("", "items"): f"* replace ({SELLER} 'KYB' else '' end as shared_key)",
    ("app", "items"): f"* replace ({SELLER} ' kyb' else '' end as shared_key,"
    f" {SELLER} 'in_progress' else status end as status)",
    ("ids", "directions"): "* replace ('late' as outlook, 0.04::double as chance_on_time)",
    ("old", "directions"): "* replace ('at_risk' as outlook, 0.5::double as chance_on_time)",
    ("", "owners"): "* replace (3 * 90 / 7 * cast(owner_id = 'counsel' as int) as"
    " must_start_effort_days, 5 * 90 / 7 as capacity_days, 0.6::double as load)",
    ("app", "owners"): "* replace (0.0::double as must_start_effort_days)",
    ("old", "owners"): "* replace (0.0::double as must_start_effort_days)",
}
REQUESTS = [
    ("seller-account", "Verified seller account", "ids", "Ids", "MARKET", "Listing", ["MARKET"],
     22.0, date(2026, 12, 1), date(2027, 1, 11), 41, False),
    ("usage-records", "Usage records", "app", "App", "SIGN-IN", "Sign-on", ["SIGN-IN"],
     9.0, date(2026, 12, 1), None, 0, False),
    ("admin-guide", "Guide", "old", "Old", "MARKET", "Listing", ["MARKET"],
     4.0, date(2027, 12, 1), date(2027, 1, 11), 0, False),
]  # fmt: skip


def rewrite(part, copied, columns):
    """The rows of a file with other columns, its words kept."""
    with duckdb.connect() as connection:
        words = json.dumps(lake.comments(connection, part))
        connection.execute(
            f"copy (select {columns} from read_parquet('{part}', hive_partitioning = false))"
            " to $place (format parquet, kv_metadata {comments: $words})",
            {"place": str(copied), "words": words},
        )


def write_requests(built, home, rows):
    """report.asked_for of a portfolio, as rows of its columns."""
    part = lake.part_of(built, "asked_for", home)
    part.unlink(missing_ok=True)
    part.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"create table asked_for ({ASKED_FOR})")
        connection.executemany(f"insert into asked_for values ({', '.join('?' * 12)})", rows)
        connection.execute(
            "copy asked_for to $place (format parquet, kv_metadata {comments: '{}'})",
            {"place": str(part)},
        )


# --- portfolios that name items of each other ----------------------------------------------------

ITEMS = "id,name,kind,status,lead_low_days,lead_likely_days,lead_high_days,effort_days\n"
NEEDS = "item,requires,strength,any_of\n"
KYC = "kyc,KYC vendor,procurement,{status},{lead},{lead},{lead},3"
DIRECTION = "- {{id: {id}, name: {name}, value: 50, target: 2026-12-20}}\n"


def write(home, name, items=(), needs=(), direction=""):
    """A portfolio of rows as they stand in its files."""
    folder = home / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "prerequisites.csv").write_text(ITEMS + "".join(f"{row}\n" for row in items))
    (folder / "dependencies.csv").write_text(NEEDS + "".join(f"{row}\n" for row in needs))
    said = DIRECTION.format(id=direction, name=f"Direction {direction}") if direction else "[]\n"
    (folder / "directions.yaml").write_text(said)
    (folder / "settings.yaml").write_text("samples: 100\n")


def workspace(home, *names, as_of="2026-11-29"):
    """A workspace of the folders below `home`."""
    rows = [f"- {{id: {name}, path: {name}, title: Team {name}}}\n" for name in names]
    (home / "workspace.yaml").write_text(f"as_of: {as_of}\nportfolios:\n" + "".join(rows))
    return home


def two(home, status="not_started", lead=30, more=(), needs=()):
    """pay has the KYC vendor; ent waits for it and for a day of its own."""
    write(home, "pay", [KYC.format(status=status, lead=lead), *more], needs, "P")
    write(
        home,
        "ent",
        ["sso,SSO,enabler,not_started,1,1,1,1"],
        ["X,sso,hard,", "X,pay//kyc,hard,"],
        "X",
    )
    return workspace(home, "pay", "ent")
