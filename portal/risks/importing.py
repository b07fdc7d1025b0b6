"""Writing a weighed list into the register: many rows in few statements, one event with the digest of all."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from portal import audit, clock
from portal.access import Actor, insert_rows, require
from portal.db import canonical_json, new_key, session, writing
from portal.registry.model import Enterprise
from portal.risks import judging
from portal.risks.controls import least_level
from portal.risks.holding import next_risk_number, risk_ids, standing_register
from portal.risks.model import Control, ImportedRow, Risk
from portal.risks.rules import Grade
from portal.risks.weighing import TRIED, Weighed, weigh
from portal.risks.wishes import RowFate, Wish


class ListOrigin(NamedTuple):
    """Which workbook the rows come from, and when the person saw what would happen."""

    key: str
    seen_at: datetime | None


def save(
    enterprise: Enterprise, wishes: Iterable[Wish], origin: ListOrigin, *, by: Actor, at: datetime
) -> tuple[list[Weighed], str]:
    """Weigh a list against the register as it stands now and write its good rows.

    Answers what became of each row, and the digest of all that was written, for the caller's event. Wrong rows are
    left out, the others are kept together or not at all. Inside `writing()`.
    """
    require(by, "risk.import", enterprise)
    on = clock.local_day(at)
    with writing():
        session().refresh(enterprise, with_for_update=True)
        weighed = list(weigh(standing_register(session(), enterprise.id), wishes, on, seen_at=origin.seen_at))
        fresh = [one for one in weighed if one.fate is RowFate.NEW]
        changed = [one for one in weighed if one.fate is RowFate.CHANGED]
        keys = _insert(enterprise, fresh, at) | _change(changed, at)
        told = list(_told(weighed, keys))
        _remember(enterprise, told, origin, by, at)
    digest = hashlib.sha256(canonical_json([[key, one.before, one.after] for key, one in told])).hexdigest()
    return weighed, digest


# --- new rows ---------------------------------------------------------------------------------------------


def _insert(enterprise: Enterprise, fresh: Sequence[Weighed], at: datetime) -> dict[int, str]:
    """Insert new rows with their controls. 4 statements; answers their keys by line."""
    first = next_risk_number(session(), enterprise.id)
    owner = {"enterprise_id": enterprise.id, "region_path": enterprise.region_path}
    rows = [
        {**owner, "key": new_key(), "number": first + n, "changed_at": at, **_values(one.trial)}
        for n, one in enumerate(fresh)
    ]
    insert_rows(Risk, rows)
    ids = risk_ids(session(), enterprise.id, first) if rows else {}
    insert_rows(
        Control,
        [
            {**owner, "risk_id": ids[first + n], **control}
            for n, one in enumerate(fresh)
            for control in _new_controls(one)
        ],
    )
    return {one.wish.line: str(row["key"]) for one, row in zip(fresh, rows, strict=True)}


def _values(trial: Risk | None) -> dict[str, Any]:
    return {name: getattr(trial, name) for name in TRIED}


def _new_controls(one: Weighed) -> Iterator[dict[str, Any]]:
    """The controls to add: at the level that the row says, else the least that its grade asks for."""
    grade = one.trial.grade if one.trial and one.trial.grade else Grade.LOW
    said = one.wish.for_all
    for kind, text in one.controls.added:
        yield {
            "kind": kind, "text": text, "level": said.level or least_level(grade), "frequency": said.frequency,
            "next_check_on": said.next_check_on,
        }  # fmt: skip


# --- rows that change -------------------------------------------------------------------------------------


def _change(changed: Sequence[Weighed], at: datetime) -> dict[int, str]:
    """Write changed rows; answers their keys by line."""
    keys = {}
    for one in changed:
        risk = one.risk
        assert risk is not None
        assert one.grading is not None
        for name, value in one.wish.facts.items():
            if name in one.after:
                setattr(risk, name, getattr(one.trial, name))
        judging.write(risk, one.grading, clock.local_day(at))
        _change_controls(risk, one, at)
        risk.changed_at = at
        keys[one.wish.line] = risk.key
    return keys


def _change_controls(risk: Risk, one: Weighed, at: datetime) -> None:
    for control in one.controls.removed:
        control.removed_at = at
    for control, values in one.controls.changed:
        for name, value in values.items():
            setattr(control, name, value)
    session().add_all(
        Control(enterprise_id=risk.enterprise_id, region_path=risk.region_path, risk_id=risk.id, **values)
        for values in _new_controls(one)
    )


# --- what can be read of it later -------------------------------------------------------------------------


def _told(weighed: Sequence[Weighed], keys: dict[int, str]) -> Iterator[tuple[str, Weighed]]:
    """Each written row with its key; values of personal fields become digests."""
    salt = secrets.token_hex(16)
    for one in weighed:
        if one.wish.line in keys:
            one.before, one.after = audit.plain(one.before, salt), audit.plain(one.after, salt)
            yield keys[one.wish.line], one


def _remember(
    enterprise: Enterprise, told: Sequence[tuple[str, Weighed]], origin: ListOrigin, by: Actor, at: datetime
) -> None:
    rows = [
        {
            "enterprise_id": enterprise.id, "region_path": enterprise.region_path, "risk_key": key,
            "workbook_key": origin.key, "line": one.wish.line, "before": one.before, "after": one.after, "at": at,
            "by_name": by.name,
        }
        for key, one in told
    ]  # fmt: skip
    insert_rows(ImportedRow, rows)
