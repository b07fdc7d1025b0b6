"""The accounts of the demo city, for the terminal and for outside checks."""

from itertools import chain
from typing import NamedTuple

from flask import current_app, url_for

from portal.access import SYSTEM, act_as
from portal.accounts.rules import Role
from portal.config import Settings
from portal.db import session
from portal.demo import people, queries
from portal.demo.city import companies, offices
from portal.demo.passwords import password_of

SHOWN_FIRST = (
    "yanhu-filer", "yanhu-signer", "yanhu-admin", "rucheng-reviewer", "county-reviewer", "county-inspector",
    "county-chief", "county-observer", "county-admin",
)  # fmt: skip
"""One account per role; the enterprise is the one whose report was sent back."""


class Account(NamedTuple):
    """What somebody needs to try a role."""

    role: str
    sign_in: str
    password: str
    organisation: str
    first_page: str


def accounts(everybody: bool) -> list[Account]:
    """The demo accounts, one per role first; `everybody`: then all the others. Empty when no city is loaded."""
    settings: Settings = current_app.config["SETTINGS"]
    act_as(SYSTEM)
    with current_app.test_request_context(base_url=settings.portal_url):
        act_as(SYSTEM)
        first_page = url_for("desk.home", _external=True)
        found = queries.accounts(session(), _names(everybody))
        return [_account(one, first_page) for one in found]


def _names(everybody: bool) -> list[str]:
    names = list(SHOWN_FIRST)
    if everybody:
        homes = [*(office.staff for office in offices()), *(company.people for company in companies())]
        names += [one.sign_in for one in chain.from_iterable(homes) if one.sign_in not in SHOWN_FIRST]
    return names


def _account(found: queries.DemoAccount, first_page: str) -> Account:
    role = people.main_role(frozenset(Role(code) for code in found.role_codes), found.level)
    password = password_of(role, people.secret())
    return Account(
        role=role,
        sign_in=found.sign_in,
        password=password,
        organisation=found.organisation,
        first_page=first_page,
    )
