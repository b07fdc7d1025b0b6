"""Words for roles and levels, for the notices of this room and for its events."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.accounts.rules import Level, Role
from portal.notices.labels import register_notices
from portal.web.words import register_events, register_labels

LABELS = {
    Role.FILER: _l("Filer"),
    Role.SIGNER: _l("Signer"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.REVIEWER: _l("Reviewer"),
    Role.INSPECTOR: _l("Inspector"),
    Role.CHIEF: _l("Chief"),
    Role.OBSERVER: _l("Observer"),
    Level.TOWN: _lp("authority", "Town"),
    Level.COUNTY: _lp("authority", "County"),
}

HINTS = {
    Role.FILER: _l("fills in registers and reports"),
    Role.SIGNER: _l("also signs and submits"),
    Role.ADMINISTRATOR: _l("invites people and removes them"),
    Role.REVIEWER: _l("looks at reports and decides"),
    Role.INSPECTOR: _l("inspects on site and prepares orders"),
    Role.CHIEF: _l("reads everything"),
    Role.OBSERVER: _l("reads everything"),
}
"""What a role may do, for the form that gives it."""

EVENTS = {
    "account.sign_in": _l("signed in"),
    "account.sign_out": _l("signed out"),
    "account.end_sign_in": _l("signed another browser out"),
    "account.refuse_sign_in": _l("was refused at sign-in"),
    "account.refuse_confirmation": _l("gave a wrong password"),
    "account.change_password": _l("changed the password"),
    "account.reset_password": _l("reset the password by a link"),
    "account.ask_for_reset": _l("asked for a new password"),
    "account.change_contact": _l("changed phone or mail address"),
    "invitation.make": _l("invited a person"),
    "invitation.withdraw": _l("withdrew an invitation"),
    "membership.begin": _l("joined"),
    "membership.edit": _l("changed the roles of a member"),
    "membership.end": _l("ended a membership"),
    "membership.reset": _l("made a link for a new password"),
    "membership.end_sign_ins": _l("signed a member out everywhere"),
    "membership.show_phone": _l("looked at the phone of a member"),
    "join_request.accept": _l("let a person join"),
    "join_request.decline": _l("refused a person who wanted to join"),
    "join_request.show_phone": _l("looked at the phone of a person who wants to join"),
    "access.deny": _l("was refused: no right to it"),
    "authority.found": _l("entered an authority"),
    "instance.restore": _l("brought back a backup of the portal"),
}

NOTICES = {
    "join_request.made": _l("%(person)s says that he or she belongs to %(enterprise)s and wants to join."),
}

register_labels(LABELS)
register_events(EVENTS)
register_notices(NOTICES)
