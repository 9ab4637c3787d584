"""A page as AppTest draws it, with its words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from depmap.screen.state import published
from depmap.versions.live import Version

ROOT = Path(__file__).resolve().parents[2]
FRAME = ROOT / "depmap" / "screen" / "frame.py"
FILES = {path.stem: path for path in (ROOT / "pages").rglob("*.py")}
# The pages of one portfolio; of a lake there is one more.
PAGES = sorted(FILES.keys() - {"portfolios"})
SLOWEST = 60


class Drawn:
    """The frame over one portfolio; pages are opened by name."""

    def __init__(self, home: str = "overview") -> None:
        self.home = home
        self.test = AppTest.from_file(str(FRAME), default_timeout=SLOWEST)
        self.page = ""

    def open(self, page: str, **query: str | list[str]) -> Drawn:
        """Draws a page; `query` is what its address asks for."""
        self._ask(query)
        if page != (self.page or self.home):
            self.test.switch_page(str(FILES[page]))
        self.page = page
        self.test.run()
        return self

    def _ask(self, query: Mapping[str, str | list[str]]) -> None:
        self.test.query_params.clear()
        for key, value in query.items():
            self.test.query_params[key] = value

    @property
    def errors(self) -> list[str]:
        """Exceptions and red boxes of the page."""
        shown = [*self.test.exception, *self.test.error]
        return [str(element.value) for element in shown]

    @property
    def html(self) -> str:
        """All HTML the page drew itself, its stylesheet left out."""
        return "\n".join(self._bodies())

    @property
    def words(self) -> str:
        """The visible words of that HTML, tags taken out, blanks made single."""
        text = re.sub(r"<[^>]+>", " ", self.html)
        return re.sub(r"\s+", " ", html.unescape(text).replace("\u00a0", " "))

    @property
    def plain(self) -> str:
        """The words without any blanks around tags: for sentences that run through several."""
        text = re.sub(r"<[^>]+>", "", self.html)
        return re.sub(r"\s+", " ", html.unescape(text).replace("\u00a0", " "))

    def _bodies(self) -> Iterator[str]:
        for element in self.test.main:
            if getattr(element, "type", "") == "html":
                body = element.proto.body
                if not body.startswith("<style"):
                    yield body

    def data(self) -> Version:
        """The data version the page shows: of a lake all portfolios together."""
        return published.current()

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the shown database, to compare with the page."""
        return self.data().connection().execute(statement, list(values)).fetchall()
