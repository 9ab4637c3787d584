"""Forms of graph programs: ids and names survive, alternatives keep their group."""

import io
import re
import shutil
import subprocess
from datetime import date
from xml.etree import ElementTree

import networkx as nx
import pytest

from depmap.exporters.extract import CannotCarry, Extract
from depmap.exporters.forms import dot, graphml, mermaid, mspdi
from tests.exporters.forms.small import changeable, extract
from tests.portfolios import answers_of, needs

SPACE = {"p": mspdi.NAMESPACE}


@pytest.mark.parametrize("form", [dot, graphml, mermaid, mspdi])
def test_the_same_rows_give_the_same_bytes(form):
    """A committed picture changes with the map alone."""
    assert form.write(extract()) == form.write(extract())


def test_mermaid_draws_what_is_open():
    """Arrows lead to what waits; dotted helps; a group of alternatives is named."""
    assert mermaid.write(extract()).decode().splitlines() == [
        "%% our map, as of 1 Jan 2026",
        "%% Lost on the way: owners' capacity, decisions, sources, chances, owners, leads, "
        "targets. Only what is open is here.",
        "flowchart LR",
        '    n1["account · Account #124; #lt;b#gt;open#lt;/b#gt;"]',
        '    n2["contract · =HYPERLINK(#quot;x#quot;) & #quot;signed#quot;"]',
        '    n3["soc2-t1 · Report, first kind"]',
        '    n4["end · Broker"]',
        '    n5["soc2-t2 · Report, second kind"]',
        '    n6(["EU · EU region"])',
        '    n7(["SSO · Sign-in"])',
        "    n2 --> n6",
        "    n1 --> n2",
        "    n4 --> n7",
        '    n3 -->|"any of: evidence"| n7',
        '    n5 -->|"any of: evidence"| n7',
        "    n3 -.-> n6",
    ]


def test_mermaid_refuses_more_than_it_draws():
    """In words, with what to do; just below the limit it draws."""

    def star(count):
        ids = [f"p{number}" for number in range(count)]
        return Extract(answers_of(
            directions=[{"id": "D", "value": 1.0, "lead": 1}],
            prerequisites=[{"id": one, "lead": 1} for one in ids],
            dependencies=needs(f"D: {' '.join(ids)}"),
        ), "star")  # fmt: skip

    assert mermaid.write(star(500)).count(b"-->") == 500
    with pytest.raises(CannotCarry, match="at most 500 arrows and 50,000 signs; this map has 501"):
        mermaid.write(star(501))


def test_graphml_reads_back_with_types():
    """Numbers, truth and texts as they were; edges of alternatives with their group."""
    graph = nx.read_graphml(io.BytesIO(graphml.write(extract())), force_multigraph=True)
    assert graph.nodes["contract"]["name"] == '=HYPERLINK("x") & "signed"'
    assert graph.nodes["contract"]["lead_likely_days"] == 60
    assert graph.nodes["contract"]["safe_start_by"] == "2026-03-22"
    assert graph.nodes["contract"]["effort_days"] == 4.0
    found = {(one, other): (facts["strength"], facts["any_of"], facts["is_chosen"])
             for one, other, facts in graph.edges(data=True)}  # fmt: skip
    assert found == {
        ("contract", "EU"): ("hard", "", True),
        ("account", "contract"): ("hard", "", True),
        ("end", "SSO"): ("hard", "", True),
        ("soc2-t1", "SSO"): ("hard", "evidence", True),
        ("soc2-t2", "SSO"): ("hard", "evidence", False),
        ("soc2-t1", "EU"): ("soft", "", False),
    }


def test_dot_quotes_what_is_typed():
    """Quotes, backslashes and line breaks of a name end nothing."""
    found = changeable()
    found.connection.execute("update report.items set name = 'a\"b\\N\nc' where item_id = 'end'")
    text = dot.write(found).decode()
    assert 'label="a\\"b\\\\N c"' in text
    group = 'strength="hard", any_of="evidence", label="any of: evidence"'
    assert f'"soc2-t1" -> "SSO" [{group}];' in text
    assert '"soc2-t1" -> "EU" [strength="soft", style="dashed"];' in text


