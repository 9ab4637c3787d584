"""Rows that name an item of another portfolio: what each says of it, and what is built again."""

from __future__ import annotations

import duckdb
import pytest
from click.testing import CliRunner

from depmap.cli.main import commands
from depmap.versions.workspace import lake
from depmap.versions.workspace.build import build_lake
from depmap.versions.workspace.read import read_workspace
from tests.thorough import slow
from tests.versions.workspace.workspaces import (
    DIRECTION,
    KYC,
    contents,
    started,
    states,
    two,
    workspace,
    write,
)


def built(home):
    """The outcomes of a build and where it stands."""
    outcomes = build_lake(read_workspace(home), home / "lake")
    return outcomes, lake.current(home / "lake")


def rows(build, relation, columns, portfolio="*"):
    """Rows of a relation of a lake, in order."""
    files = f"{build}/{relation}/portfolio={portfolio}/part.parquet"
    source = f"read_parquet('{files}', hive_partitioning = false)"
    return duckdb.sql(f"select {columns} from {source} order by all").fetchall()


def dates(build):
    """direction -> outlook and likely finish as a day of the month."""
    columns = "direction_id, outlook, strftime(forecast, '%d %b')"
    return {name: said for name, *said in rows(build, "directions", columns)}


def findings(build, portfolio):
    """rule -> what of those about other portfolios."""
    found = rows(build, "findings", "rule, what", portfolio)
    return {rule: what for rule, what in found if "portfolio" in rule or "earlier" in rule}


@slow
def test_a_late_item_of_another_portfolio_says_whose_it_is(tmp_path):
    """Its finish counts, nothing about it is asked of this team, and its home learns of it."""
    _, build = built(two(tmp_path))
    assert dates(build)["X"] == ["late", "29 Dec"]
    assert findings(build, "ent") == {
        "late in another portfolio": "KYC vendor (Team pay) is likely there on 29 Dec 2026, "
        "9 days after it is needed."
    }
    columns = "item_id, item_type, owner, action, days_late, must_start_by_review"
    assert rows(build, "items", columns, "ent") == [
        ("X", "direction", "No owner", "", 9, False),
        ("pay//kyc", "foreign", "Team pay", "", 9, False),
        ("sso", "prerequisite", "No owner", "start now", 0, True),
    ]
    assert [one for (one,) in rows(build, "plan", "item_id", "ent")] == ["sso"]
    assert rows(build, "edges", "requires_id, is_chosen", "ent") == [
        ("pay//kyc", True),
        ("sso", True),
    ]
    assert rows(build, "asked_for", "* exclude (needed_by, finish)") == [
        ("kyc", "KYC vendor", "ent", "Team ent", "X", "Direction X", ["X"], 50.0, 9, False)
    ]
    assert rows(build, "asked_for", "needed_by::varchar, finish::varchar") == [
        ("2026-12-20", "2026-12-29")
    ]
    # At home nothing waits for it, and still it is no matter of taste.
    assert rows(build, "items", "item_id, action", "pay") == [("P", ""), ("kyc", "later")]


@slow
@pytest.mark.parametrize(
    ("status", "expected", "said"),
    [
        ("done", ["on_time", "30 Nov"], {}),
        ("not_needed", ["on_time", "30 Nov"], {}),
        (
            "dropped",
            ["blocked", None],
            {"blocked in another portfolio": "KYC vendor (Team pay) will not come: it is dropped."},
        ),
    ],
)
def test_what_is_settled_at_home_is_settled_here(tmp_path, status, expected, said):
    """Done and not needed hold nothing up; dropped blocks."""
    _, build = built(two(tmp_path, status))
    assert (dates(build)["X"], findings(build, "ent")) == (expected, said)


