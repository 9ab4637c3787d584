"""Names are drawn as they were typed: Plotly reads tags and entities in every text it draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from depmap.answers.names import Names

Given = ParamSpec("Given")
Made = TypeVar("Made")

# No width and no meaning, but it parts a sign from the letters that would make it a tag.
_APART = "\u2060"
_SIGNS = "<&"


def as_typed(draw: Callable[Given, Made]) -> Callable[Given, Made]:
    """A chart whose rows and names hold no tag and no entity, whatever was typed.

    Frames, mappings and Names among the arguments are changed in copies; ids stay as they are,
    because a click gives them back.
    """

    @wraps(draw)
    def drawn(*arguments: Given.args, **named: Given.kwargs) -> Made:
        return draw(
            *(_harmless(value) for value in arguments),
            **{key: _harmless(value) for key, value in named.items()},
        )

    return drawn


def _harmless(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        return _frame(value)
    if isinstance(value, Names):
        return replace(value, full=_Words(value.full), chart=_Words(value.chart))
    if isinstance(value, Mapping):
        return {key: text if _is_id(key) else words(text) for key, text in value.items()}
    return value


def words(value: Any) -> Any:
    """A text with its signs parted; anything else as it is."""
    if isinstance(value, str) and any(sign in value for sign in _SIGNS):
        for sign in _SIGNS:
            value = value.replace(sign, sign + _APART)
    return value


def _is_id(column: object) -> bool:
    return str(column).endswith(("_id", "_direction"))


def _frame(frame: pd.DataFrame) -> pd.DataFrame:
    changed = frame
    for column in frame.select_dtypes(include=["str", "object"]):
        texts = frame[column]
        if not _is_id(column) and any(words(text) is not text for text in texts):
            changed = changed.copy(deep=False) if changed is frame else changed
            changed[column] = [words(text) for text in texts]
    return changed


class _Words(Mapping[str, str]):
    """Names by id, parted when they are asked for."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __getitem__(self, key: str) -> str:
        return str(words(self._names[key]))

    def __iter__(self) -> Any:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
