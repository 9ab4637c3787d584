"""YAML text with single values written anew, entries added and taken away; all else stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from depmap.scenarios.splices import Splices, line_end

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w ./>+-]*[\w.>+-])?", re.ASCII)
_NULL_WORDS = frozenset(("null", "Null", "NULL"))
_LINE_END = re.compile(r"\r\n|\r|\n")


class YamlCells:
    """The entries of a YAML text by their place, as the reader counts them, to be written anew.

    path holds the keys from an entry of the file's own list to a nested list; () is that list. Of
    a file that is one mapping (settings), the mapping itself is entry 0 of ().
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._root = yaml.compose(text, Loader=yaml.CBaseLoader) if text.strip() else None
        self._end = line_end(text)
        self._splices = Splices(text)

    def set(
        self, path: Sequence[str], entry: int, key: str, value: str, order: Sequence[str] = ()
    ) -> None:
        """Write the value of a key of an entry; a key that is not there is added.

        order: the keys as they should follow each other. IndexError when there is no such entry.
        """
        if self._root is None and not path:
            self._append(None, f"{key}: {_scalar(value)}{self._end}")
            return
        mapping = list(self._entries(path))[entry]
        for name, node in mapping.value:
            if name.value == key:
                self._replace(node, _scalar(value))
                return
        self._add_key(mapping, key, value, order)

    def add(self, path: Sequence[str], entry: int, values: Mapping[str, str]) -> None:
        """Add an entry to the end of a list: of the file's own, or of one nested in an entry."""
        if not path:
            self._append(self._root, _block(values, "", self._end))
            return
        *above, key = path
        parents = list(self._entries(above)) if self._root is not None else []
        if not parents:
            self._append(None, f"{key}:{self._end}{_block(values, '', self._end)}")
            return
        for name, node in parents[entry].value:
            if name.value == key:
                self._add_to(node, name, values)
                return
        indent = " " * _column(parents[entry])
        lines = f"{indent}{key}:{self._end}{_block(values, indent, self._end)}"
        self._insert_line(parents[entry], lines.removesuffix(self._end))

    def take_away(self, path: Sequence[str], entry: int) -> None:
        """Remove an entry from its list, with the lines that are its own."""
        found = list(self._entries(path))[entry]
        own = next(
            node for node in _lists(self._root) if any(child is found for child in node.value)
        )
        place = next(at for at, child in enumerate(own.value) if child is found)
        if own.flow_style:
            start, end = found.start_mark.index, found.end_mark.index
            if place + 1 < len(own.value):
                end = own.value[place + 1].start_mark.index
            elif place:
                start = own.value[place - 1].end_mark.index
            self._splices.put(start, end, "")
            return
        start = self._line_start(found.start_mark.index)
        last = place + 1 == len(own.value)
        end = self._content_end(found) if last else (
            self._line_start(own.value[place + 1].start_mark.index)
        )  # fmt: skip
        self._splices.put(start, end, "")

    def text(self) -> str:
        """The text with everything that was written."""
        text = self._splices.text()
        if self._root is not None and yaml.compose(text, Loader=yaml.CBaseLoader) is None:
            # Without its last entry a list is empty, not missing.
            text += f"[]{self._end}"
        return text

    def _entries(self, path: Sequence[str]) -> Iterator[MappingNode]:
        """The entries of all lists at a path, in the order of the file."""
        level = _mappings([self._root] if self._root is not None else [])
        for key in path:
            level = _mappings(
                [node for entry in level for name, node in entry.value if name.value == key]
            )
        yield from level

    def _replace(self, node: Node, written: str) -> None:
        start, end = node.start_mark.index, node.end_mark.index
        if start == end and self._text[start - 1 : start] != " ":
            written = f" {written}"
        tail = self._text[start:end]
        if tail.endswith(("\n", "\r")):
            written += self._end
        self._splices.put(start, end, written)

    def _add_key(self, mapping: MappingNode, key: str, value: str, order: Sequence[str]) -> None:
        if mapping.flow_style:
            at = mapping.value[-1][1].end_mark.index if mapping.value else (
                mapping.start_mark.index + 1
            )  # fmt: skip
            comma = ", " if mapping.value else ""
            self._splices.put(at, at, f"{comma}{key}: {_scalar(value)}")
            return
        before = order[: order.index(key)] if key in order else ()
        line = f"{' ' * _column(mapping)}{key}: {_scalar(value)}"
        self._insert_line(mapping, line, before)

    def _insert_line(self, mapping: MappingNode, line: str, before: Sequence[str] = ()) -> None:
        """Put lines below the last of the keys before them, else below the first key.

        Only keys whose value stands on their line count.
        """
        lines = [
            (name.value, node)
            for name, node in mapping.value
            if isinstance(node, ScalarNode)
            and node.style not in ("|", ">")
            and node.end_mark.line == name.start_mark.line
        ]
        if lines:
            near = {name: node for name, node in lines if name in before}
            node = near[max(near, key=before.index)] if near else lines[0][1]
            at = self._line_stop(node.end_mark.index)
            self._splices.put(at, at, self._end + line)
            return
        start = mapping.value[0][0].start_mark
        indent = " " * start.column
        self._splices.put(start.index, start.index, f"{line.lstrip()}{self._end}{indent}")

    def _add_to(self, node: Node, name: Node, values: Mapping[str, str]) -> None:
        """Add an entry to a list that is there, maybe empty."""
        flow = ", ".join(f"{key}: {_scalar(value)}" for key, value in values.items())
        if isinstance(node, SequenceNode) and node.flow_style:
            at = node.value[-1].end_mark.index if node.value else node.start_mark.index + 1
            self._splices.put(at, at, f"{', ' if node.value else ''}{{{flow}}}")
        elif isinstance(node, SequenceNode):
            indent = " " * self._dash_column(node)
            self._append_below(node, _block(values, indent, self._end))
        else:
            at = self._line_stop(name.end_mark.index)
            indent = " " * name.start_mark.column
            entry = _block(values, indent, self._end).removesuffix(self._end)
            self._splices.put(at, at, self._end + entry)

    def _append(self, node: Node | None, lines: str) -> None:
        """Add lines for the end of the file's own list."""
        if isinstance(node, SequenceNode) and node.flow_style and not node.value:
            self._splices.put(node.start_mark.index, node.end_mark.index, lines.rstrip("\r\n"))
        elif isinstance(node, SequenceNode) and node.value and not node.flow_style:
            self._append_below(node, lines)
        else:
            last = len(self._text)
            start = "" if not self._text or self._text.endswith(("\n", "\r")) else self._end
            self._splices.put(last, last, start + lines)

    def _append_below(self, node: SequenceNode, lines: str) -> None:
        at = self._content_end(node.value[-1])
        start = "" if self._text[:at].endswith(("\n", "\r")) or not at else self._end
        self._splices.put(at, at, start + lines)

    def _dash_column(self, node: SequenceNode) -> int:
        return int(node.start_mark.column)

    def _content_end(self, node: Node) -> int:
        """Where the line after the last line of a value starts, without what follows it."""
        while isinstance(node, MappingNode | SequenceNode) and node.value and not node.flow_style:
            last = node.value[-1]
            if isinstance(last, tuple):
                key, last = last
                if last.start_mark.index == last.end_mark.index:
                    last = key
            node = last
        index = node.end_mark.index
        if self._text[:index].endswith(("\n", "\r")):
            return int(index)
        found = _LINE_END.search(self._text, index)
        return found.end() if found else len(self._text)

    def _line_start(self, index: int) -> int:
        return max(self._text.rfind("\n", 0, index), self._text.rfind("\r", 0, index)) + 1

    def _line_stop(self, index: int) -> int:
        found = _LINE_END.search(self._text, index)
        return found.start() if found else len(self._text)


