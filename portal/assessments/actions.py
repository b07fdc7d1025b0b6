"""What an enterprise does with an assessment: open it, answer items, say who fills what, add evidence."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from portal import audit, editing, storage
from portal.access import Actor, insert_rows, require
from portal.assessments import queries, sections
from portal.assessments.answers import Answer, flaw_of
from portal.assessments.applying import kind_code_of
from portal.assessments.fields import ANSWER_FIELDS, ASSESSMENT_FIELDS
from portal.assessments.model import Assessment, ItemAnswer, ItemEvidence, SectionTask
from portal.assessments.rules import Handed
from portal.assessments.scoring import Score, score
from portal.assessments.standards import Standard
from portal.assessments.versions import standard_of
from portal.db import new_key, session, writing
from portal.filings import actions as filings
from portal.filings.rules import FilingState, Occasion
from portal.merging import Change
from portal.notices.actions import notify
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.uploads import Upload

FILES_OF_AN_ITEM = 10
BYTES_OF_AN_ENTERPRISE = 2 * 1024**3
EDITABLE = frozenset({FilingState.DRAFT, FilingState.RETURNED})


def open_assessment(
    enterprise: Enterprise, standard: Standard, on: date, *, by: Actor, at: datetime
) -> Assessment:
    """Open the assessment of the year of `on` under a version of a standard, and the filing that will declare it.

    Last year's answers are taken over as proposals, each to be affirmed. Raises Refused while one is open.
    """
    require(by, "assessment.open")
    kind_code = kind_code_of(standard)
    with writing():
        filing = filings.start(enterprise, kind_code, Occasion.REGULAR, on, by=by, at=at)
        assessment = Assessment(
            enterprise_id=enterprise.id, region_path=enterprise.region_path, filing_id=filing.id, kind_code=kind_code,
            year=on.year, standard_key=standard.key, vetoes={}, prerequisites={}, items=len(standard.items),
            applicable=Decimal(standard.total_points), opened_at=at, changed_at=at, blocked=[],
        )  # fmt: skip
        session().add(assessment)
        session().flush()
        insert_rows(ItemAnswer, _empty_answers(assessment, standard))
        after = {"standard": standard.key, "year": assessment.year}
        audit.record("assessment.open", assessment, by=by, at=at, after=after)
    return assessment


def _empty_answers(assessment: Assessment, standard: Standard) -> list[Mapping[str, Any]]:
    """One row an item; with last year's values where an item of the same id was answered then."""
    before = queries.assessment_before(session(), assessment)
    last = {one.item_id: one for one in queries.answers_of(session(), before.id)} if before else {}
    return [
        {
            "key": new_key(), "enterprise_id": assessment.enterprise_id, "region_path": assessment.region_path,
            "assessment_id": assessment.id, "item_id": item.id, "version": 1, "comment": "", "changed_by": "",
            **_proposal(item, last.get(item.id)),
        }
        for item in standard.items
    ]  # fmt: skip


def _proposal(item: Any, last: ItemAnswer | None) -> dict[str, Any]:
    known = last.answer if last else None
    kept = known if known and flaw_of(item, known) is None else Answer()
    return {**kept._asdict(), "proposed": kept != Answer()}


def answer(row: ItemAnswer, changes: Iterable[Change], *, by: Actor, at: datetime) -> Score:
    """Change fields of one answer, each with the value that the person saw; gives the score of the whole.

    Raises Refused for what cannot be an answer to the item, Conflict where somebody changed the same field in between.
    """
    require(by, "assessment.fill", row)
    with writing():
        assessment = _hold(row)
        standard = standard_of(assessment.standard_key)
        written = editing.change(row, ANSWER_FIELDS, changes, at)
        if written.after:
            row.proposed, row.changed_at, row.changed_by = False, at, by.name
            _refuse_flawed(standard, row)
            audit.record("item_answer.edit", row, by=by, at=at, before=written.before, after=written.after)
        return rescore(assessment, at)


def answer_many(assessment: Assessment, answers: Mapping[str, Answer], *, by: Actor, at: datetime) -> Score:
    """Answer many items at once, by item; one event, one score. Raises Refused, for all, when one is no answer."""
    require(by, "assessment.fill", assessment)
    standard = standard_of(assessment.standard_key)
    with writing():
        editing.lock(assessment)
        _refuse_declared(assessment)
        for row in queries.answers_of(session(), assessment.id):
            if row.item_id in answers:
                for name, value in answers[row.item_id]._asdict().items():
                    setattr(row, name, value)
                row.proposed, row.changed_at, row.changed_by = False, at, by.name
                _refuse_flawed(standard, row)
        audit.record("assessment.answer_many", assessment, by=by, at=at, after={"items": len(answers)})
        return rescore(assessment, at)


