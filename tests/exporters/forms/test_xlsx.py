"""The workbook: typed cells that read back equal, and nothing in it that acts."""

import io
import re
import zipfile
from datetime import date

import pandas
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from depmap.exporters.forms import xlsx
from depmap.exporters.forms.xlsx import PROPERTY, Sheet, workbook
from depmap.exporters.forms.xlsx import write as write_xlsx
from tests.exporters.forms.small import extract

DAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def shown():
    return extract(is_explained=True)


@pytest.fixture(scope="module")
def content(shown):
    return write_xlsx(shown)


def read(content, sheet):
    """The rows of a sheet below its head, and the head."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    head, *rows = book.get_sheet_by_name(sheet).to_python()
    return head, rows


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def plain(value):
    """A value of a frame as a cell of a workbook holds it."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if pandas.isna(value):
        return ""
    if isinstance(value, float):
        # A workbook holds 16 digits of a number.
        return float(f"{value:.16G}")
    return value.date() if isinstance(value, pandas.Timestamp) else value


@pytest.mark.parametrize("relation", xlsx.SHEETS, ids=lambda relation: relation.name)
def test_a_sheet_reads_back_equal_to_its_frame(shown, content, relation):
    """Dates are dates, numbers are numbers, lists are joined, missing values are empty."""
    frame = shown.rows(relation)
    assert len(frame) or relation.name in ("owner_gaps", "findings")
    head, rows = read(content, relation.name)
    own = [next((k for k, v in xlsx.HEADINGS.items() if v == name), name) for name in head]
    assert own == list(frame.columns)
    wanted = [[plain(value) for value in row] for row in zip(
        *(frame[name].tolist() for name in frame.columns), strict=True)]  # fmt: skip
    # Rows end with their last filled cell.
    assert [row + [""] * (len(own) - len(row)) for row in rows] == wanted


def test_types_of_cells():
    """Literal values in, literal values out."""
    frame = pandas.DataFrame(
        {
            "text": ["007", "https://example.org", "1,5"],
            "number": [-1.5, float("nan"), 2.0],
            "whole": pandas.array([3, None, -7], dtype="Int64"),
            "day": pandas.to_datetime([date(2026, 1, 31), None, date(2200, 1, 1)]),
            "flag": [True, False, True],
            "list": [["a", "b"], [], ["=x"]],
        }
    )
    assert read(workbook([Sheet("t", frame)], [], DAY), "t") == (
        ["text", "number", "whole", "day", "flag", "list"],
        [
            ["007", -1.5, 3, DAY, True, "a; b"],
            ["https://example.org", "", "", "", False, ""],
            ["1,5", 2, -7, date(2200, 1, 1), True, "=x"],
        ],
    )


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "=HYPERLINK(A1)", "https://x.org", "mailto:a@b"]


def test_no_cell_is_a_formula_or_a_link(content):
    """Not where the text begins like one, in cells as in heads; what is typed is what is read."""
    frame = pandas.DataFrame({name: [name] for name in FORMULAS})
    made = workbook([Sheet("t", frame)], [("=1", "=1")], DAY)
    for found in (made, content):
        xml = "".join(text for name, text in parts(found).items() if name.startswith("xl/"))
        assert not re.search(r"<f[ >]|<hyperlink|externalLink", xml)
    assert read(made, "t") == (FORMULAS, [FORMULAS])


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_any_text_reads_back_as_it_is(text):
    """Quotes, signs, emoji, blanks at the ends."""
    made = workbook([Sheet("t", pandas.DataFrame({"a": [text]}))], [], DAY)
    assert read(made, "t")[1] == [[text]]


def test_a_text_beyond_the_limit_of_a_cell_is_cut_and_says_so():
    """A longer one would be left out without a word."""
    made = workbook([Sheet("t", pandas.DataFrame({"a": ["x" * 40_000]}))], [], DAY)
    ((cell,),) = read(made, "t")[1]
    assert (len(cell), cell[-1]) == (32_767, "…")


def test_a_table_has_a_frozen_head_filters_and_widths(content):
    """What makes a sheet of 88 rows usable without a click."""
    found = parts(content)
    plan = found["xl/worksheets/sheet1.xml"]
    assert 'ySplit="1"' in plan
    assert 'state="frozen"' in plan
    assert "<autoFilter" in found["xl/tables/table1.xml"]
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', plan)]
    assert len(widths) > 20
    assert max(widths) < 62


def test_an_empty_table_gives_its_head():
    """A filter that matches nothing still makes a sheet that opens."""
    made = workbook([Sheet("t", pandas.DataFrame({"a": [], "b": []}))], [], DAY)
    assert read(made, "t") == (["a", "b"], [])


def test_read_me_says_the_day_the_rules_and_every_column(content):
    """A workbook that is mailed on explains itself; also that it is no input."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("read me").to_python()
    said = {row[0]: row[1] for row in rows[:10]}
    assert said["portfolio"] == "our map"
    assert said["as of"] == "1 Jan 2026; next review 1 Apr 2026"
    assert said["plan"] == "Today’s plan"
    assert said["filters"] == "none: every row is here"
    assert ["plan", "slack_days", "Last day less the earliest start, in calendar days; negative "
            "when late."] in rows  # fmt: skip
    unexplained = [row for row in rows[12:] if row[1] and not row[2]]
    assert unexplained == []
    assert PROPERTY in parts(content)["docProps/custom.xml"]


def test_filters_and_scenario_stand_on_the_read_me_sheet():
    """Who gets a part must know that it is one."""
    found = read(write_xlsx(extract(owner=("CIO",))), "read me")[1]
    assert ["filters", "owner: CIO"] in [row[:2] for row in found]


def test_the_same_rows_give_the_same_bytes(shown, content):
    """So a committed workbook changes with the map alone."""
    assert write_xlsx(shown) == content
