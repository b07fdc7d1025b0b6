"""What a submission leaves in the register: which rows were declared, and when; a recall takes it back."""

from datetime import datetime

from sqlalchemy import func, literal, select, update

from portal.db import UtcDateTime, session
from portal.filings.model import Filing, Revision
from portal.risks.model import Risk

_AS_IT_STANDS = {"synchronize_session": False}


def mark_declared(filing: Filing, at: datetime) -> None:
    """Mark every row of the enterprise as declared at this moment; rows that were removed too. 1 statement."""
    first = func.coalesce(Risk.first_filed_at, literal(at, UtcDateTime()))
    marks = {"first_filed_at": first, "last_filed_at": at}
    rows = update(Risk).where(Risk.enterprise_id == filing.enterprise_id)
    session().execute(rows.values(marks), execution_options=_AS_IT_STANDS)


def unmark_declared(filing: Filing) -> None:
    """Take the marks of the filing's last submission back, for it no longer counts. 3 statements."""
    submitted_at = filing.submitted_at
    before = session().scalar(
        select(func.max(Revision.declared_at))
        .join(Revision.filing)
        .where(
            Filing.enterprise_id == filing.enterprise_id, Filing.kind_code == filing.kind_code,
            Revision.declared_at < submitted_at,
        )
    )  # fmt: skip
    rows = update(Risk).where(Risk.enterprise_id == filing.enterprise_id)
    for mark, value in ((Risk.last_filed_at, before), (Risk.first_filed_at, None)):
        chosen = rows.where(mark == submitted_at).values({mark.key: value})
        session().execute(chosen, execution_options=_AS_IT_STANDS)
