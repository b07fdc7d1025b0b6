"""Background work on PostgreSQL: procrastinate. A job is a row of the caller's transaction, workers are told by NOTIFY.

Its tables come with a migration (0003_add_procrastinate). Failed work is tried again by
procrastinate; what has failed too often is parked in our table, where both homes look for it.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from flask import Flask
from procrastinate import App, JobContext, PsycopgConnector, RetryDecision, SyncPsycopgConnector
from procrastinate.jobs import Job as Row
from procrastinate.jobs import Status
from procrastinate.retry import BaseRetryStrategy
from procrastinate.worker import Worker
from sqlalchemy import make_url

from portal import clock
from portal.db import session, writing
from portal.jobs_work import Ids, Job, Work, perform, works

log = structlog.get_logger()

STALLED_AFTER = timedelta(seconds=30)
MISSED_FOR = timedelta(days=1)
"""Periodic work that was missed is caught up within this time."""


class _Pausing(BaseRetryStrategy):
    """Tries again after the pause of the work; the wrapper parks before the tries run out."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def get_retry_decision(self, *, exception: BaseException, job: Row) -> RetryDecision:
        """When to try again; `job.attempts` counts those before this one."""
        pause = self.work.pause_after(job.attempts + 1)
        return RetryDecision(retry_at=clock.now() + pause)


class _Failed(Exception):
    """Tells procrastinate that the work is to be tried again."""


class Distributed:
    """The queue in procrastinate's tables."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app = app
        self.conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._queue = App(connector=SyncPsycopgConnector(conninfo=self.conninfo))

    def put(self, work: Work, ids: Ids) -> None:
        """Queue in the caller's transaction, on its own connection."""
        deferrer = self._queue.configure_task(work.name, connection=session().driver_connection())
        deferrer.defer(**ids)

    def run_due(self, limit: int = 100) -> int:
        """Do what is due now, at most `limit` pieces; answers how many were done or tried."""
        done = 0

        async def count(call_next: Callable[[], Awaitable[Any]], _context: JobContext, worker: Worker) -> Any:
            nonlocal done
            done += 1
            if done >= limit:
                worker.stop()  # type: ignore[no-untyped-call]
            return await call_next()

        options = {"wait": False, "listen_notify": False, "worker_middleware": [count]}
        # in a thread of its own: the caller may stand in an event loop already
        thread = threading.Thread(target=self._work, kwargs={"periodic": False, **options})
        thread.start()
        thread.join()
        return done

    def work_until_stopped(self) -> None:
        """Work off the queue until SIGTERM; what runs then is finished first."""
        self._work(periodic=True, wait=True, install_signal_handlers=True, shutdown_graceful_timeout=60)

    def _work(self, *, periodic: bool, **options: Any) -> None:
        worker = self._workers_app(periodic)

        async def work() -> None:
            async with worker.open_async():
                settings = {"install_signal_handlers": False, "delete_jobs": "successful", **options}
                await worker.run_worker_async(**settings)

        asyncio.run(work())

    def _workers_app(self, periodic: bool) -> App:
        """An app of its own: the connector of a running worker is asynchronous, the one that defers is not."""
        app = App(
            connector=PsycopgConnector(conninfo=self.conninfo, min_size=1, max_size=4),
            periodic_defaults={"max_delay": MISSED_FOR.total_seconds()},
        )
        for work in works().values():
            task = app.task(name=work.name, retry=_Pausing(work), pass_context=True)(self._task(work))
            if periodic and work.is_periodic:
                app.periodic(cron=cron(work), periodic_id=work.name)(task)
        if periodic:
            self._watch_stalled(app)
        return app

    def _task(self, work: Work) -> Callable[..., None]:
        def run(context: JobContext, timestamp: int | None = None, **ids: Any) -> None:
            error = perform(self.app, work, ids)
            if error and context.job.attempts < work.retries:
                raise _Failed(error)
            if error and not work.is_periodic:
                self._park(work, ids, context.job.attempts + 1, error)

        return run

    def free_stalled(self) -> None:
        """Free the jobs of workers that have died; a job that kills every worker is parked."""

        async def free() -> None:
            app = self._workers_app(periodic=False)
            async with app.open_async():
                await self._free_stalled(app)

        asyncio.run(free())

    def _watch_stalled(self, app: App) -> None:
        async def free_stalled(timestamp: int) -> None:
            await self._free_stalled(app)

        task = app.task(name="jobs.free_stalled", queueing_lock="jobs.free_stalled")(free_stalled)
        app.periodic(cron="* * * * * */10", periodic_id="jobs.free_stalled")(task)

    async def _free_stalled(self, app: App) -> None:
        after = STALLED_AFTER.total_seconds()
        for row in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=after):
            work = works()[row.task_name]
            if row.attempts >= work.retries:
                words = "its worker died each time that it did this"
                await asyncio.to_thread(self._park, work, row.task_kwargs, row.attempts + 1, words)
                await app.job_manager.finish_job(row, status=Status.FAILED, delete_job=True)
            else:
                await app.job_manager.retry_job(row)

    def _park(self, work: Work, ids: Ids, attempts: int, error: str) -> None:
        now = clock.now()
        with self.app.app_context(), writing() as current:
            row = Job(
                name=work.name, ids=dict(ids), attempts=attempts, error=error, due_at=now, parked_at=now
            )
            current.add(row)


def cron(work: Work) -> str:
    """The schedule as procrastinate reads it: in UTC; Asia/Shanghai knows no summer time."""
    if work.daily is not None:
        return f"{work.daily.minute} {(work.daily.hour - 8) % 24} * * *"
    assert work.every is not None
    minutes = int(work.every.total_seconds() // 60)
    return f"*/{minutes} * * * *" if minutes < 60 else f"0 */{minutes // 60} * * *"
