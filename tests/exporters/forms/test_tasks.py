"""Follow-up task documents: the layout, the sequence, and notes that stay."""

import re
from datetime import date

import pytest
import yaml

from depmap.exporters.forms.tasks import INDEX, again, write
from tests.exporters.forms.small import extract

HEADINGS = [
    "Problem",
    "Context",
    "Possible Solutions",
    "Plan",
    "Implementation Progress",
    "Review Feedback",
]
MARKED = "written again. -->\n"


@pytest.fixture(scope="module")
def documents():
    return {name: content.decode() for name, content in write(extract()).items()}


def test_there_is_one_for_what_is_worth_starting_and_for_each_decision(documents):
    """What can wait or is replaced has none, unless its action is asked for."""
    assert sorted(documents) == [
        "decide-d-1-76fbdb37.md", "decide-sso-evidence-a4175cad.md", "index.md",
        "start-account.md", "start-contract.md", "start-end.md",
    ]  # fmt: skip
    parked = write(extract(action=("alternative",)))
    assert [name for name in parked if name.startswith("start-")] == ["start-soc2-t2.md"]


def test_every_document_has_the_headings_in_order(documents):
    """Each once, in the layout of the task page."""
    for name, text in documents.items():
        if name != INDEX:
            assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS


def test_the_head_holds_what_a_tracker_asks_for(documents):
    """Id, status, priority, milestone and owner, as YAML."""
    assert yaml.safe_load(documents["start-contract.md"].split("---\n")[1]) == {
        "id": "contract",
        "kind": "prerequisite",
        "status": "not started",
        "priority": "high",
        "milestone": "First tenants",
        "owner": "Counsel",
        "start_by": date(2026, 3, 22),
        "touches": ["billing code", "runbooks"],
    }
    decision = yaml.safe_load(documents["decide-d-1-76fbdb37.md"].split("---\n")[1])
    assert (decision["id"], decision["kind"], decision["owner"]) == (
        "D-1", "decision", "Information office",
    )  # fmt: skip


def test_a_document_says_why_how_long_who_and_what_comes_first(documents):
    """The facts of the row in words, in the section where they are looked for."""
    sections = re.split(r"^## ", documents["start-contract.md"], flags=re.MULTILINE)
    said = {section.partition("\n")[0]: section for section in sections}
    assert "It opens EU region." in said["Problem"]
    assert "Waits on: @vendor." in said["Context"]
    assert "EU region needs it: No terms, no region." in said["Context"]
    assert "- Source: [Vendor guide](https://example.org/a?b=1)." in said["Context"]
    assert "- In the files: test/prerequisites.csv line 2" in said["Context"]
    assert "Wait for Account" in said["Plan"]
    assert "First step: Ask \\#12 for terms." in said["Plan"]
    assert "Bring up to date what it touches: billing code, runbooks." in said["Plan"]
    assert "- A: " in documents["decide-d-1-76fbdb37.md"]


def test_alternatives_stand_under_possible_solutions(documents):
    """With the one that is taken today."""
    text = write(extract(action=("alternative",)))["start-soc2-t2.md"].decode()
    line = "One is enough for Sign-in: Report, first kind (taken today); Report, second kind."
    assert line in text
    assert "One is enough" not in documents["start-contract.md"]


def test_names_stay_names_in_markdown(documents):
    """No tag, table cell, heading or rule begins in what somebody typed."""
    text = documents["start-account.md"]
    assert "# Account \\| \\<b\\>open\\</b\\>" in text
    assert "First step: Fill in the form." in text
    rows = [line for line in documents[INDEX].splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 5
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}


def test_the_index_lists_every_document_in_sequence(documents):
    """By the date to act on; a decision stands before what waits for it."""
    listed = re.findall(r"\]\(([\w-]+\.md)\)", documents[INDEX])
    assert listed == [
        "start-account.md", "decide-d-1-76fbdb37.md", "start-contract.md",
        "decide-sso-evidence-a4175cad.md", "start-end.md",
    ]  # fmt: skip
    assert documents[INDEX].startswith("# Follow-up tasks of our map\n\nAs of 1 Jan 2026;")


def test_the_same_map_gives_the_same_documents(documents):
    """A folder one can commit: it changes with the map alone."""
    assert {name: content.decode() for name, content in write(extract()).items()} == documents


def test_notes_of_people_stay_when_the_folder_is_written_again():
    """Under both marks, with headings of their own in them; the rest is new."""
    before = write(extract())
    text = before["start-contract.md"].decode()
    first, second, rest = text.split(MARKED)
    called = "\nCalled on 3 Jan.\n\n## Terms\n\n- 30 days\n"
    noted = f"{first}{MARKED}{called}{second}{MARKED}\nOK, Petr\n{rest}"
    stale = noted.replace("likely 60", "likely 61")
    after = again({**before, "start-contract.md": stale.encode()}, write(extract()))
    assert after["start-contract.md"].decode() == noted
    assert after == {**write(extract()), "start-contract.md": noted.encode()}
    assert again(after, write(extract())) == after


def test_a_document_again_stays_when_it_is_no_longer_due():
    """One that nobody wrote into goes."""
    before = write(extract())
    noted = before["start-contract.md"] + b"\nLooks good.\n"
    narrowed = write(extract(search="nothing like it"))
    after = again({**before, "start-contract.md": noted}, narrowed)
    assert sorted(after) == ["index.md", "start-contract.md"]
    assert after["start-contract.md"] == noted
