"""Files for trackers: each issue once, the direction of `blocks`, and nothing that acts."""

import csv
import io
import json
import os
import subprocess

import pytest

from depmap.exporters.forms import github, jira, linear
from tests.exporters.forms.small import changeable, extract


def rows(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def by_label(content):
    """Rows of Jira's file by the id in their label: cells by heading, repeated ones as lists."""
    head, *found = rows(content)
    listed = []
    for row in found:
        cells = {}
        for name, cell in zip(head, row, strict=True):
            cells.setdefault(name, []).extend([cell] if cell else [])
        listed.append(cells)
    return {row["Labels"][0]: row for row in listed}


@pytest.fixture(scope="module")
def jira_rows():
    return by_label(jira.write(extract()))


def test_jira_gets_epics_first_then_what_they_wait_for(jira_rows):
    """A parent stands above its children, as the import asks."""
    assert [(name, row["Issue ID"], row["Issue Type"], row["Parent"])
            for name, row in jira_rows.items()] == [
        ("depmap-EU", ["1"], ["Epic"], []),
        ("depmap-SSO", ["2"], ["Epic"], []),
        ("depmap-account", ["3"], ["Task"], ["1"]),
        ("depmap-contract", ["4"], ["Task"], ["1"]),
        ("depmap-soc2-t1", ["5"], ["Task"], ["2"]),
        ("depmap-end", ["6"], ["Task"], ["2"]),
        ("depmap-soc2-t2", ["7"], ["Task"], []),
        ("depmap-decision:D-1", ["8"], ["Task"], []),
    ]  # fmt: skip


def test_what_an_issue_blocks_stands_in_its_own_row(jira_rows):
    """The account blocks the contract, the contract blocks the region: outward from who blocks.

    An alternative that is not taken and a row that only helps block nobody.
    """
    assert {name: row[jira.OUTWARD] for name, row in jira_rows.items()} == {
        "depmap-EU": [],
        "depmap-SSO": [],
        "depmap-account": ["4"],
        "depmap-contract": ["1"],
        "depmap-soc2-t1": ["2"],
        "depmap-end": ["2"],
        "depmap-soc2-t2": [],
        "depmap-decision:D-1": ["4"],
    }
    assert jira.INWARD not in next(iter(jira_rows.values()))


def test_jira_dates_and_words(jira_rows):
    """Start by the safe date, due by the last day it must be there; statuses and priorities."""
    account, end = jira_rows["depmap-account"], jira_rows["depmap-end"]
    assert (account["Start by"], account["Due date"]) == (["2026-02-20"], ["2026-03-22"])
    assert jira_rows["depmap-EU"]["Due date"] == ["2026-05-31"]
    assert (end["Status"], end["Priority"]) == (["In Progress"], ["High"])
    assert account["Owner"] == ["Information office"]
    # A committed direction is under way; under Jira's own `Start date` a date to start by would
    # come back as a day before which nothing starts.
    assert jira_rows["depmap-EU"]["Status"] == ["In Progress"]
    assert jira_rows["depmap-SSO"]["Status"] == ["To Do"]
    assert "Start date" not in account


@pytest.mark.parametrize("form", [jira, linear])
def test_no_cell_begins_a_formula(form):
    """A contract's name is one; nor does a line within a cell begin one."""
    content = form.write(extract())
    cells = [cell for row in rows(content) for cell in row]
    assert [cell for cell in cells if "HYPERLINK" in cell]
    for cell in cells:
        assert not [line for line in cell.splitlines() if line.lstrip(' "').startswith(
            ("=", "+", "-", "@"))]  # fmt: skip


def test_what_has_a_ticket_is_not_created_again():
    """Its key stands in the links of the others, on both sides; an address counts by its key."""
    found = by_label(
        jira.write(changeable(contract="ENG-12", end="https://t.example.org/browse/ENG-7"))
    )
    assert {"depmap-contract", "depmap-end"}.isdisjoint(found)
    assert found["depmap-account"][jira.OUTWARD] == ["ENG-12"]
    assert found["depmap-EU"][jira.INWARD] == ["ENG-12"]
    assert found["depmap-SSO"][jira.INWARD] == ["ENG-7"]
    blocked = {row[1]: row[-1] for row in rows(linear.write(changeable(contract="ENG-12")))}
    assert blocked["EU region"] == "ENG-12"


def test_a_decision_with_a_ticket_is_not_created_again():
    """What waits for it is blocked by its key."""
    found = changeable()
    found.connection.execute(
        "update report.decisions set ticket = 'ENG-3' where decision_id = 'D-1'"
    )
    listed = by_label(jira.write(found))
    assert "depmap-decision:D-1" not in listed
    assert listed["depmap-contract"][jira.INWARD] == ["ENG-3"]


def test_linear_names_what_blocks():
    """By the ids of its own file; a direction is the parent of its issues."""
    head, *found = rows(linear.write(extract()))
    listed = {row[0]: dict(zip(head, row, strict=True)) for row in found}
    assert {key: row["Blocked by"] for key, row in listed.items() if row["Blocked by"]} == {
        "MAP-1": "MAP-4", "MAP-2": "MAP-5, MAP-6", "MAP-4": "MAP-3, MAP-8",
    }  # fmt: skip
    assert listed["MAP-4"]["Parent issue"] == "MAP-1"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """What the script calls, with a `gh` that only writes down its words; and the folder."""
    folder = tmp_path_factory.mktemp("github")
    for name, content in github.write(extract()).items():
        (folder / name).write_bytes(content)
    gh = folder / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text('#!/bin/sh\nprintf "%s\\0" "$GH_REPO" "$@" >> "$OUT"; printf "\\n" >> "$OUT"\n')
    gh.chmod(0o755)
    out = folder / "out"
    environment = {**os.environ, "PATH": f"{gh.parent}:{os.environ['PATH']}", "OUT": str(out)}
    subprocess.run(
        ["sh", str(folder / "create.sh"), "we/map"], check=True, env=environment, cwd="/"
    )
    return [line.split("\0")[:-1] for line in out.read_text().splitlines()], folder


def test_the_script_calls_gh_with_the_words_it_shows(recorded):
    """Every label and every issue once; a name with quotes and signs is one word."""
    calls, folder = recorded
    assert {call[0] for call in calls} == {"we/map"}
    created = [call for call in calls if call[1:3] == ["issue", "create"]]
    titles = [call[3] for call in created]
    assert titles == [
        "--title=EU region", "--title=Sign-in", "--title=Account | <b>open</b>",
        '--title==HYPERLINK("x") & "signed"', "--title=Report, first kind", "--title=Broker",
        "--title=Report, second kind", "--title=Which vendor: A or B?",
    ]  # fmt: skip
    for call in created:
        assert (folder / call[4].removeprefix("--body-file=")).is_file()
    labels = {call[3] for call in calls if call[1:3] == ["label", "create"]}
    used = {word.removeprefix("--label=") for call in created for word in call[5:]}
    assert labels == used


def test_nobody_and_nothing_is_mentioned(recorded):
    """@vendor and #12 stand in code, so no stranger gets mail and no issue a reference."""
    _, folder = recorded
    body = (folder / "prerequisite-contract.md").read_text()
    assert "Waits on: `@vendor`." in body
    assert "First step: Ask `#12` for terms." in body
    assert "Blocked by:\n\n- Account \\| \\<b\\>open\\</b\\> (`depmap-account`)" in body


def test_the_same_stands_as_json_lines(recorded):
    """For programs: ids of what it blocks instead of numbers."""
    _, folder = recorded
    listed = [json.loads(line) for line in (folder / "issues.jsonl").read_text().splitlines()]
    assert {row["id"]: row["blocks"] for row in listed if row["blocks"]} == {
        "account": ["contract"], "contract": ["EU"], "soc2-t1": ["SSO"], "end": ["SSO"],
        "D-1": ["contract"],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["a; touch x", "$(touch x)", "`touch x`", "'; touch x; '", "-x"])
def test_a_hostile_name_stays_one_word(name):
    """Whatever a title holds, a shell reads one word."""
    found = changeable()
    found.connection.execute("update report.items set name = ? where item_id = 'end'", [name])
    script = github.write(found)["create.sh"].decode()
    (line,) = [line for line in script.splitlines() if "prerequisite-end.md" in line]
    shown = subprocess.run(
        ["sh", "-c", f'gh() {{ printf "%s\\n" "$3"; }}; {line}'],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert shown == f"--title={name}\n"
