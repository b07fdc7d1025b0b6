"""Clients who drip and clients who never read what they asked for; the others are served by the real process.

`tests/serving` holds that sixty half-sent bodies do not stop the server; here they go on dripping, and people work.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.db import session
from portal.filings.model import Filing
from tests.build import a_member, an_enterprise
from tests.faults.people import Person
from tests.faults.processes import HOST, Portal
from tests.serving.servers import half_a_post

DRIPPING = 60
DEAF = 60
PAUSE = 0.05
"""Seconds between two drops."""


@contextmanager
def dripping(port: int) -> Iterator[list[socket.socket]]:
    """Clients who send a byte of their body again and again."""
    with ExitStack() as open_ones:
        clients = [open_ones.enter_context(half_a_post(port)) for _client in range(DRIPPING)]
        ended = threading.Event()

        def drip() -> None:
            while not ended.wait(PAUSE):
                for client in clients:
                    client.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield clients
        finally:
            ended.set()
            thread.join()


@contextmanager
def deaf(port: int) -> Iterator[None]:
    """Clients who ask for large files, many times over one connection, and read nothing."""
    ask = b"GET /static/vendor/bootstrap.min.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20
    with ExitStack() as open_ones:
        for _client in range(DEAF):
            client = open_ones.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect((HOST, port))
            client.sendall(ask)
        yield


def test_people_work_while_slow_clients_hold_their_sockets(portal: Portal):
    filer = a_member(an_enterprise(), "filer")
    portal.start()
    with dripping(portal.port), deaf(portal.port):
        person = Person(portal).sign_in(filer)
        path = "/filings/start/risk_report"
        begun = person.post(path, {**person.form(path), "occasion": "regular", "began_on": "2026-11-23"})
        assert begun.status == 303
        assert person.get(begun.location).status == 200
    session().rollback()
    act_as(SYSTEM)
    assert begun.location.endswith(session().scalars(select(Filing.key)).one())
