"""Owners, themes and sources that a workspace holds for all its portfolios."""

from __future__ import annotations

import pytest

from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.portfolio.typed import Others
from depmap.versions.workspace.build import build_lake
from depmap.versions.workspace.read import read_workspace
from tests.versions.workspace.workspaces import contents, states

HEADER = "id,name,theme,kind,owner,status,lead_low_days,lead_likely_days,lead_high_days,effort_days"
FILES = {
    "directions.yaml": "- {id: X, name: Direction, target: 2027-06-30, value: 50, confidence: 1}\n",
    "prerequisites.csv": f"{HEADER}\nkyc,KYC vendor,legal,enabler,counsel,not_started,10,20,30,2\n",
    "dependencies.csv": "item,requires\nX,kyc\n",
    "decisions.yaml": "[]\n",
    "settings.yaml": "review_days: 90\n",
}
OWNERS = "id,name,capacity_days_per_week\ncounsel,General Counsel,3\nsec,Security Lead,2\n"
THEMES = (
    "- {id: legal, name: Legal and contracts, keywords: [contract]}\n"
    "- {id: ops, name: Operations}\n"
)


def written(home, own=None, shared=None):
    """A workspace of one portfolio `pay`, and more files: its own, and shared ones."""
    members = "portfolios: [{id: pay, path: pay, title: Payments}]\n"
    (home / "workspace.yaml").write_text("as_of: 2026-11-29\n" + members)
    (home / "pay").mkdir(exist_ok=True)
    for name, text in (FILES | (own or {})).items():
        (home / "pay" / name).write_text(text)
    for name, text in (shared if shared is not None else {"owners.csv": OWNERS}).items():
        (home / name).write_text(text)
    return home


def read(home):
    """The portfolio as its workspace reads it."""
    return read_portfolio(home / "pay", Others("pay", {"pay": None}, home))


def rows(portfolio, table, *columns):
    """Rows of a table with where they stand."""
    found = portfolio.tables[table].columns
    names = (*columns, "source_file", "source_line")
    return list(zip(*(found[name] for name in names), strict=True))


OWN_THEME = {"themes.yaml": "- {id: legal, name: Law}\n"}


def test_a_folder_takes_the_owners_that_it_names(tmp_path):
    """With the file and line where they stand; another team's owner is none of its own."""
    home = written(tmp_path, OWN_THEME)
    assert rows(read(home), "owners", "id", "name", "capacity_days_per_week") == [
        ("counsel", "General Counsel", 3.0, f"{tmp_path.name}/owners.csv", 2)
    ]


def test_an_owner_is_found_by_another_look_of_the_name(tmp_path):
    """As in a file of the folder's own; the cell is noted as read in its plain form."""
    other = FILES["prerequisites.csv"].replace("counsel", "general counsel")
    found = read(written(tmp_path, OWN_THEME | {"prerequisites.csv": other}))
    assert rows(found, "owners", "id")[0][0] == "counsel"
    assert found.tables["prerequisites"].columns["owner"] == ["counsel"]


def test_an_own_row_counts_and_what_differs_is_noted(tmp_path):
    """Columns that one of the two files lacks say nothing."""
    own = OWN_THEME | {"owners.csv": "id,name,team\ncounsel,Counsel,Law\n"}
    found = read(written(tmp_path, own))
    assert rows(found, "owners", "id", "name") == [("counsel", "Counsel", "pay/owners.csv", 2)]
    assert [
        (note.file, note.kind, note.lines, note.example)
        for note in found.notes
        if note.rule == "differs from the workspace"
    ] == [("pay/owners.csv", "owners", (2,), "counsel: name")]


def test_an_owner_whom_only_an_option_names_is_taken(tmp_path):
    """Or a scenario: what it changes, and what it sets."""
    decisions = (
        "- id: D\n  question: Who?\n  options:\n"
        "  - {name: Sec, changes: [{id: kyc, field: owner, value: sec}]}\n  - {name: Other}\n"
    )
    found = read(written(tmp_path, OWN_THEME | {"decisions.yaml": decisions}))
    assert [row[0] for row in rows(found, "owners", "id")] == ["counsel", "sec"]


