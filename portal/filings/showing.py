"""What the enterprise's pages of a filing show, gathered once: its own page, remarks, timeline, check answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.clock import local_day
from portal.documents.queries import papers_of
from portal.filings import actions, queries
from portal.filings.model import Filing, Remark
from portal.filings.rules import DECIDED, FILING, FilingState, Found
from portal.web.timelines import ShownEvent, timeline

TIMELINE_LENGTH = 60


@dataclass(frozen=True)
class ShownRemark:
    """A remark with the words of its row and the place where it is mended."""

    remark: Remark
    row: str
    url: str
    reason: str

    @property
    def by(self) -> str:
        """Authority and person."""
        return f"{self.remark.authority} {self.remark.author}"

    @property
    def at(self) -> datetime:
        """When it was sent, or written."""
        return self.remark.sent_at or self.remark.written_at

    @property
    def text(self) -> str:
        """The reviewer's own words."""
        return self.remark.words

    @property
    def draft(self) -> bool:
        """Whether the enterprise has not seen it yet."""
        return self.remark.sent_at is None


@dataclass(frozen=True)
class FilingPage:
    """A filing as its own page shows it. 5 statements, and those of what a decision brought besides."""

    filing: Filing
    offers: Sequence[str]
    remarks: Sequence[ShownRemark]
    events: Sequence[ShownEvent]
    papers: Sequence[Any]
    parts: Sequence[Found]
    can_recall: bool
    can_check: bool
    can_discard: bool
    next_authority: str
    work_url: str
    outcome: Any


def filing_page(session: Session, filing: Filing, actor: Actor, at: datetime) -> FilingPage:
    """Gather a filing's page for this actor."""
    offers = FILING.offers(filing, actor)
    editable = may(actor, "filing.edit", filing) and filing.state in (FilingState.DRAFT, FilingState.RETURNED)
    return FilingPage(
        filing=filing,
        offers=offers,
        remarks=shown_remarks(session, filing),
        events=timeline(session, "filing", filing.key, actor, TIMELINE_LENGTH),
        papers=papers_of(session, "filing", filing.key),
        parts=actions.problems_now(filing, local_day(at)) if editable else [],
        can_recall="recall" in offers and filing.may_be_recalled(at),
        can_check=editable,
        can_discard=editable and not filing.revisions,
        next_authority=queries.authority_of_stage(session, filing),
        work_url=filing.kind.url_of("/") if editable and filing.kind.wording.work else "",
        outcome=filing.kind.outcome(session, filing) if filing.state in DECIDED else None,
    )


def shown_remarks(session: Session, filing: Filing) -> list[ShownRemark]:
    """The remarks that were sent, newest first, each with its row in words. At most 2 statements."""
    remarks = queries.sent_remarks(session, filing.id)
    if not remarks:
        return []
    snapshot = queries.latest_revision(session, filing.id).snapshot
    return [shown_remark(filing, snapshot, remark) for remark in remarks]


def draft_remarks(session: Session, filing: Filing) -> list[ShownRemark]:
    """The remarks that would be sent with a decision. At most 2 statements."""
    snapshot = queries.latest_revision(session, filing.id).snapshot
    return [shown_remark(filing, snapshot, remark) for remark in queries.draft_remarks(session, filing.id)]


def shown_remark(filing: Filing, snapshot: Mapping[str, Any], remark: Remark) -> ShownRemark:
    """A remark with its row and its reason in words."""
    reasons = {row["code"]: row["zh"] for row in filing.kind.return_reasons}
    words = row_words(filing, snapshot, remark.path)
    return ShownRemark(remark, words, filing.kind.url_of(remark.path), reasons.get(remark.reason_code, ""))


def row_words(filing: Filing, snapshot: Mapping[str, Any], path: str) -> str:
    """A path in words: the title of its row."""
    section, _slash, key = path.strip("/").partition("/")
    row = (snapshot.get(section) or {}).get(key.split("/")[0]) if key else snapshot.get(section)
    return filing.kind.row_title(section, row if isinstance(row, Mapping) else {})


@dataclass(frozen=True)
class CheckPage:
    """Everything on one page before a submission."""

    snapshot: Mapping[str, Any]
    blocking: Sequence[Found]
    warnings: Sequence[tuple[str, Found, str]]
    declaration: str


def check_page(filing: Filing, on: date, answers: Mapping[str, str]) -> CheckPage:
    """Gather check answers; `answers` are reasons typed so far, by warning id."""
    snapshot = actions.snapshot_now(filing, on)
    found = filing.kind.problems(snapshot, on)
    warnings = [
        (actions.warning_id(w), w, answers.get(actions.warning_id(w), "")) for w in found if not w.blocking
    ]
    return CheckPage(
        snapshot, [problem for problem in found if problem.blocking], warnings, filing.kind.declaration[1]
    )
