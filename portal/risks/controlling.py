"""What is done to controls and their evidence: add, edit, remove, restore, attach."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from portal import audit, clock, editing, storage
from portal.access import Actor, require
from portal.db import session, writing
from portal.merging import Change
from portal.problems import Refused
from portal.risks.fields import CONTROL_FIELDS
from portal.risks.holding import evidence_use
from portal.risks.model import Control, Evidence, Risk
from portal.uploads import Upload

FILES_OF_A_CONTROL = 10
BYTES_OF_AN_ENTERPRISE = 2 * 1024**3


def add(risk: Risk, facts: Mapping[str, Any], *, by: Actor, at: datetime) -> Control:
    """Declare a control of a risk with these facts by field (`kind`, `text` and `level` at least).

    Raises Refused, naming the field, for a fact that cannot stand.
    """
    require(by, "control.add", risk)
    given = {"kind": None, "text": "", "level": None, **facts}
    clean = editing.tidied(CONTROL_FIELDS, given, clock.local_day(at))
    with writing():
        editing.lock(risk)
        if risk.removed_at is not None:
            raise Refused(_("This row has been removed; restore it first."))
        control = Control(enterprise_id=risk.enterprise_id, region_path=risk.region_path, risk=risk, **clean)
        session().add(control)
        risk.changed_at = at
        session().flush()
        audit.record("control.add", control, by=by, at=at, after={"risk": risk.key, **clean})
    return control


def edit(control: Control, changes: Iterable[Change], *, by: Actor, at: datetime) -> None:
    """Change fields of a control, each with the value that the person saw.

    Raises Refused for a value that cannot stand, or that would put off an overdue check; Conflict where somebody
    changed the same field in between.
    """
    require(by, "control.edit", control)
    with writing():
        _hold(control)
        if control.removed_at is not None:
            raise Refused(_("This control has been removed; restore it first."))
        changes = list(changes)
        _refuse_putting_off(control, changes, clock.local_day(at))
        written = editing.change(control, CONTROL_FIELDS, changes, at)
        if written.after:
            control.risk.changed_at = at
            audit.record("control.edit", control, by=by, at=at, before=written.before, after=written.after)


def remove(control: Control, *, by: Actor, at: datetime) -> None:
    """Take a control off its risk; it can be restored. Again: no effect."""
    require(by, "control.remove", control)
    with writing():
        _hold(control)
        if control.removed_at is None:
            control.removed_at = control.risk.changed_at = at
            audit.record("control.remove", control, by=by, at=at, before={"text": control.text})


def restore(control: Control, *, by: Actor, at: datetime) -> None:
    """Take a removed control back."""
    require(by, "control.restore", control)
    with writing():
        _hold(control)
        if control.removed_at is not None:
            control.removed_at, control.risk.changed_at = None, at
            audit.record("control.restore", control, by=by, at=at, after={"text": control.text})


def attach(control: Control, upload: Upload, *, by: Actor, at: datetime) -> Evidence:
    """Keep an accepted upload as evidence of a control.

    Raises Refused (field `file`) when the control has ten files already or the enterprise's room is used up.
    """
    require(by, "evidence.add", control)
    stored = storage.store(upload.content)
    with writing():
        _hold(control)
        _refuse_too_much(control, len(upload.content))
        evidence = Evidence(
            enterprise_id=control.enterprise_id, region_path=control.region_path, control=control,
            file_key=stored.key, name=upload.name, content_type=upload.content_type, size=stored.size,
            digest=stored.sha256, added_at=at, added_by=by.name,
        )  # fmt: skip
        session().add(evidence)
        control.risk.changed_at = at
        session().flush()
        after = {"control": control.key, "name": upload.name, "digest": evidence.digest}
        audit.record("evidence.add", evidence, by=by, at=at, after=after)
    return evidence


def detach(evidence: Evidence, *, by: Actor, at: datetime) -> None:
    """Take evidence off its control; the file stays, for a filing may have named it."""
    require(by, "evidence.remove", evidence)
    with writing():
        _hold(evidence.control)
        if evidence.removed_at is None:
            evidence.removed_at = evidence.control.risk.changed_at = at
            audit.record("evidence.remove", evidence, by=by, at=at, before={"name": evidence.name})


def _refuse_putting_off(control: Control, changes: Iterable[Change], today: date) -> None:
    """An overdue check is recorded, not moved: only evidence takes a lapse back."""
    overdue = control.next_check_on is not None and control.next_check_on < today
    for one in changes:
        if overdue and one.field == "next_check_on" and one.value != control.next_check_on:
            raise Refused(
                _("The check of this control is overdue: record it, which sets the next one."),
                "next_check_on",
            )


def _hold(control: Control) -> None:
    """Hold the risk first and then its control, in this order everywhere."""
    editing.lock(control.risk)
    editing.lock(control)


def _refuse_too_much(control: Control, size: int) -> None:
    use = evidence_use(session(), control)
    if use.files >= FILES_OF_A_CONTROL:
        raise Refused(
            _("A control takes %(num)d files at most; remove one first.", num=FILES_OF_A_CONTROL), "file"
        )
    if use.stored + size > BYTES_OF_AN_ENTERPRISE:
        raise Refused(
            _("The room for files of this enterprise (2 GB) is used up; remove some first."), "file"
        )
