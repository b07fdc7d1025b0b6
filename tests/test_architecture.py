"""The architecture's document against the code."""

import re

import pytest

from portal import AREAS
from portal.db import ROOT
from portal.documents.rules import PAPER
from portal.enforcement.rules import ORDER
from portal.filings.rules import FILING
from portal.registry.rules import ENTERPRISE
from portal.risks.method_model import METHOD
from portal.slips.rules import SUGGESTION
from portal.workbooks.rules import WORKBOOK
from portal.workflow import Workflow

TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DIAGRAM = re.compile(r"<!-- (\w+) -->\n```mermaid\n(.*?)\n```", re.DOTALL)


@pytest.mark.parametrize(
    "workflow",
    [FILING, PAPER, ORDER, METHOD, ENTERPRISE, SUGGESTION, WORKBOOK],
    ids=lambda workflow: workflow.name,
)
def test_the_state_diagram_is_that_of_the_table(workflow: Workflow):
    assert dict(DIAGRAM.findall(TEXT))[workflow.name] == workflow.diagram()


def test_every_room_is_told_of():
    told = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    assert sorted(told) == sorted(AREAS)


def test_every_decision_that_is_named_exists():
    named = re.findall(r"\((decisions/[\w-]+\.md)\)", TEXT)
    assert named
    assert [name for name in named if not (ROOT / "docs" / name).exists()] == []
