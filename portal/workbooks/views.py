"""Pages of workbooks: bring a list in, say what its columns are, see what would happen, save; take the register out."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.risks_list import RegisterFilterForm
from forms.workbooks import GivenForm, MatchForm
from portal.db import session
from portal.registry.queries import own_enterprise
from portal.risks.named import names
from portal.risks.tools import offer_on_register
from portal.web import (
    Entry,
    allow,
    current_actor,
    done,
    errors_on,
    now,
    page,
    page_size,
    register_entry,
    today,
)
from portal.web.answers import register_page
from portal.web.sheets import download
from portal.workbooks import actions, showing
from portal.workbooks.actions import GivenFile
from portal.workbooks.model import Workbook

bp = Blueprint("workbooks", __name__)
register_page("workbook", "workbooks.show", "workbook_key")
bp.add_app_template_filter(showing.good_rows)
offer_on_register("workbooks/_register_tools.html")
register_entry(
    Entry(
        23,
        _l("Risks"),
        _l("Excel import and export"),
        "workbooks.index",
        "file-earmark-spreadsheet",
        "workbook.list",
    )
)


@bp.get("/workbooks")
@allow("workbook.list")
def index() -> ResponseReturnValue:
    """Bring a list in; the lists that were brought in."""
    return index_page(GivenForm(None))


def index_page(form: GivenForm) -> Response:
    """The page of all workbooks, around a form to bring another in."""
    shown = showing.workbook_list(session(), current_actor, page_size())
    return page("workbooks/index.html", form=form, shown=shown, may_add=showing.may_add(current_actor))


@bp.post("/workbooks")
@allow("workbook.add")
def add() -> ResponseReturnValue:
    """Take a workbook in."""
    form = GivenForm()
    if form.validate():
        with errors_on(form):
            own = own_enterprise(session(), current_actor)
            workbook = actions.add(own, GivenFile(*form.value()), by=current_actor, at=now())
            return done("", ".show", workbook_key=workbook.key)
    return index_page(form)


@bp.get("/workbooks/<workbook_key>")
@allow("workbook.read")
def show(workbook: Workbook) -> ResponseReturnValue:
    """A workbook where it stands: columns to confirm, what would happen, progress, what came of it."""
    shown = showing.workbook_page(workbook, current_actor)
    if shown.to_confirm:
        return match_page(workbook, MatchForm.over(workbook.heads, workbook.columns))
    return page("workbooks/show.html", fragment="workbooks/_state.html", shown=shown, workbook=workbook)


def match_page(workbook: Workbook, form: MatchForm) -> Response:
    """The page on which the columns are confirmed."""
    shown = showing.workbook_page(workbook, current_actor)
    heads = showing.shown_heads(workbook)
    return page("workbooks/match.html", form=form, shown=shown, workbook=workbook, heads=heads)


@bp.route("/workbooks/<workbook_key>/match", methods=["GET", "POST"])
@allow("workbook.match")
def match(workbook: Workbook) -> ResponseReturnValue:
    """Say which column is what; every row is checked."""
    form = MatchForm.over(workbook.heads, workbook.columns)
    if form.validate_on_submit():
        with errors_on(form):
            actions.match(workbook, form.value(), by=current_actor, at=now())
            return done("", ".show", workbook_key=workbook.key)
    return match_page(workbook, form)


@bp.post("/workbooks/<workbook_key>/save")
@allow("workbook.save")
def save(workbook: Workbook) -> ResponseReturnValue:
    """Write the good rows into the register, at once or in the background."""
    actions.begin(workbook, by=current_actor, at=now())
    return done(showing.saved_words(workbook), ".show", workbook_key=workbook.key)


@bp.post("/workbooks/<workbook_key>/cancel")
@allow("workbook.cancel")
def cancel(workbook: Workbook) -> ResponseReturnValue:
    """Leave the workbook be."""
    actions.cancel(workbook, by=current_actor, at=now())
    return done(_("Cancelled; nothing of the workbook was written."), ".index")


@bp.get("/workbooks/<workbook_key>/annotated.xlsx")
@allow("workbook.read")
def annotated(workbook: Workbook) -> ResponseReturnValue:
    """The workbook's own file with its wrong cells coloured and commented; remarks are Chinese, as the list is."""
    with force_locale("zh_Hans"):
        content = showing.annotated(workbook)
    return download(content, f"{workbook.name.rsplit('.', 1)[0]}-批注", today())


@bp.get("/workbooks/template.xlsx")
@allow("workbook.template")
def template() -> ResponseReturnValue:
    """The empty list, with drop-downs and notes."""
    return download(
        showing.template(own_enterprise(session(), current_actor)), "安全风险分级管控清单-模板", today()
    )


@bp.post("/workbooks/register.xlsx")
@allow("workbook.export", repeatable=True)
def export() -> ResponseReturnValue:
    """The register as its page is narrowed; the export is an event."""
    form = RegisterFilterForm(request.args)
    own = own_enterprise(session(), current_actor)
    form.offer(*names(session(), own.id))
    with force_locale("zh_Hans"):
        taken = showing.taken_out(session(), own, form.value(), today())
    actions.record_export(own, taken.filters, taken.rows, by=current_actor, at=now())
    return download(taken.content, "安全风险分级管控清单", today())
