"""Kinds of work for tests, and what they left behind."""

import os
import threading
from datetime import timedelta

from portal.db import writing
from portal.jobs import enqueue, job

AT_ONCE = timedelta(0)

done: list[int] = []
"""Numbers of the jobs that ran in this process, in order."""

rung = threading.Event()
free = threading.Event()
"""Set by the job that has begun; set by the test that lets it end."""


@job("tests.note")
def note(number: int) -> None:
    done.append(number)
    rung.set()


@job("tests.slow")
def slow(number: int) -> None:
    rung.set()
    free.wait(10)
    done.append(number)


@job("tests.fail", retries=2, pause=AT_ONCE)
def fail(number: int) -> None:
    done.append(number)
    raise ValueError(f"number {number} is not to be had")


@job("tests.fail_once", pause=AT_ONCE)
def fail_once(number: int) -> None:
    done.append(number)
    if done.count(number) == 1:
        raise ValueError("the first time")


@job("tests.hand_on")
def hand_on(number: int) -> None:
    with writing():
        enqueue("tests.note", number=number + 1)


@job("tests.half_done", retries=0)
def half_done(number: int) -> None:
    with writing():
        enqueue("tests.note", number=number)
        raise ValueError("in the middle")


@job("tests.die", retries=1, pause=AT_ONCE)
def die(number: int) -> None:
    if os.environ.get("DIE"):
        os._exit(9)
    done.append(number)


@job("tests.nightly", daily="03:10")
def nightly() -> None:
    done.append(310)
