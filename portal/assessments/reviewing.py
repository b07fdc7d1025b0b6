"""What a reviewer does with the items of a filed assessment: score one, take the score back."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _
from sqlalchemy import delete

from portal import audit
from portal.access import Actor, require
from portal.assessments.answers import Answer, flaw_of, is_answered
from portal.assessments.queries import assessment_of_filing
from portal.assessments.review_page import outcome
from portal.assessments.reviewed import ReviewedItem
from portal.assessments.scoring import score_item as points_of
from portal.assessments.snapshot import standard_of_snapshot
from portal.assessments.standards import Item
from portal.db import session, writing
from portal.filings.comparing import row_digest
from portal.filings.model import Filing
from portal.filings.queries import latest_revision
from portal.problems import Refused


@dataclass(frozen=True)
class Judged:
    """A reviewer's own answer to an item, and what the reviewer notes about it."""

    answer: Answer
    note: str = ""


def score_item(filing: Filing, item_id: str, judged: Judged, *, by: Actor, at: datetime) -> ReviewedItem:
    """Keep the reviewer's own answer to an item; an earlier one gives way.

    Raises Refused before the review has begun, for an item that was not filed, and for what is no answer to it.
    """
    require(by, "filing.score_item", filing)
    if filing.opened_at is None:
        raise Refused(_("Begin the review first; from then on the enterprise cannot recall the filing."))
    content = latest_revision(session(), filing.id).snapshot
    row = content["items"].get(item_id)
    if row is None:
        raise Refused(_("This row is not part of the filing."))
    item = standard_of_snapshot(content).item[item_id]
    _refuse_flawed(item, judged.answer)
    with writing():
        _forget(filing, item_id)
        reviewed = ReviewedItem(
            enterprise_id=filing.enterprise_id, region_path=filing.region_path, filing_id=filing.id, item_id=item_id,
            row_digest=row_digest(row), note=judged.note, points=_points(item, judged.answer), reviewed_by=by.name,
            reviewed_at=at, **judged.answer._asdict(),
        )  # fmt: skip
        session().add(reviewed)
        keep_result(filing)
        after = {"item": item_id, "points": reviewed.points}
        audit.record("filing.score_item", filing, by=by, at=at, after=after)
    return reviewed


def unscore_item(filing: Filing, item_id: str, *, by: Actor, at: datetime) -> None:
    """Take the reviewer's own answer back, so that the enterprise's counts. Again: no effect."""
    require(by, "filing.score_item", filing)
    with writing():
        if _forget(filing, item_id):
            keep_result(filing)
            audit.record("filing.unscore_item", filing, by=by, at=at, before={"item": item_id})


def keep_result(filing: Filing) -> None:
    """Keep what the whole comes to with the reviewer's answers, or nothing without any. Inside `writing()`."""
    session().flush()
    found = outcome(session(), filing)
    assessment = assessment_of_filing(session(), filing.id)
    assessment.reviewed_result = found.reviewed.shown if found else None


def _forget(filing: Filing, item_id: str) -> bool:
    gone = session().execute(
        delete(ReviewedItem).where(ReviewedItem.filing_id == filing.id, ReviewedItem.item_id == item_id)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def _refuse_flawed(item: Item, given: Answer) -> None:
    if given.not_applicable and not item.may_be_not_applicable:
        raise Refused(_("This item applies to every enterprise."), "not_applicable")
    if given.not_applicable and not given.reason:
        raise Refused(
            _("Write why the item does not apply: %(when)s", when=item.not_applicable_when), "reason"
        )
    if not is_answered(item, given) or flaw_of(item, given):
        raise Refused(_("This is not an answer to the item; choose one of those offered."))


def _points(item: Item, given: Answer) -> Decimal | None:
    found = points_of(item, given)
    earned: Fraction = found.earned
    return Decimal(earned.numerator) / Decimal(earned.denominator) if found.applicable else None