def affirm(row: ItemAnswer, *, by: Actor, at: datetime) -> Score:
    """Say that last year's answer holds this year too. Again: no effect."""
    require(by, "assessment.fill", row)
    with writing():
        assessment = _hold(row)
        if row.proposed:
            row.proposed, row.changed_at, row.changed_by = False, at, by.name
            audit.record(
                "item_answer.affirm", row, by=by, at=at, after=row.answer._asdict() if row.answer else {}
            )
        return rescore(assessment, at)


def declare(assessment: Assessment, changes: Iterable[Change], *, by: Actor, at: datetime) -> None:
    """Change what stands around the items: team, days, notice inside the enterprise, conclusion."""
    require(by, "assessment.fill", assessment)
    with writing():
        editing.lock(assessment)
        _refuse_declared(assessment)
        written = editing.change(assessment, ASSESSMENT_FIELDS, changes, at)
        if written.after:
            assessment.changed_at = at
            audit.record(
                "assessment.edit", assessment, by=by, at=at, before=written.before, after=written.after
            )


def say(assessment: Assessment, condition: str, holds: bool | None, *, by: Actor, at: datetime) -> Score:
    """Answer a veto (true: it has occurred) or a prerequisite (true: it is met) by its id; None takes it back.

    Raises Refused for a condition that the standard does not have.
    """
    require(by, "assessment.fill", assessment)
    with writing():
        editing.lock(assessment)
        _refuse_declared(assessment)
        name = _table_of(standard_of(assessment.standard_key), condition)
        kept = {key: value for key, value in getattr(assessment, name).items() if key != condition}
        before = getattr(assessment, name).get(condition)
        setattr(assessment, name, kept if holds is None else {**kept, condition: holds})
        if before != holds:
            change = {"before": {condition: before}, "after": {condition: holds}}
            audit.record("assessment.say", assessment, by=by, at=at, **change)
        return rescore(assessment, at)


def send_section(assessment: Assessment, handed: Handed, *, by: Actor, at: datetime) -> None:
    """Name the member who fills in an element of the standard, and until when, and tell so; none takes it back.

    Raises Refused, naming the field, for an unknown element or member.
    """
    require(by, "assessment.fill", assessment)
    if handed.element_id not in standard_of(assessment.standard_key).element:
        raise Refused(_("Choose one of the sections."), "element")
    with writing():
        editing.lock(assessment)
        task = queries.section_tasks(session(), assessment.id).get(handed.element_id)
        if task is not None:
            session().delete(task)
            session().flush()
        person = _hand(assessment, handed, by, at) if handed.member_key else ""
        after = {"element": handed.element_id, "person": person, "due_on": handed.due_on}
        audit.record("assessment.send_section", assessment, by=by, at=at, after=after)


def _hand(assessment: Assessment, handed: Handed, by: Actor, at: datetime) -> str:
    known = {one.key: one for one in sections.fillers(session(), assessment.enterprise_id)}
    if handed.member_key not in known:
        raise Refused(_("Choose a member who may fill in."), "member")
    member = known[handed.member_key]
    session().add(
        SectionTask(
            enterprise_id=assessment.enterprise_id, region_path=assessment.region_path, assessment_id=assessment.id,
            element_id=handed.element_id, person=member.name, membership_id=member.id, due_on=handed.due_on,
            sent_at=at, sent_by=by.name,
        )
    )  # fmt: skip
    element = standard_of(assessment.standard_key).element[handed.element_id]
    facts = {
        "person": member.name, "section": f"{element.id} {element.title.zh}", "title": assessment.filing.title,
        "due": handed.due_on or assessment.filing.due_on,
    }  # fmt: skip
    notify(assessment, "section.sent", at=at, thing=assessment, facts=facts)
    return member.name