def test_an_own_owner_goes_before_a_shared_one_of_the_same_name(tmp_path):
    """A cell with the name means the own one; nobody has to choose."""
    other = FILES["prerequisites.csv"].replace("counsel", "Security Lead")
    own = {"owners.csv": "id,name\nmine,Security Lead\n", "prerequisites.csv": other}
    found = read(written(tmp_path, OWN_THEME | own))
    assert found.tables["prerequisites"].columns["owner"] == ["mine"]
    assert [row[0] for row in rows(found, "owners", "id")] == ["mine"]


def test_other_keywords_of_a_theme_are_a_difference(tmp_path):
    """Though the rest of the row is equal."""
    own = {"themes.yaml": "- {id: legal, name: Legal and contracts, keywords: [law]}\n"}
    found = read(written(tmp_path, own, {"owners.csv": OWNERS, "themes.yaml": THEMES}))
    noted = [note for note in found.notes if note.rule == "differs from the workspace"]
    assert [(note.kind, note.example) for note in noted] == [("themes", "legal: keywords")]


def test_shared_themes_stand_in_place_of_the_standard_ones(tmp_path):
    """All of them, with their keywords; a folder with themes of its own takes what it names."""
    shared = {"owners.csv": OWNERS, "themes.yaml": THEMES}
    found = read(written(tmp_path, shared=shared))
    assert [row[0] for row in rows(found, "themes", "id")] == ["legal", "ops"]
    assert found.tables["theme_keywords"].columns["keyword"] == ["contract"]
    assert not [note for note in found.notes if "standard" in note.kind]

    own = {"themes.yaml": "- {id: own, name: Own}\n"}
    found = read(written(tmp_path, own, shared))
    assert [row[0] for row in rows(found, "themes", "id")] == ["own", "legal"]


def test_who_stands_in_neither_file_is_a_problem(tmp_path):
    """Of the cell that names it."""
    home = written(tmp_path, OWN_THEME, {"owners.csv": "id,name\nsec,Security Lead\n"})
    with pytest.raises(InvalidPortfolio) as caught:
        read(home)
    assert [(p.file, p.line, p.found) for p in caught.value.problems] == [
        ("pay/prerequisites.csv", 2, 'no owner is called "counsel"')
    ]


def test_a_folder_alone_knows_nothing_of_them(tmp_path):
    """The same folder read by itself has no owner."""
    home = written(tmp_path, OWN_THEME)
    with pytest.raises(InvalidPortfolio) as caught:
        read_portfolio(home / "pay")
    assert caught.value.problems[0].file == "pay/owners.csv"


def test_what_is_wrong_in_a_shared_file_is_told_once(tmp_path):
    """With its file and line, before any portfolio is read."""
    broken = OWNERS.replace("sec,", "counsel,").replace(",2\n", ",two\n")
    home = written(tmp_path, OWN_THEME, {"owners.csv": broken})
    with pytest.raises(InvalidPortfolio) as caught:
        read_workspace(home)
    places = {(problem.file, problem.line, problem.field) for problem in caught.value.problems}
    file = f"{tmp_path.name}/owners.csv"
    assert places == {(file, 3, "id"), (file, 3, "capacity_days_per_week")}


def test_an_edit_of_a_shared_file_builds_again_and_nothing_else_does(tmp_path):
    """Built, taken over, built; and taken back the answers are the same bytes."""
    home = written(tmp_path, OWN_THEME)

    def built():
        outcomes = build_lake(read_workspace(home), home / "lake")
        return states(outcomes)["pay"], contents(home / "lake" / "current")

    state, first = built()
    assert state == "built"
    assert built() == ("unchanged", first)
    (home / "owners.csv").write_text(OWNERS.replace("General Counsel", "Chief Counsel"))
    state, other = built()
    assert (state, other == first) == ("built", False)
    (home / "owners.csv").write_text(OWNERS)
    assert built() == ("built", first)
