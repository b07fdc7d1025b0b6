"""What background work there is: names, functions, how often each is tried; and how one piece is done."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import structlog
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.access import SYSTEM, act_as
from portal.db import Base, UtcDateTime, url_key

log = structlog.get_logger()

Ids = Mapping[str, Any]
"""What a job is given: ids and other plain values, never contents."""

LONGEST_PAUSE = timedelta(hours=6)
MACHINE_LANGUAGE = "zh_Hans"


@dataclass(frozen=True)
class Work:
    """A kind of background work. It may run twice without harm: what it does is keyed by its ids.

    `retries`: how often it is tried again after a failure, after `pause`, then twice the pause and so on;
    then it is parked with its error. `daily` (Asia/Shanghai) or `every` make it periodic.
    """

    name: str
    function: Callable[..., object]
    retries: int
    pause: timedelta
    daily: time | None
    every: timedelta | None

    @property
    def is_periodic(self) -> bool:
        """Whether the clock asks for it."""
        return self.daily is not None or self.every is not None

    def pause_after(self, attempts: int) -> timedelta:
        """How long to wait after this many attempts have failed."""
        doubled: timedelta = self.pause * 2 ** min(attempts - 1, 20)
        return min(doubled, LONGEST_PAUSE)

    def next_time(self, after: datetime) -> datetime:
        """When periodic work is due next, strictly after a moment."""
        if self.every is not None:
            return after + self.every
        assert self.daily is not None
        local = after.astimezone(clock.ZONE)
        due = local.replace(hour=self.daily.hour, minute=self.daily.minute, second=0, microsecond=0)
        return due if due > local else due + timedelta(days=1)


class Job(Base):
    """One piece of work that waits, runs or was parked. On PostgreSQL only parked ones are here."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    name: Mapped[str] = mapped_column(String(64))
    periodic: Mapped[str | None] = mapped_column(String(64), unique=True)
    ids: Mapped[dict[str, Any]] = mapped_column(JSON)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(16))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")


_works: dict[str, Work] = {}


def works() -> Mapping[str, Work]:
    """Every kind of work that the areas have named."""
    return _works


def job(
    name: str,
    *,
    retries: int = 5,
    pause: timedelta = timedelta(seconds=10),
    daily: str | None = None,
    every: timedelta | None = None,
) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Name a function as background work: `@job("documents.render")`, `@job("storage.sweep", daily="03:10")`.

    The function is called as SYSTEM, outside any transaction, with the ids that were queued. Raises
    AssertionError for a name that is taken by another function.
    """

    def decorate(function: Callable[..., object]) -> Callable[..., object]:
        at = time.fromisoformat(daily) if daily else None
        known = _works.get(name)
        if known and known.function.__qualname__ != function.__qualname__:
            raise AssertionError(f"job {name} is named twice")
        _works[name] = Work(name, function, retries, pause, at, every)
        return function

    return decorate


def perform(app: Flask, work: Work, ids: Ids) -> str:
    """Do one piece of work in a context of its own; answers the error, empty when it is done."""
    with app.app_context(), force_locale(MACHINE_LANGUAGE):
        structlog.contextvars.bind_contextvars(job=work.name)
        act_as(SYSTEM)
        try:
            work.function(**ids)
        except Exception as error:  # whatever it is: it is logged, tried again, then parked
            log.warning("job.failed", error=type(error).__name__, exc_info=True)
            return f"{type(error).__name__}: {error}"
        finally:
            structlog.contextvars.unbind_contextvars("job")
    return ""


class Wake:
    """Rings when work was queued in this process; a worker sleeps on it."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        """Wake the worker."""
        self._rung.set()

    def wait(self, seconds: float) -> None:
        """Sleep until somebody rings, at most this long."""
        self._rung.wait(seconds)
        self._rung.clear()
