"""Any regulator sees the overview of the own region."""

from portal.access import authority, register_rights

RIGHTS = {"overview.read": authority, "overview.export": authority}

register_rights(RIGHTS)
