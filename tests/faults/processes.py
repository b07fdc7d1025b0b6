"""The portal as processes of its own: started, killed, starved, started again on the same port."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from portal.config import Settings
from portal.db import ROOT

T = TypeVar("T")

HOST = "127.0.0.1"
START = 60
"""Seconds that a process has to come up on a busy machine."""


class Process:
    """One of the portal's commands as a process; what it logs is kept in `said`.

    `surroundings`: further variables of its environment.
    """

    listens = "serve.started"
    """The event that tells that it is up."""

    def __init__(self, settings: Settings, **surroundings: str) -> None:
        self.port = 0
        self.said: list[dict[str, Any]] = []
        self.surroundings = os.environ | environment(settings) | surroundings
        self._up = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._process
        return self._process.pid

    @property
    def arguments(self) -> Sequence[str]:
        """What stands behind `flask`."""
        return ("serve", "--port", str(self.port))

    def launch(self) -> None:
        """Start it."""
        self._up.clear()
        command = [sys.executable, "-m", "flask", *self.arguments]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self.surroundings, stdout=subprocess.PIPE, text=True
        )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def kill(self) -> None:
        """SIGKILL: no farewell."""
        if self._process:
            self._up.clear()
            self._process.kill()
            self._process.wait()
            self._process = None

    def has_ended(self) -> bool:
        """Whether it has ended by itself."""
        return self._process is not None and self._process.poll() is not None

    def says(self, event: str) -> bool:
        """Whether it has logged this event."""
        return any(said["event"] == event for said in self.said)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        with process.stdout as lines:
            for line in lines:
                if line.startswith("{"):
                    self._note(json.loads(line))

    def _note(self, said: dict[str, Any]) -> None:
        self.said.append(said)
        if said["event"] == self.listens:
            self.port = int(said["port"])
            self._up.set()


class Portal(Process):
    """`flask serve`: started again it listens on the same port."""

    def start(self) -> "Portal":
        """Start it and wait until it listens."""
        self.launch()
        self.wait_until_up()
        return self

    def wait_until_up(self) -> None:
        """Return once it listens."""
        assert self._up.wait(START), "the portal did not come up"


class Worker(Process):
    """`flask jobs work`: background work and nothing else."""

    arguments = ("jobs", "work")

    def freeze(self) -> None:
        """Stop it where it stands."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        os.kill(self.pid, signal.SIGCONT)


def environment(settings: Settings) -> dict[str, str]:
    """The variables under which a process uses the test's own database and files."""
    return {
        "FLASK_APP": "wsgi:app", "DATA_FOLDER": str(settings.data_folder), "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url, "DATABASE_OWNER_URL": settings.database_owner_url, "LOG_JSON": "1",
        "DEMO": "1", "ARGON2_PROFILE": "cheap",
    }  # fmt: skip


def flask(settings: Settings, *arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """Run one of the portal's commands to its end; what it says stands in the answer."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *arguments], cwd=ROOT, text=True, capture_output=True, check=False,
        env=os.environ | environment(settings) | surroundings,
    )  # fmt: skip


def until(found: Callable[[], T], seconds: float = 60) -> T:
    """Ask again and again until the answer is true; fail at the deadline."""
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < deadline, f"{found.__qualname__} stayed false for {seconds} s"
        pause.wait(0.02)
    return answer
