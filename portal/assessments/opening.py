"""What may be opened, where a part of an assessment is found, and what comes back with a saved answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.assessments import queries, showing
from portal.assessments.applying import CHECKLIST, SELF_ASSESSMENT, Assessed, applicable, due_on
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
    """The running score and the item's own points, as they come back with a saved field. 1 statement."""
    assessment = row.assessment
    standard = standard_of(assessment.standard_key)
    found = score(standard, queries.scored_answers(session, assessment))
    item = standard.item[row.item_id]
    return {
        "board": showing.board(found),
        "card": showing.card(item, row, found, None),
        "assessment": assessment,
    }


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
