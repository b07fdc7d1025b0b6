"""How the portal is served: static files with their compressed twins, and the embedded server.

The embedded server is one process that reads whole requests before a thread sees them, so that clients who
drip a body hold a socket and nothing else (docs/decisions/0001-embedded-server.md).
"""

import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any, cast

import click
import structlog
from flask import Flask, current_app
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, create_server
from whitenoise import WhiteNoise

from portal.config import Settings
from portal.jobs_embedded import Embedded

log = structlog.get_logger()

STATIC = Path(__file__).resolve().parent / "static"
YEAR = 365 * 24 * 3600
MINUTE = 60
THREADS = 8
CONNECTIONS = 1000
PATIENCE = 60
"""Seconds that a silent connection is kept."""

SLOWEST = 2000
"""Bytes per second that a client must send on average, once its patience is used up."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class StaticFiles:
    """Answers /static/ before Flask does: compressed twins, 304, and for ever where the address names the content."""

    def __init__(self, app: WsgiApp, folder: Path) -> None:
        self.app = app
        self.passing = self._files(folder, MINUTE)
        self.kept = self._files(folder, YEAR)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, or hand on."""
        if not environ.get("PATH_INFO", "").startswith("/static/"):
            return self.app(environ, start_response)
        kept = environ.get("QUERY_STRING", "").startswith("v=")
        answer: Iterable[bytes] = (self.kept if kept else self.passing)(environ, start_response)
        return answer

    def _files(self, folder: Path, seconds: int) -> WhiteNoise:
        return WhiteNoise(
            self.app,
            root=folder,
            prefix="static/",
            max_age=seconds,
            immutable_file_test=lambda _path, _url: seconds == YEAR,
            add_headers_function=_harden,
            allow_all_origins=False,
        )


def _harden(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def drop_stale_twins(folder: Path) -> None:
    """Remove compressed files that are older than what they were made of; set-up makes them anew."""
    for twin in (*folder.rglob("*.br"), *folder.rglob("*.gz")):
        source = twin.with_suffix("")
        if not source.exists() or source.stat().st_mtime > twin.stat().st_mtime:
            twin.unlink()


def init_app(app: Flask, _settings: Settings) -> None:
    """Put the static files before the app, and add `flask serve`."""
    drop_stale_twins(STATIC)
    if not app.debug:
        app.wsgi_app = StaticFiles(app.wsgi_app, STATIC)  # type: ignore[method-assign]
    app.cli.add_command(serve_command)


class PatientChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose request must arrive in good time: bytes buy time, a drip does not."""

    last_activity: float
    arrived = 0

    def recv(self, buffer_size: int) -> bytes:
        """Receive, and remember how much came."""
        data: bytes = super().recv(buffer_size)
        self.arrived = len(data)
        return data

    def handle_read(self) -> None:
        """Read; while a request is half there, the connection counts as active only as far as its bytes bought."""
        half_there = self.request is not None
        before = self.last_activity
        super().handle_read()
        if half_there and self.request is not None:
            self.last_activity = min(self.last_activity, before + self.arrived / SLOWEST)


def make_server(app: WsgiApp, settings: Settings, host: str, port: int) -> TcpWSGIServer:
    """The embedded server, listening. Raises SystemExit for demo mode on an address that others reach."""
    if settings.demo and host not in LOOPBACK:
        raise SystemExit("Demo mode has accounts that anybody can read; it serves on 127.0.0.1 alone.")
    server = create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=PATIENCE,
        asyncore_use_poll=True,
        max_request_body_size=26 * 1024 * 1024,
        clear_untrusted_proxy_headers=not settings.trusted_proxies,
        ident=None,
    )
    server.channel_class = PatientChannel
    return server


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve_command(host: str, port: int) -> None:
    """Serve the portal with the embedded server; on SQLite background work runs beside it."""
    serve(cast(Any, current_app)._get_current_object(), host, port)  # noqa: SLF001  Flask documents this way


def serve(app: Flask, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    server = make_server(app, app.config["SETTINGS"], host, port)
    signal.signal(signal.SIGTERM, _end)
    queue = app.extensions["jobs"]
    if isinstance(queue, Embedded):
        queue.start()
    log.info("serve.started", host=host, port=server.effective_port)
    server.run()
    if isinstance(queue, Embedded):
        queue.stop()
    log.info("serve.ended")


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit
