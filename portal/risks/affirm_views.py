"""Pages at the beginning of a report year: where one starts from, and last year's rows one by one."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from forms.risks import RemovalForm
from forms.risks_affirming import AnswerForm, RestForm
from portal.db import session
from portal.registry.queries import own_enterprise
from portal.risks import affirming
from portal.risks.affirm_page import affirm_page, start_page, year_in_hand
from portal.risks.affirmations import Affirmed
from portal.risks.model import Risk
from portal.web import (
    Entry,
    allow,
    current_actor,
    done,
    errors_on,
    lead_to,
    now,
    page,
    register_entry,
    today,
    wants_fragment,
)

bp = Blueprint("affirming", __name__)
register_entry(Entry(21, _l("Risks"), _l("Where to start from"), "affirming.start", "signpost", "risk.add"))


@bp.get("/risks/start")
@allow("risk.add")
def start() -> ResponseReturnValue:
    """Where to start from."""
    own = own_enterprise(session(), current_actor)
    return page("risks/start.html", shown=start_page(session(), own, today()))


@bp.get("/risks/affirm")
@allow("risk.affirm_rest")
def index() -> ResponseReturnValue:
    """The rows of last year."""
    return _index()


def _index(form: RestForm | None = None) -> ResponseReturnValue:
    own = own_enterprise(session(), current_actor)
    return page("risks/affirm.html", form=form, shown=affirm_page(session(), own, today()))


@bp.post("/risks/affirm")
@allow("risk.affirm_rest")
def rest() -> ResponseReturnValue:
    """Answer the lower rows that are left together."""
    form = RestForm()
    own = own_enterprise(session(), current_actor)
    if form.validate():
        with errors_on(form):
            year = year_in_hand(session(), own, today())
            number = affirming.affirm_rest(own, year, form.value(), by=current_actor, at=now())
            said = ngettext("%(num)d row is confirmed.", "%(num)d rows are confirmed.", number)
            return done(said, ".index")
    return _index(form)


@bp.post("/risks/<risk_key>/affirm")
@allow("risk.affirm", repeatable=True)
def affirm(risk: Risk) -> ResponseReturnValue:
    """Answer one row; a change is made on the row's own page."""
    own = own_enterprise(session(), current_actor)
    year, form = year_in_hand(session(), own, today()), AnswerForm()
    if form.validate() and form.value() is Affirmed.CHANGED:
        affirming.affirm_changed(risk, year, by=current_actor, at=now())
        return done(_("Change the row here; then it counts as confirmed."), "risks.show", risk_key=risk.key)
    if form.validate():
        affirming.affirm_unchanged(risk, year, by=current_actor, at=now())
    return _row(risk)


def _row(risk: Risk) -> ResponseReturnValue:
    """The row that was answered: its state alone for htmx, or the page at its place."""
    if not wants_fragment():
        return lead_to(url_for(".index", _anchor=risk.key))
    own = own_enterprise(session(), current_actor)
    shown = affirm_page(session(), own, today())
    return page("risks/_affirmed.html", shown=shown, one=shown.row(risk.key))


@bp.route("/risks/<risk_key>/gone", methods=["GET", "POST"])
@allow("risk.affirm")
def gone(risk: Risk) -> ResponseReturnValue:
    """Say why a row is no more, and take it out of the register."""
    form = RemovalForm()
    if form.validate_on_submit():
        with errors_on(form):
            year = year_in_hand(session(), own_enterprise(session(), current_actor), today())
            affirming.affirm_gone(risk, year, form.reason.data or "", by=current_actor, at=now())
            return done(_("The risk is removed from the register."), ".index", _anchor=risk.key)
    return page("risks/gone.html", form=form, risk=risk)
