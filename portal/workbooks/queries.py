"""What is seen of workbooks: those given in, and what an enterprise said of heads before."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import session as session_now
from portal.storage import claim_files
from portal.workbooks.model import HeaderMapping, Workbook
from portal.workbooks.rules import Counts, WorkbookState


class WorkbookRow(NamedTuple):
    """A workbook as the list shows it."""

    id: int
    key: str
    name: str
    state: WorkbookState
    given_at: datetime
    given_by: str
    counts_kept: list[int]

    @property
    def tally(self) -> Counts:
        """How its rows fared in the last check."""
        return Counts(*self.counts_kept)


def workbooks(
    session: Session, enterprise_id: int, *, before: int | None = None, limit: int = 50
) -> list[WorkbookRow]:
    """The workbooks that an enterprise gave in, newest first. 1 statement."""
    statement = select(
        Workbook.id, Workbook.key, Workbook.name, Workbook.state, Workbook.given_at, Workbook.given_by,
        Workbook.counts_kept,
    ).where(Workbook.enterprise_id == enterprise_id)  # fmt: skip
    if before is not None:
        statement = statement.where(Workbook.id < before)
    rows = session.execute(statement.order_by(Workbook.id.desc()).limit(limit))
    return [WorkbookRow(*row) for row in rows]


def confirmed(session: Session, enterprise_id: int) -> list[HeaderMapping]:
    """What the enterprise said of heads, the oldest first. 1 statement."""
    statement = select(HeaderMapping).where(HeaderMapping.enterprise_id == enterprise_id)
    return list(session.scalars(statement.order_by(HeaderMapping.confirmed_at, HeaderMapping.id)))


@claim_files
def files_in_use(keys: Collection[str]) -> Collection[str]:
    """Of these files, those of workbooks; a cancelled one needs its file no longer. 1 statement."""
    needed = Workbook.state != WorkbookState.CANCELLED
    return session_now().scalars(select(Workbook.file_key).where(Workbook.file_key.in_(keys), needed)).all()
