"""Pages of slips for the enterprise: the list, a new one with its link and QR code, one slip."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.slips import SlipForm
from portal.db import session
from portal.documents.qr import qr_code
from portal.registry.queries import own_enterprise
from portal.slips import actions, queries, showing
from portal.slips.model import Slip
from portal.web import Entry, allow, current_actor, done, errors_on, now, page, register_entry
from portal.web.answers import register_page

bp = Blueprint("slips", __name__)
register_page("slip", "slips.show", "slip_key")
register_entry(Entry(33, _l("On site"), _l("Slips"), "slips.index", "qr-code", "slip.list"))


@bp.get("/slips")
@allow("slip.list")
def index() -> ResponseReturnValue:
    """The slips of the enterprise, newest first."""
    rows = queries.slips_of(session(), current_actor.enterprise_id or 0)
    return page("slips/index.html", rows=rows, at=now())


@bp.route("/slips/new", methods=["GET", "POST"])
@allow("slip.make")
def new() -> ResponseReturnValue:
    """Hand out a slip; its link is shown once, for nothing but its digest is kept."""
    own = own_enterprise(session(), current_actor)
    form = SlipForm()
    form.offer(queries.rows_of(session(), own.id))
    if form.validate_on_submit():
        with errors_on(form):
            handed = actions.make(own, form.value(), by=current_actor, at=now())
            return page("slips/handed.html", handed=handed, enterprise=own, qr=qr_code(handed.address))
    return page("slips/new.html", form=form)


@bp.get("/slips/<slip_key>")
@allow("slip.read")
def show(slip: Slip) -> ResponseReturnValue:
    """One slip: whom it is for, its rows, what it brought."""
    return page("slips/show.html", shown=showing.slip_page(session(), slip), slip=slip, at=now())


@bp.post("/slips/<slip_key>/revoke")
@allow("slip.revoke")
def revoke(slip: Slip) -> ResponseReturnValue:
    """End a slip at once."""
    actions.revoke(slip, by=current_actor, at=now())
    return done(_("The slip is revoked; its link opens no longer."), ".show", slip_key=slip.key)
