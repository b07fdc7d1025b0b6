"""A level is granted or withdrawn, with its certificate."""

from datetime import date, datetime

from sqlalchemy import select

from portal.access import Actor
from portal.accounts.model import Authority
from portal.assessments.applying import trade_of
from portal.assessments.versions import standard_of
from portal.clock import local_day
from portal.db import session
from portal.documents import actions as papers
from portal.documents.facts import CertificateFacts, Unit
from portal.documents.kinds import CERTIFICATE, MICRO_CERTIFICATE
from portal.documents.rules import LIVING
from portal.levels.model import Level
from portal.levels.numbers import is_numbered_above, normal_number, trade_name
from portal.levels.rules import valid_until
from portal.registry.regions import regions


def grant(level: Level, number: str, *, by: Actor, at: datetime) -> None:
    """Announce the level that was sought and issue its certificate, which supersedes an earlier one. In `writing()`."""
    on = local_day(at)
    level.code, level.announced_on, level.valid_until = level.sought, on, valid_until(on)
    level.ended_on, level.grounds = None, []
    level.authority = session().scalars(select(Authority).where(Authority.id == by.authority_id)).one()
    above = is_numbered_above(level.code)
    kind, given = (CERTIFICATE, normal_number(number)) if above else (MICRO_CERTIFICATE, "")
    earlier = level.paper
    facts = certificate_facts(level, on)
    paper = papers.issue(kind.code, level, facts, authority=level.authority, by=by, at=at, number=given)
    if earlier is not None and earlier.state in LIVING:
        papers.supersede(earlier, paper, by=by, at=at)
    level.paper_id, level.number = paper.id, paper.number


def certificate_facts(level: Level, on: date) -> CertificateFacts:
    """What the certificate prints."""
    enterprise, assessment = level.enterprise, level.assessment
    assert level.valid_until is not None
    assert assessment is not None
    standard = standard_of(assessment.standard_key)
    town = regions().get(enterprise.region_code)
    title = next(one.title.zh for one in standard.outcomes if one.code == level.code)
    return CertificateFacts(
        enterprise=Unit(
            name=enterprise.name,
            code=enterprise.code,
            town=town.name if town else "",
            address=enterprise.address,
        ),
        standard=standard.title.zh,
        level=title,
        industry=trade_name(trade_of(enterprise.industry_code)),
        announced_on=on.isoformat(),
        valid_until=level.valid_until.isoformat(),
    )


def withdraw(level: Level, reason: str, *, by: Actor, at: datetime) -> None:
    """End a level with its certificate, which stays and says that it was revoked. Inside `writing()`."""
    level.ended_on = local_day(at)
    if level.paper is not None and level.paper.state in LIVING:
        papers.revoke(level.paper, reason, by=by, at=at)
