"""Who may do what with risks. A filer fills; who signs may fill too; regulators of the region read."""

from typing import Any

from portal.access import Actor, enterprise, has_role, in_jurisdiction, owns, register_rights, rule
from portal.accounts.rules import Role

fills = has_role(Role.FILER.value, Role.SIGNER.value)


@rule
def machine(actor: Actor, thing: Any) -> bool:
    """Work of the portal itself, such as a command of its keeper."""
    return actor.kind == "system"


RIGHTS = {
    "risk.list": enterprise,
    "risk.read": owns | in_jurisdiction,
    "risk.add": enterprise & fills,
    "risk.import": (owns & fills) | machine,
    "risk.edit": owns & fills,
    "risk.grade": owns & fills,
    "risk.remove": owns & fills,
    "risk.restore": owns & fills,
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
