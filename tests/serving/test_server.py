"""The embedded server holds out against slow clients, and demo mode stays at home."""

import http.client
import socket
from contextlib import ExitStack, closing

import pytest
from flask import Flask

from portal.config import Settings
from portal.serving import make_server
from tests.serving.servers import HOST, half_a_post, serving


def status_of(port: int, path: str = "/healthz") -> int:
    with closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def test_sixty_slow_clients_do_not_stop_the_portal(app: Flask, settings: Settings):
    with serving(app, settings) as port, ExitStack() as clients:
        slow = [clients.enter_context(half_a_post(port)) for _client in range(60)]
        for client in slow:
            client.sendall(b"x")
        assert status_of(port) == 200


def test_a_client_that_drips_is_sent_away(app: Flask, settings: Settings):
    with serving(app, settings, patience=1) as port, half_a_post(port) as client:
        assert drips_until_closed(client) < 200


def drips_until_closed(client: socket.socket) -> int:
    """Send a byte each time that 0.05 s pass without an answer; count them until the server closes."""
    client.settimeout(0.05)
    for sent in range(400):
        try:
            if client.recv(100) == b"":
                return sent
        except TimeoutError:
            client.sendall(b"x")
        except ConnectionError:
            return sent
    return 400


def test_a_large_body_is_taken_as_fast_as_it_comes(app: Flask, settings: Settings):
    with (
        serving(app, settings) as port,
        closing(http.client.HTTPConnection(HOST, port, timeout=10)) as connection,
    ):
        connection.request("POST", "/healthz", body=b"x" * 5_000_000, headers={"Content-Type": "text/plain"})
        assert connection.getresponse().status in (400, 405)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1"])
def test_demo_mode_refuses_to_serve_to_others(app: Flask, settings: Settings, host: str):
    assert settings.demo
    with pytest.raises(SystemExit, match="Demo mode"):
        make_server(app, settings, host, 0)
