"""Pages of bulk steps: choose what many rows shall say, look at the list, do it, undo it."""

from flask import Blueprint, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from forms.risks_list import BulkForm, BulkRemovalForm, ChosenRowsForm, RegisterFilterForm
from portal.db import session
from portal.risks import bulk, bulk_showing, queries
from portal.risks.model import BulkEdit
from portal.web import Form, allow, current_actor, done, errors_on, lead_to, now, page, today
from portal.web.addresses import carry
from portal.web.answers import register_page

bp = Blueprint("bulk", __name__)
register_page("bulk_edit", "bulk.show", "bulk_edit_key")

CHOOSING = ("rows", "all")
"""The arguments that choose rows; the others are the list from which one came."""


@bp.route("/risks/bulk", methods=["GET", "POST"])
@allow("bulk.change")
def change() -> ResponseReturnValue:
    """Say what the chosen rows shall say alike; look at the list; change them."""
    form = BulkForm()
    if not form.is_submitted():
        form.rows.data = " ".join(_chosen())
    return _step(form, BulkRemovalForm(None), form)


@bp.post("/risks/bulk/remove")
@allow("bulk.change")
def remove() -> ResponseReturnValue:
    """Say why the chosen rows leave the register; look at the list; remove them."""
    form = BulkRemovalForm()
    return _step(BulkForm(None), form, form)


def _chosen() -> list[str]:
    """The rows that the list's form names, or all that its filters leave."""
    if "all" not in request.args:
        return request.args.getlist("rows")
    chosen = RegisterFilterForm(request.args).value()
    return queries.register_keys(session(), current_actor.enterprise_id or 0, chosen)


def _step(changing: BulkForm, removing: BulkRemovalForm, form: ChosenRowsForm) -> ResponseReturnValue:
    """The form, the preview, or what was done: whatever was sent."""
    if form.validate_on_submit() and "back" not in request.form:
        with errors_on(form):
            return _do(form) if "confirm" in request.form else _preview(form)
    changing.rows.data = removing.rows.data = form.rows.data
    shown = bulk_showing.chosen(session(), form.keys, current_actor)
    return page("risks/bulk.html", form=form, changing=changing, removing=removing, shown=shown)


def _preview(form: BulkForm | BulkRemovalForm) -> ResponseReturnValue:
    shown = bulk_showing.preview(session(), form.keys, form.value(), current_actor, today())
    form.seen_at.data = now().isoformat()
    return page("risks/bulk_preview.html", form=form, shown=shown)


def _do(form: BulkForm | BulkRemovalForm) -> ResponseReturnValue:
    step = bulk.change(form.keys, form.value(), form.seen, by=current_actor, at=now())
    cookie["bulk"] = step.key
    return lead_to(carry(url_for("risks.index"), *CHOOSING))


@bp.get("/risks/bulk-edits")
@allow("bulk.list")
def index() -> ResponseReturnValue:
    """The bulk steps of the last weeks."""
    return page("risks/bulk_edits.html", shown=bulk_showing.steps(session(), current_actor, now()))


@bp.get("/risks/bulk-edits/<bulk_edit_key>")
@allow("bulk.read")
def show(bulk_edit: BulkEdit) -> ResponseReturnValue:
    """One bulk step: what stood in each row, what stands there, what undoing would leave."""
    shown = bulk_showing.one_step(session(), bulk_edit, current_actor, now())
    return page("risks/bulk_edit.html", form=Form(), shown=shown, step=bulk_edit)


@bp.post("/risks/bulk-edits/<bulk_edit_key>/undo")
@allow("bulk.undo")
def undo(bulk_edit: BulkEdit) -> ResponseReturnValue:
    """Put back what stood in the rows; those changed since are left and named."""
    form = Form()
    if form.validate_on_submit():
        with errors_on(form):
            plan = bulk.undo(bulk_edit, by=current_actor, at=now())
            words = ngettext("%(num)d row was put back.", "%(num)d rows were put back.", len(plan.rows))
            if plan.left:
                return done(words, ".show", bulk_edit_key=bulk_edit.key)
            return done(words, "risks.index", view="all")
    shown = bulk_showing.one_step(session(), bulk_edit, current_actor, now())
    return page("risks/bulk_edit.html", form=form, shown=shown, step=bulk_edit)
