"""Builders of assessments: they state only what matters and walk the actions."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from portal.access import Actor
from portal.assessments import actions, measures
from portal.assessments.model import Assessment, AssessmentFinding, ItemAnswer
from portal.assessments.rules import Met
from portal.assessments.standards import AllOrNothing, DeductPerFinding, Item, Levels, Standard
from portal.assessments.versions import shipped
from portal.db import writing
from portal.filings import actions as filings
from portal.filings.rules import Declaration
from portal.merging import Change
from portal.registry.model import Enterprise
from tests.build import AT, PASSWORD

MICRO = "micro@2026.1"
LEVEL_3 = "gbt33000-level3@2026.1"
TODAY = AT.date()
SHORT = "冲床双手按钮失效"


@cache
def standard(key: str = MICRO) -> Standard:
    """A standard that ships."""
    return shipped()[key]


def an_assessment(of: Enterprise, by: Actor, key: str = MICRO, *, on: date = TODAY) -> Assessment:
    """An assessment that was opened and not touched."""
    return actions.open_assessment(of, standard(key), on, by=by, at=AT)


def row_of(assessment: Assessment, item_id: str) -> ItemAnswer:
    """The answer to an item."""
    return next(one for one in assessment.answers if one.item_id == item_id)


def first_item(rule: type, key: str = MICRO) -> Item:
    """The first item whose scoring rule is of a kind."""
    return next(one for one in standard(key).items if isinstance(one.scoring, rule))


def full_marks(item: Item) -> dict[str, Any]:
    """The answer that costs no point."""
    if isinstance(item.scoring, DeductPerFinding):
        return {"findings": 0}
    if isinstance(item.scoring, AllOrNothing):
        return {"result": Met.MET}
    if isinstance(item.scoring, Levels):
        return {"option": max(item.scoring.options, key=lambda one: one.points).code}
    return {"sampled": 10, "passed": 10}


def answer(row: ItemAnswer, values: Mapping[str, Any], by: Actor) -> None:
    """Answer an item by these fields."""
    actions.answer(
        row, [Change(name, getattr(row, name), value) for name, value in values.items()], by=by, at=AT
    )


def answer_all(assessment: Assessment, by: Actor) -> None:
    """Answer every item without a deduction, and every veto and condition as it should be."""
    rules = standard(assessment.standard_key)
    with writing():
        for row in list(assessment.answers):
            answer(row, full_marks(rules.item[row.item_id]), by)
        for one in rules.veto_rules:
            actions.say(assessment, one.id, False, by=by, at=AT)
        for one in rules.prerequisites:
            actions.say(assessment, one.id, True, by=by, at=AT)


ABOUT = {
    "leader": "张三", "team": "李四（安环部）、王五（工会）", "displayed_from": date(2026, 11, 2),
    "displayed_to": date(2026, 11, 20), "conclusion": "基本符合。",
}  # fmt: skip


def declare(assessment: Assessment, by: Actor) -> None:
    """Team, notice and conclusion as they should be."""
    changes = [Change(name, getattr(assessment, name), value) for name, value in ABOUT.items()]
    actions.declare(assessment, changes, by=by, at=AT)


def submit(assessment: Assessment, by: Actor) -> None:
    """Sign and submit it; warnings are answered."""
    filing = assessment.filing
    content = filings.snapshot_now(filing, AT.date())
    warnings = [one for one in filing.kind.problems(content, AT.date()) if not one.blocking]
    replies = {filings.warning_id(one): "已逐条核对。" for one in warnings}
    filings.submit(filing, Declaration(filing.version, PASSWORD, replies), by=by, at=AT)


def a_finding(assessment: Assessment, by: Actor, **facts: Any) -> AssessmentFinding:
    """A finding with its measure, under the first item that is deducted by finding (else the first of all)."""
    items = standard(assessment.standard_key).items
    item = next((one for one in items if isinstance(one.scoring, DeductPerFinding)), items[0])
    row = row_of(assessment, item.id)
    given = {
        "text": SHORT, "measure": "更换按钮，班前点检", "person": "赵六", "department": "生产部",
        "due_on": date(2026, 12, 15),
    }  # fmt: skip
    return measures.add(row, {**given, **facts}, by=by, at=AT)
