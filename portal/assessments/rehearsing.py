"""Rehearsal: what the last year's assessments would come to under another version of a standard. Changes nothing.

Answers go along by the id of their item. What the new version asks and nobody has answered yet is counted twice: as
nothing, and as wholly met; the truth lies between.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.assessments.answers import Answer, Answers, flaw_of, is_answered
from portal.assessments.model import Assessment, ItemAnswer
from portal.assessments.rules import Met
from portal.assessments.scoring import Score, score
from portal.assessments.standards import AllOrNothing, DeductPerFinding, Item, Levels, SampledRatio, Standard
from portal.filings.model import Filing
from portal.filings.rules import FilingState
from portal.registry.model import Enterprise

LISTED = 200
"""Enterprises named on the page; all that were looked at are counted."""

AT_MOST = 2000
"""Assessments that one rehearsal looks at, the newest first."""

FILED = (FilingState.SUBMITTED, FilingState.ENDORSED, FilingState.APPROVED, FilingState.SUPERSEDED)


class Carried(NamedTuple):
    """Answers as they would stand under a version: carried over, and items whose answers could not be."""

    answers: Answers
    left_behind: Sequence[str]
    open: Sequence[Item]


class RehearsedRow(NamedTuple):
    """An enterprise's assessment as it came out and as it would: outcomes by points, results of either scale.

    `worst`: what is new counts as nothing; `best`: as wholly met.
    """

    assessment_key: str
    year: int
    enterprise: str
    enterprise_key: str
    region_code: str
    before: str
    result: Decimal
    worst: str
    worst_result: Decimal
    best: str
    best_result: Decimal
    left_behind: int

    @property
    def same(self) -> bool:
        """Whether the outcome stays, whatever is answered to what is new."""
        return self.before == self.worst == self.best


@dataclass
class Rehearsal:
    """What would happen. Outcomes are codes, "" for none; `moves`: from, to at worst, to at best."""

    rows: int = 0
    same: int = 0
    more: bool = False
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    towns: Mapping[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    left_behind: Counter[str] = field(default_factory=Counter)
    listed: list[RehearsedRow] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """Enterprises whose outcome may change."""
        return self.rows - self.same

    def count(self, row: RehearsedRow, left_behind: Sequence[str]) -> None:
        """Count a row; name it if it changes, while there is room."""
        self.rows += 1
        self.same += row.same
        self.moves[row.before, row.worst, row.best] += 1
        self.towns[row.region_code][row.same] += 1
        self.left_behind.update(left_behind)
        if not row.same and len(self.listed) < LISTED:
            self.listed.append(row)


def rehearse(session: Session, candidate: Standard, of: str, year: int) -> Rehearsal:
    """Score what enterprises of the jurisdiction filed under a standard for a year or the year before.

    Each enterprise's newest counts. 2 statements, the answers read in slices.
    """
    found = Rehearsal()
    newest: dict[int, tuple[Assessment, Enterprise]] = {}
    for assessment, enterprise in session.execute(_filed(of, year)):
        newest.setdefault(enterprise.id, (assessment, enterprise))
    rows = {one.id: (one, enterprise) for one, enterprise in newest.values()}
    found.more = len(rows) > AT_MOST
    kept = dict(list(rows.items())[:AT_MOST])
    for assessment_id, items in _answers(session, kept):
        found.count(*_rehearsed(*kept[assessment_id], items, candidate))
    return found


def _filed(of: str, year: int) -> Select[Assessment, Enterprise]:
    return (
        select(Assessment, Enterprise)
        .join(Enterprise, Enterprise.id == Assessment.enterprise_id)
        .join(Filing, Filing.id == Assessment.filing_id)
        .where(
            Assessment.standard_key.startswith(f"{of}@", autoescape=True),
            Assessment.year.in_((year, year - 1)),
            Filing.state.in_(FILED),
        )
        .order_by(Assessment.year.desc(), Assessment.id.desc())
        .limit(2 * AT_MOST + 1)
    )


def _answers(session: Session, kept: Mapping[int, object]) -> Iterator[tuple[int, dict[str, Answer]]]:
    columns = (
        ItemAnswer.assessment_id, ItemAnswer.item_id, ItemAnswer.findings, ItemAnswer.result, ItemAnswer.option,
        ItemAnswer.sampled, ItemAnswer.passed, ItemAnswer.zero, ItemAnswer.extra, ItemAnswer.not_applicable,
        ItemAnswer.reason,
    )  # fmt: skip
    statement = (
        select(*columns)
        .where(ItemAnswer.assessment_id.in_(kept), ItemAnswer.proposed.is_(False))
        .order_by(ItemAnswer.assessment_id, ItemAnswer.id)
        .execution_options(yield_per=1000)
    )
    for assessment_id, rows in groupby(session.execute(statement), key=lambda row: row.assessment_id):
        yield assessment_id, {row.item_id: Answer(*row[2:]) for row in rows}


def _rehearsed(
    assessment: Assessment, enterprise: Enterprise, items: Mapping[str, Answer], candidate: Standard
) -> tuple[RehearsedRow, Sequence[str]]:
    given = carry(candidate, Answers(items, assessment.vetoes, assessment.prerequisites))
    worst = score(candidate, given.answers)
    best = score(candidate, _completed(given)) if given.open else worst
    row = RehearsedRow(
        assessment.key, assessment.year, enterprise.name, enterprise.key, enterprise.region_code,
        assessment.outcome, assessment.result, _outcome(worst), worst.shown, _outcome(best), best.shown,
        len(given.left_behind),
    )  # fmt: skip
    return row, given.left_behind


def carry(candidate: Standard, answers: Answers) -> Carried:
    """Take answers over by the ids of items and conditions, as far as they can be answers to this version."""
    kept: dict[str, Answer] = {}
    left: list[str] = []
    for key, answer in answers.items.items():
        item = candidate.item.get(key)
        if item is not None and is_answered(item, answer) and flaw_of(item, answer) is None:
            kept[key] = answer
        elif answer != Answer():
            left.append(key)
    carried = Answers(kept, _known(answers.vetoes, candidate), _known(answers.prerequisites, candidate))
    return Carried(carried, left, [one for one in candidate.items if one.id not in kept])


def _known(said: Mapping[str, bool], candidate: Standard) -> dict[str, bool]:
    return {key: value for key, value in said.items() if key in candidate.conditions}


def _completed(given: Carried) -> Answers:
    full = {one.id: fully_met(one) for one in given.open}
    return Answers({**given.answers.items, **full}, given.answers.vetoes, given.answers.prerequisites)


def fully_met(item: Item) -> Answer:
    """The answer that gives an item's full points."""
    match item.scoring:
        case DeductPerFinding():
            return Answer(findings=0)
        case AllOrNothing():
            return Answer(result=Met.MET)
        case Levels(options=options):
            return Answer(option=max(options, key=lambda one: one.points).code)
        case SampledRatio():
            return Answer(sampled=1, passed=1)


def _outcome(found: Score) -> str:
    return found.level_by_points.code if found.level_by_points else ""
