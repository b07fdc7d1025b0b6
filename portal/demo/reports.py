"""Filed reports in bulk: real snapshots of real registers, inserted as the review engine would have left them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app

from portal import clock
from portal.access import insert_rows
from portal.config import Settings
from portal.db import new_key, session
from portal.demo import queries
from portal.demo.queries import Made
from portal.filings.kinds import kind_of
from portal.filings.model import Filing, Revision, frozen
from portal.filings.rules import FilingState, Occasion
from portal.registry.model import Enterprise
from portal.risks.deadlines import regular_due_on
from portal.risks.kind import CODE
from portal.risks.snapshot import snapshot
from portal.workdays import add_workdays


def file_for(made: Sequence[Made], at: datetime, waits: int) -> int:
    """File this year's regular report of these enterprises as of a moment; of `waits` one is still before its town or
    the county. Answers how many."""
    on = clock.local_day(at)
    contents = [snapshot(session().get_one(Enterprise, one.id), on) for one in made]
    pairs = zip(made, contents, strict=True)
    filings = [_filing(one, content, at, one.id % waits == 0) for one, content in pairs]
    insert_rows(Filing, filings)
    ids = queries.filing_ids(session(), [filing["key"] for filing in filings])
    declared = zip(filings, contents, strict=True)
    insert_rows(Revision, [_revision(filing, ids[filing["key"]], content) for filing, content in declared])
    return len(filings)


def _filing(one: Made, content: dict[str, Any], at: datetime, waits: bool) -> dict[str, Any]:
    kind, on = kind_of(CODE), clock.local_day(at)
    stages = kind.stages(content)
    return {
        "key": new_key(), "enterprise_id": one.id, "region_path": one.region_path, "kind_code": CODE, "year": on.year,
        "occasion": Occasion.REGULAR, "number": 1, "began_on": on.replace(month=1, day=1),
        "due_on": regular_due_on(on.year), "stages": list(stages), "highlights": kind.highlights(content),
        "created_at": at, "filed_at": at, "submitted_at": at,
        **(_waiting if waits else _approved)(len(stages), at),
    }  # fmt: skip


def _waiting(stages: int, at: datetime) -> dict[str, Any]:
    """Before the town, or before the county where that looks too."""
    settings: Settings = current_app.config["SETTINGS"]
    state, level = (FilingState.ENDORSED, "county") if stages > 1 else (FilingState.SUBMITTED, "town")
    due = add_workdays(clock.local_day(at), settings.review_days_town)
    return {
        "_state": state, "stage": stages, "stage_level": level, "review_due_on": due, "decided_at": None,
        "decided_by": "",
    }  # fmt: skip


def _approved(stages: int, at: datetime) -> dict[str, Any]:
    return {
        "_state": FilingState.APPROVED, "stage": stages, "stage_level": "", "review_due_on": None, "decided_at": at,
        "decided_by": "SYSTEM",
    }  # fmt: skip


def _revision(filing: dict[str, Any], filing_id: int, content: dict[str, Any]) -> dict[str, Any]:
    snapshot_json, digest = frozen(content)
    version, wording = kind_of(CODE).declaration
    return {
        "enterprise_id": filing["enterprise_id"], "region_path": filing["region_path"], "filing_id": filing_id,
        "number": 1, "snapshot_json": snapshot_json, "digest": digest, "membership_id": 0,
        "declared_by": content["enterprise"]["principal"], "declaration": f"[{version}] {wording}",
        "declared_at": filing["submitted_at"],
    }  # fmt: skip
