"""The forms that answers are carried out in. One module a form, named after it; one line here.

A form's module is imported when it is written, so that the list costs nobody its libraries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from depmap.exporters.extract import Extract

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Form:
    """says: what comes of it, in a few words. ending: of its file's name; empty for a folder."""

    says: str
    ending: str = ""


FORMS: Mapping[str, Form] = {
    "xlsx": Form("a workbook of the plan and what is behind it", "xlsx"),
    "inputs": Form("a workbook of the input tables, to edit and to read as a folder's", "xlsx"),
    "tasks": Form("a folder with a document for each thing to start or decide"),
    "ics": Form("a calendar of what to start and decide, and of targets", "ics"),
    "jira": Form("a CSV file for Jira's import", "csv"),
    "github": Form("a folder with a script of gh lines and the issues as JSON lines"),
    "linear": Form("a CSV file with Linear's columns", "csv"),
    "mspdi": Form("a project for Microsoft Project and its neighbours", "xml"),
    "mermaid": Form("a flowchart for a README or a wiki", "mmd"),
    "graphml": Form("a network with typed facts", "graphml"),
    "dot": Form("a graph for Graphviz", "dot"),
}


def written(name: str, extract: Extract) -> bytes | Files:
    """The bytes of one file, or of every file of a folder by its name.

    Raises CannotCarry for rows that the form cannot hold.
    """
    content: bytes | Files = _module(name).write(extract)
    return content


def again(name: str) -> Callable[[Files, Files], Files] | None:
    """What a folder holds when it is written once more, of its earlier files and the new ones.

    None where the new ones take the place of all.
    """
    return getattr(_module(name), "again", None)


def after(name: str) -> Callable[[bytes, bytes], bytes | None] | None:
    """What a file holds that is written over an earlier state of it, of that and the new one.

    The function gives None where the file holds something else. None where every state stands for
    itself.
    """
    return getattr(_module(name), "after", None)


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{name}")
