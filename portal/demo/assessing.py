"""A self-assessment as a diligent enterprise makes it: opened, filled in, shown inside, submitted, checked."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal import audit
from portal.access import Actor, act_as
from portal.assessments import actions
from portal.assessments.answers import Answer
from portal.assessments.model import Assessment
from portal.assessments.rules import Met
from portal.assessments.standards import AllOrNothing, DeductPerFinding, Item, Levels, Standard
from portal.assessments.versions import standard_of
from portal.clock import ZONE
from portal.db import session, writing
from portal.filings import actions as filings
from portal.filings import reviewing
from portal.filings.model import Filing
from portal.filings.reviewing import Decision
from portal.filings.rules import Declaration
from portal.registry.model import Enterprise
from portal.workdays import add_workdays

SHOWN_FOR = 11
"""Working days for which the result hangs inside the enterprise."""


@dataclass(frozen=True)
class Assessors:
    """Who makes and who checks it, with the password of the signer."""

    enterprise_id: int
    signer: Actor
    town: Actor
    county: Actor
    password: str


def at_noon(day: date) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(11, 0), ZONE)


def checked_assessment(who: Assessors, standard: Standard, began_on: date) -> date:
    """A checked self-assessment that begins on a day; answers the day on which it was checked."""
    key = _opened(who, standard, began_on)
    shown_until = add_workdays(began_on, SHOWN_FOR)
    _fill_in(who, key, (began_on, shown_until))
    filing_key = _submitted(who, key, at_noon(shown_until))
    checked_on = add_workdays(shown_until, 1)
    _checked(who, filing_key, at_noon(checked_on))
    act_as(who.signer)
    return checked_on


def _opened(who: Assessors, standard: Standard, began_on: date) -> str:
    act_as(who.signer)
    own = session().get_one(Enterprise, who.enterprise_id)
    return actions.open_assessment(own, standard, began_on, by=who.signer, at=at_noon(began_on)).key


def _fill_in(who: Assessors, key: str, shown: tuple[date, date]) -> None:
    """All items met, in one transaction: a person's clicks would be thousands of events."""
    at = at_noon(shown[0]) + timedelta(hours=1)
    with writing():
        assessment = _of(key)
        standard = standard_of(assessment.standard_key)
        for row in assessment.answers:
            for name, value in full_answer(standard.item[row.item_id])._asdict().items():
                setattr(row, name, value)
            row.proposed, row.changed_at, row.changed_by = False, at, who.signer.name
        assessment.vetoes = {one.id: False for one in standard.veto_rules}
        assessment.prerequisites = {one.id: True for one in standard.prerequisites}
        assessment.leader, assessment.team = who.signer.name, "各部门负责人、员工代表"
        assessment.assessed_from = assessment.assessed_to = shown[0]
        assessment.displayed_from, assessment.displayed_to = shown
        assessment.conclusion = "自评符合要求。"
        actions.rescore(assessment, at)
        audit.record("assessment.edit", assessment, by=who.signer, at=at, after={"leader": who.signer.name})


def full_answer(item: Item) -> Answer:
    """The answer that costs an item no point."""
    match item.scoring:
        case DeductPerFinding():
            return Answer(findings=0)
        case AllOrNothing():
            return Answer(result=Met.MET)
        case Levels():
            return Answer(option=max(item.scoring.options, key=lambda one: one.points).code)
        case _:
            return Answer(sampled=10, passed=10)


def _submitted(who: Assessors, key: str, at: datetime) -> str:
    filing = _of(key).filing
    answers = {
        filings.warning_id(one): "已核对"
        for one in filings.problems_now(filing, at.date())
        if not one.blocking
    }
    filings.submit(filing, Declaration(filing.version, who.password, answers), by=who.signer, at=at)
    return filing.key


def _checked(who: Assessors, filing_key: str, at: datetime) -> None:
    """The town looks, and the county where a level is within reach."""
    for reviewer in (who.town, who.county):
        act_as(reviewer)
        filing = session().query(Filing).filter(Filing.key == filing_key).one()
        if filing.stage_level != reviewer.level:
            return
        reviewing.open_review(filing, by=reviewer, at=at)
        decide = reviewing.approve if filing.is_last_stage else reviewing.endorse
        decide(filing, Decision(filing.version, ""), by=reviewer, at=at + timedelta(hours=1))


def _of(key: str) -> Assessment:
    return session().query(Assessment).filter(Assessment.key == key).one()
