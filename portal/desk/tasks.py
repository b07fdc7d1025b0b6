"""What a person has to do now, sorted by deadline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.assessments.measure_queries import due_measures
from portal.assessments.sections import sections_left
from portal.desk import queries
from portal.enforcement import queries as orders
from portal.filings import queries as filings
from portal.filings.kinds import Kind, kinds, offered
from portal.filings.model import Filing
from portal.filings.rules import Duty, FilingState
from portal.levels.queries import under_way
from portal.levels.showing import next_steps
from portal.registry.model import Enterprise
from portal.registry.rules import EnterpriseState
from portal.risks.affirmed import progress, year_in_hand
from portal.risks.due_checks import due_count
from portal.risks.owing import past, terms
from portal.slips.queries import waiting_suggestions
from portal.slips.rules import SuggestionState
from portal.web.words import day, label, time_left
from portal.web.words import tone as tone_of
from portal.workdays import is_provisional

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """One thing to do: where, by when, and the words of its tag and button. `projected`: its day was counted in working
    days and lies in a year that is not announced yet; calendar deadlines never move."""

    title: str
    url: str
    action: str
    note: str = ""
    due_on: date | None = None
    tag: str = ""
    tone: str = "none"
    urgent: int = 1
    projected: bool = False

    @property
    def due(self) -> str:
        """The day, as the row shows it."""
        day = self.due_on.isoformat() if self.due_on else ""
        return day + (_(" (provisional)") if self.projected else "")


def enterprise_tasks(session: Session, enterprise: Enterprise, actor: Actor, on: date) -> list[Task]:
    """What the enterprise has to do. At most 14 statements, 1 of them a kind; 1 more for each assessment of which
    the actor fills in sections."""
    own = filings.filings_of(session, enterprise.id)
    found = [
        *_registration(enterprise),
        *_filings(own, actor, on),
        *_not_begun(own, enterprise, actor, on),
        *_affirmation(session, own, (enterprise, actor), on),
        *_orders(session, enterprise.id, on),
        *_checks(session, enterprise.id, on),
        *_suggestions(session, enterprise.id),
        *_sections(session, actor, on),
        *_measures(session, enterprise.id, on),
        *_levels(session, enterprise, actor, on),
    ]
    return sorted(found, key=lambda task: (task.due_on or date.max, task.urgent))


def _registration(enterprise: Enterprise) -> Iterator[Task]:
    if enterprise.state is EnterpriseState.REFUSED:
        yield Task(
            _("The town refused the registration"), url_for("registry.own"), _("Mend the facts"),
            enterprise.refusal_reason, tag=_("refused"), tone="late", urgent=0,
        )  # fmt: skip
    if enterprise.state is EnterpriseState.PENDING:
        yield Task(
            _("The town has still to confirm the registration"), url_for("registry.own"), _("See the facts"),
            _("You may fill and submit in the meantime."), tag=_("waiting"), tone="wait", urgent=2,
        )  # fmt: skip


def _filings(own: Sequence[Filing], actor: Actor, on: date) -> Iterator[Task]:
    for filing in own:
        if filing.state is FilingState.RETURNED:
            due = filing.mend_due_on or filing.due_on
            note = _("%(who)s sent it back; the remarks stand beside the rows.", who=filing.decided_by)
            yield _filing_task(filing, due, _("Read the remarks and mend"), (_("sent back"), "back"), note)
        if filing.state is FilingState.DRAFT:
            words, tone = time_left(filing.due_on, on)
            action = _("Check and submit") if may(actor, "filing.submit", filing) else _("Go on filling")
            yield _filing_task(filing, filing.due_on, action, (words, tone), _("in preparation"))


def _filing_task(filing: Filing, due: date, action: str, tag: tuple[str, str], note: str) -> Task:
    url = url_for("filings.show", filing_key=filing.key)
    projected = due == filing.mend_due_on and is_provisional(due)
    return Task(filing.title, url, action, note, due, tag[0], tag[1], projected=projected)


def _not_begun(own: Sequence[Filing], enterprise: Enterprise, actor: Actor, on: date) -> Iterator[Task]:
    """What is owed while nobody has begun it: the yearly report, a change report."""
    for kind in kinds():
        yield from (
            _duty_task(kind, duty, actor, on) for duty in offered(kind, enterprise, own, on) if duty.owed
        )


def _duty_task(kind: Kind, duty: Duty, actor: Actor, on: date) -> Task:
    words, tone = time_left(duty.due_on, on)
    url, action = url_for("filings.index", kind=kind.code), ""
    if may(actor, "filing.start"):
        url = url_for("filings.start", kind_code=kind.code, occasion=duty.occasion.value)
        action = kind.begin_words(duty)
    note = "；".join(duty.reasons) or _("not begun")
    return Task(kind.duty_title(duty), url, action, note, duty.due_on, words, tone)


def _affirmation(
    session: Session, own: Sequence[Filing], who: tuple[Enterprise, Actor], on: date
) -> Iterator[Task]:
    """Last year's rows, while the regular report of the year is not filed."""
    enterprise, actor = who
    year = year_in_hand(own, on)
    if year in past(own).years or not may(actor, "risk.affirm_rest"):
        return
    done = progress(session, actor.enterprise_id or 0, year)
    if done.answered < done.due:
        tag = _("in progress %(done)d/%(all)d") if done.answered else _("not begun %(done)d/%(all)d")
        yield Task(
            _("Confirm last year's risks row by row"), url_for("affirming.index"), _("Confirm row by row"),
            _("Red and orange rows without an answer stop the regular report %(year)d.", year=year),
            terms().regular_due_on(year, enterprise.in_key_sector),
            tag % {"done": done.answered, "all": done.due}, "wait",
        )  # fmt: skip


