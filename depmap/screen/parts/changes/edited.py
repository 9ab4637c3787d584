"""What was edited, thing by thing with its line and what it moved; and what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pandas import DataFrame

from depmap.answers import edited
from depmap.answers.edited import Happened, Thing
from depmap.answers.names import NO_OWNER
from depmap.answers.rows import Row
from depmap.screen.pieces import markup, ui
from depmap.screen.pieces.markup import muted, tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.state.view import View
from depmap.versions.between import Between
from depmap.words import changes as words
from depmap.words.formats import count

SHOWN = 15
MOST_VALUES = 4
MOST_NAMES = 5


def draw(here: View, found: Between) -> None:
    """One row per thing, the largest effect first; the file holds every edit."""
    ui.section("What was edited", "the largest effect first")
    things = edited.things(found.edits, found.causes)
    if not things:
        moved = len(found.comparison.by_map.directions)
        ui.empty("Nothing was edited.", "What moved, moved because time passed." if moved else "")
        return
    rows = [_row(here, thing, found.names) for thing in things[:SHOWN]]
    ui.html(tag("div", "dm-edits", ui.table_html(rows, _COLUMNS)))
    if len(things) > SHOWN:
        ui.note(
            f"The first {SHOWN} of {count(len(things), 'thing')} that were edited; the download"
            " holds every edit with its line."
        )
    ui.download("Download all edits", DataFrame(found.edits), "edits")


def _row(here: View, thing: Thing, names: Mapping[str, str]) -> Row:
    first = thing.edits[0]
    return {
        "name": markup.item_link(thing.id, names.get(thing.id, thing.id))
        if thing.id in here.shared.items
        else text(names.get(thing.id, thing.id)),
        "values": _values(thing, names),
        "moves": _moves(thing, names),
        "place": f"{first.file}, {first.source_line}",
    }


def _values(thing: Thing, names: Mapping[str, str]) -> str:
    told = words.values(thing.edits, names)
    said = [
        text(f"{what} {f'{before} → ' if before else ''}".lstrip()) + tag("strong", "", text(after))
        if after
        else text(what)
        for what, before, after in told[:MOST_VALUES]
    ]
    more = len(told) - MOST_VALUES
    return "; ".join([*said, *([muted(f"and {more} more")] if more > 0 else [])])


def _moves(thing: Thing, names: Mapping[str, str]) -> str:
    if not thing.moved:
        return muted("nothing")
    first, more = thing.moved[0], len(thing.moved) - 1
    said = text(f"{names.get(first.direction_id, first.direction_id)} ")
    said += tag("strong", "", text(words.signed(first.p80_days)))
    return said + (text(f", {more} more") if more else "")


_COLUMNS = [
    Column("What", lambda row: row["name"], on_phone="title", width="21%"),
    Column("Before → now", lambda row: row["values"], on_phone="plain"),
    Column("Moves the 4-in-5 date, days", lambda row: row["moves"], on_phone="line", width="20%"),
    Column("File, line", lambda row: text(row["place"]), on_phone="line", width="10.5rem"),
]


def happened(here: View, found: Between) -> None:
    """What started, finished, came and went; nothing is an answer."""
    ui.section("What happened")
    told = edited.happened(found.edits, found.comparison)
    rows = [
        (label, _things(here, ids, found.names)) for label, ids in (
            ("Started", told.started), ("Finished", told.finished),
            ("Became blocked", told.blocked),
        )
    ]  # fmt: skip
    rows += [
        ("Lost its owner", _owners(here, told, found.names, is_lost=True)),
        ("New owner", _owners(here, told, found.names, is_lost=False)),
        ("Added", _things(here, told.added, found.names)),
        ("Removed", _things(here, told.removed, found.names)),
    ]
    ui.html(markup.facts(rows))


def _things(here: View, ids: Sequence[str], names: Mapping[str, str]) -> str:
    if not ids:
        return muted("Nothing")
    listed = ", ".join(_link(here, name, names) for name in ids[:MOST_NAMES])
    more = len(ids) - MOST_NAMES
    return listed + (text(f" and {more} more") if more > 0 else "")


def _link(here: View, name: str, names: Mapping[str, str]) -> str:
    said = names.get(name, name)
    return markup.item_link(name, said) if name in here.shared.items else text(said)


def _owners(here: View, told: Happened, names: Mapping[str, str], is_lost: bool) -> str:
    found = [
        _link(here, name, names) + tag("small", "", text(
            f"was {names.get(before, before)}" if is_lost
            else f"{names.get(before, before) or NO_OWNER} → {names.get(after, after)}"
        ))
        for name, (before, after) in told.owners.items()
        if bool(after) != is_lost
    ]  # fmt: skip
    more = len(found) - MOST_NAMES
    listed = "".join(tag("div", "", one) for one in found[:MOST_NAMES])
    return (listed + (muted(f"and {more} more") if more > 0 else "")) or muted("Nothing")