@slow
def test_what_is_blocked_at_home_is_blocked_here_and_says_why(tmp_path):
    """With what blocks it there; the direction that cannot start is at stake."""
    more = ["bank,Bank,enabler,dropped,1,1,1,1"]
    _, build = built(two(tmp_path, more=more, needs=["kyc,bank,hard,"]))
    assert dates(build)["X"] == ["blocked", None]
    assert findings(build, "ent") == {
        "blocked in another portfolio": "KYC vendor (Team pay) can never start: "
        "pay//bank is dropped."
    }
    assert rows(build, "asked_for", "directions, points, finish") == [(["X"], 50.0, None)]


@slow
def test_a_cycle_of_items_across_portfolios_is_blocked(tmp_path):
    """And named, with the portfolio of each item."""
    home = two(tmp_path, needs=["kyc,ent//sso,hard,"])
    write(
        home,
        "ent",
        ["sso,SSO,enabler,not_started,1,1,1,1"],
        ["X,sso,hard,", "sso,pay//kyc,hard,"],
        "X",
    )
    _, build = built(home)
    assert dates(build)["X"] == ["blocked", None]
    cycle = "ent//sso → pay//kyc → ent//sso"
    assert findings(build, "ent") == {
        "blocked in another portfolio": "KYC vendor (Team pay) can never start: "
        f"each waits for the next, {cycle}."
    }
    assert findings(build, "pay") == {
        "blocked in another portfolio": "SSO (Team ent) can never start: "
        f"each waits for the next, {cycle}."
    }


@slow
def test_portfolios_that_need_each_other_without_a_cycle_of_items(tmp_path):
    """pay waits for ent, whose direction waits for pay: both have dates, and the way is seen."""
    _, build = built(two(tmp_path, lead=10, needs=["kyc,ent//sso,hard,", "P,kyc,hard,"]))
    assert dates(build) == {"P": ["on_time", "10 Dec"], "X": ["on_time", "10 Dec"]}
    columns = "item_id, strftime(start_by, '%d %b'), waits_for, directions"
    assert rows(build, "items", columns, "ent") == [
        ("X", "20 Dec", ["pay//kyc", "sso"], []),
        ("pay//kyc", "10 Dec", ["sso"], []),
        ("sso", "09 Dec", [], ["X"]),
    ]


def test_an_unknown_portfolio_or_item_is_a_problem_with_its_place(tmp_path):
    """As for any other id, with what was probably meant."""
    home = two(tmp_path)
    for name, expected in (
        ("pays//kyc", 'no portfolio of the workspace is called "pays"'),
        ("pay//kyk", 'the portfolio "pay" has no item "kyk"'),
        ("ent//sso", '"ent//sso" is an item of this portfolio itself'),
    ):
        write(home, "ent", [], [f"X,{name},hard,"], "X")
        outcomes, _ = built(home)
        assert states(outcomes)["ent"] == "missing"
        assert outcomes[1].why == f"ent/dependencies.csv line 2, column requires: {expected}."


def test_a_folder_read_alone_says_how_to_build_a_workspace(tmp_path):
    """And `//` stands in no id."""
    two(tmp_path)
    done = CliRunner().invoke(commands, ["check", str(tmp_path / "ent")])
    assert done.exit_code == 1
    said = " ".join((done.stdout + done.stderr).split())
    assert 'line 3, column requires: "pay//kyc" is an item of another portfolio' in said
    assert "depmap build --workspace DIR --out LAKE" in said
    write(tmp_path, "pay", ["a//b,Name,enabler,not_started,1,1,1,1"], (), "P")
    done = CliRunner().invoke(commands, ["check", str(tmp_path / "pay")])
    assert "holds //" in done.stdout + done.stderr