def _mappings(nodes: Sequence[Node]) -> list[MappingNode]:
    """The mappings among nodes and the entries of lists among them."""
    entries = [
        entry
        for node in nodes
        for entry in (node.value if isinstance(node, SequenceNode) else [node])
    ]
    return [entry for entry in entries if isinstance(entry, MappingNode)]


def _lists(node: Node | None) -> Iterator[SequenceNode]:
    if isinstance(node, SequenceNode):
        yield node
        for child in node.value:
            yield from _lists(child)
    elif isinstance(node, MappingNode):
        for _, child in node.value:
            yield from _lists(child)


def _column(mapping: MappingNode) -> int:
    return int(mapping.value[0][0].start_mark.column) if mapping.value else 0


def _block(values: Mapping[str, str], indent: str, end: str) -> str:
    """An entry of a list in lines of its own."""
    lines = [f"{key}: {_scalar(value)}" for key, value in values.items()]
    return "".join(
        f"{indent}{'- ' if place == 0 else '  '}{line}{end}" for place, line in enumerate(lines)
    )


def _scalar(value: str) -> str:
    """A value as YAML, in double quotes where it would not read back as it is."""
    if not value or (_PLAIN.fullmatch(value) and value not in _NULL_WORDS):
        return value
    return json.dumps(value, ensure_ascii=False)
