"""Grading methods in the database: drafts, force, withdrawal, who grades by which, what stays, what would change."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.access import SYSTEM, UNSCOPED, act_as
from portal.accounts.rules import Level
from portal.audit import Event
from portal.clock import local_day
from portal.data import load
from portal.db import session, writing
from portal.problems import Forbidden, Refused, Stale
from portal.registry.model import Enterprise
from portal.risks import actions, defining
from portal.risks.banding import Floor, bands_of
from portal.risks.grading import assess
from portal.risks.hazards import hazards_for
from portal.risks.known_methods import known_method, known_methods, method_of, methods_offered
from portal.risks.method_files import methods_in
from portal.risks.method_model import GradingMethod, MethodState
from portal.risks.method_queries import methods_seen, uses
from portal.risks.methods import shipped_methods
from portal.risks.rehearsing import rehearse
from portal.risks.rules import Grade, Grading
from portal.risks.snapshot import declared_risk, snapshot
from portal.risks.wording import field_label, show
from tests.build import AT, OTHER_TOWN, TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.conftest import StatementCount
from tests.risks.build import a_risk
from tests.risks.build_methods import (
    SMALL,
    a_copy_of,
    a_draft,
    a_drawing,
    a_version_in_force,
    an_administrator,
)

TODAY = local_day(AT)
HERE = "/32/3206/320682/320682001/"
OTHER_COUNTY = "320681"
L3S4 = {"L": Decimal(3), "S": Decimal(4)}


def offered(region_path=HERE, on=TODAY):
    return [one.key for one in methods_offered(on, region_path)]


def graded_by(own, by, method, values):
    risk = a_risk(own, by, None, controls=False)
    actions.grade(risk, risk.grading, Grading(method=method, values=values), by=by, at=AT)
    return risk


@pytest.fixture
def own_id(own):
    """The enterprise of the test by its id, which outlives its session."""
    return own.id


def here(own_id, by):
    """The enterprise as somebody sees it who acts from now on."""
    act_as(by)
    return session().get_one(Enterprise, own_id)


# --- defining ---------------------------------------------------------------------------------------------


def test_a_draft_is_the_next_version_of_the_method_that_it_was_copied_from():
    row = a_draft(an_administrator(), a_copy_of("ls5@1.0"), "ls5@1.0")
    assert (row.method, row.family, row.state) == ("ls5@2", "ls5", MethodState.DRAFT)


def test_two_drafts_of_one_method_are_two_versions():
    by = an_administrator()
    assert [a_draft(by, a_copy_of("ls5@1.0"), "ls5@1.0").method for _one in range(2)] == ["ls5@2", "ls5@3"]


def test_a_short_name_that_belongs_to_another_method_is_refused():
    by = an_administrator()
    with pytest.raises(Refused) as refused:
        a_draft(by, a_drawing(family="lec"))
    assert refused.value.field == "family"


@pytest.mark.parametrize("name", ["", "5ls", "a", "with space", "muchtoolonganame"])
def test_a_short_name_is_made_of_letters_and_digits(name):
    by = an_administrator()
    with pytest.raises(Refused) as refused:
        a_draft(by, a_drawing(family=name))
    assert refused.value.field == "family"


def test_a_matrix_with_an_empty_cell_is_refused_by_the_action_too():
    by, drawn = an_administrator(), a_drawing(SMALL)
    with pytest.raises(Refused, match="方法不完整"):
        a_draft(by, replace(drawn, cells={**drawn.cells, (0, 0): None}))


def test_a_draft_is_drawn_anew_under_its_key():
    by = an_administrator()
    row = a_draft(by)
    defining.redraw(row, a_drawing(SMALL, name="三阶矩阵"), row.version, by=by, at=AT)
    assert (row.method, row.name, len(method_of(row).grid)) == ("rg5@1", "三阶矩阵", 9)


def test_of_two_who_draw_one_draft_the_later_is_told():
    by = an_administrator()
    row = a_draft(by)
    seen = row.version
    defining.redraw(row, a_drawing(SMALL), seen, by=by, at=AT)
    with pytest.raises(Stale):
        defining.redraw(row, a_drawing(), seen, by=by, at=AT)


@pytest.mark.parametrize("role", ["reviewer", "inspector", "chief", "observer"])
def test_only_administrators_define_methods(role):
    with pytest.raises(Forbidden):
        a_draft(the_actor(a_member(an_authority("320682", Level.COUNTY), role)))


def test_a_town_defines_no_methods():
    with pytest.raises(Forbidden):
        a_draft(the_actor(a_member(an_authority(TOWN), "administrator")))


# --- force ------------------------------------------------------------------------------------------------


def test_a_draft_is_offered_to_nobody():
    a_draft(an_administrator())
    assert offered() == ["lec@1.0", "ls5@1.0"]


def test_a_version_in_force_takes_the_place_of_the_one_before_it():
    a_version_in_force(an_administrator(), a_copy_of("ls5@1.0"), "ls5@1.0")
    assert offered() == ["lec@1.0", "ls5@2"]


def test_a_method_of_its_own_is_offered_beside_the_others():
    a_version_in_force(an_administrator())
    assert offered() == ["lec@1.0", "ls5@1.0", "rg5@1"]


def test_a_version_is_offered_from_its_day_on():
    by = an_administrator()
    row = a_draft(by)
    defining.put_in_force(row, TODAY + timedelta(days=3), row.version, by=by, at=AT)
    assert "rg5@1" not in offered(on=TODAY + timedelta(days=2))
    assert "rg5@1" in offered(on=TODAY + timedelta(days=3))


def test_a_version_is_offered_in_the_region_of_its_authority_alone():
    a_version_in_force(an_administrator())
    assert "rg5@1" not in offered("/32/3206/320681/320681001/")


def test_no_version_comes_into_force_in_the_past():
    by = an_administrator()
    row = a_draft(by)
    with pytest.raises(Refused) as refused:
        defining.put_in_force(row, TODAY - timedelta(days=1), row.version, by=by, at=AT)
    assert refused.value.field == "begins"


def test_after_a_withdrawal_the_version_before_is_offered_again():
    by = an_administrator()
    row = a_version_in_force(by, a_copy_of("ls5@1.0"), "ls5@1.0")
    defining.withdraw(row, "取值有误", by=by, at=AT)
    assert (row.state, row.valid_to, offered()) == (MethodState.WITHDRAWN, TODAY, ["lec@1.0", "ls5@1.0"])


def test_a_version_in_force_can_neither_be_drawn_anew_nor_discarded():
    by = an_administrator()
    row = a_version_in_force(by)
    with pytest.raises(Forbidden):
        defining.redraw(row, a_drawing(SMALL), row.version, by=by, at=AT)
    with pytest.raises(Forbidden):
        defining.discard(row, by=by, at=AT)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE grading_method SET digest = 'x'", "DELETE FROM grading_method"],
    ids=["update", "delete"],
)
def test_not_even_sql_changes_a_version_that_has_left_its_draft(statement):
    a_version_in_force(an_administrator())
    act_as(SYSTEM)
    with pytest.raises(DatabaseError, match="frozen"), writing() as current:
        current.execute(text(statement), execution_options={UNSCOPED: "a test of the trigger"})


def test_another_authority_of_the_county_keeps_its_hands_off():
    draft_id = a_draft(an_administrator()).id
    act_as(SYSTEM)
    other = an_administrator()
    act_as(other)
    row = session().get_one(GradingMethod, draft_id)
    with pytest.raises(Forbidden):
        defining.put_in_force(row, TODAY, row.version, by=other, at=AT)


def test_each_step_of_a_version_is_an_event_in_the_chain_of_its_authority():
    by = an_administrator()
    defining.withdraw(a_version_in_force(by), "x", by=by, at=AT)
    found = session().scalars(
        select(Event.verb).where(Event.thing_kind == "grading_method").order_by(Event.id)
    )
    assert list(found) == ["method.define", "method.put_in_force", "method.withdraw"]


# --- who asks, and how often --------------------------------------------------------------------------------


def test_what_is_known_is_asked_once_a_transaction(statements: StatementCount):
    a_version_in_force(an_administrator())
    session().rollback()
    statements.clear()
    for _again in range(3):
        assert {"lec@1.0", "rg5@1"} <= set(known_methods())
        known_method("rg5@1")
        methods_offered(TODAY, HERE)
    assert statements.count <= 2
    session().rollback()
    statements.clear()
    methods_offered(TODAY, HERE)
    assert statements.count == 1


def test_a_shipped_method_is_known_without_asking(statements: StatementCount):
    known_method("lec@1.0")
    assert statements.count == 0


def test_the_versions_that_an_authority_sees_are_asked_once(statements: StatementCount):
    by = an_administrator()
    a_draft(by)
    a_version_in_force(by, a_drawing(family="other"))
    town = the_actor(a_member(an_authority(TOWN), "reviewer"))
    act_as(town)
    statements.clear()
    assert [row.method for row in methods_seen(session(), town)] == ["other@1"]
    assert statements.count == 1


# --- results ----------------------------------------------------------------------------------------------


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
    assert statements.count == 4  # rows, controls, answers (no evidence here), and the methods


def test_usual_hazards_are_taken_over_by_the_version_in_force(own_id, filer):
    a_version_in_force(an_administrator(), a_copy_of("ls5@1.0"), "ls5@1.0")
    enterprise = here(own_id, filer)
    code = hazards_for("338")[0].code
    [risk] = actions.adopt(enterprise, [code], "ls5@2", by=filer, at=AT)
    assert (risk.method, bool(risk.values), risk.grade is not None) == ("ls5@2", True, True)


# --- rehearsal --------------------------------------------------------------------------------------------


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


# --- the command line ---------------------------------------------------------------------------------------


def own_row(**changes):
    row = next(row for row in load("risk/methods.json")["rows"] if row["key"] == "ls45@1.0")
    return {**row, "id": "rg45", "key": "rg45@1.0", "status": "active", "valid_from": "2026-01-01", **changes}


def flask(app, *words):
    return app.test_cli_runner().invoke(args=["methods", *words])


def test_a_loaded_method_is_in_force_everywhere_and_grades_on_the_command_line(app, tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"rows": [own_row()]}))
    assert "rg45@1.0 in_force" in flask(app, "load", str(file)).output
    session().rollback()
    assert "rg45@1.0" in offered()
    answer = json.loads(flask(app, "grade", "rg45@1.0", "L=4", "S=5", "--json").output)
    assert (answer["value"], answer["grade"]) == (20, "major")


def test_loading_twice_enters_once_and_never_changes_a_version(app, tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps([own_row()]))
    flask(app, "load", str(file))
    assert "0 entered, 1 there already" in flask(app, "load", str(file)).output
    file.write_text(json.dumps([own_row(name_zh="别名")]))
    refused = flask(app, "load", str(file))
    assert (refused.exit_code, "版本" in refused.output) == (1, True)


def test_the_shipped_file_is_there_already(app):
    answer = flask(app, "load", "portal/data/risk/methods.json")
    assert (answer.exit_code, answer.output.strip()) == (0, "0 entered, 8 there already")


def test_a_file_for_one_authority_is_kept_by_it(app, tmp_path):
    office = an_authority("320682", Level.COUNTY)
    file = tmp_path / "own.json"
    file.write_text(json.dumps(own_row(status="draft")))
    answer = flask(app, "load", str(file), "--authority", office.key)
    assert "rg45@1.0 draft" in answer.output


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (("lec@1.0", "L=3", "E=6", "C=15"), "270 "),
        (("lec@1.0", "L=0.1", "E=0.5", "C=1"), "0.05 "),
        (("ls5@1.0", "L=4", "S=5"), "20 "),
    ],
)
def test_the_grade_of_values_is_printed(app, words, printed):
    answer = flask(app, "grade", *words)
    assert (answer.exit_code, answer.output.startswith(printed)) == (0, True)


@pytest.mark.parametrize(
    "words", [("lec@9", "L=3"), ("lec@1.0", "L=4", "E=6", "C=15"), ("lec@1.0", "L=3"), ("lec@1.0", "L=x")]
)
def test_what_cannot_be_graded_ends_with_one(app, words):
    assert flask(app, "grade", *words).exit_code == 1


def test_methods_in_a_file_are_those_of_its_rows():
    assert [one.key for one in methods_in(own_row())] == ["rg45@1.0"]
    assert "rg45@1.0" not in shipped_methods()


# --- bands ------------------------------------------------------------------------------------------------


def strict_bands(**changes):
    drawn = bands_of(shipped_methods()["lec@1.0"], "从严")
    floors = {Grade(name): Floor(Decimal(value), belongs=True) for name, value in changes.items()}
    return replace(drawn, floors={**drawn.floors, **floors})


def test_a_version_of_lec_has_bands_of_its_own():
    by = an_administrator()
    act_as(by)
    row = defining.define(strict_bands(major="270"), shipped_methods()["lec@1.0"], by=by, at=AT)
    used = method_of(row)
    values = {"L": Decimal(3), "E": Decimal(6), "C": Decimal(15)}
    assert (row.method, assess(used, values).grade) == ("lec@2", Grade.MAJOR)
    assert (used.bands[1].ceiling, used.bands[1].ceiling_belongs) == (Decimal(270), False)


@pytest.mark.parametrize("changes", [{"larger": "320"}, {"general": "0"}, {"general": "500"}])
def test_bands_that_do_not_fall_are_refused(changes):
    by = an_administrator()
    act_as(by)
    with pytest.raises(Refused):
        defining.define(strict_bands(**changes), shipped_methods()["lec@1.0"], by=by, at=AT)


@pytest.mark.parametrize("key", ["lec@1.0", "lec@1.0-b", "lec@1.0-c"])
def test_bands_taken_from_a_version_and_drawn_again_are_the_same(key):
    used = shipped_methods()[key]
    assert bands_of(used).method("9", used).bands == used.bands
