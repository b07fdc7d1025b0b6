"""Pages of assessments: open one, its overview, a section's items, conditions, what stands around them, evidence."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.assessments import (
    AboutForm,
    AnswerForm,
    ConditionForm,
    ItemEvidenceForm,
    OpenForm,
    RegisterSearchForm,
)
from portal import storage, uploads
from portal.assessments import actions, opening, showing
from portal.assessments.model import Assessment, ItemAnswer, ItemEvidence
from portal.assessments.rules import Handed
from portal.assessments.versions import standard_of
from portal.db import session
from portal.merging import Change
from portal.registry.queries import own_enterprise
from portal.web import Entry, allow, current_actor, done, errors_on, now, page, register_entry, today
from portal.web.answers import register_page
from portal.web.attachments import as_attachment
from portal.web.saving import as_changes, save_one
from portal.web.seen import SavedField

bp = Blueprint("assessments", __name__)
register_page("assessment", "assessments.show", "assessment_key")
register_entry(
    Entry(
        35, _l("Standardisation"), _l("Self-assessments"), "assessments.index", "clipboard-check",
        "assessment.list",
    )
)  # fmt: skip


@bp.get("/assessments")
@allow("assessment.list")
def index() -> ResponseReturnValue:
    """The enterprise's assessments of both kinds, and what may be opened this year."""
    own = own_enterprise(session(), current_actor)
    shown = opening.index_page(session(), own, current_actor, today())
    return page("assessments/index.html", shown=shown)


@bp.route("/assessments/open/<kind_code>", methods=["GET", "POST"])
@allow("assessment.open")
def open_assessment(kind_code: str) -> ResponseReturnValue:
    """Open this year's assessment under one of the standards that apply."""
    own = own_enterprise(session(), current_actor)
    offered = opening.offered(own, kind_code, today())
    form = OpenForm().offer(offered)
    if form.validate_on_submit():
        with errors_on(form):
            standard = standard_of(form.standard.data)
            opened = actions.open_assessment(own, standard, today(), by=current_actor, at=now())
            return done(_("The assessment is open."), ".show", assessment_key=opened.key)
    return page("assessments/open.html", form=form, kind_code=kind_code, offered=offered)


@bp.get("/assessments/place/<kind_code>/<section>/<row>")
@allow("assessment.list")
def place(kind_code: str, section: str, row: str) -> ResponseReturnValue:
    """Lead to where something of the newest assessment of a kind is mended."""
    return redirect(opening.address_of(session(), current_actor, kind_code, section, row))


@bp.get("/assessments/<assessment_key>")
@allow("assessment.read")
def show(assessment: Assessment) -> ResponseReturnValue:
    """The overview: running score, sections with their progress, conditions, findings."""
    mine = current_actor.membership_id if request.args.get("mine") else None
    shown = showing.assessment_page(session(), assessment, current_actor, today(), mine)
    return page("assessments/show.html", shown=shown, assessment=assessment)


@bp.get("/assessments/<assessment_key>/sections/<element>")
@allow("assessment.read")
def section(assessment: Assessment, element: str) -> ResponseReturnValue:
    """The items of one element, to be answered one by one."""
    found = opening.element_of(assessment, element)
    shown = showing.section_page(session(), assessment, found, current_actor)
    return page("assessments/section.html", shown=shown, assessment=assessment, files=ItemEvidenceForm(None))


@bp.route("/assessments/<assessment_key>/sections/<element>/send", methods=["GET", "POST"])
@allow("assessment.fill")
def send_section(assessment: Assessment, element: str) -> ResponseReturnValue:
    """Name who fills in a section."""
    found = opening.element_of(assessment, element)
    form = opening.section_form(session(), assessment, element)
    if form.validate_on_submit():
        with errors_on(form):
            handed = Handed(element, form.member.data or "", form.due_on.data)
            actions.send_section(assessment, handed, by=current_actor, at=now())
            return done(_("Saved."), ".show", assessment_key=assessment.key)
    return page("assessments/send.html", form=form, assessment=assessment, element=found)


@bp.get("/assessments/<assessment_key>/next")
@allow("assessment.read")
def next_open(assessment: Assessment) -> ResponseReturnValue:
    """Lead to the next item without an answer, from `after` on and round."""
    return redirect(opening.next_open_address(session(), assessment, request.args.get("after", "")))


# --- one item ---------------------------------------------------------------------------------------------


@bp.post("/items/<item_answer_key>/field")
@allow("assessment.fill", repeatable=True)
def save_field(item_answer: ItemAnswer) -> ResponseReturnValue:
    """Keep one field of an answer; the running score comes back with it."""
    item = standard_of(item_answer.assessment.standard_key).item[item_answer.item_id]

    def keep(one: SavedField) -> None:
        actions.answer(item_answer, [Change(*one)], by=current_actor, at=now())

    saved = save_one(lambda: AnswerForm.of(item_answer, item), keep)
    return saved.answer("assessments/_saved.html", **opening.scored(session(), item_answer))


