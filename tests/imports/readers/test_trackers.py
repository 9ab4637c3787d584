"""GitHub's JSON, Linear's and Asana's CSV as rows."""

from __future__ import annotations

import json
from pathlib import Path

from tests.imports.exported import EXPORTS, links, read, read_bytes, rows, said

GITHUB = (EXPORTS / "github.json").read_bytes()
PRE = "id owner status lead_likely_days done_on ticket"


def test_github_issues() -> None:
    """Both documents of --paginate; a milestone is a direction; not planned is not done."""
    found = read("github.json")
    assert rows(found, "directions", "id name target") == ["launch Launch 2027-06-30"]
    address = "https://github.com/acme/map/issues"
    assert rows(found, "prerequisites", PRE) == [
        f"sell-on-the-marketplace olga not_started 30 - {address}/1",
        f"seller-contract - not_started 30 - {address}/2",
        f"payout-account - done - 2026-11-02 {address}/3",
        f"old-listing - not_needed - - {address}/4",
        "acme-legal-7-not-in-the-export - not_started 30 - github:acme/legal#7",
    ]


def test_github_links() -> None:
    """Blocked by, blocking, sub-issues, parents and task lists; each once."""
    found = read("github.json")
    assert links(found) == {
        "sell-on-the-marketplace>seller-contract",
        "sell-on-the-marketplace>payout-account",
        "sell-on-the-marketplace>old-listing",
        "seller-contract>acme-legal-7-not-in-the-export",
        "launch>sell-on-the-marketplace",
    }
    assert len(found.tables["dependencies"]) == 5
    flipped = links(read("github.json", flip=True))
    assert "seller-contract>sell-on-the-marketplace" in flipped
    assert "sell-on-the-marketplace>payout-account" in flipped  # a part stays a part


def test_github_of_rest_and_of_issue_list(tmp_path: Path) -> None:
    """The spellings of REST and of gh issue list; pull requests are left out."""
    url = "https://github.com/acme/map/issues"
    issues = [
        {"number": 1, "title": "Goal", "html_url": f"{url}/1", "state": "open", "body": None,
         "blocked_by": [{"number": 2, "html_url": f"{url}/2"}], "assignee": {"login": "olga"}},
        {"number": 2, "title": "First", "url": f"{url}/2", "state": "closed",
         "state_reason": "completed", "closed_at": "2026-10-02T00:00:00Z"},
        {"number": 3, "title": "Change", "html_url": f"{url}/3", "pull_request": {}},
    ]  # fmt: skip
    found = read_bytes(tmp_path, "issues.json", json.dumps(issues, indent=1).encode())
    assert links(found) == {"goal>first"}
    assert rows(found, "prerequisites", "id status done_on") == ["first done 2026-10-02"]
    assert "left out #3 is a pull request." in said(found)


def test_github_items_of_a_project(tmp_path: Path) -> None:
    """gh project item-list: the column says how far an issue is."""
    url = "https://github.com/acme/map/issues"
    items = [
        {"content": {"number": 1, "title": "Goal", "url": f"{url}/1", "type": "Issue"},
         "status": "In Progress", "assignees": ["olga"], "title": "Goal"},
        {"content": {"type": "DraftIssue", "title": "An idea"}, "status": "Todo"},
    ]  # fmt: skip
    found = read_bytes(tmp_path, "items.json", json.dumps({"items": items}).encode())
    assert rows(found, "directions", "id sponsor status") == ["goal olga committed"]


def test_linear_issues() -> None:
    """States by their days, points are no effort; a label of ours gives the id that it names."""
    found = read("linear.csv")
    assert rows(found, "directions", "id") == ["marketplace"]
    columns = "id owner status effort_days started_on done_on ticket"
    assert rows(found, "prerequisites", columns) == [
        "contract petr-example-org in_progress 0 2026-12-01 - ENG-11",
        "ENG-12 - not_started 0 - - ENG-12",
        "ENG-13 - not_needed 0 - - ENG-13",
        "ENG-14 petr-example-org done 0 2026-05-01 2026-05-13 ENG-14",
        "OPS-4 - not_started 0 - - OPS-4",
    ]
    parts = {f"marketplace>{id}" for id in ("contract", "ENG-12", "ENG-13")}
    assert links(found) == parts | {"ENG-12>contract", "ENG-12>OPS-4", "ENG-12>ENG-13"}
    text = said(found)
    assert "2 left out Estimates of 1 issues are points and no days of effort." in text
    assert "5 guessed No direction waits for ENG-14 (and 0 more)" in text


def test_a_due_date_of_linear_is_the_writers_midnight(tmp_path: Path) -> None:
    """22:00 UTC of 31 March is 1 April in Berlin; 05:00 UTC is the day itself in New York."""
    data = (EXPORTS / "linear.csv").read_bytes()
    found = read_bytes(tmp_path, "linear.csv", data, directions=("ENG-11",))
    assert rows(found, "directions", "id target") == ["contract 2027-04-01"]
    data = data.replace(b"Mar 31 2027 22:00", b"Mar 31 2027 05:00")
    found = read_bytes(tmp_path, "linear.csv", data, directions=("ENG-11",))
    assert rows(found, "directions", "id target") == ["contract 2027-03-31"]


def test_asana_tasks() -> None:
    """Links are names: the longest that fits at a comma; one that two tasks bear is left out."""
    found = read("asana.csv")
    assert rows(found, "directions", "id") == ["marketplace"]
    columns = "id owner status lead_likely_days done_on not_before"
    assert rows(found, "prerequisites", columns)[:3] == [
        "contract-signed petr not_started 46 - 2026-12-01",
        "listing-reviewed - not_started 30 - -",
        "bank petr done - 2026-11-20 -",
    ]
    own = {link for link in links(found) if not link.startswith("marketplace>")}
    assert own == {"listing-reviewed>contract-signed", "listing-reviewed>bank",
                   "listing-reviewed>texts"}  # fmt: skip
    assert '3 left out The link to "Texts", which 2 tasks bear.' in said(found)
