"""How much the slow tests try. CI sets DEPMAP_THOROUGH=1: then they try all of it.

Without it nearly every test still runs, on fewer examples, threads, kills, sizes or payloads, so
that the suite fits into five minutes on two cores.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

IS_THOROUGH = os.environ.get("DEPMAP_THOROUGH", "") not in ("", "0")


# A test that waits long for something real. It is skipped without the variable and never in CI.
slow = pytest.mark.skipif(not IS_THOROUGH, reason="slow: CI sets DEPMAP_THOROUGH")


def times(few: int, all_of_them: int) -> int:
    """How often to try."""
    return all_of_them if IS_THOROUGH else few


def some(cases: Sequence[object], step: int) -> list[object]:
    """Every `step`-th case from the first, or all of them."""
    return list(cases if IS_THOROUGH else cases[::step])
