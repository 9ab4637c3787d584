"""Where things lie: the one place that counts folders upwards."""

from __future__ import annotations

from pathlib import Path

SCREEN = Path(__file__).resolve().parents[1]
ROOT = SCREEN.parents[1]
PAGES = ROOT / "pages"
OWN_DATA = ROOT / "data"
# Stylesheets, fonts and the small script of the pages; Streamlit serves it as app/static.
STATIC = SCREEN / "static"


def page_files() -> dict[str, Path]:
    """The file of every page by its name, which is its address."""
    return {path.stem: path for path in sorted(PAGES.rglob("*.py"))}
