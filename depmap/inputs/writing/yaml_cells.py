"""YAML text with single values written anew, entries added and taken away; all else stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from depmap.inputs.writing.splices import LINE_END, Splices, line_end
from depmap.portfolio.looks import fold_word

Span = tuple[int, int]

# What no YAML reader takes for anything but text, in lists and mappings of either style.
_PLAIN = re.compile(r"[^\W_][\w.+/()-]*(?: [\w.+/()-]+)*")
_NULL_WORDS = ("null", "~")


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
        # What joins the same list or braces is written together, as the text is made.
        self._added: dict[tuple[tuple[str, ...], int], list[Mapping[str, str]]] = {}
        self._in_flow: list[tuple[MappingNode | SequenceNode, list[str]]] = []

    def put(self, place: Span, value: str) -> None:
        """Write a value where a scalar stands; its quotes are kept."""
        start, end = place
        written = _scalar(value, self._text[start:end])
        blank = " " if start == end and self._text[start - 1 : start] != " " else ""
        self._splices.put(start, end, blank + written)

    def set(
        self, path: Sequence[str], entry: int, key: str, value: str, order: Sequence[str] = ()
    ) -> None:
        """Add a key that an entry does not have, with its value.

        order: the keys as they should follow each other. IndexError when there is no such entry.
        """
        if self._root is None and not path:
            self._append(None, (), f"{key}: {_scalar(value)}{self._end}")
            return
        mapping = list(self._entries(path))[entry]
        if mapping.flow_style:
            self._into_flow(mapping, f"{key}: {_scalar(value)}")
            return
        before = order[: order.index(key)] if key in order else ()
        self._insert_line(mapping, f"{' ' * _column(mapping)}{key}: {_scalar(value)}", before)

    def add(self, path: Sequence[str], entry: int, values: Mapping[str, str]) -> None:
        """Add an entry to the end of a list: of the file's own, or of one nested in an entry."""
        self._added.setdefault((tuple(path), entry), []).append(values)

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
        for (path, entry), rows in self._added.items():
            self._add(path, entry, rows)
        for node, written in self._in_flow:
            at = node.start_mark.index + 1
            if node.value:
                last = node.value[-1]
                at = (last[1] if isinstance(last, tuple) else last).end_mark.index
            self._splices.put(at, at, ", ".join([*([""] if node.value else []), *written]))
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
                [
                    node
                    for entry in level
                    for name, node in entry.value
                    if fold_word(name.value) == fold_word(key)
                ]
            )
        yield from level

    def _add(self, path: tuple[str, ...], entry: int, rows: Sequence[Mapping[str, str]]) -> None:
        if not path:
            self._append(self._root, rows, _block(rows, "", self._end))
            return
        *above, key = path
        parents = list(self._entries(above)) if self._root is not None else []
        if not parents:
            self._append(None, rows, f"{key}:{self._end}{_block(rows, '', self._end)}")
            return
        for name, node in parents[entry].value:
            if fold_word(name.value) == fold_word(key):
                self._add_to(node, name, rows)
                return
        if parents[entry].flow_style:
            self._into_flow(parents[entry], f"{key}: [{', '.join(map(_flow, rows))}]")
            return
        indent = " " * _column(parents[entry])
        lines = f"{indent}{key}:{self._end}{_block(rows, indent, self._end)}"
        self._insert_line(parents[entry], lines.removesuffix(self._end))

    def _into_flow(self, node: MappingNode | SequenceNode, *written: str) -> None:
        """Add to the end of what stands in braces or brackets."""
        for other, texts in self._in_flow:
            if other is node:
                texts += written
                return
        self._in_flow.append((node, [*written]))

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
            folded = [fold_word(name) for name in before]
            near = {fold_word(name): node for name, node in lines if fold_word(name) in folded}
            node = near[max(near, key=folded.index)] if near else lines[0][1]
            at = self._line_stop(node.end_mark.index)
            self._splices.put(at, at, self._end + line)
            return
        start = mapping.value[0][0].start_mark
        indent = " " * start.column
        self._splices.put(start.index, start.index, f"{line.lstrip()}{self._end}{indent}")

    def _add_to(self, node: Node, name: Node, rows: Sequence[Mapping[str, str]]) -> None:
        """Add entries to a list that is there, maybe empty."""
        if isinstance(node, SequenceNode) and node.flow_style:
            self._into_flow(node, *map(_flow, rows))
        elif isinstance(node, SequenceNode):
            indent = " " * self._dash_column(node)
            self._append_below(node, _block(rows, indent, self._end))
        else:
            at = self._line_stop(name.end_mark.index)
            indent = " " * name.start_mark.column
            entry = _block(rows, indent, self._end).removesuffix(self._end)
            self._splices.put(at, at, self._end + entry)

    def _append(self, node: Node | None, rows: Sequence[Mapping[str, str]], lines: str) -> None:
        """Add entries, in lines or in braces, to the end of the file's own list."""
        if isinstance(node, SequenceNode) and node.value and node.flow_style:
            self._into_flow(node, *map(_flow, rows))
        elif isinstance(node, SequenceNode) and node.flow_style:
            self._splices.put(node.start_mark.index, node.end_mark.index, lines.rstrip("\r\n"))
        elif isinstance(node, SequenceNode) and node.value:
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
        found = LINE_END.search(self._text, index)
        return found.end() if found else len(self._text)

    def _line_start(self, index: int) -> int:
        return max(self._text.rfind("\n", 0, index), self._text.rfind("\r", 0, index)) + 1

    def _line_stop(self, index: int) -> int:
        found = LINE_END.search(self._text, index)
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


def _block(rows: Sequence[Mapping[str, str]], indent: str, end: str) -> str:
    """Entries of a list in lines of their own."""
    return "".join(
        f"{indent}{'- ' if place == 0 else '  '}{key}: {_scalar(value)}{end}"
        for values in rows
        for place, (key, value) in enumerate(values.items())
    )


def _flow(values: Mapping[str, str]) -> str:
    """An entry of a list in braces."""
    return f"{{{', '.join(f'{key}: {_scalar(value)}' for key, value in values.items())}}}"


def _scalar(value: str, old: str = "") -> str:
    """A value as YAML in the quotes of the old one, in double ones where it must be quoted."""
    if old[:1] == "'" and not LINE_END.search(value):
        return "'" + value.replace("'", "''") + "'"
    is_plain = _PLAIN.fullmatch(value) and value.casefold() not in _NULL_WORDS
    if is_plain and old[:1] not in ('"', "|", ">"):
        return value
    # The text of a block reaches to the end of its last line.
    ends = [found[0] for found in LINE_END.finditer(old) if found.end() == len(old)]
    end = ends[0] if ends and old[:1] in ("|", ">") else ""
    return json.dumps(value, ensure_ascii=False) + end
