"""What stands on the cards of the graph: marks, second lines, frames and every word. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pandas import DataFrame

from depmap.answers.names import NO_OWNER
from depmap.answers.rows import is_missing, records
from depmap.graph.views import Folded, View
from depmap.look.palette import Palette
from depmap.look.signs import MARKS, OUTLOOKS
from depmap.words import formats
from depmap.words import item as item_words

MARK, MARK_SHARE = 5.0, 6.5  # radius: 5 + 6.5 times the root of the share of the top score, px
NAMED = 4  # items of a folded theme that its card names
PLAIN_MARK = 8.0  # radius where no score is shown
COLUMNS = (
    "item_id", "item_type", "name", "chart_name", "theme_id", "theme", "kind", "owner_id", "owner",
    "status", "is_open", "is_blocked", "start_by", "safe_start_by",
    "advisory_start_by", "is_late", "days_late", "unlock_score", "misses_safe_start",
    "can_start_now", "plan_window", "revisit_on", "earliest_start", "earliest_finish",
)  # fmt: skip
TOKENS = {"at_risk": "at_risk", "late": "critical", "blocked": "critical"}  # else ok


def card_faces(
    view: View, directions: DataFrame, palettes: Mapping[str, Palette]
) -> dict[str, dict[str, Any]]:
    """Per id of a card: label, full name, second line, mark, colours, frame and words, all ready.

    `directions` are rows of report.directions. `says` and `facts` are what the hover card and the
    screen reader are told.
    """
    seconds = {
        direction_id: (outlook, target)
        for direction_id, outlook, target in zip(
            directions["direction_id"], directions["outlook"], directions["target"], strict=True
        )
    }
    faces: dict[str, dict[str, Any]] = {}
    for row in records(view.items[list(COLUMNS)]):
        item = {str(key): value for key, value in row.items()}
        item_id = item["item_id"]
        if item["item_type"] == "direction":
            outlook, target = seconds.get(item_id, ("no_target", None))
            faces[item_id] = _direction_face(item, outlook, target, view.needs[item_id])
        else:
            faces[item_id] = _item_face(item, view, palettes)
    for item_id in view.marked:
        if item_id in faces:
            faces[item_id]["marked"] = True
    for card in view.folded:
        faces[card.id] = _folded_face(card, view, palettes)
    return faces


def _folded_face(card: Folded, view: View, palettes: Mapping[str, Palette]) -> dict[str, Any]:
    """What stands on a folded theme: how many items, what they carry, what is wrong among them."""
    rows = view.inside[view.inside["item_id"].isin(card.item_ids)]
    largest = rows.sort_values(["unlock_score", "item_id"], ascending=[False, True])
    held = formats.total_points(float(rows["unlock_score"].sum()))
    open_rows = rows[rows["is_open"].astype(bool)]
    counts = {
        "late": int(open_rows["is_late"].sum()),
        "blocked": int(open_rows["is_blocked"].sum()),
        "without an owner": int((open_rows["owner_id"] == "").sum()),
    }
    wrong = ", ".join(f"{number} {words}" for words, number in counts.items() if number)
    names = list(largest["chart_name"][:NAMED])
    rest = len(rows) - len(names)
    items = formats.count(len(card.item_ids), "item")
    return {
        "label": card.theme or "No theme",
        "name": f"{card.theme or 'No theme'}: {items}",
        "second": f"{items}, {held} points",
        "role": "theme",
        "mark": "procurement",
        "radius": PLAIN_MARK,
        "color": _colours(card.theme_id, palettes),
        "frame": "critical" if counts["late"] or counts["blocked"] else "",
        "says": f"holds {', '.join(names)}" + (f" and {rest} more" if rest else ""),
        "facts": [f"Unlock score {held} together", *([wrong.capitalize()] if wrong else [])],
    }


def _direction_face(
    item: Mapping[str, Any], outlook: str, target: Any, needs: int
) -> dict[str, Any]:
    said = OUTLOOKS[outlook]
    when = "" if is_missing(target) else formats.month(target)
    token = TOKENS.get(outlook, "ok")
    return {
        "label": item["chart_name"],
        "name": item["name"],
        "second": ", ".join(part for part in (when, said.words) if part),
        "role": "direction",
        "mark": "direction",
        "radius": PLAIN_MARK,
        "token": token,
        "frame": TOKENS.get(outlook, ""),
        "says": f"needs {_counted(needs, 'open item')} before it",
        "facts": [f"Sponsor: {item['owner']}" if item["owner_id"] else "No sponsor"],
    }


def _item_face(
    item: Mapping[str, Any], view: View, palettes: Mapping[str, Palette]
) -> dict[str, Any]:
    item_id = item["item_id"]
    share = item["unlock_score"] / view.top_score if view.top_score else 0.0
    is_late = item["is_open"] and item["is_late"]
    face = {
        "label": item["chart_name"],
        "name": item["name"],
        "role": "item",
        "mark": item["kind"],
        "radius": round(MARK + MARK_SHARE * math.sqrt(max(0.0, share)), 2),
        "color": _colours(item["theme_id"], palettes),
        "frame": "critical" if is_late or (item["is_open"] and item["is_blocked"]) else "",
        "says": (
            f"needs {_counted(view.needs[item_id], 'open item')} before it, "
            f"opens {_counted(view.opens[item_id], 'direction')}"
        ),
        "facts": _facts(item),
    }
    if not item["owner_id"] and item["is_open"]:
        face["unowned"] = True
    if not item["is_open"]:
        face["finished"] = True
    return face


def _facts(item: Mapping[str, Any]) -> list[str]:
    kind = MARKS[item["kind"]].words if item["kind"] in MARKS else ""
    facts = [" · ".join(part for part in (item["theme"] or "No theme", kind) if part)]
    facts.append(item["owner"] if item["owner_id"] else NO_OWNER)
    if not item["is_open"]:
        facts.append("Done" if item["status"] == "done" else "Dropped")
        return facts
    if item["is_blocked"]:
        facts.append("Blocked")
    elif item["is_late"]:
        late = formats.count(item["days_late"], "day")
        facts.append(f"{formats.day(item['start_by'])} was its last day: {late} late")
    elif not is_missing(item["safe_start_by"]):
        facts.append(item_words.start(item).line)
    elif not is_missing(item["advisory_start_by"]):
        facts.append(f"Start by {formats.day(item['advisory_start_by'])} (advisory)")
    if item["unlock_score"] > 0:
        facts.append(f"Unlock score {formats.points(item['unlock_score'])}")
    return facts


def _counted(number: int, noun: str) -> str:
    return formats.count(number, noun) if number else f"no {noun}"


def _colours(theme_id: str, palettes: Mapping[str, Palette]) -> dict[str, str]:
    return {name: colours.theme(theme_id) for name, colours in palettes.items()}
