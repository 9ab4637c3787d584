"""Several files of one folder written at once: all of them or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

# File name -> the bytes it must still have (None: no such file), and those it gets.
Changes = Mapping[str, tuple[bytes | None, bytes]]


class ChangedMeanwhile(Exception):
    """A file is no longer what was read; the message names it, and nothing was written."""


def write_all(folder: Path, changes: Changes) -> None:
    """Replaces the files by their new bytes, each whole, and all or none.

    A link inside the folder stays a link: what it leads to is written. Modes are kept. Raises
    ChangedMeanwhile or OSError with every file as it was.
    """
    unfinished: dict[str, Path] = {}
    replaced: list[str] = []
    try:
        for name, (old, new) in changes.items():
            _check(folder / name, old)
            unfinished[name] = _write_beside(_target(folder, name), new)
        for name, (old, _) in changes.items():
            _check(folder / name, old)
            unfinished[name].replace(_target(folder, name))
            replaced.append(name)
    except BaseException:
        for name in replaced:
            _put_back(_target(folder, name), changes[name][0])
        raise
    finally:
        for path in unfinished.values():
            path.unlink(missing_ok=True)


def _target(folder: Path, name: str) -> Path:
    return (folder / name).resolve()


def _check(path: Path, old: bytes | None) -> None:
    now = path.read_bytes() if path.exists() else None
    if now != old:
        raise ChangedMeanwhile(f"{path.name} has changed since it was read")


def _write_beside(path: Path, data: bytes) -> Path:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.writing")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            unfinished.chmod(path.stat().st_mode & 0o7777)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return unfinished


def _put_back(path: Path, old: bytes | None) -> None:
    with suppress(OSError):
        if old is None:
            path.unlink()
        else:
            _write_beside(path, old).replace(path)
