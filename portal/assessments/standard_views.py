"""Pages of standards, for authorities: versions, adding one, comparing two, rehearsing, years, force, withdrawal."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.assessments_standards import (
    FIRST_YEAR,
    LAST_YEAR,
    AddForm,
    CompareForm,
    PinForm,
    WithdrawForm,
    YearsForm,
)
from portal.assessments import adding, standard_queries, standard_showing
from portal.assessments.adding import Pinned, Years
from portal.assessments.comparing import compare as compared
from portal.assessments.model import StandardVersion
from portal.assessments.standard_files import content_of, workbook_of
from portal.assessments.versions import key_of, pins_of, shipped_text, standard_in, versions_in_force
from portal.db import session
from portal.problems import NotFound
from portal.web import Entry, Form, allow, current_actor, done, errors_on, now, page, register_entry, today
from portal.web.answers import register_page
from portal.web.sheets import download

bp = Blueprint("standards", __name__)
register_page("standard_version", "standards.show", "standard_version_key")
register_entry(Entry(56, _l("Whole"), _l("Standards"), "standards.index", "list-check", "standard.list"))

KEPT = _l("The draft is kept; rehearse it before it comes into force.")


@bp.get("/standards")
@allow("standard.list")
def index() -> ResponseReturnValue:
    """Every version, and what is opened for the years to come."""
    shown = standard_showing.standard_list(session(), current_actor, today())
    return page("assessments/standards.html", shown=shown)


@bp.route("/standards/add", methods=["GET", "POST"])
@allow("standard.add")
def add() -> ResponseReturnValue:
    """Add a version from a file, as a draft."""
    form = AddForm()
    if form.validate_on_submit():
        with errors_on(form):
            if row := _kept(form):
                return done(KEPT, ".show", standard_version_key=row.key)
    return page("assessments/standard_add.html", form=form)


def _kept(form: AddForm) -> StandardVersion | None:
    """The draft of the form's file; None where it has flaws, which the form then tells."""
    try:
        content = content_of(*form.value())
    except ValueError as error:
        form.tell(str(error).splitlines())
        return None
    return adding.add(content, by=current_actor, at=now())


@bp.get("/standards/shipped/<name>")
@allow("standard.list")
def shipped(name: str) -> ResponseReturnValue:
    """A version that ships with the portal."""
    shown = standard_showing.shipped_page(session(), name)
    return page("assessments/standard.html", shown=shown)


@bp.get("/standards/shipped/<name>/file")
@allow("standard.list")
def shipped_file(name: str) -> ResponseReturnValue:
    """The JSON file of a version that ships."""
    return _file(standard_showing.shipped_page(session(), name).standard.key, shipped_text(name))


@bp.get("/standards/shipped/<name>/workbook")
@allow("standard.list")
def shipped_workbook(name: str) -> ResponseReturnValue:
    """A version that ships as a workbook: the template of another one."""
    standard = standard_showing.shipped_page(session(), name).standard
    return download(workbook_of(standard), standard.title.zh, today())


@bp.get("/standards/compare")
@allow("standard.list")
def compare() -> ResponseReturnValue:
    """Two versions side by side."""
    form = CompareForm(request.args).offer(standard_queries.known_keys(session()))
    chosen = form.value()
    both = [standard_queries.version_named(session(), key) for key in chosen or ()]
    return page("assessments/standard_compare.html", filters=form, found=compared(*both) if both else None)


@bp.route("/standards/years/<standard>/<int:year>", methods=["GET", "POST"])
@allow("standard.pin")
def pin(standard: str, year: int) -> ResponseReturnValue:
    """Say which version of a standard is opened for a year."""
    numbers = [one.standard.version for one in versions_in_force() if one.standard.id == standard]
    if not numbers or not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    form = PinForm().offer(numbers, pins_of(year).get(standard))
    if form.validate_on_submit():
        with errors_on(form):
            adding.pin(Pinned(standard, year, form.value()), by=current_actor, at=now())
            return done(_("Saved."), ".index")
    return page("assessments/standard_pin.html", form=form, standard=standard, year=year)


@bp.get("/standards/<standard_version_key>")
@allow("standard.read")
def show(standard_version: StandardVersion) -> ResponseReturnValue:
    """A version that was added here."""
    row = standard_version
    years = {"first_year": row.valid_from.year, "last_year": row.valid_to.year if row.valid_to else None}
    return _show(row, YearsForm(None, data=years))


def _show(row: StandardVersion, form: YearsForm) -> ResponseReturnValue:
    shown = standard_showing.standard_page(session(), row, current_actor)
    return page("assessments/standard.html", form=form, shown=shown, begin=form)


@bp.get("/standards/<standard_version_key>/file")
@allow("standard.read")
def file(standard_version: StandardVersion) -> ResponseReturnValue:
    """Its JSON file as it was added."""
    return _file(key_of(standard_version), standard_version.content)


@bp.get("/standards/<standard_version_key>/workbook")
@allow("standard.read")
def workbook(standard_version: StandardVersion) -> ResponseReturnValue:
    """It as a workbook, to be changed and brought back as a further version."""
    standard = standard_in(standard_version)
    return download(workbook_of(standard), standard.title.zh, today())


@bp.get("/standards/<standard_version_key>/rehearsal")
@allow("standard.rehearse")
def rehearsal(standard_version: StandardVersion) -> ResponseReturnValue:
    """What the last year's assessments would come to under it."""
    of, standard = request.args.get("of", ""), standard_in(standard_version)
    shown = standard_showing.rehearsal_page(session(), standard, of, today())
    return page("assessments/standard_rehearsal.html", shown=shown, row=standard_version)


@bp.post("/standards/<standard_version_key>/force")
@allow("standard.put_in_force")
def put_in_force(standard_version: StandardVersion) -> ResponseReturnValue:
    """Let assessments of some years be opened under it."""
    row, form = standard_version, YearsForm()
    if form.validate():
        with errors_on(form):
            adding.put_in_force(row, Years(*form.value()), by=current_actor, at=now())
            return done(_("The version is in force for these years."), ".show", standard_version_key=row.key)
    return _show(row, form)


@bp.route("/standards/<standard_version_key>/withdraw", methods=["GET", "POST"])
@allow("standard.withdraw")
def withdraw(standard_version: StandardVersion) -> ResponseReturnValue:
    """Let no assessment be opened under it any more."""
    row, form = standard_version, WithdrawForm()
    if form.validate_on_submit():
        with errors_on(form):
            adding.withdraw(row, form.reason.data or "", by=current_actor, at=now())
            return done(_("The version is withdrawn."), ".show", standard_version_key=row.key)
    return page("assessments/standard_withdraw.html", form=form, row=row)


@bp.route("/standards/<standard_version_key>/discard", methods=["GET", "POST"])
@allow("standard.discard")
def discard(standard_version: StandardVersion) -> ResponseReturnValue:
    """Take away a draft."""
    row, form = standard_version, Form()
    if form.validate_on_submit():
        adding.discard(row, by=current_actor, at=now())
        return done(_("The draft is gone."), ".index")
    return page("assessments/standard_discard.html", form=form, row=row)


def _file(key: str, content: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{key}.json"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, mimetype="application/json", headers=headers)
