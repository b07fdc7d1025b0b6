"""The overview and the lists behind its numbers."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.oversight import ExportForm, RaisedFilter, RiskFilter, StandingFilter
from portal import audit
from portal.db import session
from portal.oversight import showing
from portal.oversight.queries import Chosen
from portal.oversight.rules import share
from portal.oversight.standing import AsOf
from portal.registry.regions import region
from portal.risks.owing import terms
from portal.web import Entry, allow, current_actor, now, page, page_size, register_entry, today
from portal.web.sheets import download, workbook

bp = Blueprint("oversight", __name__)
register_entry(Entry(50, _l("Whole"), _l("Overview"), "oversight.overview", "bar-chart", "overview.read"))
register_entry(
    Entry(
        51, _l("Whole"), _l("Red and orange risks"), "oversight.risks", "exclamation-octagon", "overview.read"
    )
)
OLDEST_YEAR = 2021


def asked() -> AsOf:
    """The year that the address asks for, else this one, as of today."""
    year = request.args.get("year", type=int) or today().year
    known = OLDEST_YEAR <= year <= today().year + 1
    return AsOf(year if known else today().year, today(), terms())


@bp.get("/overview")
@allow("overview.read")
def overview() -> ResponseReturnValue:
    """Filed, not filed, returned, overdue by town; risks by grade."""
    return page("oversight/overview.html", view=showing.overview(session(), asked()), at=now())


@bp.get("/overview/enterprises")
@allow("overview.read")
def enterprises() -> ResponseReturnValue:
    """The enterprises behind a number."""
    form = StandingFilter(request.args)
    form.offer()
    place = (request.args.get("after", ""), page_size())
    shown = showing.enterprise_list(session(), asked(), form.value(), place)
    return page("oversight/enterprises.html", form=form, shown=shown, year=asked().year)


@bp.route("/overview/enterprises/export", methods=["GET", "POST"])
@allow("overview.export")
def export() -> ResponseReturnValue:
    """The same list as a workbook, once it is said what for; the export is an event."""
    filters = StandingFilter(request.args)
    filters.offer()
    chosen = filters.value()
    form = ExportForm()
    if form.validate_on_submit():
        return _exported(chosen, form.value())
    words = showing.filter_words(chosen, asked().year)
    return page("oversight/export.html", form=form, words=words, year=asked().year)


def _exported(chosen: Chosen, reason: str) -> ResponseReturnValue:
    rows = showing.export_rows(session(), asked(), chosen)
    said = {"filters": showing.filter_words(chosen, asked().year), "reason": reason, "rows": len(rows)}
    audit.record_alone("overview.export", "overview", by=current_actor, at=now(), after=said)
    words = showing.export_words(chosen, asked(), reason, current_actor)
    book = workbook(_("Enterprises and their reports"), words, showing.export_heads(), rows)
    return download(book, _("enterprises"), today())


@bp.get("/overview/risks")
@allow("overview.read")
def risks() -> ResponseReturnValue:
    """The red and orange risks of the region."""
    form = RiskFilter(request.args)
    form.offer()
    shown = showing.risk_list(session(), form.value(), request.args.get("after", ""), today(), page_size())
    return page("oversight/risks.html", form=form, shown=shown)


@bp.get("/overview/raised")
@allow("overview.read")
def raised() -> ResponseReturnValue:
    """The risks that are red or orange now because a control has lapsed."""
    form = RaisedFilter(request.args)
    form.offer()
    after = request.args.get("after", "")
    shown = showing.raised_list(session(), form.value(), after, today(), page_size())
    return page("oversight/raised.html", form=form, shown=shown)


bp.add_app_template_filter(share)


@bp.app_template_filter("town")
def town_name(code: str) -> str:
    """The name of a town."""
    return region(code).name
