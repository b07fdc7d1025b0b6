"""Who may read and settle notices."""

from portal.access import Actor, register_rights, rule, signed_in
from portal.notices.model import Notice


@rule
def addressed(actor: Actor, notice: Notice) -> bool:
    """Acts for the organisation that the notice is for."""
    if notice is None or not actor.signed_in:
        return False
    if notice.authority_id is not None:
        return notice.authority_id == actor.authority_id
    return notice.enterprise_id == actor.enterprise_id


RIGHTS = {
    "notice.list": signed_in,
    "notice.read": addressed,
    "notice.read_all": signed_in,
}

register_rights(RIGHTS)
