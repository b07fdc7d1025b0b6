"""`make bench`: 5,000 assessments of a year rank in one request; within 1 s on PostgreSQL."""

import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.access import SYSTEM, act_as, insert_rows
from portal.assessments.applying import SELF_ASSESSMENT
from portal.assessments.model import Assessment
from portal.assessments.rules import StandardKind
from portal.db import new_key, session, writing
from portal.demo.scaling import Share, add_enterprises
from portal.filings.model import Filing
from portal.filings.rules import FilingState, Occasion
from portal.levels.model import Level
from portal.levels.rules import LevelState
from portal.registry.model import Enterprise
from tests.bench.test_bench import member, tell
from tests.client import PageClient

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

FIRMS = 5_000
YEAR = 2026
FILED_AT = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
MOST_SECONDS = 1.0
ROUNDS = 5


@pytest.fixture
def certified(app: Flask) -> None:
    """So many firms with a level and a filed self-assessment of the year."""
    add_enterprises(FIRMS, 1, clock.now(), Share(files=1, waits=1))
    act_as(SYSTEM)
    owners = session().execute(select(Enterprise.id, Enterprise.region_path)).all()
    with writing():
        insert_rows(Filing, [_filing(*owner) for owner in owners])
        filings = session().execute(
            select(Filing.enterprise_id, Filing.id).where(Filing.kind_code == SELF_ASSESSMENT)
        )
        found = {row.enterprise_id: row.id for row in filings}
        insert_rows(Assessment, [_assessment(*owner, found[owner[0]]) for owner in owners])
        insert_rows(Level, [_level(*owner) for owner in owners])


def _owner(enterprise_id: int, region_path: str) -> dict[str, Any]:
    return {"key": new_key(), "enterprise_id": enterprise_id, "region_path": region_path, "version": 1}


def _filing(enterprise_id: int, region_path: str) -> dict[str, Any]:
    return {
        **_owner(enterprise_id, region_path), "kind_code": SELF_ASSESSMENT, "year": YEAR, "occasion": Occasion.REGULAR,
        "number": 1, "began_on": date(YEAR, 9, 1), "due_on": date(YEAR, 12, 31), "_state": FilingState.APPROVED,
        "created_at": FILED_AT, "filed_at": FILED_AT,
    }  # fmt: skip


def _assessment(enterprise_id: int, region_path: str, filing_id: int) -> dict[str, Any]:
    return {
        **_owner(enterprise_id, region_path), "filing_id": filing_id, "kind_code": SELF_ASSESSMENT, "year": YEAR,
        "standard_key": "gbt33000-level3@2026.1", "items": 183, "answered": 183,
        "result": Decimal(60 + enterprise_id % 40), "opened_at": FILED_AT, "changed_at": FILED_AT,
    }  # fmt: skip


def _level(enterprise_id: int, region_path: str) -> dict[str, Any]:
    return {
        **_owner(enterprise_id, region_path), "standard_kind": StandardKind.THREE_LEVEL,
        "_state": LevelState.CERTIFIED, "entered_on": date(YEAR, 1, 5), "code": "level3",
        "sample": Decimal(50 + enterprise_id % 50), "changed_at": FILED_AT,
    }  # fmt: skip


def test_five_thousand_firms_rank_in_one_request(certified: None, app: Flask, statements: Any) -> None:
    client = PageClient(app).sign_in(member("county-reviewer"))
    address = f"/levels/ranking?year={YEAR}"
    client.get(address)
    times = []
    for _round in range(ROUNDS):
        statements.clear()
        began = time.perf_counter()
        client.browser.get(address)
        times.append(time.perf_counter() - began)
    tell(f"ranking: {FIRMS} firms in {min(times):.2f} s, {statements.count} statements")
    sys.stdout.flush()
    assert min(times) <= MOST_SECONDS