def _orders(session: Session, enterprise_id: int, on: date) -> Iterator[Task]:
    for order in orders.open_orders(session, enterprise_id):
        words, tone = time_left(order.due_on, on)
        note = ngettext("%(num)d item to put right", "%(num)d items to put right", order.items)
        title = _("Rectification order %(number)s", number=order.number)
        yield Task(
            title,
            url_for("enforcement.show", rectification_order_key=order.key),
            _("Read the order"),
            note,
            order.due_on,
            words,
            tone,
            0,
        )


def _checks(session: Session, enterprise_id: int, on: date) -> Iterator[Task]:
    due = due_count(session, enterprise_id, on + SOON, on)
    if due.number:
        words, tone = time_left(due.first_on, on)
        title = ngettext(
            "%(num)d control comes up for its check", "%(num)d controls come up for their check", due.number
        )
        yield Task(
            title,
            url_for("checks.index"),
            _("Record the checks"),
            ngettext(
                "%(num)d has lapsed and counts against its risk",
                "%(num)d have lapsed and count against their risks",
                due.lapsed,
            )
            if due.lapsed
            else _("within seven days"),
            due.first_on,
            words,
            tone,
        )


def _suggestions(session: Session, enterprise_id: int) -> Iterator[Task]:
    waiting = waiting_suggestions(session, enterprise_id)
    if waiting.number:
        title = ngettext(
            "%(num)d suggestion from the spot", "%(num)d suggestions from the spot", waiting.number
        )
        note = _("the oldest since %(day)s", day=day(waiting.first_at))
        yield Task(
            title,
            url_for("suggestions.index"),
            _("Accept or decline"),
            note,
            tag=label(SuggestionState.WAITING),
            tone="wait",
        )


def _sections(session: Session, actor: Actor, on: date) -> Iterator[Task]:
    for one in sections_left(session, actor.membership_id):
        due = one.due_on or one.assessment.filing.due_on
        words, tone = time_left(due, on)
        url = url_for("assessments.section", assessment_key=one.assessment.key, element=one.element_id)
        section = f"{one.element_id} {one.title}"
        title = _("Your section: %(section)s", section=section)
        note = ngettext("%(num)d item to answer", "%(num)d items to answer", one.left)
        yield Task(title, url, _("Fill it in"), f"{one.assessment.filing.title} · {note}", due, words, tone)


def _measures(session: Session, enterprise_id: int, on: date) -> Iterator[Task]:
    due = due_measures(session, enterprise_id, on + SOON, on)
    if due.first_on:
        words, tone = time_left(due.first_on, on)
        title = ngettext("%(num)d measure comes due", "%(num)d measures come due", due.open)
        note = (
            ngettext("%(num)d overdue", "%(num)d overdue", due.overdue)
            if due.overdue
            else _("within seven days")
        )
        yield Task(title, url_for("measures.index"), _("See the plan"), note, due.first_on, words, tone)


def _levels(session: Session, enterprise: Enterprise, actor: Actor, on: date) -> Iterator[Task]:
    for one in next_steps(session, enterprise, actor, on):
        words, tone = time_left(one.due_on, on) if one.due_on else (label(one.state), tone_of(one.state))
        title = _("Standardisation level: %(standard)s", standard=label(one.standard_kind))
        url = url_for("levels.show", level_key=one.key)
        yield Task(title, url, one.words, label(one.state), one.due_on, words, tone)


@dataclass(frozen=True)
class Waiting:
    """One number of an authority's home, with the list behind it."""

    label: str
    value: int
    note: str
    url: str


def authority_numbers(session: Session, actor: Actor, on: date) -> list[Waiting]:
    """What waits for an authority. 6 statements."""
    waiting = filings.queue_length(session, actor.level)
    late = queries.review_overdue(session, actor.level, on)
    pending = queries.pending_enterprises(session)
    mending = queries.mending_overdue(session, on)
    overdue = orders.overdue_count(session, on)
    applied = under_way(session, on)
    return [
        Waiting(
            _("Waiting for review"), waiting, _("%(num)d past their day", num=late), url_for("review.queue")
        ),
        Waiting(_("Registrations to confirm"), pending, "", url_for("registry.index", state="pending")),
        Waiting(_("Sent back, not mended in time"), mending, "", url_for("review.history", state="returned")),
        Waiting(_("Orders past their deadline"), overdue, "", url_for("enforcement.index", state="overdue")),
        Waiting(
            _("Applications for a level"),
            applied.number,
            _("%(num)d past their day", num=applied.overdue),
            url_for("levels.all_levels", under_way="y"),
        ),
    ]
