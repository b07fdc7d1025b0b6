"""Pages ask the database as often with a thousand rows as with ten: nothing is asked row by row."""

from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.access import SYSTEM, act_as
from portal.accounts.model import Membership, Person
from portal.db import session
from portal.demo.scaling import Share, add_enterprises
from tests.client import PageClient

FEW, MANY = 10, 1000
EVERY_ONE_WAITS = Share(files=1, waits=1)

# fmt: off
AUTHORITY = {
    "/":                  12,
    "/review?level=all":   7,
    "/review/history":     5,
    "/overview":           7,
    "/overview/risks":     5,
    "/enterprises":        6,
    "/papers":             5,
    "/orders":             5,
}
ENTERPRISE = {
    "/":                  22,
    "/measures":          10,
    "/assessments":        9,
    "/risks":             16,
    "/filings":           13,
    "/papers":             8,
    "/orders":             8,
}
# fmt: on
"""Statements of each page at most, those around it included (sign-in, rail, bell); nothing to tell: fewer."""


def asked(app: Any, who: str, pages: dict[str, int], statements: Any) -> dict[str, int]:
    """Statements of each page for this demo person, once it is warm."""
    act_as(SYSTEM)
    found = select(Membership).join(Membership.person).where(Person.sign_in_name == who)
    browser = PageClient(app).sign_in(session().scalars(found).one()).browser
    counts = {}
    for path in pages:
        browser.get(path)
        statements.clear()
        assert browser.get(path).status_code == 200, path
        counts[path] = statements.count
    return counts


def too_many(counts: dict[str, int], most: dict[str, int]) -> dict[str, int]:
    """The pages that ask more often than they may."""
    return {path: count for path, count in counts.items() if count > most[path]}


@pytest.mark.parametrize(("enterprises", "risks"), [(FEW, 2), (MANY, 2)], ids=["few", "many"])
def test_pages_of_authorities_ask_as_often_whatever_the_number_of_rows(app, statements, enterprises, risks):
    add_enterprises(enterprises, risks, clock.now(), EVERY_ONE_WAITS)
    assert too_many(asked(app, "county-reviewer", AUTHORITY, statements), AUTHORITY) == {}


@pytest.mark.parametrize("risks", [FEW, MANY])
def test_pages_of_enterprises_ask_as_often_whatever_the_number_of_rows(app, statements, risks):
    add_enterprises(1, risks, clock.now(), EVERY_ONE_WAITS)
    assert too_many(asked(app, "scale-000000", ENTERPRISE, statements), ENTERPRISE) == {}
