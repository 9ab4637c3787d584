"""New contents of the files of a folder, shown as a diff and put in place: all of them or none."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from depmap.inputs.reader import encoding_of, shown_name

# A file's bytes before and after; before is None where it is new.
Edit = tuple[bytes | None, bytes]


class CannotWrite(Exception):
    """Files that stay as they are, and why, in a sentence."""


@dataclass(frozen=True)
class Edits:
    """What is to be written into the files of a folder, by name; only what differs."""

    folder: Path
    files: Mapping[str, Edit]

    def diff(self) -> str:
        """A unified diff that `patch -p1` takes beside the folder; empty when nothing differs.

        UTF-16 is shown as text, which patch does not take.
        """
        return "".join(self._diff(name, *edit) for name, edit in sorted(self.files.items()))

    def write(self) -> list[Path]:
        """Write all files, sorted by name, and return what was written.

        A link inside the folder stays a link: what it leads to is written. Modes are kept. Raises
        CannotWrite, and leaves every file as it was, when one has changed since it was read or
        cannot be written.
        """
        places = {name: (self.folder / name).resolve() for name in sorted(self.files)}
        for name, place in places.items():
            self._check(name, place)
        replaced: list[str] = []
        name = ""
        try:
            for name, place in places.items():
                _write(_beside(place), self.files[name][1], like=place)
            for name, place in places.items():
                self._check(name, place)
                _beside(place).replace(place)
                replaced.append(name)
        except BaseException as error:
            outcome = self._put_back(replaced, places)
            if not isinstance(error, OSError):
                raise
            where, reason = shown_name(self.folder, name), error.strerror or type(error).__name__
            raise CannotWrite(f"{where} cannot be written ({reason}). {outcome}") from error
        finally:
            for place in places.values():
                with suppress(OSError):
                    _beside(place).unlink()
        return [self.folder / name for name in places]

    def _check(self, name: str, place: Path) -> None:
        where = shown_name(self.folder, name)
        try:
            now = place.read_bytes() if place.exists() else None
        except OSError as error:
            raise CannotWrite(f"{where} cannot be read ({error.strerror}).") from error
        if now != self.files[name][0]:
            raise CannotWrite(f"{where} has changed since it was read. Nothing was written.")

    def _put_back(self, names: Iterable[str], places: Mapping[str, Path]) -> str:
        """Make the files what they were before, and say so."""
        lost = []
        for name in names:
            before, place = self.files[name][0], places[name]
            try:
                if before is None:
                    place.unlink()
                else:
                    _write(_beside(place), before, like=place)
                    _beside(place).replace(place)
            except OSError:
                lost.append(shown_name(self.folder, name))
        if lost:
            return f"{', '.join(lost)} is written already and could not be put back."
        return "All files are as they were."

    def _diff(self, name: str, before: bytes | None, after: bytes) -> str:
        where = shown_name(self.folder, name)
        lines = difflib.unified_diff(
            _lines(_text(before or b"")),
            _lines(_text(after)),
            f"a/{where}" if before is not None else "/dev/null",
            f"b/{where}",
        )
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )


def _text(data: bytes) -> str:
    """The text of a file; in UTF-8 with its byte order mark, so that a patch fits."""
    encoding, mark = encoding_of(data)
    if encoding != "utf-8":
        return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def _lines(text: str) -> list[str]:
    """Lines as patch counts them: only a newline ends one."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name}.{os.getpid()}.writing")


def _write(temporary: Path, data: bytes, like: Path) -> None:
    """A file with these bytes on the disk, with the permissions of the one it will replace."""
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        shutil.copymode(like, temporary)
