"""An enterprise with a filer and a signer, for tests of plans."""

import pytest

from portal.access import Actor, act_as
from portal.registry.model import Enterprise
from tests.build import a_member, an_enterprise, the_actor


@pytest.fixture
def own() -> Enterprise:
    """The enterprise of the test; its trade is metal ware (338)."""
    return an_enterprise(industry_code="338")


@pytest.fixture
def filer(own: Enterprise) -> Actor:
    """Someone who fills for it."""
    return the_actor(a_member(own, "filer"))


@pytest.fixture
def signer(own: Enterprise) -> Actor:
    """Someone who signs for it."""
    return the_actor(a_member(own, "signer"))


@pytest.fixture
def as_filer(own: Enterprise, filer: Actor) -> Enterprise:
    """The enterprise, loaded anew by its filer, who acts from now on."""
    key = own.id
    act_as(filer)
    from portal.db import session

    return session().get_one(Enterprise, key)
