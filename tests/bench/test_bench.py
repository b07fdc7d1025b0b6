"""`make bench`: pages as a multiple of bare ones, and what a receipt costs. All in one run."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, select

from portal import clock
from portal.access import SYSTEM, act_as
from portal.accounts.model import Membership, Person
from portal.config import Settings
from portal.db import ROOT, Base, session
from portal.demo.scaling import Share, add_enterprises
from portal.registry.model import Enterprise
from tests.bench.bare import bare_app
from tests.client import PageClient

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

ROWS = 50
"""Rows of a page."""

ROUNDS = 60
WARM_UP = 8
MOST_TIMES_BARE = 3.0
MOST_MEGABYTES = 50
PAPERS = 500
EVERY_ONE_WAITS = Share(files=1, waits=1)


def tell(*words: object) -> None:
    """A line of the report."""
    sys.stdout.write("\n  " + " ".join(str(word) for word in words))


def member(sign_in_name: str) -> Membership:
    """The place of a demo person."""
    act_as(SYSTEM)
    return (
        session()
        .scalars(select(Membership).join(Membership.person).where(Person.sign_in_name == sign_in_name))
        .one()
    )


@pytest.fixture
def city(app: Flask) -> None:
    """1,000 reports that wait, and one enterprise with 1,000 risks."""
    add_enterprises(1_000, 2, clock.now(), EVERY_ONE_WAITS)
    add_enterprises(1, 1_000, clock.now(), EVERY_ONE_WAITS)


@pytest.fixture
def reviewer(app: Flask, city: None) -> PageClient:
    """A reviewer of the county."""
    return PageClient(app).sign_in(member("county-reviewer"))


@pytest.fixture
def filer(app: Flask, city: None) -> PageClient:
    """Somebody of the enterprise with 1,000 risks."""
    return PageClient(app).sign_in(member("scale-001000"))


@pytest.fixture
def bare(city: None, settings: Settings) -> Iterator[Flask]:
    """The bare pages on the same database."""
    act_as(SYSTEM)
    engine = create_engine(settings.engine_url)
    largest = session().scalars(select(Enterprise.id).order_by(Enterprise.id.desc())).first()
    yield bare_app(engine, Base.metadata, largest or 0, ROWS)
    engine.dispose()


def side_by_side(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Median seconds of two deeds done in turn."""
    ours, theirs = times_of(one, other)
    return median(ours), median(theirs)


def times_of(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[list[float], list[float]]:
    """Seconds of two deeds done in turn, each once the caches are warm."""
    times: tuple[list[float], list[float]] = ([], [])
    for round_ in range(WARM_UP + ROUNDS):
        for deed, kept in zip((one, other), times, strict=True):
            began = time.perf_counter()
            deed()
            if round_ >= WARM_UP:
                kept.append(time.perf_counter() - began)
    return times


def compare(name: str, client: PageClient, address: str, bare: Flask) -> float:
    """How many times the bare page's time our page takes."""
    bare_browser = bare.test_client()
    ours = client.browser.get(address).get_data(as_text=True)
    theirs = bare_browser.get(f"/{name}").get_data(as_text=True)
    assert ours.count("<tr>") + ours.count("<tr ") == theirs.count("<tr>") == ROWS + 1, "the same rows"
    page, plain = side_by_side(lambda: client.browser.get(address), lambda: bare_browser.get(f"/{name}"))
    tell(
        f"{name}: {page / plain:.2f} × the bare page ({page * 1000:.1f} ms : {plain * 1000:.1f} ms, {ROWS} rows)"
    )
    return page / plain


def test_pages_take_at_most_three_times_the_bare_page(reviewer, filer, bare):
    queue = compare("queue", reviewer, "/review?level=all", bare)
    register = compare("register", filer, "/risks", bare)
    assert max(queue, register) <= MOST_TIMES_BARE


# --- papers -------------------------------------------------------------------------------------------------


def test_receipts_are_quick_small_and_keep_no_memory(tmp_path: Path):
    command = [sys.executable, "-m", "tests.bench.papers", str(tmp_path), str(PAPERS)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(told.stdout.splitlines()[-1])
    tell(f"receipt: warm {found['warm'] * 1000:.0f} ms; cold {found['cold'] / found['warm']:.1f} × warm")
    tell(f"         the first of a new process after {found['whole']:.1f} s; {found['size'] / 1024:.0f} KiB")
    grown = found["grown"] / 1024**2
    tell(f"         {grown:+.1f} MiB after {PAPERS} papers")
    assert grown <= MOST_MEGABYTES
