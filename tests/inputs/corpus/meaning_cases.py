"""Values that mean nothing, and whole portfolios that are odd.

Cases marked (finding) load: what is wrong with them is shown by the engine, on the pages.
"""

from __future__ import annotations

from depmap.portfolio.schema import TABLES
from tests.inputs.corpus.base import (
    BASE,
    DEPENDENCIES,
    PREREQUISITES,
    Case,
    appended,
    edited,
    one,
    prerequisite,
)

PRE, DEP, DIR, DEC = "prerequisites.csv", "dependencies.csv", "directions.yaml", "decisions.yaml"


def _items(*lines: str) -> dict[str, bytes]:
    return appended(PRE, "".join(lines))


# fmt: off
_NUMBERS = (
    one("low > likely", PRE,
         "5,10,20", "12,10,20",
         (PRE, 2, "lead_likely_days", "the leads 12, 10, 20 are not in order")),
    one("likely > high", PRE,
         "5,10,20", "5,30,20",
         (PRE, 2, "lead_high_days", "the leads 5, 30, 20 are not in order")),
    Case("only the likely lead", edited(DIR, "value: 40", "value: 40\n  lead_likely_days: 5"),
         read_as=((DIR, "only the likely lead", "rows"),)),
    one("likely and low, not high", PRE,
         "5,10,20", "5,10,",
         (PRE, 2, "lead_high_days", "the value is missing")),
    one("negative number", PRE,
         "5,10,20", "-5,10,20",
         (PRE, 2, "lead_low_days", '"-5" is too small')),
    one("NaN", PRE,
         "60,4.5", "60,NaN",
         (PRE, 3, "effort_days", '"NaN" is no number')),
    one("infinite number", PRE,
         "60,4.5", "60,inf",
         (PRE, 3, "effort_days", '"inf" is no number')),
    one("huge number", PRE,
         "60,4.5", "60,999999999",
         (PRE, 3, "effort_days", '"999999999" is too large')),
    one("number of 4,301 digits", PRE,
         "60,4.5", "60," + "9" * 4301,
         (PRE, 3, "effort_days", "(4,301 characters) is no")),
    one("number with exponent", PRE,
         "60,4.5", "60,1e3",
         (PRE, 3, "effort_days", '"1e3" is no number')),
    Case("decimal comma (read as)", edited(PRE, "60,4.5", '60,"4,5"'),
         read_as=((PRE, "read as", 'effort_days "4,5" → "4.5"'),)),
    one("a comma before three digits", PRE,
         "60,4.5", '60,"4,500"',
         (PRE, 3, "effort_days", '"4,500" is 4500 or 4.5')),
    one("digits of another script", PRE,
         "60,4.5", "60,٤",
         (PRE, 3, "effort_days", '"٤" is no number')),
    one("fraction of a lead day", PRE,
         "5,10,20", "5,10.5,20",
         (PRE, 2, "lead_likely_days", '"10.5" is no whole number.\n    Expected a whole number '
          "from 0 to 3,650. Round it to whole days.")),
    one("lead of more than ten years", PRE,
         "5,10,20", "5,10,4000",
         (PRE, 2, "lead_high_days", '"4000" is too large')),
    one("missing lead", PRE,
         "5,10,20", "5,,20",
         (PRE, 2, "lead_likely_days", "the value is missing")),
    one("confidence 1.2", DIR,
         "confidence: 0.5", "confidence: 1.2",
         (DIR, 5, "confidence", '"1.2" is too large')),
    Case("confidence `80%` (read as)", edited(DIR, "confidence: 0.5", "confidence: 80%"),
         read_as=((DIR, "read as", 'confidence "80%" → "0.8"'),)),
)

