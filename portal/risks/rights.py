"""Who may do what with risks. A filer fills; who signs may fill too; regulators of the region read."""

from portal.access import enterprise, has_role, in_jurisdiction, owns, register_rights
from portal.accounts.rules import Role

fills = has_role(Role.FILER.value, Role.SIGNER.value)

RIGHTS = {
    "risk.list": enterprise,
    "risk.read": owns | in_jurisdiction,
    "risk.add": enterprise & fills,
    "risk.edit": owns & fills,
    "risk.grade": owns & fills,
    "risk.remove": owns & fills,
    "risk.restore": owns & fills,
    "risk.affirm": owns & fills,
    "risk.affirm_rest": enterprise & fills,
    "control.add": owns & fills,
    "control.edit": owns & fills,
    "control.remove": owns & fills,
    "control.restore": owns & fills,
    "evidence.add": owns & fills,
    "evidence.read": owns | in_jurisdiction,
    "evidence.remove": owns & fills,
    "zero.read": enterprise,
    "zero.answer": enterprise & fills,
}

register_rights(RIGHTS)
