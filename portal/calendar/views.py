"""Pages of the working-day calendar: a year on one page, and its two forms."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.calendar import AnnouncementForm, MarkForm
from portal.access import may
from portal.calendar import actions
from portal.calendar.labels import WEEKDAYS
from portal.calendar.rules import FIRST_YEAR, LAST_YEAR
from portal.calendar.showing import year_page
from portal.db import session
from portal.problems import NotFound
from portal.web import Entry, allow, current_actor, done, errors_on, now, page, register_entry, today

bp = Blueprint("calendar", __name__)
register_entry(
    Entry(55, _l("Whole"), _l("Working-day calendar"), "calendar.show", "calendar3", "calendar.edit")
)


@bp.get("/calendar")
@bp.get("/calendar/<int:year>")
@allow("calendar.read")
def show(year: int = 0) -> ResponseReturnValue:
    """A year on one page; without a year this one."""
    return _page(year or today().year)


@bp.post("/calendar/<int:year>/days")
@allow("calendar.edit")
def mark(year: int) -> ResponseReturnValue:
    """Mark days."""
    form = MarkForm()
    if form.validate_on_submit():
        with errors_on(form):
            actions.mark(year, form.value(), by=current_actor, at=now())
            return done(_("The days are marked."), ".show", year=year)
    return _page(year, mark=form)


@bp.post("/calendar/<int:year>/state")
@allow("calendar.edit")
def announce(year: int) -> ResponseReturnValue:
    """Say how the year stands."""
    form = AnnouncementForm()
    if form.validate_on_submit():
        with errors_on(form):
            actions.announce(year, form.value(), by=current_actor, at=now())
            return done(_("The year is saved."), ".show", year=year)
    return _page(year, state=form)


def _page(year: int, **sent: Any) -> ResponseReturnValue:
    """The page of a year, with the form that was sent and could not be taken."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    shown = year_page(session(), year)
    said = {"state": shown.state.value, "notice": shown.notice, "seen": shown.edition}
    forms = {"mark": sent.get("mark") or MarkForm(formdata=None), **sent}
    forms.setdefault("state", AnnouncementForm(formdata=None, data=said))
    wrong = next(iter(sent.values()), None)
    can_edit = may(current_actor, "calendar.edit")
    return page("calendar/show.html", view=shown, form=wrong, forms=forms, heads=WEEKDAYS, can_edit=can_edit)
