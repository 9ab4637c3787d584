"""Removes one protection at a time and shows that a test notices: python -m tests.mutations

Each mutation names the promise of SECURITY.md it stands for. It is applied to a copy of the
tracked files, never to the files themselves; the named test must then fail. Prints one line per
mutation and exits with 1 when a protection can go unnoticed.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SLOWEST_TEST = 240


class Mutation(NamedTuple):
    """`old` in `file` becomes `new`; `test` must fail."""

    promise: int
    file: str
    old: str
    new: str
    test: str


MUTATIONS = (
    Mutation(
        1,
        "depmap/graph/static/graph.js",
        "textContent",
        "innerHTML",
        "tests/graph/test_drawing.py::test_no_script_reads_text_as_html",
    ),
    Mutation(
        1,
        "depmap/screen/pieces/markup.py",
        "html.escape(str(value))",
        "str(value)",
        "tests/screen/pieces/test_markup.py",
    ),
    Mutation(
        2,
        "depmap/screen/server/web.py",
        "\"connect-src 'self'\"",
        '"connect-src *"',
        "tests/browser/test_served.py::test_every_response_carries_the_security_headers",
    ),
    Mutation(
        3,
        "depmap/screen/server/web.py",
        '"X-Content-Type-Options": "nosniff",',
        "",
        "tests/browser/test_served.py::test_every_response_carries_the_security_headers",
    ),
    Mutation(
        4,
        "depmap/graph/drawing.py",
        "if view.size > CAP:",
        "if False:",
        "tests/graph/test_drawing.py::test_too_many_items_give_a_message",
    ),
    Mutation(
        5,
        "depmap/exporters/csv.py",
        '_FORMULA.sub(r"\\1\'", value)',
        "value",
        "tests/exporters/test_csv.py",
    ),
    Mutation(
        5,
        ".streamlit/config.toml",
        "disableDataExport = true",
        "disableDataExport = false",
        "tests/test_house.py::test_server_is_configured_closed",
    ),
    Mutation(
        6,
        "depmap/answers/relations.py",
        "where {column} = $value order by",
        "where {column} = '{value}' order by",
        "tests/test_house.py::test_no_sql_is_built_from_values",
    ),
    Mutation(
        7,
        "depmap/engine/database.py",
        '    "set enable_external_access = false",\n',
        "",
        "tests/answers/test_relations.py::test_database_is_closed_to_files_network_and_settings",
    ),
    Mutation(
        7,
        "depmap/engine/database.py",
        '    "set lock_configuration = true",\n',
        "",
        "tests/answers/test_relations.py::test_database_is_closed_to_files_network_and_settings",
    ),
    Mutation(
        8,
        "depmap/versions/live.py",
        "return self.database.cursor()",
        "return self.database",
        "tests/versions/test_live.py::test_readers_get_right_rows_while_the_data_reloads",
    ),
    Mutation(
        9,
        "depmap/versions/publish.py",
        'unfinished = path.with_name(f".{path.name}.{os.getpid()}.building")',
        "unfinished = path; path.unlink(missing_ok=True)",
        "tests/cli/test_commands.py::test_failed_build_of_good_input_leaves_an_existing_file_untouched",
    ),
    Mutation(
        9,
        "depmap/versions/live.py",
        "last_good = self._version or self._found_from_earlier()",
        "last_good = None",
        "tests/versions/test_live.py::test_broken_edit_keeps_the_last_good_version_with_problems"
        "_and_since_when",
    ),
    Mutation(
        10,
        "depmap/versions/live.py",
        "state != self._seen",
        "False",
        "tests/versions/test_live.py::test_edit_is_shown_and_the_old_version_stays_readable",
    ),
    Mutation(
        11,
        "depmap/inputs/syntax/yaml_tree.py",
        "MAX_DEPTH = 50",
        "MAX_DEPTH = 10_000_000",
        "tests/inputs/test_corpus.py",
    ),
    Mutation(
        12,
        "depmap/inputs/syntax/csv_rows.py",
        "elif self._width <= len(row) < len(header):",
        "elif len(row) < len(header):",
        "tests/inputs/test_corpus.py",
    ),
    Mutation(
        13,
        "depmap/cli/check.py",
        "        shared.print_problems(error, style, folder)\n        sys.exit(1)",
        "        shared.print_problems(error, style, folder)\n        sys.exit(0)",
        "tests/cli/test_commands.py::test_check_lists_problems_with_file_and_line_and_fails",
    ),
    Mutation(
        14,
        ".streamlit/config.toml",
        'showErrorDetails = "none"',
        'showErrorDetails = "full"',
        "tests/test_house.py::test_server_is_configured_closed",
    ),
    Mutation(
        15,
        "depmap/screen/server/guard.py",
        "hmac.compare_digest",
        "(lambda given, token: True)",
        "tests/screen/server/test_guard.py",
    ),
    Mutation(
        15,
        "depmap/screen/server/guard.py",
        "if not _is_loopback(address) and not _told_to_be_open():",
        "if False:",
        "tests/screen/server/test_guard.py",
    ),
    Mutation(
        17,
        "depmap/versions/live.py",
        "with self._build_lock:",
        "if True:",
        "tests/versions/test_live.py::test_many_readers_start_one_build",
    ),
    Mutation(
        18,
        "depmap/screen/state/cached.py",
        "condition=threading.Condition()",
        "condition=None",
        "tests/screen/state/test_cached.py",
    ),
    Mutation(
        19,
        "requirements.txt",
        "click==",
        "click>=",
        "tests/test_house.py::test_every_dependency_is_pinned_with_its_reason",
    ),
    Mutation(
        16,
        "depmap/screen/parts/data/bring.py",
        "        _forget(file)\n",
        "",
        "tests/screen/parts/test_bring.py",
    ),
    Mutation(
        16,
        "depmap/screen/server/guard.py",
        "return not _told_to_be_open() and _is_loopback(address)",
        "return True",
        "tests/screen/server/test_guard.py",
    ),
    Mutation(
        16,
        "depmap/inputs/syntax/apart.py",
        "resource.setrlimit(resource.RLIMIT_AS, (memory, memory))",
        "pass",
        "tests/screen/state/test_brought.py::test_what_takes_too_much_memory_ends",
    ),
    Mutation(
        24,
        "depmap/agents/server.py",
        'ConfigDict(extra="forbid")',
        "ConfigDict()",
        "tests/agents/test_served.py",
    ),
    Mutation(
        24,
        "depmap/agents/asked.py",
        "        if version.problems:\n            raise",
        "        if version is None:\n            raise",
        "tests/agents/test_served.py",
    ),
)


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the tracked and new files that a mutation may spoil."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")
    with tempfile.TemporaryDirectory() as folder:
        for name in filter(None, listed):
            target = Path(folder) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).exists():
                shutil.copy2(ROOT / name, target)
        yield Path(folder)


def notices(tree: Path, mutation: Mutation) -> bool:
    """Whether the named test fails once the protection is gone. Puts the file back afterwards.

    Raises ValueError when the file no longer holds the text, or when the test does not pass with
    the protection in place.
    """
    path = tree / mutation.file
    whole = path.read_text()
    if mutation.old not in whole:
        raise ValueError(f"{mutation.file} no longer holds {mutation.old!r}")
    if _run(tree, mutation.test) != 0:
        raise ValueError(f"{mutation.test} does not pass as it is")
    path.write_text(whole.replace(mutation.old, mutation.new))
    try:
        # 1 is a failed test; anything else would be a test that could not run.
        return _run(tree, mutation.test) == 1
    finally:
        path.write_text(whole)


def _run(tree: Path, test: str) -> int:
    command = [sys.executable, "-m", "pytest", "-x", "-q", test]
    return subprocess.run(
        command, cwd=tree, stdout=subprocess.DEVNULL, timeout=SLOWEST_TEST, check=False
    ).returncode


def main() -> int:
    """Tries every mutation, or those of the promises given as arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("promises", type=int, nargs="*")
    chosen = parser.parse_args().promises
    unnoticed = 0
    with copied() as tree:
        for mutation in MUTATIONS:
            if chosen and mutation.promise not in chosen:
                continue
            noticed = notices(tree, mutation)
            unnoticed += not noticed
            verdict = "noticed" if noticed else "UNNOTICED"
            print(f"{mutation.promise:>3}  {verdict:<10} {mutation.file}: {mutation.old.strip()!r}")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
