"""Mermaid's flowcharts: nodes and arrows, in a file of their own or in a block of Markdown.

Facts: mermaid.js.org, "Flowcharts". Read by line: what is drawn, not how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from depmap.imports import diagram
from depmap.imports.found import Found, Options, Reader
from depmap.inputs.reader import decode
from depmap.portfolio.problem import Problems, quoted

_START = re.compile(r"\s*(?:flowchart|graph)\b(?:[ -]*(?:TB|TD|BT|RL|LR))?\s*;?\s*(?P<rest>.*)")
_FENCE = re.compile(r"\s*(?:```+|~~~+)\s*(\w*)")
_SKIPPED = re.compile(
    r"\s*(?:%%.*|subgraph\b.*|end|direction\b.*|classDef\b.*|class\b.*|style\b.*|linkStyle\b.*"
    r"|click\b.*|accTitle\b.*|accDescr\b.*|---)?\s*;?\s*$"
)
_NODE = re.compile(r"\s*(?P<key>\w+(?:[-.](?=\w)\w+)*)")
_OPENERS = {"(((": ")))", "([": "])", "[[": "]]", "[(": ")]", "((": "))", "{{": "}}", "[/": "/]",
            "[\\": "\\]", "[": "]", "(": ")", "{": "}", ">": "]"}  # fmt: skip
_DIRECTION = "(["
_STYLE = re.compile(r":::\w+")
_LINK = re.compile(
    r"\s*(?P<tail>[<ox](?=[-=]))?(?:"
    r"(?P<worded>--|==|-\.)(?![-=.>])\s*(?P<text>[^|>]*?)\s*(?:-->|--[ox]|==>|\.->)"
    r"|(?P<line>-\.+-|--+|==+|~~~)(?P<head>[>ox]?)(?:\s*\|(?P<label>[^|]*)\|)?)\s*"
)
_ENTITY = re.compile(r"#(?:(\d{1,6})|(quot|lt|gt|amp));")
_NAMED = {"quot": '"', "lt": "<", "gt": ">", "amp": "&"}


def looks_like(name: str, head: bytes) -> bool:
    """By the name of the file, or a block of Markdown."""
    return name.endswith((".mmd", ".mermaid")) or (name.endswith(".md") and b"```mermaid" in head)


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """Nodes and arrows; raises InvalidPortfolio for lines that are no part of a flowchart."""
    text = decode(file, data, problems)
    problems.raise_if_any()
    reading = _Reading(file, problems)
    has_started = False
    for number, line in _lines(file, text or ""):
        if not has_started:
            match = _START.fullmatch(line)
            if match:
                has_started = True
                line = match["rest"]
            elif not _SKIPPED.fullmatch(line):
                fix = "Begin with flowchart LR; other drawings say nothing of what waits."
                what = f"{quoted(line.strip())} begins no flowchart"
                problems.add(file, number, "", what, "a flowchart of Mermaid", fix)
                break
        for statement in line.split(";") if '"' not in line and "#" not in line else [line]:
            if not _SKIPPED.fullmatch(statement):
                reading.statement(number, statement)
    problems.raise_if_any()
    reading.finish()
    return reading.found


def _lines(file: str, text: str) -> Iterator[tuple[int, str]]:
    """The lines of the flowchart; of Markdown those of its first block."""
    is_inside = not file.lower().endswith(".md")
    for number, line in enumerate(text.splitlines(), start=1):
        fence = None if not file.lower().endswith(".md") else _FENCE.match(line)
        if fence and is_inside:
            return
        if fence:
            is_inside = fence[1] == "mermaid"
        elif is_inside:
            yield number, line


class _Reading:
    def __init__(self, file: str, problems: Problems) -> None:
        self.found = Found()
        self._file, self._problems = file, problems
        self._nodes: dict[str, tuple[int, str, bool]] = {}

    def statement(self, number: int, text: str) -> None:
        """Nodes, and the arrows between them, from left to right."""
        at, is_drawn = 0, True
        before: list[str] = []
        facts: dict[str, str] = {}
        while True:
            group, at = self._group(number, text, at)
            if not group:
                what = f"{quoted(text[at:].strip() or text.strip())} cannot be read"
                fix = "Write nodes and arrows, such as a[Text] --> b, one statement a line."
                self._problems.add(self._file, number, "", what, "nodes and arrows", fix)
                return
            if before and is_drawn:
                self.found.check_room(len(before) * len(group))
                self.found.links += [
                    diagram.link(one, other, number, facts) for one in before for other in group
                ]
            if not text[at:].strip():
                return
            match = _LINK.match(text, at)
            if match is None:
                what = f"{quoted(text[at:].strip())} cannot be read"
                fix = "Write nodes and arrows, such as a[Text] --> b, one statement a line."
                self._problems.add(self._file, number, "", what, "nodes and arrows", fix)
                return
            before, at = group, match.end()
            is_dotted = match["worded"] == "-." or (match["line"] or "").startswith("-.")
            label = (match["text"] or match["label"] or "").strip().strip('"')
            facts = {"label": _plain(label), "strength": "soft" if is_dotted else ""}
            is_drawn = bool(match["worded"] or match["head"] == ">") and not match["tail"]
            if not is_drawn:
                self.found.left_out(number, f"{quoted(match[0].strip())} is no arrow one way.")

    def finish(self) -> None:
        for key, (line, label, is_direction) in self._nodes.items():
            self.found.tasks.append(diagram.task(key, line, label, {}, is_direction))

    def _group(self, number: int, text: str, at: int) -> tuple[list[str], int]:
        """Nodes joined with &, and the place after them; none when there is no node."""
        keys: list[str] = []
        while match := _NODE.match(text, at):
            key, at = match["key"], match.end()
            opener = next((sign for sign in _OPENERS if text.startswith(sign, at)), "")
            label = ""
            if opener:
                label, at = _label(text, at + len(opener), _OPENERS[opener])
                if at < 0:
                    return [], 0
            known = self._nodes.get(key, (number, "", False))
            self._nodes[key] = (known[0], label or known[1], known[2] or opener == _DIRECTION)
            keys.append(key)
            if style := _STYLE.match(text, at):
                at = style.end()
            rest = text[at:].lstrip()
            if not rest.startswith("&"):
                return keys, at
            at = len(text) - len(rest) + 1
        return [], at


def _label(text: str, at: int, closer: str) -> tuple[str, int]:
    """The words of a node and the place after them; -1 when it is not closed."""
    if text.startswith('"', at):
        end = text.find('"', at + 1)
        after = text.find(closer, end + 1) if end >= 0 else -1
        return (_plain(text[at + 1 : end]), after + len(closer)) if after >= 0 else ("", -1)
    end = text.find(closer, at)
    return (_plain(text[at:end].strip()), end + len(closer)) if end >= 0 else ("", -1)


def _plain(text: str) -> str:
    """Words without Mermaid's entities and line breaks."""
    text = re.sub(r"<br\s*/?>", " ", text)
    return _ENTITY.sub(
        lambda match: _NAMED[match[2]] if match[2] else chr(min(int(match[1]), 0x10FFFF)), text
    )


READER = Reader("mermaid", "Mermaid", looks_like, read)
