"""`flask serve` as a person starts it: a process that answers, does background work, and ends when it is told to."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.db import ROOT


@contextmanager
def process(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A served portal on a free port, with a database of its own; its process and its port."""
    surroundings = {**os.environ, "DATA_FOLDER": str(folder), "FLASK_APP": "wsgi:app", "DATABASE_URL": ""}
    flask = [sys.executable, "-m", "flask"]
    subprocess.run([*flask, "db", "upgrade"], cwd=ROOT, env=surroundings, check=True, capture_output=True)
    command = [*flask, "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield server, started(server)["port"]
        finally:
            server.kill()


def started(server: subprocess.Popen[str]) -> dict:
    """What the server says when it listens."""
    return next(row for row in map(json.loads, server.stdout) if row["event"] == "serve.started")


def test_the_server_answers_and_ends_at_sigterm(tmp_path: Path):
    with process(tmp_path) as (server, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            assert json.load(answer)["status"] == "ok"
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
