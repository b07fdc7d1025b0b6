"""Who may do what with people, memberships and sign-ins."""

from typing import Any

from portal.access import (
    Actor,
    authority,
    enterprise,
    has_role,
    in_jurisdiction,
    owns,
    register_rights,
    rule,
    signed_in,
)
from portal.accounts.rules import Level

administers = has_role("administrator")
reviews = has_role("reviewer")


@rule
def same_authority(actor: Actor, thing: Any) -> bool:
    """Acts for the very authority that the thing belongs to."""
    return actor.is_authority and thing is not None and thing.authority_id == actor.authority_id


@rule
def of_enterprise(actor: Actor, thing: Any) -> bool:
    """The thing belongs to an enterprise."""
    return thing is not None and thing.enterprise_id is not None


@rule
def not_oneself(actor: Actor, membership: Any) -> bool:
    """It is someone else's membership: nobody changes his own place."""
    return membership is not None and membership.person_id != actor.person_id


@rule
def above(actor: Actor, office: Any) -> bool:
    """Acts for that authority, or for one whose jurisdiction holds it and more."""
    if not actor.is_authority or office is None:
        return False
    wider = office.region_path.startswith(actor.region_path) and office.region_path != actor.region_path
    return wider or bool(office.id == actor.authority_id)


@rule
def at_town(actor: Actor, thing: Any) -> bool:
    """Acts for a town."""
    return actor.level == Level.TOWN.value


own_organisation = owns | same_authority
decides_joining = (owns & administers) | (in_jurisdiction & of_enterprise & at_town & reviews)

RIGHTS = {
    "account.read": signed_in,
    "account.edit": signed_in,
    "account.end_sign_in": signed_in,
    "account.act_in": signed_in,
    "account.sign_out": signed_in,
    "member.list": enterprise | authority,
    "member.invite": (enterprise | authority) & administers,
    "invitation.withdraw": own_organisation & administers,
    "membership.edit": own_organisation & administers & not_oneself,
    "membership.end": own_organisation & administers & not_oneself,
    "membership.reset": own_organisation & administers & not_oneself,
    "membership.end_sign_ins": own_organisation & administers,
    "membership.show_phone": owns | in_jurisdiction,
    "join_request.accept": decides_joining,
    "join_request.decline": decides_joining,
    "join_request.show_phone": decides_joining,
    "authority.list": authority,
    "authority.read": above,
    "authority.invite": above & administers,
}

register_rights(RIGHTS)
