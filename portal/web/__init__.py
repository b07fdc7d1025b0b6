"""What all views share: how a view is guarded, how it answers, how its forms behave."""

from portal.clock import now, today
from portal.web.forms import CountField, DayField, FilterForm, FoldedField, Form, NumberField, tidy
from portal.web.guards import SignInNeeded, allow, current_actor
from portal.web.navigation import Entry, register_entry
from portal.web.pages import done, errors_on, lead_to, page, wants_fragment
from portal.web.paging import Page, page_size

__all__ = [
    "CountField", "DayField", "Entry", "FilterForm", "FoldedField", "Form", "NumberField", "Page", "SignInNeeded",
    "allow", "current_actor", "done", "errors_on", "lead_to", "now", "page", "page_size", "register_entry", "tidy",
    "today", "wants_fragment",
]  # fmt: skip
