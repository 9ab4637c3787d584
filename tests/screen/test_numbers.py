"""Numbers on a page are those of report.*: every tile, sentence and count, counted again in SQL."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from depmap.words.formats import GRADES, count, day, points, total_points
from tests.screen.drawn import Drawn
from tests.thorough import some

PREREQUISITES = "from report.items where item_type = 'prerequisite'"
NEEDED = f"{PREREQUISITES} and is_open and is_on_route"


@pytest.fixture(scope="module")
def real(dashboard: Callable[[str], Drawn]) -> Drawn:
    """One session over the real portfolio."""
    return dashboard("real")


def one(drawn: Drawn, statement: str) -> int:
    """The single number of a statement."""
    return int(drawn.rows(statement)[0][0])


def tile(drawn: Drawn, label: str) -> str:
    """The number of a tile with the words beside it, by its label."""
    found = re.search(
        rf'dm-tile-label">{re.escape(label)}[^<]*</span>'
        r'<span class="dm-tile-number[^"]*">(.*?)</span>',
        drawn.html,
    )
    assert found, label
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def test_overview_tiles(real: Drawn) -> None:
    """Directions by outlook, what must start, unowned in the upper half, decisions due."""
    real.open("overview")
    outlooks = dict(real.rows("select outlook, count(*) from report.directions group by all"))
    live = sum(n for key, n in outlooks.items() if key not in ("delivered", "dropped"))
    assert tile(real, "Directions on time") == f"{outlooks.get('on_time', 0)} of {live}"
    key, label = ("late", "Directions late") if "late" in outlooks else (
        "at_risk", "Directions at risk"
    )  # fmt: skip
    assert tile(real, label) == f"{outlooks.get(key, 0)} of {live}"
    due = one(real, f"select count(*) {NEEDED} and must_start_by_review")
    assert (
        tile(real, "Must start by")
        == f"{due} of {one(real, f'select count(*) {NEEDED}')} on a route"
    )
    gaps = one(real, "select count(*) from report.items where is_unowned_upper_half")
    unowned = one(real, f"select count(*) {NEEDED} and owner_id = ''")
    assert tile(real, "Unowned in the half") == f"{gaps} of {unowned}"
    decisions = one(real, "select count(*) from report.decisions where is_due_by_review")
    every = one(real, "select count(*) from report.decisions")
    assert tile(real, "Decisions due by") == f"{decisions} of {every}"


def test_overview_first_rows_are_the_first_safe_dates(real: Drawn) -> None:
    """ "Do these first" lists what must start, the earliest safe dates first."""
    real.open("overview")
    rows = real.rows(
        f"select chart_name, safe_start_by {NEEDED} and status <> 'in_progress'"
        " and safe_start_by is not null order by must_start_by_review desc, safe_start_by,"
        " item_id limit 5"
    )
    table = real.html[real.html.index("Do these first") :]
    places = [table.index(f">{name}<") for name, _ in rows]
    assert places == sorted(places)


def test_plan_counts_and_rows(real: Drawn) -> None:
    """The sentence counts the windows, and each open prerequisite has its row."""
    real.open("plan")
    windows = dict(
        real.rows("select plan_window, count(*) from report.items where is_open group by all")
    )
    ((review,),) = real.rows("select review_on from report.settings")
    assert f"{windows['now']} must start by {day(review)}, " in real.plain
    assert f"{windows['later']} can wait" in real.plain
    every = one(real, "select count(*) from report.plan")
    numbers = re.findall(r'data-label="#">(\d+)</td>', real.html)
    assert sorted(map(int, numbers)) == list(range(1, every + 1))


def test_unlock_scores(real: Drawn) -> None:
    """The sum of the first ten and the score of the first."""
    real.open("unlock_scores")
    scores = [row[0] for row in real.rows(f"select unlock_score {NEEDED} order by 1 desc")]
    ((total,),) = real.rows("select total_expected_value from report.settings")
    said = f"hold {total_points(sum(scores[:10]))} of {total_points(total)} points"
    assert said in real.plain
    assert f"opens the most, {points(scores[0])}." in real.plain


def test_owner_gaps(real: Drawn) -> None:
    """The unowned, the points they hold, and a row for each."""
    real.open("owner_gaps")
    ((unowned, held),) = real.rows(
        f"select count(*), sum(unlock_score) {PREREQUISITES} and is_open and owner_id = ''"
    )
    every = one(real, f"select count(*) {PREREQUISITES} and is_open")
    assert f"{unowned} of {count(every, 'open prerequisite')}" in real.plain
    assert f"hold {total_points(held)} of" in real.plain
    assert real.html.count('data-label="Evidence"') == unowned


def test_owners_who_is_full(real: Drawn) -> None:
    """Every owner with effort stands with the last day and a cell for each of 40 weeks."""
    real.open("owner_gaps")
    found = real.rows("select name, busy_until from report.owners where busy_until is not null")
    assert found
    for name, busy_until in found:
        assert name in real.plain
        assert day(busy_until) in real.plain
    shown = one(
        real,
        "select count(*) from report.owner_weeks"
        " where week_start < (select as_of + 280 from report.settings)",
    )
    assert real.html.count('aria-label="Week of') == shown


def test_themes(real: Drawn) -> None:
    """A row per theme with its open items, points and first date."""
    real.open("themes")
    for name, items, score, first in real.rows(
        "select name, open_items, unlock_score, first_safe_start_by from report.themes"
    ):
        row = next(r for r in real.html.split("<tr>") if name in r and "dm-pill" in r)
        text = re.sub(r"<[^>]+>", " ", row)
        assert f" {items} " in text
        assert f" {total_points(score)} " in text
        assert day(first) in text


def test_prerequisites_lists_all(real: Drawn) -> None:
    """One row per prerequisite, and the sentence counts those that hold up a direction."""
    real.open("prerequisites")
    every = one(real, f"select count(*) {PREREQUISITES}")
    needed = one(real, f"select count(*) {NEEDED}")
    assert real.html.count('data-label="Lead"') == every
    assert f"{needed} of {every} prerequisites hold up a direction" in real.plain


def test_timeline_sentence(real: Drawn) -> None:
    """What must start by the next review, and what is late."""
    real.open("timeline")
    soon = one(real, f"select count(*) {NEEDED} and must_start_by_review")
    late = one(real, f"select count(*) {NEEDED} and days_late > 0")
    assert f"{count(soon, 'prerequisite')} must start by" in real.plain
    assert (f"{late} is late" if late == 1 else f"{late or 'none'} ") in real.plain


def test_timeline_draws_the_dates_that_owners_can_keep(dashboard: Callable[[str], Drawn]) -> None:
    """The address keeps the switch; sentence and legend say which dates are drawn."""
    real = dashboard("real").open("timeline", dates="Dates owners can keep")
    late = one(
        real,
        "select count(*) from report.schedule inner join report.plan using (item_id)"
        " where capacity_slack_days < 0",
    )
    by_map = one(real, f"select count(*) {NEEDED} and is_late")
    needed = one(real, f"select count(*) {NEEDED}")
    assert f"{late} are late" in real.plain
    assert "Drawn are the dates that owners can keep" in real.plain
    assert f"no owner were short of time, {by_map} of {needed} prerequisites" in real.plain
    assert "From the first day its owner gives to it" in real.plain
    real = dashboard("real").open("timeline")
    assert "Drawn are the dates by the map" in real.plain
    assert f"with the days they have {late} of {needed} prerequisites are late" in real.plain
    assert "as if no owner were short of time: solid to low" in real.plain


def test_the_card_says_from_when_to_when_the_owner_can(dashboard: Callable[[str], Drawn]) -> None:
    """Beside the days late by the map stand the dates that owners can keep, and how late those."""
    drawn = dashboard("real").open("timeline")
    ((item, start, finish, slack),) = drawn.rows(
        "select item_id, capacity_start, capacity_finish, capacity_slack_days"
        " from report.schedule where item_id in (select item_id from report.plan)"
        " order by capacity_slack_days, item_id limit 1"
    )
    drawn = dashboard("real").open("timeline", item=item)
    kept = f"Dates owners can keep{day(start)} to {day(finish)}{count(-slack, 'day')} late"
    assert kept in drawn.plain


def test_data_tiles(real: Drawn) -> None:
    """Findings, sourced leads, owned prerequisites and the back-test."""
    real.open("data")
    every = one(real, f"select count(*) {PREREQUISITES}")
    sourced = one(real, f"select count(*) {PREREQUISITES} and lead_grade <> 'judgement'")
    owned = one(real, f"select count(*) {PREREQUISITES} and owner_id <> ''")
    ((top1,),) = real.rows("select top1_accuracy from report.owner_backtest")
    assert tile(real, "Problems") == "0"
    assert tile(real, "Findings") == str(one(real, "select count(*) from report.findings"))
    assert tile(real, "Leads with a source") == f"{sourced} of {every}"
    assert tile(real, "Owned prerequisites") == f"{owned} of {every}"
    assert tile(real, "Owner rule finds the owner") == f"{100 * top1:.0f} %"


def test_every_finding_stands_once_under_its_rule(real: Drawn) -> None:
    """The first three of a rule at once, the rest behind a click; what all share is said once."""
    real.open("data")
    box = next(body for body in real.html.split('<div class="dm-findings">')[1:])
    for rule, number in real.rows("select rule, count(*) from report.findings group by rule"):
        group = box.split(f'<h3 class="dm-rule">{html.escape(rule.capitalize())}')[1]
        group = group.split("<h3")[0]
        assert group.split("<details")[0].count("<tr>") - 1 == min(number, 3), rule
        heads = group.count("<thead>")
        assert group.count("<tr>") - heads == number, rule
        assert (f"{number - 3} more" in group) == (number > 3)
    assert box.count("Nobody owns this open prerequisite.") == 1


def test_what_leads_rest_on(real: Drawn) -> None:
    """Every open lead counts under one grade; sources say when they were read."""
    real.open("data")
    found = real.rows(
        f"select lead_grade, count(*), count_if(is_on_route) {PREREQUISITES} and is_open group by 1"
    )
    table = real.html.split("What leads rest on")[1].split("</table>")[0]
    rows = [re.sub(r"<[^>]+>", "|", row) for row in table.split("<tr>")[2:]]
    assert len(rows) == len(found) == 4
    every = sum(number for _, number, _ in found)
    for grade, number, needed in found:
        row = next(row for row in rows if GRADES[grade] in html.unescape(row))
        assert f"|{number} of {every}|" in row
        assert f"|{needed}|" in row
    oldest = real.rows("select min(read_on) from report.item_sources where used_for = 'lead'")
    assert day(oldest[0][0]) in "".join(rows)
    ((sources,),) = real.rows("select count(distinct source_id) from report.item_sources")
    listed = real.html.split("Every source,")[1].split("</table>")[0]
    assert listed.count("<tr>") - 1 == sources


def test_data_says_how_often_leads_held(real: Drawn) -> None:
    """Of the finished prerequisites with both days; without one it says what will stand there."""
    real.open("data")
    finished = one(real, "select count(*) from report.calibration")
    said = f"Of {finished} finished," if finished else "No prerequisite with both days is finished"
    assert said in real.plain


def test_every_measure_is_explained_in_the_words_of_its_rule(real: Drawn) -> None:
    """The Data page repeats the comments of sql/, so a rule is worded once."""
    real.open("data")
    for relation, column in (("items", "safe_start_by"), ("directions", "chance_on_time")):
        ((comment,),) = real.rows(
            "select comment from duckdb_columns()"
            " where schema_name = 'report' and table_name = ? and column_name = ?",
            relation,
            column,
        )
        assert comment in real.words


def test_the_longest_leads_lead_to_their_source_in_two_clicks(real: Drawn) -> None:
    """Of the 20 largest on binding paths: from the plan to the item, from there to the page read.

    What rests on judgement says so in that place.
    """
    real.open("plan")
    plan = real.html
    longest = real.rows(
        "select item_id, lead_source, lead_grade from report.items"
        " where item_type = 'prerequisite' and is_open and len(binding_path) > 0"
        " order by lead_likely_days desc, item_id limit 20"
    )
    urls = dict(real.rows("select item_id, url from report.item_sources where used_for = 'lead'"))
    assert {grade for *_, grade in longest} == {"judgement", "primary", "secondary"}
    for item, source, grade in some(longest, 5):
        assert f'href="item?item={item}"' in plan
        real.open("item", item=item)
        (said,) = re.findall(r"<dt>Lead from</dt><dd>(.*?)</dd>", real.html)
        if source == "judgement":
            assert said == GRADES["judgement"]
        else:
            assert f'href="{html.escape(urls[item])}"' in said
            assert GRADES[grade] in said


def test_item_score_and_parts(real: Drawn) -> None:
    """An item's page shows its score of the whole, and its parts add up to it."""
    real.open("item", item="tenant-model")
    ((score,),) = real.rows("select unlock_score from report.items where item_id = 'tenant-model'")
    ((parts,),) = real.rows(
        "select sum(contribution) from report.unlock_parts where item_id = 'tenant-model'"
    )
    assert score == pytest.approx(parts, abs=1e-9)
    assert f"Why it matters: {points(score)} of" in real.plain


