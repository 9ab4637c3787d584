"""The forms that answers are carried out in. One module a form, one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from depmap.exporters.extract import Extract
from depmap.exporters.forms import (
    dot,
    github,
    graphml,
    ics,
    jira,
    linear,
    mermaid,
    mspdi,
    tasks,
    xlsx,
)


@dataclass(frozen=True)
class Form:
    """What a form writes, and with which function.

    says: what comes of it, in a few words. write gives the bytes of one file, or the bytes of
    every file of a folder by its name. ending: what the name of a file ends with. again: what a
    folder holds when it is written once more, of the files of an earlier export and the new ones.
    """

    says: str
    write: Callable[[Extract], bytes | Mapping[str, bytes]]
    ending: str = ""
    again: Callable[[Mapping[str, bytes], Mapping[str, bytes]], Mapping[str, bytes]] | None = None


FORMS: Mapping[str, Form] = {
    "xlsx": Form("a workbook of the plan and what is behind it", xlsx.write, "xlsx"),
    "tasks": Form(
        "a Markdown document for each thing to start or decide, and an index",
        tasks.write,
        again=tasks.with_notes,
    ),
    "ics": Form("a calendar of what to start and decide, and of targets", ics.write, "ics"),
    "jira": Form("a CSV file for Jira's import", jira.write, "csv"),
    "github": Form("a script of gh lines and the issues as JSON lines", github.write),
    "linear": Form("a CSV file with Linear's columns", linear.write, "csv"),
    "mspdi": Form("a project for Microsoft Project and its neighbours", mspdi.write, "xml"),
    "mermaid": Form("a flowchart for a README or a wiki", mermaid.write, "mmd"),
    "graphml": Form("a network with typed facts", graphml.write, "graphml"),
    "dot": Form("a graph for Graphviz", dot.write, "dot"),
}
