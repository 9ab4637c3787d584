"""GraphML, DOT, Mermaid and files of tasks as rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from depmap.imports.registry import imported
from depmap.portfolio.problem import InvalidPortfolio
from tests.imports.exported import links, read, read_bytes, rows, said

PRE = "id name lead_low_days lead_likely_days lead_high_days owner"


def groups(name: str) -> set[str]:
    """The alternatives, as "item>requires any_of"."""
    return {text for text in rows(read(name), "dependencies", "item requires any_of")
            if not text.endswith("-")}  # fmt: skip


def test_graphml() -> None:
    """Facts by the names of their keys, words of yEd, edges to what waits."""
    found = read("map.graphml")
    assert rows(found, "directions", "id name") == ["MARKET Sell on the marketplace"]
    assert rows(found, "prerequisites", PRE) == [
        "contract Contract 30 60 90 -",
        "n2 Payout account 14 30 60 -",
        "n3 Other bank 14 30 60 -",
    ]
    assert links(found) == {"MARKET>contract", "MARKET>n2", "MARKET>n3", "n2>contract"}
    assert groups("map.graphml") == {"MARKET n2 bank", "MARKET n3 bank"}
    assert "n2 contract soft" in rows(found, "dependencies", "item requires strength")


def test_dot() -> None:
    """Quotes, HTML labels, groups in braces, subgraphs, comments, attributes of the graph."""
    found = read("map.dot")
    assert rows(found, "directions", "id name") == ['MARKET Sell on the "marketplace"']
    assert rows(found, "prerequisites", PRE) == [
        "contract Contract - 60 - petr",
        "n2 Payout  account 14 30 60 -".replace("  ", " "),
        "n3 n3 14 30 60 -",
    ]
    assert links(found) == {"n2>contract", "n3>contract", "MARKET>n2", "MARKET>n3",
                            "MARKET>contract"}  # fmt: skip
    assert groups("map.dot") == {"MARKET n2 bank", "MARKET n3 bank"}


def test_mermaid() -> None:
    """Ids of our own drawings, words on arrows, dotted ones, &, classes and subgraphs."""
    found = read("flow.mmd")
    assert rows(found, "directions", "id name") == ['MARKET Sell on the "marketplace"']
    assert rows(found, "prerequisites", "id name") == [
        "contract Contract", "n3 Payout account", "other Other bank", "idea Idea",
        "late-idea Later",
    ]  # fmt: skip
    assert links(found) == {"MARKET>contract", "MARKET>n3", "MARKET>other", "n3>contract",
                            "other>contract", "late-idea>idea"}  # fmt: skip
    assert groups("flow.mmd") == {"MARKET n3 bank", "MARKET other bank"}
    assert '9 left out "---" is no arrow one way.' in said(found)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a-->b-->c", {"b>a", "c>b"}),
        ("a ==> b", {"b>a"}),
        ("a -->|words| b & c", {"b>a", "c>a"}),
        ("a & b --> c", {"c>a", "c>b"}),
        ("a-.words.->b", {"b>a"}),
        ("a ----> b; b --> c", {"b>a", "c>b"}),
        ('a["x; y"] --> b', {"b>a"}),
        ("a <--> b", set()),
        ("a --x b", set()),
    ],
)
def test_arrows_of_mermaid(line: str, expected: set[str], tmp_path: Path) -> None:
    """One way and with a head is an arrow; the rest is said."""
    found = read_bytes(tmp_path, "a.mmd", f"graph TD\n{line}\n".encode())
    assert links(found) == expected
    assert expected or "is no arrow one way" in said(found)


def test_mermaid_in_markdown(tmp_path: Path) -> None:
    """The first block counts, its lines as those of the file."""
    data = b"# Map\n\n```mermaid\ngraph LR\n  a --- b\n  a --> b\n```\n\nend\n"
    found = read_bytes(tmp_path, "README.md", data)
    assert links(found) == {"b>a"}
    assert "5 left out" in said(found)


def test_beads() -> None:
    """Only blocks makes wait; parent-child is turned round; a tombstone is not needed."""
    found = read("issues.jsonl")
    assert rows(found, "directions", "id") == ["bd-1"]
    assert rows(found, "prerequisites", "id owner status effort_days done_on") == [
        "bd-2 petr in_progress 2 -", "bd-3 - done 0 2026-10-07", "bd-4 - not_needed 0 -",
    ]  # fmt: skip
    assert links(found) == {"bd-1>bd-2", "bd-2>bd-3", "bd-1>bd-4"}
    assert "3 left out The link of type related from bd-3 to bd-2" in said(found)


def test_backlog() -> None:
    """A file a task; milestones are directions, a stranger stands for task-9."""
    found = read("backlog")
    assert rows(found, "directions", "id") == ["launch"]
    assert rows(found, "prerequisites", "id owner status") == [
        "task-1 petr in_progress", "task-2 - not_started", "task-2.1 - done",
        "task-9 - not_started",
    ]  # fmt: skip
    assert links(found) == {"task-2>task-1", "task-2>task-9", "task-2>task-2.1",
                            "launch>task-1", "launch>task-2"}  # fmt: skip
    told = {remark.place: remark.text for remark in found.remarks if remark.place}
    assert told == {
        "backlog/readme.md": "It has no head between lines of three dashes.",
        "backlog/task-2 - Listing.md": "task-9 is not in the export: an item with an assumed lead"
        " stands for it.",
    }


def test_a_broken_head_is_located_in_its_file(tmp_path: Path) -> None:
    """By file and line, as in any YAML."""
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "a.md").write_text("---\nid: task-1\ntitle: [a\n---\n")
    with pytest.raises(InvalidPortfolio) as error:
        imported(tmp_path / "tasks")
    (problem,) = error.value.problems
    assert (problem.file, problem.line) == ("tasks/a.md", 3)


def test_task_master(tmp_path: Path) -> None:
    """Subtasks count among themselves; of several tags each is a direction."""
    found = read("tasks.json")
    assert rows(found, "directions", "id") == ["launch"]
    assert links(found) == {"listing>contract", "listing>texts", "listing>pictures",
                            "pictures>texts", "launch>listing", "launch>pictures"}  # fmt: skip
    data = b'{"a": {"tasks": [{"id": 1, "title": "X", "dependencies": []}]},' \
        b' "b": {"tasks": [{"id": 1, "title": "Y", "dependencies": [2]}]}}'  # fmt: skip
    found = read_bytes(tmp_path, "tasks.json", data)
    assert rows(found, "directions", "id") == ["a", "b"]
    assert links(found) == {"a>x", "b>y", "y>b-2-not-in-the-export"}
