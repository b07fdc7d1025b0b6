"""What an enterprise does with a filing: start, submit, recall, discard."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from portal import audit, clock
from portal.access import Actor, require
from portal.accounts.actions import confirm_password
from portal.config import settings
from portal.db import session, writing
from portal.filings.kinds import kind_of
from portal.filings.model import Filing, Revision, frozen
from portal.filings.queries import next_number, open_filing
from portal.filings.rules import FILING, Declaration, Found, Occasion
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.workdays import add_workdays


def start(  # noqa: PLR0913 - what is begun, by whom and when
    enterprise: Enterprise,
    kind_code: str,
    occasion: Occasion,
    began_on: date,
    reason: str = "",
    *,
    by: Actor,
    at: datetime,
) -> Filing:
    """Begin a draft for the year of `began_on`, the day on which the duty arose; `reason`: what brought it about.

    Raises Refused when one of the same occasion is still open.
    """
    require(by, "filing.start")
    kind = kind_of(kind_code)
    with writing():
        if open_filing(session(), (enterprise.id, kind_code, occasion, began_on.year)):
            raise Refused(_("One of this occasion is still open; go on with that one."), "occasion")
        filing = Filing(
            enterprise_id=enterprise.id, region_path=enterprise.region_path, kind_code=kind_code, year=began_on.year,
            occasion=occasion, number=next_number(session(), enterprise.id, kind_code, began_on.year, occasion),
            began_on=began_on, due_on=kind.due_on(enterprise, occasion, began_on.year, began_on), reason=reason,
            created_at=at,
        )  # fmt: skip
        session().add(filing)
        session().flush()
        audit.record("filing.start", filing, by=by, at=at, after={"occasion": occasion, "year": filing.year})
    return filing


def snapshot_now(filing: Filing, on: date) -> dict[str, Any]:
    """What would be declared if the filing were submitted on this day."""
    return filing.kind.snapshot(filing.enterprise, filing, on)


def problems_now(filing: Filing, on: date) -> list[Found]:
    """What the kind finds wrong today: blocking ones first."""
    found = filing.kind.problems(snapshot_now(filing, on), on)
    return sorted(found, key=lambda problem: not problem.blocking)


def submit(filing: Filing, declared: Declaration, *, by: Actor, at: datetime) -> Revision:
    """Freeze what the enterprise declares and hand it to the first stage.

    Raises Refused (wrong password, open problems), Stale (changed since it was opened).
    """
    require(by, "filing.submit", filing)
    confirm_password(by, declared.password)
    with writing():
        filing.expect_version(declared.seen_version)
        on = clock.local_day(at)
        snapshot = snapshot_now(filing, on)
        answers = _answers(filing.kind.problems(snapshot, on), declared)
        FILING.move(filing, "submit", by=by)
        revision = _freeze(filing, snapshot, answers, by, at)
        _hand_over(filing, snapshot, at)
        audit.record(
            "filing.submit",
            filing,
            by=by,
            at=at,
            after={"revision": revision.number, "digest": revision.digest},
        )
        filing.kind.submitted(filing, revision, by, at)
    return revision


def _answers(found: list[Found], declared: Declaration) -> dict[str, dict[str, str]]:
    """The warnings that stand, each with the reason given; refuses while something blocks."""
    blocking = [problem for problem in found if problem.blocking]
    if blocking:
        raise Refused(_("%(num)d points must be mended before this can be submitted.", num=len(blocking)))
    return {
        warning_id(warning): {
            "warning": str(warning.message),
            "reason": declared.answers.get(warning_id(warning), ""),
        }
        for warning in found
    }


def warning_id(warning: Found) -> str:
    """What names a warning in a form and in a revision."""
    return f"{warning.code}:{warning.path}"


def _freeze(
    filing: Filing, snapshot: dict[str, Any], answers: dict[str, Any], by: Actor, at: datetime
) -> Revision:
    content, digest = frozen(snapshot)
    version, wording = filing.kind.declaration
    revision = Revision(
        enterprise_id=filing.enterprise_id, region_path=filing.region_path, filing_id=filing.id,
        number=len(filing.revisions) + 1, snapshot_json=content, digest=digest, declared_by=by.name,
        membership_id=by.membership_id or 0, declaration=f"[{version}] {wording}", answers=answers, declared_at=at,
    )  # fmt: skip
    filing.revisions.append(revision)
    session().flush()
    return revision


def _hand_over(filing: Filing, snapshot: dict[str, Any], at: datetime) -> None:
    """Put the filing before its first stage; its town is that of this moment."""
    stages = filing.kind.stages(snapshot)
    filing.region_path = filing.enterprise.region_path
    filing.stages, filing.stage, filing.stage_level = list(stages), 1, stages[0]
    filing.highlights = filing.kind.highlights(snapshot)
    filing.submitted_at, filing.filed_at = at, filing.filed_at or at
    filing.review_due_on = add_workdays(clock.local_day(at), settings().review_days_town)
    filing.opened_at, filing.opened_by, filing.mend_due_on, filing.decision_note = None, "", None, ""


def recall(filing: Filing, seen_version: int, *, by: Actor, at: datetime) -> None:
    """Take a submission back before a reviewer opened it, or within ten minutes in any case."""
    if filing.opened_at is not None and not filing.may_be_recalled(at):
        raise Refused(
            _("%(name)s has begun to review it; it can no longer be recalled.", name=filing.opened_by)
        )
    with writing():
        filing.expect_version(seen_version)
        FILING.move(filing, "recall", by=by)
        filing.stage, filing.stage_level, filing.review_due_on, filing.filed_at = 0, "", None, None
        audit.record("filing.recall", filing, by=by, at=at)
        filing.kind.recalled(filing, by, at)


def discard(filing: Filing, *, by: Actor, at: datetime) -> None:
    """Remove a draft that was never submitted; what was filed is never deleted."""
    require(by, "filing.discard", filing)
    with writing():
        if filing.revisions:
            raise Refused(_("What was submitted once is kept; recall does not undo the record."))
        audit.record(
            "filing.discard", filing, by=by, at=at, before={"occasion": filing.occasion, "year": filing.year}
        )
        session().delete(filing)
