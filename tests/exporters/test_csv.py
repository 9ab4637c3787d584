"""CSV that is safe in a spreadsheet."""

import csv
import io
import re
import unicodedata
from datetime import date

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depmap.exporters.csv import csv_bytes, csv_text

SIGN = tuple("=+-@|%−")


def parsed(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "|cmd", "%0", "\tx", "\rx", "\x00x", "  =1", "\n=1"]
)
def test_cell_that_would_run_as_a_formula_gets_an_apostrophe(cell):
    """Whatever spreadsheet opens it, the cell stays text; so does a header."""
    rows = parsed(csv_text(pandas.DataFrame({cell: [cell]})))
    assert rows[0][0].startswith("'")
    assert rows[1][0].startswith("'")


def test_values_are_written_plainly():
    """Numbers stay numbers, dates are ISO dates, lists are joined, missing values are empty."""
    frame = pandas.DataFrame(
        {
            "text": ['a "quoted", cell', ""],
            "number": [-1.5, float("nan")],
            "whole": [-3, 7],
            "day": pandas.to_datetime([date(2026, 1, 31), None]),
            "list": [["a", "b"], []],
            "flag": [True, False],
        }
    )
    assert csv_text(frame) == (
        "text,number,whole,day,list,flag\r\n"
        '"a ""quoted"", cell",-1.5,-3,2026-01-31,a; b,yes\r\n'
        ",,7,,,no\r\n"
    )


def test_first_part_of_a_list_cannot_start_a_formula():
    """A joined list is text like any other."""
    assert parsed(csv_text(pandas.DataFrame({"list": [["=x", "y"]]})))[1] == ["'=x; y"]


def test_empty_frame_gives_its_header():
    """A filter that matches nothing still downloads a table."""
    assert csv_text(pandas.DataFrame({"a": [], "b": []})) == "a,b\r\n"


def test_download_has_a_byte_order_mark():
    """Spreadsheets read UTF-8 only with one."""
    assert csv_bytes(pandas.DataFrame({"é": ["ü"]})) == b"\xef\xbb\xbf\xc3\xa9\r\n\xc3\xbc\r\n"


SIGNS = tuple(
    sign for sign in map(chr, range(0x110000)) if unicodedata.normalize("NFKC", sign)[:1] in SIGN
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("sign", SIGNS)
def test_no_list_separator_makes_a_cell_of_a_formula(separator, sign):
    """Wherever a spreadsheet cuts: at our comma, a semicolon, a tab, or lines within a cell."""
    cells = [f"{before}{sign}1" for before in ("", "a;", 'a; "', "a\n", "a\r\n ", "a\tb\n\n;")]
    text = csv_text(pandas.DataFrame({"a": ["x"] * len(cells), "b": cells}))
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        assert not [cell for cell in row if cell.lstrip(' \t\r\n"').startswith(SIGNS)]


def test_text_and_numbers_beside_a_semicolon_stay():
    """Only a sign that would begin a cell is told to be text."""
    frame = pandas.DataFrame({"a": ["first; then a - b", "2 = 2", "x;y"], "b": [-1, -2, -3]})
    assert csv_text(frame) == "a,b\r\nfirst; then a - b,-1\r\n2 = 2,-2\r\nx;y,-3\r\n"


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1))
def test_no_cell_ever_starts_a_formula(cells):
    """Random text, line breaks and control characters included, comes back but for apostrophes."""
    frame = pandas.DataFrame({"x": cells})
    for cell, (written,) in zip(cells, parsed(csv_text(frame))[1:], strict=True):
        assert written.replace("'", "") == cell.replace("'", "")
        for part in re.split("[;\t\r\n]", written):
            assert not part.lstrip(' "').startswith(SIGNS)


def test_a_list_is_cut_after_fifty_entries_and_says_so():
    """Fifty entries are all there; of 1,250 the first fifty and how many more."""
    frame = pandas.DataFrame({"path": [[f"i{n}" for n in range(50)], ["i"] * 1250]})
    rows = parsed(csv_text(frame))
    assert rows[1] == ["; ".join(f"i{n}" for n in range(50))]
    assert rows[2] == ["; ".join(["i"] * 50) + "; … 1,200 more"]
