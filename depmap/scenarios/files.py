"""New contents of files put in place together: all of them, or none."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from depmap.inputs.reader import shown_name

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
        """A unified diff that `patch -p1` takes beside the folder; empty when nothing differs."""
        return "".join(self._diff(name, *edit) for name, edit in sorted(self.files.items()))

    def write(self) -> list[Path]:
        """Write all files, sorted by name, and return what was written.

        Raises CannotWrite, and leaves every file as it was, when one has changed since it was read
        or cannot be written.
        """
        places = {name: (self.folder / name).resolve() for name in sorted(self.files)}
        for name, place in places.items():
            if _bytes(place) != self.files[name][0]:
                where = shown_name(self.folder, name)
                raise CannotWrite(f"{where} has changed since it was read. Nothing was written.")
        unfinished = {name: _beside(place) for name, place in places.items()}
        replaced: list[str] = []
        try:
            for name, temporary in unfinished.items():
                _write(temporary, self.files[name][1], like=places[name])
            for name, temporary in unfinished.items():
                temporary.replace(places[name])
                replaced.append(name)
        except OSError as error:
            self._restore(replaced, places)
            where = shown_name(self.folder, Path(error.filename or "").name.split(".depmap-")[0])
            reason = error.strerror or type(error).__name__
            raise CannotWrite(
                f"{where.replace('/.', '/')} cannot be written ({reason})."
                " All files are as they were."
            ) from error
        finally:
            for temporary in unfinished.values():
                with suppress(OSError):
                    temporary.unlink()
        return [self.folder / name for name in places]

    def _restore(self, names: list[str], places: Mapping[str, Path]) -> None:
        for name in names:
            before, place = self.files[name][0], places[name]
            if before is None:
                place.unlink()
            else:
                again = _beside(place)
                _write(again, before, like=place)
                again.replace(place)

    def _diff(self, name: str, before: bytes | None, after: bytes) -> str:
        where = shown_name(self.folder, name)
        old = (before or b"").decode("utf-8", "replace")
        lines = difflib.unified_diff(
            _lines(old),
            _lines(after.decode("utf-8", "replace")),
            f"a/{where}" if before is not None else "/dev/null",
            f"b/{where}",
        )
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )


def _lines(text: str) -> list[str]:
    """Lines as patch counts them: only a newline ends one."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _bytes(place: Path) -> bytes | None:
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotWrite(f"{place.name} cannot be read ({error.strerror}).") from error


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name}.depmap-{os.getpid()}")


def _write(temporary: Path, data: bytes, like: Path) -> None:
    """A file with these bytes on the disk, with the permissions of the one it will replace."""
    with temporary.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        shutil.copymode(like, temporary)
