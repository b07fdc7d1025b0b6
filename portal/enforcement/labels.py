"""Words for orders."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.enforcement.rules import OrderState
from portal.notices.labels import register_notices
from portal.web.words import register_events, register_labels, register_tones

LABELS = {
    OrderState.DRAFT: _lp("order", "In preparation"),
    OrderState.ISSUED: _lp("order", "Issued"),
    OrderState.REVOKED: _lp("order", "Revoked"),
}

TONES = {OrderState.DRAFT: "none", OrderState.ISSUED: "wait", OrderState.REVOKED: "late"}
"""The tone of each state's tag."""

EVENTS = {
    "order.prepare": _l("began to prepare the order"),
    "order.edit": _l("changed the order"),
    "order.discard": _l("discarded the order that was being prepared"),
    "order.issue": _l("issued the rectification order"),
    "order.revoke": _l("revoked the rectification order"),
}

NOTICES = {
    "order.issued": _l("Rectification order %(number)s: %(items)d items to put right, the last by %(due)s"),
    "order.revoked": _l("Rectification order %(number)s was revoked"),
}

MISSING: Mapping[str, Any] = {
    "items": _l("Add at least one item."),
    "inspectors": _l("Name two different inspectors."),
    "certificate": _l("An inspector has no certificate number; the authority's administrator can enter it."),
    "interim": _l("Write what keeps people safe until everything is put right."),
    "inspected_on": _l("The day of the inspection lies in the future; correct it."),
    "long_reason": _l("A deadline lies beyond the usual time; say why."),
    "fact": _l("Item %(item)d: write what was found."),
    "basis": _l("Item %(item)d: choose an article, or write the basis."),
    "blanks": _l("Item %(item)d: fill in the blanks in braces, or take them out."),
    "unverified": _l("Item %(item)d: the number of an article is marked as not verified; look it up."),
    "deadline": _l("Item %(item)d: its deadline has passed; choose a later day."),
}
"""What stands in the way of issuing, and how to mend it."""

register_labels(LABELS)
register_tones(TONES)
register_events(EVENTS)
register_notices(NOTICES)
