"""Every portfolio of a workspace built into a lake: what changed anew, the rest as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from depmap.versions.workspace import lake
from depmap.versions.workspace.across import Across
from depmap.versions.workspace.asked_for import fill_asked_for
from depmap.versions.workspace.job import (
    BUILT,
    KEPT,
    MISSING,
    UNCHANGED,
    Job,
    Outcome,
    Workers,
    rules,
)
from depmap.versions.workspace.read import Workspace
from depmap.versions.workspace.told.between import digest
from depmap.versions.workspace.workers import one_process


def build_lake(
    workspace: Workspace,
    out: Path,
    workers: Workers = one_process,
    done: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Builds what changed and makes readers take it; outcomes in order of the workspace.

    `workers` runs the tasks of a build; `done` hears of every portfolio as it is finished. Raises
    OSError when the lake cannot be written, and what the workers raise; it is then as it was.
    """
    as_of = workspace.as_of or date.today()
    manifest, earlier = lake.manifest(out), lake.current(out)
    before: Mapping[str, Any] = manifest["portfolios"]
    found: dict[str, Outcome] = {}
    with lake.unfinished(out) as place:
        across = Across(workspace, as_of, place, manifest, earlier, workers)
        jobs = [
            Job(one, as_of, place, before.get(one.id, {}).get("own_key", ""), rules(),
                across.between[one.id])
            for one in workspace.members
        ]  # fmt: skip
        # The longest first, so that no worker begins it when the others are through.
        jobs.sort(key=lambda job: -before.get(job.member.id, {}).get("seconds", 0.0))
        for outcome in workers(jobs):
            known = before.get(outcome.id)
            settled = _with_files(outcome, known, earlier, place)
            found[outcome.id] = settled
            done(settled)
        outcomes = [found[one.id] for one in workspace.members]
        try:
            asked_for = fill_asked_for(place, outcomes)
        except lake.CANNOT_WRITE as error:
            raise OSError(str(error)) from error
        lake.switch_to(out, place, _told(as_of, outcomes, across, asked_for))
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
        known.get("own_key", ""),
        known["seconds"],
        outcome.why,
    )


def _told(
    as_of: date, outcomes: Sequence[Outcome], across: Across, asked_for: Mapping[str, str]
) -> dict[str, Any]:
    """The manifest of a build: portfolios with answers, and those without by their reason.

    key: changes with all rows of a portfolio; own_key: with those that are not of asked_for.
    """
    return {
        "as_of": str(as_of),
        "rules": rules(),
        "portfolios": {
            one.id: {
                "title": one.title,
                "as_of": str(one.as_of),
                "key": digest(one.key + asked_for[one.id]) if one.id in asked_for else one.key,
                "own_key": one.key,
                "named": list(across.named.get(one.id, ())),
                "seconds": one.seconds,
                "is_stale": one.state == KEPT,
            }
            for one in outcomes
            if one.state != MISSING
        },
        "answers": across.told,
        "missing": {one.id: one.why for one in outcomes if one.state == MISSING},
    }
