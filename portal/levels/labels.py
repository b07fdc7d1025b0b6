"""Words of levels, their steps, days and ranking."""

from enum import Enum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.levels.rules import Dimension, LeftOut, LevelState, Progress, RankVerdict, TermKind
from portal.notices.labels import register_notices
from portal.web.words import register_events, register_labels, register_tones

S = LevelState

# fmt: off
LABELS = {
    S.NONE:                _lp("level", "No level"),
    S.SELF_ASSESSING:      _lp("level", "Self-assessing"),
    S.DISPLAYED:           _lp("level", "On notice inside the enterprise"),
    S.APPLIED:             _lp("level", "Applied"),
    S.CORRECTING:          _lp("level", "To be completed"),
    S.ACCEPTED:            _lp("level", "Accepted"),
    S.ON_SITE:             _lp("level", "On-site review"),
    S.RECTIFYING:          _lp("level", "Rectifying findings"),
    S.CONFIRMED:           _lp("level", "Rectification confirmed"),
    S.PUBLIC_NOTICE:       _lp("level", "Public notice"),
    S.OBJECTION:           _lp("level", "Objection being checked"),
    S.CERTIFIED:           _lp("level", "Certified"),
    S.WARNED:              _lp("level", "Warned"),
    S.REVOCATION_PROPOSED: _lp("level", "Revocation proposed"),
    S.RENEWING:            _lp("level", "Renewing"),
    S.REFUSED:             _lp("level", "Refused"),
    S.REVOKED:             _lp("level", "Revoked"),
    S.EXPIRED:             _lp("level", "Expired"),
    S.BARRED:              _lp("level", "Barred for three years"),
    RankVerdict.UPGRADE:   _l("Recommended to apply for the higher level"),
    RankVerdict.LOOK:      _l("To be looked at"),
    RankVerdict.LEAVE:     _l("Nothing follows"),
    Progress.NOT_BEGUN:    _lp("assessment", "Not begun"),
    Progress.IN_HAND:      _lp("assessment", "In hand"),
    Progress.SUBMITTED:    _lp("assessment", "Submitted"),
    Progress.RETURNED:     _lp("assessment", "Sent back"),
    Progress.CHECKED:      _lp("assessment", "Checked"),
    LeftOut.SUBMITTED:     _l("has submitted already"),
    LeftOut.NOBODY:        _l("nobody signs in there"),
    LeftOut.LATELY:        _l("was reminded in the last three days"),
    Dimension.TOWN:        _l("Town"),
    Dimension.INDUSTRY:    _l("Industry"),
    Dimension.LEVEL:       _lp("level", "Level"),
    TermKind.AT_MOST:      _l("At most"),
    TermKind.AT_LEAST:     _l("At least"),
    TermKind.WINDOW:       _l("Not earlier than so long before"),
}

TONES: dict[Enum, str] = {
    S.NONE: "none", S.SELF_ASSESSING: "none", S.DISPLAYED: "wait", S.APPLIED: "wait", S.CORRECTING: "back",
    S.ACCEPTED: "wait", S.ON_SITE: "wait", S.RECTIFYING: "back", S.CONFIRMED: "wait", S.PUBLIC_NOTICE: "wait",
    S.OBJECTION: "back", S.CERTIFIED: "ok", S.WARNED: "back", S.REVOCATION_PROPOSED: "late", S.RENEWING: "ok",
    S.REFUSED: "late", S.REVOKED: "late", S.EXPIRED: "late", S.BARRED: "late",
}

STEPS = {
    "open":               _lp("level", "Begin"),
    "display":            _l("Put on notice inside the enterprise"),
    "apply":              _l("Apply for the level"),
    "ask_completion":     _l("Ask to complete the application"),
    "resubmit":           _l("Hand in the completed application"),
    "accept":             _l("Accept the application"),
    "refuse_application": _l("Refuse the application"),
    "review":             _l("Begin the on-site review"),
    "report_findings":    _l("Report the findings of the review"),
    "rectify":            _l("Report the findings as rectified"),
    "confirm":            _l("Confirm the rectification"),
    "fail":               _l("Declare the review as failed"),
    "publish":            _l("Put on public notice"),
    "object":             _l("Record an objection"),
    "clear":              _l("Clear the objection"),
    "announce":           _l("Announce the level and issue the certificate"),
    "not_announced":      _l("Refuse the level"),
    "false_commitment":   _l("End for a false declaration"),
    "renew":              _l("Begin the renewal"),
    "extend_directly":    _l("Extend directly"),
    "review_again":       _l("Renew by a new review"),
    "expire":             _lp("level", "Expire"),
    "warn":               _lp("level", "Warn"),
    "restore":            _l("Lift the warning"),
    "propose_revocation": _l("Propose the revocation"),
    "withdraw_proposal":  _l("Withdraw the proposal"),
    "revoke":             _l("Revoke the level"),
    "answer":             _l("Answer the proposal"),
    "extend":             _l("Extend the time for rectification"),
    "sample":             _l("Record an on-site sample"),
}
"""What a button of each step says."""

