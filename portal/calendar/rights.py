"""Who sets the calendar: administrators of the county bureau. Whoever is signed in reads it."""

from typing import Any

from portal.access import Actor, has_role, register_rights, rule, signed_in


@rule
def at_county(actor: Actor, thing: Any) -> bool:
    """Acts for the county bureau."""
    return actor.level == "county"


RIGHTS = {
    "calendar.read": signed_in,
    "calendar.edit": at_county & has_role("administrator"),
}

register_rights(RIGHTS)
