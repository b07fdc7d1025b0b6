"""What may be opened, where a part of an assessment is found, and what comes back with a saved answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from forms.assessments import SectionForm
from portal.access import Actor, may
from portal.assessments import linking, queries, sections, showing
from portal.assessments.answers import is_answered
from portal.assessments.applying import CHECKLIST, SELF_ASSESSMENT, Assessed, applicable, due_on
from portal.assessments.linking import LinkedRow
from portal.assessments.model import Assessment, ItemAnswer
from portal.assessments.scoring import score
from portal.assessments.standards import Element, Standard
from portal.assessments.versions import standard_of, standards_in_force
from portal.filings.kinds import kind_of
from portal.filings.rules import OPEN
from portal.problems import NotFound
from portal.registry.model import Enterprise


@dataclass(frozen=True)
class KindLine:
    """One kind of assessment on the enterprise's list: what is open, and whether this year's may be opened."""

    code: str
    name: str
    due_on: date
    current: Assessment | None
    may_open: bool


@dataclass(frozen=True)
class IndexPage:
    """The enterprise's assessments. 3 statements."""

    kinds: Sequence[KindLine]
    all: Sequence[Assessment]


def index_page(session: Session, enterprise: Enterprise, actor: Actor, on: date) -> IndexPage:
    """Gather the list for this actor."""
    every = queries.assessments_of(session, enterprise.id)
    lines = [
        KindLine(
            code, str(kind_of(code).extra["name"]), due_on(on.year), current, may(actor, "assessment.open")
        )
        for code in (SELF_ASSESSMENT, CHECKLIST)
        for current in [next((one for one in every if one.kind_code == code and one.year == on.year), None)]
    ]
    return IndexPage(lines, every)


def offered(enterprise: Enterprise, kind_code: str, on: date) -> list[Standard]:
    """The standards in force that apply to the enterprise. Raises NotFound for an unknown kind. 1 statement."""
    if kind_code not in (SELF_ASSESSMENT, CHECKLIST):
        raise NotFound
    assessed = Assessed(enterprise.scale, enterprise.above_designated, enterprise.industry_code)
    return applicable(standards_in_force(on), assessed, kind_code)


def element_of(assessment: Assessment, element: str) -> Element:
    """An element of the assessment's standard. Raises NotFound."""
    found = standard_of(assessment.standard_key).element.get(element)
    if found is None:
        raise NotFound
    return found


def scored(session: Session, row: ItemAnswer) -> dict[str, Any]:
    """The running score and the item's own points, as they come back with a saved field. 2 statements."""
    assessment = row.assessment
    standard = standard_of(assessment.standard_key)
    found = score(standard, queries.scored_answers(session, assessment))
    item = standard.item[row.item_id]
    findings = queries.findings_of_item(session, row)
    return {
        "board": showing.board(found),
        "card": showing.card(item, row, found, None, findings),
        "assessment": assessment,
        "editable": True,
    }


def section_form(session: Session, assessment: Assessment, element: str) -> SectionForm:
    """The form that hands out a section, with the members who may fill in. 2 statements."""
    task = queries.section_tasks(session, assessment.id).get(element)
    members = sections.fillers(session, assessment.enterprise_id)
    chosen = next((one.key for one in members if task and one.id == task.membership_id), "")
    form = SectionForm(data={"member": None, "due_on": task.due_on if task else None})
    return form.offer([(one.key, one.name) for one in members], chosen)


def next_open_address(session: Session, assessment: Assessment, after: str) -> str:
    """Where the next item without an answer stands, behind the item `after` and round; the overview when there is none.
    2 statements."""
    items = standard_of(assessment.standard_key).items
    given = queries.scored_answers(session, assessment).items
    place = next((number for number, one in enumerate(items, 1) if one.id == after), 0)
    found = next((one for one in (*items[place:], *items) if not is_answered(one, given.get(one.id))), None)
    if found is None:
        return url_for("assessments.show", assessment_key=assessment.key)
    row = queries.answer_key(session, assessment.id, found.id)
    return url_for(
        "assessments.section", assessment_key=assessment.key, element=found.element, _anchor=f"item-{row}"
    )


def rows_to_point_to(session: Session, row: ItemAnswer, words: str) -> Sequence[LinkedRow]:
    """Rows of the register that hold the words. 1 statement."""
    found = linking.source()
    return found.search(session, row.enterprise_id, words) if found else ()


def chosen_row(rows: Sequence[LinkedRow], sent: Mapping[str, str]) -> tuple[str, str]:
    """Key and name of the row that was chosen. Raises NotFound for one that was not offered."""
    for one in rows:
        if one.key == sent.get("row"):
            return one.key, one.name
    raise NotFound


def address_of(session: Session, actor: Actor, kind_code: str, section: str, row: str) -> str:
    """Where something of the newest open assessment of a kind is mended. Raises NotFound. 2 statements."""
    every = queries.assessments_of(session, actor.enterprise_id or 0)
    open_ones = [one for one in every if one.kind_code == kind_code and one.filing.state in OPEN]
    if not open_ones:
        raise NotFound
    key = open_ones[0].key
    if section == "items" and row in standard_of(open_ones[0].standard_key).item:
        item = standard_of(open_ones[0].standard_key).item[row]
        found = next(one for one in open_ones[0].answers if one.item_id == row)
        return url_for(
            "assessments.section", assessment_key=key, element=item.element, _anchor=f"item-{found.key}"
        )
    if section == "conditions":
        return url_for("assessments.conditions", assessment_key=key, _anchor=row)
    if section == "assessment":
        return url_for("assessments.about", assessment_key=key, _anchor=row)
    return url_for("assessments.show", assessment_key=key)
