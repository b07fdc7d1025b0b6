"""A Host or a proxy's header that somebody made up changes no answer and no link. Source: security.md §3."""

import pytest
from flask import Flask, request, url_for

from portal import create_app
from portal.config import Settings

FORGED = ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "127.0.0.1.evil.example", ""]


@pytest.mark.parametrize("host", FORGED)
def test_a_forged_host_is_refused(client, host):
    assert client.browser.get("/sign-in", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    ("given", "answered"),
    [
        ({}, ["127.0.0.1", "127.0.0.1", "localhost"]),
        ({"portal_url": "https://anbao.example"}, ["anbao.example"]),
        ({"portal_url": "https://anbao.example:8443"}, ["anbao.example"]),
        ({"portal_url": "https://anbao.example", "trusted_hosts": ["a.example"]}, ["a.example"]),
    ],
)
def test_never_are_all_hosts_answered(tmp_path, given, answered):
    assert Settings(data_folder=tmp_path, **given).hosts == answered


def asked(app: Flask, headers: dict[str, str]) -> tuple[str | None, str, str]:
    """Who asks, by which scheme, and a link that a page would carry."""
    environ = {"REMOTE_ADDR": "192.0.2.1"}
    seen = []
    app.view_functions["healthz"] = lambda: (
        seen.append((request.remote_addr, request.scheme, url_for("desk.home", _external=True))) or "seen"
    )
    app.test_client().get("/healthz", base_url="https://anbao.example", headers=headers, environ_base=environ)
    return seen[0] if seen else (None, "", "")


HEADERS = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}


def an_app(tmp_path, **given) -> Flask:
    return create_app(
        Settings(data_folder=tmp_path, portal_url="https://anbao.example", log_json=False, **given)
    )


def test_without_a_trusted_proxy_its_headers_count_for_nothing(tmp_path):
    assert asked(an_app(tmp_path), HEADERS) == ("192.0.2.1", "https", "https://anbao.example/")


def test_behind_one_trusted_proxy_only_the_last_address_counts(tmp_path):
    forged = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9", "X-Forwarded-Proto": "https"}
    assert asked(an_app(tmp_path, trusted_proxies=1), forged)[0] == "203.0.113.9"


def test_behind_a_trusted_proxy_a_forged_host_is_refused_all_the_same(tmp_path):
    assert asked(an_app(tmp_path, trusted_proxies=1), HEADERS)[0] is None
