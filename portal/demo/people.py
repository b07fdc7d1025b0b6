"""The people of the city: offices and enterprises get their members; each becomes an actor of the story."""

from collections.abc import Mapping
from datetime import datetime

from flask import current_app
from sqlalchemy import update

from portal import audit
from portal.access import SYSTEM, Actor
from portal.accounts import members
from portal.accounts.model import Membership, Person
from portal.accounts.rules import NewAccount, Organisation, Place, Role
from portal.db import writing
from portal.demo.city import Office, Staff
from portal.demo.passwords import hash_of, password_of, quick_hash_of
from portal.registry import actions as registry
from portal.registry import rules

ADDRESS = "127.0.0.1"

MAIN_ROLES = (
    Role.SIGNER, Role.ADMINISTRATOR, Role.FILER, Role.REVIEWER, Role.INSPECTOR, Role.CHIEF, Role.OBSERVER,
)  # fmt: skip
"""Of several roles the one that a demo account is listed under: the first of these."""


def main_role(roles: frozenset[Role], level: str) -> str:
    """What a demo account is listed under, and whose password it has: filer, town_reviewer, county_chief, …"""
    role = next(role for role in MAIN_ROLES if role in roles)
    return f"{level}_{role.value}" if level else role.value


def secret() -> str:
    """The secret of this instance."""
    return str(current_app.config["SECRET_KEY"])


def open_office(office: Office, at: datetime) -> dict[str, Actor]:
    """Found an authority with its people; answers the actors by sign-in name."""
    told = rules.Office(office.name, office.level, office.region_code, office.mark)
    with writing():
        authority = registry.found_authority(told, by=SYSTEM, at=at)
        authority.address, authority.phone = office.address, office.phone
        place = Organisation(authority.name, authority.region_path, authority_id=authority.id)
        return seat(place, office.staff, office.level.value, at)


def seat(at_home: Organisation, staff: tuple[Staff, ...], level: str, at: datetime) -> dict[str, Actor]:
    """Give people accounts and their places in an organisation; answers the actors by sign-in name."""
    found = {}
    with writing():
        for one in staff:
            role = main_role(one.roles, level)
            account = NewAccount(one.sign_in, one.name, one.phone, password_of(role, secret()))
            person = members.new_person(account, quick_hash_of(role, secret()), at)
            place = Place(one.roles, one.job_title, one.certificate_number)
            member = members.new_member(person, at_home, place, at)
            audit.record("membership.begin", member, by=SYSTEM, at=at, after={"roles": member.role_codes})
            found[one.sign_in] = actor_of(person, member, level)
    return found


def actor_of(person: Person, member: Membership, level: str = "") -> Actor:
    """The actor that a membership makes."""
    return Actor(
        kind="authority" if member.authority_id else "enterprise",
        name=person.name,
        organisation=member.organisation,
        person_id=person.id,
        membership_id=member.id,
        roles=frozenset(member.role_codes),
        enterprise_id=member.enterprise_id,
        authority_id=member.authority_id,
        region_path=member.region_path,
        level=level,
        address=ADDRESS,
    )


def strengthen(roles: set[str]) -> None:
    """Give the accounts of these roles hashes of full strength in place of the quick ones. Run as SYSTEM."""
    strong = {quick_hash_of(role, secret()): hash_of(role, secret()) for role in roles}
    with writing() as current:
        for quick, lasting in strong.items():
            current.execute(update(Person).where(Person.password_hash == quick).values(password_hash=lasting))


def with_role(actors: Mapping[str, Actor], *roles: str) -> list[Actor]:
    """Those who hold one of the roles, the role named first before the others."""
    return [actor for role in roles for actor in actors.values() if role in actor.roles]


def role_of(actor: Actor) -> str:
    """What the account of an actor is listed under."""
    return main_role(frozenset(Role(role) for role in actor.roles), actor.level)
