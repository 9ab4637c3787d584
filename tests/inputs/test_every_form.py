"""A folder with every gentle form at once gives the plan of its plain twin, and says it briefly."""

from __future__ import annotations

from pathlib import Path

from depmap.answers import relations
from depmap.inputs.writing.tidy import tidied
from tests.inputs.corpus.base import BASE
from tests.inputs.test_twins import load, meaning
from tests.portfolios import AskedFor

FINDINGS = 15

GENTLE: dict[str, bytes | None] = {
    "prerequisites.csv": (
        b"Open items;;;;;;;;;;;;;;;;;\r\n"
        b"Id;Name;Short name;THEME;kind;Owner;Status;Lead low days;lead-likely-days;lead_high_days;"
        b"effort_days;needed_confidence;External party;started_on;done_on;first_step;lead_source;"
        b"need_source;Room;;\r\n"
        b"bank;Bank account;;External Approvals;Procurement;ANN;Not started;5,0;10 d;20 days;"
        b"2 days;100%;Bank;tbd;-;Call;Seller guide;Judgement;A-1;;\r\n"
        b" terms ;Signed terms;;Approvals;LEGAL;TBD;not started;10;1 month;2 months;4,5;;Operator;"
        b";;Read;judgement;n/a;;;\r\n"
        b"buy;Bought layer;;Build;procurement;bob ;In progress;20;45;90;5;;-;01.10.2026;;;;;;;\r\n"
        b"make;Built layer;;build;enabler;Bob;not_started;60;90;150;60;;;;;;;;;;\r\n"
        b"choose;Buy or make;;build;decision;Ann;not_started;;2w;;2;;;;;;;;;;\r\n"
        b";;;;;;;;;;;;;;;;;;;;\r\n;;;;;;;;;;;;;;;;;;;;\r\n"
    ),
    "dependencies.csv": (
        "Item\tRequires\tStrength\tAny of\tconfidence\treason\n"
        "market\tBank account\tHard\t\t1\tPayouts\nMARKET\tTERMS\thard\t\t90%\t'=Needed\n"
        "Single sign-on\tbuy\thard\tlayer\t\tEither\nSIGN-IN\tmake\t\tLayer\t\tor\n"
        "Item\tRequires\tStrength\tAny of\tconfidence\treason\nSIGN-IN\tchoose\tSOFT\t\t\tHelps\n"
    ).encode("utf-16"),
    "owners.csv": (
        b"sep=,\nid,name,team,capacity_days_per_week,active,Phone\nann,Ann,Product,3.0,TRUE,7\n"
        b"bob,Bob,Platform,10,FALSE,\n,,,,FALSE,\n,,,,FALSE,\n"
    ),
    "directions.yaml": (
        b"- id: MARKET\n  Name: Marketplace listing\n  sponsor: Ann\n  value: '40.0'\n"
        b"  confidence: 50%\n  target: Q2 2027\n  colour: red\n"
        b"- id: SIGN-IN\n  name: Single sign-on\n  target: 31 Mar 2027\n"
    ),
    "milestones.yaml": (
        b"- id: listed\n  name: Listed\n  date: 2027-06\n  items: [market, Bank account]\n"
    ),
    "decisions.yaml": BASE["decisions.yaml"]
    .replace(b"owner: ann", b"owner: ANN")
    .replace(b"any_of: layer", b"any_of: LAYER")
    .replace(b"status: open", b"status: Open"),
    "settings.yaml": BASE["settings.yaml"]
    .replace(b"as_of: 2026-11-23", b"as_of: 2026/11/23")
    .replace(b"theme: 0.3", b"theme: '0,3'"),
    "~$prerequisites.xlsx": b"x",
    "prerequisites (1).csv": b"x",
    "notes.txt": b"x",
}
PLAIN: dict[str, bytes | None] = {
    "prerequisites.csv": BASE["prerequisites.csv"]
    .replace(b"bob,not_started,20,45,90,5,,,,", b"bob,in_progress,20,45,90,5,,,2026-10-01,")
    .replace(b"decision,ann,not_started,7,14,30,", b"decision,ann,not_started,14,14,14,"),
    "dependencies.csv": BASE["dependencies.csv"]
    .replace(b"Needed to list", b"=Needed")
    .replace(b"buy,hard,,", b"buy,hard,layer,")
    .replace(b"make,,layer", b"make,hard,layer"),
}  # fmt: skip


def test_every_form_at_once(tmp_path: Path) -> None:
    """The same rows, the same plan, few findings on the reading, which tidy clears."""
    gentle, plain = load(tmp_path / "a" / "p", GENTLE), load(tmp_path / "b" / "p", PLAIN)
    assert meaning(gentle) == meaning(plain)
    with AskedFor(gentle) as answers, AskedFor(plain) as others:
        assert relations.plan(answers).equals(relations.plan(others))
        findings, usual = relations.findings(answers), relations.findings(others)
    said = findings[~findings["rule"].isin(set(usual["rule"]))]
    assert set(said["rule"]) == {"read as", "not read", "only the likely lead"}
    assert len(said) <= FINDINGS
    assert said["source_file"].nunique() == 8
    tidied(tmp_path / "a" / "p", plain=True).write()
    assert load_again(tmp_path / "a" / "p") <= {
        ("p", "not read"),
        ("p/directions.yaml", "not read"),
        ("p/directions.yaml", "read as"),
        ("p/owners.csv", "not read"),
        ("p/prerequisites.csv", "not read"),
        ("p/prerequisites.csv", "only the likely lead"),
    }


def load_again(folder: Path) -> set[tuple[str, str]]:
    """File and rule of what is still read as something else."""
    from depmap.inputs.validate import read_portfolio

    return {(note.file, note.rule) for note in read_portfolio(folder).notes}
