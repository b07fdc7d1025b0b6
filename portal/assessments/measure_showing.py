"""What the pages of findings show: the plan with its numbers, one finding with what may be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.assessments import measure_queries
from portal.assessments.actions import EDITABLE
from portal.assessments.measure_queries import PlanCount, PlanFilter, PlanPlace, PlanRow
from portal.assessments.model import AssessmentFinding, ItemAnswer
from portal.assessments.reasons import Reason, reasons_for
from portal.assessments.rules import FINDING, FindingState
from portal.assessments.standards import Item
from portal.assessments.versions import standard_of
from portal.web.paging import Page, cut
from portal.web.timelines import ShownEvent, timeline
from portal.web.words import label, time_left, tone

EVENTS_SHOWN = 30
ALL_ROWS = 2000
"""So many findings stand on the print view at most."""


class ShownRow(NamedTuple):
    """A line of the plan: its finding, the item's name, words and tone of where it stands."""

    row: PlanRow
    item: str
    words: str
    tone: str


@dataclass(frozen=True)
class PlanPage:
    """One page of a plan. 2 statements."""

    page: Page
    rows: Sequence[ShownRow]
    count: PlanCount


class Asked(NamedTuple):
    """Which part of a plan is asked for: filter, behind which row, how many."""

    chosen: PlanFilter
    after: str = ""
    size: int = 50


def plan_page(session: Session, enterprise_id: int, asked: Asked, on: date) -> PlanPage:
    """The findings asked for, with their numbers."""
    place = PlanPlace(_cursor(asked.after), asked.size + 1)
    rows = measure_queries.plan_rows(session, enterprise_id, asked.chosen, place, on)
    page = cut(rows, asked.size, lambda row: f"{row.settled}.{row.year}.{row.rank_on}.{row.id}")
    whole = asked.chosen._replace(part=type(asked.chosen.part).ALL, person="")
    count = measure_queries.plan_count(session, enterprise_id, whole, on)
    return PlanPage(page, [_shown(row, on) for row in page.rows], count)


def _cursor(text: str) -> tuple[int, int, date, int] | None:
    try:
        settled, year, rank, number = text.split(".")
        return int(settled), int(year), date.fromisoformat(rank), int(number)
    except ValueError:
        return None


def _shown(row: PlanRow, on: date) -> ShownRow:
    item = standard_of(row.standard_key).item.get(row.item_id)
    name = f"{row.item_id}　{item.title.zh}" if item else row.item_id
    if row.state is FindingState.OPEN and row.due_on:
        return ShownRow(row, name, *time_left(row.due_on, on))
    return ShownRow(row, name, label(row.state), tone(row.state))


@dataclass(frozen=True)
class FindingPage:
    """One finding: its item, the verbs that this actor has now, what happened to it. 3 statements."""

    finding: AssessmentFinding
    item: Item | None
    answer: ItemAnswer | None
    offers: Sequence[str]
    editable: bool
    events: Sequence[ShownEvent]
    late: bool


def finding_page(session: Session, finding: AssessmentFinding, actor: Actor, on: date) -> FindingPage:
    """Gather a finding for this actor."""
    return FindingPage(
        finding=finding,
        item=standard_of(finding.assessment.standard_key).item.get(finding.item_id),
        answer=measure_queries.answer_of(session, finding),
        offers=FINDING.offers(finding, actor),
        editable=is_editable(finding, actor),
        events=timeline(session, AssessmentFinding.__tablename__, finding.key, actor, EVENTS_SHOWN),
        late=finding.state is FindingState.OPEN and finding.due_on is not None and finding.due_on < on,
    )


def is_editable(finding: AssessmentFinding, actor: Actor) -> bool:
    """Whether this actor may change words and plan of the finding now."""
    return may(actor, "assessment_finding.edit", finding) and finding.assessment.filing.state in EDITABLE


def reasons_of(row: ItemAnswer) -> Mapping[str, Reason]:
    """The coded reasons that an item's finding may name, by code."""
    standard = standard_of(row.assessment.standard_key)
    return {one.code: one for one in reasons_for(standard, standard.item[row.item_id])}
