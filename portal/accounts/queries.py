"""What is seen of people, memberships, sign-ins and authorities."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.access import UNSCOPED, Actor
from portal.accounts.model import Authority, Invitation, JoinRequest, Membership, OldPassword, Person, SignIn
from portal.accounts.rules import Level, Organisation, Role, roles_of
from portal.notices.rules import Recipient
from portal.problems import NotFound


class Known(NamedTuple):
    """What a sign-in needs to know of the person with a name."""

    person_id: int
    key: str
    sign_in_name: str
    name: str
    password_hash: str
    active: bool


class OwnMembership(NamedTuple):
    """One of a person's own places; `acted_in_at` is when its newest sign-in began."""

    id: int
    key: str
    organisation: str
    role_codes: list[str]
    job_title: str
    enterprise_id: int | None
    authority_id: int | None
    region_path: str
    acted_in_at: datetime | None

    @property
    def roles(self) -> list[Role]:
        """The roles, in the order of the enum."""
        return roles_of(self.role_codes)


class MemberRow(NamedTuple):
    """A member as the list of an organisation shows him."""

    key: str
    person_id: int
    name: str
    phone: str
    role_codes: list[str]
    job_title: str
    certificate_number: str
    seen_at: datetime | None
    oneself: bool

    @property
    def roles(self) -> list[Role]:
        """The roles, in the order of the enum."""
        return roles_of(self.role_codes)


class AuthorityRow(NamedTuple):
    """An authority and how many act for it."""

    key: str
    name: str
    level: Level
    members: int


# --- for signing in: before anybody is known ----------------------------------------------------------------


def known(session: Session, sign_in_name: str) -> Known | None:
    """The person with a (folded) sign-in name, or None. 1 statement."""
    row = session.execute(_known().where(Person.sign_in_name == sign_in_name)).one_or_none()
    return Known(*row) if row else None


def known_person(session: Session, person_id: int) -> Known:
    """The same by id. 1 statement."""
    return Known(*session.execute(_known().where(Person.id == person_id)).one())


def _known() -> Any:
    return select(
        Person.id, Person.key, Person.sign_in_name, Person.name, Person.password_hash, Person.active
    )


def form_was_sent(session: Session, form_key: str | None) -> bool:
    """Whether a visitor's form has made its account before. 1 statement."""
    found = select(Person.id).where(Person.made_by_form == form_key)
    return form_key is not None and session.scalars(found).first() is not None


