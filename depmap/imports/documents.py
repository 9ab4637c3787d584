"""JSON of other tools: one document or several, one after the other or a line each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from depmap.inputs.reader import decode
from depmap.portfolio.problem import Problems


def documents(file: str, data: bytes, problems: Problems) -> Iterator[tuple[int, Any]]:
    """Every JSON document of a file, with the line it starts in; raises InvalidPortfolio."""
    text = decode(file, data, problems)
    problems.raise_if_any()
    assert text is not None
    decoder, at, line = json.JSONDecoder(), 0, 1
    while True:
        start = at
        while start < len(text) and text[start].isspace():
            start += 1
        line += text.count("\n", at, start)
        if start >= len(text):
            return
        try:
            document, end = decoder.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError) as error:
            where = line
            if isinstance(error, json.JSONDecodeError):
                where = error.lineno
            fix = "Export it again; it may be cut off."
            problems.add(file, where, "", "the JSON is cut off or damaged", "whole JSON", fix)
            problems.raise_if_any()
            return
        yield line, document
        line += text.count("\n", start, end)
        at = end
