"""The real portfolio, damaged at random: refused with located problems, or loaded unchanged.

DEPMAP_FUZZ sets the number of damaged portfolios (default 50); the seed differs in every run.
"""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.portfolio.schema import FILES, TABLES
from depmap.portfolio.typed import Portfolio
from tests.inputs.independent import csv_rows, listed_rows, look, means, yaml_rows

REAL = Path(__file__).parents[2] / "data"
ORIGINAL = {name: (REAL / name).read_bytes() for name in FILES if (REAL / name).exists()}
IDS = sorted(
    {str(id) for rows in read_portfolio(REAL).tables.values() for id in rows.columns.get("id", [])}
)
# A hang is what it catches; loading takes hundredths of it.
SECONDS = 10
LEADS = ("lead_low_days", "lead_likely_days", "lead_high_days", "effort_days")

NASTY = (
    "", " ", "0", "-1", "-0", "012", "1.10", "1e3", "NaN", "inf", "80%", "4,5", "9" * 5000, "yes",
    "no", "null", "~", "true", "2027-02-29", "01/02/2027", "0026-01-01", "2027-Q5", "2027-Q3",
    "2027-01-31", "hard", "soft", "judgement", "done", "dropped", "#", "a #b", "=1+1", '"', "'",
    "a\nb", "a\r\nb", "\t", "é", "e\u0301", "\u202e", "\u200b", "\u00a0", "🚀", 
    "TBD", "n/a", "-", "TRUE", "x",
    "Hard", "Not started", "31/10/2026", "1 Oct 2026", "Q4 2027", "2028", "46296", "60 d", "8w",
    "3 months", "60.0", "1,500", "0,125", "1.500", "'=x", "#REF!", "CIO ", "\u200bCIO",
    "x" * 200, "[", "{",
    "- a", "a: b", "*a", "&a b", "!t b", "%a", "@a", "`a", "|", ">", "? a", "<<: *a", "---", "...",
)  # fmt: skip
NASTY_BYTES = (
    b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b"\t", b'"', b"'", b",", b";",
    b"#", b":", b"-", b"[", b"]", b"{", b"}", b"\\", b"\xe2\x80\xa8", b"\xc2\x85", b"\xc2\xa0",
    b'""', b"\n\n", b"---\n", b"- ", b"  ", b"&a", b"*a", b"!!int ", b"<<: ",
)  # fmt: skip

texts = st.sampled_from(NASTY) | st.text(max_size=8) | st.sampled_from(IDS)
places = st.integers(0, 2**20)


@st.composite
def damage(draw: st.DrawFn) -> dict[str, bytes]:
    """One to three files of the real portfolio, each damaged one to three times."""
    damaged: dict[str, bytes] = {}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(ORIGINAL)))
        how = draw(st.sampled_from((_bytes, _cells, _lines, _references)))
        damaged[name] = how(draw, name, damaged.get(name, ORIGINAL[name]))
    return damaged


def _bytes(draw: st.DrawFn, name: str, data: bytes) -> bytes:
    """Overwrite, insert, delete, repeat or cut off bytes."""
    at = draw(places) % (len(data) + 1)
    length = draw(st.sampled_from((0, 1, 2, 5, 50)))
    piece = draw(st.sampled_from(NASTY_BYTES) | st.binary(max_size=4))
    kind = draw(st.sampled_from(("insert", "overwrite", "delete", "repeat", "cut")))
    if kind == "cut":
        return data[:at]
    if kind == "repeat":
        return data[: at + length] + data[at:]
    if kind == "delete":
        return data[:at] + data[at + max(1, length) :]
    return data[:at] + piece + data[at + (length if kind == "overwrite" else 0) :]


def _cells(draw: st.DrawFn, name: str, data: bytes) -> bytes:
    """Put another value into one cell, or behind one key."""
    text = data.decode("utf-8", errors="replace")
    value = draw(texts)
    if name.endswith(".csv"):
        try:
            rows = list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error:
            return data
        row = rows[draw(places) % len(rows)] if rows else []
        if row:
            row[draw(places) % len(row)] = value
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(rows)
        return buffer.getvalue().encode("utf-8", errors="replace")
    lines = text.split("\n")
    at = draw(places) % len(lines)
    before, colon, _ = lines[at].partition(": ")
    lines[at] = before + colon + value
    return "\n".join(lines).encode("utf-8", errors="replace")


