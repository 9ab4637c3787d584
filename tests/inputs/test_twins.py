"""What people and programs leave in a folder is read as its plain twin, and is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.portfolio.table import Value
from depmap.portfolio.typed import Portfolio
from tests.inputs.corpus.base import BASE, edited

Files = Mapping[str, bytes | None]
PRE, DEP, DIR, DEC = "prerequisites.csv", "dependencies.csv", "directions.yaml", "decisions.yaml"
OWN, MIL, SET, THE = "owners.csv", "milestones.yaml", "settings.yaml", "themes.yaml"


@dataclass(frozen=True)
class Twin:
    """Two sets of files over BASE that mean the same; the first one says `said` in a note."""

    name: str
    gentle: Files
    plain: Files
    said: str
    rule: str = "read as"


def cell(name: str, file: str, old: str, gentle: str, plain: str, said: str) -> Twin:
    """A passage of BASE in two forms."""
    return Twin(name, edited(file, old, gentle), edited(file, old, plain), said)


def day(gentle: str, plain: str) -> Twin:
    """A day on which the first prerequisite was started."""
    old = "bank,Bank account,,approvals,procurement,ann,not_started,5,10,20,2,1,Bank,,,Call"
    new = old.replace("Bank,,,", "Bank,{},,").replace("not_started", "in_progress")
    typed = f'"{gentle}"' if "," in gentle else gentle
    files = edited(PRE, old, new.format(typed)), edited(PRE, old, new.format(plain))
    return Twin(f"started on {gentle}", *files, f'started_on "{gentle}" → "{plain}"')


def target(gentle: str, plain: str) -> Twin:
    """A target of a direction and the date of a milestone."""
    said = f'"{gentle}" → "{plain}"'
    return cell(f"target {gentle}", DIR, "2027-Q2", gentle, plain, said)


def number(column: str, old: str, gentle: str, plain: str) -> Twin:
    """A number of the first prerequisite."""
    line = "bank,Bank account,,approvals,procurement,ann,not_started,5,10,20,2,1,Bank"
    typed = f'"{gentle}"' if "," in gentle else gentle
    new = line.replace(old, old.replace(old.strip(","), typed))
    other = line.replace(old, old.replace(old.strip(","), plain))
    said = f'{column} "{gentle}" → "{plain}"'
    return Twin(f"{column} {gentle}", edited(PRE, line, new), edited(PRE, line, other), said)


def owner(gentle: str, plain: str, said: str) -> Twin:
    """The owner of the second prerequisite."""
    return cell(
        f"owner {gentle}", PRE, "legal,,not_started", f"legal,{gentle},not_started",
        f"legal,{plain},not_started", said,
    )  # fmt: skip


def text(data: bytes) -> str:
    return data.decode()


LAYOUT = (
    Twin("semicolons", {OWN: BASE[OWN].replace(b",", b";")}, {}, "semicolons"),
    Twin("tabs", {OWN: BASE[OWN].replace(b",", b"\t")}, {}, "tabs"),
    Twin("sep= line", {OWN: b"sep=;\r\n" + BASE[OWN].replace(b",", b";")}, {}, "sep="),
    Twin("UTF-16", {OWN: text(BASE[OWN]).encode("utf-16")}, {}, "UTF-16"),
    Twin("UTF-16, big end first", {OWN: b"\xfe\xff" + text(BASE[OWN]).encode("utf-16-be")}, {},
         "UTF-16"),
    Twin("UTF-16 in YAML", {DIR: text(BASE[DIR]).encode("utf-16")}, {}, "UTF-16"),
    Twin("empty rows", {OWN: BASE[OWN] + b",,,,\n" * 30}, {}, "empty rows: 30"),
    Twin("empty columns", {OWN: BASE[OWN].replace(b"\n", b",,\n")}, {}, "empty columns"),
    Twin("rows of unticked boxes", {OWN: BASE[OWN] + b",,,,FALSE\n" * 300}, {}, "unticked boxes"),
    Twin("header again", {OWN: BASE[OWN] + BASE[OWN].split(b"\n")[0] + b"\n"}, {}, "repeated"),
    Twin("lines above the header", {OWN: b"Who owns what\n\n" + BASE[OWN]}, {}, "above"),
    Twin("whole rows in quotes",
         {OWN: b"".join(b'"' + line + b'"\n' for line in BASE[OWN].splitlines())}, {},
         "in quotes as a whole"),
    Twin("headers in other words",
         edited(OWN, "capacity_days_per_week,active", "Capacity days per week, ACTIVE "), {},
         "Capacity days per week → capacity_days_per_week"),
    Twin("a column of one's own", {OWN: BASE[OWN].replace(b"\n", b",x\n").replace(
        b"active,x", b"active,Phone")}, {}, '"Phone"', "not read"),
    Twin("a key of one's own", edited(DIR, "value: 40", "value: 40\n  colour: red"), {},
         '"colour"', "not read"),
    Twin("keys in other words", edited(DIR, "value: 40", "Value: 40"), {}, "Value → value"),
    Twin("other files", {"book.xlsx": b"PK", "owners (1).csv": b"x"}, {},
         'owners (1).csv, did you mean "owners.csv"?', "not read"),
    Twin("blanks around values", edited(OWN, "ann,Ann,Product", " ann ,Ann ,\u00a0Product"), {},
         "blanks around values"),
    Twin("guarded formula", edited(DEP, "Payouts", "'=Payouts"), edited(DEP, "Payouts", "=Payouts"),
         "guarded formulas"),
    Twin("no optional columns",
         {DEP: b"item,requires,any_of\nMARKET,bank,\nMARKET,terms,\nSIGN-IN,buy,layer\n"
               b"SIGN-IN,make,layer\n"},
         {DEP: b"item,requires,strength,any_of,confidence,reason\nMARKET,bank,hard,,,\n"
               b"MARKET,terms,hard,,,\nSIGN-IN,buy,hard,layer,,\nSIGN-IN,make,hard,layer,,\n"},
         ""),
)  # fmt: skip

WITH_MAIL = b"""\
id,name,team,capacity_days_per_week,active,contact
ann,Ann,Product,3,yes,ann@example.com
bob,Bob,Platform,10,no,
"""
WORDS = (
    owner("ANN", "ann", 'owner "ANN" → "ann"'),
    owner("Bob ", "bob", 'owner "Bob " → "bob"'),
    owner("a\u200bnn", "ann", 'owner "a\\u200bnn" → "ann"'),
    *(
        owner(word, "", f'owner "{word}" → empty')
        for word in ("TBD", "tbc", "TBA", "n/a", "None", "-", "?", "unassigned", "nobody",
                     "Unknown", "—")
    ),
    cell("an item by its name", DEP, "MARKET,terms", "MARKET,signed  Terms", "MARKET,terms",
         '"signed  Terms" → "terms"'),
    cell("a theme by its name", PRE, "Bank account,,approvals", "Bank account,,External Approvals",
         "Bank account,,approvals", '"External Approvals" → "approvals"'),
    cell("a source by its title", PRE, "Call,guide", "Call,Seller guide", "Call,guide",
         '"Seller guide" → "guide"'),
    cell("judgement", PRE, "guide,judgement", "guide,Judgement", "guide,judgement", "Judgement"),
    Twin("an owner by mail",
         {OWN: WITH_MAIL, **edited(PRE, "legal,,not", "legal,Ann@example.com,not")},
         {OWN: WITH_MAIL, **edited(PRE, "legal,,not", "legal,ann,not")},
         'owner "Ann@example.com" → "ann"'),
    cell("an owner by name", DIR, "sponsor: ann", "sponsor: Ann", "sponsor: ann", '"Ann" → "ann"'),
    cell("a status", PRE, "legal,,not_started", "legal,,Not started", "legal,,not_started",
         '"Not started" → "not_started"'),
    cell("a strength", DEP, "terms,hard", "terms,Hard", "terms,hard", '"Hard" → "hard"'),
    cell("a group", DEP, "make,,layer", "make,,Layer", "make,,layer", "names of groups"),
    cell("a group in a pin", SET, "any_of: layer", "any_of: LAYER", "any_of: layer", "LAYER"),
    cell("no outside party", PRE, "Operator", "n/a", "", 'external_party "n/a" → empty'),
    cell("no day yet", PRE, "4.5,,Operator,,", "4.5,,Operator,tbd,", "4.5,,Operator,,",
         'started_on "tbd" → empty'),
    *(
        cell(f"active {word}", OWN, "10,no", f"10,{word}", f"10,{plain}", f'"{word}" → "{plain}"')
        for plain, words in (("yes", ("TRUE", "Y", "1", "x", "✓", "Yes")),
                             ("no", ("N", "FALSE", "0", "off", "No")))
        for word in words
    ),
)  # fmt: skip

DATES = (
    day("2026/10/01", "2026-10-01"),
    day("2026-10-1", "2026-10-01"),
    day("2026-10-01 00:00:00", "2026-10-01"),
    day("2026-10-01T00:00:00", "2026-10-01"),
    day("01.10.2026", "2026-10-01"),
    day("1.10.2026", "2026-10-01"),
    day("31/10/2026", "2026-10-31"),
    day("10/31/2026", "2026-10-31"),
    day("3/3/2026", "2026-03-03"),
    day("1 Oct 2026", "2026-10-01"),
    day("1-Oct-2026", "2026-10-01"),
    day("Oct 1, 2026", "2026-10-01"),
    day("1 October 2026", "2026-10-01"),
    target("Q4 2027", "2027-Q4"),
    target("2027 q4", "2027-Q4"),
    target("2028-06", "2028-06-30"),
    target("Feb 2028", "2028-02-29"),
    target("2028", "2028-12-31"),
    target("2027/06/30", "2027-06-30"),
    cell("a milestone's quarter", MIL, "2027-06-30", "Q2 2027", "2027-06-30", '"2027-Q2"'),
    cell("a month not before", DIR, "value: 40", "not_before: 2027-01", "not_before: 2027-01-01",
         '"2027-01" → "2027-01-01"'),
    Twin("month first by the settings",
         {**edited(DIR, "2027-03-31", "3/4/2027"),
          **edited(SET, "as_of: 2026-11-23", "as_of: 2026-11-23\ndates: month-first")},
         {**edited(DIR, "2027-03-31", "2027-03-04"),
          **edited(SET, "as_of: 2026-11-23", "as_of: 2026-11-23\ndates: month-first")},
         '"3/4/2027" → "2027-03-04"'),
)  # fmt: skip

NUMBERS = (
    number("lead_high_days", ",20,", "20.0", "20"),
    number("lead_high_days", ",20,", "20 d", "20"),
    number("lead_high_days", ",20,", "20 days", "20"),
    number("lead_high_days", ",20,", "8w", "56"),
    number("lead_high_days", ",20,", "3 months", "90"),
    number("lead_high_days", ",20,", "1 year", "365"),
    number("lead_high_days", ",20,", "12 months", "365"),
    number("lead_high_days", ",20,", "1.5 months", "45"),
    number("effort_days", ",2,", "2,5", "2.5"),
    number("effort_days", ",2,", "2 days", "2"),
    number("effort_days", ",2,", "1.234,5", "1234.5"),
    number("effort_days", ",2,", "1,234.5", "1234.5"),
    number("effort_days", ",2,", "1\u00a0500", "1500"),
    number("needed_confidence", ",1,", "0,125", "0.125"),
    number("needed_confidence", ",1,", "80%", "0.8"),
    number("needed_confidence", ",1,", "80 %", "0.8"),
    number("needed_confidence", ",1,", "12,5%", "0.125"),
)

LEADS = (
    Twin("only the likely lead", edited(PRE, "10,30,60", ",30,"),
         edited(PRE, "10,30,60", "30,30,30"), "rows", "only the likely lead"),
    cell("the chosen option", DEC, "status: open", "status: decided\n  chosen: BUY",
         "status: decided\n  chosen: Buy", '"BUY" → "Buy"'),
    Twin("spread around the likely lead",
         {**edited(PRE, "10,30,60", ",31,"),
          **edited(SET, "as_of: 2026-11-23", "as_of: 2026-11-23\nspread: {low: 0.7, high: 1.6}")},
         {**edited(PRE, "10,30,60", "21,31,50"),
          **edited(SET, "as_of: 2026-11-23", "as_of: 2026-11-23\nspread: {low: 0.7, high: 1.6}")},
         "spread around the likely one"),
    Twin("leads of what is over", edited(PRE, "not_started,10,30,60,4.5", "done,,,,"),
         edited(PRE, "not_started,10,30,60,4.5", "done,0,0,0,0"), ""),
)  # fmt: skip

TWINS = (*LAYOUT, *WORDS, *DATES, *NUMBERS, *LEADS)


def load(folder: Path, files: Files) -> Portfolio:
    folder.mkdir(parents=True)
    for name, data in {**BASE, **files}.items():
        if data is not None:
            (folder / name).write_bytes(data)
    return read_portfolio(folder)


def meaning(portfolio: Portfolio) -> dict[str, dict[str, list[Value]]]:
    """Every value of every table but the lines, which layout may move."""
    return {
        table: {name: values for name, values in rows.columns.items() if name != "source_line"}
        for table, rows in portfolio.tables.items()
    }


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_twins_mean_the_same(twin: Twin, tmp_path: Path) -> None:
    """The gentle folder loads as the plain one, and says what it read as what."""
    gentle, plain = load(tmp_path / "a" / "p", twin.gentle), load(tmp_path / "b" / "p", twin.plain)
    assert meaning(gentle) == meaning(plain)
    said = [f"{note.kind}: {note.count} {note.example}" for note in gentle.notes
            if note.rule == twin.rule]  # fmt: skip
    assert any(twin.said in words for words in said) or (not twin.said and not gentle.notes), said


def test_a_name_for_nobody_that_is_an_owner_is_that_owner(tmp_path: Path) -> None:
    """An exact id wins over what the word means elsewhere, and a note says so."""
    files = {**edited(OWN, "ann,Ann", "none,None,,1,yes\nann,Ann"),
             **edited(PRE, "legal,,not", "legal,none,not")}  # fmt: skip
    portfolio = load(tmp_path / "p", files)
    assert portfolio.tables["prerequisites"].columns["owner"][1] == "none"
    assert [note.kind for note in portfolio.notes] == ["owners that read as nobody"]


def test_an_id_that_is_another_rows_name_is_that_id(tmp_path: Path) -> None:
    """An exact id wins over a name, and a note says so."""
    files = edited(OWN, "bob,Bob", "bob,ann")
    portfolio = load(tmp_path / "p", files)
    assert portfolio.tables["prerequisites"].columns["owner"][0] == "ann"
    assert {note.kind for note in portfolio.notes} == {"ids that are also the name of another row"}


# What has two readings, or none that is safe: file, passage, what stands there, what is said.
REFUSED = (
    ("an id and a name",
     {**edited(OWN, "bob,Bob", "bob,ANN"), **edited(PRE, "legal,,", "legal,Ann,")},
     '"Ann" fits "ann" or "bob"'),
    ("two owners", edited(PRE, "legal,,", "legal,Ann / Bob,"),
     "Name one owner; put the other into notes"),
    ("two owners by comma", edited(PRE, "legal,,", 'legal,"ann, BOB",'), "one owner"),
    ("a tick beside empty cells",
     {OWN: BASE[OWN].replace(b"3,yes", b"3,x").replace(b"10,no", b"10,")}, "empty means yes here"),
    ("two headers of one look", edited(OWN, "name,team", "name,Name"), "stands at places 2 and 3"),
    ("values without a header",
     {OWN: b"id,name,team,capacity_days_per_week,active,\nann,Ann,,3,yes,7\nbob,Bob,,3,no,\n"},
     "column 6 has values and no name"),
    ("comma before three digits", edited(PRE, "60,4.5", '60,"1,500"'), '"1,500" is 1500 or 1.5'),
    ("comma before three digits in a share", edited(DEP, "hard,,0.9", 'hard,,"1,500"'),
     '"1,500" is 1500 or 1.5'),
    ("point before three digits beside a decimal comma",
     {PRE: BASE[PRE].replace(b"60,4.5", b"60,1.500").replace(b"20,2,1", b'20,"2,5",1')},
     '"1.500" is 1500 or 1.5'),
    ("point before three digits in a file with semicolons",
     {PRE: BASE[PRE].replace(b",", b";").replace(b"60;4.5", b"60;1.500")},
     '"1.500" is 1500 or 1.5'),
    ("percent of points", edited(DIR, "value: 40", "value: 40%"), "percent is for shares"),
    ("working days", edited(PRE, "10,30,60", "10,30 working days,60"), "are about 42"),
    ("weeks of work", edited(PRE, "60,4.5", "60,8w"), "can be 40 or 56 days"),
    ("a range", edited(PRE, "10,30,60", "10,6-8 weeks,60"), "ends of a range into low and high"),
    ("a guess", edited(PRE, "10,30,60", "10,~60,60"), "is a range or a guess"),
    ("month or day first", edited(DIR, "2027-03-31", "3/4/2027"), "is 2027-03-04 or 2027-04-03"),
    ("both orders in one column",
     {MIL: BASE[MIL].replace(b"2027-06-30", b"31/10/2027")
           + b"- id: m\n  name: M\n  date: 10/31/2027\n"}, "the column mixes"),
    ("a year of two digits", edited(DIR, "2027-03-31", "01.10.26"), "has two digits"),
    ("a month and two digits", edited(DIR, "2027-03-31", "Oct-26"), "has two digits"),
    ("a day number", edited(DIR, "2027-03-31", "46296"), "it would be 2026-10-01"),
    ("a year for a day", edited(DEC, "status: open", "decided_on: 2026\n  status: open"),
     '"2026" is a bare number'),
    ("a time of the day", edited(DIR, "2027-03-31", "2027-03-31 14:00"), "a time of the day"),
    ("a quarter of a fiscal year", edited(DIR, "2027-03-31", "Q1 FY27"), "several days"),
    ("half a year", edited(DIR, "2027-03-31", "H1 2027"), "several days"),
    ("the middle of a year", edited(DIR, "2027-03-31", "mid 2027"), "several days"),
    ("nobody as a lead", edited(PRE, "10,30,60", "10,TBD,60"), '"TBD" is no whole number'),
    ("an error of a spreadsheet", edited(PRE, "Signed terms", "#REF!"), "error of a spreadsheet"),
    ("a column too narrow", edited(PRE, "60,4.5", "60,########"), "too narrow"),
    ("zeros that Excel dropped",
     {**edited(OWN, "bob,Bob", "00123,Bob"), PRE: BASE[PRE].replace(b"bob", b"123")},
     "Excel drops zeros"),
    ("two options of one look", edited(DEC, "name: Make", "name: BUY"), "stands here again"),
    ("owners without a file", {OWN: None}, "2 owners are named"),
    ("low without likely", edited(PRE, "10,30,60", "10,,60"), "the value is missing"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "files", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_in_words_a_person_can_act_on(
    name: str, files: Files, said: str, tmp_path: Path
) -> None:
    """What has two readings is refused with both, or with the way out."""
    with pytest.raises(InvalidPortfolio) as raised:
        load(tmp_path / "p", files)
    assert said in str(raised.value)
    assert all(problem.expected and problem.fix for problem in raised.value.problems)
