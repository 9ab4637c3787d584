"""YAML text -> a tree of text that knows its physical lines.

The guards watch parse events, so nothing is constructed from what they refuse: the C parser's
own constructor can be made to crash, and an alias bomb to fill the memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from depmap.inputs.reader import INVISIBLE, line_at
from depmap.portfolio.problem import Problems, quoted

NOWHERE = (-1, -1)
MAX_DEPTH = 50
MAX_VALUES = 200_000
MAX_REFUSALS = 100

_ODD_INDENT = re.compile(r"^[ \t]*[\u00a0\u2000-\u200a\u202f\u3000]", re.MULTILINE)
_GLUED_COMMENT = re.compile(r"[ \t]+#[^\s#]")
# To search for the above from every place would take quadratic time on a run of blanks.
_MAYBE_GLUED_COMMENT = re.compile(r"[ \t]#[^\s#]")
_NULL_WORDS = frozenset(("null", "Null", "NULL", "~"))

_SYNTAX = {
    "found character that cannot start any token": (
        "a value or line starts with a character that YAML reserves (a tab, @, %, `)",
        "Put the value in double quotes; indent with spaces.",
    ),
    "found a tab character that violates indentation": (
        "the line is indented with a tab",
        "Indent with spaces.",
    ),
    "exceeded maximum nesting depth": (
        f"values are nested deeper than {MAX_DEPTH} levels",
        "Look for brackets that are not meant.",
    ),
    "mapping values are not allowed in this context": (
        "there is a colon where none can stand",
        "Put a value that holds a colon in double quotes, and check the indentation.",
    ),
    "could not find expected ':'": (
        "the line is neither a key with a value nor part of a text",
        "Write key: value, or quote a text that runs over several lines.",
    ),
    "found unexpected end of stream": (
        "a quote is opened here and never closed",
        "Close it; in double quotes write \\\" for a quote, in single quotes ''.",
    ),
    "did not find expected ',' or ']'": (
        "a [ is opened here and not closed before the next entry",
        "Close it with ].",
    ),
    "did not find expected ',' or '}'": (
        "a { is opened here and not closed before the next entry",
        "Close it with }.",
    ),
    "did not find expected key": (
        "the line does not fit what stands before it",
        "Indent it like its neighbours, and quote values that hold quotes or brackets.",
    ),
    "did not find expected '-' indicator": (
        "the line does not fit the list before it",
        'Start every entry of the list with "- " at the same indentation.',
    ),
}
# The parser notices these only further on; a person looks for the place where it began.
_REPORTED_WHERE_BEGUN = (
    "could not find expected ':'",
    "found unexpected end of stream",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file: text, a list of nodes, or a mapping; line is its physical line.

    span is where a text stands: among the characters of the file, its quotes included; of a cell of
    CSV its physical line and column.
    """

    line: int
    value: str | list[Node] | dict[str, Node]
    span: tuple[int, int] = field(default=NOWHERE, compare=False)


class _Refused(Exception):
    """Reading on would not help."""


def read_yaml(file: str, text: str, problems: Problems) -> Node | None:
    """The tree of the only document, every scalar as the text that was typed, or None.

    Refused, each with its line: depth over MAX_DEPTH, more than MAX_VALUES, anchors, aliases,
    merge keys, tags, a second document, duplicate keys, keys that are not text, an unquoted
    null, and a # glued to a word after a value (YAML drops the rest of the line). file is the
    name shown to people.
    """
    odd = _ODD_INDENT.search(text)
    if odd:
        found, fix = "the line is indented with a no-break space", "Type ordinary spaces instead."
        problems.add(file, line_at(text, odd.start()), "", found, "ordinary spaces", fix)
        return None
    before = problems.total
    builder = _Builder(file, text, problems)
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            builder.take(event)
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        _report_syntax(file, text, error, problems)
    except yaml.YAMLError as error:
        found = f"the text cannot be read as YAML ({str(error).splitlines()[0]})"
        problems.add(file, 0, "", found, "YAML", "Check the file.")
    if builder.root is None and problems.total == before:
        fix = "Write [] for an empty list, {} for settings that are all default."
        problems.add(file, 0, "", "the file is empty", "a list or mapping", fix)
    return builder.root if problems.total == before else None


def _report_syntax(file: str, text: str, error: yaml.MarkedYAMLError, problems: Problems) -> None:
    message = error.problem or ""
    mark = error.problem_mark
    if message in _REPORTED_WHERE_BEGUN and error.context_mark:
        mark = error.context_mark
    unknown = f"the line cannot be read as YAML ({message})", "Check quotes and indentation."
    found, fix = _SYNTAX.get(message, unknown)
    # At the end of the text the parser may point behind the last line.
    line = min(mark.line + 1, line_at(text, len(text))) if mark else 0
    problems.add(file, line, "", found, "YAML", fix)


