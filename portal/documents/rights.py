"""Who may do what with papers. Whether one may be revoked is decided by the room that issued it."""

from typing import Any

from portal.access import Actor, authority, enterprise, in_jurisdiction, owns, register_rights, rule


@rule
def machine(actor: Actor, paper: Any) -> bool:
    """Work of the portal itself."""
    return actor.kind == "system"


RIGHTS = {
    "paper.list": enterprise | authority,
    "paper.read": owns | in_jurisdiction,
    "paper.put_in_force": machine,
    "paper.supersede": machine,
    "paper.revoke": machine,
}

register_rights(RIGHTS)
