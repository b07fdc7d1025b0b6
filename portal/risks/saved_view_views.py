"""Pages of saved views: save the present filters and order, rename, share, delete."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.risks_list import ViewForm
from portal.db import session
from portal.risks import saved_views_showing, viewing
from portal.risks.model import SavedView
from portal.web import Form, allow, current_actor, done, errors_on, lead_to, now, page
from portal.web.answers import register_page

bp = Blueprint("saved_views", __name__)
register_page("saved_view", "saved_views.edit", "saved_view_key")


@bp.get("/risks/views")
@allow("view.list")
def index() -> ResponseReturnValue:
    """The views that one sees."""
    shown = saved_views_showing.lines(session(), current_actor)
    return page("risks/saved_views.html", form=Form(), shown=shown)


@bp.route("/risks/views/new", methods=["GET", "POST"])
@allow("view.save")
def new() -> ResponseReturnValue:
    """Name the filters and the order of the list."""
    form = ViewForm()
    if not form.is_submitted():
        form.query.data = request.query_string.decode("utf-8", "replace")
    if form.validate_on_submit():
        with errors_on(form):
            view = viewing.save(form.query.data or "", form.value(), by=current_actor, at=now())
            return lead_to(saved_views_showing.address(view))
    chosen = saved_views_showing.in_words(form.query.data or "")
    return page("risks/saved_view_new.html", form=form, chosen=chosen)


@bp.route("/risks/views/<saved_view_key>", methods=["GET", "POST"])
@allow("view.edit")
def edit(saved_view: SavedView) -> ResponseReturnValue:
    """Rename a view, share it, open with it."""
    form = ViewForm(obj=saved_view)
    if form.validate_on_submit():
        with errors_on(form):
            viewing.edit(saved_view, form.value(), by=current_actor, at=now())
            return done(_("Saved."), ".index")
    chosen = saved_views_showing.in_words(saved_view.query)
    return page("risks/saved_view.html", form=form, view=saved_view, chosen=chosen)


@bp.post("/risks/views/<saved_view_key>/remove")
@allow("view.remove")
def remove(saved_view: SavedView) -> ResponseReturnValue:
    """Delete a view."""
    viewing.remove(saved_view, by=current_actor, at=now())
    return done(_("The view is deleted; the rows stay."), ".index")
