"""The program that reads what a viewer brings: bytes on stdin, what they give as JSON on stdout.

Run by `brought.read`. It writes nothing, has limits of its own, and ends with whatever reads ends.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace

from depmap.answers import relations
from depmap.answers.rows import Row, records
from depmap.engine.database import build
from depmap.exporters.extract import Extract
from depmap.imports.brought import brought
from depmap.imports.found import GUESSED, LEFT_OUT
from depmap.inputs.syntax.apart import limit
from depmap.portfolio.problem import InvalidPortfolio
from depmap.screen.state.brought import MEMORY, Rule, Told
from depmap.words.exchange import imports as words

# Prerequisites of which everything is computed within the limits on a busy machine.
MOST_COMPUTED = 5_000


def told(file: str, data: bytes) -> Told:
    """What a file gives, in words; or its problems."""
    try:
        found = brought(file, data)
    except InvalidPortfolio as error:
        return Told(file, problems=error.problems)
    remarks = found.mapped.remarks if found.mapped else ()
    read = Told(
        file=file,
        tool=found.mapped.tool if found.mapped else "",
        taken=words.taken(found.portfolio.tables),
        guessed=tuple(words.remarked(remarks, GUESSED)),
        left_out=tuple(words.remarked(remarks, LEFT_OUT)),
    )
    if len(found.portfolio.tables["prerequisites"]) > MOST_COMPUTED:
        return replace(read, overview=(words.not_computed(MOST_COMPUTED),))
    with build(found.portfolio) as connection:
        findings = tuple(_rules(records(relations.findings(connection))))
        overview = tuple(Extract(connection, file).overview)
        return replace(read, overview=overview, findings=findings)


def _rules(findings: list[Row]) -> Iterator[Rule]:
    by_rule: dict[str, list[Row]] = {}
    for row in findings:
        by_rule.setdefault(row["rule"], []).append(row)
    for rule, rows in by_rule.items():
        first = rows[0]
        yield Rule(rule, len(rows), first["subject"], first["what"], first["fix"])


def main() -> None:
    """Read stdin, write stdout."""
    limit(MEMORY)
    answer = told(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(asdict(answer)).encode())


if __name__ == "__main__":
    main()
