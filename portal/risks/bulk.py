"""Bulk steps on the register: many rows changed alike or removed at once, planned before, undone as one.

A step keeps what stood in each row, for events keep names and phones as digests alone. It can be undone for 30 days;
a row in which somebody has changed one of its fields since is left and named.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from portal import audit, clock, editing
from portal.access import Actor, require
from portal.db import session, writing
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks.fields import CONTROL_FIELDS, RISK_FIELDS
from portal.risks.keeping import keep_change_duty
from portal.risks.model import BulkEdit, Control, Risk
from portal.risks.rules import BulkChange, LeftOut

AT_ONCE = 1000
"""Most rows of one step."""

UNDONE_WITHIN = timedelta(days=30)
NEXT_CHECK = "next_check_on"
DAYS = ("identified_on", NEXT_CHECK)


class PlannedRow(NamedTuple):
    """A row that a step changes: what stands there by field, and the controls whose next check changes."""

    risk: Risk
    before: dict[str, Any]
    controls: list[Control]


class Left(NamedTuple):
    """A row that takes no part, and why."""

    risk: Risk
    reason: LeftOut


class Plan(NamedTuple):
    """What a step would do."""

    rows: list[PlannedRow]
    left: list[Left]


# --- change -----------------------------------------------------------------------------------------------


def preview(session: Session, keys: Collection[str], chosen: BulkChange, *, by: Actor, on: date) -> Plan:
    """What the step would do, row by row. 2 statements. Raises Refused as `change` does."""
    return planned(rows_of(session, by.enterprise_id or 0, keys), _tidied(chosen, on), on)


def change(
    keys: Collection[str], chosen: BulkChange, seen_at: datetime, *, by: Actor, at: datetime
) -> BulkEdit:
    """Change these rows alike or remove them; those changed by anyone after `seen_at` are left out.

    Raises Refused, naming the field, for a value that cannot stand, or where no row would change.
    """
    require(by, "bulk.change")
    clean = _tidied(chosen, clock.local_day(at))
    with writing():
        enterprise = session().get_one(Enterprise, by.enterprise_id)
        plan = planned(_held(enterprise.id, keys), clean, clock.local_day(at), seen_at)
        if not plan.rows:
            raise Refused(_("No row would change."))
        step = _remember(enterprise, plan, clean, by, at)
        for row in plan.rows:
            _write(row, clean, step, by, at)
        after = {"rows": len(plan.rows), "left": len(plan.left), **clean.values, "reason": clean.reason}
        audit.record("bulk.change", step, by=by, at=at, after=after)
        if clean.reason:
            keep_change_duty(enterprise.id, at)
    return step


def planned(risks: Iterable[Risk], chosen: BulkChange, on: date, seen_at: datetime | None = None) -> Plan:
    """Who takes part, and who does not and why. No statement for rows with their controls.

    An overdue check is recorded, not moved: only evidence takes a lapse back.
    """
    plan = Plan([], [])
    for risk in risks:
        row = _difference(risk, chosen, on)
        reason = _why_left(row, chosen, on, seen_at)
        if reason:
            plan.left.append(Left(risk, reason))
        else:
            plan.rows.append(row)
    return plan


def _difference(risk: Risk, chosen: BulkChange, on: date) -> PlannedRow:
    new = {name: value for name, value in chosen.values.items() if name != NEXT_CHECK}
    before = {name: getattr(risk, name) for name, value in new.items() if getattr(risk, name) != value}
    day = chosen.values.get(NEXT_CHECK)
    movable = [one for one in risk.active_controls if not _is_overdue(one, on)]
    controls = [one for one in movable if one.next_check_on != day] if day else []
    return PlannedRow(risk, before, controls)


def _is_overdue(control: Control, on: date) -> bool:
    return control.next_check_on is not None and control.next_check_on < on


def _why_left(row: PlannedRow, chosen: BulkChange, on: date, seen_at: datetime | None) -> LeftOut | None:
    if row.risk.removed_at is not None:
        return LeftOut.REMOVED
    if seen_at is not None and row.risk.changed_at > seen_at:
        return LeftOut.CHANGED
    if chosen.reason or row.before or row.controls:
        return None
    if set(chosen.values) != {NEXT_CHECK}:
        return LeftOut.SAME
    if any(_is_overdue(one, on) for one in row.risk.active_controls):
        return LeftOut.OVERDUE
    return LeftOut.SAME if row.risk.active_controls else LeftOut.NO_CONTROL


def _tidied(chosen: BulkChange, on: date) -> BulkChange:
    """The values as the fields hold them. Raises Refused for one that cannot stand there, or for none at all."""
    if not chosen.values and not chosen.reason:
        raise Refused(_("Fill in at least one field."))
    fields = {**RISK_FIELDS, NEXT_CHECK: CONTROL_FIELDS[NEXT_CHECK]}
    return BulkChange(editing.tidied(fields, chosen.values, on), chosen.reason.strip())


def _remember(enterprise: Enterprise, plan: Plan, chosen: BulkChange, by: Actor, at: datetime) -> BulkEdit:
    """Keep what stands in the rows; steps that can no longer be undone go."""
    current = session()
    current.execute(
        delete(BulkEdit).where(BulkEdit.enterprise_id == enterprise.id, BulkEdit.made_at < at - UNDONE_WITHIN)
    )
    step = BulkEdit(
        enterprise_id=enterprise.id, region_path=enterprise.region_path, chosen=_plain(chosen.values),
        reason=chosen.reason, made_at=at, made_by=by.name, left_keys=[],
        row_states=[
            {
                "key": row.risk.key, "before": _plain(row.before),
                "checks": _plain({one.key: one.next_check_on for one in row.controls}),
            }
            for row in plan.rows
        ],
    )  # fmt: skip
    current.add(step)
    current.flush()
    return step


def _write(row: PlannedRow, chosen: BulkChange, step: BulkEdit, by: Actor, at: datetime) -> None:
    risk = row.risk
    risk.changed_at = at
    if chosen.reason:
        risk.removed_at, risk.removed_reason = at, chosen.reason
        audit.record("risk.remove", risk, by=by, at=at, after={"reason": chosen.reason, "bulk": step.key})
        return
    after = {name: chosen.values[name] for name in row.before}
    for name, value in after.items():
        setattr(risk, name, value)
    _write_checks(risk, {one.key: chosen.values[NEXT_CHECK] for one in row.controls})
    checks = {NEXT_CHECK: chosen.values[NEXT_CHECK]} if row.controls else {}
    audit.record(
        "risk.edit", risk, by=by, at=at, before=row.before, after={**after, **checks, "bulk": step.key}
    )


def _write_checks(risk: Risk, days: Mapping[str, date | None]) -> None:
    for control in risk.controls:
        if control.key in days:
            control.next_check_on = days[control.key]


# --- undo -------------------------------------------------------------------------------------------------


class UndoneRow(NamedTuple):
    """A row whose former state can be put back: its values by field, and the next checks by control."""

    risk: Risk
    values: dict[str, Any]
    checks: dict[str, date | None]


class UndoPlan(NamedTuple):
    """What undoing a step would put back, and which rows it would leave."""

    rows: list[UndoneRow]
    left: list[Left]


def undo(step: BulkEdit, *, by: Actor, at: datetime) -> UndoPlan:
    """Put back what stood in the rows before the step, those left out in which its fields have changed since.

    Raises Refused where it was undone before, or nothing can be put back.
    """
    require(by, "bulk.undo", step)
    with writing():
        editing.lock(step)
        if step.undone_at is not None:
            raise Refused(_("This step has been undone already."))
        plan = undo_plan(step, _held(step.enterprise_id, [one["key"] for one in step.row_states]))
        if not plan.rows:
            raise Refused(_("All its rows have been changed since; nothing can be put back."))
        for row in plan.rows:
            _put_back(row, step, by, at)
        step.undone_at, step.undone_by = at, by.name
        step.left_keys = [one.risk.key for one in plan.left]
        after = {"rows": len(plan.rows), "left": len(plan.left)}
        audit.record("bulk.undo", step, by=by, at=at, after=after)
        if step.reason:
            keep_change_duty(step.enterprise_id, at)
    return plan


def undo_plan(step: BulkEdit, risks: Iterable[Risk]) -> UndoPlan:
    """Which rows still stand as the step left them. No statement for rows with their controls."""
    found, plan = {risk.key: risk for risk in risks}, UndoPlan([], [])
    for state in step.row_states:
        risk = found[state["key"]]
        reason = _why_kept(step, state, risk)
        if reason:
            plan.left.append(Left(risk, reason))
        else:
            plan.rows.append(UndoneRow(risk, _typed(state["before"]), _days(state["checks"])))
    return plan


def _why_kept(step: BulkEdit, state: Mapping[str, Any], risk: Risk) -> LeftOut | None:
    """Why a row cannot be put back: another hand was there, or it has left the register."""
    if step.reason:
        return None if risk.removed_at == step.made_at else LeftOut.CHANGED
    if risk.removed_at is not None:
        return LeftOut.REMOVED
    chosen = _typed(step.chosen)
    same = all(getattr(risk, name) == chosen[name] for name in state["before"])
    checks = {one.key: one.next_check_on for one in risk.active_controls}
    same_checks = all(checks.get(key) == chosen[NEXT_CHECK] for key in state["checks"])
    return None if same and same_checks else LeftOut.CHANGED


def _put_back(row: UndoneRow, step: BulkEdit, by: Actor, at: datetime) -> None:
    risk = row.risk
    risk.changed_at = at
    if step.reason:
        risk.removed_at, risk.removed_reason = None, ""
        before = {"reason": step.reason, "bulk": step.key}
        audit.record("risk.restore", risk, by=by, at=at, before=before)
        return
    before = {name: getattr(risk, name) for name in row.values}
    for name, value in row.values.items():
        setattr(risk, name, value)
    _write_checks(risk, row.checks)
    checks = {NEXT_CHECK: row.checks} if row.checks else {}
    audit.record(
        "risk.edit", risk, by=by, at=at, before=before, after={**row.values, **checks, "bulk": step.key}
    )


# --- read -------------------------------------------------------------------------------------------------


def rows_of(session: Session, enterprise_id: int, keys: Collection[str]) -> Sequence[Risk]:
    """Rows of the register by their keys, with their controls, by number. 2 statements."""
    statement = (
        select(Risk)
        .where(Risk.enterprise_id == enterprise_id, Risk.key.in_(keys))
        .options(selectinload(Risk.controls))
        .order_by(Risk.number)
    )
    return session.scalars(statement).all()


def _held(enterprise_id: int, keys: Collection[str]) -> Sequence[Risk]:
    """The same, read anew and held until the transaction ends. Raises Refused for too many."""
    if len(keys) > AT_ONCE:
        raise Refused(_("At most %(num)d rows can be changed at once; narrow the list.", num=AT_ONCE))
    held = (
        select(Risk)
        .where(Risk.enterprise_id == enterprise_id, Risk.key.in_(keys))
        .options(selectinload(Risk.controls))
        .order_by(Risk.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session().scalars(held).all()


def steps(session: Session, enterprise_id: int, limit: int = 50) -> Sequence[BulkEdit]:
    """The newest bulk steps of an enterprise. 1 statement."""
    statement = (
        select(BulkEdit)
        .where(BulkEdit.enterprise_id == enterprise_id)
        .order_by(BulkEdit.made_at.desc(), BulkEdit.id.desc())
        .limit(limit)
    )
    return session.scalars(statement).all()


def step_named(session: Session, key: str) -> BulkEdit | None:
    """The step of this key, if the actor sees it. 1 statement."""
    return session.scalars(select(BulkEdit).where(BulkEdit.key == key)).one_or_none()


def can_be_undone(step: BulkEdit, at: datetime) -> bool:
    """Whether it is young enough and was not undone yet."""
    return step.undone_at is None and at - step.made_at < UNDONE_WITHIN


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _days(values: Mapping[str, str | None]) -> dict[str, date | None]:
    return {name: date.fromisoformat(value) if value else None for name, value in values.items()}


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    days = _days({name: value for name, value in values.items() if name in DAYS})
    return {**values, **days}