@bp.post("/items/<item_answer_key>")
@allow("assessment.fill")
def answer(item_answer: ItemAnswer) -> ResponseReturnValue:
    """Keep the whole answer, where no script saves its fields."""
    item = standard_of(item_answer.assessment.standard_key).item[item_answer.item_id]
    form = AnswerForm.sent(item_answer, item)
    form.settle(AnswerForm.of(item_answer, item))
    if form.validate():
        with errors_on(form):
            actions.answer(item_answer, as_changes(form), by=current_actor, at=now())
            return done(_("Saved."), ".section", **_place(item_answer))
    form.meet(AnswerForm.of(item_answer, item))
    return page(
        "assessments/item.html", form=form, item=item, row=item_answer, assessment=item_answer.assessment
    )


@bp.post("/items/<item_answer_key>/affirm")
@allow("assessment.fill", repeatable=True)
def affirm(item_answer: ItemAnswer) -> ResponseReturnValue:
    """Say that last year's answer holds this year too."""
    actions.affirm(item_answer, by=current_actor, at=now())
    return done(_("Last year's answer is affirmed."), ".section", **_place(item_answer))


@bp.post("/items/<item_answer_key>/evidence")
@allow("assessment.fill", repeatable=True)
def attach(item_answer: ItemAnswer) -> ResponseReturnValue:
    """Keep photos or papers that show the item."""
    form = ItemEvidenceForm()
    if form.validate():
        with errors_on(form):
            for one in form.value():
                accepted = uploads.accept(one.stream, one.filename or "")
                actions.attach(item_answer, accepted, by=current_actor, at=now())
            return done(_("The files are kept."), ".section", **_place(item_answer))
    item = standard_of(item_answer.assessment.standard_key).item[item_answer.item_id]
    return page(
        "assessments/item.html", form=form, item=item, row=item_answer, assessment=item_answer.assessment
    )


@bp.route("/items/<item_answer_key>/register", methods=["GET", "POST"])
@allow("assessment.fill", repeatable=True)
def point(item_answer: ItemAnswer) -> ResponseReturnValue:
    """Choose a row of the register as evidence of the item."""
    search = RegisterSearchForm(request.args)
    found = opening.rows_to_point_to(session(), item_answer, search.words.data or "")
    if request.method == "POST":
        actions.point_to_risk(
            item_answer, *opening.chosen_row(found, request.form), by=current_actor, at=now()
        )
        return done(_("The row is named as evidence."), ".section", **_place(item_answer))
    item = standard_of(item_answer.assessment.standard_key).item[item_answer.item_id]
    return page("assessments/point.html", form=search, rows=found, row=item_answer, item=item)


@bp.get("/item-evidence/<item_evidence_key>")
@allow("assessment.read")
def evidence(item_evidence: ItemEvidence) -> ResponseReturnValue:
    """The bytes of a photo or paper, to be kept, never shown inside the portal."""
    return as_attachment(storage.read(item_evidence.file_key), item_evidence.name, item_evidence.content_type)


@bp.post("/item-evidence/<item_evidence_key>/remove")
@allow("assessment.fill", repeatable=True)
def detach(item_evidence: ItemEvidence) -> ResponseReturnValue:
    """Take a file or a row off its item."""
    actions.detach(item_evidence, by=current_actor, at=now())
    return done(_("The file is removed."), ".section", **_place(item_evidence.answer))


def _place(row: ItemAnswer) -> dict[str, str]:
    item = standard_of(row.assessment.standard_key).item[row.item_id]
    return {"assessment_key": row.assessment.key, "element": item.element, "_anchor": f"item-{row.key}"}


# --- around the items -------------------------------------------------------------------------------------


@bp.route("/assessments/<assessment_key>/about", methods=["GET", "POST"])
@allow("assessment.fill")
def about(assessment: Assessment) -> ResponseReturnValue:
    """Team, days, notice inside the enterprise, conclusion."""
    form = AboutForm() if request.method == "POST" else about_form(assessment)
    if request.method == "POST":
        form.settle(about_form(assessment))
        if form.validate():
            with errors_on(form):
                actions.declare(assessment, as_changes(form), by=current_actor, at=now())
                return done(_("Saved."), ".show", assessment_key=assessment.key)
        form.meet(about_form(assessment))
    return page("assessments/about.html", form=form, assessment=assessment)


def about_form(assessment: Assessment) -> AboutForm:
    """The form of what stands there now."""
    return AboutForm(None, obj=assessment).remember()


@bp.post("/assessments/<assessment_key>/about/field")
@allow("assessment.fill", repeatable=True)
def save_about(assessment: Assessment) -> ResponseReturnValue:
    """Keep one field of what stands around the items."""

    def keep(one: SavedField) -> None:
        actions.declare(assessment, [Change(*one)], by=current_actor, at=now())

    return save_one(lambda: about_form(assessment), keep).answer("risks/_fields.html")


@bp.get("/assessments/<assessment_key>/conditions")
@allow("assessment.read")
def conditions(assessment: Assessment) -> ResponseReturnValue:
    """Vetoes and conditions, each with its answer."""
    standard = standard_of(assessment.standard_key)
    editable = showing.is_editable(assessment, current_actor)
    return page("assessments/conditions.html", assessment=assessment, standard=standard, editable=editable)


@bp.post("/assessments/<assessment_key>/conditions/<condition>")
@allow("assessment.fill", repeatable=True)
def say(assessment: Assessment, condition: str) -> ResponseReturnValue:
    """Answer one veto or condition."""
    form = ConditionForm()
    if form.validate():
        actions.say(assessment, condition, form.holds.data, by=current_actor, at=now())
    return done("", ".conditions", assessment_key=assessment.key, _anchor=condition)
