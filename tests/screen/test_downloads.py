"""What pages offer to download: the rows they show, as CSV and as a workbook of the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import python_calamine
import streamlit as st

from tests.screen.drawn import Drawn

Offered = dict[str, tuple[str, bytes]]


@pytest.fixture
def offered(
    dashboard: Callable[[str], Drawn], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Offered]:
    """`offered("plan", theme="Operations")`: file name and content by the label of the button."""
    found: Offered = {}

    def record(label: str, data: Callable[[], bytes], file_name: str, **_: Any) -> bool:
        found[label] = (file_name, data())
        return False

    monkeypatch.setattr(st, "download_button", record)
    drawn = dashboard("real")

    def open_page(page: str, **query: str) -> Offered:
        found.clear()
        assert drawn.open(page, **query).errors == []
        return found

    return open_page


def rows_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def rows_of_workbook(content: bytes, sheet: str) -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(sheet).to_python()


@pytest.mark.parametrize(
    ("page", "label", "name"),
    [
        ("plan", "Shown rows", "plan"),
        ("plan", "Whole plan", "whole-plan"),
        ("owner_gaps", "Unowned", "owner-gaps"),
        ("unlock_scores", "Scores", "unlock-scores"),
        ("prerequisites", "Shown rows", "prerequisites"),
    ],
)
def test_beside_each_csv_stands_a_workbook_of_the_same_rows(
    offered: Callable[..., Offered], page: str, label: str, name: str
) -> None:
    """Same head, same ids in the same order; named after portfolio, what and day."""
    found = offered(page, theme="Operations")
    csv_name, table = found[f"Download {label.lower()}"]
    book_name, book = found[f"{label} as workbook"]
    assert csv_name.removesuffix(".csv") == book_name.removesuffix(".xlsx")
    assert csv_name.startswith(f"portfolio-{name}-20")
    head, *rows = rows_of_csv(table)
    book_head, *book_rows = rows_of_workbook(book, name)
    assert book_head == head
    assert len(rows) > 3
    place = head.index("item_id")
    assert [row[place] for row in book_rows] == [row[place] for row in rows]


def test_a_workbook_of_a_page_says_filters_and_scenario(offered: Callable[..., Offered]) -> None:
    """Its dates are dates, its columns are explained, and its name says what-if."""
    found = offered("plan", theme="Operations", what_if="soc2-window:lead_at_most:14")
    name, book = found["Shown rows as workbook"]
    assert name.endswith("-what-if.xlsx")
    said = {row[0]: row[1] for row in rows_of_workbook(book, "read me")[:10]}
    assert said["filters"] == "theme: operations"
    assert said["plan"] == "What if SOC 2 observation window takes at most 14 days?"
    head, first, *_ = rows_of_workbook(book, "plan")
    assert isinstance(first[head.index("start by (safe_start_by)")], date)
    explained = {tuple(row[1:]) for row in rows_of_workbook(book, "read me")[11:]}
    assert ("level", "") not in explained
    assert not [column for column, meaning in explained if column and not meaning]
