"""What the pages of an assessment show: progress by section, items of a section with last year's answers, the score."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from forms.assessments import AnswerForm
from portal.access import Actor, may
from portal.assessments import linking, measure_queries, queries
from portal.assessments.actions import EDITABLE
from portal.assessments.answers import Answer
from portal.assessments.crosswalk import alike
from portal.assessments.linking import LinkedRow
from portal.assessments.measure_queries import PlanCount, PlanFilter
from portal.assessments.model import Assessment, AssessmentFinding, ItemAnswer, SectionTask
from portal.assessments.scoring import ElementScore, ItemScore, Score, score
from portal.assessments.snapshot import points
from portal.assessments.standards import Element, Item, Outcome, Standard
from portal.assessments.versions import standard_of
from portal.assessments.wording import answer_words


class Distance(NamedTuple):
    """How far the result is from an outcome; `missing` is 0 where it is reached."""

    outcome: Outcome
    missing: Decimal


@dataclass(frozen=True)
class ScoreBoard:
    """The running score, in words and figures."""

    found: Score
    answered: int

    @property
    def result(self) -> str:
        """The converted result as the standard rounds it."""
        return format(self.found.shown, "f")

    @property
    def earned(self) -> str:
        """Points reached."""
        return points(self.found.total.earned)

    @property
    def applicable(self) -> str:
        """Points that could be reached."""
        return points(self.found.total.applicable)

    @property
    def items(self) -> int:
        """Items of the standard."""
        return len(self.found.items)

    @property
    def distances(self) -> list[Distance]:
        """Each outcome, the lowest first, and what is missing to it."""
        ordered = sorted(self.found.standard.outcomes, key=lambda one: one.min)
        return [Distance(one, max(Decimal(0), one.min - self.found.shown)) for one in ordered]

    @property
    def hits(self) -> list[str]:
        """The vetoes that have fallen, by name."""
        standard = self.found.standard
        names = {one.id: one.title.zh for one in standard.veto_rules}
        names |= {one.id: f"{one.id} {one.title.zh}" for one in standard.items}
        return [names[one.id] for one in self.found.hits]


class SectionLine(NamedTuple):
    """One element on the overview of an assessment."""

    element: Element
    depth: int
    items: int
    answered: int
    proposed: int
    sums: ElementScore
    task: SectionTask | None

    @property
    def earned(self) -> str:
        """Points reached."""
        return points(self.sums.earned)

    @property
    def applicable(self) -> str:
        """Points that could be reached."""
        return points(self.sums.applicable)


@dataclass(frozen=True)
class AssessmentPage:
    """The overview of an assessment. 5 statements, whatever the number of items.

    `proposed`: last year's answers still to be affirmed; `left_before`: findings that earlier years left open.
    """

    assessment: Assessment
    standard: Standard
    board: ScoreBoard
    lines: Sequence[SectionLine]
    conditions_open: int
    editable: bool
    proposed: int
    plan: PlanCount
    left_before: int
    mine: bool
    has_mine: bool
    own: bool


def assessment_page(
    session: Session, assessment: Assessment, actor: Actor, on: date, mine: int | None = None
) -> AssessmentPage:
    """Gather the overview for this actor; `mine`: only the sections handed to this membership."""
    standard = standard_of(assessment.standard_key)
    proposed = queries.proposed_items(session, assessment.id)
    found = score(standard, queries.scored_answers(session, assessment))
    tasks = queries.section_tasks(session, assessment.id)
    said = {**assessment.vetoes, **assessment.prerequisites}
    return AssessmentPage(
        assessment=assessment,
        standard=standard,
        board=board(found),
        lines=_of(mine, _lines(standard, found, proposed, tasks)),
        conditions_open=sum(one not in said for one in standard.conditions),
        editable=is_editable(assessment, actor),
        proposed=len(proposed),
        plan=measure_queries.plan_count(
            session, assessment.enterprise_id, PlanFilter(assessment_id=assessment.id), on
        ),
        left_before=queries.findings_left_before(session, assessment),
        mine=mine is not None,
        has_mine=any(one.membership_id == actor.membership_id for one in tasks.values()),
        own=may(actor, "assessment_finding.list"),
    )


def is_editable(assessment: Assessment, actor: Actor) -> bool:
    """Whether this actor may fill it in now."""
    return may(actor, "assessment.fill", assessment) and assessment.filing.state in EDITABLE


def board(found: Score) -> ScoreBoard:
    """The running score of a result."""
    return ScoreBoard(found, sum(one.answered for one in found.items.values()))


def _of(mine: int | None, lines: Sequence[SectionLine]) -> Sequence[SectionLine]:
    """The lines handed to a membership with those below them; all where nobody is named."""
    if mine is None:
        return lines
    own = {line.element.id for line in lines if line.task and line.task.membership_id == mine}
    return [one for one in lines if any(one.element.id == top or one.element.parent == top for top in own)]


def _lines(
    standard: Standard, found: Score, proposed: Collection[str], tasks: Mapping[str, SectionTask]
) -> Sequence[SectionLine]:
    lines: list[SectionLine] = []

    def add(element: Element, depth: int) -> None:
        inside = [one.id for one in standard.items if element.id in one.path]
        answered = sum(found.items[one].answered for one in inside)
        waiting = sum(one in proposed for one in inside)
        sums = found.elements[element.id]
        lines.append(SectionLine(element, depth, len(inside), answered, waiting, sums, tasks.get(element.id)))
        for child in standard.below.get(element.id, ()):
            add(child, depth + 1)

    for top in standard.tops:
        add(top, 0)
    return lines


@dataclass(frozen=True)
class ItemCard:
    """One item to be answered: what it asks, what was answered, what it scores, last year's answer beside it."""

    item: Item
    row: ItemAnswer
    form: Any
    scored: ItemScore
    last: str
    findings: Sequence[AssessmentFinding]

    @property
    def earned(self) -> str:
        """Points, — while it is not answered or not applicable."""
        return points(self.scored.earned) if self.scored.answered and self.scored.applicable else "—"

    @property
    def said(self) -> str:
        """The answer in a few words; — for none."""
        return answer_words(self.item, self.row.answer) or "—"

    @property
    def lost(self) -> str:
        """Points that the answer cost; empty where it cost none."""
        missing = Fraction(self.item.points) - self.scored.earned
        costs = self.scored.answered and self.scored.applicable and (missing > 0 or self.row.extra)
        return points(missing) if costs else ""

    @property
    def points(self) -> str:
        """Full points."""
        return points(Fraction(self.item.points))

    @property
    def laws(self) -> Sequence[tuple[str, str]]:
        """Codes of laws with their articles."""
        return [(basis.law, basis.article) for basis in self.item.legal_basis]


