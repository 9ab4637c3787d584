"""Out of the map into a tool, and from there back: the same ids, every link once, its direction."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from depmap.cli.main import commands
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.draft import typed_text
from tests.inputs.corpus.base import BASE

DAY = ("--as-of", "2026-11-23")
INWARD, OUTWARD = "Inward issue link (Blocks)", "Outward issue link (Blocks)"
# A decision that is no item, one link deeper than a tracker's parents, and a ticket that is there.
MORE = {
    "decisions.yaml": BASE["decisions.yaml"]
    + b"- id: bank\n  question: Which bank?\n  owner: ann\n  blocks: [bank]\n",
    "directions.yaml": BASE["directions.yaml"].replace(b"value", b"status: committed\n  value")
    + b"  lead_low_days: 5\n  lead_likely_days: 7\n  lead_high_days: 9\n",
    "prerequisites.csv": BASE["prerequisites.csv"].replace(
        b"bob,not_started,20,45,90,5,,,,", b"bob,in_progress,20,45,90,5,,,2026-11-01,"
    ),
    "settings.yaml": BASE["settings.yaml"] + b"samples: 100\n",
    "dependencies.csv": BASE["dependencies.csv"] + b"bank,terms,hard,,,\nterms,make,soft,,,\n",
}


def run(*arguments: object) -> Result:
    """One command, which succeeds."""
    result = CliRunner().invoke(commands, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A map with alternatives, a soft link and decisions; nothing of it was imported."""
    (tmp_path / "map").mkdir()
    for name, data in {**BASE, **MORE}.items():
        (tmp_path / "map" / name).write_bytes(data)
    return tmp_path / "map"


