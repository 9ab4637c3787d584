"""A folder on disk -> the text of its input files, or why they cannot be read. No opinions.

Everything that could be dangerous about a file as such is refused here: links that leave the
folder, devices, files too large, encodings other than UTF-8, characters nobody can see.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from depmap.portfolio.problem import Problems, quoted
from depmap.portfolio.schema import FILES, MAX_CSV_BYTES, MAX_YAML_BYTES, TABLES

_TABLE_SUFFIXES = (".csv", ".yaml", ".yml", ".tsv", ".txt", ".xlsx")
REQUIRED_FILES = frozenset(table.file for table in TABLES if table.required)

# Control characters but tab and line ends; what editors show as nothing or as a line end of
# their own, so that line numbers and ids would not be what a reader sees.
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

_UTF_8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff")
_OTHER_FORMATS = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
)
_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|body|table)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")


def shown_name(folder: Path, name: str = "") -> str:
    """How a file of the folder is named to people: the folder's last part and the file's name."""
    return "/".join(filter(None, (folder.absolute().name, name)))


def line_at(text: str, offset: int) -> int:
    """The physical line, from 1, that holds the character at the offset."""
    return 1 + sum(1 for _ in _LINE_END.finditer(text, 0, offset))


def read_folder(folder: Path, problems: Problems) -> dict[str, bytes | None]:
    """The bytes of every input file that is there, by file name; None for one that is refused."""
    try:
        present = sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError) as error:
        found = f"the folder cannot be read ({_reason(error)})"
        fix = "Check the path and its permissions."
        problems.add(shown_name(folder), 0, "", found, "a folder of CSV and YAML files", fix)
        return {}
    strays = _misnamed_files(present)
    contents: dict[str, bytes | None] = {}
    for name in FILES:
        if name in present:
            contents[name] = _read_file(folder, name, problems)
        elif name in REQUIRED_FILES:
            fix = "Add it; a file with only its header line, or [] in YAML, is enough."
            if name in strays:
                fix = f"Rename {quoted(strays.pop(name))} if that is the file."
            expected = "a file of this name"
            problems.add(shown_name(folder, name), 0, "", "the file is missing", expected, fix)
    for name, stray in strays.items():
        found = "no input file has this name, so it is not read"
        fix = f"Did you mean {quoted(name)}? If not, move it out of the folder."
        expected = f"one of {', '.join(FILES)}"
        problems.add(shown_name(folder, stray), 0, "", found, expected, fix)
    return contents


def _reason(error: Exception) -> str:
    """The system's words, which name no path."""
    return (isinstance(error, OSError) and error.strerror) or "the path is not usable"


def _misnamed_files(present: list[str]) -> dict[str, str]:
    """Files whose name is nearly that of an input file: right name -> name found."""
    strays: dict[str, str] = {}
    for name in present:
        lower = Path(name.lower())
        if name in FILES or lower.suffix not in _TABLE_SUFFIXES:
            continue
        by_stem = {Path(file).stem: file for file in FILES}
        near = get_close_matches(lower.stem, by_stem, n=1, cutoff=0.8)
        if near:
            strays.setdefault(by_stem[near[0]], name)
    return strays


def _read_file(folder: Path, name: str, problems: Problems) -> bytes | None:
    path, place = folder / name, (shown_name(folder, name), 0, "")
    limit = MAX_YAML_BYTES if name.endswith(".yaml") else MAX_CSV_BYTES
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
            data = file.read(limit + 1)
    except (OSError, RuntimeError) as error:
        found = f"the file cannot be read ({_reason(error)})"
        problems.add(*place, found, "a readable file", "Check its permissions and links.")
        return None
    if len(data) > limit:
        size = f"{limit // 1_000_000} MB"
        fix = "Rows belong in CSV; leave out what is not needed."
        problems.add(*place, f"the file is larger than {size}", f"at most {size}", fix)
        return None
    return data


def decode(file: str, data: bytes, problems: Problems) -> str | None:
    """The text of a UTF-8 file without its byte order mark, or None and a problem.

    file is the name shown to people.
    """
    foreign = next((words for start, words in _OTHER_FORMATS if data.startswith(start)), "")
    if not foreign and _MARKUP.match(data[:200]):
        foreign = "a web page or XML"
    if foreign:
        fix = "Export it as CSV UTF-8, or write it as YAML."
        problems.add(file, 1, "", f"the content is {foreign}", "plain text", fix)
        return None
    if data.startswith(_WIDE_MARKS) or data[:200].count(0) > len(data[:200]) // 4:
        fix = "Save it again with the encoding UTF-8."
        problems.add(file, 1, "", "the text is UTF-16 or UTF-32", "text in UTF-8", fix)
        return None
    data = data.removeprefix(_UTF_8_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _report_encoding(file, data, error, problems)
        return None
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
    fix = "Save it again with the encoding UTF-8; it looks like Windows or Latin-1 text."
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
    for name in names:
        # Misnamed files count too: renaming one is how a problem about it is fixed.
        if name in FILES or _misnamed_files([name]):
            try:
                status = (folder / name).stat()
                times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
                # A changed mode changes nothing else, and may be what makes a file readable again.
                yield f"{name} {status.st_size} {times} {status.st_ino} {status.st_mode}".encode()
            except OSError as error:
                yield f"{name} {type(error).__name__}".encode()


def content_version(folder: Path) -> str:
    """Twelve hexadecimal digits over the input files; equal content, equal digits."""
    return digest_of(read_folder(folder, Problems()))


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
