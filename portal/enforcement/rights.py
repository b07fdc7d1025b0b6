"""Who may do what with orders."""

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
)  # fmt: skip
from portal.enforcement.rules import OrderState

inspects = has_role("inspector")
leads = has_role("chief")


@rule
def issued(actor: Actor, order: Any) -> bool:
    """Has been issued; a draft is the authority's own."""
    return order is not None and order.state is not OrderState.DRAFT


@rule
def draft(actor: Actor, order: Any) -> bool:
    """Has not been issued yet."""
    return order is not None and order.state is OrderState.DRAFT


@rule
def of_own_authority(actor: Actor, order: Any) -> bool:
    """Acts for the authority in whose name the order stands."""
    return order is not None and actor.authority_id is not None and order.authority_id == actor.authority_id


@rule
def carries(actor: Actor, order: Any) -> bool:
    """Is one of the inspectors named on it."""
    return order is not None and actor.membership_id in order.inspector_ids


RIGHTS = {
    "order.list": enterprise | authority,
    "order.read": (owns & issued) | in_jurisdiction,
    "order.prepare": in_jurisdiction & inspects,
    "order.edit": in_jurisdiction & of_own_authority & inspects & draft,
    "order.discard": in_jurisdiction & of_own_authority & inspects & draft,
    "order.issue": in_jurisdiction & of_own_authority & inspects & carries,
    "order.revoke": in_jurisdiction & of_own_authority & leads & issued,
}

register_rights(RIGHTS)