def state(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def links(folder: Path) -> list[tuple[object, object]]:
    """What requires what, in the order of the file."""
    columns = read_portfolio(folder).tables["dependencies"].columns
    return list(zip(columns["item"], columns["requires"], strict=True))


def tickets(folder: Path) -> dict[object, object]:
    """The ticket of every direction and prerequisite, by id."""
    tables = read_portfolio(folder).tables
    return {
        id: ticket
        for name in ("directions", "prerequisites")
        for id, ticket in zip(*map(tables[name].columns.get, ("id", "ticket")), strict=True)
    }


def with_keys(created: str, first: int = 1) -> str:
    """What Jira exports of a file it has made issues of: keys, ids, both sides of every link."""
    head, *rows = csv.reader(io.StringIO(created))
    issues = {row[0]: dict.fromkeys(head, "") | dict(zip(head, row, strict=True)) for row in rows}
    key = {number: f"MAP-{at}" for at, number in enumerate(issues, first)}
    cells = {
        number: [cell for name, cell in zip(head, row, strict=True) if name == OUTWARD and cell]
        for number, row in zip(issues, rows, strict=True)
    }
    outward = {number: [key.get(cell, cell) for cell in own] for number, own in cells.items()}
    inward = {
        number: [key[other] for other, own in outward.items() if key[number] in own]
        for number in issues
    }
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    most = len(issues)
    writer.writerow(["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Assignee",
                     "Custom field (Owner)", "Due date", "Parent", "Labels", "Labels",
                     *[INWARD] * most, *[OUTWARD] * most])  # fmt: skip
    for number, issue in reversed(issues.items()):
        parent = f"100{issue['Parent']}" if issue["Parent"] else ""
        labels = [cell for name, cell in zip(head, rows[list(issues).index(number)], strict=True)
                  if name == "Labels"]  # fmt: skip
        writer.writerow([
            issue["Summary"], key[number], f"100{number}", issue["Issue Type"], issue["Status"], "",
            issue["Owner"], issue["Due date"], parent, *[*labels, "", ""][:2],
            *(inward[number] + [""] * most)[:most], *(outward[number] + [""] * most)[:most],
        ])  # fmt: skip
    return buffer.getvalue()


def created_by(folder: Path) -> Path:
    """The file for Jira's import, beside a folder."""
    place = folder.with_name("create.csv")
    run("export", folder, "--to", "jira", "--out", place, *DAY)
    return place


LEADS = "lead_low_days lead_likely_days lead_high_days"
ROWS = {
    "directions": [
        "MARKET Marketplace listing, ann, committed, 2027-06-30",
        "SIGN-IN Single sign-on, , proposed, 2027-03-31",
    ],
    "prerequisites": [
        "bank Bank account, ann, not_started", "buy Bought layer, bob, in_progress",
        "choose Buy or make, ann, not_started", "make Built layer, bob, not_started",
        "terms Signed terms, , not_started",
    ],
    "owners": ["ann Ann", "bob Bob"],
}  # fmt: skip
HARD = {"MARKET>bank", "MARKET>terms", "bank>terms"}
GROUP = {"SIGN-IN>buy layer", "SIGN-IN>make layer"}
SOFT = {"SIGN-IN>choose soft", "terms>make soft"}


def rows(folder: Path, table: str, columns: str) -> list[str]:
    """The rows of a table as words, sorted: the id and a first column, then commas."""
    found = read_portfolio(folder).tables[table].columns
    values = [[typed_text(value) for value in found[name]] for name in columns.split()]
    return sorted(f"{id} {', '.join(rest)}" for id, *rest in zip(*values, strict=True))


def edges(folder: Path) -> set[str]:
    """Every dependency with its group, and whether it only helps."""
    found = read_portfolio(folder).tables["dependencies"].columns
    names = ("item", "requires", "any_of", "strength")
    return {
        " ".join(filter(None, (f"{item}>{requires}", group, "soft" if strength == "soft" else "")))
        for item, requires, group, strength in zip(*map(found.get, names), strict=True)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("form", "name", "links", "leads"),
    [
        ("graphml", "map.graphml", HARD | GROUP | SOFT, ["SIGN-IN 5, 7, 9", "make 60, 90, 150"]),
        ("dot", "map.dot", HARD | GROUP | SOFT, ["SIGN-IN 5, 7, 9", "make 60, 90, 150"]),
        ("mspdi", "map.xml", HARD | {"SIGN-IN>make"}, ["SIGN-IN 7, 7, 7", "make 90, 90, 90"]),
        ("mermaid", "map.mmd", HARD | GROUP | SOFT, []),
    ],
)
def test_a_map_comes_back_from_a_form(
    form: str, name: str, links: set[str], leads: list[str], folder: Path, tmp_path: Path
) -> None:
    """The ids, and all that the form holds; from then on nothing more is lost."""
    for out, source in (("new", folder), ("again", tmp_path / "new")):
        run("export", source, "--to", form, "--out", tmp_path / name, *DAY)
        run("import", tmp_path / name, tmp_path / out)
    new = tmp_path / "new"
    assert edges(new) == links
    if leads:
        assert rows(new, "directions", "id name sponsor status target") == ROWS["directions"]
        assert rows(new, "prerequisites", "id name owner status") == ROWS["prerequisites"]
        assert rows(new, "owners", "id name") == ROWS["owners"]
        tables = ("directions", "prerequisites")
        assert {*leads} < {row for name in tables for row in rows(new, name, f"id {LEADS}")}
    for table, words in (("directions", "name"), ("prerequisites", "name")):
        assert rows(new, table, f"id {words}") == rows(folder, table, f"id {words}")
    for path in (tmp_path / "again").glob("*.[cy]*"):
        assert sorted(path.read_text().splitlines()) == sorted(
            (new / path.name).read_text().splitlines()
        )


def test_what_a_form_does_not_say_stays(folder: Path, tmp_path: Path) -> None:
    """A flowchart knows no status, owner or lead: bringing it home changes nothing."""
    place = tmp_path / "map.mmd"
    run("export", folder, "--to", "mermaid", "--out", place, *DAY)
    before = state(folder)
    assert run("import", place, folder, "--update").stderr.startswith("Nothing to change.\n")
    del (after := state(folder))["import.json"]
    assert after == before


def test_a_plan_changed_in_a_project_comes_back_by_its_ids(folder: Path, tmp_path: Path) -> None:
    """Its numbers are others with each export; no row comes twice, and no ticket is made up."""
    plan = tmp_path / "plan.xml"
    run("export", folder, "--to", "mspdi", "--out", plan, *DAY)
    before = links(folder)
    assert run("import", plan, folder, "--update").stderr.startswith("Nothing to change.\n")
    plan.write_text(plan.read_text().replace(">2027-03-31T", ">2027-04-30T"))
    result = run("import", plan, folder, "--update")
    assert result.stderr.startswith("1 row changed, 0 rows added.\n")
    assert "target: 2027-04-30" in (folder / "directions.yaml").read_text()
    assert links(folder) == before
    assert set(tickets(folder).values()) == {None}


def test_plan_to_jira_and_back(folder: Path) -> None:
    """Rows get their keys, and nothing else: no row, no link, no cell; again it changes no byte."""
    before, ids = links(folder), list(tickets(folder))
    exported = folder.with_name("jira.csv")
    exported.write_text(with_keys(created_by(folder).read_text()))
    result = run("import", exported, folder, "--update")
    assert result.stderr.startswith("8 rows changed, 0 rows added.\n")
    assert "MAP-8 is the decision bank: settle it on the map." in result.stderr
    assert links(folder) == before
    assert list(tickets(folder)) == ids
    assert sorted(map(str, tickets(folder).values())) == [f"MAP-{n}" for n in range(1, 8)]
    plain = {**BASE, **MORE}
    stays = {name for name, data in state(folder).items() if plain.get(name) == data}
    assert stays == plain.keys() - {"decisions.yaml", "directions.yaml", "prerequisites.csv"}
    settled = state(folder)
    assert run("import", exported, folder, "--update").stderr.startswith("Nothing to change.\n")
    assert state(folder) == settled


def test_what_is_in_jira_is_not_created_again(folder: Path) -> None:
    """The next file has only what is new; it links to the others by their keys, which are found."""
    exported = folder.with_name("jira.csv")
    exported.write_text(with_keys(created_by(folder).read_text()))
    run("import", exported, folder, "--update")
    own = folder / "prerequisites.csv"
    own.write_text(own.read_text() + "new,New,,,legal,,,1,2,3,1,,,,,,,,,\n")
    need = folder / "dependencies.csv"
    need.write_text(need.read_text() + "bank,new,hard,,,\n")
    before = links(folder)
    again = created_by(folder).read_text()
    exported.write_text(with_keys(again, first=20))
    assert "New" in again
    assert [row["Summary"] for row in csv.DictReader(io.StringIO(again))] == ["New"]
    run("import", exported, folder, "--update")
    assert links(folder) == before
    assert str(tickets(folder)["new"]).startswith("MAP-2")


def test_the_file_for_jira_is_read_before_there_are_keys(folder: Path, tmp_path: Path) -> None:
    """Its labels give the ids; what blocks points as on the map; no ticket is made up."""
    run("import", created_by(folder), tmp_path / "new")
    assert set(tickets(tmp_path / "new")) == set(tickets(folder)) | {"bank-2c624232"}
    assert set(tickets(tmp_path / "new").values()) == {None}
    blocks = {("MARKET", "bank"), ("MARKET", "terms"), ("SIGN-IN", "make"), ("bank", "terms"),
              ("bank", "bank-2c624232")}  # fmt: skip
    assert set(links(tmp_path / "new")) == blocks
