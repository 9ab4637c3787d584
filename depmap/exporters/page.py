"""One HTML file for somebody's disk: nothing runs in it but its own scripts, nothing is loaded."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser

_HEAD = "<head>"
# Styles stand in the file; pictures that it makes itself are data: or blob:.
_REST = (
    "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; "
    "form-action 'none'"
)


def sealed(page: str) -> bytes:
    """The file of a whole page: its Content-Security-Policy allows its own scripts by their hash.

    Raises ValueError for a page without a head, which could not carry a policy.
    """
    start, head, rest = page.partition(_HEAD)
    if not head:
        raise ValueError("the page has no head")
    found = _Scripts()
    found.feed(page)
    found.close()
    hashes = " ".join(map(hash_of, found.scripts)) or "'none'"
    policy = f"default-src 'none'; script-src {hashes}; {_REST}"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f"{start}{head}\n{meta}{rest}".encode()


def hash_of(script: str) -> str:
    """An inline script as a Content-Security-Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


class _Scripts(HTMLParser):
    """Collects what stands in script elements, each as one text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._is_inside = tag == "script"
        if self._is_inside:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._is_inside = False
