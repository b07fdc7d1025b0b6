"""What is seen of the rows of last year: which are due, what was answered, how old their evidence is."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.filings.model import Filing, Remark
from portal.filings.rules import FilingState, Occasion
from portal.risks.affirmations import Affirmation, Affirmed, beginning_of, settles
from portal.risks.duties import REPORT
from portal.risks.keeping import last_declared
from portal.risks.model import Control, Evidence, Risk

IN_PREPARATION = (FilingState.DRAFT, FilingState.RETURNED)


class DueRow(NamedTuple):
    """A row of last year. `declared`: as the last report declares it, None for a lower grade, which it only counts."""

    risk: Risk
    kept: Affirmation | None
    declared: Mapping[str, Any] | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer, or for what the answer promised."""
        return not settles(self.kept, self.risk)

    @property
    def is_grave(self) -> bool:
        """Whether it is larger or above, or was declared so: such a row is looked at by itself."""
        grade = self.risk.grade
        return self.declared is not None or (grade is not None and grade.larger_or_above)


class Progress(NamedTuple):
    """How far the confirmation of a year has come."""

    answered: int
    due: int


def rows_due(session: Session, enterprise_id: int, year: int) -> list[DueRow]:
    """The rows of last year with what was answered, by number; those removed otherwise are left out. 2 statements."""
    declared = last_declared(session, enterprise_id)
    reported: Mapping[str, Any] = declared.content["risks"] if declared else {}
    return [DueRow(risk, kept, reported.get(risk.key)) for risk, kept in _due(session, enterprise_id, year)]


def progress(session: Session, enterprise_id: int, year: int) -> Progress:
    """How many rows are answered, of how many. 1 statement."""
    rows = _due(session, enterprise_id, year)
    return Progress(sum(settles(kept, risk) for risk, kept in rows), len(rows))


def _due(session: Session, enterprise_id: int, year: int) -> list[tuple[Risk, Affirmation | None]]:
    of_year = and_(Affirmation.risk_id == Risk.id, Affirmation.year == year)
    statement = (
        select(Risk, Affirmation)
        .outerjoin(Affirmation, of_year)
        .where(
            Risk.enterprise_id == enterprise_id, Risk.first_filed_at < beginning_of(year),
            or_(Risk.removed_at.is_(None), Affirmation.answer == Affirmed.GONE),
        )
        .order_by(Risk.number)
    )  # fmt: skip
    return [(risk, kept) for risk, kept in session.execute(statement)]


def affirmation_of(session: Session, risk: Risk, year: int) -> Affirmation | None:
    """What was answered to a row for a year. 1 statement."""
    statement = select(Affirmation).where(Affirmation.risk_id == risk.id, Affirmation.year == year)
    return session.scalars(statement).one_or_none()


def year_in_hand(own: Iterable[Filing], on: date) -> int:
    """The year whose rows are confirmed now: that of a regular report in preparation, else the year of the day."""
    years = [
        one.year
        for one in own
        if one.kind_code == REPORT and one.occasion is Occasion.REGULAR and one.state in IN_PREPARATION
    ]
    return min(years, default=on.year)


def newest_evidence(session: Session, enterprise_id: int) -> dict[int, datetime]:
    """When the newest evidence of each row (by id) was added; rows without any are not named. 1 statement."""
    statement = (
        select(Control.risk_id, func.max(Evidence.added_at))
        .join(Control, Control.id == Evidence.control_id)
        .where(
            Evidence.enterprise_id == enterprise_id, Evidence.removed_at.is_(None), Control.removed_at.is_(None)
        )
        .group_by(Control.risk_id)
    )  # fmt: skip
    return dict(session.execute(statement).all())


def last_remarks(session: Session, enterprise_id: int) -> dict[str, Remark]:
    """What a reviewer said last of each row (by key) and sent. 1 statement."""
    statement = (
        select(Remark)
        .where(
            Remark.enterprise_id == enterprise_id, Remark.sent_at.is_not(None), Remark.path.startswith("/risks/")
        )
        .order_by(Remark.sent_at, Remark.id)
    )  # fmt: skip
    return {remark.path.split("/")[2]: remark for remark in session.scalars(statement)}


def declared_affirmations(session: Session, enterprise_id: int, filing: Filing) -> dict[str, Any]:
    """The parts of a snapshot: `affirmed` counts the answers, `unaffirmed` holds the rows that the regular report of
    the year still waits for. 2 statements."""
    rows = rows_due(session, enterprise_id, filing.year)
    settled = [row.kept.answer for row in rows if row.kept and not row.is_open]
    waiting = [row for row in rows if row.is_open] if filing.occasion is Occasion.REGULAR else []
    return {
        "affirmed": {"due": len(rows), **{answer.value: settled.count(answer) for answer in Affirmed}},
        "unaffirmed": {row.risk.key: _waiting(row) for row in waiting},
    }


def _waiting(row: DueRow) -> dict[str, Any]:
    risk = row.risk
    return {
        "code": risk.code,
        "name": risk.name,
        "unit": risk.unit,
        "place": risk.place,
        "grade": risk.grade.value if risk.grade else None,
        "grave": row.is_grave,
    }
