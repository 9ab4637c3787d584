"""Which rules made some answers: a word that changes with the code that computes them."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import duckdb
import numpy

import depmap
from depmap.engine.database import release

_ANSWERING = ("portfolio", "inputs", "engine", "answers")


@functools.cache
def code() -> str:
    """A word that changes with whatever makes answers of inputs: Python, SQL and their columns."""
    package = Path(depmap.__file__).parent
    files = sorted(path for name in _ANSWERING for path in (package / name).rglob("*.py"))
    sha = hashlib.sha256(release().encode())
    for path in files:
        sha.update(path.read_bytes())
    return sha.hexdigest()[:12]


def code_and_engines() -> str:
    """The same with the libraries that compute: equal words, equal bytes."""
    return f"{code()} {duckdb.__version__} {numpy.__version__}"
