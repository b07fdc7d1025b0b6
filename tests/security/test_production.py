"""Outside demo mode and development nothing opens that opens there. Source: security.md §2, §3, §7, ASVS V13."""

import stat

import pytest
from flask import Flask
from pydantic import ValidationError
from sqlalchemy import func, select

from portal import create_app
from portal.access import SYSTEM, act_as
from portal.accounts.model import Authority, Membership, Person
from portal.config import Settings
from portal.db import alembic, db, session


@pytest.fixture(autouse=True)
def asked() -> None:
    """No request of the tests' own app stands around."""


@pytest.fixture(scope="module")
def production(tmp_path_factory) -> Flask:
    """A fresh installation."""
    folder = tmp_path_factory.mktemp("production")
    app = create_app(Settings(data_folder=folder, portal_url="https://anbao.example", log_json=False))
    with app.app_context():
        alembic.upgrade()
    return app


def test_a_fresh_installation_has_no_account(production):
    with production.app_context():
        act_as(SYSTEM)
        for table in (Person, Membership, Authority):
            assert session().scalar(select(func.count()).select_from(table)) == 0
        db.engine.dispose()


def test_the_demo_city_is_not_loaded_outside_demo_mode(production):
    assert production.test_cli_runner().invoke(args=["demo", "load"]).exit_code != 0


@pytest.mark.parametrize(
    "address",
    ["/components", "/metrics", "/docs", "/openapi.json", "/console", "/.git/HEAD", "/static/../config.py"],
)
def test_what_is_for_development_alone_does_not_answer(production, address):
    client = production.test_client()
    assert client.get(address, base_url="https://anbao.example").status_code == 404


def test_nothing_runs_in_debug_mode(production):
    assert (production.debug, production.testing) == (False, False)


def test_over_https_the_browser_is_told_to_stay_there(production):
    headers = production.test_client().get("/sign-in", base_url="https://anbao.example").headers
    assert "max-age=" in headers["Strict-Transport-Security"]


def test_a_short_secret_stops_the_start(tmp_path):
    with pytest.raises(ValidationError, match="32"):
        Settings(data_folder=tmp_path, secret_key="x" * 31)


def test_a_secret_that_nobody_chose_is_long_and_for_its_owner_alone(tmp_path):
    settings = Settings(data_folder=tmp_path)
    assert len(settings.secret("secret_key")) >= 43
    assert settings.secret("secret_key") == Settings(data_folder=tmp_path).secret("secret_key")
    assert stat.S_IMODE((tmp_path / "secret_key.secret").stat().st_mode) == 0o600
