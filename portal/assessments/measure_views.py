"""Pages of findings and their measures: the plan of the enterprise and of one assessment, one finding, its proof."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.assessments_measures import DoneForm, FindingForm, PlanFilterForm, ReopenForm
from portal import storage
from portal.assessments import measure_queries, measure_showing, measures
from portal.assessments.measure_queries import PlanFilter
from portal.assessments.measure_showing import ALL_ROWS, Asked
from portal.assessments.measures import Done
from portal.assessments.model import Assessment, AssessmentFinding, FindingEvidence, ItemAnswer
from portal.assessments.reasons import proposed
from portal.assessments.rules import PlanPart
from portal.assessments.versions import standard_of
from portal.db import session
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
from portal.web.attachments import as_attachment
from portal.web.saving import as_changes

bp = Blueprint("measures", __name__)
register_page("assessment_finding", "measures.show", "assessment_finding_key")
register_page("due_measures", "measures.index", "day")
register_entry(
    Entry(
        36, _l("Standardisation"), _l("Plan of measures"), "measures.index", "list-check", "assessment_finding.list",
    )
)  # fmt: skip


@bp.get("/measures")
@allow("assessment_finding.list")
def index() -> ResponseReturnValue:
    """The measures of the enterprise over all years, those left open by earlier years first."""
    form = PlanFilterForm(request.args, part=PlanPart.OPEN.value)
    own = current_actor.enterprise_id or 0
    form.offer(measure_queries.people_of_plan(session(), own))
    asked = Asked(PlanFilter(*form.value()), request.args.get("after", ""), page_size())
    shown = measure_showing.plan_page(session(), own, asked, today())
    return page("assessments/measures.html", form=form, shown=shown)


@bp.get("/measures/sheet")
@allow("assessment_finding.list")
def sheet() -> ResponseReturnValue:
    """The same on one page, to be printed and hung up."""
    form = PlanFilterForm(request.args)
    own = current_actor.enterprise_id or 0
    form.offer(measure_queries.people_of_plan(session(), own))
    asked = Asked(PlanFilter(*form.value()), size=ALL_ROWS)
    shown = measure_showing.plan_page(session(), own, asked, today())
    return page("assessments/measures_sheet.html", shown=shown, assessment=None)


@bp.get("/assessments/<assessment_key>/plan")
@allow("assessment.read")
def plan(assessment: Assessment) -> ResponseReturnValue:
    """The plan of measures of one assessment, as it stands now, on one page."""
    asked = Asked(PlanFilter(assessment_id=assessment.id), size=ALL_ROWS)
    shown = measure_showing.plan_page(session(), assessment.enterprise_id, asked, today())
    return page("assessments/measures_sheet.html", shown=shown, assessment=assessment)


@bp.route("/items/<item_answer_key>/findings/new", methods=["GET", "POST"])
@allow("assessment.fill")
def new(item_answer: ItemAnswer) -> ResponseReturnValue:
    """Write a finding of an item; a coded reason fills in words, measure and day."""
    reasons = measure_showing.reasons_of(item_answer)
    reason = reasons.get(request.args.get("reason", ""))
    form = FindingForm(data=proposed(reason, today()) if reason else None)
    if form.validate_on_submit():
        with errors_on(form):
            found = measures.add(item_answer, form.value(), by=current_actor, at=now())
            return done(_("The finding is in the plan."), ".show", assessment_finding_key=found.key)
    item = standard_of(item_answer.assessment.standard_key).item[item_answer.item_id]
    return page("assessments/finding_form.html", form=form, row=item_answer, item=item,
                reasons=reasons.values(), finding=None)  # fmt: skip


@bp.get("/findings/<assessment_finding_key>")
@allow("assessment_finding.read")
def show(assessment_finding: AssessmentFinding) -> ResponseReturnValue:
    """One finding with its measure, what became of it, and what may be done now."""
    shown = measure_showing.finding_page(session(), assessment_finding, current_actor, today())
    forms = {"report_done": DoneForm(None, data={"done_on": today()}), "reopen": ReopenForm(None)}
    return page("assessments/finding.html", shown=shown, finding=assessment_finding, forms=forms)


@bp.route("/findings/<assessment_finding_key>/edit", methods=["GET", "POST"])
@allow("assessment_finding.edit")
def edit(assessment_finding: AssessmentFinding) -> ResponseReturnValue:
    """Change words, measure, person, day, money."""
    form = FindingForm() if request.method == "POST" else finding_form(assessment_finding)
    if request.method == "POST":
        form.settle(finding_form(assessment_finding))
        if form.validate():
            with errors_on(form):
                measures.edit(assessment_finding, as_changes(form), by=current_actor, at=now())
                return done(_("Saved."), ".show", assessment_finding_key=assessment_finding.key)
        form.meet(finding_form(assessment_finding))
    shown = measure_showing.finding_page(session(), assessment_finding, current_actor, today())
    return page(
        "assessments/finding_form.html", form=form, row=shown.answer, item=shown.item, reasons=(),
        finding=assessment_finding,
    )  # fmt: skip


def finding_form(finding: AssessmentFinding) -> FindingForm:
    """The form of what stands there now."""
    return FindingForm(None, obj=finding).remember()


@bp.post("/findings/<assessment_finding_key>/discard")
@allow("assessment_finding.edit")
def discard(assessment_finding: AssessmentFinding) -> ResponseReturnValue:
    """Take a finding out of the plan."""
    key = assessment_finding.assessment.key
    measures.discard(assessment_finding, by=current_actor, at=now())
    return done(_("The finding is out of the plan."), ".plan", assessment_key=key)


@bp.post("/findings/<assessment_finding_key>/report-done")
@allow("assessment_finding.report_done")
def report_done(assessment_finding: AssessmentFinding) -> ResponseReturnValue:
    """Say that the measure was carried out, with words, photos or papers."""
    form = DoneForm()
    if form.validate():
        with errors_on(form):
            how = Done(form.done_on.data, form.note.data or "", form.uploads())
            measures.report_done(assessment_finding, how, by=current_actor, at=now())
            return done(
                _("The measure is reported as done."), ".show", assessment_finding_key=assessment_finding.key
            )
    return _again(assessment_finding, {"report_done": form, "reopen": ReopenForm(None)})


@bp.post("/findings/<assessment_finding_key>/close")
@allow("assessment_finding.close")
def close(assessment_finding: AssessmentFinding) -> ResponseReturnValue:
    """Confirm that the measure holds."""
    measures.close(assessment_finding, by=current_actor, at=now())
    return done(_("The measure is closed."), ".show", assessment_finding_key=assessment_finding.key)


@bp.post("/findings/<assessment_finding_key>/reopen")
@allow("assessment_finding.reopen")
def reopen(assessment_finding: AssessmentFinding) -> ResponseReturnValue:
    """Say that the measure is not, or no longer, carried out."""
    form = ReopenForm()
    if form.validate():
        with errors_on(form):
            measures.reopen(assessment_finding, form.why.data or "", by=current_actor, at=now())
            return done(
                _("The measure is open again."), ".show", assessment_finding_key=assessment_finding.key
            )
    return _again(assessment_finding, {"report_done": DoneForm(None), "reopen": form})


def _again(finding: AssessmentFinding, forms: dict[str, DoneForm | ReopenForm]) -> ResponseReturnValue:
    shown = measure_showing.finding_page(session(), finding, current_actor, today())
    wrong = next(one for one in forms.values() if one.problems)
    return page("assessments/finding.html", shown=shown, finding=finding, forms=forms, form=wrong)


@bp.get("/finding-evidence/<finding_evidence_key>")
@allow("assessment_finding.read")
def evidence(finding_evidence: FindingEvidence) -> Response:
    """The bytes of a proof, to be kept, never shown inside the portal."""
    return as_attachment(
        storage.read(finding_evidence.file_key), finding_evidence.name, finding_evidence.content_type
    )