class _Builder:
    """Builds the tree from events and refuses what is hostile or ambiguous."""

    def __init__(self, file: str, text: str, problems: Problems) -> None:
        self.root: Node | None = None
        self._file = file
        self._text = text
        self._has_glued_comment = _MAYBE_GLUED_COMMENT.search(text) is not None
        self._problems = problems
        self._refusals = 0
        self._documents = 0
        self._values = 0
        # Open collections, and for each the key that waits for its value (mappings only).
        self._open: list[Node] = []
        self._keys: list[tuple[str, int] | None] = []

    def take(self, event: yaml.Event) -> None:
        """Add one parse event to the tree; raise _Refused when the rest is not worth reading."""
        assert event.start_mark is not None  # The C parser always sets it.
        line = self._key_line() or event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self._values += 1
            if self._values > MAX_VALUES:
                fix = "Rows belong in CSV; leave out what is not needed."
                found = f"there are more than {MAX_VALUES:,} values"
                self._refuse(line, found, f"at most {MAX_VALUES:,} values in a YAML file", fix)
                raise _Refused
            self._check_node(event, line)
            self._check_scalar(event, line)
            # The C parser always sets both marks.
            assert event.end_mark is not None
            self._add(Node(line, event.value, (event.start_mark.index, event.end_mark.index)))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._check_node(event, line)
            self._open_collection(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            fix = "Write the value again in its place, or quote text that starts with *."
            self._refuse(line, f"there is an alias (*{event.anchor})", "values written out", fix)
            self._add(Node(line, ""))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                fix = "Delete the line, or quote text that is only dashes."
                found = "a second document starts here (---)"
                self._refuse(line, found, "one document per file", fix)
                raise _Refused

    def _key_line(self) -> int:
        """The line of the key that waits for its value, else 0.

        A value counts as standing where its key stands, also when it is empty or folded.
        """
        waiting = self._keys[-1] if self._keys else None
        return waiting[1] if waiting else 0

    def _open_collection(
        self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent, line: int
    ) -> None:
        if len(self._open) >= MAX_DEPTH:
            found = f"values are nested deeper than {MAX_DEPTH} levels"
            fix = "Look for brackets or dashes that are not meant."
            self._refuse(line, found, "the few levels of docs/inputs.md", fix)
            raise _Refused
        node = Node(line, [] if isinstance(event, yaml.SequenceStartEvent) else {})
        self._add(node)
        self._open.append(node)
        self._keys.append(None)

    def _check_node(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            fix = "Remove it, or quote text that starts with &."
            self._refuse(line, f"there is an anchor (&{event.anchor})", "values written out", fix)
        tag = getattr(event, "tag", None)
        if tag is not None:
            fix = "Remove it, or quote text that starts with !."
            self._refuse(line, f"there is a type tag ({quoted(tag)})", "plain values", fix)

    def _check_scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        value: str = event.value
        if event.style:
            # Escapes in double quotes can write what the text itself may not hold.
            if INVISIBLE.search(value):
                found = f"there is an invisible character in {quoted(value)}"
                expected = "text without control characters"
                self._refuse(line, found, expected, "Delete the escape.")
            return
        if value in _NULL_WORDS:
            fix = "Leave it empty for no value; put it in quotes if it is text."
            self._refuse(line, f"the value is {value}", "a value or nothing", fix)
        end = event.end_mark
        if self._has_glued_comment and end and _GLUED_COMMENT.match(self._text, end.index):
            found = f"YAML drops everything from the # behind {quoted(value)}"
            fix = "Put the value in quotes, or a blank after # if it is a comment."
            self._refuse(line, found, "a value without #, or in quotes", fix)

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1].value
        if isinstance(parent, list):
            parent.append(node)
        elif isinstance(parent, dict):
            self._add_to_mapping(parent, node)

    def _add_to_mapping(self, mapping: dict[str, Node], node: Node) -> None:
        if self._keys[-1] is not None:
            mapping[self._keys[-1][0]] = node
            self._keys[-1] = None
            return
        if not isinstance(node.value, str):
            fix = "Quote text that starts with [ or {."
            self._refuse(node.line, "a key is a list or mapping", "a word as key", fix)
            raise _Refused
        key = node.value
        if key == "<<":
            fix = "Write the values in their place."
            self._refuse(node.line, "there is a merge key (<<)", "values written out", fix)
        elif key in mapping:
            found = f"the key {quoted(key)} stands here again"
            expected = f"each key once; the first is in line {mapping[key].line}"
            self._refuse(node.line, found, expected, "Remove one of the two.")
        self._keys[-1] = (key, node.line)

    def _refuse(self, line: int, found: str, expected: str, fix: str) -> None:
        self._problems.add(self._file, line, "", found, expected, fix)
        self._refusals += 1
        if self._refusals >= MAX_REFUSALS:
            raise _Refused