def attach(row: ItemAnswer, upload: Upload, *, by: Actor, at: datetime) -> ItemEvidence:
    """Keep an accepted upload as evidence of an item. Raises Refused (field `file`) when there is no room."""
    require(by, "assessment.fill", row)
    stored = storage.store(upload.content)
    with writing():
        _hold(row)
        _refuse_too_much(row, len(upload.content))
        evidence = ItemEvidence(
            enterprise_id=row.enterprise_id, region_path=row.region_path, answer_id=row.id, file_key=stored.key,
            name=upload.name, content_type=upload.content_type, size=stored.size, digest=stored.sha256, added_at=at,
            added_by=by.name,
        )  # fmt: skip
        return _add_evidence(row, evidence, by, at)


def point_to_risk(row: ItemAnswer, risk_key: str, name: str, *, by: Actor, at: datetime) -> ItemEvidence:
    """Name a row of the risk register as evidence; the caller has found it in the actor's scope."""
    require(by, "assessment.fill", row)
    with writing():
        _hold(row)
        evidence = ItemEvidence(
            enterprise_id=row.enterprise_id, region_path=row.region_path, answer_id=row.id, risk_key=risk_key,
            name=name[:120], added_at=at, added_by=by.name,
        )  # fmt: skip
        return _add_evidence(row, evidence, by, at)


def detach(evidence: ItemEvidence, *, by: Actor, at: datetime) -> None:
    """Take evidence off its item; the file stays, for a filing may have named it. Again: no effect."""
    require(by, "assessment.fill", evidence)
    with writing():
        _hold(evidence.answer)
        if evidence.removed_at is None:
            evidence.removed_at = at
            audit.record("item_evidence.remove", evidence, by=by, at=at, before={"name": evidence.name})


def rescore(assessment: Assessment, at: datetime) -> Score:
    """Score the answers as they stand and keep the figures on the assessment. Inside `writing()`; 1 statement."""
    session().flush()
    standard = standard_of(assessment.standard_key)
    found = score(standard, queries.scored_answers(session(), assessment))
    assessment.answered = sum(one.answered for one in found.items.values())
    assessment.earned, assessment.applicable = _figure(found.total.earned), _figure(found.total.applicable)
    assessment.result = found.shown
    assessment.outcome = found.level_by_points.code if found.level_by_points else ""
    assessment.blocked = list(found.blocked_by)
    assessment.changed_at = at
    return found


def _figure(value: Any) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _add_evidence(row: ItemAnswer, evidence: ItemEvidence, by: Actor, at: datetime) -> ItemEvidence:
    session().add(evidence)
    session().flush()
    after = {"item": row.item_id, "name": evidence.name, "digest": evidence.digest, "risk": evidence.risk_key}
    audit.record("item_evidence.add", evidence, by=by, at=at, after=after)
    return evidence


def _hold(row: ItemAnswer) -> Assessment:
    """Hold the assessment first and then the answer, in this order everywhere."""
    editing.lock(row.assessment)
    editing.lock(row)
    _refuse_declared(row.assessment)
    return row.assessment


def _refuse_declared(assessment: Assessment) -> None:
    if assessment.filing.state not in EDITABLE:
        raise Refused(_("This assessment has been submitted; it can be changed when it is sent back."))


def _refuse_flawed(standard: Standard, row: ItemAnswer) -> None:
    item = standard.item[row.item_id]
    given = row.answer
    if given is None:
        return
    if given.not_applicable and not item.may_be_not_applicable:
        raise Refused(_("This item applies to every enterprise."), "not_applicable")
    if given.not_applicable and not given.reason:
        raise Refused(
            _("Write why the item does not apply: %(when)s", when=item.not_applicable_when), "reason"
        )
    if flaw_of(item, given):
        raise Refused(_("This is not an answer to the item; choose one of those offered."))


def _refuse_too_much(row: ItemAnswer, size: int) -> None:
    files, stored = queries.evidence_use(session(), row)
    if files >= FILES_OF_AN_ITEM:
        raise Refused(
            _("An item takes %(num)d files at most; remove one first.", num=FILES_OF_AN_ITEM), "file"
        )
    if stored + size > BYTES_OF_AN_ENTERPRISE:
        raise Refused(
            _("The room for files of this enterprise (2 GB) is used up; remove some first."), "file"
        )


def _table_of(standard: Standard, condition: str) -> str:
    if condition in {one.id for one in standard.veto_rules}:
        return "vetoes"
    if condition in {one.id for one in standard.prerequisites}:
        return "prerequisites"
    raise Refused(_("The standard has no such condition."), "condition")
