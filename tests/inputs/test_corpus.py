"""The bad-input corpus: every case is refused with its problems, or loads and says how."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest

from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio, Problem
from tests.inputs.corpus import csv_cases, meaning_cases, reference_cases, yaml_cases
from tests.inputs.corpus.base import BASE, Case

CASES = [
    *(pytest.param(case, id=f"CSV: {case.name}") for case in csv_cases.CASES),
    *(pytest.param(case, id=f"YAML: {case.name}") for case in yaml_cases.CASES),
    *(pytest.param(case, id=f"references: {case.name}") for case in reference_cases.CASES),
    *(pytest.param(case, id=f"meaning: {case.name}") for case in meaning_cases.CASES),
]
# Far more than the slowest case takes; a hang is what it catches.
SECONDS = 20


def write(folder: Path, case: Case) -> None:
    folder.mkdir()
    for name, data in {**BASE, **case.files}.items():
        if data is not None:
            (folder / name).write_bytes(data)


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case, tmp_path: Path) -> None:
    """Each case raises its problems, all of them and no others, or loads all its rows and says
    what was read otherwise than it is written, and nothing else."""
    write(tmp_path / "p", case)
    started = monotonic()
    problems: tuple[Problem, ...] = ()
    try:
        portfolio = read_portfolio(tmp_path / "p")
    except InvalidPortfolio as error:
        problems = tuple(problem for problem in error.problems if not problem.follows)
    assert monotonic() - started < SECONDS
    found = [(problem.file, problem.line, problem.field) for problem in problems]
    assert found == [(f"p/{file}", line, field) for file, line, field, _ in case.expected]
    for problem, (_, _, _, part) in zip(problems, case.expected, strict=True):
        assert part in str(problem)
        assert problem.expected
        assert problem.fix
    if not case.expected:
        for table, rows in case.rows.items():
            assert len(portfolio.tables[table]) == rows
        said = [(note.file, note.rule) for note in portfolio.notes]
        assert said == sorted(
            (f"p/{file}" if file else "p", rule) for file, rule, _ in case.read_as
        )
        words = [f"{note.kind} {note.example}" for note in portfolio.notes]
        assert all(any(part in word for word in words) for _, _, part in case.read_as), words
