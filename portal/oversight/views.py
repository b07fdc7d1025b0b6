"""The overview and the lists behind its numbers."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.oversight import RaisedFilter, RiskFilter, StandingFilter
from portal import audit
from portal.db import session
from portal.oversight import showing
from portal.oversight.rules import share
from portal.registry.regions import region
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


def chosen_year() -> int:
    """The year that the address asks for; else this one."""
    asked = request.args.get("year", type=int) or today().year
    return asked if OLDEST_YEAR <= asked <= today().year + 1 else today().year


@bp.get("/overview")
@allow("overview.read")
def overview() -> ResponseReturnValue:
    """Filed, not filed, returned, overdue by town; risks by grade."""
    return page("oversight/overview.html", view=showing.overview(session(), chosen_year(), today()), at=now())


@bp.get("/overview/enterprises")
@allow("overview.read")
def enterprises() -> ResponseReturnValue:
    """The enterprises behind a number."""
    form = StandingFilter(request.args)
    form.offer()
    shown = showing.enterprise_list(
        session(), form.value(chosen_year()), request.args.get("after", ""), page_size()
    )
    return page("oversight/enterprises.html", form=form, shown=shown, year=chosen_year())


@bp.post("/overview/enterprises.xlsx")
@allow("overview.export")
def export() -> ResponseReturnValue:
    """The same list as a workbook; the export is an event."""
    form = StandingFilter(request.args)
    form.offer()
    words = showing.filter_words(form.value(chosen_year()), current_actor, today())
    rows = showing.export_rows(session(), form.value(chosen_year()))
    audit.record_alone(
        "overview.export", "overview", by=current_actor, at=now(), after={"filters": words, "rows": len(rows)}
    )
    heads = [_("Enterprise"), _("Town"), _("Standing"), _("Filed"), _("Safety manager"), _("Phone")]
    return download(
        workbook(_("Enterprises and their reports"), words, heads, rows), _("enterprises"), today()
    )


@bp.get("/overview/risks")
@allow("overview.read")
def risks() -> ResponseReturnValue:
    """The red and orange risks of the region."""
    form = RiskFilter(request.args)
    form.offer()
    shown = showing.risk_list(session(), form.value(), request.args.get("after", ""), page_size())
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
