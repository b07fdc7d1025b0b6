"""Grading methods in the database: drafts, bands, force, withdrawal, who is offered which, who asks how often."""

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
from portal.db import session, writing
from portal.problems import Forbidden, Refused, Stale
from portal.risks import defining
from portal.risks.banding import Floor, bands_of
from portal.risks.grading import assess
from portal.risks.known_methods import known_method, known_methods, method_of, methods_offered
from portal.risks.method_model import GradingMethod, MethodState
from portal.risks.method_queries import methods_seen
from portal.risks.methods import shipped_methods
from portal.risks.rules import Grade
from tests.build import AT, TOWN, a_member, an_authority, the_actor
from tests.conftest import StatementCount
from tests.risks.build_methods import (
    HERE,
    SMALL,
    a_copy_of,
    a_draft,
    a_drawing,
    a_version_in_force,
    an_administrator,
    offered,
)

TODAY = local_day(AT)


# --- defining ------------------------------------------------------------------------------------------


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


# --- bands ---------------------------------------------------------------------------------------------


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


# --- force ---------------------------------------------------------------------------------------------


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


# --- who asks, and how often ---------------------------------------------------------------------------


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
