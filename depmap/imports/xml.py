"""XML of other tools, an element at a time, without entities; and where elements stand."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from depmap.portfolio.problem import Problems

MAX_DEPTH = 100
MAX_ELEMENTS = 5_000_000


def elements(file: str, data: bytes, wanted: set[str], problems: Problems) -> Iterator[Element]:
    """The elements of these names, namespaces aside, in the order of their ends.

    Each is emptied once it has been looked at. Raises InvalidPortfolio for what is cut off, for
    entities and for nesting that no tool writes.
    """
    depth = count = 0
    try:
        for event, element in iterparse(io.BytesIO(data), ("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            count += 1
            if depth > MAX_DEPTH or count > 2 * MAX_ELEMENTS:
                found, fix = f"elements stand in each other {MAX_DEPTH} deep", "Export it again."
                if depth <= MAX_DEPTH:
                    found = f"it has more than {MAX_ELEMENTS:,} elements"
                problems.add(file, 0, "", found, "an export of the tool", fix)
                break
            if event == "end" and local(element.tag) in wanted:
                yield element
                element.clear()
    except ParseError as error:
        line, _ = error.position
        found = f"the XML is cut off or damaged ({str(error).partition(':')[0]})"
        problems.add(file, line, "", found, "a whole file", "Export it again.")
    except (DefusedXmlException, ValueError) as error:
        found = f"the XML declares types or entities ({type(error).__name__})"
        fix = "Export it again; no tool writes them."
        at = data.find(b"<!DOCTYPE")
        line = 1 + data.count(b"\n", 0, at) if at >= 0 else 0
        problems.add(file, line, "", found, "elements and text alone", fix)
    problems.raise_if_any()


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def texts(element: Element) -> dict[str, str]:
    """The text of each child, by its name; of a repeated one the first."""
    found: dict[str, str] = {}
    for child in element:
        found.setdefault(local(child.tag), (child.text or "").strip())
    return found


def lines_of(data: bytes, tag: str) -> list[int]:
    """The line of each element of this name, in the order of their starts."""
    lines, at, line = [], 0, 1
    for match in re.finditer(rf"<(?:\w+:)?{tag}[\s>/]".encode(), data):
        line += data.count(b"\n", at, match.start())
        at = match.start()
        lines.append(line)
    return lines
