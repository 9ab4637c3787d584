"""docs/imports.md tells what the readers do to the exports in tests/."""

from __future__ import annotations

from tests.imports.documented import PAGE, markdown


def test_the_page_is_what_comes_out() -> None:
    """Written anew by `python -m tests.imports.documented > docs/imports.md`."""
    assert PAGE.read_text(encoding="utf-8") == markdown()
