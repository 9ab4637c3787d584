"""`depmap compare`: what moved between two states, or what a scenario moves beside today's plan."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depmap.cli import shared
from depmap.cli import what_if as scenario

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from depmap.exporters.comparison import Report
    from depmap.versions.side import Side

BROKEN = 3


@click.command()
@click.argument("sides", metavar="OLD NEW", nargs=-1, required=True)
@scenario.option()
@click.option(
    "--gate", is_flag=True, help="Exit with 3 when something is blocked, late or unowned that was"
    " not, both sides as of the same day.",
)  # fmt: skip
@click.option("--at-risk", is_flag=True, help="Of --gate: a direction newly at risk counts too.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown", "github"]),
    default="text",
    help="text for people, markdown for a page or pull request, github for annotations on one,"
    " json for programs.",
)
@shared.as_of_option
def compare(
    sides: tuple[str, ...],
    what_if: tuple[str, ...],
    gate: bool,
    at_risk: bool,
    style: str,
    as_of: datetime | None,
) -> None:
    """Print what was edited between OLD and NEW, what moved, and because of what.

    Each side is a folder, a file of `depmap build`, or REV:folder read from git, where the path
    counts from the root of the repository (REV:./folder from here). With one folder and --what-if:
    what the scenario would move, and which cells would make it real. --as-of is the day of NEW.

    Exit code 1 when a side cannot be loaded, 2 when the command or the scenario is wrong, 3 when
    --gate finds a rule broken.
    """
    if what_if:
        if len(sides) != 1 or gate or style == "github":
            raise click.UsageError("--what-if takes one folder, without --gate and github.")
        _print(_scenario(Path(sides[0]), what_if, as_of), style)
        return
    if len(sides) != 2:
        raise click.UsageError("Name two sides, OLD and NEW, or one folder and --what-if.")
    if at_risk and not gate:
        raise click.UsageError("--at-risk belongs to --gate.")
    old, new = side_or_exit(sides[0], None), side_or_exit(sides[1], as_of)
    from depmap.engine.database import build

    with shared.progress("Comparing"), build(new.portfolio, new.as_of) as after:
        report = between(old, new, after, gate, at_risk)
    _print(report, style, new.folder)
    if report.gate:
        sys.exit(BROKEN)


def side_or_exit(text: str, as_of: datetime | None) -> Side:
    """A side that loads; else its problems are printed and the command ends with 1."""
    from depmap.portfolio.problem import InvalidPortfolio
    from depmap.versions.side import side

    try:
        with shared.progress(f"Reading {text}"):
            return side(text, shared.day(as_of))
    except InvalidPortfolio as error:
        click.echo(f"{text} cannot be loaded.", err=True)
        shared.print_problems(error, "text", Path(text), err=True)
        sys.exit(1)


def between(
    old: Side, new: Side, after: DuckDBPyConnection, gate: bool = False, at_risk: bool = False
) -> Report:
    """Two states compared, both under the settings of the newer one; `after` answers to that."""
    from dataclasses import replace

    from depmap.answers import changes
    from depmap.answers.rows import records
    from depmap.engine.database import build
    from depmap.exporters import comparison
    from depmap.versions.between import between
    from depmap.versions.side import with_settings_of
    from depmap.words.changes import summary
    from depmap.words.formats import day

    earlier = with_settings_of(old.portfolio, new.portfolio)
    with build(earlier, old.as_of) as before:
        found = between(old, new, before, after)
        broken = None
        if gate and old.as_of == new.as_of:
            broken = records(found.comparison.gate)
        elif gate:
            # As of one day, so that the calendar breaks no rule.
            with build(earlier, new.as_of) as same_day:
                broken = records(changes.compare(same_day, after).gate)
        moved = found.comparison
        if old.as_of != new.as_of:
            # Time alone moves the day of every item that owners can keep.
            moved = replace(moved, items=moved.by_map.items)
        moves = records(moved.directions)
        return comparison.Report(
            title=f"From {old.called}, {day(old.as_of)}, to {new.called}, {day(new.as_of)}:",
            summary=summary(moves, found.causes, found.names),
            edits=found.edits,
            edits_title="What was edited:",
            comparison=moved,
            causes=found.causes,
            gate=broken if broken is None or at_risk else
            [row for row in broken if row["rule"] != "newly_at_risk"],
            names=found.names,
        )  # fmt: skip


def _scenario(folder: Path, what_if: tuple[str, ...], as_of: datetime | None) -> Report:
    """What a scenario would move, compared with today's plan."""
    today = shared.read_or_exit(folder)
    asked = scenario.asked(today, what_if)
    laid = scenario.under(today, asked, as_of)
    with (
        shared.answers(today, as_of) as before,
        shared.answers(laid.portfolio, as_of) as after,
    ):
        from depmap.answers import changes
        from depmap.answers.causes import Answers, move_causes
        from depmap.answers.names import called
        from depmap.answers.rows import records
        from depmap.exporters import comparison
        from depmap.words.what_if import summary

        (day,) = before.execute("select as_of from report.settings").fetchone() or (None,)
        names = called(before) | called(after)
        found = changes.compare(before, after)
        return comparison.Report(
            title=scenario.told(asked, after),
            summary=summary(records(found.directions)),
            edits=comparison.edits_of(laid.cells),
            edits_title="To make it real, change these cells:",
            comparison=found,
            causes=move_causes(Answers(today, day, before), Answers(laid.portfolio, day, after)),
            sides=("today", "scenario"),
            names=names,
        )


def _print(report: Report, style: str, folder: Path = Path()) -> None:
    from depmap.exporters import comparison

    if style == "github":
        _annotate(report, folder)
        return
    write = {
        "text": comparison.text, "json": comparison.json_text, "markdown": comparison.markdown,
    }  # fmt: skip
    click.echo(write[style](report).encode("utf-8"), nl=False)


def _annotate(report: Report, folder: Path) -> None:
    """What moved as notices and broken rules as errors, each at the line it stands in."""
    from depmap.words.changes import broken, summary

    for row in report.directions:
        text = summary([row], report.causes, report.names)
        place = folder, row["source_file"], row["source_line"]
        click.echo(shared.annotation("notice", *place, text))
    for row in report.gate or ():
        place = folder, row["source_file"], row["source_line"]
        click.echo(shared.annotation("error", *place, f"{row['rule']}: {broken(row)}"))
