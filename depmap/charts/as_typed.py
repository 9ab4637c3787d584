"""Names are drawn as they were typed: Plotly reads tags and entities in every text it draws."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pandas as pd

Given = ParamSpec("Given")
Made = TypeVar("Made")

# A sign that would begin a tag or an entity, and what parts it from the rest: it has no width.
_READ = re.compile(r"<(?=[a-z/])|&(?=#?\w+;)", re.IGNORECASE)
_APART = "\u2060"


def as_typed(draw: Callable[Given, Made]) -> Callable[Given, Made]:
    """A chart whose rows and names hold no tag and no entity, whatever was typed.

    Frames and mappings among the arguments are changed in copies; ids stay as they are, because a
    click gives them back.
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
    if isinstance(value, Mapping):
        return {key: text if _is_id(key) else words(text) for key, text in value.items()}
    return value


def words(value: Any) -> Any:
    """A text that is read as it was typed; anything else as it is."""
    return _READ.sub(rf"\g<0>{_APART}", value) if isinstance(value, str) else value


def _is_id(column: object) -> bool:
    return str(column).endswith(("_id", "_direction"))


def _frame(frame: pd.DataFrame) -> pd.DataFrame:
    changed = frame
    for column in frame.select_dtypes(include=["str", "object"]):
        texts = frame[column]
        if not _is_id(column) and any(words(text) != text for text in texts):
            changed = changed.copy(deep=False) if changed is frame else changed
            changed[column] = [words(text) for text in texts]
    return changed
