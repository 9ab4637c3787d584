"""`depmap serve-mcp` as an agent uses it: the client of the package, over stdio."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anyio
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import CallToolResult

from depmap.agents.asked import Asked, NotAnswered
from depmap.cli.main import commands

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "prerequisites.csv": """\
id,name,kind,theme,owner,status,lead_low_days,lead_likely_days,lead_high_days,effort_days,first_step
a,Sign the contract,legal,architecture,o,not_started,10,20,40,3,Write to them
b,Open the account,procurement,architecture,,not_started,5,10,20,3,Call the bank
""",
    "dependencies.csv": "item,requires,strength\nD,a,hard\na,b,hard\n",
    "owners.csv": "id,name,capacity_days_per_week,active\no,Olga,5,yes\n",
    "directions.yaml": "- {id: D, name: Enter the market, value: 50, target: 2027-01-03}\n",
    "settings.yaml": "as_of: 2026-11-30\n",
}
CAP = "a:lead_at_most:15"
# What an agent may send by mistake, or because a text told it to; none of it is answered.
REFUSED: Mapping[str, tuple[str, dict[str, Any], str]] = {
    "SQL has no tool": ("query", {"statement": "drop view report.plan"}, "Unknown tool: query"),
    "nothing writes": ("apply", {"what_if": [CAP]}, "Unknown tool: apply"),
    "SQL as an id": ("item", {"id": "a'; drop view report.plan; --"}, "no item is called"),
    "SQL as a filter": ("plan", {"owner": ["' or 1=1 --"]}, 'no owner is called "\' or 1=1 --".'),
    "an argument nobody knows": ("plan", {"owners": ["o"]}, "Extra inputs are not permitted"),
    "a wish to write": ("what_if", {"changes": [CAP], "write": True}, "Extra inputs are not"),
    "a file of scenarios": ("what_if", {"changes": ["/etc/passwd"]}, "no scenario is called"),
    "a path as an id": ("direction", {"id": "../../D"}, "no direction is called"),
    "a value out of its range": ("what_if", {"changes": ["a:status:gone"]}, "no status is called"),
    "a field that is no change": ("what_if", {"changes": ["a:source_file:x"]}, "source_file"),
    "more changes than a scenario has": (
        "what_if", {"changes": [f"a:lead_days:+{n}" for n in range(21)]}, "has 21 changes"),
    "no change": ("what_if", {"changes": []}, "Name at least one change"),
    "more rows than there may be": ("plan", {"limit": 100_000}, "it goes from 1 to 200"),
    "a search without end": ("plan", {"search": "x" * 100_000}, "at most 200 characters"),
    "another type": ("item", {"id": {"$ne": ""}}, "valid string"),
    "nothing at all": ("item", {}, "Field required"),
}  # fmt: skip


def written(folder: Path, **other: str) -> Path:
    """A folder with these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**FILES, **other}.items():
        (folder / name).write_text(text)
    return folder


def session(folder: Path, ask: Callable[[Client], Any]) -> Any:
    """What a coroutine makes of a client whose server is a process of its own."""
    place = {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder.parent), "HOME": str(folder.parent)}
    started = StdioServerParameters(
        command=sys.executable,
        args=["-m", "depmap", "serve-mcp", str(folder)],
        env={**os.environ, **place},
    )

    async def main() -> Any:
        async with Client(stdio_client(started)) as client:
            return await ask(client)

    return anyio.run(main)


def said(result: CallToolResult) -> str:
    """The text of an answer."""
    (content,) = result.content
    assert content.type == "text"
    return content.text


