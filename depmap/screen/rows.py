"""Rows of a report frame as plain mappings, in order or by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pandas import DataFrame

Row = Mapping[str, Any]


def records(frame: DataFrame) -> list[Row]:
    """Rows as plain mappings; dates keep their type."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


class RowsById(Mapping[str, Row]):
    """The rows of a frame by their id; a row is made when it is asked for."""

    def __init__(self, frame: DataFrame, key: str) -> None:
        self._frame = frame
        self._place = {str(value): place for place, value in enumerate(frame[key])}

    def __getitem__(self, wanted: str) -> Row:
        place = self._place[wanted]
        return records(self._frame.iloc[place : place + 1])[0]

    def __contains__(self, wanted: object) -> bool:
        return wanted in self._place

    def __iter__(self) -> Iterator[str]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)
