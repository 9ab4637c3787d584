"""Which row a text means: its id, or what is equal to its id or full name but for the look."""

from __future__ import annotations

from functools import cached_property

from depmap.inputs.gentle.words import NOBODY, is_nobody
from depmap.inputs.text_rows import Texts, tables_of
from depmap.portfolio.convert import Unfit
from depmap.portfolio.looks import fold, trimmed
from depmap.portfolio.problem import quoted

LONGEST = max(map(len, NOBODY))
# Columns by which people call a row.
_NAMES = ("name", "title", "contact")


class Names:
    """The ids of what a reference may name, and their rows by every look of id and name.

    Looks are made when the first text is no id: most folders need none.
    """

    def __init__(self, texts: Texts, space: str) -> None:
        tables = tables_of(texts, space)
        self._tables = [rows for rows in tables if rows is not None and "id" in rows.columns]
        self.ids: set[str] = set()
        for rows in self._tables:
            self.ids.update(map(trimmed, set(rows.columns["id"])), rows.loose_ids)
        self.ids.discard("")

    @cached_property
    def _by_look(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        # What a folder has itself is not what its workspace has under another id.
        own = frozenset[str]()
        for rows in self._tables:
            if rows.is_shared:
                own = own or frozenset(found)
            ids = list(map(trimmed, rows.columns["id"]))
            called = [rows.columns[column] for column in _NAMES if column in rows.columns]
            for texts in (ids, *called):
                for text, id in zip(texts, ids, strict=True):
                    if (word := fold(text)) not in own:
                        found.setdefault(word, set()).add(id)
        found.pop("", None)
        return found

    def fitting(self, text: str, expected: str) -> str:
        """The one id that fits, or the text. Raises Unfit when an id and a name lead apart."""
        if text in self.ids:
            return text
        fits = sorted(self._by_look.get(fold(text), ()))
        if len(fits) > 1:
            words = " or ".join(map(quoted, fits))
            raise Unfit(f"{quoted(text)} fits {words}", expected, "Write the id that is meant.")
        return fits[0] if fits else text

    @cached_property
    def that_are_names(self) -> set[str]:
        """Ids that are also the full name of another row."""
        found: set[str] = set()
        for rows in self._tables:
            for column in _NAMES:
                names = rows.columns.get(column, ())
                if self.ids.intersection(names):
                    pairs = zip(rows.columns["id"], names, strict=True)
                    found |= {name for id, name in pairs if name in self.ids and name != id}
        return found

    def nobodies(self) -> list[str]:
        """Ids that read as words for nobody."""
        return sorted(id for id in self.ids if len(id) <= LONGEST and is_nobody(id))
