"""The receipt of a risk report (安全风险报告回执): facts, issue at each submission, what became of the report.

It proves the filing and nothing more; it stays genuine whatever becomes of the report, and its verification page
says where that stands.
"""

from datetime import date, datetime
from typing import Any

from portal.access import Actor
from portal.clock import local_day
from portal.db import session
from portal.documents import actions as papers
from portal.documents.facts import Counts, ReceiptFacts, ReportedRisk, Unit
from portal.documents.kinds import RECEIPT
from portal.documents.model import Paper
from portal.documents.queries import living_paper
from portal.documents.standing import register_status
from portal.filings.model import Filing, Revision
from portal.filings.queries import filings_of
from portal.filings.receiving import receiving_authority, standing
from portal.filings.rules import Occasion
from portal.registry.regions import regions
from portal.risks.accidents import accident_types
from portal.risks.owing import next_yearly_on
from portal.risks.rules import Grade

REPORT_KINDS = {Occasion.FIRST: "首次报告", Occasion.REGULAR: "定期报告", Occasion.CHANGE: "变更报告"}
"""The occasions as the paper names them; papers are Chinese."""


def issue(filing: Filing, revision: Revision, *, by: Actor, at: datetime) -> Paper:
    """Issue the receipt of a submission inside the caller's transaction; one of an earlier submission is superseded."""
    earlier = living_paper(session(), RECEIPT.code, "filing", filing.key)
    facts = receipt_facts(filing, revision, replaces=earlier.number if earlier else "")
    paper = papers.issue(RECEIPT.code, filing, facts, authority=receiving_authority(filing), by=by, at=at)
    if earlier:
        papers.supersede(earlier, paper, by=by, at=at)
    return paper


def receipt_facts(filing: Filing, revision: Revision, replaces: str) -> ReceiptFacts:
    """What the receipt prints: the frozen revision, and the day of the yearly report that comes next. 1 statement."""
    content = revision.snapshot
    counts = content["counts"]
    return ReceiptFacts(
        enterprise=_unit(content["enterprise"]),
        report_kind=REPORT_KINDS[filing.occasion],
        year=filing.year,
        revision=revision.number,
        submitted_at=revision.declared_at.isoformat(timespec="seconds"),
        declarant=revision.declared_by,
        digest=revision.digest,
        counts=Counts(
            major=counts["major"], larger=counts["larger"], general=counts["general"], low=counts["low"]
        ),
        risks=_reported(content["risks"].values()),
        next_due=_next_due(filing, revision).isoformat(),
        replaces=replaces,
    )


def _unit(facts: Any) -> Unit:
    town = regions().get(facts["region_code"])
    name = town.name if town else ""
    return Unit(name=facts["name"], code=facts["credit_code"], town=name, address=facts["address"])


def _reported(rows: Any) -> list[ReportedRisk]:
    ordered = sorted(rows, key=lambda row: (-Grade(row["grade"]).weight, row["code"]))
    return [
        ReportedRisk(
            name=row["name"],
            place=row["risk_point"] or row["place"],
            grade="major" if row["grade"] == Grade.MAJOR.value else "larger",
            accidents="、".join(accident_types()[code].zh for code in row["accident_types"]),
            person=row["responsible_person"],
        )
        for row in ordered
    ]


def _next_due(filing: Filing, revision: Revision) -> date:
    """The yearly report that comes next; a change report never puts it off."""
    own = filings_of(session(), filing.enterprise_id)
    return next_yearly_on(filing.enterprise, own, local_day(revision.declared_at))


register_status(RECEIPT.code, standing)
