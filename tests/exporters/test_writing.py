"""Exports on the disk: whole or not at all, nothing of anybody else's touched."""

import os

import pytest

from depmap.exporters.writing import INDEX, NotOurs, earlier, file_name, write_file, write_folder


def test_a_name_is_made_of_small_letters_digits_and_hyphens():
    """An id that is one already stays; any other gets digits that tell it from its like."""
    assert file_name("soc2-auditor") == "soc2-auditor"
    assert file_name("DP-SOC2") == "dp-soc2-311d39cd"
    assert file_name("dp-soc2") == "dp-soc2"
    assert file_name("../../../x/evil") == "x-evil-aa539370"
    assert file_name("con").startswith("con-")
    assert file_name("日本").isalnum()
    assert len(file_name("x" * 200)) == 69


def test_ids_that_look_alike_get_names_of_their_own():
    """No file is written over another."""
    alike = ["a b", "a-b", "A B", "a_b", "a/b", "ä-b", " a b"]
    assert len({file_name(one) for one in alike}) == len(alike)


def test_a_second_export_replaces_what_the_first_one_wrote(tmp_path):
    """Files that are no longer due go; the index lists what is there."""
    folder = tmp_path / "out"
    assert write_folder(folder, {"a.md": b"1", "b.md": b"1"}) == []
    assert write_folder(folder, {"b.md": b"2", "c.md": b"3"}) == ["a.md"]
    assert sorted(os.listdir(folder)) == [INDEX, "b.md", "c.md"]
    assert (folder / INDEX).read_text() == "b.md\nc.md\n"
    assert earlier(folder) == {"b.md": b"2", "c.md": b"3"}


def test_a_folder_with_files_of_somebody_else_is_left_alone(tmp_path):
    """Not one file is written, replaced or removed."""
    (tmp_path / "mine.md").write_text("mine")
    with pytest.raises(NotOurs, match=r"mine\.md"):
        write_folder(tmp_path, {"mine.md": b"yours"})
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_a_link_is_not_followed(tmp_path):
    """Neither as the file, nor as the folder, nor in it."""
    target = tmp_path / "target"
    target.write_bytes(b"kept")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(NotOurs):
        write_file(tmp_path / "link", b"x")
    folder = tmp_path / "out"
    write_folder(folder, {"a.md": b"1"})
    (folder / "a.md").unlink()
    (folder / "a.md").symlink_to(target)
    with pytest.raises(NotOurs):
        write_folder(folder, {"a.md": b"2"})
    (tmp_path / "elsewhere").symlink_to(folder)
    with pytest.raises(NotOurs):
        write_folder(tmp_path / "elsewhere", {"a.md": b"2"})
    assert target.read_bytes() == b"kept"


def test_an_index_cannot_name_files_elsewhere(tmp_path):
    """Somebody may have edited it: only names within the folder are ours."""
    (tmp_path / "precious").write_text("kept")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / INDEX).write_text("../precious\n")
    with pytest.raises(NotOurs):
        write_folder(folder, {"a.md": b"1"})
    assert (tmp_path / "precious").read_text() == "kept"


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path):
    """A failed export changes no byte and leaves nothing behind."""
    with pytest.raises(OSError, match="nowhere"):
        write_file(tmp_path / "nowhere" / "a.xlsx", b"x")
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(NotOurs):
        write_file(tmp_path / "a.xlsx", b"x")
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_a_form_may_say_what_follows_an_earlier_file(tmp_path):
    """Of both states; over anything else nothing is written."""
    place = tmp_path / "out"

    def after(earlier, new):
        return earlier + new if earlier.startswith(b"ours") else None

    write_file(place, b"ours", after)
    write_file(place, b" again", after)
    assert place.read_bytes() == b"ours again"
    place.write_bytes(b"mine")
    with pytest.raises(NotOurs, match="holds no earlier state"):
        write_file(place, b"ours", after)
    assert place.read_bytes() == b"mine"
