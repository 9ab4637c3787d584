"""A sentence on a page: stretches of text with a tone, some of them links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Tone = Literal["", "strong", "risk", "late"]
Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """A stretch of a sentence; with a page it links there."""

    text: str
    tone: Tone = ""
    page: str = ""
    item: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


Sentence = tuple[Words, ...]


def say(*parts: str | Words) -> Sentence:
    """A sentence from plain text and words with a tone."""
    return tuple(Words(part) if isinstance(part, str) else part for part in parts)


def person(owner_id: str, name: str, tone: Tone = "") -> Words:
    """An owner's name, linked to what they have to do."""
    return Words(name, tone, "my_work", changes={"who": owner_id})


def plain(sentence: Sentence) -> str:
    """The sentence without tones and links."""
    return "".join(words.text for words in sentence)


def are(number: int) -> str:
    """The verb that agrees with a number."""
    return "is" if number == 1 else "are"


def have(number: int) -> str:
    """The verb that agrees with a number."""
    return "has" if number == 1 else "have"
