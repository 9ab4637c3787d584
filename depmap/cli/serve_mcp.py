"""`depmap serve-mcp`: the answers for agents, by the Model Context Protocol."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import click

from depmap.cli import shared


@click.command(name="serve-mcp")
@shared.folder_argument
def serve_mcp(folder: Path) -> None:
    """Answer an agent over stdin and stdout: plan, item, direction, ways_out, what_if, check.

    For the configuration of an agent and not for a terminal. It reads the files anew when they
    have changed, and writes nothing.
    """
    if importlib.util.find_spec("mcp") is None:
        needs = "serve-mcp needs the package mcp: pip install -r requirements-mcp.txt"
        raise click.ClickException(needs)
    if not folder.is_dir():
        raise click.UsageError(f"{folder} is no folder of a portfolio.")
    from depmap.agents.server import serve

    serve(folder)
