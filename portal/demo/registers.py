"""Registers of the city: first entered whole, as a list that the enterprise had on paper; then edited as people do."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app

from portal import audit, clock, editing
from portal.access import Actor, insert_rows
from portal.db import session, writing
from portal.demo import queries
from portal.demo.city import Company, Row
from portal.demo.pictures import plate
from portal.merging import Change
from portal.registry.model import Enterprise
from portal.risks import actions, affirming, controlling, judging
from portal.risks.affirmed import rows_due
from portal.risks.fields import CONTROL_FIELDS, RISK_FIELDS
from portal.risks.hazards import usual_hazards
from portal.risks.holding import next_risk_number
from portal.risks.keeping import keep_change_duty
from portal.risks.model import Control, Risk
from portal.risks.rules import ControlKind

DAYS_APART = 4
"""Days between the next checks of two controls of a row."""


@dataclass
class Register:
    """The register of an enterprise on its way. `keys`: of its rows by their place in the data; next checks count
    from `check_from`."""

    company: Company
    check_from: date
    keys: dict[int, str] = field(default_factory=dict)


def fill(register: Register, numbers: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Enter rows as they stood before any edit."""
    rows = {number: register.company.register[number].before_edit() for number in numbers}
    with writing() as current:
        enterprise = current.get_one(Enterprise, by.enterprise_id)
        owner, first = (enterprise.id, enterprise.region_path), next_risk_number(current, enterprise.id)
        risks = {number: entered(owner, first + i, rows[number], at) for i, number in enumerate(numbers)}
        current.add_all(risks.values())
        current.flush()
        measures = {number: controls(rows[number], register.check_from, at) for number in numbers}
        insert_rows(
            Control, [{**one, **_owner(risks[number])} for number in numbers for one in measures[number]]
        )
        for number, risk in risks.items():
            after = {"name": risk.name, "grade": risk.grade, "controls": len(measures[number])}
            audit.record("risk.add", risk, by=by, at=at, after={"number": risk.number, **after})
        register.keys |= {number: risk.key for number, risk in risks.items()}
        keep_change_duty(enterprise.id, at)


def _owner(risk: Risk) -> dict[str, Any]:
    return {"enterprise_id": risk.enterprise_id, "region_path": risk.region_path, "risk_id": risk.id}


def entered(owner: tuple[int, str], number: int, row: Row, at: datetime) -> Risk:
    """A row with its facts, checked and judged as one that is typed. `owner`: id and region of the enterprise."""
    on = clock.local_day(at)
    facts = editing.tidied(RISK_FIELDS, _facts(row, on), on)
    risk = Risk(
        enterprise_id=owner[0], region_path=owner[1], number=number, changed_at=at,
        usual_code=row.code, assessments={}, direct_criteria=[], **facts,
    )  # fmt: skip
    judging.write(risk, row.grading, on)
    return risk


def _facts(row: Row, on: date) -> dict[str, Any]:
    return {
        "unit": row.unit, "risk_point": row.risk_point, "place": row.place, "name": row.name,
        "description": row.description, "consequence": row.consequence, "had_accident": row.had_accident,
        "accident_types": row.accident_types(on), "identified_on": on, "responsible_phone": row.phone,
        "responsible_department": row.department, "responsible_person": row.person,
        "complaint_phone": current_app.config["SETTINGS"].complaint_phone,
        "emergency_measures": "；".join(usual_hazards()[row.code].measures[ControlKind.EMERGENCY]),
    }  # fmt: skip


def controls(row: Row, check_from: date, at: datetime) -> list[dict[str, Any]]:
    """The values of the controls of a row, checked as those that are typed."""
    return [editing.tidied(CONTROL_FIELDS, one, clock.local_day(at)) for one in _measures(row, check_from)]


def _measures(row: Row, check_from: date) -> Iterable[dict[str, Any]]:
    """The facts of the usual controls of the kinds that the row has, then of its own, checked one after the other."""
    measures = usual_hazards()[row.code].measures
    told = [(kind, text) for kind, texts in measures.items() if kind in row.kinds for text in texts]
    told += [(ControlKind.MANAGEMENT, text) for text in row.own_controls]
    common = {
        "level": row.level, "department": row.department, "person": row.person, "phone": row.phone,
        "frequency": row.frequency,
    }  # fmt: skip
    for position, (kind, text) in enumerate(told):
        day = check_from + timedelta(days=row.next_check + position * DAYS_APART)
        yield {**common, "kind": kind, "text": text, "next_check_on": day}


def mend(register: Register, numbers: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Bring rows from how they stood before to how the data tell them: places, people, values, missing controls."""
    with writing():
        for number in numbers:
            row, risk = register.company.register[number], queries.risk(session(), register.keys[number])
            facts = {"place": row.place, "responsible_person": row.person}
            actions.edit(risk, _changes(risk, facts), by=by, at=at)
            actions.grade(risk, risk.grading, row.grading, by=by, at=at)
            present = {control.text for control in risk.controls}
            for control in _measures(row, register.check_from):
                if control["text"] not in present:
                    controlling.add(risk, control, by=by, at=at)


def take_out(register: Register, numbers: Iterable[int], reason: str, *, by: Actor, at: datetime) -> None:
    """Take rows out of the register."""
    for number in numbers:
        actions.remove(queries.risk(session(), register.keys[number]), reason, by=by, at=at)


def show_evidence(register: Register, numbers: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Attach a photo to the first control of each of these rows."""
    for number in numbers:
        row, risk = register.company.register[number], queries.risk(session(), register.keys[number])
        lines = [
            register.company.facts["name"],
            row.place,
            f"责任人：{row.person}",
            f"{clock.local_day(at)}（演示图）",
        ]
        controlling.attach(risk.active_controls[0], plate(f"{row.risk_point} 点检", lines), by=by, at=at)


def identify_anew(register: Register, *, by: Actor, at: datetime) -> None:
    """The yearly identification of the larger-or-above rows, in the edition of accident types then in force."""
    on = clock.local_day(at)
    with writing():
        for number, key in register.keys.items():
            risk = queries.risk(session(), key)
            if risk.grade is not None and risk.grade.larger_or_above:
                facts = {
                    "identified_on": on,
                    "accident_types": register.company.register[number].accident_types(on),
                }
                actions.edit(risk, _changes(risk, facts), by=by, at=at)


def affirm(register: Register, year: int, told: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Confirm rows for a year: `rows` as unchanged, `changed` as changed, which the enterprise has still to do."""
    with writing():
        for number in told["rows"]:
            affirming.affirm_unchanged(queries.risk(session(), register.keys[number]), year, by=by, at=at)
        for number in told["changed"]:
            affirming.affirm_changed(queries.risk(session(), register.keys[number]), year, by=by, at=at)


def affirm_all(enterprise_id: int, year: int, *, by: Actor, at: datetime) -> None:
    """Confirm every row of last year that waits, one by one."""
    with writing():
        for row in rows_due(session(), enterprise_id, year):
            if row.is_open:
                affirming.affirm_unchanged(row.risk, year, by=by, at=at)


def rows_added_later(company: Company) -> Collection[int]:
    """The rows that the story adds after the register was first filled."""
    return {number for step in company.steps if step.do == "add" for number in step.facts["rows"]}


def _changes(risk: Risk, facts: dict[str, Any]) -> list[Change]:
    return [Change(name, getattr(risk, name), value) for name, value in facts.items()]
