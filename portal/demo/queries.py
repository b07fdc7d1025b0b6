"""What the demo city looks up: whether it is loaded, its accounts, rows by key."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.model import Authority, Membership, Person
from portal.documents.model import Paper
from portal.filings.model import Filing
from portal.registry.model import Enterprise
from portal.risks.model import Risk
from portal.slips.model import Suggestion


class Made(NamedTuple):
    """An enterprise made in bulk."""

    id: int
    code: str
    name: str
    region_path: str


class DemoAccount(NamedTuple):
    """An account of the city, with its place."""

    sign_in: str
    organisation: str
    role_codes: list[str]
    level: str


def loaded(session: Session) -> bool:
    """Whether any enterprise is there. 1 statement."""
    return bool(session.scalar(select(func.count()).select_from(Enterprise)))


def risk(session: Session, key: str) -> Risk:
    """A row of a register by its key. 1 statement."""
    return session.scalars(select(Risk).where(Risk.key == key)).one()


def suggestion(session: Session, key: str) -> Suggestion:
    """A suggestion of a slip by its key. 1 statement."""
    return session.scalars(select(Suggestion).where(Suggestion.key == key)).one()


def member(session: Session, sign_in_name: str) -> Membership:
    """The place of a person who has one. 2 statements."""
    statement = select(Membership).join(Membership.person).where(Person.sign_in_name == sign_in_name)
    return session.scalars(statement).one()


def accounts(session: Session, sign_in_names: list[str]) -> list[DemoAccount]:
    """The accounts with these names and their places, in the order of the names. 1 statement."""
    statement = (
        select(Person.sign_in_name, Membership.organisation, Membership.role_codes, Authority.level)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Authority, Authority.id == Membership.authority_id)
        .where(Person.sign_in_name.in_(sign_in_names), Membership.ended_at.is_(None))
    )
    found = {
        name: DemoAccount(name, organisation, role_codes, level.value if level else "")
        for name, organisation, role_codes, level in session.execute(statement)
    }
    return [found[name] for name in sign_in_names if name in found]


def membership_keys(session: Session, ids: list[int]) -> list[str]:
    """The keys of memberships, in the order of their ids. 1 statement."""
    rows = session.execute(select(Membership.id, Membership.key).where(Membership.id.in_(ids)))
    keys: dict[int, str] = {row.id: row.key for row in rows}
    return [keys[membership_id] for membership_id in ids]


def newest_papers(session: Session, enterprise_ids: list[int]) -> list[int]:
    """The id of the newest paper of each of these enterprises. 1 statement."""
    newest = func.max(Paper.id)
    statement = (
        select(newest)
        .where(Paper.enterprise_id.in_(enterprise_ids))
        .group_by(Paper.enterprise_id)
        .order_by(newest)
    )
    return list(session.scalars(statement))


# --- for cities of any size -----------------------------------------------------------------------------------


def offices(session: Session) -> int:
    """How many authorities there are. 1 statement."""
    return session.scalar(select(func.count()).select_from(Authority)) or 0


def scaled(session: Session, code_begins: str) -> int:
    """How many enterprises have a code that begins so. 1 statement."""
    statement = select(func.count()).select_from(Enterprise).where(Enterprise.code.startswith(code_begins))
    return session.scalar(statement) or 0


def made(session: Session, codes: list[str]) -> list[Made]:
    """Enterprises by their codes, in the order of these. 1 statement."""
    statement = select(Enterprise.id, Enterprise.code, Enterprise.name, Enterprise.region_path)
    found = {row.code: Made(*row) for row in session.execute(statement.where(Enterprise.code.in_(codes)))}
    return [found[code] for code in codes]


def person_ids(session: Session, sign_in_names: list[str]) -> dict[str, int]:
    """Ids of people by sign-in name. 1 statement."""
    statement = select(Person.sign_in_name, Person.id).where(Person.sign_in_name.in_(sign_in_names))
    return {row[0]: row[1] for row in session.execute(statement)}


def risk_ids(session: Session, enterprise_ids: list[int]) -> dict[tuple[int, int], int]:
    """Ids of risks by enterprise and number. 1 statement."""
    statement = select(Risk.enterprise_id, Risk.number, Risk.id).where(Risk.enterprise_id.in_(enterprise_ids))
    return {(row[0], row[1]): row[2] for row in session.execute(statement)}


def filing_ids(session: Session, keys: list[str]) -> dict[str, int]:
    """Ids of filings by key. 1 statement."""
    statement = select(Filing.key, Filing.id).where(Filing.key.in_(keys))
    return {row[0]: row[1] for row in session.execute(statement)}