@pytest.mark.skipif(not shutil.which("dot"), reason="needs Graphviz")
def test_graphviz_takes_it():
    """Seven nodes and six arrows, without a word of complaint."""
    run = subprocess.run(
        ["dot", "-Tplain"], input=dot.write(extract()), capture_output=True, check=True
    )
    assert run.stderr == b""
    assert re.findall(rb"^(node|edge) ", run.stdout, re.MULTILINE) == [b"node"] * 7 + [b"edge"] * 6


@pytest.fixture(scope="module")
def project():
    return ElementTree.fromstring(mspdi.write(extract()))


def tasks(project):
    """Tasks by the id in their custom field."""
    found = project.findall("p:Tasks/p:Task", SPACE)
    return {task.findtext("p:ExtendedAttribute/p:Value", "", SPACE): task for task in found}


def test_mspdi_holds_leads_dates_and_the_chosen_route(project):
    """Elapsed days of 24 hours; finish to start; deadlines; no alternative that is not taken."""
    found = tasks(project)
    assert list(found) == [
        "account", "contract", "soc2-t1", "end", "soc2-t2", "EU", "SSO", "M1",
    ]  # fmt: skip
    contract = found["contract"]
    said = {part.tag.rpartition("}")[2]: part.text for part in contract}
    assert (said["Duration"], said["DurationFormat"]) == ("PT1440H0M0S", "8")
    assert (said["Start"], said["Finish"]) == ("2026-01-31T00:00:00", "2026-04-01T00:00:00")
    assert (said["Deadline"], said["Work"]) == ("2026-05-21T00:00:00", "PT1920M0S")
    uid = {task.findtext("p:UID", "", SPACE): key for key, task in found.items()}
    links = {
        key: [uid[link.text] for link in task.findall("p:PredecessorLink/p:PredecessorUID", SPACE)]
        for key, task in found.items()
    }
    assert links == {
        "account": [], "contract": ["account"], "soc2-t1": [], "end": [], "soc2-t2": [],
        "EU": ["contract"], "SSO": ["end", "soc2-t1"], "M1": ["EU"],
    }  # fmt: skip
    assert {link.text for link in project.iter(f"{{{mspdi.NAMESPACE}}}Type")} == {"1"}
    assert found["M1"].findtext("p:Milestone", "", SPACE) == "1"


# The order of the schema, of the elements that are written.
ORDER = [
    "UID", "ID", "Name", "OutlineNumber", "OutlineLevel", "Start", "Finish", "Duration",
    "DurationFormat", "Work", "Milestone", "Summary", "PercentComplete", "ActualStart",
    "RemainingDuration", "ConstraintType", "ConstraintDate", "Deadline", "Notes",
    "PredecessorLink", "ExtendedAttribute",
]  # fmt: skip


def test_mspdi_keeps_the_order_of_the_schema(project):
    """Microsoft Project refuses a file whose elements stand elsewhere."""
    for task in project.findall("p:Tasks/p:Task", SPACE):
        found = [ORDER.index(part.tag.rpartition("}")[2]) for part in task]
        assert found == sorted(found)


def test_mspdi_carries_a_day_before_which_nothing_starts():
    """As a constraint; what an open decision holds is none."""
    database = answers_of(
        directions=[{"id": "D", "value": 1.0, "lead": 1}],
        prerequisites=[{"id": "p", "lead": 9, "not_before": date(2026, 6, 1)}],
        dependencies=needs("D: p"),
    )
    task = tasks(ElementTree.fromstring(mspdi.write(Extract(database, "m"))))["p"]
    assert task.findtext("p:ConstraintType", "", SPACE) == "4"
    assert task.findtext("p:ConstraintDate", "", SPACE) == "2026-06-01T00:00:00"
