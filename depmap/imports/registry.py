"""The readers, a line each, and the one that fits a file."""

from __future__ import annotations

from pathlib import Path

from depmap.imports.found import (
    FILE_MARK,
    MAX_LINKS,
    MAX_SOURCE_BYTES,
    Found,
    Options,
    Reader,
    TooManyLinks,
)
from depmap.imports.graph import settled
from depmap.imports.readers import (
    asana,
    backlog,
    beads,
    dot,
    github,
    graphml,
    jira,
    linear,
    mermaid,
    mspdi,
    taskmaster,
)
from depmap.imports.rows import Mapped, rows_of
from depmap.inputs.reader import decode
from depmap.portfolio.problem import Problems

# Asked in this order which of them a file looks like.
READERS: tuple[Reader, ...] = (
    jira.READER,
    mspdi.READER,
    github.READER,
    linear.READER,
    graphml.READER,
    dot.READER,
    mermaid.READER,
    beads.READER,
    taskmaster.READER,
    asana.READER,
    backlog.READER,
)  # fmt: skip
WORDS = tuple(reader.word for reader in READERS)
_HEAD_BYTES = 4096
_ARCHIVE = b"PK\x03\x04"


def imported(source: Path, word: str = "", options: Options | None = None) -> Mapped:
    """What the export of a tool becomes: rows of the input tables, and what to say of them.

    word: the tool, else told by the file. Raises InvalidPortfolio with located problems.
    """
    reader, found = found_in(source, word, options)
    return rows_of(found, reader)


def imported_of(file: str, data: bytes) -> Mapped:
    """`imported` of an export in memory; file: its name."""
    problems = Problems()
    if len(data) > MAX_SOURCE_BYTES:
        _refuse_size(file, len(data), problems)
    problems.raise_if_any()
    reader, found = _found(file, data, "", Options(), problems)
    return rows_of(found, reader)


def found_in(source: Path, word: str = "", options: Options | None = None) -> tuple[Reader, Found]:
    """The reader of an export, and its tasks and links as they hang together.

    Raises InvalidPortfolio with located problems.
    """
    problems = Problems()
    file = source.name or str(source)
    data = _read(source, file, problems)
    problems.raise_if_any()
    return _found(file, data, word, options or Options(), problems)


def _found(
    file: str, data: bytes, word: str, wanted: Options, problems: Problems
) -> tuple[Reader, Found]:
    reader = _reader(file, data, word, problems)
    problems.raise_if_any()
    assert reader is not None
    try:
        found = reader.read(file, data, wanted, problems)
    except TooManyLinks:
        what, fix = (
            f"it has more than {MAX_LINKS:,} links",
            "Link groups by an item between them.",
        )
        problems.add(file, 0, "", what, f"at most {MAX_LINKS:,} links", fix)
        found = Found()
    problems.raise_if_any()
    if not found.tasks:
        fix = "Export them, and import the file again."
        problems.add(file, 0, "", "there are no tasks in it", "tasks", fix)
    found = settled(file, found, wanted, problems)
    problems.raise_if_any()
    return reader, found


def _read(source: Path, file: str, problems: Problems) -> bytes:
    """The bytes of a file of at most MAX_SOURCE_BYTES; its size is asked before it is opened.

    Of a folder, those of all Markdown files in it, each after FILE_MARK and its name.
    """
    try:
        files = _pages(source)
        size = sum(path.stat().st_size for path in files)
        if not files or not source.exists():
            fix = "Name the file, or a folder of Markdown files."
            problems.add(file, 0, "", "it is no file", "the export of a tool", fix)
        elif size > MAX_SOURCE_BYTES:
            _refuse_size(file, size, problems)
        elif source.is_dir():
            return b"".join(
                FILE_MARK + path.name.encode(errors="replace") + b"\n"
                + path.read_bytes().replace(FILE_MARK, b" ") + b"\n"
                for path in files
            )  # fmt: skip
        else:
            return source.read_bytes()
    except OSError as error:
        found = f"the file cannot be read ({error.strerror})"
        problems.add(file, 0, "", found, "a readable file", "Check the path and its permissions.")
    return b""


def _refuse_size(file: str, size: int, problems: Problems) -> None:
    most = f"at most {MAX_SOURCE_BYTES // 1_000_000} MB"
    fix = "Export fewer tasks, or fewer columns."
    problems.add(file, 0, "", f"the file has {size:,} bytes", most, fix)


def _pages(source: Path) -> list[Path]:
    """The file itself, or all Markdown files below a folder; links are not followed."""
    if not source.is_dir():
        return [source] if source.is_file() or not source.exists() else []
    found = sorted(source.rglob("*.md"))
    return [path for path in found if path.is_file() and not path.is_symlink()]


def _reader(file: str, data: bytes, word: str, problems: Problems) -> Reader | None:
    if word:
        return next(reader for reader in READERS if reader.word == word)
    head = data[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    for reader in READERS:
        if reader.looks_like(file.lower(), head):
            return reader
    if data.startswith(_ARCHIVE):
        fix = (
            "A workbook with a sheet per table is an input as it stands: put it into a folder of"
            " its own. Save any other as CSV UTF-8."
        )
        found = "the content is an Excel workbook or another zip archive"
        problems.add(file, 1, "", found, "the export of a tool", fix)
        return None
    if not data.strip():
        problems.add(file, 1, "", "the file is empty", "the export of a tool", "Export it again.")
        return None
    # A page that asks to sign in is often saved in place of a file.
    if not file.lower().endswith(".xml") and decode(file, data, problems) is None:
        return None
    expected = f"an export of {', '.join(reader.tool for reader in READERS)}"
    fix = f"Say which with --from {'|'.join(WORDS)}."
    problems.add(file, 0, "", "the file looks like no export that is known", expected, fix)
    return None
