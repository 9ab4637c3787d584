"""The card of one item beside a picture: what it is, until when, and the way to its page."""

from __future__ import annotations

from depmap.answers.rows import Row, is_missing
from depmap.screen.pieces import links, markup
from depmap.screen.pieces.markup import link, tag, text
from depmap.screen.pieces.ui import points_of_total
from depmap.screen.state import view
from depmap.words import capacity, formats
from depmap.words import item as item_words
from depmap.words.formats import chance, count, day

MOST_OPENED = 4


def prerequisite(item: Row) -> str:
    """Name, badges, start by, who, lead, score, what it opens, first step; ready HTML."""
    rows = [
        ("Who", markup.owner(item["owner_id"], item["owner"])),
        ("Lead", _lead(item)),
        ("Dates owners can keep", _kept(item)),
        (
            "Unlock score",
            text(points_of_total(item["unlock_score"])) if item["unlock_score"] else "",
        ),
        ("Opens", _opens(item)),
        ("First step", text(item["first_step"])),
    ]
    return _card(item, _start(item), markup.facts(rows))


def direction(item: Row, found: Row) -> str:
    """Name, outlook, dates and chance of a direction; `found` is its row of report.directions."""
    rows = [
        ("Sponsor", markup.owner(found["sponsor_id"], found["sponsor"])),
        ("Target", markup.day(found["target"], "no target")),
        ("Likely finish", markup.day(found["forecast"])),
        ("Chance on time", text(chance(found["chance_on_time"]))),
        ("Still lacks", text(count(found["open_prerequisite_count"], "prerequisite"))),
    ]
    head = tag("p", "dm-card-date", markup.outlook(found["outlook"]))
    return _card(item, head, markup.facts(rows))


def of(item_id: str) -> str:
    """The card of an item by id; empty when the data does not hold it."""
    here = view.current()
    item = here.shared.items.get(item_id)
    if item is None:
        return ""
    if item["item_type"] == "direction":
        return direction(item, here.shared.directions[item_id])
    return prerequisite(item)


def _card(item: Row, head: str, body: str) -> str:
    opened = link("Open item", links.address("item", item["item_id"]), "dm-open-link")
    name = tag("h3", "", text(item["name"]))
    return tag("article", "dm-card", name, markup.item_badges(item), head, body, opened)


def _start(item: Row) -> str:
    if not item["is_open"]:
        return tag("p", "dm-card-date", text(formats.STATUSES[item["status"]].capitalize()))
    if is_missing(item["safe_start_by"]):
        if is_missing(item["advisory_start_by"]):
            return tag("p", "dm-card-date dm-muted", text(formats.NO_DATE.capitalize()))
        words = f"Advisory {day(item['advisory_start_by'])}"
        return tag("p", "dm-card-date dm-muted", text(words))
    css = "dm-card-small dm-late-text" if item["is_late"] else "dm-card-small"
    small = "" if item["status"] == "in_progress" else _last(item)
    line = item_words.start(item).line
    return tag("p", "dm-card-date", text(line)) + tag("p", css, text(small))


def _last(item: Row) -> str:
    binding = view.current().shared.names.short(item["binding_direction"])
    if item["is_late"]:
        return f"■ {count(item['days_late'], 'day')} late, {binding} slips"
    return f"Last day {day(item['start_by'])}, then {binding} slips"


def _kept(item: Row) -> str:
    """From when to when with the days that owners have, and how late that is."""
    found = view.current().kept.schedule.get(item["item_id"])
    if found is None:
        return ""
    if is_missing(found["capacity_finish"]):
        return text("none: an owner has no time")
    late = capacity.late(found)
    return text(capacity.span(found)) + (tag("small", "", text(late)) if late else "")


def _lead(item: Row) -> str:
    low, high = item["lead_low_days"], item["lead_high_days"]
    likely = text(count(item["lead_likely_days"], "day"))
    return likely if low == high else likely + tag("small", "", text(f"{low} to {high}"))


def _opens(item: Row) -> str:
    names = view.current().shared.names
    opened = [names.short(direction_id) for direction_id in item["directions"]]
    if not opened:
        return ""
    rest = " and more" if len(opened) > MOST_OPENED else ""
    listed = tag("small", "", text(", ".join(opened[:MOST_OPENED]) + rest))
    return text(count(len(opened), "direction")) + listed
