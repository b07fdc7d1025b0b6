"""What the holder of a slip does: suggest. Nothing of the register changes by it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import PUBLIC, as_system
from portal.clock import day_begins, local_day
from portal.db import writing
from portal.notices.actions import notify
from portal.notices.queries import was_told
from portal.notices.rules import Recipient
from portal.problems import Refused, TooMany
from portal.risks.model import Control, Risk
from portal.risks.photos import KeptPhoto
from portal.risks.rules import CheckResult
from portal.slips.model import Slip, Suggestion
from portal.slips.rules import SUGGESTIONS_A_DAY, SuggestionKind
from portal.slips.tickets import Ticket, slip_of

KIND = "suggestion.made"


class Said(NamedTuple):
    """What a holder says, by the names of the columns; `once` is the key of the form, so that it counts once."""

    kind: SuggestionKind
    once: str
    risk_key: str = ""
    control_key: str = ""
    result: CheckResult | None = None
    title: str = ""
    place: str = ""
    words: str = ""
    photo: KeptPhoto = KeptPhoto()


def suggest(shown: Ticket, said: Said, *, at: datetime, address: str = "") -> None:
    """Put a suggestion on the enterprise's list; the same form again changes nothing.

    Raises NotFound for a slip that holds no longer, Refused for a row that is gone or a finding without words, TooMany
    after twenty suggestions of the slip on one day. `address`: where the holder asks from.
    """
    with (
        as_system("the token decides who asks, and the row is the slip's enterprise's"),
        writing() as current,
    ):
        slip = slip_of(current, shown, at)
        current.refresh(slip, with_for_update=True)
        if _was_said(current, slip, said.once):
            return
        _refuse_too_many(current, slip, at)
        _refuse_unfit(current, slip, said)
        facts = said._asdict()
        photo: KeptPhoto = facts.pop("photo")
        suggestion = Suggestion(
            enterprise_id=slip.enterprise_id, region_path=slip.region_path, slip=slip, added_at=at, **facts,
            **photo._asdict(),
        )  # fmt: skip
        current.add(suggestion)
        current.flush()
        by = replace(PUBLIC, name=slip.person, address=address)
        audit.record("suggestion.add", suggestion, by=by, at=at, after={"slip": slip.key, "kind": said.kind})
        _tell(current, suggestion, slip, at)


def _tell(session: Session, suggestion: Suggestion, slip: Slip, at: datetime) -> None:
    """Tell the enterprise of the first suggestion of a day, and of no other: the list holds them all."""
    to = Recipient(slip.region_path, slip.enterprise_id)
    if not was_told(session, to, KIND, day_begins(local_day(at))):
        notify(to, KIND, at=at, thing=suggestion, facts={"person": slip.person})


def _was_said(session: Session, slip: Slip, once: str) -> bool:
    statement = select(Suggestion.id).where(Suggestion.slip_id == slip.id, Suggestion.once == once)
    return session.scalar(statement) is not None


def _refuse_too_many(session: Session, slip: Slip, at: datetime) -> None:
    begins = day_begins(local_day(at))
    today = select(func.count()).select_from(Suggestion).where(
        Suggestion.slip_id == slip.id, Suggestion.added_at >= begins, Suggestion.added_at < begins + timedelta(days=1)
    )  # fmt: skip
    if (session.scalar(today) or 0) >= SUGGESTIONS_A_DAY:
        raise TooMany(
            _(
                "A slip takes %(num)d suggestions a day. Go on tomorrow, or tell the office.",
                num=SUGGESTIONS_A_DAY,
            )
        )


def _refuse_unfit(session: Session, slip: Slip, said: Said) -> None:
    """The row and the control must be the slip's own and still there; what is out of order needs words."""
    if said.kind is SuggestionKind.CHECK and said.result is CheckResult.OUT_OF_ORDER and not said.words:
        raise Refused(_("Write what is out of order."), "words")
    if said.kind is SuggestionKind.HAZARD:
        return
    risk = session.scalars(
        select(Risk).where(
            Risk.enterprise_id == slip.enterprise_id, Risk.key == said.risk_key, Risk.removed_at.is_(None)
        )
    ).one_or_none()
    if risk is None or risk.key not in slip.risk_keys or not _has(session, risk, said.control_key):
        raise Refused(_("This row or control is not there any more; go back to the slip."))


def _has(session: Session, risk: Risk, control_key: str) -> bool:
    """Whether a control is one of the risk's; none is named when the suggestion is about the risk."""
    statement = select(Control.id).where(
        Control.risk_id == risk.id, Control.key == control_key, Control.removed_at.is_(None)
    )
    return not control_key or session.scalar(statement) is not None