def state(folder: Path) -> dict[str, bytes]:
    """Every file beside and below the folder."""
    return {str(path): path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portfolio that nobody changes."""
    return written(tmp_path_factory.mktemp("served") / "map")


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Any]:
    """One session: the tools, an answer of each, everything refused, and the plan once more."""

    async def ask(client: Client) -> dict[str, Any]:
        answers: dict[str, Any] = {"tools": (await client.list_tools()).tools}
        asked = {
            "plan": {}, "item": {"id": "a"}, "direction": {"id": "D"}, "ways_out": {},
            "what_if": {"changes": [CAP]}, "check": {},
        }  # fmt: skip
        for tool, arguments in asked.items():
            answers[tool] = await client.call_tool(tool, arguments)
        for case, (tool, arguments, _) in REFUSED.items():
            answers[case] = await client.call_tool(tool, arguments)
        answers["narrowed"] = await client.call_tool("plan", {"owner": ["none"], "detail": True})
        answers["again"] = await client.call_tool("plan", {})
        return answers

    before = state(folder)
    found: dict[str, Any] = session(folder, ask)
    assert state(folder) == before, "a session leaves no file, and changes none"
    return found


def printed(*arguments: str) -> str:
    """What a command says on stderr."""
    result = CliRunner().invoke(commands, arguments)
    assert result.exit_code == 0
    return result.stderr.strip()


def test_every_tool_only_reads_and_says_what_it_answers(told: dict[str, Any]) -> None:
    """Six tools, typed both ways, in an order to begin with."""
    tools = told["tools"]
    names = ["plan", "item", "direction", "ways_out", "what_if", "check"]
    assert [tool.name for tool in tools] == names
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert tool.description
        assert tool.input_schema["additionalProperties"] is False
        assert set(tool.output_schema["required"]) == set(tool.output_schema["properties"])
    assert "lead_at_most" in tools[4].description


def test_the_plan_says_the_sentence_of_the_command_and_few_columns(
    told: dict[str, Any], folder: Path
) -> None:
    """The words of the Plan page; every column only when asked for."""
    plan = told["plan"].structured_content
    assert plan["sentence"] == printed("plan", str(folder)).splitlines()[-1]
    assert plan["steps"][1] == {
        "number": 2, "id": "a", "name": "Sign the contract", "owner": "Olga",
        "action": "start when ready", "start_by": plan["steps"][1]["start_by"],
        "last_day": "2026-12-14", "waits_for": ["b"], "facts": None,
    }  # fmt: skip
    assert json.loads(said(told["plan"])) == plan
    narrowed = told["narrowed"].structured_content
    assert [step["id"] for step in narrowed["steps"]] == ["b"]
    assert narrowed["steps"][0]["facts"]["first_step"] == "Call the bank"
    assert narrowed["steps"][0]["facts"]["lead_likely_days"] == 10


def test_an_item_and_a_direction_say_why_and_what_hangs_on_them(told: dict[str, Any]) -> None:
    """Both ends of their dependencies, and the first line of their pages."""
    item, direction = told["item"].structured_content, told["direction"].structured_content
    assert [one["id"] for one in item["needs"]] == ["b"]
    assert [one["id"] for one in item["needed_by"]] == ["D"]
    assert "Enter the market" in item["sentence"]
    assert [step["id"] for step in direction["steps"]] == ["b", "a"]
    assert (direction["target"], direction["likely"]) == ("2027-01-03", "2026-12-30")
    assert "Enough for 80 %" in direction["sentence"]
    assert any("Sign the contract decides" in one for one in direction["drivers"])


def test_ways_out_can_be_tried_as_they_stand(told: dict[str, Any], folder: Path) -> None:
    """Each brings its change; the words are those of the command."""
    (below,) = told["ways_out"].structured_content["directions"]
    ways = below["ways"]
    assert below["sentence"] == told["direction"].structured_content["sentence"]
    assert ways[0]["what_if"][0].startswith("a:lead_at_most:")
    assert ways[-1]["heading"] == "The target"
    listed = CliRunner().invoke(commands, ["ways-out", str(folder)]).stdout
    assert all(way["says"] in listed for way in ways)


def test_a_scenario_is_answered_and_told_as_cells_to_change(
    told: dict[str, Any], folder: Path
) -> None:
    """Question and summary of `depmap compare`; the cells stay for a person to write."""
    answer = told["what_if"].structured_content
    compared = CliRunner().invoke(commands, ["compare", str(folder), "--what-if", CAP]).stdout
    assert compared.startswith(f"{answer['question']} {answer['sentence']}\n")
    assert answer["cells"]
    assert all(cell in compared for cell in answer["cells"])
    assert [move["id"] for move in answer["moves"]] == ["D"]


def test_check_says_what_the_overview_says(told: dict[str, Any], folder: Path) -> None:
    """And lists the findings by rule, with the way out."""
    answer = told["check"].structured_content
    assert (answer["loads"], answer["problems"]) == (True, [])
    assert answer["sentence"] == printed("check", str(folder)).splitlines()[-1]
    assert answer["rules"]["no owner"] == 1
    (unowned,) = (one for one in answer["findings"] if one["rule"] == "no owner")
    assert (unowned["where"], unowned["fix"]) == ("map/prerequisites.csv line 3", "Name an owner.")


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_a_sentence_and_changes_nothing(told: dict[str, Any], case: str) -> None:
    """No traceback, no path; the next answer is the same as before."""
    result = told[case]
    assert result.is_error
    assert REFUSED[case][2] in said(result)
    assert "Traceback" not in said(result)
    assert str(ROOT) not in said(result)
    assert told["again"].structured_content == told["plan"].structured_content


def test_answers_follow_the_files_and_never_come_from_older_ones(tmp_path: Path) -> None:
    """A file that breaks is told by check, and nothing else is answered until it is mended."""
    folder = written(tmp_path / "map")
    asked = Asked(folder, tmp_path / "cache")
    assert asked.plan().total == 2
    written(folder, **{"owners.csv": FILES["owners.csv"].replace("o,", "p,")})
    found = asked.check()
    assert (found.loads, found.sentence, found.total) == (False, "1 problem.", 1)
    assert 'no owner is called "o"' in found.problems[0]
    with pytest.raises(NotAnswered, match="no owner is called"):
        asked.plan()
    renamed = FILES["prerequisites.csv"].replace("Open the account", "Open an account")
    written(folder, **{"prerequisites.csv": renamed})
    assert asked.plan().steps[0].name == "Open an account"


def test_without_the_package_it_says_how_to_install_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, exit code 1; every other command works without it."""
    monkeypatch.setitem(sys.modules, "mcp", None)
    result = CliRunner().invoke(commands, ["serve-mcp", str(folder)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Error: serve-mcp needs the package mcp: pip install -r requirements-mcp.txt\n"
    )


def test_a_folder_that_is_not_there_ends_the_command(tmp_path: Path) -> None:
    """An agent would only see that its server has left."""
    result = CliRunner().invoke(commands, ["serve-mcp", str(tmp_path / "gone")])
    assert result.exit_code == 2
    assert "is no folder of a portfolio" in result.stderr
