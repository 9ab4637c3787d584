"""A flowchart in Mermaid, as README files and wikis draw it: arrows lead to what waits."""

from __future__ import annotations

from depmap.exporters.extract import CannotCarry, Extract
from depmap.exporters.network import head, network, one_line
from depmap.imports.diagram import ANY_OF, BETWEEN

# What Mermaid draws unless its settings say otherwise.
MOST_EDGES, MOST_SIGNS = 500, 50_000
# Entities of Mermaid for what would end a text or begin something else in it.
_ENTITIES = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;", "|": "#124;"}


def write(extract: Extract) -> bytes:
    """Nodes n1, n2, … with `id · name`; a dotted arrow helps, a label names a group of which one
    is enough. Raises CannotCarry beyond what Mermaid draws.
    """
    found = network(extract)
    place = {item_id: f"n{at}" for at, item_id in enumerate(found.nodes, 1)}
    lines = [
        *(f"%% {line}" for line in head(extract, "owners", "leads", "targets")),
        "flowchart LR",
    ]
    for item_id, row in found.nodes.items():
        words = _text(f"{item_id}{BETWEEN}{row['name']}")
        shape = f'(["{words}"])' if row["item_type"] == "direction" else f'["{words}"]'
        lines.append(f"    {place[item_id]}{shape}")
    for edge in found.edges:
        arrow = "-.->" if edge["strength"] == "soft" else "-->"
        group = f'|"{ANY_OF}{_text(edge["any_of"])}"|' if edge["any_of"] else ""
        lines.append(f"    {place[edge['requires_id']]} {arrow}{group} {place[edge['item_id']]}")
    text = "\n".join(lines) + "\n"
    if len(found.edges) > MOST_EDGES or len(text) > MOST_SIGNS:
        raise CannotCarry(
            f"Mermaid draws at most {MOST_EDGES} arrows and {MOST_SIGNS:,} signs; this map has "
            f"{len(found.edges):,} and {len(text):,}. Use filters, or dot or graphml."
        )
    return text.encode()


def _text(words: str) -> str:
    return "".join(_ENTITIES.get(sign, sign) for sign in one_line(words))
