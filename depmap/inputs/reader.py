"""A folder on disk -> the text of its input files, or why they cannot be read. No opinions.

Everything that could be dangerous about a file as such is refused here: links that leave the
folder, devices, files too large, encodings that have to be guessed, characters nobody can see.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from depmap.portfolio.problem import NOT_READ, READ_AS, Problems, printable, quoted
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import MAX_CSV_BYTES, MAX_WORKBOOK_BYTES, MAX_YAML_BYTES, Table, forms

_TEXTS = (".csv", ".yaml", ".yml", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".ods")
# Sheets that are not read, and how their program saves one that is.
_OTHER_SHEETS = {
    ".xls": "Excel: Save as, Excel workbook.",
    ".xlsm": "Excel: Save as, Excel workbook, which has no macros.",
    ".xlsb": "Excel: Save as, Excel workbook.",
    ".numbers": "Numbers: File, Export to, Excel.",
}
# What Sheets, Numbers and browsers put around the name of a table.
_AROUND_A_NAME = re.compile(r"^.* - |-table 1$| ?\(\d+\)$")
_DOCUMENTS = re.compile(r"\.|readme|licen[cs]e|changelog|import\.(md|json)$", re.IGNORECASE)
_LOCKS = re.compile(r"\.~lock\.|~\$")
STRAYS_NAMED = 3
NAMES = frozenset(name for table in TABLES for name in forms(table))

# Control characters but tab and line ends; what editors show as nothing or as a line end of
# their own, so that line numbers and ids would not be what a reader sees.
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_32_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_OTHER_FORMATS = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
)
_LFS_MARK = b"version https://git-lfs.github.com/spec/"
_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|body|table)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")


def shown_name(folder: Path, name: str = "") -> str:
    """How a file of the folder is named to people: the folder's last part and the file's name."""
    return "/".join(filter(None, (folder.absolute().name, name)))


def line_at(text: str, offset: int) -> int:
    """The physical line, from 1, that holds the character at the offset."""
    return 1 + sum(1 for _ in _LINE_END.finditer(text, 0, offset))


def read_folder(folder: Path, problems: Problems) -> dict[str, bytes | None]:
    """The bytes of every input file that is there, by file name; None for one that is refused.

    A table stands in one file, CSV or YAML, or in a sheet of a workbook. What is no input file is
    left alone and noted.
    """
    try:
        present = sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError) as error:
        found = f"the folder cannot be read ({_reason(error)})"
        fix = "Check the path and its permissions."
        problems.add(shown_name(folder), 0, "", found, "a folder of CSV and YAML files", fix)
        return {}
    return read_named(folder, present, lambda name: read_file(folder, name, problems), problems)


def read_named(
    folder: Path,
    present: Collection[str],
    read: Callable[[str], bytes | None],
    problems: Problems,
) -> dict[str, bytes | None]:
    """`read_folder` of a place that is no folder on disk: what it holds, and how a file is read."""
    strays = _strays(present)
    contents = {name: read(name) for name in present if is_workbook(name)}
    # Only who opens the workbooks knows which tables they hold.
    has_workbook = bool(contents)
    for table in TABLES:
        names = [name for name in forms(table) if name in present]
        for name in names[:1]:
            contents[name] = read(name)
        if len(names) > 1:
            found, fix = f"{names[0]} holds the same table", "Delete or move one of the two."
            place = (shown_name(folder, names[1]), 0, "")
            problems.add(*place, found, "each table in one file", fix)
        elif not names and table.required and not has_workbook:
            _report_missing(folder, table, strays, problems)
    _note_strays(folder, strays, problems)
    return contents


def _report_missing(folder: Path, table: Table, strays: dict[str, str], problems: Problems) -> None:
    """A required file is not there: named with the one or more that may be meant."""
    fix = "Add it; a file with only its header line, or [] in YAML, is enough."
    candidates = [stray for stray, meant in strays.items() if meant == table.file]
    if len(candidates) == 1:
        (stray,) = candidates
        fix = f"Rename {quoted(stray)} if that is the file."
        if way := _OTHER_SHEETS.get(Path(stray).suffix.lower()):
            fix = f"Save {quoted(stray)} as .xlsx if that is it. {way}"
    elif candidates:
        fix = f"Rename one of {', '.join(map(quoted, candidates))} if one of them is the file."
    elif others := [name for name in strays if Path(name).suffix.lower() in _OTHER_SHEETS]:
        way = _OTHER_SHEETS[Path(others[0]).suffix.lower()]
        fix = f"Save {quoted(others[0])} as .xlsx if its sheets are the tables. {way}"
    expected = "a file of this name"
    problems.add(shown_name(folder, table.file), 0, "", "the file is missing", expected, fix)


def _note_strays(folder: Path, strays: dict[str, str], problems: Problems) -> None:
    """One note for all files that are left alone; the first few by name."""
    # Those that may be meant for a table come first.
    named = sorted(strays, key=lambda stray: (not strays[stray], stray))[:STRAYS_NAMED]
    words = [
        stray + (f', did you mean "{strays[stray]}"?' if strays[stray] else "") for stray in named
    ]
    if len(strays) > len(named):
        words.append("…")
    if strays:
        example = ", ".join(map(printable, words))
        problems.notes.add(
            NOT_READ, shown_name(folder), "other files", 0, example, times=len(strays)
        )


def _reason(error: Exception) -> str:
    """The system's words, which name no path."""
    return (isinstance(error, OSError) and error.strerror) or "the path is not usable"


