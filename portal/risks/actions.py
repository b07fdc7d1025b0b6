"""What is done to rows of the register: add, start from usual hazards, edit, grade, remove, restore."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from portal import audit, clock, editing
from portal.access import Actor, require
from portal.db import session, writing
from portal.merging import Change, changes_between, merge
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks import judging
from portal.risks.controls import least_level
from portal.risks.fields import RISK_FIELDS
from portal.risks.grading import assess
from portal.risks.hazards import UsualHazard, usual_hazards
from portal.risks.holding import next_risk_number
from portal.risks.keeping import keep_change_duty
from portal.risks.known_methods import known_method
from portal.risks.methods import Method, shipped_methods
from portal.risks.model import Control, Risk
from portal.risks.queries import adopted_codes
from portal.risks.rules import Grading

AT_ONCE = 200
"""Most usual hazards adopted in one step."""


def add(enterprise: Enterprise, facts: Mapping[str, Any], *, by: Actor, at: datetime) -> Risk:
    """Enter a risk with these facts by field (`name` at least); it is ungraded until it is graded.

    Raises Refused, naming the field, for a fact that cannot stand.
    """
    require(by, "risk.add")
    clean = editing.tidied(RISK_FIELDS, {"name": "", **facts}, clock.local_day(at))
    with writing():
        risk = _new(enterprise, _first_number(enterprise), at, **clean)
        session().flush()
        audit.record("risk.add", risk, by=by, at=at, after={"number": risk.number, **clean})
    return risk


def adopt(
    enterprise: Enterprise, codes: Collection[str], method_key: str, *, by: Actor, at: datetime
) -> list[Risk]:
    """Enter the chosen usual hazards with typical values and controls; those already in the register are skipped.

    The method `method_key` counts; a condition of the catalogue stays to be answered, people and next checks to
    be named. Raises Refused when nothing is chosen.
    """
    require(by, "risk.add")
    with writing():
        number = _first_number(enterprise)
        present = adopted_codes(session(), enterprise.id)
        chosen = [usual_hazards()[code] for code in codes if code in usual_hazards() and code not in present]
        if not chosen or len(chosen) > AT_ONCE:
            raise Refused(_("Choose at least one hazard that is not in the register yet."), "codes")
        used = known_method(method_key)
        risks = [_adopted(enterprise, number + i, one, used, at) for i, one in enumerate(chosen)]
        session().flush()
        for risk in risks:
            after = {
                "number": risk.number,
                "name": risk.name,
                "usual_code": risk.usual_code,
                "grade": risk.grade,
            }
            audit.record("risk.adopt", risk, by=by, at=at, after=after)
        keep_change_duty(enterprise.id, at)
    return risks


def edit(risk: Risk, changes: Iterable[Change], *, by: Actor, at: datetime) -> None:
    """Change fields of a risk, each with the value that the person saw.

    Raises Refused for a value that cannot stand, Conflict where somebody changed the same field in between.
    """
    require(by, "risk.edit", risk)
    with writing():
        editing.lock(risk)
        _expect_present(risk)
        written = editing.change(risk, RISK_FIELDS, changes, at)
        if written.after:
            risk.changed_at = at
            audit.record("risk.edit", risk, by=by, at=at, before=written.before, after=written.after)


def grade(risk: Risk, seen: Grading, chosen: Grading, *, by: Actor, at: datetime) -> None:
    """Grade a risk as chosen: method and values, match with the catalogue, direct judgement.

    `seen` is what stood there when the page was opened; what others changed in between is merged. Values may be
    incomplete: then the method says nothing yet. Raises Refused (a reason is missing, a value is off its scale),
    Conflict.
    """
    require(by, "risk.grade", risk)
    with writing():
        editing.lock(risk)
        _expect_present(risk)
        now = risk.grading
        merged = merge(now._asdict().__getitem__, changes_between(seen._asdict(), chosen._asdict()))
        editing.refuse_conflicts(risk, merged, now._asdict().__getitem__)
        if merged.values:
            before = {name: now._asdict()[name] for name in merged.values} | {"grade": risk.grade}
            judging.write(risk, now._replace(**merged.values), clock.local_day(at))
            risk.changed_at = at
            after = {name: risk.grading._asdict()[name] for name in merged.values} | {"grade": risk.grade}
            audit.record("risk.grade", risk, by=by, at=at, before=before, after=after)
            keep_change_duty(risk.enterprise_id, at)


def remove(risk: Risk, reason: str, *, by: Actor, at: datetime) -> None:
    """Take a row out of the register with a reason (line dismantled); what was filed keeps it. Again: no effect."""
    require(by, "risk.remove", risk)
    with writing():
        editing.lock(risk)
        if risk.removed_at is None:
            risk.removed_at = risk.changed_at = at
            risk.removed_reason = reason.strip()
            audit.record("risk.remove", risk, by=by, at=at, after={"reason": risk.removed_reason})
            keep_change_duty(risk.enterprise_id, at)


def restore(risk: Risk, *, by: Actor, at: datetime) -> None:
    """Take a removed row back into the register."""
    require(by, "risk.restore", risk)
    with writing():
        editing.lock(risk)
        if risk.removed_at is not None:
            before = {"reason": risk.removed_reason}
            risk.removed_at, risk.removed_reason, risk.changed_at = None, "", at
            audit.record("risk.restore", risk, by=by, at=at, before=before)
            keep_change_duty(risk.enterprise_id, at)


def _expect_present(risk: Risk) -> None:
    if risk.removed_at is not None:
        raise Refused(_("This row has been removed; restore it first."))


def _first_number(enterprise: Enterprise) -> int:
    """The next number, with the enterprise held so that two people do not take the same."""
    session().refresh(enterprise, with_for_update=True)
    return next_risk_number(session(), enterprise.id)


def _new(enterprise: Enterprise, number: int, at: datetime, **facts: Any) -> Risk:
    risk = Risk(
        enterprise_id=enterprise.id, region_path=enterprise.region_path, number=number, changed_at=at,
        **{"accident_types": [], "assessments": {}, "direct_criteria": [], **facts},
    )  # fmt: skip
    session().add(risk)
    return risk


def _adopted(enterprise: Enterprise, number: int, one: UsualHazard, used: Method, at: datetime) -> Risk:
    risk = _new(
        enterprise, number, at, risk_point=one.place,
        place=one.place, name=one.hazard, accident_types=list(one.accident_types), consequence=_consequence(one),
        identified_on=clock.local_day(at), usual_code=one.code, method=used.key,
        catalogue_code=judging.gravest_row(one.catalogue_codes),
    )  # fmt: skip
    values = dict(one.values_of(used))
    risk.record(values, assess(used, values) if values else None)
    risk.regrade()
    risk.controls = [
        _usual_control(risk, one, kind, text) for kind, texts in one.measures.items() for text in texts
    ]
    return risk


def _consequence(one: UsualHazard) -> str:
    """The typical consequence in the words of the scale, such as 1～2人死亡."""
    typical = one.typical[0]
    factor = next(factor for factor in shipped_methods()[typical.method].factors if factor.code == "C")
    return factor.step(typical.values["C"]).zh.split("：")[-1]


def _usual_control(risk: Risk, one: UsualHazard, kind: Any, text: str) -> Control:
    level = max(one.level, least_level(one.suggested_grade))
    return Control(
        enterprise_id=risk.enterprise_id, region_path=risk.region_path, kind=kind, text=text, level=level,
        frequency=one.frequency,
    )  # fmt: skip
