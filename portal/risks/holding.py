"""What the actions ask the register before they write: what is stored, which number is next."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from portal.db import session as session_now
from portal.editing import EVENTS_ASKED, LastChange, register_history
from portal.risks.model import Control, Evidence, ImportedRow, Risk
from portal.storage import claim_files


def last_import(session: Session, kind: str, key: str, field: str) -> LastChange | None:
    """Who last changed a field of a risk by an import, whose rows are no events. 1 statement, for risks alone."""
    if kind != Risk.__tablename__:
        return None
    statement = (
        select(ImportedRow.by_name, ImportedRow.at, ImportedRow.after)
        .where(ImportedRow.risk_key == key)
        .order_by(ImportedRow.id.desc())
        .limit(EVENTS_ASKED)
    )
    rows = session.execute(statement)
    return next((LastChange(who, at) for who, at, after in rows if field in after), None)


register_history(last_import)


class EvidenceUse(NamedTuple):
    """How many files a control has, and how many bytes the enterprise has stored."""

    files: int
    stored: int


def evidence_use(session: Session, control: Control) -> EvidenceUse:
    """What a further file would add to. 1 statement."""
    of_control = func.count(case((and_(Evidence.control_id == control.id, Evidence.removed_at.is_(None)), 1)))
    statement = select(of_control, func.coalesce(func.sum(Evidence.size), 0)).where(
        Evidence.enterprise_id == control.enterprise_id
    )
    return EvidenceUse(*session.execute(statement).one())


@claim_files
def files_in_use(keys: Collection[str]) -> Collection[str]:
    """Of these files, those of evidence, removed or not: a filing may have named it. 1 statement."""
    return session_now().scalars(select(Evidence.file_key).where(Evidence.file_key.in_(keys))).all()


def next_risk_number(session: Session, enterprise_id: int) -> int:
    """The number of the next row; numbers are never used again. 1 statement."""
    highest = session.scalar(select(func.max(Risk.number)).where(Risk.enterprise_id == enterprise_id))
    return (highest or 0) + 1


def risk_ids(session: Session, enterprise_id: int, first_number: int) -> dict[int, int]:
    """The ids of the rows from a number on, by their number. 1 statement."""
    statement = select(Risk.number, Risk.id).where(
        Risk.enterprise_id == enterprise_id, Risk.number >= first_number
    )
    return {row.number: row.id for row in session.execute(statement)}


def held_rows(session: Session, ids: Collection[int]) -> dict[int, Risk]:
    """Rows by id, read anew and held until the transaction ends. 1 statement."""
    statement = select(Risk).where(Risk.id.in_(ids)).order_by(Risk.id).with_for_update()
    return {
        risk.id: risk for risk in session.scalars(statement, execution_options={"populate_existing": True})
    }


def held_controls(session: Session, ids: Collection[int]) -> dict[int, Control]:
    """Controls by id, read anew and held until the transaction ends. 1 statement."""
    statement = select(Control).where(Control.id.in_(ids)).order_by(Control.id).with_for_update()
    return {one.id: one for one in session.scalars(statement, execution_options={"populate_existing": True})}