def _strays(present: Iterable[str]) -> dict[str, str]:
    """What is no input file, and the file whose name it nearly has, or "".

    Hidden files and what every repository has beside its data are nothing to speak of.
    """
    strays: dict[str, str] = {}
    by_stem = {Path(table.file).stem: table.file for table in TABLES if not table.parent}
    for name in present:
        is_document = _DOCUMENTS.match(name) and not _LOCKS.match(name)
        if name in NAMES or is_document or is_workbook(name):
            continue
        lower = Path(name.lower())
        near: list[str] = []
        if lower.suffix in (*_TEXTS, *_OTHER_SHEETS) and not _LOCKS.match(name):
            stem = _AROUND_A_NAME.sub("", lower.stem)
            near = get_close_matches(stem, by_stem, n=1, cutoff=0.8)
        strays[name] = by_stem[near[0]] if near else ""
    return strays


def read_file(folder: Path, name: str, problems: Problems) -> bytes | None:
    """The bytes of one input file; None for one that is refused, which is a problem."""
    path, place = folder / name, (shown_name(folder, name), 0, "")
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            found, fix = "it is a link to a place outside the folder", "Copy the file here instead."
            problems.add(*place, found, "a file inside the folder", fix)
            return None
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            found = "it is a folder" if stat.S_ISDIR(mode) else "it is not a plain file"
            problems.add(*place, found, "a file", "Put a file of this name in its place.")
            return None
        with path.open("rb") as file:
            data = file.read(limit(name) + 1)
    except (OSError, RuntimeError) as error:
        found = f"the file cannot be read ({_reason(error)})"
        problems.add(*place, found, "a readable file", "Check its permissions and links.")
        return None
    if len(data) > limit(name):
        refuse_size(folder, name, problems)
        return None
    return data


def is_workbook(name: str) -> bool:
    """Whether a file is a workbook by its name, and not the lock of an open one."""
    return name.lower().endswith(_WORKBOOKS) and not name.startswith((".", "~$"))


def limit(name: str) -> int:
    """What an input file may weigh, in bytes."""
    if is_workbook(name):
        return MAX_WORKBOOK_BYTES
    return MAX_YAML_BYTES if name.endswith(".yaml") else MAX_CSV_BYTES


def refuse_size(folder: Path, name: str, problems: Problems) -> None:
    """Report an input file that is beyond its limit."""
    size = f"{limit(name) // 1_000_000} MB"
    fix = "Rows belong in CSV; leave out what is not needed."
    place = (shown_name(folder, name), 0, "", f"the file is larger than {size}")
    problems.add(*place, f"at most {size}", fix)


def encoding_of(data: bytes) -> tuple[str, bytes]:
    """The encoding that `decode` reads a file by, and its byte order mark."""
    for mark, encoding in ((_UTF_8_MARK, "utf-8"), *_UTF_16.items()):
        if data.startswith(mark):
            return encoding, mark
    return "utf-8", b""


