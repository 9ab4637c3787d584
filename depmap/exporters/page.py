"""One HTML file for somebody's disk: nothing runs in it but its own scripts, nothing is loaded.

Where there is Chromium it prints it too.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tempfile
from html.parser import HTMLParser
from pathlib import Path

from depmap.exporters.extract import CannotCarry

# Names of the one program on the systems that have it.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
SECONDS = 60
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


def pdf(content: bytes) -> bytes:
    """A file of ours as its print style lays it out.

    Printed by this machine's Chromium, found in the path or named by CHROMIUM; raises CannotCarry
    without one, or when it does not print within SECONDS.
    """
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if not program:
        raise CannotCarry("Printing needs Chromium or Chrome. Write html, and print that.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        source, target = Path(place, "page.html"), Path(place, "page.pdf")
        source.write_bytes(content)
        command = [program, "--headless", "--disable-gpu", "--no-pdf-header-footer",
                   f"--user-data-dir={place}/profile", f"--print-to-pdf={target}"]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # It has no sandbox for root, as in a container; the file runs and loads nothing.
            command.append("--no-sandbox")
        try:
            subprocess.run(
                [*command, source.as_uri()], capture_output=True, timeout=SECONDS, check=True
            )
            return target.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            why = type(error).__name__
            raise CannotCarry(
                f"{program} did not print ({why}). Write html, and print that."
            ) from error


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
