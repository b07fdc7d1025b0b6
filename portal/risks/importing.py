"""Writing a weighed list into the register: many rows in few statements, and what can be read of it later."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from portal import audit, clock
from portal.access import Actor, insert_rows, require
from portal.db import new_key, session, writing
from portal.registry.model import Enterprise
from portal.risks import judging
from portal.risks.controls import least_level
from portal.risks.fields import RISK_FIELDS
from portal.risks.holding import held_controls, held_rows, next_risk_number, risk_ids
from portal.risks.listed import living_controls, plain_register
from portal.risks.model import Control, ImportedRow, Risk
from portal.risks.rules import Grade
from portal.risks.weighing import TRIED, Standing, Weighed, differences, weigh
from portal.risks.wishes import RowFate, Wish

AT_ONCE = 500
"""Rows that are written together: enough to be quick, few enough to need little memory."""


class ListOrigin(NamedTuple):
    """Which workbook the rows come from, and when the person saw what would happen."""

    key: str
    seen_at: datetime | None


def standing_register(enterprise: Enterprise) -> Standing:
    """The register of an enterprise as it stands now. 2 statements."""
    current = session()
    risks, controls = plain_register(current, enterprise.id), living_controls(current, enterprise.id)
    return Standing(enterprise.region_path, risks, controls)


class ListWriter:
    """Writes the good rows of a list into one register, within the caller's transaction and event.

    Iterate over `write()`; afterwards `digest` covers every row that was written.
    """

    def __init__(self, enterprise: Enterprise, origin: ListOrigin, *, by: Actor, at: datetime) -> None:
        require(by, "risk.import", enterprise)
        self._origin = origin
        self._by, self._at, self._on = by, at, clock.local_day(at)
        self._enterprise = enterprise
        self._owner = {"enterprise_id": enterprise.id, "region_path": enterprise.region_path}
        self._salt = secrets.token_hex(16)
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        """SHA-256 over all rows that were written: key, before, after."""
        return self._hash.hexdigest()

    def write(self, wishes: Iterable[Wish]) -> Iterator[Weighed]:
        """Weigh a list against the register as it stands now, write its good rows, and answer each row.

        Wrong rows are left out. New rows: 4 statements for every 500; changed ones: 3 and one a row.
        """
        with writing():
            session().refresh(self._enterprise, with_for_update=True)
            number = next_risk_number(session(), self._enterprise.id)
            standing = standing_register(self._enterprise)
            weighed = weigh(standing, wishes, self._on, seen_at=self._origin.seen_at)
            while chunk := list(islice(weighed, AT_ONCE)):
                fresh = [one for one in chunk if one.fate is RowFate.NEW]
                keys = self._insert(fresh, number) | self._change(
                    [one for one in chunk if one.fate is RowFate.CHANGED]
                )
                number += len(fresh)
                self._remember(chunk, keys)
                yield from chunk

    # --- new rows ---------------------------------------------------------------------------------------------

    def _insert(self, fresh: Sequence[Weighed], first: int) -> dict[int, str]:
        """Insert new rows with their controls; answers their keys by line."""
        if not fresh:
            return {}
        rows = [
            {**self._owner, "key": new_key(), "number": first + n, "changed_at": self._at, **_values(one)}
            for n, one in enumerate(fresh)
        ]
        insert_rows(Risk, rows)
        ids = risk_ids(session(), self._enterprise.id, first)
        controls = (
            {**self._owner, "key": new_key(), "risk_id": ids[first + n], **control}
            for n, one in enumerate(fresh)
            for control in _new_controls(one)
        )
        insert_rows(Control, list(controls))
        return {one.wish.line: str(row["key"]) for one, row in zip(fresh, rows, strict=True)}

    # --- rows that change -------------------------------------------------------------------------------------

    def _change(self, changed: Sequence[Weighed]) -> dict[int, str]:
        """Write changed rows; answers their keys by line."""
        if not changed:
            return {}
        rows = held_rows(session(), [one.risk.id for one in changed if one.risk])
        moved = [control.id for one in changed for control in _moved(one)]
        controls = held_controls(session(), moved) if moved else {}
        keys = {}
        for one in changed:
            assert one.risk is not None
            assert one.grading is not None
            risk = rows[one.risk.id]
            for name in RISK_FIELDS:
                if getattr(one.trial, name) != getattr(one.risk, name):
                    setattr(risk, name, getattr(one.trial, name))
            judging.write(risk, one.grading, self._on)
            risk.changed_at = self._at
            self._change_controls(risk, one, controls)
            keys[one.wish.line] = risk.key
        session().flush()
        return keys

    def _change_controls(self, risk: Risk, one: Weighed, controls: dict[int, Control]) -> None:
        for gone in one.controls.removed:
            controls[gone.id].removed_at = self._at
        for control, values in one.controls.changed:
            for name, value in values.items():
                setattr(controls[control.id], name, value)
        session().add_all(Control(**self._owner, risk_id=risk.id, **values) for values in _new_controls(one))

    # --- what can be read of it later -------------------------------------------------------------------------

    def _remember(self, chunk: Sequence[Weighed], keys: dict[int, str]) -> None:
        """Keep what changed in each row; values of personal fields become digests."""
        told = [
            {
                **self._owner, "risk_key": keys[one.wish.line], "workbook_key": self._origin.key,
                "line": one.wish.line, "before": before, "after": after, "at": self._at, "by_name": self._by.name,
            }
            for one in chunk
            if one.wish.line in keys
            for before, after in [(audit.plain(part, self._salt) for part in differences(one))]
        ]  # fmt: skip
        insert_rows(ImportedRow, told)
        for row in told:
            sealed = [row["risk_key"], row["before"], row["after"]]
            self._hash.update(json.dumps(sealed, ensure_ascii=False, sort_keys=True).encode() + b"\n")


def _values(one: Weighed) -> dict[str, Any]:
    return {name: getattr(one.trial, name) for name in TRIED}


def _moved(one: Weighed) -> Iterator[Any]:
    """The standing controls of a row that are taken off or changed."""
    yield from one.controls.removed
    yield from (control for control, _values in one.controls.changed)


def _new_controls(one: Weighed) -> Iterator[dict[str, Any]]:
    """The controls to add: at the level that the row says, else the least that its grade asks for."""
    grade = one.trial.grade if one.trial and one.trial.grade else Grade.LOW
    said = one.wish.for_all
    for kind, text in one.controls.added:
        yield {
            "kind": kind, "text": text, "level": said.level or least_level(grade), "frequency": said.frequency,
            "next_check_on": said.next_check_on,
        }  # fmt: skip