def _lines(draw: st.DrawFn, name: str, data: bytes) -> bytes:
    """Delete, repeat, swap or indent lines, or bring in one of another file."""
    lines = data.split(b"\n")
    at, other = draw(places) % len(lines), draw(places) % len(lines)
    kind = draw(st.sampled_from(("delete", "repeat", "swap", "indent", "foreign")))
    if kind == "delete":
        del lines[at]
    elif kind == "repeat":
        lines.insert(other, lines[at])
    elif kind == "swap":
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == "indent":
        lines[at] = draw(st.sampled_from((b" ", b"  ", b"\t", b"\xc2\xa0"))) + lines[at]
    else:
        foreign = ORIGINAL[draw(st.sampled_from(sorted(ORIGINAL)))].split(b"\n")
        lines.insert(at, foreign[draw(places) % len(foreign)])
    return b"\n".join(lines)


def _references(draw: st.DrawFn, name: str, data: bytes) -> bytes:
    """Put another id, known or nearly so, where one stands."""
    present = [id for id in IDS if id.encode() in data]
    if not present:
        return data
    old = draw(st.sampled_from(present))
    near = (old.upper(), old + "-", old[:-1], old + " ", old + "\u0301")
    new = draw(st.sampled_from(IDS) | st.sampled_from(near))
    return data.replace(old.encode(), new.encode(), draw(st.sampled_from((1, 1, 1, -1))))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real portfolio, of which each example overwrites and restores what it damages."""
    path = tmp_path_factory.mktemp("fuzz") / "p"
    path.mkdir()
    for name, data in ORIGINAL.items():
        (path / name).write_bytes(data)
    return path


def _check_problems(error: InvalidPortfolio, damaged: dict[str, bytes]) -> None:
    """Every problem is in a file of the portfolio, at a line it has, and complete."""
    assert error.problems
    for problem in error.problems:
        name = problem.file.removeprefix("p/")
        data = damaged.get(name, ORIGINAL.get(name, b""))
        line_ends = data.count(b"\n") + data.count(b"\r")
        assert name in FILES
        assert 0 <= problem.line <= line_ends + 1
        assert problem.found
        assert problem.expected
        assert problem.fix


def _names(portfolio: Portfolio) -> dict[str, set[str]]:
    """The looks of the full names by which an id may be called."""
    names: dict[str, set[str]] = {}
    for rows in portfolio.tables.values():
        for column in ("name", "title", "contact"):
            for id, name in zip(
                rows.columns.get("id", ()), rows.columns.get(column, ()), strict=False
            ):
                names.setdefault(str(id), set()).add(look(str(name)))
    return names


def _check_unchanged(portfolio: Portfolio, name: str, data: bytes) -> None:
    """Every row and value of the file was loaded as a second, independent reading has it."""
    names = _names(portfolio)
    tables = [table for table in TABLES if table.file == name]
    if name.endswith(".csv"):
        rows, lines = csv_rows(tables[0], data)
        assert portfolio.tables[tables[0].name].columns["source_line"] == lines
        expected = {tables[0].name: rows, **listed_rows(tables[0], rows)}
    else:
        expected = yaml_rows(tables[0], data)
    for table in tables:
        loaded = portfolio.tables[table.name]
        assert len(loaded) == len(expected[table.name])
        for column in table.columns:
            if column.name == "strength":
                continue  # Empty beside any_of means hard; test_validate.py has that.
            pairs = zip(expected[table.name], loaded.columns[column.name], strict=True)
            for number, (row, value) in enumerate(pairs):
                text = row.get(column.name, "")
                if column.name in LEADS and not text.strip():
                    # Low and high follow the likely lead, and what is over needs none.
                    assert value in (loaded.columns["lead_likely_days"][number], 0)
                    continue
                assert means(column, text, value, names), (table.name, column.name, row)


@settings(
    max_examples=int(os.environ.get("DEPMAP_FUZZ", "50")),
    deadline=None,
    derandomize=False,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(damaged=damage())
def test_damaged_portfolios(folder: Path, damaged: dict[str, bytes]) -> None:
    """No damage crashes, hangs, is passed over, or changes a value or a row in silence."""
    for name, data in damaged.items():
        (folder / name).write_bytes(data)
    started = monotonic()
    try:
        portfolio = read_portfolio(folder)
    except InvalidPortfolio as error:
        event("refused")
        _check_problems(error, damaged)
    else:
        event("accepted")
        for name, data in damaged.items():
            _check_unchanged(portfolio, name, data)
    finally:
        for name in damaged:
            (folder / name).write_bytes(ORIGINAL[name])
    assert monotonic() - started < SECONDS


@pytest.mark.parametrize("name", sorted(ORIGINAL))
def test_the_second_reading_agrees_on_the_real_files(name: str) -> None:
    """Without damage both readings have every row and value of every file alike."""
    _check_unchanged(read_portfolio(REAL), name, ORIGINAL[name])