EVENTS = {
    "level.begin":              _l("began a standing at a standard"),
    "level.open":               _l("began the way to a level"),
    "level.display":            _l("put the self-assessment on notice inside the enterprise"),
    "level.apply":              _l("applied for the level"),
    "level.ask_completion":     _l("asked to complete the application"),
    "level.resubmit":           _l("handed in the completed application"),
    "level.accept":             _l("accepted the application"),
    "level.refuse_application": _l("refused the application"),
    "level.review":             _l("began the on-site review"),
    "level.report_findings":    _l("reported the findings of the review"),
    "level.rectify":            _l("reported the findings as rectified"),
    "level.confirm":            _l("confirmed the rectification"),
    "level.fail":               _l("declared the review as failed"),
    "level.publish":            _l("put the level on public notice"),
    "level.object":             _l("recorded an objection"),
    "level.clear":              _l("cleared the objection"),
    "level.announce":           _l("announced the level"),
    "level.not_announced":      _l("refused the level"),
    "level.false_commitment":   _l("ended the procedure for a false declaration"),
    "level.renew":              _l("began the renewal"),
    "level.extend_directly":    _l("found the conditions of a direct extension met"),
    "level.review_again":       _l("applied for a new review"),
    "level.expire":             _l("let the level expire"),
    "level.warn":               _l("warned the enterprise"),
    "level.restore":            _l("lifted the warning"),
    "level.propose_revocation": _l("proposed the revocation"),
    "level.withdraw_proposal":  _l("withdrew the proposal of revocation"),
    "level.revoke":             _l("revoked the level"),
    "level.answer":             _l("answered the proposal of revocation"),
    "level.extend":             _l("extended the time for rectification"),
    "level.sample":             _l("recorded an on-site sample"),
    "level.propose_upgrade":    _l("recommended to apply for the higher level"),
    "level.propose_look":       _l("put the enterprise on the list of those to be looked at"),
    "level.leave":              _l("left the place in the ranking without consequence"),
    "rank_decision.answer":     _l("answered what was decided by the ranking"),
    "level.remind":             _l("reminded enterprises of their self-assessment"),
    "level.export":             _l("exported the list of levels"),
}
# fmt: on

NAMES = {
    "level1": _lp("level", "Level 1"),
    "level2": _lp("level", "Level 2"),
    "level3": _lp("level", "Level 3"),
    "pass": _lp("level", "Passed"),
}
"""The levels by the code of their outcome; an outcome of a standard that was added here is shown by its code."""


def level_name(code: str) -> str:
    """A level in words; — for none."""
    return str(NAMES.get(code, code)) if code else "—"


NOTICES = {
    "level.moved": _l("Standardisation level (%(standard)s): %(step)s. It stands at: %(state)s. %(reason)s"),
    "level.answered": _l("%(enterprise)s has answered the proposed revocation of its level."),
    "level.ranked": _l(
        "Dynamic management %(year)d: %(step)s. %(reason)s You may answer by %(due)s to the authority that wrote this."
    ),
    "level.campaign": _l("Reminder of %(authority)s: %(reason)s"),
}

NUMBER_FLAWS = {
    "shape": _l("This is not a number by the rule; one would read %(example)s."),
    "region": _l("The region sign does not fit the level; a number would read %(example)s."),
    "industry": _l("The industry code is not that of the enterprise; a number would read %(example)s."),
    "level": _l("The level sign is not that of the level; a number would read %(example)s."),
    "year": _l("The year is not that of the announcement; a number would read %(example)s."),
}
TONES |= {
    Progress.NOT_BEGUN: "none",
    Progress.IN_HAND: "wait",
    Progress.SUBMITTED: "wait",
    Progress.RETURNED: "back",
    Progress.CHECKED: "ok",
}
TONES |= {RankVerdict.UPGRADE: "ok", RankVerdict.LOOK: "back", RankVerdict.LEAVE: "none"}

register_labels(LABELS)
register_tones(TONES)
register_events(EVENTS)
register_notices(NOTICES)
