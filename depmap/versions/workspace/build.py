"""Every portfolio of a workspace built into a lake: what changed anew, the rest as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from depmap.versions.workspace import lake
from depmap.versions.workspace.job import BUILT, KEPT, MISSING, UNCHANGED, Job, Outcome, rules
from depmap.versions.workspace.read import Workspace
from depmap.versions.workspace.workers import one_process

Workers = Callable[[Sequence[Job]], Iterator[Outcome]]


def build_lake(
    workspace: Workspace,
    out: Path,
    workers: Workers = one_process,
    done: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Builds what changed and makes readers take it; outcomes in order of the workspace.

    `workers` turns jobs into outcomes; `done` hears of every portfolio as it is finished. Raises
    OSError when the lake cannot be written, and what the workers raise; it is then as it was.
    """
    as_of = workspace.as_of or date.today()
    before: Mapping[str, Any] = lake.manifest(out)["portfolios"]
    earlier = lake.current(out)
    found: dict[str, Outcome] = {}
    with lake.unfinished(out) as place:
        jobs = [
            Job(one, as_of, place, before.get(one.id, {}).get("key", ""), rules())
            for one in workspace.members
        ]
        # The longest first, so that no worker begins it when the others are through.
        jobs.sort(key=lambda job: -before.get(job.member.id, {}).get("seconds", 0.0))
        for outcome in workers(jobs):
            known = before.get(outcome.id)
            settled = _with_files(outcome, known, earlier, place)
            found[outcome.id] = settled
            done(settled)
        outcomes = [found[one.id] for one in workspace.members]
        lake.switch_to(out, place, _told(as_of, outcomes))
    return outcomes


def _with_files(
    outcome: Outcome, known: Mapping[str, Any] | None, earlier: Path | None, place: Path
) -> Outcome:
    """The outcome with the files of the build before, where it has none of its own."""
    if outcome.state == BUILT:
        return outcome
    # A worker that died while it put its files here, and then the portfolio broke.
    lake.remove(place, outcome.id)
    linked = known is not None and earlier is not None and lake.link(earlier, place, outcome.id)
    if not linked or known is None:
        return Outcome(outcome.id, outcome.title, MISSING, None, "", outcome.seconds, outcome.why)
    state = outcome.state if outcome.state == UNCHANGED else KEPT
    return Outcome(
        outcome.id,
        outcome.title,
        state,
        lake.day_of(known),
        known["key"],
        known["seconds"],
        outcome.why,
    )


def _told(as_of: date, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The manifest of a build: portfolios with answers, and those without by their reason."""
    return {
        "as_of": str(as_of),
        "rules": rules(),
        "portfolios": {
            one.id: {
                "title": one.title,
                "as_of": str(one.as_of),
                "key": one.key,
                "seconds": one.seconds,
                "is_stale": one.state == KEPT,
            }
            for one in outcomes
            if one.state != MISSING
        },
        "missing": {one.id: one.why for one in outcomes if one.state == MISSING},
    }
