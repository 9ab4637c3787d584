"""The server of the Model Context Protocol around the tools: stdio, read only, strict arguments.

stdout carries the protocol alone; what a person should see goes to stderr. Needs the package mcp
(requirements-mcp.txt), which nothing else of depmap imports.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase
from mcp_types import ToolAnnotations
from pydantic import ConfigDict, create_model

from depmap.agents.asked import Asked, NotAnswered
from depmap.exporters.extract import name_of
from depmap.portfolio.change import GRAMMAR, KINDS, MAX_CHANGES

READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
INSTRUCTIONS = """\
Which slow external thing must someone start by which date. Everything here only reads: a person
changes the files. Dates are ISO days. Begin with check, then plan; item and direction explain one
thing; ways_out says what would be enough for what misses its goal; what_if tries changes."""


def serve(folder: Path) -> None:
    """Answers on stdin and stdout until the client leaves. The folder may change meanwhile."""
    with tempfile.TemporaryDirectory(prefix="depmap-agents-") as cache:
        server(Asked(folder, Path(cache)), name_of(folder)).run("stdio")


def server(asked: Asked, portfolio: str) -> MCPServer[Any]:
    """The server of one folder, called by the portfolio's name."""
    fields = "; ".join(f"{kind.word}: {', '.join(kind.fields)}" for kind in KINDS)
    grammar = f" At most {MAX_CHANGES} changes {GRAMMAR}. Fields by what the id names: {fields}."
    tools = [
        _tool(asked.plan),
        _tool(asked.item),
        _tool(asked.direction),
        _tool(asked.ways_out),
        _tool(asked.what_if, grammar),
        _tool(asked.check),
    ]
    return MCPServer(
        "depmap",
        title=f"depmap: {portfolio}",
        instructions=INSTRUCTIONS,
        tools=tools,
        log_level="WARNING",
        subscriptions=False,
    )


class _Strict(ArgModelBase):
    """Arguments of which each is known."""

    model_config = ConfigDict(extra="forbid")


def _tool(answer: Callable[..., Any], more: str = "") -> Tool:
    """A tool that refuses arguments it does not know: a misspelt filter must not be no filter."""

    @functools.wraps(answer)
    def tool(*args: Any, **named: Any) -> Any:
        try:
            return answer(*args, **named)
        except NotAnswered as error:
            raise ToolError(str(error)) from error

    made = Tool.from_function(
        tool, description=(answer.__doc__ or "").strip() + more, annotations=READS
    )
    known = made.fn_metadata.arg_model
    strict = create_model(known.__name__, __base__=(_Strict, known))
    made.fn_metadata.arg_model = strict
    made.parameters = strict.model_json_schema(by_alias=True)
    return made
