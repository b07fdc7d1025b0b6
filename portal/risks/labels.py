"""Words for the enums of the register, for what happens to its rows, and for their parts."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.notices.labels import register_notices
from portal.risks.affirmations import Affirmed
from portal.risks.changes import ChangeKind
from portal.risks.method_model import MethodState
from portal.risks.peer_groups import PeerShare
from portal.risks.rules import (
    CheckFilter,
    CheckResult,
    ConditionAnswer,
    ControlKind,
    ControlLevel,
    Frequency,
    Grade,
    GradeSource,
    LapseReason,
    LeftOut,
    Presence,
    RegisterSort,
)
from portal.web.words import register_events, register_labels, register_tones

LABELS = {
    Grade.MAJOR: _lp("grade", "Major"),
    Grade.LARGER: _lp("grade", "Larger"),
    Grade.GENERAL: _lp("grade", "General"),
    Grade.LOW: _lp("grade", "Low"),
    ControlKind.ENGINEERING: _lp("control", "Engineering"),
    ControlKind.MANAGEMENT: _lp("control", "Management"),
    ControlKind.TRAINING: _lp("control", "Training"),
    ControlKind.PPE: _lp("control", "Personal protection"),
    ControlKind.EMERGENCY: _lp("control", "Emergency response"),
    ControlLevel.COMPANY: _lp("control level", "Company"),
    ControlLevel.WORKSHOP: _lp("control level", "Workshop or department"),
    ControlLevel.TEAM: _lp("control level", "Team or shift"),
    ControlLevel.POST: _lp("control level", "Post"),
    Frequency.SHIFT: _l("every shift"),
    Frequency.DAILY: _l("daily"),
    Frequency.WEEKLY: _l("weekly"),
    Frequency.MONTHLY: _l("monthly"),
    Frequency.QUARTERLY: _l("quarterly"),
    Frequency.HALF_YEARLY: _l("half-yearly"),
    Frequency.YEARLY: _l("yearly"),
    CheckResult.IN_ORDER: _lp("check", "In order"),
    CheckResult.OUT_OF_ORDER: _lp("check", "Out of order"),
    LapseReason.UNCHECKED: _l("check overdue"),
    LapseReason.OUT_OF_ORDER: _l("found out of order"),
    ConditionAnswer.APPLIES: _l("The condition is met here"),
    ConditionAnswer.DOES_NOT_APPLY: _l("The condition is not met here"),
    Presence.PRESENT: _l("We have this"),
    Presence.ABSENT: _l("We do not have this"),
    Affirmed.UNCHANGED: _l("Unchanged"),
    Affirmed.CHANGED: _lp("affirmation", "Changed"),
    Affirmed.GONE: _lp("affirmation", "Gone"),
    PeerShare.NEARLY_ALL: _l("Nearly all peers"),
    PeerShare.MOST: _l("Most peers"),
    PeerShare.HALF: _l("More than half of the peers"),
    GradeSource.METHOD: _l("grading method"),
    GradeSource.FLOOR: _l("catalogue"),
    GradeSource.DIRECT: _l("direct judgement"),
    ChangeKind.NEW_RISK: _l("New larger-or-above risk"),
    ChangeKind.OTHER_GRADE: _l("Changed grade"),
    ChangeKind.RISK_REMOVED: _l("Removed from the register"),
    ChangeKind.OTHER_FACT: _l("Changed fact of the enterprise"),
    MethodState.DRAFT: _lp("method", "Draft"),
    MethodState.IN_FORCE: _lp("method", "In force"),
    MethodState.WITHDRAWN: _lp("method", "Withdrawn"),
    RegisterSort.GRADE: _l("Highest grade first"),
    RegisterSort.NUMBER: _l("By number"),
    RegisterSort.NAME: _l("By name"),
    RegisterSort.PERSON: _l("By responsible person"),
    RegisterSort.CHECK: _l("Nearest check first"),
    CheckFilter.OVERDUE: _l("Check overdue"),
    CheckFilter.SOON: _l("Check due within 30 days"),
    CheckFilter.NONE: _l("No check named"),
    LeftOut.REMOVED: _l("removed from the register"),
    LeftOut.SAME: _l("nothing would change"),
    LeftOut.NO_CONTROL: _l("has no control to be checked"),
    LeftOut.OVERDUE: _l("its check is overdue and has to be recorded"),
    LeftOut.CHANGED: _l("changed by someone in the meantime"),
}

EVENTS = {
    "risk.add": _l("entered the risk"),
    "risk.adopt": _l("took the risk over from the usual hazards"),
    "risk.edit": _l("changed the risk"),
    "risk.grade": _l("graded the risk"),
    "risk.remove": _l("removed the risk from the register"),
    "risk.restore": _l("restored the risk"),
    "risk.affirm": _l("confirmed the row of last year"),
    "bulk.change": _l("changed many risks in one step"),
    "bulk.undo": _l("undid a bulk step"),
    "view.save": _l("saved a view of the register"),
    "view.edit": _l("changed a saved view"),
    "view.remove": _l("deleted a saved view"),
    "control.add": _l("added a control"),
    "control.edit": _l("changed a control"),
    "control.remove": _l("removed a control"),
    "control.restore": _l("restored a control"),
    "evidence.add": _l("added evidence"),
    "evidence.remove": _l("removed evidence"),
    "check.record": _l("recorded a check of a control"),
    "check.undo": _l("took a check of a control back"),
    "zero.answer": _l("answered a question of the trade"),
    "method.define": _l("defined the version of the grading method"),
    "method.edit": _l("changed the version of the grading method"),
    "method.discard": _l("discarded the draft of the grading method"),
    "method.load": _l("loaded the version of the grading method"),
    "method.put_in_force": _l("put the version of the grading method in force"),
    "method.withdraw": _l("withdrew the version of the grading method"),
}

NOTICES = {
    "report.reminder": _l("Reports and their last days: %(lines)s"),
    "method.new_version": _l(
        "Grading method “%(method)s”, version %(version)s, from %(begins)s: risks graded by an earlier one, %(risks)s,"
        " keep their grade until they are graded anew"
    ),
    "check.due": _l(
        "Checks of controls: %(due)s due today, %(lapsed)s lapsed; a lapsed one raises its risk's colour"
    ),
}

TONES = {
    MethodState.DRAFT: "none",
    MethodState.IN_FORCE: "ok",
    MethodState.WITHDRAWN: "late",
    CheckResult.IN_ORDER: "ok",
    CheckResult.OUT_OF_ORDER: "late",
}

register_labels(LABELS)
register_tones(TONES)
register_events(EVENTS)
register_notices(NOTICES)