_DATES = (
    one("ambiguous date 01/02/2027", DIR,
         "2027-03-31", "01/02/2027",
         (DIR, 9, "target", '"01/02/2027" is 2027-01-02 or 2027-02-01.\n    Expected a day as '
          "YYYY-MM-DD or a quarter")),
    one("year 0026", DIR,
         "2027-03-31", "0026-03-31",
         (DIR, 9, "target", 'the year of "0026-03-31"')),
    one("year 9999", DIR,
         "2027-03-31", "9999-03-31",
         (DIR, 9, "target", 'the year of "9999-03-31"')),
    one("quarter 2027-Q5", DIR,
         "2027-Q2", "2027-Q5",
         (DIR, 6, "target", '"2027-Q5" is no date of this form')),
    one("quarter of year 0026", DIR,
         "2027-Q2", "0026-Q2",
         (DIR, 6, "target", "is unlikely")),
    one("quarter for a milestone (accepted)", "milestones.yaml", "2027-06-30", "2027-Q2"),
    one("quarter for a day", DEC,
         "status: open", "decided_on: 2026-Q4\n  status: open",
         (DEC, 11, "decided_on", '"2026-Q4" is no date')),
    Case("done without done_on (finding)", _items(prerequisite("x", status="done")),
         rows={"prerequisites": 6}),
    Case("started in the future (finding)",
         _items(prerequisite("x", status="in_progress", started_on="2099-01-01")),
         rows={"prerequisites": 6}),
    Case("in progress without started_on (finding)", _items(prerequisite("x",
         status="in_progress")), rows={"prerequisites": 6}),
    Case("done before it was started",
         _items(prerequisite("x", status="done", started_on="2026-05-02", done_on="2026-05-01")),
         ((PRE, 7, "done_on", "done on 2026-05-01, before it was started on 2026-05-02"),)),
)

_WORDS = (
    one("unknown status", PRE,
         "legal,,not_started", "legal,,started",
         (PRE, 3, "status", 'no status is called "started".\n    Expected one of not_started, '
          'in_progress, done, dropped, not_needed. Did you mean "not_started"?')),
    one("unknown kind", PRE,
         "approvals,legal", "approvals,leagl",
         (PRE, 3, "kind", 'Did you mean "legal"?')),
    one("unknown yes or no", "owners.csv",
         "10,no", "10,sometimes",
         ("owners.csv", 3, "active", "neither yes nor no")),
    one("colour by name", "themes.yaml",
         '"#a65e1f"', "orange",
         ("themes.yaml", 3, "colour", '"orange" is no colour')),
    one("script for an address", "sources.yaml",
         "https://example.com/guide", "javascript:alert(1)",
         ("sources.yaml", 3, "url", "is no web address")),
    one("name and password in an address", "sources.yaml",
         "https://example.com/guide", "https://example.com:secret@evil.example/guide",
         ("sources.yaml", 3, "url", "holds a name or password before its host.\n    Expected")),
    one("direction mark in an address", "sources.yaml",
         "https://example.com/guide", "https://example.com/\u202egnp.exe",
         ("sources.yaml", 3, "url", "direction marks")),
    one("short name too long", DIR,
         "name: Single sign-on", "name: Single sign-on\n  short_name: " + "x" * 29,
         (DIR, 9, "short_name", "text of at most 28 characters")),
)

_DECISIONS = (
    one("decided without an option", DEC,
         "status: open", "status: decided",
         (DEC, 1, "chosen", "the decision is decided but names no option")),
    one("unknown option chosen", DEC,
         "status: open", "status: decided\n  chosen: Bye",
         (DEC, 12, "chosen", 'no option "Bye".\n    Expected the name of one of its options. Did '
          'you mean "Buy"?')),
    one("chosen but open", DEC,
         "status: open", "status: open\n  chosen: Buy",
         (DEC, 12, "chosen", "the status is open")),
    one("decided (accepted)", DEC,
         "status: open", "status: decided\n  chosen: Buy\n  decided_on: 2026-10-01"),
    one("decision that is no decision item", DEC,
         "item: choose", "item: buy",
         (DEC, 3, "item", '"buy" is of kind procurement')),
    one("two options of one name", DEC,
         "name: Make", "name: Buy",
         (DEC, 9, "", 'the option "Buy" stands here again')),
    one("item twice in a milestone", "milestones.yaml",
         "[MARKET, bank]", "[bank, bank]",
         ("milestones.yaml", 4, "", 'the item "bank" stands here again')),
    one("keyword twice", "themes.yaml",
         "[bank, terms]", "[bank, bank]",
         ("themes.yaml", 4, "", 'the keyword "bank" stands here again')),
)

