"""Every table may be CSV or YAML; what is nested may stand in a cell or a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from depmap.portfolio.problem import InvalidPortfolio
from depmap.portfolio.typed import Portfolio
from tests.inputs.corpus.base import BASE, edited
from tests.inputs.test_twins import load, meaning

ALL_CSV: dict[str, bytes | None] = {
    **dict.fromkeys(name for name in BASE if name.endswith(".yaml")),
    "directions.csv": b"id,name,sponsor,value,confidence,target\n"
    b"MARKET,Marketplace listing,ann,40,0.5,2027-Q2\nSIGN-IN,Single sign-on,,,,2027-03-31\n",
    "themes.csv": b"id,name,colour,keywords\n"
    b"approvals,External approvals,#a65e1f,bank; terms\nbuild,Architecture,,\n",
    "decisions.csv": b"id,question,item,owner,status,blocks\n"
    b"layer,Buy or make?,choose,ann,open,SIGN-IN\n",
    "decision_options.csv": b"decision,name\nlayer,Buy\nlayer,Make\n",
    "decision_picks.csv": b"decision,option,item,any_of,requires\nlayer,Buy,SIGN-IN,layer,buy\n",
    "milestones.csv": b"id,name,date\nlisted,Listed,2027-06-30\n",
    "milestone_items.csv": b"milestone,item\nlisted,MARKET\nListed,bank\n",
    "parked.csv": b"id,name,source\nboat,A boat,guide\n",
    "sources.csv": b"id,title,url,grade\nguide,Seller guide,https://example.com/guide,primary\n",
    "settings.csv": b"name,value\nas_of,2026-11-23\nsuggest_weights.theme,0.3\n",
    "route.csv": b"item,any_of,requires\nSIGN-IN,layer,make\n",
}
OWNERS = (
    b"- {id: ann, name: Ann, team: Product, capacity_days_per_week: 3}\n"
    b"- {id: bob, name: Bob, team: Platform, capacity_days_per_week: 10, active: no}\n"
)


def without_files(portfolio: Portfolio) -> object:
    """The values of a portfolio, wherever they stand."""
    return {
        table: {name: values for name, values in columns.items() if name != "source_file"}
        for table, columns in meaning(portfolio).items()
    }


def test_all_tables_as_csv(tmp_path: Path) -> None:
    """Lists in cells and nested tables in files of their own give what YAML gives."""
    as_csv, plain = load(tmp_path / "a" / "p", ALL_CSV), load(tmp_path / "b" / "p", {})
    assert without_files(as_csv) == without_files(plain)
    columns = as_csv.tables["decision_picks"].columns
    assert columns["source_file"] == ["p/decision_picks.csv"]
    assert columns["source_line"] == [2]
    assert as_csv.tables["theme_keywords"].columns["source_line"] == [2, 2]


def test_rows_as_yaml(tmp_path: Path) -> None:
    """A table that is usually CSV may be a list of mappings."""
    as_yaml = load(tmp_path / "a" / "p", {"owners.csv": None, "owners.yaml": OWNERS})
    plain = load(tmp_path / "b" / "p", {})
    assert without_files(as_yaml) == without_files(plain)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"milestone_items.csv": b"milestone,item\nlisted,bank\n"},
         "p/milestone_items.csv: p/milestones.yaml holds the same rows"),
        ({**edited("milestones.yaml", "  items: [MARKET, bank]\n", ""),
          "milestone_items.csv": b"milestone,item\nlost,bank\n"},
         'p/milestone_items.csv line 2, column milestone: there is no "lost"'),
        ({"settings.yaml": None, "settings.csv": b"name,value\nseed,1\nseed,2\n"},
         'p/settings.csv line 3, column name: "seed" stands here again'),
        ({"settings.yaml": None, "settings.csv": b"seed,samples\n1,200\n"},
         "p/settings.csv line 1: a column is missing"),
        ({**edited("settings.yaml", "requires: make", "requires: make\nseed: 1"),
          "route.csv": b"item,requires\nSIGN-IN,make\n"},
         "p/route.csv: p/settings.yaml holds the same rows"),
    ],
)  # fmt: skip
def test_refused(files: dict[str, bytes | None], said: str, tmp_path: Path) -> None:
    """Two files of one table, and rows that belong to nothing, are located problems."""
    with pytest.raises(InvalidPortfolio) as raised:
        load(tmp_path / "p", files)
    assert said in str(raised.value)
