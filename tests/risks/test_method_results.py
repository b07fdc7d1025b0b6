"""What grading methods do to the register: results that stay, values that are taken over, a rehearsal."""

from decimal import Decimal

import pytest

from portal.access import SYSTEM, act_as
from portal.clock import local_day
from portal.db import session
from portal.problems import Refused
from portal.risks import actions
from portal.risks.hazards import hazards_for
from portal.risks.known_methods import method_of
from portal.risks.method_queries import uses
from portal.risks.rehearsing import rehearse
from portal.risks.rules import Grade
from portal.risks.snapshot import declared_risk, snapshot
from portal.risks.wording import field_label, show
from tests.build import AT, OTHER_TOWN, TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.conftest import StatementCount
from tests.risks.build_methods import (
    L3S4,
    a_copy_of,
    a_draft,
    a_drawing,
    a_version_in_force,
    an_administrator,
    graded_by,
    here,
)

TODAY = local_day(AT)


@pytest.fixture
def own_id(own):
    """The enterprise of the test by its id, which outlives its session."""
    return own.id


# --- results -------------------------------------------------------------------------------------------


def test_a_result_stays_as_it_came_out_when_a_new_version_comes_into_force(own_id, filer):
    risk = graded_by(here(own_id, filer), filer, "ls5@1.0", L3S4)
    key = risk.id
    a_version_in_force(an_administrator(), a_copy_of("ls5@1.0", c34="3"), "ls5@1.0")
    act_as(filer)
    risk = session().get_one(type(risk), key)
    assert (risk.method, risk.grade, risk.result.grade) == ("ls5@1.0", Grade.GENERAL, Grade.GENERAL)


def test_nothing_new_is_graded_by_a_version_that_is_out_of_force(own_id, filer):
    risk = graded_by(here(own_id, filer), filer, "ls5@1.0", L3S4)
    key = risk.id
    a_version_in_force(an_administrator(), a_copy_of("ls5@1.0"), "ls5@1.0")
    act_as(filer)
    risk = session().get_one(type(risk), key)
    with pytest.raises(Refused, match="已停用"):
        actions.grade(
            risk, risk.grading, risk.grading._replace(values={**L3S4, "L": Decimal(4)}), by=filer, at=AT
        )


def test_a_new_version_takes_over_the_values_that_stand_on_its_scales(own_id, filer):
    risk = graded_by(here(own_id, filer), filer, "ls5@1.0", L3S4)
    key = risk.id
    a_version_in_force(an_administrator(), a_copy_of("ls5@1.0", c34="3"), "ls5@1.0")
    act_as(filer)
    risk = session().get_one(type(risk), key)
    actions.grade(risk, risk.grading, risk.grading._replace(method="ls5@2"), by=filer, at=AT)
    assert (risk.method, risk.values, risk.grade) == ("ls5@2", L3S4, Grade.LARGER)
    assert risk.assessments["ls5@1.0"]["grade"] == "general"


def test_values_of_another_method_are_not_taken_over(own_id, filer):
    a_version_in_force(an_administrator())
    risk = graded_by(here(own_id, filer), filer, "ls5@1.0", L3S4)
    actions.grade(risk, risk.grading, risk.grading._replace(method="rg5@1"), by=filer, at=AT)
    assert (risk.method, risk.values, risk.grade) == ("rg5@1", {}, None)


def test_a_report_says_what_the_values_of_an_own_matrix_mean(own_id, filer):
    a_version_in_force(an_administrator())
    risk = graded_by(here(own_id, filer), filer, "rg5@1", {"L": Decimal(5), "S": Decimal(3)})
    method = declared_risk(risk)["method"]
    assert (method["grade"], method["steps"]["L"]) == ("major", "发生频次：发生频次第5档")
    assert show("key", method["key"]) == "如皋风险矩阵"
    assert "取值含义" in field_label("/method/steps/L")


