"""The card of an item's page: who, dates, need and value, and where each number comes from."""

from __future__ import annotations

from pandas import DataFrame

from depmap.answers import relations
from depmap.answers.rows import Row, is_missing, records
from depmap.charts import spread
from depmap.graph.views import AROUND
from depmap.look.signs import OUTLOOKS
from depmap.portfolio.problem import located
from depmap.screen.pieces import links, markup, ui
from depmap.screen.pieces.markup import link, muted, tag, text
from depmap.screen.state.view import View
from depmap.words import capacity, formats, ways_out
from depmap.words import item as item_words
from depmap.words.formats import chance, count, day, percent, points, total_points
from depmap.words.sentence import Settings

# Tones of a chance below its goal, as classes of the stylesheet.
TEXT_TONES = {"late": "dm-late-text", "at_risk": "dm-risk-text"}


def about(rows: DataFrame, item_id: str, key: str = "item_id") -> DataFrame:
    """The rows that carry the id of one item in column `key`."""
    return rows[rows[key] == item_id]


def about_one_of(rows: DataFrame, item_id: str) -> DataFrame:
    """The rows among whose items is this one."""
    return rows.loc[[item_id in items for items in rows["items"]]]


def draw_facts(here: View, item: Row, held: str) -> None:
    """The card beside the page: facts, lead and where they come from.

    held: what holds the item, in words; empty when nothing does.
    """
    item_id = item["item_id"]
    findings = about(here.read_all(relations.findings), item_id, "subject_id")
    sources = here.ask(relations.item_sources.where, "item_id", item_id)
    if item["item_type"] == "foreign":  # what is known of it besides stands in its portfolio
        ui.html(origin(item, sources, findings))
        ui.html(elsewhere(item_id))
        return
    if item["item_type"] == "direction":
        ui.html(direction_facts(here.shared.directions[item_id], held, here.shared.settings))
    else:
        ui.html(facts(item, here.shared.settings, held))
        if item["owner_id"] == "" and item["is_open"]:
            ui.section("Likely owner")
            suggestions = about(here.read_all(relations.owner_suggestions), item_id)
            ui.html_or(candidates(suggestions), "No owner to compare it with.")
    kept = here.kept
    if item_id in kept.schedule:
        ui.section("With the days owners have")
        ui.html(under_capacity(kept.schedule[item_id], kept))
    ui.section("Lead, calendar days")
    ui.chart(spread.lead_range(item, here.colours), "lead")
    ui.html(origin(item, sources, findings))
    ui.html(elsewhere(item_id))


def under_capacity(scheduled: Row, kept: capacity.Kept) -> str:
    """When it is ready, starts and finishes with the days that owners have, and why; ready HTML.

    scheduled: the row of report.schedule of the item.
    """
    said = capacity.facts(scheduled, kept)
    return tag("div", "dm-said", markup.facts((label, ui.inline(words)) for label, words in said))


def facts(item: Row, settings: Settings, held: str) -> str:
    """The first facts of a prerequisite: who, first step, dates, effort, need; ready HTML.

    held: what holds it, in words; empty when nothing does.
    """
    essential = (
        "Yes, some direction cannot start without it" if item["is_essential"] else "No, replaceable"
    )
    on_route = item["is_on_route"] and item["is_open"]
    rows = [
        ("Who", markup.owner(item["owner_id"], item["owner"])),
        ("First step", text(item["first_step"])),
        ("Touches", ", ".join(_touching(touched) for touched in item["touches"])),
        ("Start by", _safe_start(item)),
        ("Last day", markup.day(item["start_by"], "") if on_route else ""),
        ("Can start", markup.day(item["earliest_start"], "") if item["is_open"] else ""),
        ("Held", text(held)),
        ("Slack", _slack(item) if on_route else ""),
        ("Effort", text(f"{item['effort_days']:g} person-days")),
        ("Chance it is needed", text(chance(item["p_used"])) if on_route else ""),
        ("Essential", text(essential) if on_route else ""),
        ("Value that waits", text(f"{total_points(item['at_stake'])} points") if on_route else ""),
        ("Cost of waiting", _cost(item, settings) if on_route else ""),
        ("Look again on", markup.day(item["revisit_on"], "")),
        ("With", text(item["external_party"]) or "Nobody outside"),
    ]
    return markup.facts(rows)


def _touching(touched: str) -> str:
    return link(touched, links.address("prerequisites", touches=touched))


def _safe_start(item: Row) -> str:
    if not is_missing(item["safe_start_by"]):
        when = item_words.start(item)
        return tag("strong", "", text(when.head)) + " " + muted(when.note or when.was)
    if not is_missing(item["advisory_start_by"]):
        return muted(f"{day(item['advisory_start_by'])}, advisory")
    return muted(formats.NO_DATE) if item["is_open"] else ""


def _slack(item: Row) -> str:
    if is_missing(item["slack_days"]):
        return ""
    if item["is_late"]:
        return text(f"{count(item['days_late'], 'day')} late")
    return text(count(item["slack_days"], "day"))


def _cost(item: Row, settings: Settings) -> str:
    loss = item["expected_loss"]
    if is_missing(loss):
        return ""
    if loss <= 0:
        return text(f"Nothing until {day(settings['review_on'])}")
    words = f"{points(loss)} points on average, if left to the next review"
    flips = item["break_even_confidence"]
    below = (
        ""
        if is_missing(flips)
        else tag("small", "", text(f"acting is right from {percent(flips)} chance of need"))
    )
    return text(words) + below


