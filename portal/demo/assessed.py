"""Assessments of the story: four enterprises on their way, with findings that are followed, and sections handed out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from portal import clock
from portal.access import SYSTEM, Actor, act_as
from portal.assessments import actions, measures, reasons, sections
from portal.assessments.answers import Answer
from portal.assessments.applying import kind_code_of
from portal.assessments.measures import Done
from portal.assessments.model import Assessment, AssessmentFinding
from portal.assessments.queries import answers_of, assessments_of
from portal.assessments.rules import Handed, Met
from portal.assessments.standards import AllOrNothing, DeductPerFinding, Item, Levels, Standard
from portal.assessments.versions import standard_of
from portal.db import session, writing
from portal.demo import people
from portal.demo.city import Step, When
from portal.demo.passwords import password_of
from portal.filings import actions as filings
from portal.filings import reviewing
from portal.filings.model import Filing
from portal.filings.reviewing import Decision
from portal.filings.rules import Declaration
from portal.merging import Change
from portal.registry.model import Enterprise

LEVEL_3, MICRO, CHECKLIST = "gbt33000-level3@2026.1", "micro@2026.1", "responsibility@2026.1"
EVERY = 23
"""Every so many items one loses points."""

DISPLAYED = timedelta(days=21)
NOTE = "已按措施落实，现场复查符合要求。"
ANSWER = "已逐条核对，情况属实。"


class Told(NamedTuple):
    """What is told of an assessment: its standard, the share of items answered, whether it is filed and looked at,
    the element that is handed out."""

    standard: str
    share: float = 1
    filed: bool = False
    looked_at: bool = False
    handed: str = ""


class Crew(NamedTuple):
    """Who takes part: the enterprise with signer and filer, and a reviewer of each level."""

    enterprise_id: int
    signer: Actor
    filer: Actor
    reviewer: Callable[[str], Actor]


STORIES: Mapping[str, tuple[tuple[When, Told], ...]] = {
    "yanhu": (
        (When(days_ago=372), Told(LEVEL_3, filed=True, looked_at=True)),
        (When(days_ago=19), Told(LEVEL_3, 0.6, handed="5.4")),
    ),
    "hengyue": ((When(days_ago=9), Told(LEVEL_3, filed=True)), (When(days_ago=6), Told(CHECKLIST, 0.35))),
    "kunyuan": ((When(days_ago=12), Told(CHECKLIST, filed=True)),),
    "hongsheng": ((When(days_ago=15), Told(MICRO, 0.7, handed="4")),),
}


def steps_of(company_id: str) -> Iterator[Step]:
    """The assessments of an enterprise as steps of its story."""
    for at, told in STORIES.get(company_id, ()):
        yield Step("assess", at, told._asdict())


def assess(crew: Crew, told: Told, at: datetime) -> None:
    """Open an assessment, answer its items as far as told, write findings, file it, let it be looked at."""
    by, on = crew.signer, clock.local_day(at)
    standard = standard_of(told.standard)
    with writing():
        enterprise = session().get_one(Enterprise, crew.enterprise_id)
        assessment = actions.open_assessment(enterprise, standard, on, by=by, at=at - DISPLAYED)
        _declare(assessment, enterprise, on, by, at)
        _answer(assessment, standard, told.share, by, at)
        if told.handed:
            _hand_out(assessment, told.handed, crew, at)
    if told.filed:
        _file(assessment, by, at)
    if told.looked_at:
        _look_at(crew, kind_code_of(standard), at)
        _follow(crew, at)


def _declare(assessment: Assessment, enterprise: Enterprise, on: date, by: Actor, at: datetime) -> None:
    values = {
        "leader": enterprise.principal, "team": f"{enterprise.safety_manager}（安全管理）、工会代表、各车间负责人",
        "displayed_from": on - DISPLAYED, "displayed_to": on, "conclusion": "体系运行基本符合，扣分项已列入整改计划。",
    }  # fmt: skip
    actions.declare(
        assessment,
        [Change(name, getattr(assessment, name), one) for name, one in values.items()],
        by=by,
        at=at,
    )


def _answer(assessment: Assessment, standard: Standard, share: float, by: Actor, at: datetime) -> None:
    items = standard.items[: int(len(standard.items) * share)]
    short = [one for one in items[EVERY // 2 :: EVERY] if not one.veto]
    given = {one.id: _answer_of(one, full=one not in short) for one in items}
    actions.answer_many(assessment, given, by=by, at=at)
    for veto in standard.veto_rules:
        actions.say(assessment, veto.id, False, by=by, at=at)
    for condition in standard.prerequisites:
        actions.say(assessment, condition.id, True, by=by, at=at)
    rows = {one.item_id: one for one in answers_of(session(), assessment.id)}
    for item in short:
        found = next(iter(reasons.reasons_for(standard, item)), None)
        if found:
            words = {
                **reasons.proposed(found, clock.local_day(at)),
                "department": "安全环保部",
                "person": by.name,
            }
            measures.add(rows[item.id], words, by=by, at=at)


def _answer_of(item: Item, *, full: bool) -> Answer:
    rule = item.scoring
    if isinstance(rule, DeductPerFinding):
        return Answer(findings=0 if full else 1)
    if isinstance(rule, AllOrNothing):
        return Answer(result=Met.MET if full else Met.NOT_MET)
    if isinstance(rule, Levels):
        options = sorted(rule.options, key=lambda one: one.points, reverse=True)
        return Answer(option=options[0 if full else 1].code)
    return Answer(sampled=10, passed=10 if full else 9)


def _hand_out(assessment: Assessment, element: str, crew: Crew, at: datetime) -> None:
    member = next(
        one for one in sections.fillers(session(), crew.enterprise_id) if one.id == crew.filer.membership_id
    )
    handed = Handed(element, member.key, clock.local_day(at) + timedelta(days=24))
    actions.send_section(assessment, handed, by=crew.signer, at=at)


def _file(assessment: Assessment, by: Actor, at: datetime) -> None:
    filing, on = assessment.filing, clock.local_day(at)
    warnings = [one for one in filing.kind.problems(filings.snapshot_now(filing, on), on) if not one.blocking]
    replies = {filings.warning_id(one): ANSWER for one in warnings}
    password = password_of(people.role_of(by), people.secret())
    filings.submit(filing, Declaration(filing.version, password, replies), by=by, at=at)


def _look_at(crew: Crew, kind_code: str, at: datetime) -> None:
    """Town and county look at it, each a few days later."""
    settled = False
    while not settled:
        at += timedelta(days=3)
        act_as(SYSTEM)
        by = crew.reviewer(_newest(crew, kind_code).stage_level)
        act_as(by)
        reviewing.open_review(_newest(crew, kind_code), by=by, at=at)
        filing = _newest(crew, kind_code)
        settled = filing.is_last_stage
        decide = reviewing.approve if settled else reviewing.endorse
        decide(filing, Decision(filing.version), by=by, at=at + timedelta(hours=1))


def _newest(crew: Crew, kind_code: str) -> Filing:
    found = assessments_of(session(), crew.enterprise_id)
    return next(one.filing for one in found if one.kind_code == kind_code)


def _follow(crew: Crew, at: datetime) -> None:
    """Carry measures out in turn: one closed, one reported as done, one left."""
    act_as(crew.signer)
    found = session().query(AssessmentFinding).order_by(AssessmentFinding.id).all()
    for number, finding in enumerate(found):
        later = at + timedelta(days=5 + number)
        if number % 3 < 2:
            measures.report_done(finding, Done(clock.local_day(later), NOTE), by=crew.signer, at=later)
        if number % 3 == 0:
            measures.close(finding, by=crew.signer, at=later + timedelta(days=1))
