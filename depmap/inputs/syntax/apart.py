"""A program of ours in a process of its own: what reads can be ended, and may end by itself."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from depmap.inputs.syntax.sheet_cells import MAX_SECONDS

LOG = logging.getLogger(__name__)
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
