"""What the demo city looks up: whether it is loaded, its accounts, rows by key."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.model import Authority, Membership, Person
from portal.documents.model import Paper
from portal.registry.model import Enterprise
from portal.risks.model import Risk


class DemoAccount(NamedTuple):
    """An account of the city, with its place."""

    sign_in: str
    name: str
    organisation: str
    role_codes: list[str]
    level: str


def loaded(session: Session) -> bool:
    """Whether any enterprise is there. 1 statement."""
    return bool(session.scalar(select(func.count()).select_from(Enterprise)))


def risk(session: Session, key: str) -> Risk:
    """A row of a register by its key. 1 statement."""
    return session.scalars(select(Risk).where(Risk.key == key)).one()


def accounts(session: Session, sign_in_names: list[str]) -> list[DemoAccount]:
    """The accounts with these names and their places, in the order of the names. 1 statement."""
    statement = (
        select(Person.sign_in_name, Person.name, Membership.organisation, Membership.role_codes, Authority.level)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Authority, Authority.id == Membership.authority_id)
        .where(Person.sign_in_name.in_(sign_in_names), Membership.ended_at.is_(None))
    )
    found = {row[0]: DemoAccount(*row[:4], row[4].value if row[4] else "") for row in session.execute(statement)}
    return [found[name] for name in sign_in_names if name in found]


def membership_keys(session: Session, ids: list[int]) -> list[str]:
    """The keys of memberships, in the order of their ids. 1 statement."""
    rows = session.execute(select(Membership.id, Membership.key).where(Membership.id.in_(ids)))
    keys: dict[int, str] = {row.id: row.key for row in rows}
    return [keys[membership_id] for membership_id in ids]


def newest_papers(session: Session, enterprise_ids: list[int]) -> list[int]:
    """The id of the newest paper of each of these enterprises. 1 statement."""
    newest = func.max(Paper.id)
    statement = select(newest).where(Paper.enterprise_id.in_(enterprise_ids)).group_by(Paper.enterprise_id).order_by(newest)
    return list(session.scalars(statement))