@slow
def test_only_what_a_change_moves_is_built_again(tmp_path):
    """A home's change of the item builds who asks; another change of it, the home alone."""
    home = two(tmp_path, lead=10)
    write(home, "far", ["own,Own,enabler,not_started,1,1,1,1"], ["F,own,hard,"], "F")
    workspace(home, "pay", "ent", "far")
    _, first = built(home)
    outcomes, second = built(home)
    assert set(states(outcomes).values()) == {"unchanged"}
    assert contents(second) == contents(first)
    part = lake.part_of(second, "items", "ent")
    assert part.samefile(lake.part_of(first, "items", "ent"))
    write(
        home,
        "pay",
        [KYC.format(status="not_started", lead=10), "new,New,enabler,done,1,1,1,1"],
        (),
        "P",
    )
    outcomes, _ = built(home)
    assert states(outcomes) == {"pay": "built", "ent": "unchanged", "far": "unchanged"}
    write(home, "pay", [KYC.format(status="not_started", lead=12)], (), "P")
    outcomes, build = built(home)
    assert states(outcomes) == {"pay": "built", "ent": "built", "far": "unchanged"}
    assert dates(build)["X"] == ["on_time", "11 Dec"]
    keys = {name: one["key"] for name, one in lake.manifest(home / "lake")["portfolios"].items()}
    # Who asks later changes what stands in asked_for at home, and so the key that readers compare.
    (home / "ent" / "directions.yaml").write_text(
        DIRECTION.format(id="X", name="Direction X").replace("12-20", "12-05")
    )
    outcomes, build = built(home)
    assert states(outcomes) == {"pay": "unchanged", "ent": "built", "far": "unchanged"}
    assert rows(build, "asked_for", "days_late") == [(6,)]
    after = {name: one["key"] for name, one in lake.manifest(home / "lake")["portfolios"].items()}
    assert {name for name in keys if keys[name] != after[name]} == {"pay", "ent"}
    write(home, "ent", ["sso,SSO,enabler,not_started,1,1,1,1"], ["X,sso,hard,"], "X")
    outcomes, build = built(home)
    assert rows(build, "asked_for", "*") == []
    assert rows(build, "items", "item_id, action", "pay") == [("P", ""), ("kyc", "not needed")]


@slow
def test_a_home_that_broke_is_named_with_its_day_and_its_past_finish_is_tomorrow(tmp_path):
    """Its last answers count; who asks is built all the same."""
    home = two(tmp_path, lead=3)
    built(home)
    workspace(home, "pay", "ent", as_of="2026-12-10")
    (home / "pay" / "prerequisites.csv").write_text("id\nx\nx\n")
    outcomes, build = built(home)
    assert states(outcomes) == {"pay": "kept", "ent": "built"}
    assert dates(build)["X"] == ["on_time", "11 Dec"]
    assert findings(build, "ent") == {
        "answers of an earlier day": "What Team pay says of 1 item is of 29 Nov 2026: "
        "its files cannot be read."
    }
    assert rows(build, "asked_for", "is_stale, finish::varchar") == [(True, "2026-12-11")]


@slow
def test_workers_write_the_same_bytes(tmp_path):
    """A chain that ends in a ring; what is answered before the builds is the same, too."""
    home = two(tmp_path, lead=10, needs=["kyc,ent//sso,hard,", "P,kyc,hard,"])
    write(
        home, "far", ["own,Own,enabler,not_started,1,2,9,1"], ["F,own,hard,", "F,ent//X,hard,"], "F"
    )
    workspace(home, "far", "pay", "ent")
    _, one = built(home)
    assert started(home, home / "two", "--workers", "2").wait(timeout=180) == 0
    two_workers = lake.current(home / "two")
    assert contents(one) == contents(two_workers)
    told = [sorted(build.glob("_answers/*.parquet")) for build in (one, two_workers)]
    assert [path.name for path in told[0]] == ["ent.parquet", "pay.parquet"]
    assert [p.read_bytes() for p in told[0]] == [p.read_bytes() for p in told[1]]


@slow
def test_a_home_without_any_answers_blocks_what_waits_for_it(tmp_path):
    """It was broken when it was first asked."""
    home = two(tmp_path)
    (home / "pay" / "prerequisites.csv").write_text("id\nx\nx\n")
    outcomes, build = built(home)
    assert states(outcomes) == {"pay": "missing", "ent": "built"}
    assert findings(build, "ent")["blocked in another portfolio"] == (
        "kyc (Team pay) can never start: there are no answers of its portfolio yet."
    )