_EMPTY_ROWS = {table.name: 1 if table.one_row else 0 for table in TABLES}
_OPTIONAL = ("decisions.yaml", "milestones.yaml", "parked.yaml", "sources.yaml", "settings.yaml")

_WHOLE_PORTFOLIOS = (
    Case("empty portfolio (accepted)",
         {**dict.fromkeys(BASE, b"[]\n"), "settings.yaml": b"{}\n",
          PRE: PREREQUISITES.encode(), DEP: DEPENDENCIES.encode(),
          "owners.csv": b"id,name,team,capacity_days_per_week,active\n"}, rows=_EMPTY_ROWS),
    Case("one direction with nothing (accepted)",
         {**dict.fromkeys(_OPTIONAL), DIR: b"- {id: A, name: A}\n",
          "themes.yaml": b"[]\n", PRE: PREREQUISITES.encode(), DEP: DEPENDENCIES.encode()},
         rows={**_EMPTY_ROWS, "directions": 1, "owners": 2}),
    Case("missing file", {PRE: None}, ((PRE, 0, "", "the file is missing"),)),
    Case("all files missing",
         dict.fromkeys(BASE),
         tuple((name, 0, "", "the file is missing") for name in (DEP, DIR, PRE))),
    Case("no themes (read as)",
         {"themes.yaml": None, PRE: PREREQUISITES.encode(), DEP: DEPENDENCIES.encode(),
          **dict.fromkeys(("decisions.yaml", "milestones.yaml", "settings.yaml"))},
         rows={"themes": 5, "theme_keywords": 78},
         read_as=(("themes.yaml", "read as", "the five standard ones"),)),
    Case("optional files missing (accepted)",
         {**dict.fromkeys(_OPTIONAL), **edited(PRE, "Call,guide", "Call,judgement")},
         rows={"decisions": 0, "settings": 1, "route_pins": 0}),
    Case("misnamed file", {"dependencies.csv": None, "dependancies.csv": BASE[DEP]},
         ((DEP, 0, "", 'Rename "dependancies.csv" if that is the file'),)),
    Case("misnamed file of another program",
         {"dependencies.csv": None, "Book - dependencies.csv": BASE[DEP]},
         ((DEP, 0, "", 'Rename "Book - dependencies.csv" if that is the file'),)),
    Case("workbook for a missing file",
         {"dependencies.csv": None, "dependencies.xlsx": b"PK"},
         ((DEP, 0, "", 'Save the sheet of "dependencies.xlsx" as dependencies.csv'),)),
    Case("files nobody reads (not read)",
         {"milestone.yml": b"[]", "README.md": b"# Ours", "notes.csv": b"x", "~$book.xlsx": b"x",
          "prerequisites (1).csv": b"x", ".hidden": b"x"},
         rows={"directions": 2, "milestones": 1},
         read_as=(("", "not read", 'milestone.yml, did you mean "milestones.yaml"?'),)),
    Case("one table in two files", {"owners.yaml": b"[]"},
         (("owners.yaml", 0, "", "owners.csv holds the same table"),)),
    Case("problems in several files at once, sorted",
         {**edited(DEP, "MARKET,bank", "MARKT,bank"), **edited(DIR, "value: 40", "value: x"),
          **edited(PRE, "5,10,20", "5,x,20")},
         ((DEP, 2, "item", "MARKT"), (DIR, 4, "value", '"x" is no number'),
          (PRE, 2, "lead_likely_days", '"x" is no whole number'))),
)

CASES: tuple[Case, ...] = (*_NUMBERS, *_DATES, *_WORDS, *_DECISIONS, *_WHOLE_PORTFOLIOS)
# fmt: on
