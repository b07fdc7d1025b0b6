"""Words for plans and posters."""

from flask_babel import lazy_gettext as _l

from portal.plans.rules import PosterKind, SheetSize
from portal.web.words import register_events, register_labels

LABELS = {
    PosterKind.BOARD: _l("Safety-risk notice board"),
    PosterKind.WARNING_BOARD: _l("Warning board of a major risk"),
    PosterKind.POST_CARD: _l("Risk card of a post"),
    PosterKind.EMERGENCY_CARD: _l("Emergency card"),
    PosterKind.SIGN_SHEET: _l("Sheet of safety signs"),
    PosterKind.FOUR_COLOUR_PLAN: _l("Four-colour plan"),
    SheetSize.A4: _l("A4"),
    SheetSize.A3: _l("A3"),
}

EVENTS = {
    "plan.add": _l("put up a site plan"),
    "plan.edit": _l("renamed the site plan"),
    "plan.remove": _l("removed the site plan"),
    "plan.restore": _l("restored the site plan"),
    "area.add": _l("drew an area on the plan"),
    "area.edit": _l("changed an area of the plan"),
    "area.remove": _l("removed an area from the plan"),
    "area.restore": _l("restored an area of the plan"),
    "poster.make": _l("made a poster"),
    "poster.remove": _l("removed a poster"),
}

register_labels(LABELS)
register_events(EVENTS)
