"""Reminders of reports to enterprises and of looks to reviewers: on which days, once, to the right people."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.accounts.model import Person
from portal.db import session, writing
from portal.filings import actions as filings
from portal.filings import reviewing
from portal.filings.model import Filing
from portal.filings.reminding import remind_reviewers, reminds_of_look, reminds_of_report
from portal.filings.reviewing import Decision, RemarkValue
from portal.filings.rules import Declaration, Occasion
from portal.jobs import works
from portal.notices.model import Mail, Notice
from portal.registry.model import Enterprise
from portal.risks import actions
from portal.risks.model import Risk
from portal.risks.reminding import remind_enterprises
from portal.risks.rules import Grade
from tests.build import AT, PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.risks.build import a_grading, a_risk

DUE = date(2027, 3, 31)


def eight(on: date) -> datetime:
    """Eight in the morning in Shanghai."""
    return datetime(on.year, on.month, on.day, 0, 0, tzinfo=UTC)


def told(kind: str = "report.reminder") -> list[str]:
    act_as(SYSTEM)
    found = session().scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id))
    return [str(notice.facts.get("lines") or notice.facts) for notice in found]


def remind(on: date) -> int:
    act_as(SYSTEM)
    return remind_enterprises(eight(on))


# --- days -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [60, 30, 14, 7, 1, -1, -7, -30])
def test_a_report_is_reminded_of_on_its_days(days):
    assert reminds_of_report(DUE, DUE - timedelta(days=days))


@pytest.mark.parametrize("days", [61, 59, 13, 2, 0, -2, -31])
def test_and_on_no_other(days):
    assert not reminds_of_report(DUE, DUE - timedelta(days=days))


def test_a_look_is_reminded_of_at_five_two_none_and_minus_two_working_days_and_never_on_a_rest_day():
    due = date(2026, 12, 9)
    days = [day for day in (due + timedelta(days=n) for n in range(-10, 8)) if reminds_of_look(due, day)]
    assert days == [date(2026, 12, 2), date(2026, 12, 7), date(2026, 12, 9), date(2026, 12, 11)]


# --- enterprises ------------------------------------------------------------------------------------------


def test_an_enterprise_that_has_not_filed_is_told_what_is_due_by_when_and_how_long_it_has():
    an_enterprise()
    assert remind(date(2027, 3, 24)) == 1
    (line,) = told()
    assert "首次报告" in line
    assert "2027-03-31" in line
    assert "7" in line


def test_twice_on_a_day_tells_nobody_twice_and_the_next_day_of_the_list_tells_again():
    an_enterprise()
    assert [remind(date(2027, 3, 24)), remind(date(2027, 3, 24)), remind(date(2027, 3, 30))] == [1, 0, 1]


def test_nobody_is_told_on_another_day():
    an_enterprise()
    assert remind(date(2027, 3, 25)) == 0


def test_a_new_enterprise_is_reminded_by_its_own_thirty_days():
    an_enterprise(accepted_on=date(2026, 11, 9))
    assert [remind(date(2026, 12, 8)), remind(date(2026, 12, 10))] == [1, 1]


def test_whoever_left_the_duty_list_is_not_told():
    an_enterprise(confirmed=False)
    assert remind(date(2027, 3, 24)) == 1


@pytest.fixture
def filed() -> int:
    """The id of an enterprise that filed its regular report on the day of the tests."""
    enterprise = an_enterprise(industry_code="338")
    owner, signer = enterprise.id, the_actor(a_member(enterprise, "signer"))
    an_authority(TOWN)
    act_as(signer)
    own = session().get_one(Enterprise, owner)
    a_risk(own, signer)
    filing = filings.start(own, "risk_report", Occasion.REGULAR, AT.date(), by=signer, at=AT)
    filings.submit(filing, Declaration(filing.version, PASSWORD), by=signer, at=AT)
    act_as(SYSTEM)
    return owner


def test_whoever_has_filed_is_told_of_the_next_year_s_report_in_its_time(filed):
    assert [remind(date(2026, 12, 1)), remind(date(2027, 1, 30))] == [0, 1]
    assert "2027年定期报告" in told()[0].replace(" ", "")


def test_two_reports_come_in_one_digest(filed):
    signer = the_actor(a_member(session().get_one(Enterprise, filed), "signer"))
    act_as(signer)
    at = eight(date(2027, 3, 15))
    risk = session().scalars(select(Risk)).one()
    actions.grade(risk, risk.grading, a_grading(Grade.MAJOR), by=signer, at=at)
    assert remind(date(2027, 3, 30)) == 1
    (line,) = told()
    assert line.index("2027-03-30") < line.index("2027-03-31")


def test_mails_go_to_those_who_fill_and_sign_alone(monkeypatch):
    changes = {"mail_server": "mail.example:25", "mail_sender": "anbao@example.com"}
    settings = current_app.config["SETTINGS"].model_copy(update=changes)
    monkeypatch.setitem(current_app.config, "SETTINGS", settings)
    enterprise = an_enterprise()
    for role in ("filer", "signer", "administrator"):
        person = a_member(enterprise, role).person_id
        with writing() as current:
            current.get_one(Person, person).email = f"{role}@example.com"
    remind(date(2027, 3, 24))
    addresses = set(session().scalars(select(Mail.to_address)))
    assert addresses == {"filer@example.com", "signer@example.com"}


# --- reviewers --------------------------------------------------------------------------------------------


def test_the_town_is_told_of_what_it_has_to_look_at_once_a_day(filed):
    due = session().scalars(select(Filing)).one().review_due_on
    assert remind_reviewers(eight(due)) == 1
    assert remind_reviewers(eight(due)) == 0
    (facts,) = told("review.reminder")
    assert due.isoformat() in facts


def test_a_report_sent_back_is_in_the_digest_of_its_enterprise(filed):
    town = the_actor(a_member(an_authority(TOWN), "reviewer"))
    act_as(town)
    filing = session().scalars(select(Filing)).one()
    reviewing.open_review(filing, by=town, at=AT)
    row = next(iter(filing.revisions[0].snapshot["risks"]))
    reviewing.write_remark(filing, RemarkValue(f"/risks/{row}", "RR04", "写清楚"), by=town, at=AT)
    reviewing.send_back(filing, Decision(filing.version), by=town, at=AT)
    assert filing.mend_due_on is not None
    assert remind(filing.mend_due_on) == 1


def test_both_are_daily_work():
    daily = {name for name, work in works().items() if work.daily}
    assert {"risks.remind_enterprises", "filings.remind_reviewers"} <= daily
