"""GraphML, as networkx, yEd, Gephi and Cytoscape write it.

Facts: graphml.graphdrawing.org, "GraphML Primer"; yEd puts words into y:NodeLabel. Nodes and edges
carry data whose keys name the attributes. The reader of networkx expands entities; not this one.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from depmap.imports import diagram
from depmap.imports.found import Found, Options, Reader
from depmap.imports.xml import elements, lines_of, local
from depmap.portfolio.problem import Problems

_LABELS = ("label", "name", "Label", "NodeLabel")


def looks_like(name: str, head: bytes) -> bool:
    """Whether the first element is graphml."""
    return b"<graphml" in head


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """Nodes and edges; raises InvalidPortfolio."""
    found = Found()
    names: dict[str, str] = {}
    nodes, edges = iter(lines_of(data, "node")), iter(lines_of(data, "edge"))
    for element in elements(file, data, {"key", "node", "edge", "graph"}, problems):
        kind = local(element.tag)
        if kind == "key":
            names[element.get("id", "")] = element.get("attr.name", "")
        elif kind == "node" and element.get("id"):
            facts = _facts(element, names)
            label = next((facts[name] for name in _LABELS if facts.get(name)), "")
            found.tasks.append(diagram.task(element.get("id", ""), next(nodes, 0), label, facts))
        elif kind == "edge":
            line, ends = next(edges, 0), (element.get("source", ""), element.get("target", ""))
            if element.get("directed") == "false":
                found.left_out(line, f"The edge between {' and '.join(ends)} has no direction.")
            else:
                found.links.append(diagram.link(*ends, line, _facts(element, names)))
        elif kind == "graph" and element.get("edgedefault") == "undirected" and found.links:
            fix = "Draw it with arrows that lead to what waits."
            problems.add(file, 1, "", "its edges have no direction", "a directed graph", fix)
            problems.raise_if_any()
    return found


def _facts(element: Element, names: dict[str, str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for child in element:
        if local(child.tag) == "data":
            name = names.get(child.get("key", ""), child.get("key", ""))
            facts[name] = (child.text or "").strip()
            for inner in child.iter():
                if local(inner.tag) in ("NodeLabel", "EdgeLabel") and (inner.text or "").strip():
                    facts.setdefault("NodeLabel", (inner.text or "").strip())
    return facts


READER = Reader("graphml", "GraphML", looks_like, read)
