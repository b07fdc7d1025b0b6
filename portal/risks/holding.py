"""What the actions ask the register before they write: what is stored, which number is next."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from portal.db import session as session_now
from portal.risks.model import Control, Evidence, Risk
from portal.storage import claim_files


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
