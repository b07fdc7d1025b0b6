"""What the faults strike: enterprises with a real risk report ready to be submitted, and who receives it."""

from typing import NamedTuple

from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.accounts.model import Membership, Person
from portal.db import session
from portal.filings import actions, reviewing
from portal.filings.model import Filing
from portal.filings.rules import Declaration, Occasion
from portal.registry.model import Enterprise
from portal.risks.kind import CODE
from tests.build import AT, PASSWORD, a_member, an_authority, an_enterprise, the_actor
from tests.risks.build import a_risk

SIGNED = {"truthful": "y", "password": PASSWORD}
"""What a signer adds to the form of a submission."""


class Ready(NamedTuple):
    """A report that waits for its submission; plain values, for threads."""

    filing_key: str
    signer: str

    @property
    def submit(self) -> str:
        """The address of the submission."""
        return f"/filings/{self.filing_key}/submit"


def a_ready_report(rows: int = 1) -> Ready:
    """An enterprise with so many larger risks in order, its signer, and a draft. The town's office must exist."""
    enterprise = an_enterprise(industry_code="338")
    signer = a_member(enterprise, "signer", "filer")
    key, name, by = enterprise.id, signer.person.sign_in_name, the_actor(signer)
    act_as(by)
    own = session().get_one(Enterprise, key)
    for _row in range(rows):
        a_risk(own, by)
    filing = actions.start(own, CODE, Occasion.REGULAR, AT.date(), by=by, at=AT)
    ready = Ready(filing.key, name)
    act_as(SYSTEM)
    return ready


def name_of(member: Membership) -> str:
    """The name under which a member signs in."""
    return member.person.sign_in_name


class UnderReview(NamedTuple):
    """A submitted report that two reviewers of its town have open; plain values, for threads."""

    filing_key: str
    reviewers: tuple[str, str]
    names: tuple[str, str]

    def to(self, verb: str) -> str:
        """The address of something that a reviewer does."""
        return f"/review/{self.filing_key}/{verb}"


def a_report_under_review() -> UnderReview:
    """Submitted by its signer, opened by the first of two reviewers."""
    office = an_authority()
    pair = [a_member(office, "reviewer") for _one in range(2)]
    names = pair[0].person.name, pair[1].person.name
    reviewers, first = (name_of(pair[0]), name_of(pair[1])), the_actor(pair[0])
    report = a_ready_report()
    submit(report)
    act_as(first)
    reviewing.open_review(filing_of(report), by=first, at=AT)
    act_as(SYSTEM)
    return UnderReview(report.filing_key, reviewers, names)


def submit(report: Ready) -> None:
    """Submit a report as its signer, in this process."""
    by = the_actor(member_of(report))
    act_as(by)
    filing = filing_of(report)
    actions.submit(filing, Declaration(filing.version, PASSWORD), by=by, at=AT)
    act_as(SYSTEM)


def filing_of(report: Ready) -> Filing:
    """The filing of a report, as the current scope sees it."""
    return session().scalars(select(Filing).where(Filing.key == report.filing_key)).one()


def member_of(report: Ready) -> Membership:
    """The signer's place. As SYSTEM."""
    statement = select(Membership).join(Membership.person).where(Person.sign_in_name == report.signer)
    return session().scalars(statement).one()