def test_brief_lists_ten_actions_and_all_directions(real: Drawn) -> None:
    """The page for the meeting holds ten actions and every direction."""
    real.open("brief")
    directions = one(real, "select count(*) from report.directions")
    assert real.html.count('data-label="Outlook"') == directions
    assert len(re.findall(r"First ten to start.*?</table>", real.html, re.DOTALL)) == 1
    first = re.search(r"First ten to start.*?</table>", real.html, re.DOTALL)
    assert first
    assert first[0].count("<tr>") - 1 == 10


@pytest.mark.parametrize("name", ["real", "tiny", "large"])
def test_what_must_start_is_one_number(dashboard: Callable[[str], Drawn], name: str) -> None:
    """The database, the plan as a file, and every page that speaks of it."""
    drawn = dashboard(name).open("plan", window="Now")
    must = one(drawn, "select count(*) from report.items where must_start_by_review")
    acts = "action in ('start now', 'start when ready')"
    assert one(drawn, f"select count(*) from report.plan where {acts}") == must
    assert re.search(rf"\b{must or 'None'} must start by", drawn.plain)
    assert len(re.findall(r'data-label="#">(\d+)</td>', drawn.html)) == must
    for page in ("overview", "brief", "timeline"):
        said = re.search(r"(\d+|No)(?: of \d+)? prerequisites? must start", drawn.open(page).plain)
        assert said
        assert said[1] == (str(must) if must else "No"), page
    assert tile(drawn.open("overview"), "Must start by").startswith(f"{must} of ")


def test_plan_window_shows_one_window(dashboard: Callable[[str], Drawn]) -> None:
    """The link behind a tile shows the rows that the tile counts."""
    drawn = dashboard("real").open("plan", window="Now")
    expected = drawn.rows(
        "select sequence_number from report.plan semi join"
        " (select item_id from report.items where plan_window = 'now') using (item_id)"
        " order by sequence_number"
    )
    numbers = re.findall(r'data-label="#">(\d+)</td>', drawn.html)
    assert [(int(number),) for number in numbers] == expected


def test_graph_sentence_knows_what_is_picked_and_folded(dashboard: Callable[[str], Drawn]) -> None:
    """The picked item with what it needs and opens; else all that is drawn, folded cards too."""
    drawn = dashboard("real")
    ((name, opened),) = drawn.open("overview").rows(
        "select chart_name, direction_count from report.items where item_id = 'tenant-model'"
    )
    picked = drawn.open("graph", item="tenant-model").plain
    assert f"{name} needs no open item before it and opens {opened} directions." in picked
    whole = re.search(r"\d+ prerequisites carry \d+ of \d+ points", drawn.open("graph").plain)
    folded = drawn.open("graph", fold=["Operations", "Architecture"]).plain
    assert whole
    assert whole[0] in folded
