"""The house rules, executed: layers, sizes, SQL and its words."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from depmap.engine.database import build
from depmap.engine.order import APART
from tests.mutations import MUTATIONS
from tests.portfolios import AS_OF, portfolio

ROOT = Path(__file__).resolve().parents[1]
SQL = sorted((ROOT / "sql").glob("*/*.sql"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
PYTHON = {
    str(path.relative_to(ROOT)): path.read_text()
    for path in sorted([ROOT / "app.py", *PAGES, *(ROOT / "depmap").rglob("*.py")])
}
CODE_LINES_OF_A_RELATION = 60
LINES_OF_A_PAGE = 80
LINES_OF_A_MODULE = 350
ENTRIES_OF_A_FOLDER = 13
# Folders that are lists: the contract, one file a relation; the rooms; and the tests, which mirror
# them.
LISTS = {"sql/report", "depmap", "tests"}

# Constants in capitals, and names that come from sql/, the schema or a list in the code.
NAMES_IN_SQL = {
    "_MATCHING",
    "table",
    "table.name",
    "', '.join(columns)",
    "columns",
    "relation",
    "self.name",
    "self.order",
    "self.schema",
    "condition",
    "column",
}
CONTRACT = {
    "directions": "outlook forecast_low forecast forecast_high p50 p80 chance_on_time reserve_days"
    " chance_if_all_wait",
    "items": "item_id item_type earliest_start earliest_finish start_by slack_days days_late"
    " is_critical is_blocked level binding_direction binding_path safe_start_by"
    " safe_binding_direction",
    "edges": "item_id requires_id strength any_of is_chosen",
    "themes": "theme_id",
    "owners": "owner_id",
    "owner_gaps": "rule reason",
    "owner_suggestions": "item_id owner_id",
    "unlocks": "item_id unlock_score at_stake unlocks_now direction_count p_used is_essential"
    " unlock_per_effort_day",
    "unlock_parts": "item_id direction_id contribution expected_value need_confidence"
    " open_prerequisite_count",
    "plan": "sequence_number item_id name theme owner suggested_owner action status start_by"
    " advisory_start_by earliest_start earliest_finish slack_days days_late lead_low_days"
    " lead_likely_days lead_high_days effort_days unlock_score at_stake direction_count directions"
    " waits_for binding_direction binding_path first_step safe_start_by safe_binding_direction",
    "decisions": "question owner decide_by",
    "milestones": "forecast",
    "parked": "would_change_our_mind",
    "findings": "what why fix",
    "settings": "as_of review_days",
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The database of a portfolio without rows, as a file."""
    return build(portfolio(), AS_OF, tmp_path_factory.mktemp("empty") / "empty.duckdb")


def code_lines(text):
    """Lines that are neither blank, comment nor part of a `comment on` statement."""
    without_comments = re.sub(r"comment on .*?;\n", "", text, flags=re.DOTALL)
    return [line for line in without_comments.splitlines() if line.strip(" -") and line[:2] != "--"]


