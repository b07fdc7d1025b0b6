"""The embedded server in a thread, and clients that know how to be slow."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from portal.config import Settings
from portal.serving import make_server

HOST = "127.0.0.1"


@contextmanager
def serving(app: Flask, settings: Settings, patience: float | None = None) -> Iterator[int]:
    """Serve the app on a free port; `patience` shortens the seconds that a silent connection is kept."""
    server = make_server(app, settings, HOST, 0)
    if patience is not None:
        server.adj.channel_timeout = patience
        server.adj.cleanup_interval = patience
    ended = threading.Event()

    def run() -> None:
        while not ended.is_set():
            server.asyncore.loop(timeout=0.1, use_poll=True, map=server._map, count=1)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        ended.set()
        thread.join()
        server.task_dispatcher.shutdown()
        server.asyncore.close_all(server._map)


def half_a_post(port: int) -> socket.socket:
    """A client that has sent the head of a request and a first byte of its body."""
    client = socket.create_connection((HOST, port), timeout=20)
    head = "POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n"
    client.sendall(head.encode() + b"x")
    return client
