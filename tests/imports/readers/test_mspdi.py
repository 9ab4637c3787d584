"""MSPDI, the XML of MS Project, as rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.imports.exported import EXPORTS, links, read, read_bytes, rows, said

XML = (EXPORTS / "project.xml").read_bytes()


def test_tasks_become_rows() -> None:
    """Working hours are calendar days, elapsed ones as they are; the new task's day is none."""
    found = read("project.xml")
    assert rows(found, "directions", "id target ticket") == ["marketplace 2027-06-30 mspdi:1"]
    columns = "id owner status lead_likely_days effort_days started_on done_on not_before"
    assert rows(found, "prerequisites", f"{columns} lead_source") == [
        "contract petr-novak in_progress 14 2 2026-12-01 - - -",
        "review petr-novak not_started 30 0 - - 2027-01-04 -",
        "wait-between-contract-and-review petr-novak not_started 7 0 - - - -",
        "texts - not_started 0 0 - - - -",
        "legal-texts - not_started 30 0 - - - assumed",
        "pictures - not_started 5 0 - - - -",
        "listed - not_started 0 0 - - - -",
        "company - done - 0 2026-10-01 2026-10-07 - -",
        "old-idea - not_needed - 0 - - - -",
        "other-mpp-12-not-in-the-export - not_started 30 0 - - - assumed",
    ]


def test_links_of_summaries_lags_and_strangers() -> None:
    """What a summary waits for all in it waits for; what waits for it waits for all in it."""
    found = read("project.xml")
    wait = "wait-between-contract-and-review"
    parts = {f"marketplace>{id}" for id in ("contract", "review", "legal-texts", "pictures",
                                            "listed", "company", "old-idea")}  # fmt: skip
    assert links(found) - parts == {
        f"{wait}>contract", f"review>{wait}", "legal-texts>contract", "pictures>contract",
        "texts>legal-texts", "texts>pictures", "listed>texts", "listed>review",
        "listed>other-mpp-12-not-in-the-export",
    }  # fmt: skip
    assert links(found) >= parts
    text = said(found)
    assert "16 guessed The lag of 7 days between Contract and Review is an item." in text
    assert "23 left out The link start to start between Legal texts and Pictures" in text
    assert "26 left out The lead time of 2 days between Texts and Listed." in text


@pytest.mark.parametrize(
    ("duration", "form", "days"),
    [
        ("PT8H0M0S", "7", "2"),  # a working day is 1.4 calendar days
        ("PT40H0M0S", "9", "7"),
        ("PT24H0M0S", "8", "1"),
        ("PT25H0M0S", "10", "2"),
        ("PT36H0M0S", "40", "2"),  # estimated, elapsed
        ("PT0H0M0S", "7", "0"),
        ("PT999999H0M0S", "8", "3650"),
    ],
)
def test_durations_by_their_format(duration: str, form: str, days: str, tmp_path: Path) -> None:
    """Even formats are elapsed time; a project of 24 hours a day counts them too."""
    old = b"<Duration>PT720H0M0S</Duration><DurationFormat>8</DurationFormat>"
    new = f"<Duration>{duration}</Duration><DurationFormat>{form}</DurationFormat>".encode()
    found = read_bytes(tmp_path, "project.xml", XML.replace(old, new))
    assert f"review {days}" in rows(found, "prerequisites", "id lead_likely_days")


LINK = b"<PredecessorUID>5</PredecessorUID><Type>3</Type>"


@pytest.mark.parametrize(
    ("link", "what"),
    [
        (b"<Type>0</Type>", "left out The link finish to finish between Legal texts and Pictures"),
        (b"<Type>2</Type>", "left out The link start to finish between Legal texts and Pictures"),
        (b"<Type>3</Type>", "left out The link start to start between Legal texts and Pictures"),
        (b"<Type>7</Type>", "left out The link of type 7 between Legal texts and Pictures"),
        (b"<Type>1</Type><LinkLag>nan</LinkLag>", 'left out The lag "nan" between Legal texts'),
        (b"<Type>1</Type><LinkLag>1e999</LinkLag>", 'left out The lag "1e999" between Legal texts'),
        (b"<LinkLag>14400</LinkLag><LagFormat>8</LagFormat>", "guessed The lag of 1 days between"),
        (b"<LinkLag>50</LinkLag><LagFormat>19</LagFormat>", "guessed The lag of 1 days between"),
    ],
)
def test_what_a_link_cannot_say_is_told_with_its_line(
    link: bytes, what: str, tmp_path: Path
) -> None:
    """Other types, lags that are none. A link without a type is finish to start."""
    new = b"<PredecessorUID>5</PredecessorUID>" + link
    found = read_bytes(tmp_path, "project.xml", XML.replace(LINK, new))
    assert f"23 {what}" in said(found)
    assert ("pictures>legal-texts" in links(found)) == (b"Lag>nan" in link or b"1e999" in link)


def test_the_calendar_of_the_project_counts(tmp_path: Path) -> None:
    """Six days a week of seven hours: 80 h are 11.4 working days, 14 calendar days."""
    data = XML.replace(b"Day>480<", b"Day>420<").replace(b"Week>2400<", b"Week>2520<")
    found = read_bytes(tmp_path, "project.xml", data)
    assert "contract 14 2.29" in rows(found, "prerequisites", "id lead_likely_days effort_days")


def test_taskjuggler_gives_its_plan_as_actual_days() -> None:
    """Without a duration: 90 days from start to finish; what is planned is not done."""
    found = read("taskjuggler.xml")
    assert rows(found, "directions", "id") == ["marketplace"]
    assert rows(found, "prerequisites", "id owner status lead_likely_days done_on") == [
        "contract petr not_started 90 -",
        "listed - not_started 0 -",
        "company - done - 2026-11-08",
    ]
    assert links(found) == {"listed>contract", "marketplace>contract", "marketplace>listed",
                            "marketplace>company"}  # fmt: skip


def test_ids_of_our_own_export_survive(tmp_path: Path) -> None:
    """They stand in a custom field that is called map id."""
    head = (
        b"<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID><Alias>map id</Alias>"
        b"</ExtendedAttribute></ExtendedAttributes><Tasks>"
    )
    field = (
        b"<ExtendedAttribute><FieldID>188743731</FieldID><Value>KYC 1</Value></ExtendedAttribute>"
    )
    data = XML.replace(b"<Tasks>", head).replace(b"<Name>Review</Name>", b"<Name>R</Name>" + field)
    found = read_bytes(tmp_path, "project.xml", data)
    assert [row["id"] for row in found.tables["prerequisites"]][:2] == ["contract", "KYC 1"]


def test_without_summaries_the_last_milestones_are_directions(tmp_path: Path) -> None:
    """A flat plan has goals too."""
    data = XML.replace(b"<Summary>1</Summary>", b"<Summary>0</Summary>")
    assert rows(read_bytes(tmp_path, "p.xml", data), "directions", "id") == ["listed"]
