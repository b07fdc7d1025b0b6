"""Pages of posters: those that were made, a new one, its PDF."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.plans import PosterForm, RowsForm
from portal import storage
from portal.db import session
from portal.documents.printing import settings
from portal.documents.views import as_attachment
from portal.plans import contents, poster_showing, postering
from portal.plans.contents import Ground
from portal.plans.model import Poster
from portal.registry.queries import own_enterprise
from portal.web import Entry, allow, current_actor, done, errors_on, now, page, register_entry, today
from portal.web.answers import register_page

bp = Blueprint("posters", __name__)
register_page("poster", "posters.index", "poster")
register_entry(Entry(32, _l("On site"), _l("On-site posters"), "posters.index", "easel", "poster.list"))


def ground() -> Ground:
    """What lies beneath the posters of the actor's enterprise. 5 statements."""
    own = own_enterprise(session(), current_actor)
    return contents.ground_of(session(), own, today(), settings().complaint_phone)


@bp.get("/posters")
@allow("poster.list")
def index() -> ResponseReturnValue:
    """The posters that were made, and which of them the register has left behind."""
    shown = poster_showing.posters_page(session(), ground(), current_actor)
    return page("plans/posters.html", shown=shown)


@bp.route("/posters/new", methods=["GET", "POST"])
@allow("poster.make")
def new() -> ResponseReturnValue:
    """Choose what a poster is made of, see what it covers, make it."""
    beneath = ground()
    asked = PosterForm(request.args).offer(beneath.units, beneath.plan_choices)
    form = RowsForm()
    if form.validate_on_submit():
        with errors_on(form):
            chosen = asked.value(form.risks.data or ())
            postering.make(beneath.enterprise, chosen, settings().complaint_phone, by=current_actor, at=now())
            return done(_("The poster is made; print it from the list."), ".index")
    shown = poster_showing.preview(beneath, asked.value(form.risks.data or ()))
    return page("plans/poster.html", form=form, asked=asked, shown=shown)


@bp.get("/posters/<poster_key>/file")
@allow("poster.read")
def file(poster: Poster) -> ResponseReturnValue:
    """The PDF."""
    name = own_enterprise(session(), current_actor).name
    return as_attachment(storage.read(poster.file_key), poster_showing.file_name(name, poster), poster.key)


@bp.post("/posters/<poster_key>/anew")
@allow("poster.remake")
def make_anew(poster: Poster) -> ResponseReturnValue:
    """Make a poster again from the register as it is now."""
    own = own_enterprise(session(), current_actor)
    postering.make_anew(poster, own, settings().complaint_phone, by=current_actor, at=now())
    return done(_("The poster is made anew; hang it in place of the old one."), ".index")


@bp.post("/posters/<poster_key>/remove")
@allow("poster.remove")
def remove(poster: Poster) -> ResponseReturnValue:
    """Take a poster off the list."""
    postering.remove(poster, by=current_actor, at=now())
    return done(_("The poster is off the list."), ".index")
