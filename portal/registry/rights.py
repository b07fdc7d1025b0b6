"""Who may see enterprises and decide on them."""

from typing import Any

from portal.access import (
    Actor,
    anyone,
    authority,
    enterprise,
    has_role,
    in_jurisdiction,
    owns,
    register_rights,
    rule,
)
from portal.accounts.rules import Level
from portal.registry.rules import EnterpriseState

fills = has_role("filer", "signer", "administrator")
administers = has_role("administrator")
reviews = has_role("reviewer")


@rule
def at_town(actor: Actor, thing: Any) -> bool:
    """Acts for a town."""
    return actor.level == Level.TOWN.value


@rule
def at_county(actor: Actor, thing: Any) -> bool:
    """Acts for the county bureau."""
    return actor.level == Level.COUNTY.value


@rule
def on_the_list(actor: Actor, enterprise: Any) -> bool:
    """The enterprise is not written off."""
    return enterprise is not None and enterprise.state is not EnterpriseState.WRITTEN_OFF


RIGHTS = {
    "enterprise.register": anyone,
    "enterprise.own": enterprise,
    "enterprise.list": authority,
    "enterprise.read": owns | in_jurisdiction,
    "enterprise.edit": owns & fills & on_the_list,
    "enterprise.tell": enterprise & fills,
    "fact_row.edit": owns & fills,
    "fact_row.remove": owns & fills,
    "fact_row.restore": owns & fills,
    "enterprise.resubmit": owns & administers,
    "enterprise.confirm": in_jurisdiction & at_town & reviews,
    "enterprise.refuse": in_jurisdiction & at_town & reviews,
    "enterprise.write_off": in_jurisdiction & reviews,
    "enterprise.restore": in_jurisdiction & reviews,
    "enterprise.move": in_jurisdiction & at_county & reviews,
    "enterprise.people": in_jurisdiction,
    "enterprise.show_phone": owns | in_jurisdiction,
    "enterprise.invite": in_jurisdiction & at_town & reviews,
}

register_rights(RIGHTS)
