"""Words for filings."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.filings.comparing import Change
from portal.filings.rules import FilingState, Occasion, RejectionGround
from portal.notices.labels import register_notices
from portal.web.timelines import keep_among_authorities
from portal.web.words import register_events, register_labels, register_tones

LABELS = {
    FilingState.DRAFT: _l("In preparation"),
    FilingState.SUBMITTED: _l("Submitted"),
    FilingState.ENDORSED: _l("With the county bureau"),
    FilingState.RETURNED: _l("Sent back"),
    FilingState.APPROVED: _l("Checked"),
    FilingState.REJECTED: _l("Rejected"),
    FilingState.SUPERSEDED: _l("Superseded"),
    Occasion.FIRST: _l("First report"),
    Occasion.REGULAR: _l("Regular report"),
    Occasion.CHANGE: _l("Change report"),
    RejectionGround.WRONG_PERIOD: _l("Filed for the wrong period"),
    RejectionGround.OUT_OF_SCOPE: _l("Outside the scope of the report"),
    RejectionGround.DUPLICATE: _l("Filed twice"),
    RejectionGround.NOT_THIS_ENTERPRISE: _l("Does not concern this enterprise"),
    Change.ADDED: _lp("row", "Added"),
    Change.CHANGED: _lp("row", "Changed"),
    Change.REMOVED: _lp("row", "Removed"),
    Change.UNCHANGED: _lp("row", "Unchanged"),
}

TONES = {
    FilingState.DRAFT: "none",
    FilingState.SUBMITTED: "wait",
    FilingState.ENDORSED: "wait",
    FilingState.RETURNED: "back",
    FilingState.APPROVED: "ok",
    FilingState.REJECTED: "late",
    FilingState.SUPERSEDED: "none",
}
"""The tone of each state's tag."""

EVENTS = {
    "filing.start": _l("began the filing"),
    "filing.submit": _l("submitted the filing"),
    "filing.recall": _l("recalled the filing"),
    "filing.open": _l("began to review"),
    "filing.remark": _l("wrote a remark"),
    "filing.accept_row": _l("accepted a row"),
    "filing.endorse": _l("passed it on to the county bureau"),
    "filing.approve": _l("checked and closed it"),
    "filing.send_back": _l("sent the filing back"),
    "filing.reject": _l("rejected the filing"),
    "filing.discard": _l("removed the draft"),
    "filing.supersede": _l("was superseded by a later filing"),
}

NOTICES = {
    "filing.returned": _l("Sent back: %(title)s, %(count)d remarks, to be mended by %(due)s"),
    "filing.approved": _l("Checked: %(title)s"),
    "filing.rejected": _l("Rejected: %(title)s"),
    "review.reminder": _l(
        "To be looked at: %(enterprise)s %(title)s, by %(due)s; waiting in all %(count)d, past their day %(late)d"
    ),
}

register_labels(LABELS)
register_notices(NOTICES)
register_tones(TONES)
register_events(EVENTS)
keep_among_authorities("filing.remark", "filing.accept_row")
