"""Under https the session cookie is Secure and bound to the host. Source: ASVS V3.3.1-4."""

from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.config import Settings


@pytest.fixture
def https_app(tmp_path: Path) -> Flask:
    return create_app(
        Settings(data_folder=tmp_path, portal_url="https://anbao.example", demo=True, log_json=False)
    )


def test_under_https_the_cookie_is_secure_and_has_the_host_prefix(https_app):
    answer = https_app.test_client().get("/sign-in", base_url="https://anbao.example")
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if "anbao" in value)
    assert cookie.startswith("__Host-anbao=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain=" not in cookie


def test_a_forged_host_is_refused(https_app):
    assert https_app.test_client().get("/sign-in", base_url="https://evil.example").status_code == 400
