"""Pages of the register: the list, one risk with its controls and evidence, usual hazards, questions of the trade."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from forms.risks import (
    AdoptForm,
    ControlForm,
    EvidenceForm,
    IdentificationForm,
    NewRiskForm,
    QuestionsForm,
    RemovalForm,
    UsualFilterForm,
)
from forms.risks_grading import GradingForm, nobodys_choice, with_field
from forms.risks_list import RegisterFilterForm
from portal import storage, uploads
from portal.db import session
from portal.filings.queries import filings_of
from portal.merging import Change
from portal.registry.model import Enterprise
from portal.registry.panels import Panel, register_panel
from portal.registry.queries import own_enterprise
from portal.risks import (
    actions,
    answering,
    arithmetic,
    bulk,
    controlling,
    named,
    offering,
    owing,
    queries,
    saved_views_showing,
    showing,
    wording,
)
from portal.risks.due_checks import checks_of_control
from portal.risks.living import live_grade
from portal.risks.model import Control, Evidence, Risk
from portal.risks.rules import Grade
from portal.web import (
    Entry,
    allow,
    current_actor,
    done,
    errors_on,
    lead_to,
    now,
    page,
    page_size,
    register_entry,
    saving,
    today,
    wants_fragment,
)
from portal.web.answers import register_page
from portal.web.seen import SavedField

bp = Blueprint("risks", __name__)
register_page("risk", "risks.show", "risk_key")
register_page("control", "risks.control", "control_key")
register_page("method_version", "risks.index", "older")
register_entry(
    Entry(
        20, _l("Risks"), _l("Risk register"), "risks.index", "list-check", "risk.list",
        count=lambda: sum(queries.grade_counts(session(), current_actor.enterprise_id or 0).values()),
    )
)  # fmt: skip

bp.add_app_template_filter(uploads.readable_size, "file_size")
bp.add_app_template_filter(showing.by_grade)
bp.add_app_template_filter(showing.graded_counts)
bp.add_app_template_filter(wording.field_label, "field_word")
bp.add_app_template_filter(Grade, "as_grade")


@bp.app_template_filter()
def said(value: Any, field: str) -> str:
    """A plain value of a field in words."""
    return wording.show(field, value)


# --- the register -----------------------------------------------------------------------------------------


@bp.get("/risks")
@allow("risk.list")
def index() -> ResponseReturnValue:
    """The enterprise's own register."""
    form = RegisterFilterForm(request.args)
    tabs = saved_views_showing.tabs(session(), current_actor)
    if tabs.opening and not request.args:
        return lead_to(saved_views_showing.address(tabs.opening))
    form.offer(*named.names(session(), current_actor.enterprise_id or 0))
    shown = showing.register(session(), form, current_actor, today(), page_size())
    step = bulk.step_named(session(), cookie.pop("bulk")) if "bulk" in cookie else None
    return page("risks/index.html", form=form, shown=shown, tabs=tabs, step=step)


@bp.route("/risks/new", methods=["GET", "POST"])
@allow("risk.add")
def new() -> ResponseReturnValue:
    """Enter a risk of one's own."""
    form = NewRiskForm()
    own = own_enterprise(session(), current_actor)
    if form.validate_on_submit():
        with errors_on(form):
            risk = actions.add(own, form.value(), by=current_actor, at=now())
            return done(
                _("The risk is in the register; now say more about it and grade it."),
                ".show",
                risk_key=risk.key,
            )
    return page("risks/new.html", form=form, units=named.units(session(), own.id))


@bp.route("/risks/usual", methods=["GET", "POST"])
@allow("risk.add")
def usual() -> ResponseReturnValue:
    """Take usual hazards of the trade over into the register."""
    own = own_enterprise(session(), current_actor)
    form = AdoptForm()
    form.offer(today(), own.region_path)
    if form.validate_on_submit():
        with errors_on(form):
            taken = actions.adopt(own, form.codes.data or [], form.method.data, by=current_actor, at=now())
            words = ngettext("%(num)d risk was taken over.", "%(num)d risks were taken over.", len(taken))
            return done(words, ".index")
    chosen = UsualFilterForm(request.args)
    return page("risks/usual.html", form=form, filters=chosen, shown=offering.usual(session(), own, chosen))


@bp.route("/risks/zero", methods=["GET", "POST"])
@allow("zero.answer")
def zero() -> ResponseReturnValue:
    """Answer the questions of the trade, before one confirms that there is no larger-or-above risk."""
    own = own_enterprise(session(), current_actor)
    form = QuestionsForm()
    if form.validate_on_submit():
        with errors_on(form):
            given = form.value(offering.asked(session(), own))
            answering.answer(own, given, by=current_actor, at=now())
            return done(_("Your answers are saved."), ".zero")
    return page("risks/zero.html", form=form, shown=offering.questions(session(), own))


