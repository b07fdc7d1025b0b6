"""Who has filed, who is in time and who is late: each enterprise by its own deadline, one statement for all."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.db import session
from portal.filings import actions as filings
from portal.filings.model import Filing
from portal.filings.rules import Declaration, Occasion
from portal.merging import Change
from portal.oversight import queries, showing
from portal.oversight.queries import Chosen
from portal.oversight.rules import Standing
from portal.oversight.standing import AsOf
from portal.registry.model import Enterprise
from portal.risks import actions
from portal.risks.duties import Terms
from portal.risks.model import Risk
from portal.risks.rules import Grade
from tests.build import OTHER_TOWN, PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.client import PageClient
from tests.risks.build import a_grading, a_risk

TERMS = Terms("01-31", 15)
S = Standing


@pytest.fixture(autouse=True)
def town():
    an_authority(TOWN)


def as_of(on: date, year: int = 0, terms: Terms = TERMS) -> AsOf:
    act_as(SYSTEM)
    return AsOf(year or on.year, on, terms)


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 4, tzinfo=UTC)


def file(owner: int, occasion: Occasion, at: datetime) -> None:
    """File a report of an enterprise (its id) with one larger risk in order, as its signer."""
    act_as(SYSTEM)
    signer = the_actor(a_member(session().get_one(Enterprise, owner), "signer"))
    act_as(signer)
    own = session().get_one(Enterprise, owner)
    if occasion is not Occasion.CHANGE:
        risk = a_risk(own, signer)
        actions.edit(risk, [Change("identified_on", risk.identified_on, at.date())], by=signer, at=at)
    filing = filings.start(own, "risk_report", occasion, at.date(), by=signer, at=at)
    filings.submit(filing, Declaration(filing.version, PASSWORD), by=signer, at=at)
    act_as(SYSTEM)


def standing_of(on: date, year: int = 0, terms: Terms = TERMS) -> list[Standing]:
    rows = queries.enterprises_by_standing(session(), as_of(on, year, terms), Chosen())
    return [row.standing for row in rows]


def test_a_new_enterprise_is_counted_by_its_thirty_days_and_not_by_31_march():
    an_enterprise(accepted_on=date(2026, 6, 1))
    assert standing_of(date(2026, 7, 1)) == [S.NOT_FILED]
    assert standing_of(date(2026, 7, 2)) == [S.OVERDUE]


def test_trial_production_makes_its_report_late_on_its_first_day():
    an_enterprise(trial_production_on=date(2026, 6, 1))
    assert standing_of(date(2026, 5, 31)) == [S.NOT_FILED]
    assert standing_of(date(2026, 6, 1)) == [S.OVERDUE]


def test_a_key_sector_is_late_in_february_where_the_setting_says_so():
    an_enterprise(key_sectors=["dust"])
    an_enterprise()
    assert standing_of(date(2026, 1, 31)) == [S.NOT_FILED, S.NOT_FILED]
    assert standing_of(date(2026, 2, 1)) == [S.OVERDUE, S.NOT_FILED]
    assert standing_of(date(2026, 2, 1), terms=Terms("", 15)) == [S.NOT_FILED, S.NOT_FILED]
    assert standing_of(date(2026, 4, 1)) == [S.OVERDUE, S.OVERDUE]


def test_a_report_at_the_last_second_of_31_march_china_time_counts_and_is_of_that_year():
    last_second = datetime(2028, 3, 31, 15, 59, 59, tzinfo=UTC)
    file(an_enterprise().id, Occasion.FIRST, last_second)
    found = session().scalars(select(Filing)).one()
    assert (found.filed_at, found.due_on) == (last_second, date(2028, 3, 31))
    assert standing_of(date(2028, 4, 1)) == [S.WAITING]


def test_a_first_report_of_new_year_s_morning_counts_for_the_new_year():
    morning = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    file(an_enterprise(accepted_on=date(2026, 12, 20)).id, Occasion.FIRST, morning)
    assert standing_of(date(2027, 4, 1)) == [S.WAITING]


def test_nothing_is_owed_for_a_year_that_ends_before_the_first_deadline():
    an_enterprise(accepted_on=date(2026, 12, 20))
    assert standing_of(date(2027, 2, 1), 2026) == []
    assert standing_of(date(2027, 2, 1), 2027) == [S.OVERDUE]


def test_an_enterprise_that_filed_its_first_report_owes_the_regular_one_of_the_next_year():
    file(an_enterprise(accepted_on=date(2026, 6, 1)).id, Occasion.FIRST, noon(date(2026, 6, 20)))
    assert standing_of(date(2026, 12, 1)) == [S.WAITING]
    assert standing_of(date(2027, 3, 31)) == [S.NOT_FILED]
    assert standing_of(date(2027, 4, 1)) == [S.OVERDUE]


def test_a_change_report_stands_for_no_yearly_one():
    owner = an_enterprise().id
    file(owner, Occasion.REGULAR, noon(date(2026, 3, 1)))
    file(owner, Occasion.CHANGE, noon(date(2027, 1, 5)))
    assert standing_of(date(2027, 4, 1)) == [S.OVERDUE]


# --- change reports ---------------------------------------------------------------------------------------


@pytest.fixture
def changed() -> None:
    """An enterprise that filed on 1 March and graded a risk up on 10 May."""
    owner = an_enterprise().id
    file(owner, Occasion.REGULAR, noon(date(2026, 3, 1)))
    by = the_actor(a_member(session().get_one(Enterprise, owner), "filer"))
    act_as(by)
    risk = session().scalars(select(Risk)).one()
    actions.grade(risk, risk.grading, a_grading(Grade.MAJOR), by=by, at=noon(date(2026, 5, 10)))
    act_as(SYSTEM)


def test_a_change_that_was_not_reported_in_its_days_is_counted_as_overdue(changed):
    assert [town.change_overdue for town in queries.coverage(session(), as_of(date(2026, 5, 25)))] == [0]
    assert [town.change_overdue for town in queries.coverage(session(), as_of(date(2026, 5, 26)))] == [1]


def test_the_list_behind_it_says_how_many_days(changed):
    asked = as_of(date(2026, 5, 28))
    (one,) = showing.enterprise_list(session(), asked, Chosen(change_overdue=True), ("", 50)).rows
    assert (one.change_due_on, one.change_days_late, one.row.standing) == (date(2026, 5, 25), 3, S.WAITING)


# --- numbers, lists, statements ---------------------------------------------------------------------------


def test_the_list_says_which_report_is_owed_and_how_many_days_late():
    an_enterprise(accepted_on=date(2026, 6, 1))
    file(an_enterprise().id, Occasion.FIRST, noon(date(2025, 3, 1)))
    rows = showing.enterprise_list(session(), as_of(date(2026, 7, 3)), Chosen(), ("", 50)).rows
    assert [(one.occasion, one.due_on, one.days_late) for one in rows] == [
        (Occasion.FIRST, date(2026, 7, 1), 2),
        (Occasion.REGULAR, date(2026, 3, 31), 94),
    ]


def test_the_numbers_of_towns_are_those_of_their_lists():
    for town in (TOWN, OTHER_TOWN):
        an_enterprise(town, accepted_on=date(2026, 6, 1))
        an_enterprise(town, accepted_on=date(2026, 6, 20), above_designated=True)
        an_enterprise(town, key_sectors=["dust"])
    file(an_enterprise().id, Occasion.REGULAR, noon(date(2026, 3, 2)))
    asked = as_of(date(2026, 7, 3))
    total = queries.total(queries.coverage(session(), asked))
    numbers = {S.OVERDUE: total.overdue, S.NOT_FILED: total.not_filed, S.WAITING: total.waiting}
    assert numbers == {S.OVERDUE: 4, S.NOT_FILED: 2, S.WAITING: 1}
    for standing, number in numbers.items():
        assert len(queries.enterprises_by_standing(session(), asked, Chosen(standing=standing))) == number
    assert total.above_designated_missing == 2


def test_overview_and_list_take_one_statement_each_however_many_enterprises(statements):
    for number in range(12):
        an_enterprise(accepted_on=date(2026, 6, 1 + number))
    asked = as_of(date(2026, 7, 3))
    statements.clear()
    queries.coverage(session(), asked)
    assert statements.count == 1
    statements.clear()
    showing.enterprise_list(session(), asked, Chosen(), ("", 50))
    assert statements.count == 1


def test_the_pages_of_the_overview_answer(app):
    member = a_member(an_authority(TOWN), "chief")
    an_enterprise(accepted_on=date(2020, 6, 1))
    client = PageClient(app).sign_in(member)
    assert "逾期" in client.get("/overview").get_text()
    page = client.get("/overview/enterprises?standing=overdue")
    assert "首次报告" in page.get_text()
    wanted = {**client.tokens(), "reason": "督办会议用"}
    answer = client.browser.post("/overview/enterprises/export?standing=overdue", data=wanted)
    assert answer.mimetype.endswith("spreadsheetml.sheet")


def test_filed_is_whoever_has_filed_however_it_stands_now():
    one, _other = an_enterprise().id, an_enterprise()
    file(one, Occasion.REGULAR, noon(date(2026, 3, 2)))
    asked = as_of(date(2026, 3, 10))
    rows = queries.enterprises_by_standing(session(), asked, Chosen(filed=True))
    assert [row.id for row in rows] == [one]


@pytest.mark.parametrize("words", ["如皋 机械", "机械 如皋", "如皋某某"])
def test_an_enterprise_of_the_overview_is_found_by_each_of_its_words(words):
    own = an_enterprise(name="如皋某某机械有限公司").id
    an_enterprise(name="南通某某家纺有限公司")
    rows = queries.enterprises_by_standing(session(), as_of(date(2026, 3, 10)), Chosen(words=words))
    assert [row.id for row in rows] == [own]
