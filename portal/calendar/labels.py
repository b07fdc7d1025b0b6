"""Words for the calendar."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.calendar.rules import YearState
from portal.web.words import register_events, register_labels, register_tones
from portal.workdays import DayKind

LABELS = {
    YearState.ANNOUNCED: _lp("calendar", "Announced"),
    YearState.PROJECTED: _lp("calendar", "Projected"),
    DayKind.HOLIDAY: _lp("calendar", "Holiday"),
    DayKind.MAKE_UP: _lp("calendar", "Make-up working day"),
}

WEEKDAYS = (
    _lp("weekday", "Mo"), _lp("weekday", "Tu"), _lp("weekday", "We"), _lp("weekday", "Th"), _lp("weekday", "Fr"),
    _lp("weekday", "Sa"), _lp("weekday", "Su"),
)  # fmt: skip
"""Heads of a month, from Monday."""

EVENTS = {
    "calendar_year.mark": _l("marked days of the year"),
    "calendar_year.announce": _l("said how the year stands"),
}

register_labels(LABELS)
register_tones({YearState.ANNOUNCED: "ok", YearState.PROJECTED: "back"})
register_events(EVENTS)
