"""A real PostgreSQL server for tests: Debian's, in a folder and behind a socket of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _program(name: str) -> str:
    """Debian keeps the server's programs beside the version, out of the path."""
    places = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")))
    found = shutil.which(name, path=os.pathsep.join([*places, os.environ["PATH"]]))
    assert found, f"{name} is missing: install Debian's postgresql"
    return found


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database; the server ends with the block."""
    # It refuses to run as root, and a socket's path may have 107 bytes only.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="depmap-pg-") as folder:
        if user:
            shutil.chown(folder, user)
        data = Path(folder) / "data"
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        wait = {"user": user, "check": True, "stdout": subprocess.DEVNULL}
        subprocess.run(
            [_program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"], **wait
        )
        control = [_program("pg_ctl"), "-D", data, "-w"]
        subprocess.run([*control, "-l", f"{folder}/log", "-o", options, "start"], **wait)
        try:
            yield f"postgresql:///postgres?host={folder}&user=postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **wait)