class SectionPart(NamedTuple):
    """The items that hang on one element of a section. `titled`: it is not the section itself."""

    element: Element
    cards: Sequence[ItemCard]
    titled: bool

    @property
    def answered(self) -> int:
        """How many of its items are answered."""
        return sum(one.scored.answered for one in self.cards)


@dataclass(frozen=True)
class SectionPage:
    """The items of one element. 5 statements, whatever the number of items and of their evidence.

    1 more where last year's answers stand beside them, 1 where rows of the register do. `alike`: elements of last
    year's assessment (`before_key`) to look at, where its standard had another shape.
    """

    assessment: Assessment
    standard: Standard
    element: Element
    board: ScoreBoard
    cards: Sequence[ItemCard]
    before: Element | None
    after: Element | None
    editable: bool
    linked: Mapping[str, LinkedRow]
    before_key: str = ""
    alike: Sequence[Element] = ()

    @property
    def parts(self) -> list[SectionPart]:
        """The items by the element on which they hang, in the order of the standard."""
        by_element = groupby(self.cards, key=lambda card: card.item.element)
        return [
            SectionPart(self.standard.element[key], list(cards), key != self.element.id)
            for key, cards in by_element
        ]


def section_page(session: Session, assessment: Assessment, element: Element, actor: Actor) -> SectionPage:
    """Gather a section for this actor."""
    standard = standard_of(assessment.standard_key)
    rows = {row.item_id: row for row in queries.answers_of(session, assessment.id)}
    found = score(standard, queries.scored_answers(session, assessment))
    before = queries.assessment_before(session, assessment)
    last = queries.scored_answers(session, before).items if before else {}
    findings = queries.findings_of(session, assessment.id)
    items = [one for one in standard.items if element.id in one.path]
    order = beside(standard, element)
    pointed = {one.risk_key for item in items for one in rows[item.id].active_evidence if one.risk_key}
    place = order.index(element) if element in order else None
    return SectionPage(
        assessment=assessment,
        standard=standard,
        element=element,
        board=board(found),
        cards=[
            card(one, rows[one.id], found, last.get(one.id), [f for f in findings if f.item_id == one.id])
            for one in items
        ],
        before=order[place - 1] if place else None,
        after=order[place + 1] if place is not None and place + 1 < len(order) else None,
        editable=is_editable(assessment, actor),
        linked=linking.linked(session, pointed),
        before_key=before.key if before else "",
        alike=alike(standard, standard_of(before.standard_key), element.id) if before else (),
    )


def card(
    item: Item, row: ItemAnswer, found: Score, last: Answer | None, findings: Sequence[AssessmentFinding] = ()
) -> ItemCard:
    """One item's card."""
    return ItemCard(
        item, row, AnswerForm.of(row, item), found.items[item.id], answer_words(item, last), findings
    )


def beside(standard: Standard, element: Element) -> list[Element]:
    """The elements that a person goes through from here: those that carry items, or those of the first level."""
    carrying = leaves(standard)
    return carrying if element in carrying else list(standard.tops)


def leaves(standard: Standard) -> list[Element]:
    """The elements that carry items, in the order of the standard."""
    carrying = dict.fromkeys(one.element for one in standard.items)
    return [standard.element[one] for one in carrying]
