"""Puts what a form writes on the disk: whole or not at all, and never over what is not ours."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from depmap.inputs.writing.files import Edits

Again = Callable[[Mapping[str, bytes], Mapping[str, bytes]], Mapping[str, bytes]]
After = Callable[[bytes, bytes], bytes | None]
# Lists the files that an export has put into a folder; only these are ever replaced or removed.
INDEX = ".depmap-export"
_LONGEST_NAME = 60
# Names that Windows keeps for itself, whatever their ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")


class NotOurs(Exception):
    """Something stands where an export would be written, and stays; why, in a sentence."""


def file_name(some_id: str, longest: int = _LONGEST_NAME) -> str:
    """A file's name made from an id: small letters, digits and hyphens, one for one id.

    An id that is not such a name already gets a few digits that tell it from its like.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", some_id.lower())[:longest].strip("-")
    if plain == some_id and not _RESERVED.fullmatch(plain):
        return plain
    digits = hashlib.sha256(some_id.encode()).hexdigest()[:8]
    return f"{plain}-{digits}" if plain else digits


def write_file(place: Path, content: bytes, after: After | None = None) -> None:
    """The file, whole or not at all.

    after: what stands there in the end, of what the file held and this; None when it held something
    else. Raises NotOurs over that, over a folder or a link, or OSError.
    """
    if place.is_symlink() or place.is_dir():
        raise NotOurs(f"{place} is a {'link' if place.is_symlink() else 'folder'}, not a file.")
    if after and place.exists():
        followed = after(place.read_bytes(), content)
        if followed is None:
            raise NotOurs(f"{place} holds no earlier state of what is written. Choose a new file.")
        content = followed
    unfinished = place.with_name(f".{place.name}.{os.getpid()}.writing")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(place)
    finally:
        with suppress(OSError):
            unfinished.unlink()


def write_folder(folder: Path, files: Mapping[str, bytes], again: Again | None = None) -> list[str]:
    """All files of a folder, and none that an earlier export left; gives the names of those.

    again: what stands there in the end, of the files of the earlier export and these.
    Raises NotOurs when the folder holds anything that no earlier export has listed, CannotWrite or
    OSError when it cannot be written; every file is then as it was.
    """
    listed = earlier(folder)
    found = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if strange := sorted(found - listed.keys() - {INDEX}):
        raise NotOurs(
            f"{folder} holds {strange[0]}{' and more' if len(strange) > 1 else ''}, which no export"
            " has written. Choose a new folder."
        )
    stays = again(listed, files) if again else files
    names = "".join(f"{name}\n" for name in sorted(stays))
    index = folder / INDEX
    before = index.read_bytes() if index.exists() else None
    folder.mkdir(parents=True, exist_ok=True)
    edits = {name: (listed.get(name), content) for name, content in stays.items()}
    edits[INDEX] = (before, names.encode())
    changed = {name: edit for name, edit in edits.items() if edit[0] != edit[1]}
    Edits(folder, changed).write()
    gone = sorted(listed.keys() - stays.keys())
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    return gone


def earlier(folder: Path) -> dict[str, bytes]:
    """What an earlier export has left in a folder, by name. Raises NotOurs for links."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise NotOurs(f"{folder} is not a folder of its own.")
    index = folder / INDEX
    if not index.exists():
        return {}
    paths = [folder / name for name in index.read_text(encoding="utf-8").splitlines()]
    for path in (index, *paths):
        if path.is_symlink() or path.parent != folder:
            raise NotOurs(f"{path} leads elsewhere.")
    return {path.name: path.read_bytes() for path in paths if path.is_file()}
