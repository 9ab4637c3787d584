"""Cut off, hostile and odd exports of every tool: a located problem, or rows that load."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from depmap.imports.folder import checked, files_of
from depmap.portfolio.problem import InvalidPortfolio, Problem
from tests.imports.exported import EXPORTS, read, read_bytes, refused, said

EVERY = sorted(path.name for path in EXPORTS.iterdir())
NAMES = [name for name in EVERY if (EXPORTS / name).is_file()]
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def content(name: str) -> bytes:
    return (EXPORTS / name).read_bytes()


@pytest.mark.parametrize("name", EVERY)
def test_every_export_gives_a_folder_that_loads(name: str, tmp_path: Path) -> None:
    """Its files are a valid portfolio with the rows that were said to be taken."""
    found = read(name)
    tables = checked(
        tmp_path / "out", files_of(found, "export", date(2026, 11, 30))
    ).portfolio.tables
    for table, rows in found.tables.items():
        assert len(tables[table]) == len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_an_export_cut_off_anywhere_is_refused_or_loads(name: str, tmp_path: Path) -> None:
    """Nothing else happens, wherever it ends."""
    whole = content(name)
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        problems: tuple[Problem, ...] = ()
        try:
            found = read_bytes(tmp_path, name, whole[:length])
        except InvalidPortfolio as error:
            problems = error.problems
        else:
            checked(tmp_path / "out", files_of(found, "export", date(2026, 11, 30)))
        assert all(problem.file == name and problem.fix for problem in problems)


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("project.xml", ENTITIES + content("project.xml").partition(b"?>")[2],
         "project.xml line 1: the XML declares types or entities (DTDForbidden)"),
        ("project.xml", OUTSIDE + content("project.xml").partition(b"?>")[2],
         "project.xml line 1: the XML declares types or entities (DTDForbidden)"),
        ("map.graphml", ENTITIES + content("map.graphml").partition(b"?>")[2],
         "map.graphml line 1: the XML declares types or entities (DTDForbidden)"),
        ("map.graphml", b"<graphml>" + b"<graph>" * 200_000,
         "map.graphml: elements stand in each other 100 deep"),
        ("map.graphml", content("map.graphml").replace(b'edgedefault="directed"',
         b'edgedefault="undirected"'), "map.graphml line 1: its edges have no direction"),
        ("map.dot", b"graph {a -- b}", "map.dot line 1: the graph is no digraph"),
        ("map.dot", b"digraph {\n a -> -> b}", 'map.dot line 2: "->" stands where a node belongs'),
        ("map.dot", b"digraph {" + b"{" * 100_000, "map.dot line 1: braces stand in each other"),
        ("map.dot", b"digraph {a [label=<b", "map.dot line 1: a < is opened and never closed"),
        ("map.dot", b"digraph {{" + b" ".join(b"a%d" % n for n in range(2000)) + b"} -> {"
         + b" ".join(b"b%d" % n for n in range(2000)) + b"}}",
         "map.dot: it has more than 1,000,000 links"),
        ("flow.mmd", b"sequenceDiagram\n A->>B: hi", "flow.mmd line 1: \"sequenceDiagram\" begins"),
        ("flow.mmd", b"graph LR\n a[never closed --> b", "flow.mmd line 2: "),
        ("flow.mmd", b"graph LR\n a -->\n", "flow.mmd line 2: "),
        ("github.json", b'[{"number":1,"title":"' + b"[" * 100, "github.json line 1: the JSON"),
        ("github.json", b'{"number": "title", "a":' + b"[" * 100_000 + b"/issues/",
         "github.json line 1: the JSON is cut off or damaged"),
        ("project.xml", b"\xff" * 50, "project.xml: the file looks like no export"),
    ],
)  # fmt: skip
def test_a_damaged_or_hostile_export(name: str, data: bytes, what: str, tmp_path: Path) -> None:
    """One problem in one sentence, at its line where it has one."""
    (found,) = refused(tmp_path, name, data)
    assert found.startswith(what)


def test_circles_and_links_to_itself_load(tmp_path: Path) -> None:
    """They are said; the rest is computed."""
    data = b"digraph { a -> b -> c -> a; c -> c; c -> GOAL; a -> b }"
    found = read_bytes(tmp_path, "map.dot", data)
    assert "a, b, c wait for each other" in said(found)
    assert "c waits for itself." in said(found)
    checked(tmp_path / "out", files_of(found, "export", date(2026, 11, 30)))


@pytest.mark.parametrize("name", ["../../x", "a" * 5_000, "=cmd|' /C calc'!A0", "#REF!", "TBD",
                                  "\u202edrow", "'=x", "null", "- a: b", "-", "none"])  # fmt: skip
def test_names_that_mean_harm_stay_names(name: str, tmp_path: Path) -> None:
    """In ids, names, owners and notes; what is read back is the name."""
    row = ["A-1", name, "To Do", name, name]
    data = "Issue key,Summary,Status,Assignee,Labels\n" + ",".join(
        f'"{cell}"' for cell in row) + "\nA-2,Goal,To Do,,\n"  # fmt: skip
    found = read_bytes(tmp_path, "jira.csv", data.encode(), directions=("A-2",))
    tables = checked(
        tmp_path / "out", files_of(found, "export", date(2026, 11, 30))
    ).portfolio.tables
    (read_back,) = tables["prerequisites"].columns["name"]
    expected = {"#REF!": "A-1: #REF!", "'=x": "=x", "a" * 5_000: "a" * 499 + "…"}
    assert read_back == expected.get(name, name)
