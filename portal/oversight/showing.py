"""What the overview's pages show, gathered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.filings.rules import Occasion
from portal.oversight import queries
from portal.oversight.queries import Chosen, EnterpriseRow, TownRow
from portal.oversight.raised import Narrowed, RaisedCount, raised_count, raised_risks
from portal.oversight.rules import MISSING
from portal.oversight.standing import AsOf, duty_of
from portal.registry.regions import region
from portal.risks.rules import Grade
from portal.web.paging import Page, cut, cut_by_name, name_cursor
from portal.web.words import day, label


@dataclass(frozen=True)
class Overview:
    """The overview of one year. 3 statements. `due_on`, `key_sectors_due_on`: of the regular report."""

    year: int
    due_on: date
    key_sectors_due_on: date
    on: date
    towns: Sequence[TownRow]
    total: TownRow
    risks: Mapping[str, Mapping[Grade, int]]
    grades: Mapping[Grade, int]
    raised: RaisedCount

    @property
    def next_year(self) -> int | None:
        """The year after, while it is not in the future."""
        return self.year + 1 if self.year < self.on.year else None

    @property
    def last_year(self) -> int:
        """The year before."""
        return self.year - 1


def overview(session: Session, asked: AsOf) -> Overview:
    """Gather the overview of a year."""
    towns, risks = queries.coverage(session, asked), queries.risks_by_town(session)
    due_on, early = (asked.terms.regular_due_on(asked.year, key) for key in (False, True))
    grades, raised = queries.grade_totals(risks), raised_count(session, asked.on)
    return Overview(asked.year, due_on, early, asked.on, towns, queries.total(towns), risks, grades, raised)


@dataclass(frozen=True)
class ShownEnterprise:
    """An enterprise behind a number. `occasion`, `due_on`: of the report that it filed or owes for the year;
    `days_late`: calendar days past it while nothing is filed; the same of a change report that it owes."""

    row: EnterpriseRow
    occasion: Occasion | None
    due_on: date | None
    days_late: int
    change_due_on: date | None
    change_days_late: int


def shown_enterprise(row: EnterpriseRow, asked: AsOf) -> ShownEnterprise:
    """A row with its own deadlines. No statement."""
    duty = duty_of(row.beginning, row.before, asked) if row.standing in MISSING else None
    change = asked.terms.change_due_on(row.change_since) if row.change_since else None
    return ShownEnterprise(
        row=row,
        occasion=duty.occasion if duty else row.occasion,
        due_on=duty.due_on if duty else None,
        days_late=_late(duty.due_on if duty else None, asked.on),
        change_due_on=change,
        change_days_late=_late(change, asked.on),
    )


def _late(due_on: date | None, on: date) -> int:
    return max(0, (on - due_on).days) if due_on else 0


def enterprise_list(session: Session, asked: AsOf, chosen: Chosen, place: tuple[str, int]) -> Page:
    """One page of the enterprises behind a number; `place`: cursor and size. 1 statement."""
    after, size = place
    rows = queries.enterprises_by_standing(session, asked, chosen, name_cursor(after), size + 1)
    found = cut_by_name(rows, size)
    return replace(found, rows=[shown_enterprise(row, asked) for row in found.rows])


def risk_list(session: Session, chosen: tuple[str, Grade, str], after: str, on: date, size: int) -> Page:
    """One page of the risks behind a number. 1 statement."""
    before = int(after) if after.isdecimal() else None
    rows = queries.grave_risks(session, chosen, on, after=before, limit=size + 1)
    return cut(rows, size, lambda row: str(row.id))


def raised_list(session: Session, chosen: Narrowed, after: str, on: date, size: int) -> Page:
    """One page of the risks raised now, the longest lapsed first. 1 statement."""
    rows = raised_risks(session, chosen, _moment_cursor(after), on, size + 1)
    return cut(rows, size, lambda row: f"{row.since}.{row.id}")


def _moment_cursor(text: str) -> tuple[date, int] | None:
    since, _dot, number = text.rpartition(".")
    try:
        return date.fromisoformat(since), int(number)
    except ValueError:
        return None


def filter_words(chosen: Chosen, year: int) -> str:
    """The filters of a list in words."""
    parts = [
        str(year),
        region(chosen.region_code).name if chosen.region_code else _("all towns"),
        _standing_words(chosen),
        *([_("change report overdue")] if chosen.change_overdue else []),
    ]
    return " · ".join(parts)


def _standing_words(chosen: Chosen) -> str:
    if chosen.filed:
        return str(_("Filed (in review, sent back or checked)"))
    return label(chosen.standing) if chosen.standing else str(_("any standing"))


def export_words(chosen: Chosen, asked: AsOf, reason: str, actor: Actor) -> str:
    """What stands in the head of an export: its filters, who took it, when and what for."""
    who = f"{actor.organisation} {actor.name}"
    taken = _("exported by %(who)s on %(day)s for: %(reason)s", who=who, day=day(asked.on), reason=reason)
    return f"{filter_words(chosen, asked.year)} · {taken}"


EXPORT_LIMIT = 20_000


def export_heads() -> list[str]:
    """The heads of the exported list."""
    return [
        _("Enterprise"), _("Town"), _("Occasion"), _("Standing"), _("Due"), _("Days late"), _("Filed"),
        _("Change report due"), _("Safety manager"), _("Phone"),
    ]  # fmt: skip


def export_rows(session: Session, asked: AsOf, chosen: Chosen) -> list[tuple[str, ...]]:
    """The list as rows of words, up to 20,000. 1 statement."""
    rows = queries.enterprises_by_standing(session, asked, chosen, limit=EXPORT_LIMIT)
    return [_exported(shown_enterprise(row, asked)) for row in rows]


def _exported(shown: ShownEnterprise) -> tuple[str, ...]:
    row = shown.row
    return (
        row.name, region(row.region_code).name, label(shown.occasion), label(row.standing), day(shown.due_on),
        str(shown.days_late or ""), day(row.filed_at), day(shown.change_due_on), row.safety_manager,
        row.safety_manager_phone,
    )  # fmt: skip
