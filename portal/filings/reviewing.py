"""What a reviewer does with a filing: open, remark, accept rows, send back, endorse, approve, reject."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete

from portal import audit, clock
from portal.access import SYSTEM, Actor, as_system, require
from portal.config import settings
from portal.db import session, writing
from portal.filings.comparing import row_at, row_digest
from portal.filings.model import Filing, Remark, RowCheck
from portal.filings.queries import approved_before, draft_remarks, latest_revision
from portal.filings.rules import FILING, RejectionGround
from portal.notices.actions import notify
from portal.problems import Refused
from portal.workdays import add_workdays


@dataclass(frozen=True)
class RemarkValue:
    """A remark as written: on which path, for which coded reason, in which words."""

    path: str
    reason_code: str
    words: str


@dataclass(frozen=True)
class Decision:
    """A decision as sent: the version seen, a note to the enterprise, and the ground of a rejection."""

    seen_version: int
    note: str = ""
    ground: RejectionGround | None = None


def open_review(filing: Filing, *, by: Actor, at: datetime) -> None:
    """Begin to review (开始审核): from now on the enterprise cannot recall, but for its ten minutes."""
    require(by, "filing.open", filing)
    with writing():
        if filing.opened_at is None:
            filing.opened_at, filing.opened_by = at, by.name
            audit.record("filing.open", filing, by=by, at=at)


def write_remark(filing: Filing, value: RemarkValue, *, by: Actor, at: datetime) -> Remark:
    """Keep a remark as the reviewer's draft. Raises Refused when nothing of that path was filed."""
    require(by, "filing.remark", filing)
    _expect_opened(filing)
    revision = latest_revision(session(), filing.id)
    if row_at(revision.snapshot, value.path) is None:
        raise Refused(_("This row is not part of the filing."), "path")
    with writing():
        remark = Remark(
            enterprise_id=filing.enterprise_id, region_path=filing.region_path, filing_id=filing.id,
            revision_id=revision.id, path=value.path, reason_code=value.reason_code, words=value.words, author=by.name,
            author_membership_id=by.membership_id or 0, authority=by.organisation, written_at=at,
        )  # fmt: skip
        session().add(remark)
        audit.record(
            "filing.remark", filing, by=by, at=at, after={"path": value.path, "reason": value.reason_code}
        )
        session().execute(
            delete(RowCheck).where(RowCheck.filing_id == filing.id, RowCheck.path == value.path)
        )
    return remark


def remove_remark(remark: Remark, filing: Filing, *, by: Actor) -> None:
    """Take a draft remark away; one that was sent stays."""
    require(by, "filing.remark", filing)
    with writing():
        if remark.sent_at is not None:
            raise Refused(_("This remark has been sent and stays."))
        session().delete(remark)


def accept_row(filing: Filing, path: str, *, by: Actor, at: datetime) -> None:
    """Accept a row as it stands; holds over resubmissions as long as it does not change."""
    require(by, "filing.accept_row", filing)
    _expect_opened(filing)
    row = row_at(latest_revision(session(), filing.id).snapshot, path)
    if row is None:
        raise Refused(_("This row is not part of the filing."), "path")
    with writing():
        session().execute(delete(RowCheck).where(RowCheck.filing_id == filing.id, RowCheck.path == path))
        session().add(
            RowCheck(
                enterprise_id=filing.enterprise_id, region_path=filing.region_path, filing_id=filing.id, path=path,
                row_digest=row_digest(row), checked_by=by.name, checked_at=at,
            )
        )  # fmt: skip
        audit.record("filing.accept_row", filing, by=by, at=at, after={"path": path})


def undo_accept_row(filing: Filing, path: str, *, by: Actor) -> None:
    """Take an acceptance back."""
    require(by, "filing.accept_row", filing)
    with writing():
        session().execute(delete(RowCheck).where(RowCheck.filing_id == filing.id, RowCheck.path == path))


def _expect_opened(filing: Filing) -> None:
    if filing.opened_at is None:
        raise Refused(_("Begin the review first; from then on the enterprise cannot recall the filing."))


