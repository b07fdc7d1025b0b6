"""Home."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from portal.db import session
from portal.desk import tasks
from portal.filings import queries as filings
from portal.filings.rules import DECIDED
from portal.registry.queries import own_enterprise
from portal.risks.living import live_counts
from portal.risks.owing import next_yearly_on
from portal.risks.queries import grade_counts
from portal.web import Entry, allow, current_actor, page, register_entry, today

bp = Blueprint("desk", __name__)
register_entry(Entry(0, "", _l("Tasks"), "desk.home", "house", "desk.home"))

DONE_SHOWN = 5
WAITING_SHOWN = 8


@bp.get("/")
@allow("desk.home")
def home() -> ResponseReturnValue:
    """What to do now."""
    return _enterprise_home() if current_actor.is_enterprise else _authority_home()


def _enterprise_home() -> ResponseReturnValue:
    own = own_enterprise(session(), current_actor)
    reports = filings.filings_of(session(), own.id)
    return page(
        "desk/enterprise.html",
        enterprise=own,
        tasks=tasks.enterprise_tasks(session(), own, current_actor, today()),
        grades=grade_counts(session(), own.id),
        live=live_counts(session(), own.id, today()),
        settled=[report for report in reports if report.state in DECIDED][:DONE_SHOWN],
        next_due_on=next_yearly_on(own, reports, today()),
        on=today(),
    )


def _authority_home() -> ResponseReturnValue:
    waiting = filings.queue(session(), current_actor.level, filings.QueueFilter(), limit=WAITING_SHOWN)
    return page(
        "desk/authority.html",
        numbers=tasks.authority_numbers(session(), current_actor, today()),
        waiting=waiting,
        on=today(),
    )
