"""CSV text becomes columns of text that know their physical lines."""

from __future__ import annotations

from depmap.inputs.syntax.csv_rows import PORTION_ROWS, read_csv
from depmap.portfolio.problem import Problems


def test_values_and_lines() -> None:
    """Values come as typed; a row's line is where it starts, also after quoted line ends."""
    text = 'a, b \r\n1,"x\r\ny\nz"\r\n\r\n 2 ,"say ""hi"", then"\n'
    rows = read_csv("p/a.csv", text, Problems())
    assert rows is not None
    assert rows.header == ["a", "b"]
    assert rows.header_line == 1
    assert rows.columns == [["1", " 2 "], ["x\r\ny\nz", 'say "hi", then']]
    assert rows.lines == [2, 6]


def test_rows_of_another_width_are_kept_apart() -> None:
    """A short and a long row are problems; their cells stay available for ids."""
    problems = Problems()
    rows = read_csv("p/a.csv", "a,b\n1\n2,3\n4,5,6\n", problems)
    assert rows is not None
    assert rows.columns == [["2"], ["3"]]
    assert rows.loose == [["1"], ["4", "5", "6"]]
    assert problems.total == 2


def test_more_rows_than_a_portion() -> None:
    """No row is lost or doubled where one portion ends and the next begins."""
    count = 2 * PORTION_ROWS + 1
    rows = read_csv("p/a.csv", "a\n" + "".join(f"{n}\n" for n in range(count)), Problems())
    assert rows is not None
    assert rows.columns == [[str(n) for n in range(count)]]
    assert rows.lines == list(range(2, count + 2))
