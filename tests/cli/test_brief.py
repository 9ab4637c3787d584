"""`depmap brief`: one page that says what the pages say."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from depmap.cli.main import commands
from depmap.engine import database
from depmap.engine.database import build
from depmap.exporters.brief import brief, html_bytes, markdown_text
from tests.exporters.forms.small import extract
from tests.thorough import slow

DATA = Path(__file__).resolve().parents[2] / "data"
DAY = ("--as-of", "2026-11-24")


def run(*arguments):
    """Runs one command; stdout and stderr stay apart."""
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


def test_the_page_of_everybody():
    """Start, decide and at risk, with literal rows; names stay names."""
    text = markdown_text(brief(extract()))
    assert text.startswith("# Brief: our map\n\nAs of 1 Jan 2026; next review 1 Apr 2026.\n")
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
        "Start now", "In progress", "Decide", "At risk",
    ]  # fmt: skip
    assert (
        "| Account \\| \\<b\\>open\\</b\\> | Information office | Start by 20 Feb 2026 |"
        " 20 Feb 2026 | Fill in the form |"
    ) in text
    assert "| Broker | Information office | 4 Jan 2026 |" in text
    assert "| Which vendor: A or B? | Information office | Decide by 8 Mar 2026 |" in text
    assert "Every direction with a target is on time." in text


def test_the_page_of_one_owner_is_theirs():
    """What they start and decide, and nothing of others; said in the title."""
    text = markdown_text(brief(extract(owner=("LEGAL",))))
    assert text.startswith("# Brief for Counsel: our map\n")
    assert "signed" in text
    assert "| Account" not in text
    assert "Broker" not in text
    assert "| Account" in markdown_text(brief(extract(owner=("CIO",))))


def test_what_changed_stands_first_where_it_is_asked_for():
    """Only of directions that are shown; at most six, and how many more."""
    moved = {"EU": "EU region: later", "SSO": "Sign-in: earlier"}
    text = markdown_text(brief(extract(), "last week", moved))
    part = text.partition("## What changed since last week")[2].partition("## ")[0]
    assert part.split("\n\n")[1].splitlines() == ["- EU region: later", "- Sign-in: earlier"]
    narrowed = markdown_text(brief(extract(owner=("LEGAL",)), "last week", moved))
    assert "Sign-in: earlier" not in narrowed
    assert "EU region: later" in narrowed
    assert "No direction moved." in markdown_text(brief(extract(), "last week", {}))


def test_html_is_one_file_that_runs_and_loads_nothing():
    """The same words, escaped, under a policy that allows no script."""
    page = html_bytes(brief(extract())).decode()
    assert "script-src 'none'" in page
    assert not re.search(r"<script|<link|<img|src=|href=", page)
    assert "Account | &lt;b&gt;open&lt;/b&gt;" in page
    assert page.count("<h2>") == 4
    assert "$" not in page


@pytest.fixture(scope="module")
def real():
    return run("brief", DATA, *DAY).stdout


def test_the_real_page_counts_as_the_overview_does(real):
    """One page: the answer, ten of eighteen, three decisions, and what would be enough."""
    assert "18 of 92 prerequisites must start by 22 Feb 2027, 2 have no owner" in real
    assert "And 8 more." in real
    way_out = "SOC 2 observation window agreed at 145 days or less"
    assert f"| Enterprise identity pack | late | 29 % | 30 Sep 2027 | {way_out}" in real
    assert len(real.splitlines()) < 60


def test_since_says_what_an_edit_moved(tmp_path, monkeypatch):
    """Beside a folder as it was: which direction moved, and because of what; each built once."""
    built = []
    monkeypatch.setattr(database, "build", lambda *a, **b: built.append(a) or build(*a, **b))
    old = tmp_path / "old"
    shutil.copytree(DATA, old)
    rows = (old / "prerequisites.csv").read_text()
    assert "not_started,20,45,90,35" in rows
    (old / "prerequisites.csv").write_text(
        rows.replace("not_started,20,45,90,35", "not_started,2,4,9,35", 1)
    )
    settings = (old / "settings.yaml").read_text()
    (old / "settings.yaml").write_text(settings.replace("as_of:\n", "as_of: 2026-11-24\n"))
    text = run("brief", DATA, *DAY, "--since", old).stdout
    part = text.partition(f"## What changed since {old}".replace("_", "\\_"))[2].partition("## ")[0]
    assert "Production launch: likely finish" in part
    assert "because of Tenant identity (+" in part
    assert len(built) == 2


@slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium")
def test_the_page_of_an_owner_is_printed_on_one_side(tmp_path):
    """By the same page; without a browser a sentence says what to do, and nothing is printed."""
    assert run("init", tmp_path / "map").exit_code == 0
    asked = ("brief", tmp_path / "map", "--owner", "counsel", "--format", "pdf")
    printed = run(*asked).stdout_bytes
    assert printed.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        patch.delenv("CHROMIUM", raising=False)
        result = run(*asked)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Printing needs Chromium or Chrome. Write html" in result.stderr


def test_a_wrong_owner_is_named_with_those_there_are():
    """As on the other commands."""
    result = run("brief", DATA, *DAY, "--owner", "NOBODY")
    assert result.exit_code == 2
    assert 'no owner is called "NOBODY"' in result.stderr
