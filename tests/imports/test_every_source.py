"""Every source, damaged in the same ways: refused at its place, or read and said.

Refused are what is cut off, headers of another language, entities, archives, bytes that are no
text, invisible characters and what is empty. Read are repeated columns, links to what is not there,
circles and 50,000 tasks.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from click.testing import CliRunner

from depmap.cli.main import commands
from depmap.imports.folder import checked, files_of
from depmap.imports.registry import imported
from tests.imports.exported import EXPORTS, links, read_bytes, said
from tests.imports.written import WRITERS, Files, chain, put
from tests.thorough import slow, some

ENTITIES = b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n'
ALIASES = b"---\nid: &a [x, x]\ntitle: &b [*a, *a, *a]\nlabels: [*b, *b, *b]\n---\n"
BOMB_BYTES = 20_000_000


def export(name: str) -> bytes | Files:
    """A real-shaped export, or the files of its folder."""
    place = EXPORTS / name
    if place.is_file():
        return place.read_bytes()
    return {path.name: path.read_bytes() for path in place.iterdir()}


def each(name: str, change: Callable[[bytes], bytes]) -> bytes | Files:
    """The export with its bytes changed, those of each file."""
    whole = export(name)
    if isinstance(whole, bytes):
        return change(whole)
    return {own: change(data) for own, data in whole.items()}


def cut_off(name: str) -> bytes | Files:
    return each(name, lambda data: data[: len(data) * 3 // 5])


def in_latin_1(name: str) -> bytes | Files:
    return each(name, lambda data: data.replace(b"Contract", b"Contr\xe1ct").replace(
        b"contract", b"contr\xe1ct"))  # fmt: skip


def with_nul(name: str) -> bytes | Files:
    return each(name, lambda data: data.replace(b"Contract", b"Con\0tract").replace(
        b"contract", b"con\0tract"))  # fmt: skip


def with_entities(name: str) -> bytes | Files:
    """Entities that stand for others in XML, aliases in the head of Markdown."""
    if name == "backlog":
        return {"task-1.md": ALIASES}
    return each(name, lambda data: ENTITIES + (data.partition(b"?>")[2] or data))


def bomb(name: str) -> bytes | Files:
    """A small archive of much nothing, under the name of the export."""
    return {"task-1.md": nothing()} if name == "backlog" else nothing()


@cache
def nothing() -> bytes:
    """An archive of BOMB_BYTES zeros; to write it takes longer than to refuse it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"0" * BOMB_BYTES)
    return archive.getvalue()


def empty(name: str) -> bytes | Files:
    return {} if name == "backlog" else b""


def renamed(name: str) -> bytes | Files:
    return each(name, lambda data: data.replace(b"Summary", b"R\xc3\xa9sum\xc3\xa9").replace(
        b"Title", b"Titel").replace(b",Name", b",Nom"))  # fmt: skip


XML_NOT_UTF_8 = "the XML is cut off or damaged (not well-formed (invalid token))"
DECLARED = "line 2: the XML declares types or entities (DTDForbidden)"
MARKED_UP = "line 1: the content is a web page or XML"
REFUSED: dict[Callable[[str], bytes | Files], dict[str, str]] = {
    cut_off: {
        "jira.csv": "line 3: the row has 17 values; it ends before column",
        "linear.csv": 'line 4: the row has 1 value; it ends before column "Team"',
        "asana.csv": 'line 3: the row has 13 values; it ends before column "Parent task"',
        "github.json": "line 11: the JSON is cut off",
        "issues.jsonl": "line 3: the JSON is cut off",
        "tasks.json": "line 4: the JSON is cut off",
        "project.xml": "line 24: the XML is cut off",
        "taskjuggler.xml": "line 11: the XML is cut off",
        "map.graphml": "line 13: the XML is cut off",
        "map.dot": "line 7: the text ends before the last brace is closed",
        "flow.mmd": 'line 7: "of: b" cannot be read',
        "backlog": "/task-1 - Contract.md line 8: the head is never closed",
    },
    renamed: {
        "jira.csv": 'line 1: there is no column "Summary"',
        "linear.csv": "the file looks like no export that is known",
        "asana.csv": 'line 1: there is no column "Name"',
    },
    with_entities: {
        **dict.fromkeys(["jira.csv", "linear.csv", "asana.csv", "github.json", "issues.jsonl",
                         "tasks.json", "map.dot", "flow.mmd"], MARKED_UP),
        **dict.fromkeys(["project.xml", "taskjuggler.xml", "map.graphml"], DECLARED),
        "backlog": "/task-1.md line 2: there is an anchor (&a)",
    },
    bomb: {
        **dict.fromkeys(WRITERS, "line 1: the content is an Excel workbook or another zip archive"),
        "backlog": "/task-1.md line 1: the content is an Excel workbook",
    },
    in_latin_1: {
        "jira.csv": 'line 3: the text is not UTF-8 at "Seller contráct',
        "linear.csv": 'line 2: the text is not UTF-8 at "ENG-11,Eng,Seller contráct',
        "asana.csv": "line 2: the text is not UTF-8",
        "github.json": "line 8: the text is not UTF-8",
        "issues.jsonl": "line 2: the text is not UTF-8",
        "tasks.json": "line 2: the text is not UTF-8",
        "project.xml": f"line 10: {XML_NOT_UTF_8}",
        "taskjuggler.xml": f"line 8: {XML_NOT_UTF_8}",
        "map.graphml": f"line 13: {XML_NOT_UTF_8}",
        "map.dot": "line 5: the text is not UTF-8",
        "flow.mmd": "line 4: the text is not UTF-8",
        "backlog": '/task-1 - Contract.md line 3: the text is not UTF-8 at "title: Contráct"',
    },
    with_nul: {
        "jira.csv": 'line 3: there is an invisible character (U+0000) after "Seller con"',
        "linear.csv": "line 2: there is an invisible character (U+0000)",
        "asana.csv": "line 2: there is an invisible character (U+0000)",
        "github.json": "line 8: there is an invisible character (U+0000)",
        "issues.jsonl": "line 2: there is an invisible character (U+0000)",
        "tasks.json": "line 2: there is an invisible character (U+0000)",
        "project.xml": f"line 10: {XML_NOT_UTF_8}",
        "taskjuggler.xml": f"line 8: {XML_NOT_UTF_8}",
        "map.graphml": f"line 13: {XML_NOT_UTF_8}",
        "map.dot": "line 5: there is an invisible character (U+0000)",
        "flow.mmd": "line 4: there is an invisible character (U+0000)",
        "backlog": "/task-1 - Contract.md line 3: there is an invisible character (U+0000)",
    },
    empty: {
        **dict.fromkeys(WRITERS, "line 1: the file is empty"),
        "map.dot": 'line 1: the file begins with ""',
        "flow.mmd": "there are no tasks in it",
        "backlog": "it is no file",
    },
}  # fmt: skip
CASES = [(damage, name, what) for damage, found in REFUSED.items() for name, what in found.items()]