def decode(file: str, data: bytes, problems: Problems) -> str | None:
    """The text of a file without its byte order mark, or None and a problem.

    UTF-8, or UTF-16 that says so by its mark. file is the name shown to people.
    """
    if data.startswith(_LFS_MARK):
        found = "the content is a pointer of Git LFS and not the file"
        fix = "Get the file with `git lfs pull`, or keep it in git itself."
        problems.add(file, 1, "", found, "the rows themselves", fix)
        return None
    foreign = next((words for start, words in _OTHER_FORMATS if data.startswith(start)), "")
    if not foreign and _MARKUP.match(data[:200]):
        foreign = "a web page or XML"
    if foreign:
        fix = "Export it as CSV UTF-8, or write it as YAML."
        problems.add(file, 1, "", f"the content is {foreign}", "plain text", fix)
        return None
    mark = next((mark for mark in _UTF_16 if data.startswith(mark)), b"")
    if data.startswith(_UTF_32_MARKS) or (not mark and data[:200].count(0) > len(data[:200]) // 4):
        fix = "Save it again with the encoding UTF-8."
        problems.add(file, 1, "", "the text is UTF-16 or UTF-32", "text in UTF-8", fix)
        return None
    if mark:
        try:
            wide = data[len(mark) :].decode(_UTF_16[mark])
        except UnicodeDecodeError:
            found, fix = "the UTF-16 text is cut off or damaged", "Save it again, as UTF-8."
            problems.add(file, 0, "", found, "a complete file", fix)
            return None
        problems.notes.add(READ_AS, file, "text in UTF-16", times=0)
        return _readable(file, wide, problems)
    data = data.removeprefix(_UTF_8_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _report_encoding(file, data, error, problems)
        return None
    return _readable(file, text, problems)


def _readable(file: str, text: str, problems: Problems) -> str | None:
    """The text, or None and a problem when it holds what no editor shows."""
    unseen = INVISIBLE.search(text)
    if unseen:
        before = quoted(_before(text, unseen.start()))
        found = f"there is an invisible character (U+{ord(unseen[0]):04X}) after {before}"
        expected = "text without control characters"
        fix = "Delete it, or type the passage again."
        problems.add(file, line_at(text, unseen.start()), "", found, expected, fix)
        return None
    return text


def _before(text: str, offset: int) -> str:
    """The end of what stands before the offset in its line."""
    return _LINE_END.split(text[max(0, offset - 30) : offset])[-1]


def _report_encoding(file: str, data: bytes, error: UnicodeDecodeError, problems: Problems) -> None:
    good = data[: error.start].decode("utf-8")
    rest = data[error.start : error.start + 20].split(b"\n")[0].decode("cp1252", errors="replace")
    found = f"the text is not UTF-8 at {quoted(_before(good, len(good)) + rest)}"
    expected = "text in UTF-8"
    fix = (
        "It looks like Windows or Latin-1 text. Excel: Save as, CSV UTF-8. "
        "LibreOffice: Save as, Edit filter settings, UTF-8."
    )
    if error.end >= len(data) and error.reason == "unexpected end of data":
        found, expected = "the file ends in the middle of a character", "a complete file"
        fix = "Copy or save it again; it was cut off."
    problems.add(file, line_at(good, len(good)), "", found, expected, fix)


def fingerprint(folder: Path) -> str:
    """A cheap change detector: changes when an input file appears, goes, or is written.

    Made of names, sizes and times, so equal content written again counts as a change.
    """
    return _digest(_stamps(folder))


def _stamps(folder: Path) -> Iterator[bytes]:
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError) as error:
        yield type(error).__name__.encode()
        return
    strays = _strays(names)
    for name in names:
        # Of other files the name counts: it is said, and renaming one is how it becomes an input.
        if name in strays:
            yield name.encode(errors="surrogateescape")
        elif name in NAMES or is_workbook(name):
            try:
                status = (folder / name).stat()
                times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
                # A changed mode changes nothing else, and may be what makes a file readable again.
                yield f"{name} {status.st_size} {times} {status.st_ino} {status.st_mode}".encode()
            except OSError as error:
                yield f"{name} {type(error).__name__}".encode()


def digest_of(contents: Mapping[str, bytes | None]) -> str:
    """The version of these files: twelve hexadecimal digits over names and bytes."""
    readable = sorted((name, data) for name, data in contents.items() if data is not None)
    return _digest(part for name, data in readable for part in (name.encode(), data))


def _digest(parts: Iterator[bytes]) -> str:
    sha = hashlib.sha256()
    for part in parts:
        sha.update(len(part).to_bytes(8))
        sha.update(part)
    return sha.hexdigest()[:12]
