"""Commands of accounts."""

import re
from contextvars import Context

import pytest
from sqlalchemy import select

from portal.access import rights
from portal.accounts import members
from portal.accounts.model import Invitation, Membership
from portal.audit import ChainHead
from portal.db import session, writing
from tests.accounts.build import an_account, visitor
from tests.build import a_member, an_authority, an_enterprise


@pytest.fixture
def run(app):
    def invoke(*words):
        result = Context().run(app.test_cli_runner().invoke, args=list(words))
        session().rollback()
        return result

    return invoke


def test_the_command_line_makes_a_link_into_an_authority(run):
    town = an_authority()
    answer = run(
        "accounts",
        "create-authority-member",
        "--authority",
        town.name,
        "--name",
        "王芳",
        "--role",
        "administrator",
    )
    token = re.search(r"/invitation/(\S+)", answer.output)[1]
    made = session().scalars(select(Invitation)).one()
    members.accept(token, an_account(), by=visitor(), at=made.made_at)
    assert session().scalars(select(Membership)).one().authority_id == town.id


def test_an_unknown_authority_is_told(run):
    answer = run(
        "accounts", "create-authority-member", "--authority", "nowhere", "--name", "王芳", "--role", "chief"
    )
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ")


def test_the_printed_rights_are_all_rights(run, tmp_path):
    file = tmp_path / "rights.md"
    run("rights", "--file", str(file))
    assert set(re.findall(r"^\| `([^`]+)`", file.read_text(), re.MULTILINE)) == set(rights())


def test_the_check_fails_when_the_file_differs(run, tmp_path):
    file = tmp_path / "rights.md"
    run("rights", "--file", str(file))
    assert run("rights", "--check", "--file", str(file)).exit_code == 0
    file.write_text(file.read_text().replace("administrator", "anyone"))
    assert run("rights", "--check", "--file", str(file)).exit_code == 1


def test_whole_chains_are_said_to_hold(run):
    a_member(an_enterprise(), "filer")
    assert run("audit", "verify").exit_code == 0


def test_a_broken_chain_is_found(run):
    town = an_authority()
    run("accounts", "create-authority-member", "--authority", town.name, "--name", "王芳", "--role", "chief")
    with writing() as current:
        current.scalars(select(ChainHead)).one().sequence += 1
    answer = run("audit", "verify")
    assert answer.exit_code == 1
    assert "its end is missing" in answer.output
