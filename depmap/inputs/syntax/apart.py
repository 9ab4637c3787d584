"""A program of ours in a process of its own: what reads can be ended, and may end by itself.

`answer_of` is for who asks, `limit` for the program that answers.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

LOG = logging.getLogger(__name__)
MAX_BYTES = 1_000_000_000
MAX_SECONDS = 20
_PACKAGES = Path(__file__).resolve().parents[3]


class NoAnswer(Exception):
    """The program took more memory or time than it may, or broke; the log has what it said."""


def answer_of(program: Sequence[str], data: bytes) -> Any:
    """The JSON that a program, given as arguments of Python, makes of bytes; raises NoAnswer.

    It has MAX_SECONDS, and as much memory as it allows itself. It finds depmap where this process
    did.
    """
    # -P: nothing of the folder it is called in is imported.
    command = [sys.executable, "-P", *program]
    path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": path}
    try:
        run = subprocess.run(
            command, input=data, capture_output=True, timeout=MAX_SECONDS, check=False,
            env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NoAnswer from error
    try:
        return json.loads(run.stdout)
    except ValueError as error:
        said = run.stderr.decode(errors="replace").strip()
        LOG.warning("%s ended with %s. %s", program[0], run.returncode, said)
        raise NoAnswer from error


def limit(memory: int = MAX_BYTES) -> None:
    """Ends this process, and each that it starts, beyond so many bytes and MAX_SECONDS of work."""
    try:
        import resource
    except ImportError:  # Windows has none; there the time is the limit.
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
