"""Who may do what with plans and posters. A filer draws; who signs may draw too; regulators of the region look."""

from portal.access import enterprise, has_role, in_jurisdiction, owns, register_rights
from portal.accounts.rules import Role

fills = has_role(Role.FILER.value, Role.SIGNER.value)

RIGHTS = {
    "plan.list": enterprise,
    "plan.read": owns | in_jurisdiction,
    "plan.add": enterprise & fills,
    "plan.edit": owns & fills,
    "plan.remove": owns & fills,
    "plan.restore": owns & fills,
    "area.add": owns & fills,
    "area.edit": owns & fills,
    "area.remove": owns & fills,
    "area.restore": owns & fills,
    "poster.list": enterprise,
    "poster.read": owns,
    "poster.make": enterprise & fills,
    "poster.remake": owns & fills,
    "poster.remove": owns & fills,
}

register_rights(RIGHTS)
