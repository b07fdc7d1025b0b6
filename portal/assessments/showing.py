"""What the pages of an assessment show: progress by section, items of a section with last year's answers, the score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from forms.assessments import AnswerForm
from portal.access import Actor, may
from portal.assessments import queries
from portal.assessments.actions import EDITABLE
from portal.assessments.answers import Answer
from portal.assessments.crosswalk import alike
from portal.assessments.model import Assessment, AssessmentFinding, ItemAnswer, SectionTask
from portal.assessments.scoring import ElementScore, ItemScore, Score, score
from portal.assessments.snapshot import points
from portal.assessments.standards import Element, Item, Levels, Outcome, Standard
from portal.assessments.versions import standard_of


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
    """The overview of an assessment. 4 statements, whatever the number of items."""

    assessment: Assessment
    standard: Standard
    board: ScoreBoard
    lines: Sequence[SectionLine]
    conditions_open: int
    editable: bool


def assessment_page(session: Session, assessment: Assessment, actor: Actor) -> AssessmentPage:
    """Gather the overview for this actor."""
    standard = standard_of(assessment.standard_key)
    rows = queries.answers_of(session, assessment.id)
    found = score(standard, queries.scored_answers(session, assessment))
    tasks = queries.section_tasks(session, assessment.id)
    said = {**assessment.vetoes, **assessment.prerequisites}
    return AssessmentPage(
        assessment=assessment,
        standard=standard,
        board=board(found),
        lines=list(_lines(standard, found, rows, tasks)),
        conditions_open=sum(one not in said for one in standard.conditions),
        editable=is_editable(assessment, actor),
    )


def is_editable(assessment: Assessment, actor: Actor) -> bool:
    """Whether this actor may fill it in now."""
    return may(actor, "assessment.fill", assessment) and assessment.filing.state in EDITABLE


def board(found: Score) -> ScoreBoard:
    """The running score of a result."""
    return ScoreBoard(found, sum(one.answered for one in found.items.values()))


def _lines(
    standard: Standard, found: Score, rows: Sequence[ItemAnswer], tasks: Mapping[str, SectionTask]
) -> Sequence[SectionLine]:
    proposed = {row.item_id for row in rows if row.proposed}
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
    def points(self) -> str:
        """Full points."""
        return points(Fraction(self.item.points))

    @property
    def laws(self) -> Sequence[tuple[str, str]]:
        """Codes of laws with their articles."""
        return [(basis.law, basis.article) for basis in self.item.legal_basis]


@dataclass(frozen=True)
class SectionPage:
    """The items of one element. 7 statements, whatever the number of items.

    `alike`: elements of last year's assessment (`before_key`) to look at, where its standard had another shape.
    """

    assessment: Assessment
    standard: Standard
    element: Element
    board: ScoreBoard
    cards: Sequence[ItemCard]
    before: Element | None
    after: Element | None
    editable: bool
    before_key: str = ""
    alike: Sequence[Element] = ()


def section_page(session: Session, assessment: Assessment, element: Element, actor: Actor) -> SectionPage:
    """Gather a section for this actor."""
    standard = standard_of(assessment.standard_key)
    rows = {row.item_id: row for row in queries.answers_of(session, assessment.id)}
    found = score(standard, queries.scored_answers(session, assessment))
    before = queries.assessment_before(session, assessment)
    last = queries.scored_answers(session, before).items if before else {}
    findings = queries.findings_of(session, assessment.id)
    items = [one for one in standard.items if element.id in one.path]
    order = leaves(standard)
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


def leaves(standard: Standard) -> list[Element]:
    """The elements that carry items, in the order of the standard."""
    carrying = dict.fromkeys(one.element for one in standard.items)
    return [standard.element[one] for one in carrying]


def answer_words(item: Item, answer: Answer | None) -> str:
    """An answer in a few words, as last year's stands beside this year's; empty for none."""
    if answer is None or answer == Answer():
        return ""
    if answer.not_applicable:
        return f"不涉及：{answer.reason}"
    if answer.zero:
        return "不得分"
    if answer.findings is not None:
        return f"{answer.findings}处"
    if answer.sampled is not None:
        return f"{answer.passed}／{answer.sampled}"
    if answer.option is not None and isinstance(item.scoring, Levels):
        return next((one.zh for one in item.scoring.options if one.code == answer.option), "")
    return {"met": "符合", "not_met": "不符合"}.get(answer.result.value if answer.result else "", "")
