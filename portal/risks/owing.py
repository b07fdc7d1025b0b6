"""What an enterprise owes and may begin on a day, with the reasons in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from portal.clock import local_day
from portal.config import settings
from portal.db import session
from portal.filings.model import Filing
from portal.filings.rules import Duty, Occasion, standing_in_the_way
from portal.registry.labels import FACT_LABELS
from portal.registry.model import Enterprise
from portal.risks.changes import ChangeKind, Reason
from portal.risks.duties import (
    REPORT,
    Beginning,
    Made,
    Past,
    Terms,
    change_duty,
    first_duty,
    next_yearly_duty,
    past_of,
    regular_duty,
    yearly_duty,
)
from portal.risks.model import ChangeDuty
from portal.risks.rules import Grade
from portal.web.words import label


def terms() -> Terms:
    """What this installation has set."""
    chosen = settings()
    return Terms(chosen.key_sector_until, chosen.change_report_days, chosen.rolls_to_workday)


def beginning(enterprise: Enterprise) -> Beginning:
    """What the deadlines of an enterprise depend on. No statement."""
    return Beginning(enterprise.accepted_on, enterprise.trial_production_on, enterprise.in_key_sector)


def past(own: Iterable[Filing]) -> Past:
    """What its filings count for. No statement."""
    return past_of(
        Made(one.occasion, one.year, one.state, local_day(one.filed_at) if one.filed_at else None)
        for one in own
        if one.kind_code == REPORT
    )


def duties(enterprise: Enterprise, own: Sequence[Filing], on: date) -> list[Duty]:
    """The reports that are owed on a day and not filed, begun or not. 1 statement."""
    yearly = yearly_duty(beginning(enterprise), past(own), terms(), on)
    change = _change(enterprise, on)
    return [duty for duty in (yearly, change) if duty]


def _change(enterprise: Enterprise, on: date) -> Duty | None:
    statement = select(ChangeDuty).where(ChangeDuty.enterprise_id == enterprise.id)
    kept = session().scalars(statement).one_or_none()
    if kept is None:
        return None
    said = tuple(words(Reason.read(one)) for one in kept.reasons)
    return replace(change_duty(kept.since, terms(), on), reasons=said)


def offers(enterprise: Enterprise, own: Sequence[Filing], on: date) -> list[Duty]:
    """What may be begun on a day, what is owed first; nothing that is under way already. 1 statement."""
    owed = duties(enterprise, own, on)
    may = [*owed, *_of_own_accord(enterprise, past(own), owed, on)]
    return [duty for duty in may if not any(_is_under_way(duty, one) for one in own)]


def _is_under_way(duty: Duty, filing: Filing) -> bool:
    """Whether a filing is of the same kind and stands in the way; first and regular report are one another's way."""
    if filing.kind_code != REPORT or filing.state not in standing_in_the_way(duty.occasion):
        return False
    if Occasion.CHANGE in (duty.occasion, filing.occasion):
        return duty.occasion is filing.occasion
    return filing.occasion is Occasion.FIRST or filing.year == duty.year or duty.occasion is Occasion.FIRST


def _of_own_accord(enterprise: Enterprise, past: Past, owed: Sequence[Duty], on: date) -> Iterable[Duty]:
    """A regular report of an enterprise that made its first one elsewhere; a change that the portal cannot see."""
    is_new = enterprise.accepted_on or enterprise.trial_production_on
    if not past.ever and not is_new:
        elsewhere = _("The first report was made before, in another system.")
        yield replace(regular_duty(beginning(enterprise), terms(), on.year), reasons=(elsewhere,), owed=False)
    if past.ever and all(duty.occasion is not Occasion.CHANGE for duty in owed):
        unseen = _(
            "The register and the named facts stand as they were declared; something else has changed."
        )
        yield replace(change_duty(on, terms(), on), reasons=(unseen,), owed=False)


def due_on(enterprise: Enterprise, occasion: Occasion, year: int, began_on: date) -> date:
    """The last day of a report that is begun. Source: data/risk/deadlines.json and the settings."""
    if occasion is Occasion.CHANGE:
        return terms().change_due_on(began_on)
    if occasion is Occasion.FIRST:
        return first_duty(beginning(enterprise), terms(), began_on).due_on
    return terms().regular_due_on(year, enterprise.in_key_sector)


class Owed(NamedTuple):
    """What an enterprise owes on a day, and when its yearly report comes next."""

    duties: list[Duty]
    next_on: date
    on: date


def owed(enterprise: Enterprise, own: Sequence[Filing], on: date) -> Owed:
    """Gather it. 1 statement."""
    return Owed(duties(enterprise, own, on), next_yearly_on(enterprise, own, on), on)


def next_yearly_on(enterprise: Enterprise, own: Iterable[Filing], on: date) -> date:
    """The last day of the yearly report that comes next; a change report never puts it off. No statement."""
    return next_yearly_duty(beginning(enterprise), past(own), terms(), on).due_on


def words(reason: Reason) -> str:
    """A reason of a change report in words: 新增较大以上风险：R012 抛光粉尘爆炸（重大）."""
    if reason.kind is ChangeKind.OTHER_FACT:
        return str(_("Changed fact of the enterprise: %(name)s", name=FACT_LABELS[reason.name]))
    facts = {"name": reason.name, "old": _grade(reason.old), "new": _grade(reason.new)}
    if reason.kind is ChangeKind.NEW_RISK:
        return str(_("New larger-or-above risk: %(name)s (%(new)s)", **facts))
    if reason.kind is ChangeKind.OTHER_GRADE:
        return str(_("Changed grade: %(name)s, %(old)s → %(new)s", **facts))
    return str(_("Removed from the register: %(name)s (%(old)s)", **facts))


def _grade(value: str) -> str:
    return label(Grade(value)) if value else str(_("not graded"))