def direction_facts(direction: Row, held: str, settings: Settings) -> str:
    """Chance, dates, reserve, sponsor and value of a direction, and what holds it; ready HTML."""
    goal = settings["confidence_goal"]
    return markup.facts(
        [
            ("Chance", _chance(direction, goal)),
            ("Target", _target(direction)),
            ("Likely finish", _against(direction, "forecast")),
            ("4 in 5 by", _against(direction, "p80")),
            ("Keep in hand", _reserve(direction, goal)),
            ("If all wait", _if_all_wait(direction)),
            ("Sponsor", markup.owner(direction["sponsor_id"], direction["sponsor"])),
            ("About", text(direction["description"])),
            ("Value", text(f"{direction['value']:g} points a year")),
            ("Confidence", text(f"{percent(direction['confidence'])} that we pursue it")),
            ("Expected value", text(f"{points(direction['expected_value'])} points")),
            ("Still lacks", text(count(direction["open_prerequisite_count"], "prerequisite"))),
            ("Can start", markup.day(direction["earliest_start"], "")),
            ("Held", text(held)),
        ]
    )


def _chance(direction: Row, goal: float) -> str:
    if is_missing(direction["chance_on_time"]):
        return ""
    found = OUTLOOKS[direction["outlook"]]
    tone = TEXT_TONES.get(direction["outlook"], "dm-strong")
    share = tag("span", tone, text(f"{found.symbol} {chance(direction['chance_on_time'])}"))
    by = text(f" by {day(direction['target'])}")
    below = (f"goal {percent(goal)}", ways_out.if_together(direction))
    return share + by + "".join(tag("small", "", text(words)) for words in below if words)


def _target(direction: Row) -> str:
    """The target where the chance does not name it already."""
    if is_missing(direction["chance_on_time"]):
        return markup.day(direction["target"], "no target")
    return ""


def _against(direction: Row, column: str) -> str:
    """A date of a direction, and how long before or after its target it lies."""
    found, target = direction[column], direction["target"]
    if is_missing(found) or is_missing(target):
        return markup.day(found, "")
    below = formats.days_early((target - found).days)
    return markup.day(found) + tag("small", "", text(below))


def _reserve(direction: Row, goal: float) -> str:
    if is_missing(direction["reserve_days"]):
        return ""
    misses = not direction["has_safe_start"] and direction["chance_on_time"] < goal
    below = tag("small", "", text(f"no start date gives {percent(goal)}")) if misses else ""
    return text(count(direction["reserve_days"], "day")) + below


def _if_all_wait(direction: Row) -> str:
    share = direction["chance_if_all_wait"]
    if is_missing(share):
        return ""
    return text(f"chance {chance(share)}, if everything starts on its last day")


def origin(item: Row, sources: DataFrame, findings: DataFrame) -> str:
    """Sources with grade and day of reading, file and line, what is questionable; ready HTML."""
    read: set[str] = set()
    used = {
        use: _sources(sources[sources["used_for"] == use], read) for use in ("lead", "need", "more")
    }
    rows = [
        ("Ticket", markup.outside_link(item["ticket"], item["ticket_url"])),
        (
            "Lead from",
            used["lead"]
            or text(formats.GRADES.get(item["lead_source"], formats.GRADES["judgement"])),
        ),
        ("Needed because", used["need"]),
        ("Also read", used["more"]),
        ("Notes", text(item["notes"]) if item["item_type"] == "prerequisite" else ""),
        ("In the files", text(located(item["source_file"], item["source_line"], ", "))),
        ("Findings", _findings(findings)),
    ]
    return markup.facts(rows)


def _sources(sources: DataFrame, read: set[str]) -> str:
    """Sources with what they say; of one that is in `read`, which grows, the link alone."""
    listed = []
    for row in records(sources):
        said = [row["states"], f"{formats.GRADES[row['grade']]}, {_reading(row)}"]
        small = [tag("small", "", text(words)) for words in said if row["source_id"] not in read]
        listed.append(tag("p", "", markup.outside_link(row["title"], row["url"]), *small))
        read.add(row["source_id"])
    return "".join(listed)


def _reading(source: Row) -> str:
    if is_missing(source["read_on"]):
        return "not opened for this portfolio"
    return f"read on {day(source['read_on'])}"


def _findings(findings: DataFrame) -> str:
    listed = [
        text(f"{row['what']} {row['why']}") + tag("small", "", text(row["fix"]))
        for row in records(findings)
    ]
    return "".join(tag("p", "", words) for words in listed) or "Nothing is questionable"


def candidates(suggestions: DataFrame) -> str:
    """Up to three likely owners with what speaks for each; ready HTML, empty without any."""
    listed = [
        tag(
            "li",
            "",
            tag("strong", "", markup.owner(row["owner_id"], row["owner"])),
            tag("span", "dm-badge", "likely owner") if row["is_suggested"] else "",
            tag("small", "", text(row["evidence"])),
        )
        for row in records(suggestions)
    ]
    if not listed:
        return ""
    clear = bool(suggestions["is_suggested"].any())
    note = "" if clear else tag("p", "dm-note", "No clear owner: the best two are close or weak.")
    return tag("ul", "dm-ideas dm-tight", *listed) + note


def elsewhere(item_id: str) -> str:
    """Links to the item on the timeline and in the graph; ready HTML."""
    return tag(
        "p",
        "dm-elsewhere",
        link("Show on the timeline", links.address("timeline", item_id)),
        link("Show in the graph", links.address("graph", item_id, part=AROUND)),
    )
