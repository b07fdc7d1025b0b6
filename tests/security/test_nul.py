"""A NUL in an address, a filter or a field is refused before it reaches a database that cannot store it."""

import pytest

from tests.build import a_member, an_authority


@pytest.fixture
def signed_in(client):
    return client.sign_in(a_member(an_authority(), "reviewer"))


@pytest.mark.parametrize(
    "address", ["/enterprises/%00", "/enterprises?q=%00", "/enterprises?after=a.%00", "/invitation/%00"]
)
def test_a_nul_in_an_address_is_refused(signed_in, address):
    assert signed_in.browser.get(address).status_code == 400


def test_a_nul_in_a_field_is_refused(client):
    client.post("/sign-in", {"sign_in_name": "a\0b", "password": "x"}, status=400)
