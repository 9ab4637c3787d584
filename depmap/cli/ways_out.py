"""`depmap ways-out`: what would be enough for a direction that misses its goal."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from depmap.cli import shared

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from depmap.answers.rows import Row


@click.command(name="ways-out")
@shared.folder_argument
@click.option("--direction", multiple=True, help="Id of a direction; all of them when left out.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)
@shared.as_of_option
def ways_out(folder: Path, direction: tuple[str, ...], style: str, as_of: datetime | None) -> None:
    """Say which single changes would be enough for each direction that misses its goal.

    A change is printed in the form that a what-if takes: id:field:value. With --direction also what
    drives the date of a direction that reaches its goal.
    """
    with shared.answers(shared.read_or_exit(folder), as_of) as connection:
        from depmap.answers import relations
        from depmap.answers.rows import records

        known = records(relations.directions(connection))
        ids = [row["direction_id"] for row in known]
        for wanted in direction:
            if wanted not in ids:
                raise click.UsageError(
                    f'no direction is called "{wanted}". There are: {", ".join(sorted(ids))}'
                )
        ways = records(relations.ways_out(connection))
        below = {way["direction_id"] for way in ways}
        asked = [row for row in known if row["direction_id"] in (direction if direction else below)]
        found = [
            {
                "direction": row,
                "ways_out": _of(row, ways),
                "drivers": _of(row, records(relations.drivers(connection))),
            }
            for row in asked
        ]
        lines = _lines(connection, found) if style == "text" else [_json(found)]
    for line in lines:
        click.echo(line)
    if not asked:
        click.echo("Every direction with a target reaches the goal.", err=True)


def _of(direction: Row, rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["direction_id"] == direction["direction_id"]]


def _json(found: list[dict[str, Any]]) -> str:
    from depmap.answers.rows import as_json

    kept = ("direction_id", "name", "target", "chance_on_time", "chance_at_best_five", "best_five")
    shown = [
        {
            "direction": as_json({name: one["direction"][name] for name in kept}),
            "ways_out": [as_json(way) for way in one["ways_out"]],
            "drivers": [as_json(driver) for driver in one["drivers"]],
        }
        for one in found
    ]
    return json.dumps(shown, indent=2, ensure_ascii=False)


def _lines(connection: DuckDBPyConnection, found: list[dict[str, Any]]) -> list[str]:
    from depmap.answers import relations
    from depmap.answers.names import names_of
    from depmap.answers.rows import records
    from depmap.words import drivers as driver_words
    from depmap.words import ways_out as words
    from depmap.words.formats import chance
    from depmap.words.sentence import plain

    names = names_of(relations.items(connection), relations.decisions(connection))
    (settings,) = records(relations.settings(connection))
    lines = []
    for one in found:
        direction, ways, drivers = one["direction"], one["ways_out"], one["drivers"]
        lines.append(f"{direction['name']}: {plain(words.odds(direction)) or 'no target'}")
        if ways:
            lines.append(f"  {plain(words.enough(direction, ways, settings, names, others=True))}")
        for kind, heading in words.HEADINGS.items():
            of_kind = [way for way in ways if way["kind"] == kind]
            lines += [f"  {heading}:"] if of_kind else []
            for way in of_kind:
                note = words.note(way, names)
                said = words.phrase(way, direction, names) + (f" ({note})" if note else "")
                lines.append(f"    {said}: {chance(way['chance_after'])}")
                lines.append(f"      {' '.join(way['what_if'])}")
        shown = [driver for driver in drivers if driver_words.is_shown(driver)]
        lines += ["  What drives the date:"] if shown else []
        lines += [f"    {driver_words.drives(driver, names)}" for driver in shown]
    return lines
