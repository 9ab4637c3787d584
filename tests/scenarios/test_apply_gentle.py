"""A scenario written into a folder as people leave it: each file in its own manner."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import read_portfolio
from depmap.inputs.writing.tidy import tidied
from depmap.portfolio.scenario import scenarios_of
from depmap.scenarios.apply import edits
from depmap.scenarios.wanted import wanted
from tests.inputs.corpus.base import BASE
from tests.inputs.test_scenario_checks import WITH_ROWS

PRE, DEP, DIR, DEC = "prerequisites.csv", "dependencies.csv", "directions.yaml", "decisions.yaml"
OWN, SET = "owners.csv", "settings.yaml"


def folder(tmp_path: Path, files: dict[str, bytes | None]) -> Path:
    """The small portfolio with some files replaced, or taken away."""
    home = tmp_path / "p"
    home.mkdir()
    for name, data in {**BASE, **files}.items():
        if data is not None:
            (home / name).write_bytes(data)
    return home


def write(home: Path, *texts: str) -> dict[str, bytes]:
    """Write what these texts ask for; the files that changed, which say what was tried."""
    today = read_portfolio(home)
    scenario = wanted(texts, scenarios_of(today.tables))
    laid = with_changes(today, scenario.changes, scenario.rows).portfolio
    written = {path.name: path.read_bytes() for path in edits(home, scenario).write()}
    found = read_portfolio(home).tables
    for table in ("directions", "prerequisites", "dependencies", "owners", "decisions", "settings"):
        columns = laid.tables[table].columns
        for column in columns if len(found[table]) else ():
            if not column.startswith("source_"):
                assert found[table].columns[column] == columns[column], (table, column)
    return written


def rows_of(text: str, separator: str = ",") -> list[list[str]]:
    """The cells of a CSV text."""
    return list(csv.reader(text.splitlines(), delimiter=separator))


def as_yaml(data: bytes) -> bytes:
    """The rows of a CSV file as a YAML list of what is not empty."""
    header, *rows = rows_of(data.decode())
    entries = [{k: v for k, v in zip(header, row, strict=True) if v} for row in rows]
    return yaml.safe_dump(entries, sort_keys=False).encode()


OWNERS = (
    "\ufeffID;Name;Team;Capacity days per week;ACTIVE;Phone\r\n"
    'ann;"Ann";;" 2,5 ";TRUE;"1; 2"\r\n;;;;;\r\nbob;Bob;;10;N;=1'
)


def test_separators_headers_and_cells_that_tidy_would_rewrite_stay(tmp_path: Path) -> None:
    """One cell changes; the other odd ones, the mark and the line ends are as they were typed."""
    home = folder(tmp_path, {OWN: OWNERS.encode()})
    written = write(home, "bob:capacity_days_per_week:1.125")
    assert written == {OWN: OWNERS.replace(";10;N", ";1.1250;N").encode()}
    assert OWN in tidied(home).files


def test_utf_16_stays(tmp_path: Path) -> None:
    """Text with tabs as a spreadsheet saves it keeps its encoding and its mark."""
    text = BASE[OWN].decode().replace(",", "\t")
    home = folder(tmp_path, {OWN: text.encode("utf-16")})
    written = write(home, "ann:capacity_days_per_week:4")
    assert written == {OWN: text.replace("\t3\t", "\t4\t").encode("utf-16")}


def test_rows_in_quotes_as_a_whole_stay(tmp_path: Path) -> None:
    """A new value and a new column go inside the quotes."""
    text = 'sep=,\n"id,name,capacity_days_per_week"\n"ann,""Ann, A"",3"\n"bob,Bob,10"\n'
    home = folder(tmp_path, {OWN: text.encode()})
    assert write(home, "ann:capacity_days_per_week:4", "bob:active:no")[OWN].decode() == (
        'sep=,\n"id,name,capacity_days_per_week,active"\n"ann,""Ann, A"",4,"\n"bob,Bob,10,no"\n'
    )


def test_a_column_is_added_to_a_ragged_sheet(tmp_path: Path) -> None:
    """Lines above the header, short rows, unnamed columns and a second header keep their cells."""
    text = (
        "Our owners\nid;name;capacity_days_per_week;notes;\nann;Ann;3;;\nbob;Bob;10;\n"
        "id;name;capacity_days_per_week;notes;\n;;;;\n"
    )
    home = folder(tmp_path, {OWN: text.encode()})
    assert write(home, "bob:active:no")[OWN].decode() == (
        "Our owners\nid;name;capacity_days_per_week;notes;;active\nann;Ann;3;;;\n"
        "bob;Bob;10;;;no\nid;name;capacity_days_per_week;notes;;active\n;;;;;\n"
    )


def test_tables_in_the_other_form(tmp_path: Path) -> None:
    """prerequisites.yaml and directions.csv take values, new keys and new rows."""
    directions = b"id,name,target\nMARKET,Marketplace listing,2027-Q2\nSIGN-IN,Sign-on,\n"
    home = folder(
        tmp_path,
        {
            PRE: None, "prerequisites.yaml": as_yaml(BASE[PRE]).replace(b"owner:", b"Owner:"),
            DIR: None, "directions.csv": directions, "scenarios.yaml": WITH_ROWS.encode(),
        },
    )  # fmt: skip
    written = write(home, "boat", "bank:owner:bob", "terms:owner:ann", "MARKET:target:2027-12-01")
    assert written["directions.csv"].decode() == (
        "id,name,target\nMARKET,Marketplace listing,2027-12-01\nSIGN-IN,Sign-on,\n"
        "BOAT,A boat,2027-12-31\n"
    )
    before = as_yaml(BASE[PRE]).replace(b"owner:", b"Owner:").decode()
    after = written["prerequisites.yaml"].decode()
    added = set(after.splitlines()) - set(before.splitlines())
    assert {"  Owner: bob", "  owner: ann", "- id: harbour"} - {"  Owner: bob"} <= added
    assert "  Owner: bob\n  status" in after


@pytest.mark.parametrize("separator", [",", ";"])
def test_settings_in_csv(tmp_path: Path, separator: str) -> None:
    """A setting is the value of its line, or a new line; pins get a file in the same manner."""
    text = "Name,Value,why\r\nas_of,23 Nov 2026,today\r\nreview_days,20,\r\n"
    home = folder(tmp_path, {SET: None, "settings.csv": text.replace(",", separator).encode()})
    written = write(
        home, "settings:review_days:30", "settings:points_per_effort_day:2", "SIGN-IN/layer:pin:buy"
    )
    assert {name: data.decode().replace(separator, ",") for name, data in written.items()} == {
        "settings.csv": text.replace("review_days,20", "review_days,30")
        + "points_per_effort_day,2,\r\n",
        "route.csv": "item,any_of,requires\r\nSIGN-IN,layer,buy\r\n",
    }
    assert write(home, "SIGN-IN/layer:pin:make")["route.csv"].count(b"make") == 1
    assert (
        write(home, "SIGN-IN/layer:pin:")["route.csv"]
        == separator.join(["item", "any_of", "requires\r\n"]).encode()
    )


def test_nested_tables_in_csv(tmp_path: Path) -> None:
    """A decided option's pick is replaced in its own file, whatever the order of the rows there."""
    home = folder(
        tmp_path,
        {
            DEC: None,
            "decisions.csv": b"ID,question,item,Owner,blocks,status,chosen,decided_on\n"
            b"layer,Buy or make?,choose,ann,sign-in; MARKET,decided,make,2026-11-01\n",
            "decision_options.csv": b"decision,name\nlayer,Buy\nlayer,Make\n",
            "decision_picks.csv": b"decision,option,item,any_of,requires\n"
            b"layer,Make,SIGN-IN,Layer,make\nlayer,Buy,SIGN-IN,layer,buy\n",
            SET: b"as_of: 2026-11-23\n",
        },
    )
    written = write(home, "SIGN-IN/layer:pin:buy")
    assert written == {
        "decision_picks.csv": b"decision,option,item,any_of,requires\n"
        b"layer,Make,SIGN-IN,Layer,buy\nlayer,Buy,SIGN-IN,layer,buy\n"
    }
    assert b"choose,ann,SIGN-IN; MARKET" in tidied(home).files["decisions.csv"][1]


