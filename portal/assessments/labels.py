"""Words for the enums of assessments and for what happens to them."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.assessments.comparing import Difference
from portal.assessments.rules import (
    CheckWay,
    EvidenceKind,
    FindingState,
    MeasureKind,
    Met,
    StandardKind,
    StandardState,
)
from portal.assessments.sampling import DrawReason
from portal.notices.labels import register_notices
from portal.web.timelines import keep_among_authorities
from portal.web.words import register_events, register_labels, register_tones

LABELS = {
    StandardKind.THREE_LEVEL: _l("Three-level standard"),
    StandardKind.MICRO: _l("Micro standard"),
    StandardKind.PROFESSIONAL: _l("Professional standard"),
    StandardKind.RESPONSIBILITY: _l("Responsibility checklist"),
    Met.MET: _l("Met"),
    Met.NOT_MET: _l("Not met"),
    EvidenceKind.POLICY: _l("rules and documents"),
    EvidenceKind.PLAN: _l("plan"),
    EvidenceKind.RECORD: _l("record"),
    EvidenceKind.LEDGER: _l("ledger"),
    EvidenceKind.MINUTES: _l("minutes"),
    EvidenceKind.APPOINTMENT: _l("appointment"),
    EvidenceKind.AGREEMENT: _l("agreement"),
    EvidenceKind.CERTIFICATE: _lp("evidence", "certificate"),
    EvidenceKind.TEST_REPORT: _l("test report"),
    EvidenceKind.TRAINING_FILE: _l("training file"),
    EvidenceKind.EXPENSE: _l("proof of expense"),
    EvidenceKind.PHOTO: _lp("evidence", "photo"),
    EvidenceKind.DRAWING: _l("drawing"),
    EvidenceKind.INTERVIEW_NOTE: _l("note of an interview"),
    EvidenceKind.REGISTER_ROW: _l("row of the risk register"),
    EvidenceKind.SYSTEM_SCREENSHOT: _l("screenshot"),
    CheckWay.DOCUMENT: _l("by documents"),
    CheckWay.SITE: _l("on site"),
    CheckWay.INTERVIEW: _l("by interview"),
    Difference.POINTS: _lp("standard", "points"),
    Difference.WORDING: _lp("standard", "wording"),
    Difference.SCORING: _lp("standard", "scoring rule"),
    Difference.VETO: _lp("standard", "veto"),
    Difference.NOT_APPLICABLE: _lp("standard", "when it does not apply"),
    Difference.PLACE: _lp("standard", "place in the tree"),
    Difference.EVIDENCE: _lp("standard", "evidence and check"),
    Difference.LAW: _lp("standard", "legal basis"),
    MeasureKind.RECTIFICATION: _lp("measure", "Rectification"),
    MeasureKind.PREVENTION: _lp("measure", "Prevention"),
    StandardState.DRAFT: _lp("standard", "Draft"),
    StandardState.IN_FORCE: _lp("standard", "In force"),
    StandardState.WITHDRAWN: _lp("standard", "Withdrawn"),
    FindingState.OPEN: _lp("finding", "Open"),
    FindingState.DONE: _lp("finding", "Reported as done"),
    FindingState.CLOSED: _lp("finding", "Closed"),
    DrawReason.VETO: _l("veto item"),
    DrawReason.RISK: _l("tied to the risk register"),
    DrawReason.POINTS: _l("many points"),
    DrawReason.DEDUCTION: _l("half of the points lost"),
    DrawReason.NOT_APPLICABLE: _l("declared as not applicable"),
    DrawReason.CHANCE: _l("by chance"),
}

STATUS_WORDS = {
    "from pages": _l("seen on public pages"),
    "from memory, verify": _l("not verified against the official text"),
    "own wording on a named basis": _l("own wording"),
}
"""How sure the source of a part is; what is not verified is never printed as law."""

TONES = {
    StandardState.DRAFT: "none",
    StandardState.IN_FORCE: "ok",
    StandardState.WITHDRAWN: "none",
    FindingState.OPEN: "back",
    FindingState.DONE: "wait",
    FindingState.CLOSED: "ok",
}

EVENTS = {
    "standard.add": _l("added a version of a standard"),
    "standard.discard": _l("discarded the draft of a standard"),
    "standard.pin": _l("set which version of a standard is opened for a year"),
    "standard.put_in_force": _l("put a version of a standard in force"),
    "standard.withdraw": _l("withdrew a version of a standard"),
    "assessment.open": _l("opened the assessment"),
    "assessment.answer_many": _l("answered many items at once"),
    "assessment.edit": _l("changed the assessment"),
    "assessment.say": _l("answered a condition"),
    "assessment.send_section": _l("named who fills in a section"),
    "item_answer.edit": _l("answered an item"),
    "item_answer.affirm": _l("affirmed last year's answer"),
    "item_evidence.add": _l("added evidence to an item"),
    "filing.score_item": _l("scored an item"),
    "filing.unscore_item": _l("took the score of an item back"),
    "item_evidence.remove": _l("removed evidence from an item"),
    "assessment_finding.add": _l("wrote a finding"),
    "assessment_finding.edit": _l("changed a finding"),
    "assessment_finding.discard": _l("took a finding out of the plan"),
    "assessment_finding.report_done": _l("reported the measure as done"),
    "assessment_finding.close": _l("closed the measure"),
    "assessment_finding.reopen": _l("opened the measure again"),
}

NOTICES = {
    "measure.due": _l(
        "Measures of self-assessments: %(soon)s due within seven days, %(late)s overdue; the first on %(first)s"
    ),
    "section.sent": _l("%(person)s fills in %(section)s of %(title)s until %(due)s"),
}

keep_among_authorities("filing.score_item", "filing.unscore_item")
register_labels(LABELS)
register_tones(TONES)
register_events(EVENTS)
register_notices(NOTICES)
