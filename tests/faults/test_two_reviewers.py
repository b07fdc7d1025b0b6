"""Two reviewers of a town decide at once: one wins; the other reads who did what, and keeps what was typed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.audit import Event
from portal.db import session
from portal.filings.model import Filing, Remark
from tests.faults.people import Answer, Person
from tests.faults.processes import Portal
from tests.faults.world import UnderReview, a_report_under_review

NOTE = "冲床的联锁装置请在下次检查时出示检验报告，本次先行退回。"
WORDS = "请补充冲床的安全距离和双手按钮的检验日期。"
REMARK = {"path": "/risks", "reason_code": "RR04", "words": WORDS}
DECISIONS = ("filing.approve", "filing.reject")


@pytest.fixture
def review() -> UnderReview:
    """A report that two reviewers of its town have before them."""
    return a_report_under_review()


@pytest.fixture
def pair(portal: Portal, review: UnderReview) -> list[Person]:
    """The two, each signed in."""
    portal.start()
    return [Person(portal).sign_in_as(name) for name in review.reviewers]


def test_of_two_decisions_at_once_one_is_taken_and_the_other_told(
    pair: list[Person], review: UnderReview
) -> None:
    paths = [review.to("approve"), review.to("reject")]
    forms = [person.form(path) for person, path in zip(pair, paths, strict=True)]
    typed = {"note": NOTE, "ground": "duplicate"}
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda who, path, form: who.post(path, form | typed), pair, paths, forms))
    loser = next(answer for answer in answers if answer.status != 303)
    session().rollback()
    act_as(SYSTEM)
    winner = session().scalars(select(Event).where(Event.verb.in_(DECISIONS))).one()
    assert sorted(answer.status for answer in answers) == [303, 409]
    assert winner.actor_name in loser.words
    assert NOTE in kept(loser)


def test_a_remark_written_while_the_other_decided_can_be_copied(
    pair: list[Person], review: UnderReview
) -> None:
    form = pair[1].form(f"{review.to('remark')}?path=/risks")
    assert pair[0].post(review.to("approve"), pair[0].form(review.to("approve"))).status == 303
    answer = pair[1].post(review.to("remark"), {**form, **REMARK})
    assert answer.status == 409
    assert review.names[0] in answer.words
    assert WORDS in kept(answer)


def test_a_report_is_not_closed_over_the_remarks_of_the_other(
    pair: list[Person], review: UnderReview
) -> None:
    form = pair[0].form(review.to("approve"))
    written = pair[1].post(
        review.to("remark"), {**pair[1].form(f"{review.to('remark')}?path=/risks"), **REMARK}
    )
    assert written.status == 303, written.text
    answer = pair[0].post(review.to("approve"), form)
    assert answer.status in (409, 422)
    session().rollback()
    act_as(SYSTEM)
    assert session().scalars(select(Remark.words)).one() == WORDS
    assert session().scalars(select(Filing.decided_at)).one() is None


def kept(answer: Answer) -> str:
    """What stands in the fields to copy from."""
    return " ".join(field.get_text() for field in answer.page.select("main textarea"))