def test_a_saved_scenario_in_csv_leaves_its_files(tmp_path: Path) -> None:
    """Its row, its changes and its rows go, those of others stay."""
    home = folder(
        tmp_path,
        {
            "scenarios.csv": b"id,name\nboat,A boat\nquick,Quick\n",
            "scenario_changes.csv": b"scenario,id,field,value\nquick,terms,lead_at_most,14\n"
            b"boat,bank,owner,bob\n",
            "scenario_directions.csv": b"scenario,id,name\nboat,BOAT,A boat\n",
        },
    )
    written = write(home, "boat")
    assert written["scenarios.csv"] == b"id,name\nquick,Quick\n"
    assert written["scenario_directions.csv"] == b"scenario,id,name\n"
    assert written["scenario_changes.csv"].endswith(b"value\nquick,terms,lead_at_most,14\n")
    assert written[DIR].endswith(b"- id: BOAT\n  name: A boat\n")


@pytest.mark.parametrize(
    ("row", "text", "after"),
    [
        ("not_started,,45,,5", "buy:lead_at_most:60", "not_started,31,45,60,5"),
        ("not_started,,45,,5", "buy:status:done", "done,,45,,5"),
        ("done,,,,", "buy:status:not_started", "not_started,0,0,0,0"),
        ("done,,45,,", "buy:status:not_started", "not_started,,45,,0"),
    ],
)
def test_what_the_reader_filled_in_stays_what_it_was(
    tmp_path: Path, row: str, text: str, after: str
) -> None:
    """The other ends of a range, and what is over, are written where they would become others."""
    before = BASE[PRE].replace(b"not_started,20,45,90,5", row.encode())
    settings = BASE[SET] + b"spread: {low: 0.7, high: 2}\n"
    home = folder(tmp_path, {PRE: before, SET: settings})
    line = next(row for row in write(home, text)[PRE].decode().splitlines() if row[:4] == "buy,")
    assert f"bob,{after}," in line


@pytest.mark.parametrize(
    ("settings", "after"),
    [
        (b"{}\n", b"{review_days: 30, confidence_goal: 0.6, route: [{item: SIGN-IN, "
         b"any_of: layer, requires: buy}]}\n"),
        (b"as_of: 2026-11-23\nRoute: []\n", b"as_of: 2026-11-23\nreview_days: 30\n"
         b"confidence_goal: 0.6\nRoute: [{item: SIGN-IN, any_of: layer, requires: buy}]\n"),
    ],
)  # fmt: skip
def test_yaml_in_braces(tmp_path: Path, settings: bytes, after: bytes) -> None:
    """Several keys and a pin join what stands in braces or brackets, under keys in other looks."""
    home = folder(tmp_path, {SET: settings})
    texts = "settings:review_days:30", "settings:confidence_goal:0.6", "SIGN-IN/layer:pin:buy"
    assert write(home, *texts) == {SET: after}
