"""Background work behind one door: a job is a row of the caller's transaction, in both homes.

`@job("documents.render")` names a function in an area's `jobs.py`; an action says
`enqueue("documents.render", paper_id=7)` inside `writing()`. A job takes ids, is a name for an action, and may
run twice without harm.
"""

from datetime import datetime
from typing import NamedTuple, Protocol

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import delete, select

from portal.config import Settings
from portal.db import session, writing
from portal.jobs_embedded import Embedded
from portal.jobs_work import Ids, Job, Work, job, works


class Queue(Protocol):
    """What both homes offer."""

    def put(self, work: Work, ids: Ids) -> None:
        """Queue in the caller's transaction."""

    def run_due(self, limit: int = 100) -> int:
        """Do what is due now; answers how many were done or tried."""

    def work_until_stopped(self) -> None:
        """Work for as long as the process lives."""


class Parked(NamedTuple):
    """Work that has failed too often, for the page and the command that look after it."""

    key: str
    name: str
    ids: Ids
    attempts: int
    error: str
    parked_at: datetime | None


def enqueue(name: str, /, **ids: int | str) -> None:
    """Queue a job inside `writing()`: it is there when the transaction is kept, else never was.

    Raises AssertionError for a name that no area has given, or outside `writing()`.
    """
    if name not in works():
        raise AssertionError(f"no job is called {name}")
    if "writing" not in session().info:
        raise AssertionError("a job is queued inside writing()")
    queue().put(works()[name], ids)


def queue() -> Queue:
    """The queue of this app."""
    found: Queue = current_app.extensions["jobs"]
    return found


def run_due(limit: int = 100) -> int:
    """Do what is due now, in this process; for tests and commands."""
    return queue().run_due(limit)


def parked() -> list[Parked]:
    """Parked work, newest first. 1 statement."""
    rows = session().scalars(select(Job).where(Job.parked_at.is_not(None)).order_by(Job.parked_at.desc()))
    return [Parked(row.key, row.name, row.ids, row.attempts, row.error, row.parked_at) for row in rows]


def retry(key: str) -> bool:
    """Queue a parked piece of work anew; answers whether there was one."""
    with writing() as current:
        row = current.scalars(select(Job).where(Job.key == key, Job.parked_at.is_not(None))).one_or_none()
        if row is None or row.name not in works():
            return False
        current.execute(delete(Job).where(Job.id == row.id))
        queue().put(works()[row.name], row.ids)
    return True


def init_app(app: Flask, settings: Settings) -> None:
    """Give the app its queue, and `flask jobs`."""
    if settings.sqlite:
        app.extensions["jobs"] = Embedded(app)
    else:
        from portal.jobs_distributed import Distributed

        app.extensions["jobs"] = Distributed(app, settings.engine_url)
    app.cli.add_command(commands)


commands = AppGroup("jobs", help="Background work.")


@commands.command("work")
def work_command() -> None:
    """Work off the queue until stopped. On SQLite `flask serve` does it; on PostgreSQL workers do."""
    queue().work_until_stopped()


@commands.command("run")
@click.option("--limit", default=1000, show_default=True, help="At most this many.")
def run_command(limit: int) -> None:
    """Do what is due now, then stop."""
    click.echo(f"{run_due(limit)} done")


@commands.command("parked")
def parked_command() -> None:
    """List work that has failed too often."""
    for row in parked():
        click.echo(
            f"{row.key}  {row.name}  {row.ids}  tried {row.attempts} times  {row.error.splitlines()[0]}"
        )


@commands.command("retry")
@click.argument("key")
def retry_command(key: str) -> None:
    """Queue parked work anew."""
    if not retry(key):
        raise click.ClickException(f"no parked job {key}")


__all__ = ["Job", "Parked", "enqueue", "init_app", "job", "parked", "queue", "retry", "run_due"]
