"""The yearly table of working days on top of the library: who sets it, what it changes, how nodes hear of it."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.access import act_as
from portal.audit import Event
from portal.calendar import actions, queries, tables
from portal.calendar.rules import Announcement, Marks, YearState
from portal.calendar.showing import stretches, year_page
from portal.db import session
from portal.problems import Forbidden, Refused, Stale
from portal.workdays import DayKind, add_workdays, is_provisional, is_workday, seed_of, table_of
from tests.build import AT, a_member, an_authority, an_enterprise, the_actor, the_county
from tests.client import PageClient

FEAST = Marks(date(2027, 2, 5), date(2027, 2, 11), DayKind.HOLIDAY, "春节")
MADE_UP = Marks(date(2027, 1, 30), date(2027, 1, 30), DayKind.MAKE_UP, "春节调休上班")
NOTICE = "国办发明电〔2026〕9号"


@pytest.fixture
def clerk():
    found = the_actor(a_member(the_county(), "administrator"))
    act_as(found)
    return found


def mark(marks, by, year=2027):
    actions.mark(year, marks, by=by, at=AT)


def announce(by, notice=NOTICE, seen="", state=YearState.ANNOUNCED):
    actions.announce(2027, Announcement(state, notice, seen), by=by, at=AT)


def test_marked_days_are_rest_or_work_from_then_on(clerk):
    assert (is_workday(date(2027, 2, 11)), is_workday(date(2027, 1, 30))) == (True, False)
    mark(FEAST, clerk)
    mark(MADE_UP, clerk)
    assert (is_workday(date(2027, 2, 11)), is_workday(date(2027, 1, 30))) == (False, True)


def test_deadlines_in_working_days_follow_the_table(clerk):
    before = add_workdays(date(2027, 2, 4), 1)
    mark(FEAST, clerk)
    assert (before, add_workdays(date(2027, 2, 4), 1)) == (date(2027, 2, 11), date(2027, 2, 12))


def test_the_first_mark_of_a_year_keeps_what_the_library_knew(clerk):
    mark(FEAST, clerk)
    assert date(2027, 10, 1) in table_of(2027).days


def test_a_mark_can_be_taken_away(clerk):
    mark(FEAST, clerk)
    mark(Marks(date(2027, 2, 10), date(2027, 2, 11), None), clerk)
    assert is_workday(date(2027, 2, 11))


def test_a_year_is_provisional_until_an_administrator_names_its_notice(clerk):
    assert is_provisional(date(2027, 6, 1))
    announce(clerk)
    assert not is_provisional(date(2027, 6, 1))
    assert table_of(2027).notice == NOTICE


def test_an_announced_year_names_its_notice(clerk):
    with pytest.raises(Refused):
        announce(clerk, notice="")


def test_of_two_administrators_the_slower_is_told(clerk):
    announce(clerk)
    seen = year_page(session(), 2027).edition
    mark(FEAST, clerk)
    with pytest.raises(Stale):
        announce(clerk, seen=seen)


WRONG = [
    Marks(date(2027, 2, 11), date(2027, 2, 5), DayKind.HOLIDAY, "春节"),
    Marks(date(2026, 12, 31), date(2027, 1, 1), DayKind.HOLIDAY, "元旦"),
    Marks(date(2027, 2, 5), date(2027, 2, 5), DayKind.HOLIDAY),
    Marks(date(2027, 2, 5), date(2027, 2, 5), DayKind.MAKE_UP, "上班"),
    Marks(date(2027, 2, 1), date(2027, 4, 1), DayKind.HOLIDAY, "长假"),
]


@pytest.mark.parametrize("marks", WRONG)
def test_marks_that_cannot_be_are_refused(clerk, marks):
    with pytest.raises(Refused):
        mark(marks, clerk)


def test_only_administrators_of_the_county_set_it():
    for member in (
        a_member(an_authority(), "administrator"),
        a_member(the_county(), "reviewer"),
        a_member(an_enterprise(), "administrator"),
    ):
        with pytest.raises(Forbidden):
            mark(FEAST, the_actor(member))


def test_a_change_is_an_event(clerk):
    mark(FEAST, clerk)
    found = session().scalars(select(Event).where(Event.verb == "calendar_year.mark")).one()
    assert found.after["name"] == "春节"


# --- several nodes ----------------------------------------------------------------------------------------


def test_another_node_sees_a_change_from_its_next_request_on(clerk):
    assert is_workday(date(2027, 2, 11))
    tables._kept.clear()
    mark(FEAST, clerk)
    edition = queries.editions(session())[2027]
    assert edition not in tables._kept
    assert not is_workday(date(2027, 2, 11))
    assert edition in tables._kept


def test_editions_are_asked_once_a_request_and_a_known_table_never_again(clerk, statements):
    mark(FEAST, clerk)
    is_workday(date(2027, 2, 11))
    tables.forget()
    statements.clear()
    add_workdays(date(2027, 1, 1), 200)
    assert statements.count == 1


# --- pages ------------------------------------------------------------------------------------------------


def test_days_in_a_row_are_shown_together():
    first = stretches(seed_of(2026))[0]
    assert (first.first, first.last, first.name) == (date(2026, 1, 1), date(2026, 1, 3), "元旦")


def test_an_administrator_marks_days_and_announces_the_year_on_the_page(app):
    client = PageClient(app).sign_in(a_member(the_county(), "administrator"))
    client.get("/calendar")
    page = client.get("/calendar/2027")
    assert "尚未公布" in page.get_text()
    client.submit(page, form=0, first="2027-2-5", last="2月11日", kind="holiday", name="春节", status=422)
    client.submit(page, form=0, first="2027-2-5", last="2027-2-11", kind="holiday", name="春节")
    page = client.get("/calendar/2027")
    client.submit(page, form=1, state="announced", notice=NOTICE)
    assert NOTICE in client.get("/calendar/2027").get_text()


def test_an_enterprise_reads_it_and_changes_nothing(app):
    client = PageClient(app).sign_in(a_member(an_enterprise(), "filer"))
    page = client.get("/calendar/2026")
    assert page.select("main form") == []
    client.post("/calendar/2026/days", {"first": "2026-01-05", "kind": "none"}, status=403)


def test_there_is_no_year_before_the_rules_and_none_far_ahead(app):
    client = PageClient(app).sign_in(a_member(an_enterprise(), "filer"))
    client.get("/calendar/2020", status=404)
    client.get("/calendar/2100", status=404)