def test_every_source_is_here() -> None:
    """With its writer, and with every damage but headers, which only tables of rows have."""
    assert WRITERS.keys() == {path.name for path in EXPORTS.iterdir()}
    assert all(found.keys() == WRITERS.keys() for damage, found in REFUSED.items()
               if damage is not renamed)  # fmt: skip


@pytest.mark.parametrize(
    ("damage", "name", "what"), CASES, ids=[f"{d.__name__}-{name}" for d, name, _ in CASES]
)
def test_what_is_damaged_is_refused_at_its_place(
    damage: Callable[[str], bytes | Files], name: str, what: str, tmp_path: Path
) -> None:
    """One sentence with file and line, what to do, exit code 1; nothing is written."""
    source = put(tmp_path, name, damage(name))
    result = CliRunner().invoke(commands, ["import", str(source), str(tmp_path / "map")])
    said_of = result.stderr.splitlines()
    where = name if what.startswith("/") else f"{name} " if what.startswith("line") else f"{name}: "
    assert result.exit_code == 1
    assert said_of[0].startswith(f"{where}{what}"), result.stderr
    assert said_of[1].startswith("    ")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", list(WRITERS))
def test_links_to_what_is_not_there_and_circles_are_read_and_said(
    name: str, tmp_path: Path
) -> None:
    """A stranger stands for what is outside; a circle loads; who waits for itself does not."""
    tasks = {"A-1": ["A-99"], "A-2": ["A-1", "A-3"], "A-3": ["A-2"], "A-4": ["A-3", "A-4"]}
    source = put(tmp_path, name, WRITERS[name](tasks))
    found = imported(source)
    text = said(found)
    assert len(found.tables["dependencies"]) == 5
    # In drawings an arrow is enough to make a node.
    assert ("99 is not in the export" in text) == (name not in ("map.dot", "flow.mmd"))
    assert "wait for each other: blocked until one of the links goes." in text
    assert "4 waits for itself." in text
    placed = [remark.text for remark in found.remarks if remark.place]
    assert [text for text in placed if "wait for each other" in text]
    checked(tmp_path / "map", files_of(found, "export", date(2026, 11, 30)))


@pytest.mark.parametrize(
    ("name", "taken"),
    [("jira.csv", "PAY-4>PAY-3"), ("linear.csv", "ENG-12>OPS-7"), ("asana.csv", "A>B")],
)
def test_repeated_columns(name: str, taken: str, tmp_path: Path) -> None:
    """Links of every column count, whether the tool repeats it or somebody did by hand."""
    rows = {
        "jira.csv": "Issue key,Summary,Inward issue link (Blocks),Inward issue link (Blocks)\n"
        "PAY-4,Four,PAY-2,PAY-3\nPAY-3,Three,,\n",
        "linear.csv": "ID,Title,Status,Blocked by,Blocked by\nENG-12,Listing,Todo,ENG-11,OPS-7\n",
        "asana.csv": "Task ID,Name,Section/Column,Blocked By,Blocked By\n1,A,x,C,B\n2,B,x,,\n",
    }[name]
    found = read_bytes(tmp_path, name, rows.encode())
    told = {ids: key for key, ids in found.ids.items()}
    named = {row["id"]: row["name"] for table in ("directions", "prerequisites")
             for row in found.tables[table]}  # fmt: skip
    shown = {
        ">".join(named[id] if name == "asana.csv" else told[id] for id in link.split(">"))
        for link in links(found)
    }
    assert taken in shown
    assert len(shown) == 2


@pytest.mark.parametrize(
    ("name", "count", "seconds"),
    [
        *((name, 10_000, 3) for name in some(list(WRITERS), 6)),
        *(pytest.param(name, 50_000, 20, marks=slow) for name in list(WRITERS)[::4]),
    ],
)
def test_large_sources(name: str, count: int, seconds: int, tmp_path: Path) -> None:
    """With three links a task, from the file to checked rows, in seconds of the processor."""
    source = put(tmp_path, name, WRITERS[name](chain(count)))
    started = process_time()
    found = imported(source)
    checked(tmp_path / "map", files_of(found, "export", date(2026, 11, 30)))
    assert process_time() - started < seconds
    assert len(found.tables["dependencies"]) == 3 * count - 58