# --- one risk ---------------------------------------------------------------------------------------------


@bp.get("/risks/<risk_key>")
@allow("risk.read")
def show(risk: Risk) -> ResponseReturnValue:
    """One risk: to fill in for those who may, to read for the others."""
    return risk_page(risk)


def risk_page(risk: Risk, **sent: Any) -> Response:
    """A risk's page, with a form that was sent in place of the fresh one."""
    shown = showing.risk_page(session(), risk, current_actor, today())
    forms = {"identification": identification(risk), "grading": grading_form(risk)} if shown.editable else {}
    for name, form in sent.items():
        form.meet(forms[name])
    return page(
        shown.template, form=next(iter(sent.values()), None), shown=shown, risk=risk, **{**forms, **sent}
    )


def identification(risk: Risk) -> IdentificationForm:
    """The form of what stands in the register."""
    form = IdentificationForm(None, obj=risk).offer(risk.accident_types, today())
    form.remember()
    return form


def grading_form(risk: Risk) -> GradingForm:
    """The form of the grading that stands in the register."""
    return GradingForm.of(risk, own_enterprise(session(), current_actor).industry_code, today())


@bp.post("/risks/<risk_key>")
@allow("risk.edit")
def edit(risk: Risk) -> ResponseReturnValue:
    """Keep the whole identification, where no script saves its fields."""
    form = IdentificationForm().offer(risk.accident_types, today())
    form.settle(identification(risk))
    if form.validate():
        with errors_on(form):
            actions.edit(risk, saving.as_changes(form), by=current_actor, at=now())
            return done(_("Saved."), ".show", risk_key=risk.key)
    return risk_page(risk, identification=form)


@bp.post("/risks/<risk_key>/field")
@allow("risk.edit", repeatable=True)
def save_field(risk: Risk) -> ResponseReturnValue:
    """Keep one field of the identification."""

    def keep(one: SavedField) -> None:
        actions.edit(risk, [Change(*one)], by=current_actor, at=now())

    saved = saving.save_one(lambda: identification(risk), keep)
    return saved.answer("risks/_identified.html", risk=risk)


@bp.post("/risks/<risk_key>/grading")
@allow("risk.grade")
def grade(risk: Risk) -> ResponseReturnValue:
    """Keep the whole grading, where no script saves its fields."""
    form = GradingForm.sent(risk, own_enterprise(session(), current_actor).industry_code, today())
    form.settle(grading_form(risk))
    if form.validate():
        with errors_on(form):
            actions.grade(risk, *form.seen_and_chosen(risk.grading), by=current_actor, at=now())
            return done(_("Saved."), ".show", risk_key=risk.key)
    return risk_page(risk, grading=form)


@bp.post("/risks/<risk_key>/grading/field")
@allow("risk.grade", repeatable=True)
def save_grading(risk: Risk) -> ResponseReturnValue:
    """Keep one field of the grading; the arithmetic comes back with it."""

    def keep(one: SavedField) -> None:
        seen = nobodys_choice(with_field(risk.grading, one.name, one.seen), risk.grading)
        chosen = with_field(offering.to_be_graded(risk, today()), one.name, one.value)
        actions.grade(risk, seen, chosen, by=current_actor, at=now())

    saved = saving.save_one(lambda: grading_form(risk), keep)
    return saved.answer(
        "risks/_graded.html", risk=risk, graded=arithmetic.graded(risk), now=live_grade(risk, today())
    )


@bp.route("/risks/<risk_key>/remove", methods=["GET", "POST"])
@allow("risk.remove")
def remove(risk: Risk) -> ResponseReturnValue:
    """Take a row out of the register, with the reason."""
    form = RemovalForm()
    if form.validate_on_submit():
        with errors_on(form):
            actions.remove(risk, form.reason.data or "", by=current_actor, at=now())
            return done(_("The risk is removed from the register."), ".show", risk_key=risk.key)
    return page("risks/remove.html", form=form, risk=risk)


@bp.post("/risks/<risk_key>/restore")
@allow("risk.restore")
def restore(risk: Risk) -> ResponseReturnValue:
    """Take a removed row back."""
    actions.restore(risk, by=current_actor, at=now())
    return done(_("The risk is back in the register."), ".show", risk_key=risk.key)


# --- controls ---------------------------------------------------------------------------------------------


@bp.get("/risks/<risk_key>/controls")
@allow("risk.read")
def controls(risk: Risk) -> ResponseReturnValue:
    """The controls of a risk, as its page includes them; opened directly, the whole page."""
    if not wants_fragment():
        return risk_page(risk)
    shown = showing.risk_page(session(), risk, current_actor, today())
    return page("risks/_controls.html", shown=shown, risk=risk)


