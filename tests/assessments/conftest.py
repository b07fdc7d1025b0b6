"""A small enterprise with a filer and a signer, for tests of assessments."""

import pytest

from portal.access import Actor, act_as
from portal.db import session
from portal.registry.model import Enterprise
from tests.build import a_member, an_authority, an_enterprise, the_actor


@pytest.fixture
def own() -> Enterprise:
    """The enterprise of the test: small, so that the micro standard applies; its town has an office."""
    an_authority()
    return an_enterprise()


@pytest.fixture
def filer(own: Enterprise) -> Actor:
    """Someone who fills for it."""
    return the_actor(a_member(own, "filer"))


@pytest.fixture
def signer(own: Enterprise) -> Actor:
    """Someone who signs for it."""
    return the_actor(a_member(own, "signer"))


@pytest.fixture
def as_signer(own: Enterprise, signer: Actor) -> Enterprise:
    """The enterprise, loaded anew by its signer, who acts from now on."""
    key = own.id
    act_as(signer)
    return session().get_one(Enterprise, key)
