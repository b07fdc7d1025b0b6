"""What the pages at the beginning of a report year show: where one starts from, and last year's rows one by one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.clock import local_day
from portal.filings.kinds import kind_of
from portal.filings.model import Remark
from portal.filings.queries import filings_of
from portal.filings.showing import ShownRemark
from portal.registry.model import Enterprise
from portal.risks import affirmed
from portal.risks.affirmations import Affirmed
from portal.risks.affirmed import DueRow, Progress
from portal.risks.arithmetic import worked
from portal.risks.deadlines import identification_holds_until
from portal.risks.duties import REPORT
from portal.risks.findings_door import KnownFinding, findings_of
from portal.risks.grading import kept_result
from portal.risks.hazards import Equipment, equipment_for
from portal.risks.known_methods import known_method
from portal.risks.peer_groups import PeerQuestion
from portal.risks.peers import peer_questions
from portal.risks.rules import Grade
from portal.web.words import label

WORKBOOKS = "workbooks.index"
"""The page of Excel workbooks, where that room is there."""

MONTH = 30
"""Days of a month, for ages told in words."""


# --- last year's rows -------------------------------------------------------------------------------------


class Age(NamedTuple):
    """How long ago something was done, and whether that is too long."""

    on: date
    words: str
    old: bool


def age(day: date | None, on: date) -> Age | None:
    """The age of a day in words: days, then months; old after twelve months."""
    if day is None:
        return None
    days = (on - day).days
    words = ngettext("%(num)d day ago", "%(num)d days ago", days)
    if days >= 2 * MONTH:
        words = ngettext("%(num)d month ago", "%(num)d months ago", days // MONTH)
    return Age(day, _("today") if days == 0 else words, identification_holds_until(day) < on)


@dataclass(frozen=True)
class ShownRow:
    """A row of last year with what one looks at before one answers."""

    row: DueRow
    identified: Age | None
    evidence: Age | None
    remark: ShownRemark | None
    finding: KnownFinding | None

    @property
    def then(self) -> Grade | None:
        """The grade that the last report declared; None where it only counted the row."""
        return Grade(self.row.declared["grade"]) if self.row.declared else None

    @property
    def formula(self) -> str:
        """The values that made the grade, such as 3 × 6 × 15 = 270."""
        declared = self.row.declared["method"] if self.row.declared else {}
        result = kept_result(declared["key"], declared) if declared else None
        return worked(known_method(result.method), result).formula if result else ""

    @property
    def state(self) -> tuple[str, str]:
        """The answer in words, with its tone."""
        if self.row.kept is None or (self.row.is_open and self.row.kept.answer is not Affirmed.CHANGED):
            return _("to be confirmed"), "none"
        return (
            (_("change still to be made"), "back")
            if self.row.is_open
            else (label(self.row.kept.answer), "ok")
        )


class RowsOfGrade(NamedTuple):
    """The rows of one grade; None: not graded yet."""

    grade: Grade | None
    rows: Sequence[ShownRow]


@dataclass(frozen=True)
class AffirmPage:
    """Last year's rows for the regular report of `year`. `findings`: those that name no row's place; `rest`: lower rows
    that one press may answer."""

    year: int
    progress: Progress
    groups: Sequence[RowsOfGrade]
    findings: Sequence[KnownFinding]
    rest: int

    def row(self, key: str) -> ShownRow:
        """One row by its key."""
        return next(shown for group in self.groups for shown in group.rows if shown.row.risk.key == key)


def year_in_hand(session: Session, enterprise: Enterprise, on: date) -> int:
    """The year whose rows are confirmed now. 1 statement."""
    return affirmed.year_in_hand(filings_of(session, enterprise.id), on)


def affirm_page(session: Session, enterprise: Enterprise, on: date) -> AffirmPage:
    """Gather it. 5 statements and those of the finding sources."""
    year = year_in_hand(session, enterprise, on)
    due = affirmed.rows_due(session, enterprise.id, year)
    evidence = affirmed.newest_evidence(session, enterprise.id)
    remarks = affirmed.last_remarks(session, enterprise.id)
    found = findings_of(enterprise)

    def shown(row: DueRow) -> ShownRow:
        return ShownRow(
            row=row,
            identified=age(row.risk.identified_on, on),
            evidence=age(_day(evidence.get(row.risk.id)), on),
            remark=_remark(remarks.get(row.risk.key)),
            finding=next((one for one in found if _names(one, row)), None),
        )

    return AffirmPage(
        year=year,
        progress=Progress(sum(not row.is_open for row in due), len(due)),
        groups=_by_grade(due, shown),
        findings=[one for one in found if not any(_names(one, row) for row in due)],
        rest=sum(row.is_open and not row.is_grave and row.risk.grade is not None for row in due),
    )


def _by_grade(due: Iterable[DueRow], shown: Callable[[DueRow], ShownRow]) -> list[RowsOfGrade]:
    """The highest grades first; a row stands where it was declared, else where it is graded now."""
    found: dict[Grade | None, list[ShownRow]] = {grade: [] for grade in (*Grade, None)}
    for row in due:
        one = shown(row)
        found[one.then or row.risk.grade].append(one)
    return [RowsOfGrade(grade, rows) for grade, rows in found.items() if rows]


def _names(finding: KnownFinding, row: DueRow) -> bool:
    """Whether a finding speaks of the place or the risk point of a row, to the letter."""
    return bool(finding.place) and finding.place in (row.risk.place, row.risk.risk_point, row.risk.name)


def _remark(remark: Remark | None) -> ShownRemark | None:
    if remark is None:
        return None
    reasons = {row["code"]: row["zh"] for row in kind_of(REPORT).return_reasons}
    return ShownRemark(remark, "", "", reasons.get(remark.reason_code, ""))


def _day(at: datetime | None) -> date | None:
    return local_day(at) if at else None


# --- where one starts from --------------------------------------------------------------------------------


class Way(NamedTuple):
    """One of the three ways to begin."""

    title: str
    words: str
    url: str
    action: str
    done: str = ""


@dataclass(frozen=True)
class StartPage:
    """The ways that are open, and the equipment that the trade may have."""

    ways: Sequence[Way]
    equipment: Sequence[Equipment]


def start_page(session: Session, enterprise: Enterprise, on: date) -> StartPage:
    """Gather it. 4 statements."""
    year = year_in_hand(session, enterprise, on)
    progress = affirmed.progress(session, enterprise.id, year)
    ways = [*_from_last_year(progress), *_from_workbook(), *_from_peers(peer_questions(session, enterprise))]
    return StartPage(ways, equipment_for(enterprise.industry_code))


def _from_last_year(progress: Progress) -> Iterable[Way]:
    if progress.due:
        yield Way(
            _("From last year"),
            _("Go through the rows of the last report one by one: unchanged, changed or gone."),
            url_for("affirming.index"),
            _("Confirm row by row"),
            _("%(done)d of %(all)d", done=progress.answered, all=progress.due),
        )


def _from_workbook() -> Iterable[Way]:
    if WORKBOOKS in current_app.view_functions:
        yield Way(
            _("From an Excel workbook"),
            _("Take over the register that you keep in Excel; nothing is entered before you have seen it."),
            url_for(WORKBOOKS),
            _("Choose the workbook"),
        )


def _from_peers(asked: Sequence[PeerQuestion]) -> Iterable[Way]:
    if asked:
        yield Way(
            _("From what most peers have"),
            _(
                "Enterprises of your trade, or else of your size, declare risks that your register does not hold."
            ),
            url_for("risks.zero", _anchor="peers"),
            ngettext("Look at %(num)d risk", "Look at %(num)d risks", len(asked)),
        )
