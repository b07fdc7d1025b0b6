"""Background work on SQLite: a leased table, worked off by one thread of the web process.

A job is claimed under BEGIN IMMEDIATE for a minute; the lease is renewed while it runs, so that the job of a
process that was killed is free again after at most a minute. On PostgreSQL procrastinate does all this.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import delete, func, select, update

from portal import clock
from portal.db import after_commit, new_key, session, writing
from portal.jobs_work import Ids, Job, Wake, Work, perform, works

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
RENEWAL = timedelta(seconds=20)
LONGEST_FAREWELL = timedelta(seconds=20)
LONGEST_SLEEP = timedelta(seconds=5)
"""Also the longest time until work queued by another process (a command) is seen."""


@dataclass(frozen=True)
class Claimed:
    """A job that this worker holds."""

    id: int
    lease: str
    work: Work
    ids: Ids
    attempts: int


class Embedded:
    """The queue in the table `job`."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.wake = Wake()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.work_until_stopped, name="jobs", daemon=True)

    def put(self, work: Work, ids: Ids) -> None:
        """Queue in the caller's transaction; the worker wakes once that is kept."""
        session().add(Job(name=work.name, ids=dict(ids), due_at=clock.now()))
        after_commit(self.wake.ring)

    def run_due(self, limit: int = 100) -> int:
        """Do what is due now, at most `limit` pieces; answers how many were done or tried."""
        done = 0
        while done < limit and not self._stopping.is_set() and (claimed := self._claim()):
            self._finish(claimed, self._do(claimed))
            done += 1
        return done

    def work_until_stopped(self) -> None:
        """Work off the queue for as long as the process lives."""
        scheduled = False
        while not self._stopping.is_set():
            try:
                if not scheduled:
                    self.schedule()
                    scheduled = True
                done = self.run_due()
            except Exception:
                log.exception("jobs.worker_failed")  # a locked or full disk: the next round may do
                done = 0
            if not done and not self._stopping.is_set():
                self.wake.wait(LONGEST_SLEEP.total_seconds())

    def start(self) -> None:
        """Begin working in a thread of this process."""
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing new, and give the job in hand time to end; else its lease frees it later."""
        self._stopping.set()
        self.wake.ring()
        self._thread.join(LONGEST_FAREWELL.total_seconds())

    def schedule(self) -> None:
        """Give every kind of periodic work its row; rows of work that is gone are removed."""
        periodic = {work.name: work for work in works().values() if work.is_periodic}
        with self.app.app_context(), writing() as current:
            rows = {row.periodic for row in current.scalars(select(Job).where(Job.periodic.is_not(None)))}
            for name in periodic.keys() - rows:
                due_at = periodic[name].next_time(clock.now())
                current.add(Job(name=name, periodic=name, ids={}, due_at=due_at))
            current.execute(delete(Job).where(Job.periodic.is_not(None), Job.periodic.not_in(list(periodic))))

    def _claim(self) -> Claimed | None:
        with self.app.app_context():
            now = clock.now()
            free = Job.leased_until.is_(None) | (Job.leased_until < now)
            due = select(Job).where(
                Job.parked_at.is_(None), Job.due_at <= now, free, Job.name.in_(list(works()))
            )
            if session().scalar(due.with_only_columns(func.count())) == 0:
                return None  # asked without the write lock, which a sleeping worker should not take
            with writing() as current:
                row = current.scalars(due.order_by(Job.due_at, Job.id).limit(1)).one_or_none()
                if row is None:
                    return None
                row.attempts += 1
                row.lease, row.leased_until = new_key(), now + LEASE
                return Claimed(row.id, row.lease, works()[row.name], row.ids, row.attempts)

    def _do(self, claimed: Claimed) -> str:
        if claimed.attempts > claimed.work.retries + 1:
            return "the process ended each time that it did this"
        with self._renewing(claimed):
            return perform(self.app, claimed.work, claimed.ids)

    @contextmanager
    def _renewing(self, claimed: Claimed) -> Iterator[None]:
        ended = threading.Event()

        def renew() -> None:
            while not ended.wait(RENEWAL.total_seconds()):
                self._change(claimed, leased_until=clock.now() + LEASE)

        renewer = threading.Thread(target=renew, name="job lease", daemon=True)
        renewer.start()
        try:
            yield
        finally:
            ended.set()
            renewer.join()

    def _finish(self, claimed: Claimed, error: str) -> None:
        work, now = claimed.work, clock.now()
        is_last = claimed.attempts > work.retries
        if error and not is_last:
            self._change(claimed, due_at=now + work.pause_after(claimed.attempts), error=error, **FREE)
        elif work.is_periodic:
            self._change(claimed, due_at=work.next_time(now), attempts=0, error=error, **FREE)
        elif error:
            self._change(claimed, parked_at=now, error=error, **FREE)
        else:
            with self.app.app_context(), writing() as current:
                current.execute(delete(Job).where(Job.id == claimed.id, Job.lease == claimed.lease))

    def _change(self, claimed: Claimed, **values: Any) -> None:
        """Write values, unless another worker has taken the job over in the meantime."""
        with self.app.app_context(), writing() as current:
            mine = update(Job).where(Job.id == claimed.id, Job.lease == claimed.lease)
            current.execute(mine.values(**values))


FREE: dict[str, str | datetime | None] = {"lease": None, "leased_until": None}
