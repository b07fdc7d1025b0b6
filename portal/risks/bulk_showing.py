"""What the pages of bulk steps show: the rows that were chosen, what a step would do, what it did."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.audit import plain
from portal.risks import bulk
from portal.risks.bulk import Left
from portal.risks.model import BulkEdit, Risk
from portal.risks.rules import BulkChange, LeftOut
from portal.risks.wording import FIELD_WORDS, show


class FieldChange(NamedTuple):
    """A field in words: its name, what stands there before and after."""

    field: str
    before: str
    after: str


class ChangedRow(NamedTuple):
    """A row of a step and what changes in it."""

    risk: Risk
    changes: Sequence[FieldChange]


@dataclass(frozen=True)
class BulkPage:
    """Rows that take part with what changes, and those left out with the reason."""

    rows: Sequence[ChangedRow]
    left: Sequence[Left]
    reason: str


@dataclass(frozen=True)
class StepPage:
    """One step. `undoable`: it can be undone by this actor; `left`: rows that undoing leaves or has left."""

    rows: Sequence[ChangedRow]
    left: Sequence[Left]
    undoable: bool

    @property
    def put_back(self) -> int:
        """How many rows undoing puts back, or has put back."""
        return len(self.rows) - len(self.left)


class ShownStep(NamedTuple):
    """A line of the list of steps."""

    step: BulkEdit
    what: str
    undoable: bool


def chosen(session: Session, keys: Collection[str], actor: Actor) -> Sequence[Risk]:
    """The rows that were chosen, those of others left out. 2 statements."""
    return bulk.rows_of(session, actor.enterprise_id or 0, keys)


def preview(session: Session, keys: Collection[str], change: BulkChange, actor: Actor, on: date) -> BulkPage:
    """What the step would do. 2 statements. Raises Refused for a value that cannot stand."""
    plan = bulk.preview(session, keys, change, by=actor, on=on)
    rows = [ChangedRow(row.risk, _before_and_after(row, change.values)) for row in plan.rows]
    return BulkPage(rows, plan.left, change.reason)


def _before_and_after(row: bulk.PlannedRow, values: Mapping[str, Any]) -> list[FieldChange]:
    found = [_in_words(name, plain(before), plain(values[name])) for name, before in row.before.items()]
    if row.controls:
        days = _days(one.next_check_on for one in row.controls)
        found.append(FieldChange(field_word(bulk.NEXT_CHECK), days, str(values[bulk.NEXT_CHECK])))
    return found


def steps(session: Session, actor: Actor, at: datetime) -> list[ShownStep]:
    """The newest steps. 1 statement."""
    found = bulk.steps(session, actor.enterprise_id or 0)
    return [ShownStep(step, what(step), undoable(step, actor, at)) for step in found]


def what(step: BulkEdit) -> str:
    """What a step did, in words."""
    if step.reason:
        return str(_("Removed: %(reason)s", reason=step.reason))
    return "；".join(f"{field_word(name)}：{show(name, value)}" for name, value in step.chosen.items())


def undoable(step: BulkEdit, actor: Actor, at: datetime) -> bool:
    """Whether this actor may still undo it."""
    return bulk.can_be_undone(step, at) and may(actor, "bulk.undo", step)


def one_step(session: Session, step: BulkEdit, actor: Actor, at: datetime) -> StepPage:
    """One step with its rows. 2 statements."""
    risks = bulk.rows_of(session, step.enterprise_id, [one["key"] for one in step.row_states])
    named = {risk.key: risk for risk in risks}
    rows = [ChangedRow(named[one["key"]], _done(step, one)) for one in step.row_states]
    left = bulk.undo_plan(step, risks).left if step.undone_at is None else _left_then(step, named)
    return StepPage(rows, left, undoable(step, actor, at))


def _left_then(step: BulkEdit, named: Mapping[str, Risk]) -> list[Left]:
    return [Left(named[key], LeftOut.CHANGED) for key in step.left_keys]


def _done(step: BulkEdit, state: Mapping[str, Any]) -> list[FieldChange]:
    found = [_in_words(name, before, step.chosen[name]) for name, before in state["before"].items()]
    if state["checks"]:
        found.append(
            FieldChange(
                field_word(bulk.NEXT_CHECK), _days(state["checks"].values()), step.chosen[bulk.NEXT_CHECK]
            )
        )
    return found


def field_word(name: str) -> str:
    """The name of a field that a step changes."""
    return str(FIELD_WORDS["control/next_check_on" if name == bulk.NEXT_CHECK else name])


def _in_words(name: str, before: Any, after: Any) -> FieldChange:
    return FieldChange(field_word(name), show(name, before), show(name, after))


def _days(days: Iterable[Any]) -> str:
    """The days on which controls were to be checked: from the first to the last, and of how many controls."""
    told = list(days)
    known = sorted({str(day) for day in told if day})
    span = _("%(first)s to %(last)s", first=known[0], last=known[-1]) if len(known) > 1 else "".join(known)
    controls = ngettext("%(num)d control", "%(num)d controls", len(told))
    return f"{span or '—'}（{controls}）"
