"""What is done with findings: written with their measure, carried out with proof, closed, opened again.

Words and plan of a finding are written while the assessment is; its completion is followed whatever became of the
filing, whose snapshot keeps what was declared.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from portal import audit, clock, editing, storage
from portal.access import Actor, require
from portal.assessments import measure_queries, queries
from portal.assessments.actions import BYTES_OF_AN_ENTERPRISE, EDITABLE
from portal.assessments.fields import FINDING_FIELDS
from portal.assessments.model import AssessmentFinding, FindingEvidence, ItemAnswer
from portal.assessments.reasons import cost_of
from portal.assessments.rules import FINDING
from portal.assessments.scoring import score
from portal.assessments.versions import standard_of
from portal.db import session, writing
from portal.merging import Change
from portal.problems import Refused
from portal.uploads import Upload

FINDINGS_OF_AN_ITEM = 50
FILES_OF_A_FINDING = 10
NOTE_LENGTH = 500


class Done(NamedTuple):
    """How and when a measure was carried out, and what shows it."""

    on: date
    note: str = ""
    files: Sequence[Upload] = ()


def add(row: ItemAnswer, values: Mapping[str, Any], *, by: Actor, at: datetime) -> AssessmentFinding:
    """Write a finding of an item, with as much of its measure as is known.

    Raises Refused, naming the field, for what cannot stand there, and once the assessment is submitted.
    """
    require(by, "assessment.fill", row)
    with writing():
        editing.lock(row.assessment)
        _refuse_submitted(row.assessment.filing.state)
        clean = editing.tidied(FINDING_FIELDS, values, clock.local_day(at))
        _refuse_too_many(row)
        finding = AssessmentFinding(
            enterprise_id=row.enterprise_id, region_path=row.region_path, assessment_id=row.assessment_id,
            item_id=row.item_id, points=_cost(row), found_at=at, found_by=by.name, **clean,
        )  # fmt: skip
        session().add(finding)
        session().flush()
        audit.record("assessment_finding.add", finding, by=by, at=at, after={"item": row.item_id, **clean})
    return finding


def edit(finding: AssessmentFinding, changes: Iterable[Change], *, by: Actor, at: datetime) -> None:
    """Change fields of a finding, each with the value that the person saw.

    Raises Refused once the assessment is submitted, Conflict where somebody changed the same field in between.
    """
    require(by, "assessment_finding.edit", finding)
    with writing():
        editing.lock(finding)
        _refuse_submitted(finding.assessment.filing.state)
        written = editing.change(finding, FINDING_FIELDS, changes, at)
        if written.after:
            audit.record(
                "assessment_finding.edit", finding, by=by, at=at, before=written.before, after=written.after
            )


def discard(finding: AssessmentFinding, *, by: Actor, at: datetime) -> None:
    """Take a finding out of the plan. Raises Refused once the assessment is submitted."""
    require(by, "assessment_finding.edit", finding)
    with writing():
        editing.lock(finding)
        _refuse_submitted(finding.assessment.filing.state)
        audit.record("assessment_finding.discard", finding, by=by, at=at, before={"text": finding.text})
        session().delete(finding)


def report_done(finding: AssessmentFinding, done: Done, *, by: Actor, at: datetime) -> None:
    """Say that the measure was carried out, when, and what shows it.

    Raises Refused, naming the field, for a day to come, without any proof in words or files, or without room.
    """
    require(by, "assessment_finding.report_done", finding)
    _refuse_unproven(done, clock.local_day(at))
    kept = [(upload, storage.store(upload.content)) for upload in done.files]
    with writing():
        editing.lock(finding)
        FINDING.move(finding, "report_done", by=by)
        _refuse_too_much(finding, done)
        finding.done_on, finding.done_note = done.on, done.note
        for upload, stored in kept:
            session().add(
                FindingEvidence(
                    enterprise_id=finding.enterprise_id, region_path=finding.region_path, finding_id=finding.id,
                    file_key=stored.key, name=upload.name, content_type=upload.content_type, size=stored.size,
                    digest=stored.sha256, added_at=at, added_by=by.name,
                )
            )  # fmt: skip
        after = {
            "done_on": done.on,
            "note": done.note,
            "digests": [stored.sha256 for _upload, stored in kept],
        }
        audit.record("assessment_finding.report_done", finding, by=by, at=at, after=after)


def close(finding: AssessmentFinding, *, by: Actor, at: datetime) -> None:
    """Confirm that the measure holds; it leaves the list of what is open."""
    with writing():
        editing.lock(finding)
        FINDING.move(finding, "close", by=by)
        finding.closed_at, finding.closed_by = at, by.name
        audit.record("assessment_finding.close", finding, by=by, at=at)


def reopen(finding: AssessmentFinding, why: str, *, by: Actor, at: datetime) -> None:
    """Say that the measure is not, or no longer, carried out. Raises Refused (field `why`) without a reason."""
    if not why.strip():
        raise Refused(_("Write why it is opened again."), "why")
    with writing():
        editing.lock(finding)
        FINDING.move(finding, "reopen", by=by)
        before = {"done_on": finding.done_on, "closed_at": finding.closed_at}
        finding.done_on, finding.closed_at, finding.closed_by = None, None, ""
        after = {"why": why.strip()[:NOTE_LENGTH]}
        audit.record("assessment_finding.reopen", finding, by=by, at=at, before=before, after=after)


def _cost(row: ItemAnswer) -> Any:
    standard = standard_of(row.assessment.standard_key)
    found = score(standard, queries.scored_answers(session(), row.assessment))
    return cost_of(standard.item[row.item_id], found.items[row.item_id])


def _refuse_submitted(state: Any) -> None:
    if state not in EDITABLE:
        raise Refused(
            _("The assessment has been submitted; report the measure as done, its words stay as declared.")
        )


def _refuse_too_many(row: ItemAnswer) -> None:
    if measure_queries.finding_count(session(), row) >= FINDINGS_OF_AN_ITEM:
        raise Refused(_("An item takes %(num)d findings at most.", num=FINDINGS_OF_AN_ITEM))


def _refuse_unproven(done: Done, today: date) -> None:
    if done.on > today:
        raise Refused(_("This date lies in the future; give the day on which it was done."), "done_on")
    if not done.note and not done.files:
        raise Refused(_("Write what was done, or add a photo or paper that shows it."), "note")
    if len(done.files) > FILES_OF_A_FINDING:
        raise Refused(
            _("A finding takes %(num)d files at most; choose fewer.", num=FILES_OF_A_FINDING), "file"
        )


def _refuse_too_much(finding: AssessmentFinding, done: Done) -> None:
    files, stored = measure_queries.evidence_use(session(), finding)
    if files + len(done.files) > FILES_OF_A_FINDING:
        raise Refused(
            _("A finding takes %(num)d files at most; choose fewer.", num=FILES_OF_A_FINDING), "file"
        )
    if stored + sum(len(one.content) for one in done.files) > BYTES_OF_AN_ENTERPRISE:
        raise Refused(
            _("The room for files of this enterprise (2 GB) is used up; remove some first."), "file"
        )
