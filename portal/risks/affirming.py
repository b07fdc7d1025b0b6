"""What is done to the rows of last year: say row by row that it is unchanged, changed or gone.

Each answer is an act of its own. The lower rows that are left may be answered together; a red or an orange row never.
"""

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _

from portal import audit, clock, editing
from portal.access import Actor, require
from portal.db import session, writing
from portal.merging import Change
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks import actions
from portal.risks.affirmations import Affirmation, Affirmed, is_due
from portal.risks.affirmed import affirmation_of, rows_due
from portal.risks.model import Risk
from portal.risks.rules import Grade

AT_ONCE = 200
"""Most rows that one press answers together."""


def affirm_unchanged(risk: Risk, year: int, *, by: Actor, at: datetime) -> None:
    """Say that a row stands as it was declared: somebody has looked today, so its identification is of today.

    Raises Refused for a row that is no row of last year, or that was removed.
    """
    require(by, "risk.affirm", risk)
    with writing():
        _affirm_unchanged(risk, year, by, at)


def affirm_changed(risk: Risk, year: int, *, by: Actor, at: datetime) -> None:
    """Say that a row has changed; it counts once the row was changed since it was declared.

    Raises Refused as `affirm_unchanged` does.
    """
    require(by, "risk.affirm", risk)
    with writing():
        _expect_due(risk, year)
        _keep(risk, year, Affirmed.CHANGED, by, at)


def affirm_gone(risk: Risk, year: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Say that a row is no more, and take it out of the register. Raises Refused without a reason."""
    require(by, "risk.affirm", risk)
    with writing():
        _expect_due(risk, year)
        actions.remove(risk, reason, by=by, at=at)
        _keep(risk, year, Affirmed.GONE, by, at)


def affirm_rest(
    enterprise: Enterprise, year: int, grades: Collection[Grade], *, by: Actor, at: datetime
) -> int:
    """Say of all rows of these grades that nobody has answered: unchanged. Answers how many; at most `AT_ONCE`.

    A row that was declared larger or above is left out, whatever it is graded now. Raises Refused where the grades
    name red or orange rows: those are looked at one by one.
    """
    require(by, "risk.affirm_rest")
    if any(grade.larger_or_above for grade in grades):
        raise Refused(_("Red and orange rows are confirmed one by one; look at each of them."))
    with writing():
        rest = [row for row in rows_due(session(), enterprise.id, year) if row.is_open and not row.is_grave]
        chosen = [row.risk for row in rest if row.risk.grade in grades][:AT_ONCE]
        for risk in chosen:
            _affirm_unchanged(risk, year, by, at)
    return len(chosen)


def _affirm_unchanged(risk: Risk, year: int, by: Actor, at: datetime) -> None:
    _expect_due(risk, year)
    today = [Change("identified_on", risk.identified_on, clock.local_day(at))]
    actions.edit(risk, today, by=by, at=at)
    _keep(risk, year, Affirmed.UNCHANGED, by, at)


def _expect_due(risk: Risk, year: int) -> None:
    editing.lock(risk)
    if risk.removed_at is not None:
        raise Refused(_("This row has been removed; restore it first."))
    if not is_due(risk, year):
        raise Refused(_("This row was not declared in an earlier year; it needs no confirmation."))


def _keep(risk: Risk, year: int, answer: Affirmed, by: Actor, at: datetime) -> None:
    kept = affirmation_of(session(), risk, year)
    before = {"answer": kept.answer} if kept else None
    assert risk.last_filed_at is not None
    since = at if kept else risk.last_filed_at
    if kept is None:
        kept = Affirmation(
            enterprise_id=risk.enterprise_id, region_path=risk.region_path, risk_id=risk.id, year=year
        )
        session().add(kept)
    kept.answer, kept.note, kept.since = answer, risk.removed_reason, since
    kept.answered_at, kept.answered_by = at, by.name
    session().flush()
    after = {"year": year, "answer": answer}
    audit.record("risk.affirm", risk, by=by, at=at, before=before, after=after)