def send_back(filing: Filing, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Return the filing with the remarks, which the enterprise sees from now on. Needs at least one."""
    with writing():
        _expect(filing, "send_back", decision, by)
        remarks = draft_remarks(session(), filing.id)
        if not remarks:
            raise Refused(_("Write at least one remark: the enterprise must know what to mend."))
        FILING.move(filing, "send_back", by=by)
        for remark in remarks:
            remark.sent_at = at
        _decided(filing, decision, by, at)
        filing.stage, filing.stage_level, filing.review_due_on = 0, "", None
        filing.mend_due_on = add_workdays(clock.local_day(at), settings().mend_days)
        audit.record(
            "filing.send_back",
            filing,
            by=by,
            at=at,
            after={"remarks": len(remarks), "due": filing.mend_due_on},
        )
        _tell(filing, "filing.returned", at, count=len(remarks), due=filing.mend_due_on.isoformat())


def endorse(filing: Filing, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Pass the filing on to the next stage."""
    with writing():
        _expect(filing, "endorse", decision, by)
        _refuse_open_remarks(filing)
        FILING.move(filing, "endorse", by=by)
        _decided(filing, decision, by, at)
        filing.stage_level = filing.stages[filing.stage]
        filing.stage += 1
        filing.opened_at, filing.opened_by = None, ""
        filing.review_due_on = add_workdays(clock.local_day(at), settings().review_days_county)
        audit.record("filing.endorse", filing, by=by, at=at)


def approve(filing: Filing, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Close the check: everything was looked at. An earlier approved filing of the kind is superseded."""
    with writing():
        _expect(filing, "approve", decision, by)
        _refuse_open_remarks(filing)
        FILING.move(filing, "approve", by=by)
        _decided(filing, decision, by, at)
        filing.stage_level, filing.review_due_on = "", None
        audit.record("filing.approve", filing, by=by, at=at)
        filing.kind.approved(filing, latest_revision(session(), filing.id), by, at)
        _tell(filing, "filing.approved", at)
        session().flush()
        _supersede_earlier(filing.id, filing.enterprise_id, filing.kind_code, at)


def _supersede_earlier(filing_id: int, enterprise_id: int, kind_code: str, at: datetime) -> None:
    with as_system("the earlier filing may lie with another town"):
        for earlier in approved_before(session(), filing_id, enterprise_id, kind_code):
            FILING.move(earlier, "supersede", by=SYSTEM)
            audit.record("filing.supersede", earlier, by=SYSTEM, at=at)


def reject(filing: Filing, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Refuse the filing for good, on one of the four grounds; it no longer counts as filed."""
    with writing():
        _expect(filing, "reject", decision, by)
        FILING.move(filing, "reject", by=by)
        _decided(filing, decision, by, at)
        filing.rejection_ground, filing.stage_level, filing.review_due_on = decision.ground, "", None
        session().execute(delete(Remark).where(Remark.filing_id == filing.id, Remark.sent_at.is_(None)))
        audit.record(
            "filing.reject", filing, by=by, at=at, after={"ground": decision.ground, "note": decision.note}
        )
        filing.kind.rejected(filing, by, at)
        _tell(filing, "filing.rejected", at)


def _expect(filing: Filing, verb: str, decision: Decision, by: Actor) -> None:
    filing.expect_version(decision.seen_version)
    require(by, f"filing.{verb}", filing)
    _expect_opened(filing)


def _refuse_open_remarks(filing: Filing) -> None:
    if draft_remarks(session(), filing.id):
        raise Refused(_("There are remarks not yet sent: send the filing back, or remove them."))


def _decided(filing: Filing, decision: Decision, by: Actor, at: datetime) -> None:
    filing.decided_at, filing.decided_by = at, f"{by.organisation} {by.name}"
    filing.decision_note = decision.note


def _tell(filing: Filing, kind: str, at: datetime, **facts: object) -> None:
    with force_locale("zh_Hans"):
        title = f"{filing.enterprise.name} {filing.title}"
    notify(filing, kind, at=at, thing=filing, facts={"title": title, **facts})
