"""What a viewer brings, read for them alone: in a process of its own, kept nowhere.

Neither the file nor what it gives gets into a cache, a folder or the served portfolio.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from depmap.inputs.syntax.apart import MAX_SECONDS, NoAnswer, answer_of
from depmap.portfolio.problem import Problem

PROGRAM = "depmap.screen.state.brought_apart"
# The engine lays out more address space than it fills: a map of 10,000 items fills 370 MB.
MEMORY = 2_000_000_000
LONGEST_NAME = 100
_TOO_MUCH = Problem(
    "", 0, "", f"it takes more than {MEMORY // 1_000_000_000} GB of memory or {MAX_SECONDS} seconds"
    " to read", "a file of at most some 10,000 tasks", "Export fewer tasks, or fewer columns.",
)  # fmt: skip
# One at a time: what one viewer brings takes no memory and processor from all others at once.
_turn = threading.Lock()


@dataclass(frozen=True)
class Rule:
    """The findings of one rule: how many, and the first of them."""

    rule: str
    count: int
    about: str
    what: str
    fix: str


@dataclass(frozen=True)
class Told:
    """What a file gives, in words; with problems it gives nothing else.

    tool: of an export, by which tool; empty for a workbook of input tables. taken: how many rows.
    overview: what its Overview would say. guessed and left_out: what the import would say.
    """

    file: str
    tool: str = ""
    taken: str = ""
    overview: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    findings: tuple[Rule, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(file: str, data: bytes) -> Told:
    """What a file gives, whatever is in it. file: its name, as the browser says it."""
    name = _plain(file)
    try:
        with _turn:
            answer = answer_of(["-m", PROGRAM, name], data)
    except NoAnswer:
        return Told(name, problems=(replace(_TOO_MUCH, file=name),))
    return from_json(answer)


def from_json(answer: dict[str, Any]) -> Told:
    """What the program answered."""
    lists = {name: tuple(answer[name]) for name in ("overview", "guessed", "left_out")}
    return Told(
        file=answer["file"],
        tool=answer["tool"],
        taken=answer["taken"],
        **lists,
        findings=tuple(Rule(**one) for one in answer["findings"]),
        problems=tuple(Problem(**one) for one in answer["problems"]),
    )


def _plain(file: str) -> str:
    """The last part of a name without what no command line takes, its ending kept."""
    name = re.sub(r"[^\w. ()-]", "_", PurePath(file.replace("\\", "/")).name).strip("-. ")
    return name[-LONGEST_NAME:] or "file"