@pytest.mark.parametrize("path", SQL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_sql_file_creates_the_relation_it_is_named_after(path):
    """sql/<folder>/<relation>.sql creates exactly that relation, with its grain on top."""
    text = path.read_text()
    created = re.findall(r"^create (?:table|view|macro|schema) (\w+(?:\.\w+)?)", text, re.MULTILINE)
    schema = path.parent.name if path.parent.name in ("report", *APART) else "calc"
    assert created == [f"{schema}.{path.stem}"]
    assert text.startswith(("-- One row", "-- One value"))
    if schema != "report":
        assert len(code_lines(text)) <= CODE_LINES_OF_A_RELATION
    else:
        assert not re.search(r"^    (\w+\.)?\*", text, re.MULTILINE), "a contract lists its columns"


def test_report_has_every_relation_and_column_of_the_contract(empty):
    """A script written against the contract finds what it needs."""
    found = empty.execute(
        "select table_name, column_name from information_schema.columns"
        " where table_schema = 'report'"
    ).fetchall()
    wanted = {(name, column) for name, columns in CONTRACT.items() for column in columns.split()}
    assert wanted - set(found) == set()


def test_every_report_column_says_what_it_means(empty):
    """The comments are the tooltips of the tables, so none may be missing."""
    missing = empty.execute(
        "select table_name, column_name from duckdb_columns()"
        " where schema_name = 'report' and coalesce(comment, '') = ''"
    ).fetchall()
    assert missing == []


def test_empty_portfolio_gives_empty_relations(empty):
    """Every relation can be read, and only one-row relations have a row."""
    names = empty.execute(
        "select table_name from information_schema.tables where table_schema = 'report'"
    ).fetchall()
    counts = {name: len(empty.table(f"report.{name}").fetchall()) for (name,) in names}
    filled = {name for name, count in counts.items() if count}
    assert filled == {"settings", "owner_backtest", "capacity"}


def test_unparsable_sql_is_the_keyed_recursion_only():
    """The linter cannot read USING KEY; nothing else may hide from it."""
    hidden = {path.name for path in SQL if "noqa: PRS" in path.read_text()}
    keyed = {path.name for path in SQL if "\nusing key" in path.read_text()}
    assert hidden == keyed == {"needs.sql"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_page_is_short_and_computes_nothing(path):
    """A page reads and draws: no SQL, no session state, under 80 lines."""
    text = path.read_text()
    assert len(text.splitlines()) < LINES_OF_A_PAGE
    assert "session_state" not in text
    assert not re.search(r"\b(select|from report)\b .*\b(from|where)\b", text, re.IGNORECASE)


def test_module_does_one_thing():
    """A module that grows over the limit holds two rooms."""
    lines = {name: len(text.splitlines()) for name, text in PYTHON.items()}
    assert {name: count for name, count in lines.items() if count > LINES_OF_A_MODULE} == {}


def test_scripts_and_pages_of_the_browser_stand_in_files():
    """JavaScript, HTML documents and style sheets have editors and linters of their own."""
    own = re.compile(r"<!doctype|</body>|=> \{|\bfunction \w*\(|@media")
    assert [name for name, text in PYTHON.items() if own.search(text)] == []


def test_a_folder_holds_about_a_dozen_entries():
    """A folder has one purpose; when it grows beyond a dozen entries it has two."""
    folders = [ROOT / name for name in ("depmap", "pages", "sql", "tests", "docs", "data")]
    folders += [path for folder in folders for path in folder.rglob("*") if path.is_dir()]
    found = {str(folder.relative_to(ROOT)): len(_entries(folder)) for folder in folders}
    crowded = {name: count for name, count in found.items() if count > ENTRIES_OF_A_FOLDER}
    assert set(crowded) == LISTS


def _entries(folder):
    return [path for path in folder.iterdir() if not path.name.startswith(("__", "."))]


def test_no_sql_is_built_from_values():
    """SQL in an f-string may only hold constants in capitals or names from the schema."""
    found = {(name, used) for name, text in PYTHON.items() for used in names_in_sql(text)}
    assert {(name, used) for name, used in found if used not in NAMES_IN_SQL} == set()


def names_in_sql(text):
    """What stands in the f-strings of a module that are SQL."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.JoinedStr):
            continue
        words = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
        if not re.search(r"\b(select|insert into|create table|attach)\b", words):
            continue
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield ast.unparse(part.value)


def test_only_the_screen_knows_streamlit():
    """Everything below depmap/screen runs without Streamlit."""
    screen = ROOT / "depmap" / "screen"
    for path in (ROOT / "depmap").rglob("*.py"):
        if screen not in path.parents:
            assert "streamlit" not in path.read_text(), path


def test_every_page_is_listed_in_the_frame():
    """frame.py holds the only list of pages."""
    frame = (ROOT / "depmap" / "screen" / "frame.py").read_text()
    assert [path.stem for path in PAGES if path.stem not in frame] == []


PINNED = r"[\w.\[\],-]+==[\w.]+( ; sys_platform != 'win32')? +# .+"


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_every_dependency_is_pinned_with_its_reason(path):
    """One exact version and one reason per line; other files may be included."""
    for line in path.read_text().splitlines():
        if line and not line.startswith(("#", "-r ")):
            assert re.fullmatch(PINNED, line), line


def test_top_level_holds_nothing_unplanned():
    """A newcomer finds what the README names and nothing else."""
    planned = {"app.py", "pages", "depmap", "data", "sql", "tests", "docs", "Makefile"}
    planned |= {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "pyproject.toml"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    assert {name for name in found - planned if not name.startswith("requirements")} == set()


def test_server_is_configured_closed():
    """Loopback, no tracebacks or export of its own in the browser, nothing sent home."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["browser"]["gatherUsageStats"] is False
    client = settings["client"]
    assert client["showErrorDetails"] == "none"
    assert client["showErrorLinks"] == "false"
    assert client["disableDataExport"] is True
    assert client["toolbarMode"] == "viewer"


def test_nothing_outside_the_screen_needs_streamlit():
    """Rules, words, charts, graph, files and commands load where Streamlit is not installed."""
    program = (
        "import importlib, pkgutil, sys\n"
        "sys.modules['streamlit'] = None\n"
        "import depmap\n"
        "found = pkgutil.walk_packages(depmap.__path__, 'depmap.')\n"
        "names = [m.name for m in found if not m.name.startswith('depmap.screen')]\n"
        "assert len(names) > 60, names\n"
        "for name in names:\n"
        "    importlib.import_module(name)\n"
    )
    # The package of the screen itself is walked into, so it must load as well; it is empty.
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("page", ["README", "CONTRIBUTING", "SECURITY", "docs/explanation"])
def test_a_page_names_files_that_exist(page):
    """Files move; what is said of them moves with them."""
    text = (ROOT / f"{page}.md").read_text()
    named = re.findall(r"`((?:depmap|sql|tests|pages|docs|data)/[\w./]+\w)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_tests_that_mutations_run_exist():
    """A promise without its test would pass unseen."""
    named = {place.test.split("::")[0] for place in MUTATIONS}
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
    found = [place.old in (ROOT / place.file).read_text() for place in MUTATIONS]
    assert all(found), found
