"""Words for suggestions, and for what happens to them and to slips."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.notices.labels import register_notices
from portal.slips.rules import SuggestionKind, SuggestionState
from portal.web.words import register_events, register_labels, register_tones

LABELS = {
    SuggestionKind.CHECK: _l("check of a control"),
    SuggestionKind.HAZARD: _l("new hazard"),
    SuggestionKind.CHANGE: _l("change of a control"),
    SuggestionKind.GONE: _l("not so any more"),
    SuggestionState.WAITING: _lp("suggestion", "waiting"),
    SuggestionState.ACCEPTED: _lp("suggestion", "accepted"),
    SuggestionState.DECLINED: _lp("suggestion", "declined"),
}

TONES = {
    SuggestionState.WAITING: "wait",
    SuggestionState.ACCEPTED: "ok",
    SuggestionState.DECLINED: "none",
}

EVENTS = {
    "slip.make": _l("handed out a slip"),
    "slip.revoke": _l("revoked a slip"),
    "suggestion.add": _l("suggested something by a slip"),
    "suggestion.accept": _l("accepted a suggestion of a slip"),
    "suggestion.decline": _l("declined a suggestion of a slip"),
}

NOTICES = {
    "suggestion.made": _l("%(person)s suggests something from the spot; look at it and accept or decline it"),
}

register_labels(LABELS)
register_tones(TONES)
register_events(EVENTS)
register_notices(NOTICES)
