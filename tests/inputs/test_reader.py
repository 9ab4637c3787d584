"""What is refused about a file as such, and how changes of a folder are noticed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from depmap.inputs.reader import fingerprint, read_folder, shown_name
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio, Problems
from tests.inputs.corpus.base import BASE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A valid portfolio in a folder called p."""
    path = tmp_path / "p"
    path.mkdir()
    for name, data in BASE.items():
        (path / name).write_bytes(data)
    return path


def only_problem(folder: Path) -> str:
    """The one problem of the folder, as printed."""
    with pytest.raises(InvalidPortfolio) as raised:
        read_portfolio(folder)
    assert len(raised.value.problems) == 1
    return str(raised.value)


def test_folder_where_a_file_should_be(folder: Path) -> None:
    """A folder of an input file's name is a problem, and its references raise no others."""
    (folder / "sources.yaml").unlink()
    (folder / "sources.yaml").mkdir()
    assert only_problem(folder).startswith("p/sources.yaml: it is a folder.")


def test_link_that_leaves_the_folder(folder: Path) -> None:
    """A link to a file elsewhere is not followed, whatever it leads to."""
    elsewhere = folder.parent / "owners.csv"
    (folder / "owners.csv").rename(elsewhere)
    (folder / "owners.csv").symlink_to(elsewhere)
    assert only_problem(folder).startswith(
        "p/owners.csv: it is a link to a place outside the folder."
    )


def test_link_inside_the_folder(folder: Path) -> None:
    """A link that stays inside the folder is an ordinary file, as a mounted config map has it."""
    (folder / "..data").mkdir()
    (folder / "owners.csv").rename(folder / "..data" / "owners.csv")
    (folder / "owners.csv").symlink_to(Path("..data") / "owners.csv")
    assert len(read_portfolio(folder).tables["owners"]) == 2


def test_folder_behind_a_link(folder: Path) -> None:
    """The folder itself may be reached by a link."""
    link = folder.parent / "current"
    link.symlink_to(folder)
    assert read_portfolio(link).tables["owners"].columns["source_file"][0] == "current/owners.csv"


def test_link_that_leads_to_itself(folder: Path) -> None:
    """A circular link is a problem, no crash."""
    (folder / "owners.csv").unlink()
    (folder / "owners.csv").symlink_to("owners.csv")
    assert only_problem(folder).startswith("p/owners.csv: the file cannot be read (")


def test_link_to_nothing(folder: Path) -> None:
    """A dangling link is a problem that names no path."""
    (folder / "owners.csv").unlink()
    (folder / "owners.csv").symlink_to("gone.csv")
    assert only_problem(folder).startswith(
        "p/owners.csv: the file cannot be read (No such file or directory)."
    )


def test_pipe(folder: Path) -> None:
    """A named pipe is refused instead of waiting for a writer forever."""
    (folder / "owners.csv").unlink()
    os.mkfifo(folder / "owners.csv")
    assert only_problem(folder).startswith("p/owners.csv: it is not a plain file.")


@pytest.fixture
def stranger_folder() -> Iterator[Path]:
    """A portfolio that a user without privileges may enter; root gives up its own meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        for file, data in BASE.items():
            (Path(name) / file).write_bytes(data)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            if is_root:
                os.seteuid(0)


def test_unreadable_file(stranger_folder: Path) -> None:
    """A file without read permission is a problem."""
    if os.getuid() == 0:
        os.seteuid(0)
    (stranger_folder / "owners.csv").chmod(0o000)
    if os.getuid() == 0:
        os.seteuid(65534)
    assert "/owners.csv: the file cannot be read (Permission denied)." in only_problem(
        stranger_folder
    )


@pytest.mark.parametrize("name", ["gone", "p/owners.csv"])
def test_no_folder(folder: Path, name: str) -> None:
    """A path that is no folder is one problem about the folder, without the path above it."""
    with pytest.raises(InvalidPortfolio) as raised:
        read_portfolio(folder.parent / name)
    first = raised.value.problems[0]
    assert first.file == Path(name).name
    assert "the folder cannot be read" in first.found
    assert str(folder.parent) not in str(raised.value)


def test_no_path_is_shown(folder: Path) -> None:
    """Problems and rows name the folder's last part only."""
    assert shown_name(folder, "owners.csv") == "p/owners.csv"
    assert shown_name(folder) == "p"


def test_read_folder_tells_missing_from_refused(folder: Path) -> None:
    """Missing files have no entry; refused ones are None."""
    (folder / "parked.yaml").unlink()
    (folder / "sources.yaml").write_bytes(b" " * 2_000_001)
    contents = read_folder(folder, Problems())
    assert "parked.yaml" not in contents
    assert contents["sources.yaml"] is None
    assert contents["owners.csv"] == BASE["owners.csv"]


def test_fingerprint_changes_when_input_does(folder: Path) -> None:
    """Writing, adding, removing and misnaming input files change it; a README does not."""
    seen = [fingerprint(folder)]
    (folder / "README.md").write_text("x")
    assert fingerprint(folder) == seen[0]
    (folder / "owners.csv").write_bytes(BASE["owners.csv"] + b"zoe,Zoe,,1,yes\n")
    seen.append(fingerprint(folder))
    os.utime(folder / "owners.csv", ns=(1, 1))
    seen.append(fingerprint(folder))
    (folder / "parked.yaml").unlink()
    seen.append(fingerprint(folder))
    (folder / "parkd.yaml").write_bytes(b"[]")
    seen.append(fingerprint(folder))
    seen.append(fingerprint(folder / "gone"))
    assert len(set(seen)) == len(seen)


def test_content_version_is_about_content(folder: Path) -> None:
    """Touching a file keeps the version, and a changed byte changes it."""
    version = read_portfolio(folder).version
    os.utime(folder / "owners.csv", ns=(1, 1))
    assert read_portfolio(folder).version == version
    assert len(version) == 12
    (folder / "owners.csv").write_bytes(BASE["owners.csv"] + b"\n")
    assert read_portfolio(folder).version != version


def test_a_file_beyond_the_limit_is_refused_unread(folder: Path) -> None:
    """The size alone says so, and references to its rows raise no others."""
    with (folder / "owners.csv").open("wb") as file:
        file.truncate(200_000_001)
    assert only_problem(folder).startswith("p/owners.csv: the file is larger than 200 MB.")
