"""Builders of issued papers: about an enterprise, issued by its town."""

from typing import Any

from portal import jobs
from portal.access import SYSTEM
from portal.accounts.model import Authority
from portal.db import session, writing
from portal.documents import actions
from portal.documents.model import Paper
from portal.problems import Refused
from portal.registry.model import Enterprise
from tests.build import AT, an_authority, an_enterprise
from tests.documents.samples import PRINTED, a_receipt


def facts_alone(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts without what the issue adds."""
    return {key: value for key, value in facts.items() if key not in PRINTED and key != "number"}


def an_office(mark: str = "如", **facts: Any) -> Authority:
    """An authority with a mark of its own for numbers."""
    office = an_authority(**facts)
    with writing():
        office.mark = mark
    return office


def an_issued_paper(
    enterprise: Enterprise | None = None,
    authority: Authority | None = None,
    kind: str = "report_receipt",
    **facts: Any,
) -> Paper:
    """A receipt about an enterprise, numbered, and not yet printed."""
    subject = enterprise or an_enterprise()
    office = authority or an_authority()
    return actions.issue(kind, subject, facts_alone(a_receipt(**facts)), authority=office, by=SYSTEM, at=AT)


def issue_in_vain(enterprise: Enterprise, authority: Authority) -> None:
    """Issue a paper in a transaction that is rolled back. Raises Refused."""
    with writing():
        an_issued_paper(enterprise, authority)
        raise Refused("something else went wrong")


def a_paper_in_force(enterprise: Enterprise | None = None, **facts: Any) -> Paper:
    """The same, printed by the job that its issue queued."""
    paper = an_issued_paper(enterprise, **facts)
    jobs.run_due()
    return as_it_stands(paper)


def as_it_stands(paper: Paper) -> Paper:
    """The paper as others have left it."""
    session().rollback()
    return paper


def revoke(paper: Paper, reason: str = "issued by mistake") -> None:
    """Withdraw a paper, as the room that issued it does."""
    with writing():
        actions.revoke(paper, reason, by=SYSTEM, at=AT)
