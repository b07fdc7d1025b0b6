"""Commands of the register."""

from contextvars import Context

from sqlalchemy import select

from portal.accounts.model import Authority
from portal.accounts.rules import Level
from portal.db import session
from tests.build import TOWN


def run(app, *words):
    answer = Context().run(app.test_cli_runner().invoke, args=["registry", "create-authority", *words])
    session().rollback()
    return answer


def test_the_command_line_enters_the_office_of_a_town(app):
    run(app, "如城街道安监办", "--region", TOWN, "--mark", "如城")
    found = session().scalars(select(Authority)).one()
    assert (found.level, found.region_path[-len(TOWN) - 1 :]) == (Level.TOWN, f"{TOWN}/")


def test_the_bureau_of_the_county_is_of_its_level(app):
    run(app, "如皋市应急管理局", "--region", "320682", "--mark", "如")
    assert session().scalars(select(Authority)).one().level is Level.COUNTY


def test_a_taken_name_is_told(app):
    run(app, "如皋市应急管理局", "--region", "320682", "--mark", "如")
    answer = run(app, "如皋市应急管理局", "--region", "320682", "--mark", "如")
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ")
