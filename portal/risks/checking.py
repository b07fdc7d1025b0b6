"""What is done to keep controls alive: record a check, undo one's own last one."""

from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _

from portal import audit, clock, editing
from portal.access import Actor, require
from portal.db import session, writing
from portal.problems import Refused
from portal.risks.checked import ControlCheck
from portal.risks.due_checks import last_check, photo_bytes
from portal.risks.intervals import FARTHEST
from portal.risks.model import Control
from portal.risks.photos import KeptPhoto
from portal.risks.rules import CheckResult

BYTES_OF_AN_ENTERPRISE = 2 * 1024**3
NOTE_LENGTH = 300


class Found(NamedTuple):
    """What a check found. `checked_by`: who looked, where that is another than who records it."""

    result: CheckResult
    next_check_on: date
    note: str = ""
    photo: KeptPhoto = KeptPhoto()
    checked_by: str = ""
    checked_on: date | None = None


def record(control: Control, found: Found, *, by: Actor, at: datetime) -> ControlCheck:
    """Keep a check and set the control's next one; out of order, the control counts as lapsed until it is in order.

    The declared grade stays; neither does the row count as changed since the report. Raises Refused, naming the
    field, for a control that is gone, a finding without words, a day that cannot stand.
    """
    require(by, "check.record", control)
    with writing():
        _hold(control)
        checked_on = found.checked_on or clock.local_day(at)
        _refuse_unfit(control, found, clock.local_day(at))
        check = ControlCheck(
            enterprise_id=control.enterprise_id, region_path=control.region_path, control=control,
            result=found.result, note=found.note, checked_on=checked_on, checked_by=found.checked_by or by.name,
            recorded_at=at, membership_id=by.membership_id, next_check_on=found.next_check_on,
            next_check_before=control.next_check_on, out_of_order_before=control.out_of_order_since,
            **found.photo._asdict(),
        )  # fmt: skip
        session().add(check)
        control.next_check_on = found.next_check_on
        control.out_of_order_since = _out_of_order_since(control, found.result, checked_on)
        session().flush()
        after = {
            "control": control.key, "result": found.result, "note": found.note, "next_check_on": found.next_check_on,
            "checked_on": checked_on, "digest": found.photo.file_digest,
        }  # fmt: skip
        audit.record("check.record", check, by=by, at=at, after=after)
    return check


def undo(check: ControlCheck, *, by: Actor, at: datetime) -> None:
    """Take one's own last check of a control back; the control says what it said before. Again: no effect.

    Raises Refused when a later check stands on it.
    """
    require(by, "check.undo", check)
    with writing():
        control = check.control
        _hold(control)
        session().refresh(check)
        if check.undone_at is not None:
            return
        if last_check(session(), control) is not check:
            raise Refused(_("A later check stands on this one; only the last one can be undone."))
        if control.next_check_on == check.next_check_on:
            control.next_check_on = check.next_check_before
        control.out_of_order_since = check.out_of_order_before
        check.undone_at = at
        audit.record("check.undo", check, by=by, at=at, before={"result": check.result, "note": check.note})


def _hold(control: Control) -> None:
    """Hold the risk first and then its control, as everywhere."""
    editing.lock(control.risk)
    editing.lock(control)


def _refuse_unfit(control: Control, found: Found, today: date) -> None:
    if control.removed_at is not None or control.risk.removed_at is not None:
        raise Refused(_("This control has been removed; there is nothing to check."))
    if found.result is CheckResult.OUT_OF_ORDER and not found.note:
        raise Refused(_("Write what is out of order."), "note")
    if len(found.note) > NOTE_LENGTH:
        raise Refused(_("This is too long; shorten it."), "note")
    if not today <= found.next_check_on <= today + FARTHEST:
        raise Refused(_("Choose a day from today on, within about a year."), "next_check_on")
    if found.photo.file_size and photo_bytes(session(), control) > BYTES_OF_AN_ENTERPRISE:
        raise Refused(
            _("The room for photos of checks (2 GB) is used up; record it without a photo."), "photo"
        )


def _out_of_order_since(control: Control, result: CheckResult, checked_on: date) -> date | None:
    """The first of the checks in a row that found it out of order."""
    return None if result is CheckResult.IN_ORDER else control.out_of_order_since or checked_on
