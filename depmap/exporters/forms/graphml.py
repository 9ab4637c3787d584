"""A network in GraphML with typed facts, for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

import io
from typing import Any

import networkx as nx

from depmap.answers.rows import is_missing
from depmap.exporters.extract import Extract
from depmap.exporters.network import head, network, one_line

_TEXTS = ("name", "item_type", "theme", "kind", "owner_id", "owner", "status", "action")
_WHOLE = ("lead_low_days", "lead_likely_days", "lead_high_days")
_NUMBERS = ("effort_days", "needed_confidence", "unlock_score", "at_stake")
_DAYS = ("safe_start_by", "start_by", "earliest_start", "earliest_finish")


def write(extract: Extract) -> bytes:
    """Nodes and edges with their facts; edges lead to what waits. Missing facts are left out."""
    found = network(extract)
    graph = nx.MultiDiGraph(name=one_line(extract.portfolio), about="\n".join(head(extract)))
    for item_id, row in found.nodes.items():
        facts: dict[str, Any] = {name: one_line(row[name]) for name in _TEXTS}
        facts |= {name: int(row[name]) for name in _WHOLE if not is_missing(row[name])}
        facts |= {name: float(row[name]) for name in _NUMBERS if not is_missing(row[name])}
        facts |= {name: row[name].date().isoformat() for name in _DAYS if not is_missing(row[name])}
        if item_id in found.targets:
            facts["target"] = found.targets[item_id].isoformat()
        graph.add_node(item_id, **facts)
    for edge in found.edges:
        texts = {name: one_line(edge[name]) for name in ("strength", "any_of", "reason")}
        confidence, is_chosen = float(edge["confidence"]), bool(edge["is_chosen"])
        graph.add_edge(
            edge["requires_id"], edge["item_id"], confidence=confidence, is_chosen=is_chosen,
            **texts,
        )  # fmt: skip
    buffer = io.BytesIO()
    nx.write_graphml_xml(graph, buffer)
    return buffer.getvalue()
