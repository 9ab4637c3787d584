"""Cells are replaced where they stand, and nothing else moves."""

from __future__ import annotations

import csv
from collections.abc import Mapping

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from depmap.inputs.reader import INVISIBLE
from depmap.inputs.syntax.separators import Dialect
from depmap.inputs.writing.csv_cells import write_csv_cells
from depmap.inputs.writing.yaml_cells import Span, YamlCells


def test_quotes_line_ends_and_neighbours_stay() -> None:
    """Quoted cells stay quoted, others are quoted when they must be, and CRLF stays."""
    text = 'id,name,notes\r\na,"Ann","one\r\ntwo"\r\n\r\nb, Bob ,=1\r\n'
    changes = {(2, 0): "A", (2, 1): "An", (5, 1): "Bob, and", (1, 2): "Notes"}
    assert write_csv_cells(text, changes) == (
        'id,name,Notes\r\nA,"An","one\r\ntwo"\r\n\r\nb,"Bob, and",=1\r\n'
    )


def test_other_separators() -> None:
    """A semicolon needs quotes in a file of semicolons, a comma does not."""
    changes = {(1, 0): "a,b", (1, 1): "c;d"}
    assert write_csv_cells("x;y\n", changes, Dialect(";")) == 'a,b;"c;d"\n'


def test_rows_in_quotes_as_a_whole() -> None:
    """The row inside the quotes is written, and quoted again."""
    written = write_csv_cells('"id,na""me"\n"a,b"\n', {(2, 1): "c,d"}, Dialect(",", True))
    assert written == '"id,na""me"\n"a,""c,d"""\n'


@pytest.mark.parametrize("place", [(3, 0), (1, 2)])
def test_a_cell_that_is_not_there(place: tuple[int, int]) -> None:
    """A row or column beyond the text is refused."""
    with pytest.raises(KeyError):
        write_csv_cells("a,b\nc,d", {place: "x"})


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\0"))


@given(
    rows=st.lists(st.lists(texts, min_size=3, max_size=3), min_size=1), value=texts, at=st.data()
)
def test_every_other_cell_reads_the_same(
    rows: list[list[str]], value: str, at: st.DataObject
) -> None:
    """Whatever stands in the cells, a reader finds the new value and all others as they were."""
    text = "\n".join(",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    row, column = at.draw(st.integers(0, len(rows) - 1)), at.draw(st.integers(0, 2))
    line = 1 + sum(
        len(["", *"".join(cells).replace("\r\n", "\n").replace("\r", "\n").split("\n")]) - 1
        for cells in rows[:row]
    )
    # Line ends that two cells would make together are no line end of the file.
    if any(cell.endswith("\r") or cell.startswith("\n") for cells in rows for cell in cells):
        return
    written = write_csv_cells(text, {(line, column): value})
    rows[row][column] = value
    assert list(csv.reader([*_lines(written)], strict=True)) == rows


def _lines(text: str) -> list[str]:
    lines, line = [], ""
    for sign in text:
        line += sign
        if sign == "\n":
            lines.append(line)
            line = ""
    return [*lines, line] if line else lines


def _yaml_with(text: str, changes: Mapping[Span, str]) -> str:
    cells = YamlCells(text)
    for span, value in changes.items():
        cells.put(span, value)
    return cells.text()


def test_yaml_keeps_comments_and_quotes() -> None:
    """Only the scalar changes; a value that YAML would read otherwise is put in quotes."""
    text = "- id: a # first\n  name: 'It''s'\n  note: \"x\"\n  items: [b, c]\n"
    at = {word: (text.index(word), text.index(word) + len(word)) for word in
          ("'It''s'", '"x"', "b, c")}  # fmt: skip
    changes = {
        at["'It''s'"]: "It's on", at['"x"']: "y: z", (at["b, c"][0], at["b, c"][0] + 1): "d: #1",
    }  # fmt: skip
    written = _yaml_with(text, changes)
    assert written == (
        "- id: a # first\n  name: 'It''s on'\n  note: \"y: z\"\n  items: [\"d: #1\", c]\n"
    )
    assert yaml.safe_load(written)[0]["items"] == ["d: #1", "c"]


@given(value=texts.filter(lambda text: not INVISIBLE.search(text)))
def test_any_value_is_read_back_from_yaml(value: str) -> None:
    """Colons, dashes, brackets and line ends come back as they were given."""
    for text, span in (("a: b\n", (3, 4)), ("a: 'b'\n", (3, 6)), ("a: [b]\n", (4, 5))):
        (found,) = yaml.load(_yaml_with(text, {span: value}), Loader=yaml.BaseLoader).values()
        assert (found[0] if isinstance(found, list) else found) == value
