"""How much the slow tests try. CI sets DEPMAP_THOROUGH=1: then they try all of it.

Without it every test still runs, on fewer examples, threads, kills, sizes or payloads, so that the
suite fits into five minutes on two cores.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

IS_THOROUGH = os.environ.get("DEPMAP_THOROUGH", "") not in ("", "0")


def times(few: int, all_of_them: int) -> int:
    """How often to try."""
    return all_of_them if IS_THOROUGH else few


def some(cases: Sequence[object], step: int) -> list[object]:
    """Every `step`-th case from the first, or all of them."""
    return list(cases if IS_THOROUGH else cases[::step])