@bp.route("/risks/<risk_key>/controls/new", methods=["GET", "POST"])
@allow("control.add")
def add_control(risk: Risk) -> ResponseReturnValue:
    """Declare a control."""
    form = ControlForm(data=offering.new_control(risk, request.args.get("kind", "")))
    if form.validate_on_submit():
        with errors_on(form):
            controlling.add(risk, form.value(), by=current_actor, at=now())
            return done(_("The control is added."), ".show", risk_key=risk.key, _anchor="controls")
    people = named.known_people(session(), risk.enterprise_id)
    return page(
        "risks/control_new.html", fragment="risks/_control_new.html", form=form, risk=risk, people=people
    )


@bp.route("/controls/<control_key>", methods=["GET", "POST"])
@allow("control.edit")
def control(control: Control) -> ResponseReturnValue:
    """One control, to change it and to show it at work."""
    form = ControlForm(obj=control)
    if request.method == "POST":
        form.settle(control_form(control))
        if form.validate():
            with errors_on(form):
                controlling.edit(control, saving.as_changes(form), by=current_actor, at=now())
                return done(_("Saved."), ".show", risk_key=control.risk.key, _anchor="controls")
    return control_page(control, form)


def control_form(control: Control) -> ControlForm:
    """The form of what stands in the register."""
    return ControlForm(None, obj=control).remember()


def control_page(control: Control, form: ControlForm, files: EvidenceForm | None = None) -> Response:
    """A control's page, or the panel that shows it beside the risk."""
    fresh = form if form.seen.data else form.remember()
    fresh.meet(control_form(control))
    wrong = files if files and files.errors else fresh
    people = named.known_people(session(), control.enterprise_id)
    files = files or EvidenceForm(None)
    return page(
        "risks/control.html", fragment="risks/_control.html", form=wrong, fields=fresh, files=files, control=control,
        people=people, checks=checks_of_control(session(), control),
    )  # fmt: skip


@bp.post("/controls/<control_key>/field")
@allow("control.edit", repeatable=True)
def save_control(control: Control) -> ResponseReturnValue:
    """Keep one field of a control."""

    def keep(one: SavedField) -> None:
        controlling.edit(control, [Change(*one)], by=current_actor, at=now())

    return saving.save_one(lambda: control_form(control), keep).answer("risks/_fields.html")


@bp.post("/controls/<control_key>/remove")
@allow("control.remove")
def remove_control(control: Control) -> ResponseReturnValue:
    """Take a control off its risk; it can be taken back."""
    controlling.remove(control, by=current_actor, at=now())
    return done(
        _("The control is removed; it can be restored below."),
        ".show",
        risk_key=control.risk.key,
        _anchor="controls",
    )


@bp.post("/controls/<control_key>/restore")
@allow("control.restore")
def restore_control(control: Control) -> ResponseReturnValue:
    """Take a removed control back."""
    controlling.restore(control, by=current_actor, at=now())
    return done(_("The control is back."), ".show", risk_key=control.risk.key, _anchor="controls")


# --- evidence ---------------------------------------------------------------------------------------------


@bp.post("/controls/<control_key>/evidence")
@allow("evidence.add", repeatable=True)
def attach(control: Control) -> ResponseReturnValue:
    """Keep photos or papers that show the control at work."""
    form = EvidenceForm()
    if form.validate():
        with errors_on(form):
            for one in form.value():
                accepted = uploads.accept(one.stream, one.filename or "")
                controlling.attach(control, accepted, by=current_actor, at=now())
            return done(_("The files are kept."), ".control", control_key=control.key)
    return control_page(control, control_form(control), form)


@bp.get("/evidence/<evidence_key>")
@allow("evidence.read")
def evidence(evidence: Evidence) -> ResponseReturnValue:
    """The bytes of a photo or paper, to be kept, never shown inside the portal."""
    disposition = f"attachment; filename=\"{evidence.key}\"; filename*=UTF-8''{quote(evidence.name, safe='')}"
    headers = {"Content-Disposition": disposition}
    return Response(storage.read(evidence.file_key), mimetype=evidence.content_type, headers=headers)


@bp.post("/evidence/<evidence_key>/remove")
@allow("evidence.remove")
def detach(evidence: Evidence) -> ResponseReturnValue:
    """Take a file off its control."""
    controlling.detach(evidence, by=current_actor, at=now())
    return done(_("The file is removed."), ".control", control_key=evidence.control.key)


# --- on the page of an enterprise -------------------------------------------------------------------------


def owed(enterprise: Enterprise) -> owing.Owed:
    """What an enterprise owes. 2 statements."""
    return owing.owed(enterprise, filings_of(session(), enterprise.id), today())


register_panel(Panel(20, "owed", _l("Reports that are owed"), "risks/_owed.html", owed, "enterprise.read"))
