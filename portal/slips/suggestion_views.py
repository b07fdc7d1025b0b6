"""Pages of suggestions: the list, one to be accepted or declined, its photo."""

from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.slips import DeclineForm
from portal.db import session
from portal.risks.check_views import photo_answer
from portal.slips import accepting, queries, showing
from portal.slips.model import Suggestion
from portal.web import (
    Entry,
    allow,
    current_actor,
    done,
    errors_on,
    lead_to,
    now,
    page,
    page_size,
    register_entry,
    today,
)
from portal.web.answers import page_of, register_page

bp = Blueprint("suggestions", __name__)
register_page("suggestion", "suggestions.show", "suggestion_key")
register_entry(
    Entry(
        34, _l("On site"), _l("Suggestions"), "suggestions.index", "chat-square-text", "suggestion.list",
        count=lambda: queries.waiting_suggestions(session(), current_actor.enterprise_id or 0).number,
    )
)  # fmt: skip


@bp.get("/suggestions")
@allow("suggestion.list")
def index() -> ResponseReturnValue:
    """What the holders of slips suggest: what waits, or what was decided."""
    decided = request.args.get("show") == "decided"
    asked = (decided, request.args.get("after", ""), page_size())
    shown = showing.suggestion_list(session(), current_actor, asked)
    waiting = queries.waiting_suggestions(session(), current_actor.enterprise_id or 0).number
    return page("slips/suggestions.html", shown=shown, decided=decided, waiting=waiting)


@bp.get("/suggestions/<suggestion_key>")
@allow("suggestion.read")
def show(suggestion: Suggestion) -> ResponseReturnValue:
    """One suggestion beside what the register says now."""
    return suggestion_page(suggestion)


def suggestion_page(suggestion: Suggestion, **sent: Any) -> Response:
    """A suggestion's page, with a form that was sent in place of the fresh one."""
    shown = showing.suggestion_page(session(), suggestion, current_actor)
    forms = {"acceptance": shown.acceptance(today()), "refusal": DeclineForm(None), **sent}
    return page("slips/suggestion.html", form=next(iter(sent.values()), None), shown=shown, **forms)


@bp.post("/suggestions/<suggestion_key>/accept")
@allow("suggestion.accept")
def accept(suggestion: Suggestion) -> ResponseReturnValue:
    """Take a suggestion over into the register, and look at what came of it."""
    form = showing.suggestion_page(session(), suggestion, current_actor).acceptance(today())
    if form.validate():
        with errors_on(form):
            made = accepting.accept(suggestion, form.value(), by=current_actor, at=now())
            return accepted(made)
    return suggestion_page(suggestion, acceptance=form)


def accepted(made: accepting.Made) -> ResponseReturnValue:
    """Lead on to the check or row that an acceptance made; else to the list."""
    address = page_of(made.__tablename__, made.key) if made.__tablename__ != "control" else None
    if address is None:
        return done(_("The suggestion is accepted."), ".index")
    return lead_to(address)


@bp.post("/suggestions/<suggestion_key>/decline")
@allow("suggestion.decline")
def decline(suggestion: Suggestion) -> ResponseReturnValue:
    """Decline a suggestion with a reason."""
    form = DeclineForm()
    if form.validate():
        with errors_on(form):
            accepting.decline(suggestion, form.reason.data or "", by=current_actor, at=now())
            return done(_("The suggestion is declined; the reason stands on the slip."), ".index")
    return suggestion_page(suggestion, refusal=form)


@bp.get("/suggestions/<suggestion_key>/photo")
@allow("suggestion.read")
def photo(suggestion: Suggestion) -> ResponseReturnValue:
    """The photo of a suggestion."""
    return photo_answer(suggestion.photo, suggestion.key)
