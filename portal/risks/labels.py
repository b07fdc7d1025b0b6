"""Words for the enums of the register, for what happens to its rows, and for their parts."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.notices.labels import register_notices
from portal.risks.changes import ChangeKind
from portal.risks.rules import (
    CheckFilter,
    ConditionAnswer,
    ControlKind,
    ControlLevel,
    Frequency,
    Grade,
    GradeSource,
    LeftOut,
    Presence,
    RegisterSort,
)
from portal.web.words import register_events, register_labels

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
    ConditionAnswer.APPLIES: _l("The condition is met here"),
    ConditionAnswer.DOES_NOT_APPLY: _l("The condition is not met here"),
    Presence.PRESENT: _l("We have this"),
    Presence.ABSENT: _l("We do not have this"),
    GradeSource.METHOD: _l("grading method"),
    GradeSource.FLOOR: _l("catalogue"),
    GradeSource.DIRECT: _l("direct judgement"),
    ChangeKind.NEW_RISK: _l("New larger-or-above risk"),
    ChangeKind.OTHER_GRADE: _l("Changed grade"),
    ChangeKind.RISK_REMOVED: _l("Removed from the register"),
    ChangeKind.OTHER_FACT: _l("Changed fact of the enterprise"),
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
    LeftOut.CHANGED: _l("changed by someone in the meantime"),
}

EVENTS = {
    "risk.add": _l("entered the risk"),
    "risk.adopt": _l("took the risk over from the usual hazards"),
    "risk.edit": _l("changed the risk"),
    "risk.grade": _l("graded the risk"),
    "risk.remove": _l("removed the risk from the register"),
    "risk.restore": _l("restored the risk"),
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
    "zero.answer": _l("answered a question of the trade"),
}

NOTICES = {"report.reminder": _l("Reports and their last days: %(lines)s")}

register_labels(LABELS)
register_notices(NOTICES)
register_events(EVENTS)
