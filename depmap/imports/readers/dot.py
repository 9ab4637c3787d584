"""DOT, the language of Graphviz: nodes, arrows, groups and subgraphs of a digraph.

Facts: graphviz.org, "DOT Language". An own few lines, because pydot needs 26 s for 10,000 nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from depmap.imports import diagram
from depmap.imports.found import Found, Options, Reader
from depmap.inputs.reader import decode
from depmap.portfolio.problem import Problems, quoted

MAX_DEPTH = 50
_TOKEN = re.compile(
    r'(?P<skip>\s+|//[^\n]*|/\*.*?\*/|\#[^\n]*)|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<sign>->|--|[{}\[\];,=:])'
    r"|(?P<word>-?(?:\.\d+|\d+(?:\.\d*)?)|[^\W\d]\w*)|(?P<html><)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class _Broken(Exception):
    """What stands where something else belongs, and its line."""


def looks_like(name: str, head: bytes) -> bool:
    """By the name of the file, or its first word."""
    is_graph = re.search(rb"^\s*(strict\s+)?(di)?graph\b[^\n]*\{", head, re.MULTILINE)
    return name.endswith((".dot", ".gv")) or bool(is_graph and name.endswith(".txt"))


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """Nodes and arrows; raises InvalidPortfolio."""
    text = decode(file, data, problems)
    problems.raise_if_any()
    reading = _Reading(text or "")
    try:
        reading.graph()
    except _Broken as error:
        found, line = error.args
        fix = "Draw it with Graphviz's dot, which names what is wrong, or export it again."
        problems.add(file, line, "", found, "a digraph in the language DOT", fix)
    problems.raise_if_any()
    return reading.found


class _Reading:
    """The statements of one graph, read in order."""

    def __init__(self, text: str) -> None:
        self.found = Found()
        self._tokens = _tokens(text)
        self._kind, self._text, self._line = next(self._tokens)
        self._facts: dict[str, dict[str, str]] = {}
        self._lines: dict[str, int] = {}

    def graph(self) -> None:
        if self._is_word("strict"):
            self._next()
        if self._is_word("graph"):
            raise _Broken("the graph is no digraph, so its edges have no direction", self._line)
        if not self._is_word("digraph"):
            raise _Broken(f"the file begins with {quoted(self._text)}", self._line)
        self._next()
        if self._kind in ("word", "quoted"):
            self._next()
        self._body(0, {})
        for key, facts in self._facts.items():
            label = facts.get("label", "").replace("\n", " ")
            task = diagram.task(key, self._lines[key], "" if label == "\\N" else label, facts)
            self.found.tasks.append(task)

    def _body(self, depth: int, defaults: dict[str, str]) -> list[str]:
        """The statements between braces; the nodes in them."""
        if depth > MAX_DEPTH:
            raise _Broken(f"braces stand in each other {MAX_DEPTH} deep", self._line)
        self._expect("{")
        nodes: list[str] = []
        edges = dict(defaults)
        while self._text != "}" or self._kind != "sign":
            if self._kind == "end":
                raise _Broken("the text ends before the last brace is closed", self._line)
            if self._kind == "sign" and self._text in ";,":
                self._next()
            else:
                nodes += self._statement(depth, edges)
        self._next()
        return nodes

    def _statement(self, depth: int, edges: dict[str, str]) -> list[str]:
        kind = self._text.lower() if self._kind == "word" else ""
        if kind in ("graph", "node", "edge"):
            self._next()
            facts = self._attributes()
            if kind == "edge":
                edges |= facts
            return []
        line = self._line
        chain = [self._group(depth, edges)]
        if self._is_sign("="):
            self._next()
            self._next()
            # An attribute of the graph, which looked like a node.
            for key in chain[0]:
                if self._facts.get(key) == {} and self._lines[key] == line:
                    del self._facts[key]
            return []
        while self._is_sign("->") or self._is_sign("--"):
            if self._text == "--":
                raise _Broken("an edge has no direction", self._line)
            self._next()
            chain.append(self._group(depth, edges))
        facts = self._attributes()
        if len(chain) == 1:
            for key in chain[0]:
                self._facts[key] |= facts
        for before, after in pairwise(chain):
            self.found.check_room(len(before) * len(after))
            for one in before:
                for other in after:
                    link = diagram.link(one, other, line, edges | facts)
                    self.found.links.append(link)
        return [key for group in chain for key in group]

    def _group(self, depth: int, edges: dict[str, str]) -> list[str]:
        """One node, or those of a subgraph."""
        if self._is_word("subgraph"):
            self._next()
            if self._kind in ("word", "quoted"):
                self._next()
        if self._is_sign("{"):
            return self._body(depth + 1, edges)
        if self._kind not in ("word", "quoted"):
            raise _Broken(f"{quoted(self._text)} stands where a node belongs", self._line)
        key = self._text
        self._facts.setdefault(key, {})
        self._lines.setdefault(key, self._line)
        self._next()
        while self._is_sign(":"):
            self._next()
            self._next()
        return [key]

    def _attributes(self) -> dict[str, str]:
        facts: dict[str, str] = {}
        while self._is_sign("["):
            self._next()
            while not self._is_sign("]"):
                if self._kind == "end":
                    raise _Broken("the text ends before the last bracket is closed", self._line)
                name = self._text
                self._next()
                if self._is_sign("="):
                    self._next()
                    facts[name] = self._text
                    self._next()
            self._next()
        return facts

    def _is_sign(self, sign: str) -> bool:
        return self._kind == "sign" and self._text == sign

    def _is_word(self, word: str) -> bool:
        return self._kind == "word" and self._text.lower() == word

    def _expect(self, sign: str) -> None:
        if not self._is_sign(sign):
            what = quoted(self._text) if self._text else "the end"
            raise _Broken(f"{what} stands where {sign} belongs", self._line)
        self._next()

    def _next(self) -> None:
        self._kind, self._text, self._line = next(self._tokens, ("end", "", self._line))


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Kind, text and line of each token; the last is the end."""
    at, line = 0, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _Broken(f"{quoted(text[at : at + 20])} is no word of the language", line)
        kind, end = str(match.lastgroup), match.end()
        if kind == "html":
            end = _html_end(text, at, line)
            yield "quoted", re.sub(r"<[^>]*>", " ", text[at + 1 : end - 1]).strip(), line
        elif kind == "quoted":
            inner = match[0][1:-1].replace("\\\n", "")
            yield kind, _ESCAPE.sub(_unescaped, inner), line
        elif kind != "skip":
            yield kind, match[0], line
        line += text.count("\n", at, end)
        at = end
    yield "end", "", line


def _unescaped(match: re.Match[str]) -> str:
    return {"n": "\n", "l": "\n", "r": "\n", "N": "\\N", "G": "\\G"}.get(match[1], match[1])


def _html_end(text: str, at: int, line: int) -> int:
    depth = 0
    for place in re.finditer("[<>]", text[at:]):
        depth += 1 if place[0] == "<" else -1
        if depth == 0:
            return at + place.end()
    raise _Broken("a < is opened and never closed", line)


READER = Reader("dot", "DOT", looks_like, read)
