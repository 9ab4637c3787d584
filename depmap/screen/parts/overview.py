"""What the Overview counts: its tiles and its first rows. Pure functions from report frames."""

from __future__ import annotations

from pandas import DataFrame

from depmap.answers.names import NO_OWNER, Names
from depmap.answers.rows import records
from depmap.answers.selections import on_route, waiting, ways_by_direction
from depmap.screen.pieces import links, markup, ui
from depmap.screen.pieces.markup import text
from depmap.screen.pieces.ui import Tile, list_rows
from depmap.screen.state.view import View
from depmap.words import capacity, ways_out
from depmap.words.formats import chance, count, day, percent
from depmap.words.sentence import Sentence, Settings, Words, say

FIRST_ROWS = 5
FIRST_ENOUGH = 3
FIRST_DELAYED = 1
# The full width of the page at a window of 1440 px.
POINTS_WIDTH = 1360


def tiles(
    items: DataFrame, directions: DataFrame, decisions: DataFrame, settings: Settings
) -> list[Tile]:
    """Five numbers; each links to the page that lists what it counts."""
    return [
        *_direction_tiles(directions, settings),
        _must_start(items, settings),
        _unowned(items),
        _decisions_due(decisions, settings),
    ]


def _direction_tiles(directions: DataFrame, settings: Settings) -> list[Tile]:
    live = directions[directions["is_open"]]
    of = f"of {len(live)}"
    by_outlook = {key: list(rows["chart_name"]) for key, rows in live.groupby("outlook")}
    on_time, risky, late = (by_outlook.get(key, []) for key in ("on_time", "at_risk", "late"))
    blocked = len(by_outlook.get("blocked", []))
    rest = f", {blocked} blocked" if blocked else ""
    good = Tile(
        "Directions on time",
        str(len(on_time)),
        of,
        f"{len(late)} late{rest}",
        page="timeline" if on_time else "",
        changes={"direction": on_time, "group": "Direction"},
    )
    if late:
        below = f"{len(risky)} more at risk" if risky else "none else at risk"
        return [good, _direction_tile("Directions late", late, of, below, "late")]
    goal = percent(settings["confidence_goal"])
    below = f"chance below {goal}" if risky else "all likely by their target"
    if live.empty:
        below = "no direction here"
    return [good, _direction_tile("Directions at risk", risky, of, below, "risk")]


def _direction_tile(label: str, names: list[str], of: str, below: str, tone: str) -> Tile:
    return Tile(
        label,
        str(len(names)),
        of,
        below,
        tone if names else "",
        "timeline" if names else "",
        {"direction": names, "group": "Direction"},
    )


def _must_start(items: DataFrame, settings: Settings) -> Tile:
    needed = on_route(items)
    due = needed[needed["must_start_by_review"]]
    owned = int((due["owner_id"] != "").sum())
    past = int(due["is_overdue"].sum())
    return Tile(
        f"Must start by {day(settings['review_on'])}",
        str(len(due)),
        f"of {len(needed)} on a route",
        f"{owned} owned, {past} past their date" if len(due) else "nothing is pressing",
        page="plan",
        changes={"window": "Now"},
    )


def _unowned(items: DataFrame) -> Tile:
    needed = on_route(items)
    gaps = int(needed["is_unowned_upper_half"].sum())
    return Tile(
        "Unowned in the half that opens most",
        str(gaps),
        f"of {int((needed['owner_id'] == '').sum())}",
        "without an owner",
        page="owner_gaps",
        changes={"owner": NO_OWNER},
    )


def _decisions_due(decisions: DataFrame, settings: Settings) -> Tile:
    dated = decisions[decisions["decide_by"].notna()]
    due = int(dated["is_due_by_review"].sum())
    first = f"first by {day(dated['decide_by'].min())}" if len(dated) else "none has a date"
    return Tile(
        f"Decisions due by {day(settings['review_on'])}",
        str(due),
        f"of {len(decisions)}",
        first if len(decisions) else "nothing to decide",
        page="decisions",
    )


def do_first(items: DataFrame) -> DataFrame:
    """The prerequisites to start first."""
    return waiting(items).head(FIRST_ROWS)


def say_rest(items: DataFrame) -> Sentence:
    """How many more wait after the first rows, and how many of all are too speculative."""
    rest = max(len(waiting(items)) - FIRST_ROWS, 0)
    parked = int((items["action"] == "park").sum())
    more = f"and {rest} more in the plan" if rest else ""
    if not parked:
        return say(more)
    between = ", " if more else ""
    return say(more + between, Words(f"{parked} too speculative to start yet", page="decisions"))


def delayed(here: View, directions: DataFrame) -> list[Sentence]:
    """The directions of the page whose dates owners cannot keep, and why."""
    return capacity.delayed(records(directions), here.kept, FIRST_DELAYED)


def enough(names: Names, directions: DataFrame, ways: DataFrame) -> list[Sentence]:
    """What would be enough for the first directions below their goal, and how many more there are.

    Rows of report.directions in the order of the page, and of report.ways_out.
    """
    by_direction = ways_by_direction(ways)
    below = [row for row in records(directions) if row["direction_id"] in by_direction]
    under = ui.changes_in_force()
    lines = [
        ways_out.first_enough(row, by_direction[row["direction_id"]], names, under)
        for row in below[:FIRST_ENOUGH]
    ]
    rest = [row["chart_name"] for row in below[FIRST_ENOUGH:]]
    if rest:
        more = Words(f"{count(len(rest), 'more direction')} below the goal", "", "timeline", "",
                     {"direction": rest})  # fmt: skip
        lines.append(say("And ", more, "."))
    return lines


def open_direction(direction_id: str | None) -> None:
    """Opens the page of a clicked direction."""
    if direction_id:
        links.open_page("item", direction_id)


def direction_list(directions: DataFrame) -> str:
    """The forecast as a list for phones: name, target and likely finish, outlook; ready HTML."""
    return list_rows(
        [
            (
                markup.item_link(row["direction_id"], row["chart_name"]),
                text(f"target {day(row['target'])}, likely {day(row['forecast'])}"),
                markup.outlook(row["outlook"]) + text(f", {chance(row['chance_on_time'])}"),
            )
            for row in records(directions)
        ]
    )
