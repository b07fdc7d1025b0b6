"""What the pages of checks show: what comes up, what was recorded, what is raised and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.risks import due_checks, living
from portal.risks.checked import ControlCheck
from portal.risks.due_checks import DueFilter, DueRow, RecordedRow
from portal.risks.living import Lapse, LapsedRisk, LiveGrade
from portal.risks.model import Control, Risk
from portal.risks.rights import fills
from portal.risks.rules import Grade, LapseReason
from portal.web.paging import Page, cut
from portal.web.words import day, time_left

SOON = timedelta(days=7)
"""How far the list of checks looks ahead."""

NAMED = 5
"""So many risks with lapsed controls are named on an enterprise's page; the rest are counted."""


# --- what comes up ----------------------------------------------------------------------------------------


class ShownDue(NamedTuple):
    """A control on the list, with words and tone of how it stands."""

    row: DueRow
    words: str
    tone: str


class DueGroup(NamedTuple):
    """Controls that stand alike: out of order, overdue, due today, due soon."""

    title: str
    rows: Sequence[ShownDue]


@dataclass(frozen=True)
class DueList:
    """One page of the list of checks. 1 statement."""

    page: Page
    groups: Sequence[DueGroup]
    may_record: bool


class Asked(NamedTuple):
    """Which part of the list is asked for: whose checks, behind which row, how many."""

    person: str
    after: str
    size: int


def due_list(session: Session, actor: Actor, asked: Asked, on: date) -> DueList:
    """The controls of the own enterprise that come up within seven days, have lapsed or are out of order."""
    chosen = DueFilter(on + SOON, asked.person)
    own = actor.enterprise_id or 0
    rows = due_checks.checks_due(session, own, chosen, _cursor(asked.after), asked.size + 1)
    page = cut(rows, asked.size, lambda row: f"{row.rank}.{row.id}")
    shown = [_shown(row, on) for row in page.rows]
    groups = [
        DueGroup(title, list(found)) for title, found in groupby(shown, lambda one: _title(one.row, on))
    ]
    return DueList(page, groups, fills(actor))


def _cursor(text: str) -> tuple[date, int] | None:
    rank, _dot, number = text.rpartition(".")
    try:
        return date.fromisoformat(rank), int(number)
    except ValueError:
        return None


def _shown(row: DueRow, on: date) -> ShownDue:
    if row.out_of_order_since:
        return ShownDue(row, _("out of order since %(day)s", day=day(row.out_of_order_since)), "late")
    assert row.next_check_on is not None, "it is on the list for its day"
    return ShownDue(row, *time_left(row.next_check_on, on))


def _title(row: DueRow, on: date) -> str:
    if row.out_of_order_since:
        return str(_("Out of order, to be checked again"))
    assert row.next_check_on is not None, "it is on the list for its day"
    if row.next_check_on < on:
        return str(pgettext("check", "Overdue"))
    return str(_("Today") if row.next_check_on == on else _("Within seven days"))


# --- one check ---------------------------------------------------------------------------------------------


class RecordPage(NamedTuple):
    """A control about to be checked: why it has lapsed if it has, and what earlier checks found."""

    lapses: Sequence[Lapse]
    checks: Sequence[RecordedRow]


def record_page(session: Session, control: Control, on: date) -> RecordPage:
    """What stands around the form of a check. 1 statement."""
    return RecordPage(living.lapses_of([control], on), due_checks.checks_of_control(session, control))


class CheckPage(NamedTuple):
    """A recorded check: whether it can be taken back, and the control that waits for its check next."""

    undoable: bool
    following: DueRow | None
    may_record: bool


def check_page(session: Session, check: ControlCheck, actor: Actor, on: date) -> CheckPage:
    """What stands around a recorded check. 2 statements at most."""
    undoable = check.undone_at is None and may(actor, "check.undo", check)
    if undoable:
        undoable = due_checks.last_check(session, check.control) is check
    if not fills(actor):
        return CheckPage(undoable, None, may_record=False)
    due = due_checks.checks_due(session, check.enterprise_id, DueFilter(on), limit=1)
    return CheckPage(undoable, next(iter(due), None), may_record=True)


# --- what is raised, and why ------------------------------------------------------------------------------


def lapse_words(lapse: Lapse) -> str:
    """Why a control does not hold, in one sentence."""
    if lapse.reason is LapseReason.OUT_OF_ORDER:
        return str(
            _(
                "The control “%(text)s” was found out of order on %(day)s",
                text=lapse.text,
                day=day(lapse.since),
            )
        )
    return str(
        ngettext(
            "The control “%(text)s” has gone unchecked for %(num)d day",
            "The control “%(text)s” has gone unchecked for %(num)d days",
            lapse.days,
            text=lapse.text,
        )
    )


class Living(NamedTuple):
    """How a risk stands now: its live grade with the reasons, and the newest checks of its controls."""

    grade: LiveGrade
    checks: Sequence[RecordedRow]


def living_of(session: Session, risk: Risk, controls: Sequence[Control], on: date) -> Living:
    """The live grade and the checks of a risk whose controls are loaded. 1 statement."""
    present = [] if risk.removed_at else controls
    grade = living.live_grade_of(risk.grade, living.lapses_of(present, on))
    return Living(grade, due_checks.checks_of_risk(session, risk))


@dataclass(frozen=True)
class LivePanel:
    """An enterprise's risks as they stand now, on its page. 2 statements."""

    counts: Mapping[Grade | None, int]
    lapsed: Sequence[LapsedRisk]
    more: int


def live_panel(session: Session, enterprise_id: int, on: date) -> LivePanel:
    """The live grades of an enterprise, and the first of the risks with lapsed controls, the gravest first."""
    found = living.lapsed_risks(session, enterprise_id, on)
    counts = living.live_counts(session, enterprise_id, on)
    return LivePanel(counts, found[:NAMED], max(0, len(found) - NAMED))
