"""Home is for whoever is signed in."""

from portal.access import register_rights, signed_in

RIGHTS = {"desk.home": signed_in}

register_rights(RIGHTS)