def own_memberships(session: Session, person_id: int) -> list[OwnMembership]:
    """A person's living places in all organisations, the one acted in last first. 1 statement."""
    last = func.max(SignIn.began_at)
    statement = (
        select(
            Membership.id, Membership.key, Membership.organisation, Membership.role_codes, Membership.job_title,
            Membership.enterprise_id, Membership.authority_id, Membership.region_path, last,
        )
        .outerjoin(SignIn, SignIn.membership_id == Membership.id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .group_by(Membership.id)
        .order_by(last.desc().nulls_last(), Membership.id)
        .execution_options(**{UNSCOPED: "one's own places, whichever one acts in"})
    )  # fmt: skip
    return [OwnMembership(*row) for row in session.execute(statement)]


def old_passwords(session: Session, person_id: int, count: int) -> list[str]:
    """Hashes of the passwords that a person had before, newest first. 1 statement."""
    statement = select(OldPassword.password_hash).where(OldPassword.person_id == person_id)
    return list(session.scalars(statement.order_by(OldPassword.id.desc()).limit(count)))


# --- one's own account --------------------------------------------------------------------------------------


def own_person(session: Session, actor: Actor) -> Person:
    """The person who acts. 1 statement."""
    return session.get_one(Person, actor.person_id)


def own_sign_ins(session: Session, actor: Actor, longest: timedelta, at: datetime) -> list[SignIn]:
    """Browsers in which the actor's person is signed in, newest first. 1 statement."""
    living = (SignIn.person_id == actor.person_id, SignIn.ended_at.is_(None), SignIn.began_at > at - longest)
    return list(
        session.scalars(select(SignIn).where(*living).order_by(SignIn.seen_at.desc(), SignIn.id.desc()))
    )


def own_sign_in(session: Session, actor: Actor, key: str) -> SignIn:
    """One of them. Raises NotFound for another's as for an unknown one. 1 statement."""
    statement = select(SignIn).where(
        SignIn.key == key, SignIn.person_id == actor.person_id, SignIn.ended_at.is_(None)
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


# --- organisations and their members ------------------------------------------------------------------------


def own_organisation(session: Session, actor: Actor) -> Organisation:
    """The organisation that the actor acts for. 0 statements."""
    return Organisation(actor.organisation, actor.region_path, actor.enterprise_id, actor.authority_id)


def organisation_of(office: Authority) -> Organisation:
    """An authority as an organisation. 0 statements."""
    return Organisation(office.name, office.region_path, authority_id=office.id)


def members(session: Session, of: Organisation, actor: Actor) -> list[MemberRow]:
    """Who belongs to an organisation now, by time of joining. 1 statement."""
    seen = select(func.max(SignIn.seen_at)).where(SignIn.membership_id == Membership.id).correlate(Membership)
    statement = (
        select(
            Membership.key, Membership.person_id, Person.name, Person.phone, Membership.role_codes,
            Membership.job_title, Membership.certificate_number, seen.scalar_subquery(),
            Membership.person_id == actor.person_id,
        )
        .join(Person, Person.id == Membership.person_id)
        .where(_in(Membership, of), Membership.ended_at.is_(None))
        .order_by(Membership.joined_at, Membership.id)
    )  # fmt: skip
    return [MemberRow(*row) for row in session.execute(statement)]


def invitations(session: Session, to: Organisation, at: datetime) -> list[Invitation]:
    """Invitations to an organisation that can still be accepted, newest first. 1 statement."""
    waiting = (Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > at)
    return list(
        session.scalars(
            select(Invitation).where(_in(Invitation, to), *waiting).order_by(Invitation.id.desc())
        )
    )


def join_requests(session: Session, to: Organisation) -> list[JoinRequest]:
    """People who say that they belong to an enterprise and wait for a word. 1 statement."""
    statement = select(JoinRequest).options(joinedload(JoinRequest.person))
    waiting = (JoinRequest.enterprise_id == to.enterprise_id, JoinRequest.decided_at.is_(None))
    return list(session.scalars(statement.where(*waiting).order_by(JoinRequest.id)))


def belongs(session: Session, person_id: int, to: Organisation) -> bool:
    """Whether a person has a living place in an organisation already. 1 statement."""
    statement = select(Membership.id).where(
        Membership.person_id == person_id, _in(Membership, to), Membership.ended_at.is_(None)
    )
    found = session.scalars(statement.execution_options(**{UNSCOPED: "one's own places"}))
    return found.first() is not None


def administrators(session: Session, of: Organisation) -> list[int]:
    """Ids of the memberships that administer an organisation. 1 statement."""
    statement = select(Membership.id, Membership.role_codes).where(
        _in(Membership, of), Membership.ended_at.is_(None)
    )
    return [key for key, codes in session.execute(statement) if "administrator" in codes]


def _in(table: type[Membership] | type[Invitation], of: Organisation) -> ColumnElement[bool]:
    if of.authority_id is not None:
        return table.authority_id == of.authority_id
    return table.enterprise_id == of.enterprise_id if of.enterprise_id is not None else false()


# --- authorities --------------------------------------------------------------------------------------------


def authorities(session: Session, actor: Actor) -> list[AuthorityRow]:
    """The authorities in the actor's jurisdiction, the wider first. 1 statement."""
    living = and_(Membership.authority_id == Authority.id, Membership.ended_at.is_(None))
    statement = (
        select(Authority.key, Authority.name, Authority.level, func.count(Membership.id))
        .outerjoin(Membership, living)
        .where(Authority.region_path.startswith(actor.region_path, autoescape=True))
        .group_by(Authority.id)
        .order_by(Authority.region_path, Authority.id)
    )
    return [AuthorityRow(*row) for row in session.execute(statement)]


def named_authority(session: Session, name: str) -> Authority:
    """The authority of a name or key. Raises NotFound. 1 statement."""
    found = session.scalars(
        select(Authority).where(or_(Authority.name == name, Authority.key == name))
    ).one_or_none()
    if found is None:
        raise NotFound(_l("There is no authority of this name."))
    return found


def offices(session: Session, region_path: str, level: Level) -> list[Recipient]:
    """The authorities of a level in whose jurisdiction a path lies, as those who are told something. 1 statement."""
    found = session.scalars(select(Authority).where(Authority.level == level).order_by(Authority.id))
    return [office.recipient for office in found if region_path.startswith(office.region_path)]


def mail_addresses(session: Session, to: Recipient) -> list[tuple[str, str]]:
    """Name and address of each member of an organisation who gave one, and holds one of the roles that are meant.
    1 statement."""
    of = Organisation("", to.region_path, to.enterprise_id, to.authority_id)
    statement = (
        select(Person.name, Person.email, Membership.role_codes)
        .join(Membership, Membership.person_id == Person.id)
        .where(_in(Membership, of), Membership.ended_at.is_(None), Person.active, Person.email != "")
        .execution_options(**{UNSCOPED: "mail goes to others than the actor"})
    )
    return [
        (name, address)
        for name, address, codes in session.execute(statement)
        if not to.roles or to.roles & set(codes)
    ]
