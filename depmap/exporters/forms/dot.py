"""A graph in the language of Graphviz: arrows lead to what waits."""

from __future__ import annotations

from collections.abc import Mapping

from depmap.answers.rows import is_missing
from depmap.exporters.extract import Extract
from depmap.exporters.network import head, network, one_line
from depmap.imports.diagram import ANY_OF

NUMBERS = ("lead_low_days", "lead_likely_days", "lead_high_days", "effort_days")


def write(extract: Extract) -> bytes:
    """Nodes are called by their ids; a dashed arrow helps, any_of names a group of alternatives."""
    found = network(extract)
    lines = [*(f"// {line}" for line in head(extract)), f"digraph {_quoted(extract.portfolio)} {{"]
    lines += ["    rankdir=LR;", "    node [shape=box];"]
    for item_id, row in found.nodes.items():
        facts = {
            "label": row["name"],
            "item_type": row["item_type"],
            "theme": row["theme"],
            "owner": row["owner"] if row["owner_id"] else "",
            "owner_id": row["owner_id"],
            "status": row["status"],
            **{name: f"{row[name]:.10g}" for name in NUMBERS if not is_missing(row[name])},
            "target": found.targets[item_id].isoformat() if item_id in found.targets else "",
            "start_by": "" if is_missing(row["safe_start_by"]) else (
                row["safe_start_by"].date().isoformat()
            ),
        }  # fmt: skip
        if row["item_type"] == "direction":
            facts["shape"] = "ellipse"
        lines.append(f"    {_quoted(item_id)} {_facts(facts)};")
    for edge in found.edges:
        facts = {"strength": edge["strength"], "any_of": edge["any_of"]}
        if edge["any_of"]:
            facts["label"] = f"{ANY_OF}{edge['any_of']}"
        if edge["strength"] == "soft":
            facts["style"] = "dashed"
        ends = f"{_quoted(edge['requires_id'])} -> {_quoted(edge['item_id'])}"
        lines.append(f"    {ends} {_facts(facts)};")
    return ("\n".join([*lines, "}"]) + "\n").encode()


def _facts(facts: Mapping[str, str]) -> str:
    return f"[{', '.join(f'{name}={_quoted(text)}' for name, text in facts.items() if text)}]"


def _quoted(text: str) -> str:
    # A backslash begins an escape of a label, such as \\N for the node's own name.
    inner = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
