"""Tidying writes what was read, byte for byte all else, and all files or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from depmap.inputs.validate import read_portfolio
from depmap.inputs.writing.files import CannotWrite, Edits
from depmap.inputs.writing.tidy import tidied
from depmap.portfolio.problem import InvalidPortfolio
from tests.inputs.corpus.base import BASE, edited
from tests.inputs.test_twins import DIR, OWN, TWINS, Twin, load, meaning
from tests.thorough import some

# What is read of the file as a whole stays with the plain form only.
CELLS = {"words", "ids", "dates", "numbers", "blanks around values", "nobody and nothing yet",
         "names of groups", "guarded formulas", "headers"}  # fmt: skip


@pytest.mark.parametrize("plain", some([True, False], 2))
@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_the_portfolio_stays_and_a_second_time_changes_nothing(
    twin: Twin, plain: bool, tmp_path: Path
) -> None:
    """For every gentle form: the same portfolio before and after, and nothing left to tidy."""
    folder = tmp_path / "p"
    before = load(folder, twin.gentle)
    tidied(folder, plain=plain).write()
    after = read_portfolio(folder)
    assert meaning(after) == meaning(before)
    assert not CELLS & {note.kind for note in after.notes}
    assert tidied(folder, plain=plain).files == {}


def test_only_the_cells_that_change_are_touched(tmp_path: Path) -> None:
    """Mark, separators, quotes, line ends, comments and columns nobody knows stay."""
    owners = (
        "\ufeffID;name;Team;capacity_days_per_week;active;Phone\r\n"
        'ann;"Ann";;" 3 ";TRUE;"1; 2"\r\n;;;;;\r\nbob;Bob;;10;N;=1\r\n'
    )
    plain = (
        "\ufeffid;name;team;capacity_days_per_week;active;Phone\r\n"
        'ann;"Ann";;"3";yes;"1; 2"\r\n;;;;;\r\nbob;Bob;;10;no;=1\r\n'
    )
    directions = BASE[DIR].replace(b"2027-03-31", b"31.3.2027 # soon").replace(b"ann", b'"ANN"')
    load(tmp_path / "p", {OWN: owners.encode(), DIR: directions})
    changes = tidied(tmp_path / "p")
    assert {name: new for name, (_, new) in changes.files.items()} == {
        OWN: plain.encode(),
        DIR: BASE[DIR].replace(b"2027-03-31", b"2027-03-31 # soon").replace(b"ann", b'"ann"'),
    }


def test_utf_16_stays_and_becomes_utf_8_when_plain(tmp_path: Path) -> None:
    """The encoding is kept with its mark; the plain form is UTF-8 with commas."""
    text = BASE[OWN].decode().replace("yes", "TRUE").replace(",", "\t")
    load(tmp_path / "p", {OWN: text.encode("utf-16")})
    assert tidied(tmp_path / "p").files[OWN][1] == text.replace("TRUE", "yes").encode("utf-16")
    assert tidied(tmp_path / "p", plain=True).files[OWN][1] == BASE[OWN]


@pytest.mark.parametrize(
    ("order", "day"), [("month-first", b"2027-03-04"), ("day-first", b"2027-04-03")]
)
def test_dates_that_leave_it_open_are_rewritten_by_order(
    order: str, day: bytes, tmp_path: Path
) -> None:
    """What is refused without an order is written plainly with one."""
    folder = tmp_path / "p"
    with pytest.raises(InvalidPortfolio):
        load(folder, edited(DIR, "2027-03-31", "3/4/2027"))
    tidied(folder, order).write()
    assert (folder / DIR).read_bytes() == BASE[DIR].replace(b"2027-03-31", day)


def test_owners_that_are_named_get_a_file(tmp_path: Path) -> None:
    """Each name once, with an empty capacity, and the folder loads."""
    folder = tmp_path / "p"
    with pytest.raises(InvalidPortfolio):
        load(folder, {OWN: None})
    tidied(folder).write()
    assert (folder / OWN).read_text() == "id,name,capacity_days_per_week\nann,ann,\nbob,bob,\n"
    assert read_portfolio(folder).tables["owners"].columns["id"] == ["ann", "bob"]


def test_a_file_that_changed_meanwhile_stops_all(tmp_path: Path) -> None:
    """Nothing is written when one file is no longer what was read."""
    folder = tmp_path / "p"
    load(folder, {**edited(OWN, "10,no", "10,N"), **edited(DIR, "sponsor: ann", "sponsor: ANN")})
    changes = tidied(folder)
    (folder / OWN).write_bytes(BASE[OWN] + b"zoe,Zoe,,1,yes\n")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(CannotWrite, match=r"owners\.csv has changed"):
        changes.write()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_file_that_cannot_be_written_puts_back_the_others(tmp_path: Path) -> None:
    """A folder where the second file should go: the first one is as it was."""
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "b").symlink_to(tmp_path / "nowhere" / "b")
    with pytest.raises(CannotWrite, match=r"gone/b cannot .* All files are as they were"):
        Edits(tmp_path, {"a": (b"old", b"new"), "gone/b": (None, b"new")}).write()
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "gone"]


def test_links_and_modes_stay(tmp_path: Path) -> None:
    """What a link leads to is written, and keeps its mode."""
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    Edits(tmp_path, {"link": (b"old", b"new")}).write()
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o640
