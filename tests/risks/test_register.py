"""Rows of the register: added, changed, merged, graded, removed and restored; each leaves an event."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.access import act_as
from portal.audit import Event
from portal.db import session
from portal.merging import Change, merge
from portal.problems import Conflict, Forbidden, Refused
from portal.registry.model import Enterprise
from portal.risks import actions
from portal.risks.holding import next_risk_number
from portal.risks.model import Risk
from portal.risks.rules import ConditionAnswer, Grade, GradeSource, Grading
from tests.build import AT, a_member, an_authority, the_actor
from tests.risks.build import VALUES, a_grading, a_risk

LATER = AT + timedelta(minutes=2)
FORCING, ADVISORY = "JS-DUST-01", "JS-MACH-03"


def verbs(risk: Risk) -> list[str]:
    found = select(Event.verb).where(Event.thing_key == risk.key).order_by(Event.sequence)
    return list(session().scalars(found))


# --- entering ---------------------------------------------------------------------------------------------


def test_a_new_row_takes_the_next_number_and_is_ungraded(as_filer, filer):
    first = actions.add(as_filer, {"name": "冲床"}, by=filer, at=AT)
    second = actions.add(as_filer, {"name": "叉车"}, by=filer, at=AT)
    assert (first.code, second.code, second.grade) == ("R001", "R002", None)


def test_the_number_of_a_removed_row_is_not_used_again(as_filer, filer):
    risk = actions.add(as_filer, {"name": "冲床"}, by=filer, at=AT)
    actions.remove(risk, "拆除", by=filer, at=AT)
    assert next_risk_number(session(), as_filer.id) == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "字" * 121}, "name"),
        ({"name": "冲床", "identified_on": date(2026, 11, 24)}, "identified_on"),
        ({"name": "冲床", "accident_types": ["2025-99"]}, "accident_types"),
        ({"name": "冲床", "accident_types": ["2025-04", "2025-04"]}, "accident_types"),
    ],
)
def test_a_fact_that_cannot_stand_is_refused_at_its_field(as_filer, filer, facts, field):
    with pytest.raises(Refused) as refused:
        actions.add(as_filer, facts, by=filer, at=AT)
    assert refused.value.field == field


def test_words_are_trimmed_and_accident_types_keep_their_order(as_filer, filer):
    risk = a_risk(as_filer, filer, name=" 冲床 ", accident_types=["2025-09", "2025-04"])
    assert (risk.name, risk.accident_types, risk.accident_edition) == (
        "冲床",
        ["2025-09", "2025-04"],
        "GB 6441-2025",
    )


# --- changing ---------------------------------------------------------------------------------------------


def test_a_change_is_written_and_leaves_an_event_with_before_and_after(as_filer, filer):
    risk = a_risk(as_filer, filer, controls=False)
    actions.edit(risk, [Change("place", "冲压车间2号冲床", "冲压车间3号冲床")], by=filer, at=LATER)
    event = session().scalars(select(Event).where(Event.verb == "risk.edit")).one()
    assert (risk.place, risk.changed_at) == ("冲压车间3号冲床", LATER)
    assert (event.before, event.after) == ({"place": "冲压车间2号冲床"}, {"place": "冲压车间3号冲床"})


def test_names_and_phones_stand_in_events_as_digests_alone(as_filer, filer):
    risk = a_risk(as_filer, filer, responsible_person="")
    actions.edit(risk, [Change("responsible_person", "", "赵六")], by=filer, at=LATER)
    event = session().scalars(select(Event).where(Event.verb == "risk.edit")).one()
    assert event.after["responsible_person"].startswith("hmac:")


def test_a_change_that_changes_nothing_leaves_no_event(as_filer, filer):
    risk = a_risk(as_filer, filer, controls=False)
    actions.edit(risk, [Change("place", risk.place, " 冲压车间2号冲床")], by=filer, at=LATER)
    assert "risk.edit" not in verbs(risk)


def test_two_people_who_change_different_fields_both_keep_theirs(as_filer, filer):
    risk = a_risk(as_filer, filer)
    actions.edit(risk, [Change("place", "冲压车间2号冲床", "三号厂房")], by=filer, at=AT)
    actions.edit(risk, [Change("consequence", "1～2人重伤", "1人重伤")], by=filer, at=LATER)
    assert (risk.place, risk.consequence) == ("三号厂房", "1人重伤")


def test_two_people_who_change_one_field_are_shown_the_conflict(as_filer, filer):
    risk = a_risk(as_filer, filer)
    actions.edit(risk, [Change("place", "冲压车间2号冲床", "三号厂房")], by=filer, at=AT)
    with pytest.raises(Conflict) as stale:
        actions.edit(risk, [Change("place", "冲压车间2号冲床", "二号厂房")], by=filer, at=LATER)
    (conflict,) = stale.value.conflicts
    assert (conflict.field, conflict.theirs, conflict.mine) == ("place", "三号厂房", "二号厂房")
    assert (conflict.who, conflict.at) == (filer.name, AT)


def test_of_a_step_with_a_conflict_nothing_is_written(as_filer, filer):
    risk = a_risk(as_filer, filer)
    actions.edit(risk, [Change("place", risk.place, "三号厂房")], by=filer, at=AT)
    changes = [Change("place", "冲压车间2号冲床", "二号厂房"), Change("description", "", "手工送料")]
    with pytest.raises(Conflict):
        actions.edit(risk, changes, by=filer, at=LATER)
    assert risk.description == ""


def test_two_people_who_write_the_same_do_not_disturb_each_other(as_filer, filer):
    risk = a_risk(as_filer, filer)
    for _person in range(2):
        actions.edit(risk, [Change("place", "冲压车间2号冲床", "三号厂房")], by=filer, at=AT)
    assert verbs(risk).count("risk.edit") == 1


def test_a_field_that_was_cleared_by_another_is_a_conflict_too():
    merged = merge({"place": ""}.__getitem__, [Change("place", "一号厂房", "二号厂房")])
    assert merged.conflicts == [Change("place", "一号厂房", "二号厂房")]


def test_a_name_cannot_be_emptied(as_filer, filer):
    risk = a_risk(as_filer, filer)
    with pytest.raises(Refused) as refused:
        actions.edit(risk, [Change("name", risk.name, " ")], by=filer, at=LATER)
    assert refused.value.field == "name"


def test_a_field_that_nobody_edits_cannot_be_reached(as_filer, filer):
    risk = a_risk(as_filer, filer)
    for field in ("grade", "enterprise_id", "region_path", "removed_at", "number"):
        with pytest.raises(KeyError):
            actions.edit(risk, [Change(field, None, "x")], by=filer, at=LATER)


# --- grading ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("grade", Grade)
def test_a_row_takes_the_grade_of_its_values_and_keeps_method_values_and_product(as_filer, filer, grade):
    risk = a_risk(as_filer, filer, grade)
    product = VALUES[grade]["L"] * VALUES[grade]["E"] * VALUES[grade]["C"]
    assert risk.grade is grade
    assert (risk.result.method, risk.result.values, risk.result.product) == (
        "lec@1.0",
        VALUES[grade],
        product,
    )


def test_values_are_kept_as_exact_decimals(as_filer, filer):
    risk = a_risk(as_filer, filer, None)
    values = {"L": Decimal("0.1"), "E": Decimal("3"), "C": Decimal("1")}
    actions.grade(risk, risk.grading, Grading("lec@1.0", values), by=filer, at=AT)
    session().expire_all()
    assert (risk.values, risk.assessments["lec@1.0"]["product"]) == (values, "0.3")


def test_while_a_value_is_missing_the_method_says_nothing(as_filer, filer):
    risk = a_risk(as_filer, filer)
    partly = {code: value for code, value in risk.values.items() if code != "C"}
    actions.grade(risk, risk.grading, a_grading(Grade.LOW)._replace(values=partly), by=filer, at=AT)
    assert (risk.grade, risk.result, risk.values) == (None, None, partly)


def test_results_of_other_methods_are_kept_and_come_back(as_filer, filer):
    risk = a_risk(as_filer, filer)
    by_matrix = Grading("ls5@1.0", {"L": Decimal(2), "S": Decimal(2)})
    actions.grade(risk, risk.grading, by_matrix, by=filer, at=AT)
    assert (risk.grade, risk.result.method) == (Grade.LOW, "ls5@1.0")
    actions.grade(risk, risk.grading, risk.grading._replace(method="lec@1.0"), by=filer, at=AT)
    assert (risk.grade, risk.result.product) == (Grade.LARGER, Decimal(270))


@pytest.mark.parametrize(
    ("grading", "field"),
    [
        (Grading("lec@1.0-b"), "method"),
        (Grading("direct@1.0"), "method"),
        (Grading("lec@1.0", {"L": Decimal(4)}), "L"),
        (Grading("lec@1.0", {"S": Decimal(1)}), "S"),
        (Grading(catalogue_code="JS-NONE"), "catalogue_code"),
        (Grading(direct_criteria=("DJ-01",), direct_reason="目录"), "direct_criteria"),
        (Grading(direct_criteria=("DJ-02",)), "direct_reason"),
        (Grading(direct_grade=Grade.MAJOR), "direct_reason"),
        (
            Grading(
                catalogue_code=FORCING, condition_answer=ConditionAnswer.DOES_NOT_APPLY, condition_reason=" "
            ),
            "condition_reason",
        ),
    ],
)
def test_a_grading_that_cannot_stand_is_refused_at_its_field(as_filer, filer, grading, field):
    risk = a_risk(as_filer, filer, None)
    with pytest.raises(Refused) as refused:
        actions.grade(risk, Grading(), grading, by=filer, at=AT)
    assert refused.value.field == field


def graded(risk: Risk, filer, **changes) -> Risk:
    actions.grade(risk, risk.grading, risk.grading._replace(**changes), by=filer, at=AT)
    return risk


def test_the_floor_of_the_catalogue_lifts_the_grade_where_its_condition_applies(as_filer, filer):
    risk = a_risk(as_filer, filer, Grade.LOW)
    graded(risk, filer, catalogue_code=FORCING)
    assert (risk.grade, risk.condition_unanswered) == (Grade.LOW, True)
    graded(risk, filer, condition_answer=ConditionAnswer.APPLIES)
    assert (risk.grade, risk.condition_unanswered) == (Grade.MAJOR, False)
    assert risk.judgement.held_by == (GradeSource.FLOOR,)


def test_a_method_above_the_floor_decides(as_filer, filer):
    risk = a_risk(as_filer, filer, Grade.MAJOR)
    graded(risk, filer, catalogue_code="JS-DUST-02", condition_answer=ConditionAnswer.APPLIES)
    assert (risk.grade, risk.judgement.held_by) == (Grade.MAJOR, (GradeSource.METHOD,))


def test_the_floor_is_overridden_only_by_saying_why_the_condition_does_not_apply(as_filer, filer):
    risk = a_risk(as_filer, filer, Grade.LOW)
    graded(risk, filer, catalogue_code=FORCING, condition_answer=ConditionAnswer.APPLIES)
    reason = "只打磨铸铁件，不涉及铝镁"
    graded(risk, filer, condition_answer=ConditionAnswer.DOES_NOT_APPLY, condition_reason=reason)
    assert (risk.grade, risk.condition_reason) == (Grade.LOW, reason)


def test_an_advisory_row_asks_nothing_and_lifts_nothing(as_filer, filer):
    risk = graded(a_risk(as_filer, filer, Grade.LOW), filer, catalogue_code=ADVISORY)
    assert (risk.grade, risk.condition_unanswered) == (Grade.LOW, False)


def test_an_answer_is_not_carried_over_to_another_row_of_the_catalogue(as_filer, filer):
    risk = a_risk(as_filer, filer, Grade.LOW)
    graded(risk, filer, catalogue_code=FORCING, condition_answer=ConditionAnswer.APPLIES)
    graded(risk, filer, catalogue_code="JS-DUST-02")
    assert (risk.condition_answer, risk.condition_unanswered) == (None, True)


def test_without_a_catalogue_row_there_is_no_answer(as_filer, filer):
    risk = a_risk(as_filer, filer, Grade.LOW)
    graded(risk, filer, catalogue_code=FORCING, condition_answer=ConditionAnswer.APPLIES)
    graded(risk, filer, catalogue_code=None)
    assert (risk.condition_answer, risk.grade) == (None, Grade.LOW)


def test_direct_judgement_takes_the_highest_of_its_grounds_and_the_judged_grade(as_filer, filer):
    risk = a_risk(as_filer, filer, Grade.LOW)
    graded(risk, filer, direct_grade=Grade.GENERAL, direct_reason="专家意见")
    assert risk.grade is Grade.GENERAL
    graded(risk, filer, direct_criteria=("DJ-05",))
    assert risk.grade is Grade.LARGER
    graded(risk, filer, direct_criteria=("DJ-05", "DJ-02"))
    assert risk.grade is Grade.MAJOR


def test_direct_judgement_alone_grades_a_row_without_values(as_filer, filer):
    risk = graded(
        a_risk(as_filer, filer, None), filer, direct_criteria=("DJ-02",), direct_reason="构成重大危险源"
    )
    assert (risk.grade, risk.judgement.held_by) == (Grade.MAJOR, (GradeSource.DIRECT,))


def test_a_grading_leaves_an_event_with_both_grades(as_filer, filer):
    risk = a_risk(as_filer, filer, Grade.LARGER)
    actions.grade(risk, risk.grading, a_grading(Grade.LOW), by=filer, at=LATER)
    event = (
        session().scalars(select(Event).where(Event.verb == "risk.grade").order_by(Event.id.desc())).first()
    )
    assert (event.before["grade"], event.after["grade"], event.after["values"]["C"]) == ("larger", "low", "7")


def test_two_people_who_grade_by_different_sources_are_merged(as_filer, filer):
    risk = a_risk(as_filer, filer, Grade.LOW)
    seen = risk.grading
    actions.grade(risk, seen, a_grading(Grade.GENERAL), by=filer, at=AT)
    judged = seen._replace(direct_grade=Grade.LARGER, direct_reason="专家意见")
    actions.grade(risk, seen, judged, by=filer, at=LATER)
    assert (risk.result.grade, risk.grade) == (Grade.GENERAL, Grade.LARGER)


def test_two_people_who_choose_different_values_are_shown_the_conflict(as_filer, filer):
    risk = a_risk(as_filer, filer, Grade.LOW)
    seen = risk.grading
    actions.grade(risk, seen, a_grading(Grade.GENERAL), by=filer, at=AT)
    with pytest.raises(Conflict) as stale:
        actions.grade(risk, seen, a_grading(Grade.MAJOR), by=filer, at=LATER)
    (conflict,) = stale.value.conflicts
    assert (conflict.field, conflict.theirs, conflict.mine) == ("values", "L=1 E=6 C=15", "L=6 E=6 C=15")
    assert (conflict.who, conflict.at) == (filer.name, AT)


# --- starting from usual hazards --------------------------------------------------------------------------


def test_usual_hazards_are_adopted_with_values_controls_and_place(as_filer, filer):
    (risk,) = actions.adopt(as_filer, ["UH-C-001"], "lec@1.0", by=filer, at=AT)
    assert (risk.name, risk.grade, risk.result.product) == ("叉车与行人混行碰撞", Grade.LARGER, Decimal(270))
    assert (risk.consequence, risk.identified_on) == ("1～2人死亡", date(2026, 11, 23))
    assert len({control.kind for control in risk.controls}) == 5
    assert {control.level.value for control in risk.controls} == {"workshop"}


def test_an_adopted_hazard_counts_by_the_chosen_method(as_filer, filer):
    (risk,) = actions.adopt(as_filer, ["UH-C-001"], "ls5@1.0", by=filer, at=AT)
    assert (risk.result.method, risk.result.product) == ("ls5@1.0", Decimal(16))


def test_an_adopted_hazard_of_the_catalogue_asks_for_its_condition(as_filer, filer):
    (risk,) = actions.adopt(as_filer, ["UH-33-001"], "lec@1.0", by=filer, at=AT)
    assert (risk.catalogue_code, risk.condition_unanswered) == (FORCING, True)


def test_of_several_catalogue_rows_the_gravest_that_forces_is_matched(as_filer, filer):
    (risk,) = actions.adopt(as_filer, ["UH-33-021"], "lec@1.0", by=filer, at=AT)
    assert risk.catalogue_code == "JS-MACH-02"


def test_hazards_in_the_register_already_are_skipped(as_filer, filer):
    actions.adopt(as_filer, ["UH-C-001"], "lec@1.0", by=filer, at=AT)
    (risk,) = actions.adopt(as_filer, ["UH-C-001", "UH-C-002", "no such"], "lec@1.0", by=filer, at=AT)
    assert (risk.usual_code, risk.number) == ("UH-C-002", 2)


def test_adopting_nothing_new_is_refused(as_filer, filer):
    with pytest.raises(Refused):
        actions.adopt(as_filer, ["no such"], "lec@1.0", by=filer, at=AT)


# --- removing ---------------------------------------------------------------------------------------------


def test_a_row_is_removed_with_a_reason_and_restored(as_filer, filer):
    risk = a_risk(as_filer, filer, controls=False)
    actions.remove(risk, " 生产线已拆除 ", by=filer, at=LATER)
    assert (risk.removed_at, risk.removed_reason) == (LATER, "生产线已拆除")
    actions.restore(risk, by=filer, at=LATER)
    assert (risk.removed_at, risk.removed_reason) == (None, "")
    assert verbs(risk) == ["risk.add", "risk.grade", "risk.remove", "risk.restore"]


def test_a_row_is_not_removed_without_a_reason(as_filer, filer):
    risk = a_risk(as_filer, filer)
    with pytest.raises(Refused) as refused:
        actions.remove(risk, "  ", by=filer, at=LATER)
    assert (refused.value.field, risk.removed_at) == ("reason", None)


def test_a_removed_row_is_not_changed(as_filer, filer):
    risk = a_risk(as_filer, filer)
    actions.remove(risk, "拆除", by=filer, at=AT)
    with pytest.raises(Refused):
        actions.edit(risk, [Change("place", risk.place, "x")], by=filer, at=LATER)
    with pytest.raises(Refused):
        actions.grade(risk, risk.grading, a_grading(Grade.LOW), by=filer, at=LATER)


# --- who may ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["filer", "signer"])
def test_who_fills_or_signs_edits(own, role):
    actor = the_actor(a_member(own, role))
    key = own.id
    act_as(actor)
    assert a_risk(session().get_one(Enterprise, key), actor).grade is Grade.LARGER


def test_an_administrator_alone_does_not_edit(own):
    actor = the_actor(a_member(own, "administrator"))
    key = own.id
    act_as(actor)
    with pytest.raises(Forbidden):
        a_risk(session().get_one(Enterprise, key), actor)


def test_a_regulator_reads_and_does_not_write(own, filer):
    reviewer = the_actor(a_member(an_authority(), "reviewer"))
    key = own.id
    act_as(filer)
    risk_id = a_risk(session().get_one(Enterprise, key), filer).id
    act_as(reviewer)
    risk = session().get_one(Risk, risk_id)
    with pytest.raises(Forbidden):
        actions.edit(risk, [Change("place", risk.place, "x")], by=reviewer, at=LATER)
