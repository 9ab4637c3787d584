"""Folders as they stand in a git repository, read without a work tree and without writing.

`git cat-file --batch` gives objects as they are: no filter, hook, pager or program of a repository
runs, nothing is fetched, and what a person types reaches no shell and no option.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, NamedTuple

from depmap.inputs.reader import (
    is_workbook,
    limit,
    read_named,
    refuse_size,
    shown_name,
)
from depmap.portfolio.problem import InvalidPortfolio, Problem, Problems, did_you_mean, quoted
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import forms

_SETTINGS = (
    "--no-replace-objects", "--no-optional-locks",
    "-c", "core.fsmonitor=false", "-c", "protocol.allow=never",
)  # fmt: skip
_TREE = "40000"
_FILES = ("100644", "100755")
_KINDS = {"120000": "a link", "160000": "a submodule", _TREE: "a folder"}
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f]")
_COMMITTED = re.compile(rb"^committer .* (?P<seconds>-?\d+) (?P<zone>[+-]\d{4})$", re.MULTILINE)
_PARENT = re.compile(rb"^parent ([0-9a-f]+)$", re.MULTILINE)
_HEAD_OF_TREE = re.compile(rb"^tree ([0-9a-f]+)\n")
_PARTIAL = "The clone is partial; get the whole of it: nothing is fetched from here."
_INPUT_FILES = {name for table in TABLES for name in forms(table)}
REQUIRED = {table.file for table in TABLES if table.required}
SHALLOW = (
    "The clone is shallow, so it lacks what came before: fetch it whole (`git fetch --unshallow`,"
    " in a workflow `fetch-depth: 0`)."
)


class Entry(NamedTuple):
    """One line of a tree: mode, and the object of that name."""

    mode: str
    object: str


@dataclass(frozen=True)
class Commit:
    """A commit: its object, the day it was made where it was made, its tree, its first parent."""

    object: str
    day: date
    tree: str
    parent: str | None


class Repository:
    """A git repository, by the folder of its work tree; use it in a with statement.

    Raises InvalidPortfolio with one problem for everything that is not there.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        fix = "Run it inside a clone, or compare two folders."
        unlike = refused(place.name, "the folder is in no git repository", "a git repository", fix)
        said = _git(place, unlike, "rev-parse", "--show-toplevel", "--is-shallow-repository")
        root, is_shallow = said.splitlines()
        self.root, self.is_shallow = Path(root), is_shallow == "true"
        self._process = subprocess.Popen(
            [_program(), *_SETTINGS, "cat-file", "--batch"],
            cwd=place, env=_environment(), shell=False,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def __enter__(self) -> Repository:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._question.close()
        self._answer.close()
        self._process.wait()

    @property
    def _question(self) -> IO[bytes]:
        assert self._process.stdin
        return self._process.stdin

    @property
    def _answer(self) -> IO[bytes]:
        assert self._process.stdout
        return self._process.stdout

    def commit(self, revision: str) -> Commit:
        """The commit that a revision names: a branch, tag, hash, HEAD~2."""
        if revision.startswith("-") or _UNUSABLE.search(revision) or not revision:
            fix = "Name a branch, a tag or a commit."
            raise refused(revision, "it is not the name of a revision", "a revision", fix)
        found = self._read(f"{revision}^{{commit}}")
        if found is None and revision == "HEAD":
            fix = "Commit the folder."
            raise refused(self.place.name, "nothing is committed yet", "a commit", fix)
        if found is None:
            fix = SHALLOW if self.is_shallow else "`git branch -a` and `git tag` list names."
            raise refused(revision, "git knows no such revision", "a revision of git", fix)
        return self._parsed(*found)

    def _parsed(self, name: str, text: bytes) -> Commit:
        committed, tree = _COMMITTED.search(text), _HEAD_OF_TREE.match(text)
        if committed is None or tree is None:
            raise refused(name, "it is no commit", "a commit", "Name a branch, a tag or a commit.")
        zone = committed["zone"].decode()
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:])) * int(f"{zone[0]}1")
        moment = datetime.fromtimestamp(int(committed["seconds"]), timezone(offset))
        parent = _PARENT.search(text.partition(b"\n\n")[0])
        return Commit(name, moment.date(), tree[1].decode(), parent[1].decode() if parent else None)

    def before(self, commit: Commit) -> Commit | None:
        """The first parent; None for the first commit; refused where a shallow clone ends."""
        if commit.parent is None:
            return None
        found = self._read(commit.parent)
        if found is None:
            words = f"what came before {commit.day} is not here"
            raise refused(commit.object[:12], words, "the whole history", SHALLOW)
        return self._parsed(*found)

    def folder(self, commit: Commit, path: str, said: str) -> str:
        """The tree of a folder in a commit, by its path below the repository's root."""
        tree, before = commit.tree, ""
        for part in filter(lambda part: part != ".", PurePosixPath(path).parts):
            entries = dict(self.entries(tree))
            entry = entries.get(part)
            if entry is None:
                raise self._no_folder(said, f"{before}{part}", entries)
            if entry.mode != _TREE:
                found = f"{before}{part} is {_KINDS.get(entry.mode, 'a file')}"
                fix = "Name a folder whose files are kept in this repository."
                raise refused(said, found, "a folder", fix)
            tree, before = entry.object, f"{before}{part}/"
        return tree

    def moved_from(self, path: str, commit: Commit, before: Commit) -> str | None:
        """Where a folder lay in the commit before: where most of its input files were renamed from.

        None where git finds no file of it renamed. What git takes for a rename is git's own rule.
        """
        words = "git cannot tell whether the folder was renamed"
        unlike = refused(commit.object[:12], words, "a whole clone", _PARTIAL)
        said = _git(
            self.place, unlike, "diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status",
            "--no-relative", "--no-ext-diff", before.tree, commit.tree,
        )  # fmt: skip
        # Each is three parts: the kind with its likeness, the path before, the path now.
        parts = said.split("\0")[:-1]
        pairs = zip(map(PurePosixPath, parts[1::3]), map(PurePosixPath, parts[2::3]), strict=True)
        own = PurePosixPath(path)
        found = Counter(
            str(was.parent)
            for was, now in pairs
            if now.parent == own != was.parent
            and (now.name in _INPUT_FILES or is_workbook(now.name))
        )
        return found.most_common(1)[0][0] if found else None

    def _no_folder(self, said: str, path: str, entries: dict[str, Entry]) -> InvalidPortfolio:
        folders = {name: entry.object for name, entry in entries.items() if entry.mode == _TREE}
        holding = [
            name
            for name, tree in folders.items()
            if {own for own, _ in self.entries(tree)} >= REQUIRED
        ]
        hint = did_you_mean(PurePosixPath(path).name, folders)
        if holding:
            hint = f"Was it called {' or '.join(map(quoted, holding))} then?"
        fix = f"{hint} A path counts from the repository's root.".strip()
        return refused(said, f"the revision has no folder {quoted(path)}", "a folder", fix)

    def entries(self, tree: str) -> Iterator[tuple[str, Entry]]:
        """The entries of a tree by name."""
        found = self._read(tree)
        if found is None:
            raise refused(tree[:12], "the object is not in this clone", "a whole clone", _PARTIAL)
        rest, size = found[1], len(found[0]) // 2
        while rest:
            head, _, rest = rest.partition(b"\0")
            mode, _, name = head.decode("utf-8", errors="replace").partition(" ")
            own, rest = rest[:size], rest[size:]
            yield name, Entry(mode, own.hex())

    def contents(self, tree: str, folder: Path, problems: Problems) -> dict[str, bytes | None]:
        """The input files of a folder's tree, as `read_folder` gives them; links are refused."""
        entries = dict(self.entries(tree))

        def read(name: str) -> bytes | None:
            entry, place = entries[name], (shown_name(folder, name), 0, "")
            if entry.mode not in _FILES:
                found = f"it is {_KINDS.get(entry.mode, 'not a plain file')}"
                problems.add(*place, found, "a file", "Keep the file itself in the folder.")
                return None
            blob = self._read(entry.object, limit(name))
            if blob is None:
                problems.add(*place, "its content is not in this clone", "a whole clone", _PARTIAL)
                return None
            if len(blob[1]) > limit(name):
                refuse_size(folder, name, problems)
                return None
            return blob[1]

        return read_named(folder, sorted(entries), read, problems)

    def _read(self, name: str, most: int | None = None) -> tuple[str, bytes] | None:
        """An object and its content, up to a byte beyond `most`; None when it is not there."""
        try:
            self._question.write(f"{name}\n".encode())
            self._question.flush()
        except BrokenPipeError:
            return None  # git has ended over an object that is broken
        head = self._answer.readline().split()
        # Otherwise it is "<name> missing" or "<name> ambiguous".
        if len(head) != 3 or head[1] not in (b"commit", b"tree", b"blob"):
            return None
        size = int(head[2])
        wanted = size if most is None else min(size, most + 1)
        text = self._answer.read(wanted)
        left = size - wanted + 1
        while left > 0:
            left -= len(self._answer.read(min(left, 1 << 20))) or left
        return head[0].decode(), text


def refused(place: str, found: str, expected: str, fix: str) -> InvalidPortfolio:
    """One problem about a revision as a whole."""
    return InvalidPortfolio([Problem(place, 0, "", found, expected, fix)])


def _program() -> str:
    found = shutil.which("git")
    if found is None:
        fix = "Install git, or compare two folders."
        raise refused("git", "git is not installed here", "git", fix)
    return found


def _environment() -> dict[str, str]:
    """The environment without what would turn git to another repository or make it ask."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


def _git(place: Path, unlike: InvalidPortfolio, *arguments: str) -> str:
    """What a command which only reads prints, in a folder. Raises `unlike` where git refuses."""
    try:
        done = subprocess.run(
            [_program(), *_SETTINGS, *arguments], cwd=place, env=_environment(), shell=False,
            capture_output=True, check=False, timeout=60,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        fix = "Check the path and its permissions."
        raise refused(place.name, f"git cannot run there ({error})", "a folder", fix) from error
    said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
    if "dubious ownership" in said:
        fix = "If you trust it, `git config --global --add safe.directory` names it as yours."
        raise refused(place.name, "the repository belongs to somebody else", "your own", fix)
    if done.returncode:
        raise unlike
    return done.stdout.decode(errors="surrogateescape")
