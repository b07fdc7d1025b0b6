"""What goes along when an enterprise moves to another town, or changes its name.

Its living rows come under the new town; what was filed or issued stays with the town of that day. Areas declare
the tables that follow.
"""

from sqlalchemy import update

from portal.access import Owned
from portal.accounts.model import Invitation, JoinRequest, Membership
from portal.db import Base, session
from portal.notices.model import Notice
from portal.registry.model import Enterprise, FactRow, SafetyProfile, SectorSection

_followers: list[type[Base]] = [
    Membership, Invitation, JoinRequest, Notice, SafetyProfile, SectorSection, FactRow,
]  # fmt: skip


def follows_enterprise(table: type[Base]) -> None:
    """Declare that the rows of an owned table go along with their enterprise. Said in the area's model or rights."""
    assert issubclass(table, Owned), f"{table.__name__} has no owner to follow"
    if table not in _followers:
        _followers.append(table)


def take_along(enterprise: Enterprise) -> None:
    """Bring every following row under the enterprise's region. Inside `writing()`; 1 statement a table."""
    current = session()
    current.flush()
    for table in _followers:
        owned: type[Owned] = table  # type: ignore[assignment]
        current.execute(
            update(table)
            .where(owned.enterprise_id == enterprise.id)
            .values(region_path=enterprise.region_path)
        )


def take_name(enterprise: Enterprise) -> None:
    """Call its memberships and invitations by the enterprise's present name. Inside `writing()`."""
    for table in (Membership, Invitation, JoinRequest):
        session().execute(
            update(table).where(table.enterprise_id == enterprise.id).values(organisation=enterprise.name)
        )
