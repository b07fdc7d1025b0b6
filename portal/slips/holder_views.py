"""Pages of a slip for its holder, who has no account: its rows, a check, a new hazard, another control."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.slips import ChangeForm, HazardForm, HeldCheckForm
from portal.risks.photos import keep_photo
from portal.slips import suggesting, tickets
from portal.slips.tickets import Held, Ticket
from portal.web import allow, done, errors_on, lead_to, now, page

bp = Blueprint("slip", __name__)


@bp.before_request
def slow_down() -> None:
    """An address that asks too often waits, whatever it asks."""
    tickets.refuse_too_many(request.remote_addr or "")


@bp.get("/slip/open/<token>")
@allow("public")
def open_slip(token: str) -> ResponseReturnValue:
    """Take the token out of the address; nothing is used up."""
    return lead_to(url_for(".show", code=tickets.take(token, now())))


@bp.get("/slip/<code>")
@allow("public")
def show(code: str) -> ResponseReturnValue:
    """The rows of the slip, and what became of what its holder suggested."""
    return page("slips/held.html", held=opened(code)[1])


def opened(code: str) -> tuple[Ticket, Held]:
    """The slip that this browser opened. Raises NotFound alike for unknown, expired and revoked."""
    ticket = tickets.ticket(code)
    return ticket, tickets.held(ticket, now())


def say(ticket: Ticket, said: suggesting.Said) -> ResponseReturnValue:
    """Put a suggestion on the list and lead back to the slip."""
    suggesting.suggest(ticket, said, at=now(), address=request.remote_addr or "")
    return done(_("Sent. What becomes of it stands below."), ".show", code=ticket.code)


@bp.route("/slip/<code>/controls/<key>", methods=["GET", "POST"])
@allow("public")
def check(code: str, key: str) -> ResponseReturnValue:
    """Say what a check of a control found."""
    ticket, held = opened(code)
    risk, control = held.control(key)
    form = HeldCheckForm()
    if form.validate_on_submit():
        with errors_on(form):
            return say(ticket, form.value(risk.key, control.key, keep_photo(form.upload())))
    return page("slips/held_check.html", form=form, held=held, risk=risk, control=control)


@bp.route("/slip/<code>/hazard", methods=["GET", "POST"])
@allow("public")
def hazard(code: str) -> ResponseReturnValue:
    """Report a hazard that stands in no row."""
    ticket, held = opened(code)
    form = HazardForm()
    if form.validate_on_submit():
        with errors_on(form):
            return say(ticket, form.value(keep_photo(form.upload())))
    return page("slips/held_hazard.html", form=form, held=held)


@bp.route("/slip/<code>/risks/<key>", methods=["GET", "POST"])
@allow("public")
def change(code: str, key: str) -> ResponseReturnValue:
    """Suggest another control, or say that something is not so any more."""
    ticket, held = opened(code)
    risk = held.risk(key)
    form = ChangeForm()
    form.offer(risk)
    if form.validate_on_submit():
        with errors_on(form):
            return say(ticket, form.value(risk.key, keep_photo(form.upload())))
    return page("slips/held_change.html", form=form, held=held, risk=risk)
