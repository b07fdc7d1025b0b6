"""What keeps `change_duty` true: called inside the transaction of whatever may change it.

The row is worked out anew each time from what was declared last, the register, the facts and the events since, so
that the order of changes, recalls and rejections does not matter.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, undefer

from portal.access import as_system
from portal.audit import Event
from portal.clock import local_day
from portal.db import session, writing
from portal.filings.model import Filing, Revision
from portal.filings.rules import COUNTS_AS_FILED
from portal.registry.following import follows_facts
from portal.registry.model import Enterprise
from portal.risks.changes import Deed, LiveRow, Reason, dated, reasons
from portal.risks.deadlines import reported_facts
from portal.risks.duties import REPORT
from portal.risks.model import ChangeDuty, ImportedRow, Risk
from portal.risks.rules import Grade, code_of

TELLING = ("risk.add", "risk.adopt", "risk.grade", "risk.remove", "risk.restore", "enterprise.edit")
"""The verbs of events that can change what a report would say of its larger-or-above risks or its named facts."""


class Declared(NamedTuple):
    """What was submitted last and counts, and when."""

    content: dict[str, Any]
    at: datetime


def keep_change_duty(enterprise_id: int, at: datetime) -> None:
    """Note what differs now from the last report, or that nothing does. Inside `writing()`; at most 7 statements."""
    with as_system("the duty is the enterprise's, whoever acts, and its town may have changed"):
        session().flush()
        declared = last_declared(session(), enterprise_id)
        found = _reasons(session(), enterprise_id, declared, at) if declared else []
        _keep(session().get_one(Enterprise, enterprise_id), found)
        session().flush()


@follows_facts
def _facts_changed(enterprise: Enterprise, at: datetime) -> None:
    keep_change_duty(enterprise.id, at)


def last_declared(session: Session, enterprise_id: int) -> Declared | None:
    """The newest submission that was neither recalled nor rejected. 1 statement."""
    statement = (
        select(Revision)
        .join(Revision.filing)
        .options(undefer(Revision.snapshot_json))
        .where(
            Filing.enterprise_id == enterprise_id, Filing.kind_code == REPORT, Filing.state.in_(COUNTS_AS_FILED)
        )
        .order_by(Revision.declared_at.desc(), Revision.id.desc())
        .limit(1)
    )  # fmt: skip
    found = session.scalars(statement).one_or_none()
    return Declared(found.snapshot, found.declared_at) if found else None


def _reasons(session: Session, enterprise_id: int, declared: Declared, at: datetime) -> list[Reason]:
    enterprise = session.get_one(Enterprise, enterprise_id)
    facts = {name: getattr(enterprise, name) for name in reported_facts()}
    found = reasons(
        declared.content, live_rows(session, enterprise_id, list(declared.content["risks"])), facts
    )
    return dated(found, _deeds(session, enterprise_id, declared.at), local_day(at)) if found else []


def live_rows(session: Session, enterprise_id: int, declared: list[str]) -> list[LiveRow]:
    """The rows that are larger or above now, and those that were declared (by key). 1 statement."""
    grave = Risk.grade.in_((Grade.MAJOR, Grade.LARGER)) & Risk.removed_at.is_(None)
    statement = select(Risk.key, Risk.number, Risk.name, Risk.grade, Risk.removed_at).where(
        Risk.enterprise_id == enterprise_id, or_(grave, Risk.key.in_(declared))
    )
    return [
        LiveRow(key, code_of(number), name, grade, removed_at is not None)
        for key, number, name, grade, removed_at in session.execute(statement.order_by(Risk.number))
    ]


def _deeds(session: Session, enterprise_id: int, since: datetime) -> list[Deed]:
    statement = (
        select(Event.at, Event.verb, Event.thing_key, Event.after)
        .where(Event.enterprise_id == enterprise_id, Event.verb.in_(TELLING), Event.at > since)
        .order_by(Event.sequence)
    )
    told = [
        Deed(local_day(at), verb, key, after or {}) for at, verb, key, after in session.execute(statement)
    ]
    return told + _imports(session, enterprise_id, since)


def _imports(session: Session, enterprise_id: int, since: datetime) -> list[Deed]:
    """What imports did to rows: one event tells of a whole list, its rows are told apart. 1 statement."""
    statement = (
        select(ImportedRow.at, ImportedRow.risk_key, ImportedRow.after)
        .where(ImportedRow.enterprise_id == enterprise_id, ImportedRow.at > since)
        .order_by(ImportedRow.id)
    )
    return [Deed(local_day(at), "risk.import", key, after) for at, key, after in session.execute(statement)]


def _keep(enterprise: Enterprise, found: list[Reason]) -> None:
    current = session()
    if not found:
        current.execute(delete(ChangeDuty).where(ChangeDuty.enterprise_id == enterprise.id))
        return
    kept = current.scalars(select(ChangeDuty).where(ChangeDuty.enterprise_id == enterprise.id)).one_or_none()
    if kept is None:
        kept = ChangeDuty(enterprise_id=enterprise.id, region_path=enterprise.region_path)
        current.add(kept)
    kept.since = min(reason.since for reason in found if reason.since)
    kept.reasons = [reason.stored() for reason in found]


def keep_all(at: datetime) -> int:
    """Work every enterprise's change duty out anew, one transaction each; answers how many enterprises. Run as SYSTEM:
    after an update of the portal, or when the facts that the law names have changed."""
    ids = session().scalars(select(Enterprise.id).order_by(Enterprise.id)).all()
    for enterprise_id in ids:
        with writing():
            keep_change_duty(enterprise_id, at)
    return len(ids)
