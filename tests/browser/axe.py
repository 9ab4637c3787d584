"""What axe finds serious on a page; what Streamlit itself causes is listed by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

from tests.browser.visitor import Visitor

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Rule and the element it names: markup of Streamlit 1.67 that an app cannot change.
STREAMLITS_OWN = {
    ("list", '<ul data-testid="stSidebarNavItems"'),  # groups of the menu on a phone
    ("listitem", '<li class="st-emotion-cache-'),  # its entries
}


def serious(window: Visitor) -> list[tuple[str, str]]:
    """Rule and element of every serious or critical violation that is not Streamlit's own."""
    window.page.evaluate(AXE)
    found: dict[str, Any] = window.page.evaluate("axe.run({ resultTypes: ['violations'] })")
    named = [
        (violation["id"], node["html"])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
    return [
        (rule, html)
        for rule, html in named
        if not any(rule == own and html.startswith(start) for own, start in STREAMLITS_OWN)
    ]