def test_a_report_with_published_methods_asks_once_more(own_id, filer, statements: StatementCount):
    a_version_in_force(an_administrator())
    enterprise = here(own_id, filer)
    for _row in range(3):
        graded_by(enterprise, filer, "rg5@1", {"L": Decimal(5), "S": Decimal(3)})
    enterprise = here(own_id, filer)
    session().refresh(enterprise)
    statements.clear()
    snapshot(enterprise, TODAY)
    assert (
        statements.count == 7
    )  # rows, controls, answers (no evidence here), what was told (3), and the methods


def test_usual_hazards_are_taken_over_by_the_version_in_force(own_id, filer):
    a_version_in_force(an_administrator(), a_copy_of("ls5@1.0"), "ls5@1.0")
    enterprise = here(own_id, filer)
    code = hazards_for("338")[0].code
    [risk] = actions.adopt(enterprise, [code], "ls5@2", by=filer, at=AT)
    assert (risk.method, bool(risk.values), risk.grade is not None) == ("ls5@2", True, True)


# --- rehearsal -----------------------------------------------------------------------------------------


def with_risks(town=TOWN, values=(L3S4, {"L": Decimal(5), "S": Decimal(5)})):
    act_as(SYSTEM)
    own = an_enterprise(town, industry_code="338")
    own_id, by = own.id, the_actor(a_member(own, "filer"))
    own = here(own_id, by)
    return [graded_by(own, by, "ls5@1.0", one).key for one in values]


def test_a_rehearsal_counts_what_would_change_by_grade_town_and_enterprise(statements: StatementCount):
    first, _same = with_risks()
    with_risks(OTHER_TOWN)
    by = an_administrator()
    row = a_draft(by, a_copy_of("ls5@1.0", c34="3"), "ls5@1.0")
    method = method_of(row)
    statements.clear()
    found = rehearse(session(), method, "ls5")
    assert (found.rows, found.same, found.changes, found.lost_rows) == (4, 2, 2, 0)
    assert found.counted_moves == [(Grade.GENERAL, Grade.LARGER, 2)]
    assert {code: tally.up for code, tally in found.towns.items()} == {TOWN: 1, OTHER_TOWN: 1}
    assert first in {one.risk_key for one in found.changed}
    assert statements.count == 1


def test_a_rehearsal_changes_nothing():
    with_risks()
    by = an_administrator()
    row = a_draft(by, a_copy_of("ls5@1.0", c34="3"), "ls5@1.0")
    rehearse(session(), method_of(row), "ls5")
    assert not session().dirty
    assert uses(session()) == {"ls5@1.0": 2}


def test_rows_whose_values_stand_on_no_step_of_another_size_are_named():
    with_risks()
    by = an_administrator()
    row = a_draft(by, a_drawing(("2344", "2233", "1123", "1112"), family="rg4"))
    found = rehearse(session(), method_of(row), "ls5")
    assert (found.lost_rows, [one.values for one in found.lost]) == (1, ["L=5 S=5"])


def test_a_floor_of_the_catalogue_holds_in_a_rehearsal_too():
    act_as(SYSTEM)
    own = an_enterprise(industry_code="338")
    own_id, filer = own.id, the_actor(a_member(own, "filer"))
    own = here(own_id, filer)
    risk = graded_by(own, filer, "ls5@1.0", L3S4)
    chosen = risk.grading._replace(direct_grade=Grade.MAJOR, direct_reason="重大危险源")
    actions.grade(risk, risk.grading, chosen, by=filer, at=AT)
    by = an_administrator()
    row = a_draft(by, a_copy_of("ls5@1.0", c34="3"), "ls5@1.0")
    assert rehearse(session(), method_of(row), "ls5").same == 1


def test_a_rehearsal_sees_the_jurisdiction_alone():
    with_risks()
    by = an_administrator()
    row = a_draft(by, a_copy_of("ls5@1.0", c34="3"), "ls5@1.0")
    method = method_of(row)
    act_as(the_actor(a_member(an_authority(OTHER_TOWN), "chief")))
    assert rehearse(session(), method, "ls5").rows == 0
