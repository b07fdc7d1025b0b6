"""Pages of grading methods, for authorities: versions, drawing a matrix, rehearsing it, putting it in force."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.risks_methods import BeginForm, TryForm, WithdrawForm, drawing_form
from portal.db import session
from portal.risks import defining, method_showing
from portal.risks.known_methods import method_of
from portal.risks.method_model import GradingMethod
from portal.web import (
    Entry,
    Form,
    allow,
    current_actor,
    done,
    errors_on,
    now,
    page,
    register_entry,
    today,
)  # fmt: skip
from portal.web.answers import register_page

bp = Blueprint("methods", __name__)
register_page("grading_method", "methods.show", "grading_method_key")
register_entry(Entry(55, _l("Whole"), _l("Grading methods"), "methods.index", "grid-3x3", "method.list"))

KEPT = _l("The draft is kept; rehearse it before it comes into force.")


@bp.get("/methods")
@allow("method.list")
def index() -> ResponseReturnValue:
    """Every version that the authority sees."""
    shown = method_showing.method_list(session(), current_actor, today())
    return page("risks/methods.html", shown=shown)


@bp.route("/methods/new", methods=["GET", "POST"])
@allow("method.define")
def new() -> ResponseReturnValue:
    """Draw a matrix, or a further version of a method that the address names."""
    base = method_showing.base_named(session(), request.args.get("base", ""), current_actor)
    form = drawing_form(base)
    if not form.resized and form.validate_on_submit():
        with errors_on(form):
            row = defining.define(form.value(), base, by=current_actor, at=now())
            return done(
                _("The draft is kept; rehearse it before it comes into force."),
                ".show",
                grading_method_key=row.key,
            )
    return page("risks/method_draw.html", form=form, base=base, row=None)


@bp.get("/methods/shipped/<name>")
@allow("method.list")
def shipped(name: str) -> ResponseReturnValue:
    """A version that is shipped with the portal."""
    used = method_showing.shipped(name)
    shown = method_showing.method_page(session(), used, TryForm(request.args), current_actor, today())
    return page("risks/method.html", shown=shown, begin=None)


@bp.get("/methods/<grading_method_key>")
@allow("method.read")
def show(grading_method: GradingMethod) -> ResponseReturnValue:
    """A version that an authority has defined."""
    return _show(grading_method, BeginForm(None, data={"seen_version": grading_method.version}))


def _show(row: GradingMethod, begin: BeginForm) -> ResponseReturnValue:
    shown = method_showing.method_page(session(), row, TryForm(request.args), current_actor, today())
    return page("risks/method.html", form=begin, shown=shown, begin=begin)


@bp.route("/methods/<grading_method_key>/edit", methods=["GET", "POST"])
@allow("method.edit")
def edit(grading_method: GradingMethod) -> ResponseReturnValue:
    """Draw a draft anew."""
    row = grading_method
    form = drawing_form(method_of(row), row.reason, row.version)
    del form.family
    if not form.resized and form.validate_on_submit():
        with errors_on(form):
            defining.redraw(row, form.value(), form.seen_version.data or 0, by=current_actor, at=now())
            return done(
                _("The draft is kept; rehearse it before it comes into force."),
                ".show",
                grading_method_key=row.key,
            )
    return page("risks/method_draw.html", form=form, base=None, row=row)


@bp.route("/methods/<grading_method_key>/discard", methods=["GET", "POST"])
@allow("method.discard")
def discard(grading_method: GradingMethod) -> ResponseReturnValue:
    """Take away a draft."""
    row, form = grading_method, Form()
    if form.validate_on_submit():
        defining.discard(row, by=current_actor, at=now())
        return done(_("The draft is gone."), ".index")
    return page("risks/method_discard.html", form=form, row=row)


@bp.get("/methods/<grading_method_key>/rehearsal")
@allow("method.rehearse")
def rehearsal(grading_method: GradingMethod) -> ResponseReturnValue:
    """Which risks would change their colour."""
    shown = method_showing.rehearsal_page(session(), grading_method, request.args.get("of", ""))
    return page("risks/rehearsal.html", shown=shown, row=grading_method)


@bp.post("/methods/<grading_method_key>/force")
@allow("method.put_in_force")
def put_in_force(grading_method: GradingMethod) -> ResponseReturnValue:
    """Let new results be made by a version from a day on."""
    row, form = grading_method, BeginForm()
    if form.validate():
        with errors_on(form):
            seen = form.seen_version.data or 0
            defining.put_in_force(row, form.begins.data, seen, by=current_actor, at=now())
            return done(
                _("The version is in force from the day that you gave."), ".show", grading_method_key=row.key
            )
    return _show(row, form)


@bp.route("/methods/<grading_method_key>/withdraw", methods=["GET", "POST"])
@allow("method.withdraw")
def withdraw(grading_method: GradingMethod) -> ResponseReturnValue:
    """Let no new result be made by a version."""
    row, form = grading_method, WithdrawForm()
    if form.validate_on_submit():
        with errors_on(form):
            defining.withdraw(row, form.reason.data or "", by=current_actor, at=now())
            return done(_("The version is withdrawn."), ".show", grading_method_key=row.key)
    return page("risks/method_withdraw.html", form=form, row=row)
