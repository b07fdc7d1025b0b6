"""Builders of the accounts room: visitors, second memberships, accounts that people ask for."""

from dataclasses import replace
from itertools import count
from typing import Any

from portal.access import PUBLIC, Actor, as_system
from portal.accounts.model import Authority, Membership
from portal.accounts.rules import Invited, NewAccount, Organisation, Place, Role, role_codes
from portal.db import session, writing
from portal.registry.model import Enterprise
from tests.build import AT

_numbers = count(1)
GOOD = "a quiet walk by the river"
"""A password that nothing is wrong with."""


def visitor(address: str = "192.0.2.7") -> Actor:
    """Somebody who is not signed in."""
    return replace(PUBLIC, address=address)


def an_account(**facts: Any) -> NewAccount:
    """What a person gives for an account."""
    number = next(_numbers)
    given = {"sign_in_name": f"newcomer{number}", "name": "赵六", "phone": "13900000001", "password": GOOD}
    return NewAccount(**{**given, **facts})


def an_invitation(*roles: Role, **facts: Any) -> Invited:
    """Who is invited."""
    return Invited(**{"name": "赵六", "place": Place(frozenset(roles or {Role.FILER})), **facts})


def organisation_of(of: Enterprise | Authority) -> Organisation:
    """An enterprise or an authority as accounts see it."""
    if isinstance(of, Enterprise):
        return of.organisation
    return Organisation(of.name, of.region_path, authority_id=of.id)


def a_second_place(member: Membership, of: Enterprise | Authority, *roles: Role) -> Membership:
    """A further membership of a member's person."""
    to = organisation_of(of)
    with as_system("a builder"), writing():
        place = Membership(
            person_id=member.person_id, enterprise_id=to.enterprise_id, authority_id=to.authority_id,
            region_path=to.region_path, organisation=to.name, role_codes=role_codes(frozenset(roles)), joined_at=AT,
        )  # fmt: skip
        session().add(place)
        session().flush()
        key = place.id
    return session().get_one(Membership, key)
