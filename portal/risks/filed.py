"""What the last report said of a row, beside what the register says now."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from portal.filings.comparing import compare
from portal.filings.model import Filing, Revision
from portal.risks.kind import CODE
from portal.risks.model import Risk
from portal.risks.rules import Grade
from portal.risks.snapshot import ROW_SECTIONS, declared_risk
from portal.risks.wording import field_label, show

SECTION = "risks"


class FieldThenAndNow(NamedTuple):
    """One field that differs, in words."""

    label: str
    then: str
    now: str


class ThenAndNow(NamedTuple):
    """A row as the report of `at` declared it, and what differs now.

    `then` is None where it declared the row as a lower grade, by number alone.
    """

    at: datetime
    then: Grade | None
    changes: Sequence[FieldThenAndNow]


def then_and_now(session: Session, risk: Risk) -> ThenAndNow | None:
    """Compare a row with the last report that counts; None while it was never declared. At most 1 statement."""
    if risk.last_filed_at is None:
        return None
    statement = (
        select(Revision)
        .join(Revision.filing)
        .where(
            Filing.enterprise_id == risk.enterprise_id, Filing.kind_code == CODE,
            Revision.declared_at == risk.last_filed_at,
        )
        .options(undefer(Revision.snapshot_json))
        .limit(1)
    )  # fmt: skip
    revision = session.scalars(statement).one_or_none()
    row = revision.snapshot[SECTION].get(risk.key) if revision else None
    if row is None:
        return ThenAndNow(risk.last_filed_at, None, ())
    return ThenAndNow(risk.last_filed_at, Grade(row["grade"]), _changes(risk, row))


def _changes(risk: Risk, row: dict[str, object]) -> list[FieldThenAndNow]:
    now = declared_risk(risk) if risk.grade else {**row, "grade": None}
    [found] = compare({SECTION: {risk.key: row}}, {SECTION: {risk.key: now}}, ROW_SECTIONS)
    return [
        FieldThenAndNow(field_label(one.path), _words(one.path, one.old), _words(one.path, one.new))
        for one in found.fields
    ]


def _words(path: str, value: object) -> str:
    return show(path.rsplit("/", 1)[-1], value)
