"""Rows of a report frame as plain mappings, in order or by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame, Series

Row = Mapping[str, Any]


def is_missing(value: Any) -> bool:
    """True for None, NaN, NaT and NA: what an empty cell of a DataFrame can hold."""
    try:
        # Alone they are not what they are; NA does not even say so.
        return value is None or bool(value != value)
    except TypeError:
        return True


def records(frame: DataFrame) -> list[Row]:
    """Rows as plain mappings, in their order; dates keep their type, a missing number is None."""
    columns = _columns(frame)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def as_json(row: Row) -> dict[str, Any]:
    """A row as JSON knows it: dates as ISO text, what is missing as null."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return value
    if is_missing(value):
        return None
    return value.isoformat()[:10] if isinstance(value, date) else value


def _columns(frame: DataFrame) -> dict[str, list[Any]]:
    """Values by column, several times faster than `to_dict` reads them by row."""
    return {str(name): _values(column) for name, column in frame.items()}


def _values(column: Series[Any]) -> list[Any]:
    from pandas import NA

    values: list[Any] = column.tolist()
    if getattr(column.dtype, "na_value", None) is NA:
        return [None if value is NA else value for value in values]
    return values


class RowsById(Mapping[str, Row]):
    """The rows of a frame by their id; a row is made when it is asked for."""

    def __init__(self, frame: DataFrame, key: str) -> None:
        self._columns = _columns(frame)
        self._place = {str(value): place for place, value in enumerate(frame[key])}

    def __getitem__(self, wanted: str) -> Row:
        place = self._place[wanted]
        return {name: values[place] for name, values in self._columns.items()}

    def __contains__(self, wanted: object) -> bool:
        return wanted in self._place

    def __iter__(self) -> Iterator[str]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)
