"""The walk of a filing through its states, by the actions."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.access import act_as
from portal.audit import Event
from portal.db import session, writing
from portal.filings import actions, queries, reviewing
from portal.filings.model import Filing, Remark, Revision
from portal.filings.reviewing import Decision, RemarkValue
from portal.filings.rules import FilingState, Found, Occasion
from portal.problems import Forbidden, Refused, Stale
from tests.build import AT, PASSWORD, a_member, an_enterprise, the_actor
from tests.filings.build import (
    Cast,
    a_declaration,
    a_filing,
    a_toy,
    approve,
    as_member,
    endorse,
    filing,
    own,
    send_back,
    submit,
)  # fmt: skip

S = FilingState


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    a_toy()
    return Cast.of()


def test_a_submission_freezes_what_was_declared(cast: Cast) -> None:
    key = a_filing(cast, S.SUBMITTED)
    revision = filing(key).revisions[0]
    assert revision.snapshot["rows"] == {"a": {"name": "press", "grade": "larger"}}
    assert revision.holds()


def test_a_filer_cannot_submit(cast: Cast) -> None:
    key = a_filing(cast)
    with pytest.raises(Forbidden):
        as_member(cast.filer, lambda by: actions.submit(filing(key), a_declaration(1), by=by, at=AT))


def test_a_wrong_password_signs_nothing(cast: Cast) -> None:
    key = a_filing(cast)
    wrong = actions.Declaration(1, PASSWORD + "x")
    with pytest.raises(Refused):
        as_member(cast.signer, lambda by: actions.submit(filing(key), wrong, by=by, at=AT))
    assert filing(key).state is S.DRAFT


def test_a_blocking_problem_stops_the_submission() -> None:
    a_toy(found=[Found("x", "/rows/a", True, "mend this")])
    cast = Cast.of()
    key = a_filing(cast)
    with pytest.raises(Refused, match="1"):
        submit(cast, key)
    assert filing(key).revisions == []


def test_an_old_page_cannot_submit(cast: Cast) -> None:
    key = a_filing(cast)
    with pytest.raises(Stale):
        as_member(cast.signer, lambda by: actions.submit(filing(key), a_declaration(99), by=by, at=AT))


def test_it_can_be_recalled_until_a_reviewer_opens_it(cast: Cast) -> None:
    key = a_filing(cast, S.SUBMITTED)
    as_member(
        cast.signer,
        lambda by: actions.recall(filing(key), filing(key).version, by=by, at=AT + timedelta(hours=5)),
    )
    assert filing(key).state is S.DRAFT


def test_ten_minutes_after_submission_an_opened_one_stays(cast: Cast) -> None:
    key = a_filing(cast, S.SUBMITTED)
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    with pytest.raises(Refused):
        as_member(
            cast.signer,
            lambda by: actions.recall(filing(key), filing(key).version, by=by, at=AT + timedelta(minutes=11)),
        )


def test_nothing_is_sent_back_without_a_remark(cast: Cast) -> None:
    key = a_filing(cast, S.SUBMITTED)
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    with pytest.raises(Refused):
        as_member(
            cast.reviewer,
            lambda by: reviewing.send_back(filing(key), Decision(filing(key).version), by=by, at=AT),
        )


def test_the_enterprise_sees_a_remark_only_once_it_is_sent(cast: Cast) -> None:
    key = a_filing(cast, S.SUBMITTED)
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    as_member(
        cast.reviewer,
        lambda by: reviewing.write_remark(filing(key), RemarkValue("/rows/a", "RR04", "How?"), by=by, at=AT),
    )
    before = as_member(cast.filer, lambda by: len(queries.sent_remarks(session(), filing(key).id)))
    as_member(
        cast.reviewer,
        lambda by: reviewing.send_back(filing(key), Decision(filing(key).version), by=by, at=AT),
    )
    after = as_member(cast.filer, lambda by: len(queries.sent_remarks(session(), filing(key).id)))
    assert (before, after) == (0, 1)


def test_nothing_is_approved_while_remarks_wait(cast: Cast) -> None:
    key = a_filing(cast, S.SUBMITTED)
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    as_member(
        cast.reviewer,
        lambda by: reviewing.write_remark(filing(key), RemarkValue("/rows/a", "RR04", "How?"), by=by, at=AT),
    )
    with pytest.raises(Refused):
        approve(cast, key)


def test_a_remark_needs_a_row_of_the_filing(cast: Cast) -> None:
    key = a_filing(cast, S.SUBMITTED)
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    with pytest.raises(Refused):
        as_member(
            cast.reviewer,
            lambda by: reviewing.write_remark(filing(key), RemarkValue("/rows/q", "RR04", "?"), by=by, at=AT),
        )


def test_a_returned_filing_is_due_in_ten_working_days_and_still_counts(cast: Cast) -> None:
    key = a_filing(cast, S.RETURNED)
    assert filing(key).mend_due_on.isoformat() == "2026-12-07"
    assert filing(key).filed_at is not None


def test_after_a_return_it_begins_at_the_first_stage_again() -> None:
    a_toy(stages=("town", "county"))
    cast = Cast.of()
    key = a_filing(cast, S.ENDORSED)
    assert filing(key).stage_level == "county"
    as_member(cast.county, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    send_back(replace(cast, reviewer=cast.county), key)
    submit(cast, key)
    assert filing(key).stage_level == "town"


def test_the_town_cannot_close_what_the_county_has_to_look_at() -> None:
    a_toy(stages=("town", "county"))
    cast = Cast.of()
    key = a_filing(cast, S.SUBMITTED)
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    with pytest.raises(Forbidden):
        approve(cast, key)
    endorse(cast, key)
    with pytest.raises(Forbidden):
        approve(cast, key)


def test_a_later_approval_supersedes_the_earlier(cast: Cast) -> None:
    first = a_filing(cast, S.APPROVED)
    second = as_member(
        cast.filer, lambda by: actions.start(own(cast), "toy", Occasion.CHANGE, AT.date(), by=by, at=AT).key
    )
    submit(cast, second)
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(second), by=by, at=AT))
    approve(cast, second)
    assert (filing(first).state, filing(second).state) == (S.SUPERSEDED, S.APPROVED)


def test_of_two_reviewers_who_decide_at_once_one_is_told(cast: Cast) -> None:
    key = a_filing(cast, S.SUBMITTED)
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    seen = filing(key).version
    approve(cast, key)
    with pytest.raises((Stale, Forbidden)):
        as_member(cast.reviewer, lambda by: reviewing.reject(filing(key), Decision(seen, "no"), by=by, at=AT))


def test_an_accepted_row_keeps_its_result_until_it_changes() -> None:
    from portal.filings.review_page import review_page

    toy = a_toy(rows={"a": {"name": "press"}, "b": {"name": "saw"}})
    cast = Cast.of()
    key = a_filing(cast, S.SUBMITTED)
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    for path in ("/rows/b", "/enterprise"):
        as_member(cast.reviewer, lambda by, path=path: reviewing.accept_row(filing(key), path, by=by, at=AT))
    send_back(cast, key)
    toy.rows["b"] = {"name": "band saw"}
    submit(cast, key)
    view = as_member(cast.reviewer, lambda by: review_page(session(), filing(key), by, ""))
    accepted = {row.change.path for row in (*view.changed, *view.unchanged) if row.accepted}
    assert accepted == {"/enterprise"}


def test_a_state_cannot_be_assigned(cast: Cast) -> None:
    key = a_filing(cast)
    with pytest.raises(AttributeError):
        filing(key)._state = S.APPROVED
    with pytest.raises(AttributeError):
        Filing(_state=S.APPROVED)
    with pytest.raises(AssertionError), writing():
        session().execute(update(Filing).values(state=S.APPROVED))


def test_another_enterprise_sees_no_filing(cast: Cast) -> None:
    a_filing(cast, S.SUBMITTED)
    other = a_member_elsewhere()
    act_as(other)
    assert session().scalars(select(Filing)).all() == []
    assert session().scalars(select(Revision)).all() == []
    assert session().scalars(select(Remark)).all() == []


def a_member_elsewhere():  # type: ignore[no-untyped-def]
    """A signer of another enterprise."""
    from portal.access import SYSTEM

    act_as(SYSTEM)
    return the_actor(a_member(an_enterprise(), "signer"))


def test_every_step_leaves_its_event(cast: Cast) -> None:
    key = a_filing(cast, S.RETURNED)
    verbs = session().scalars(select(Event.verb).where(Event.thing_key == key).order_by(Event.sequence)).all()
    assert verbs == ["filing.start", "filing.submit", "filing.open", "filing.remark", "filing.send_back"]


def test_the_queue_shows_what_waits_for_the_level_oldest_due_first(cast: Cast) -> None:
    key = a_filing(cast, S.SUBMITTED)
    town = as_member(cast.reviewer, lambda by: queries.queue(session(), by.level, queries.QueueFilter()))
    county = as_member(cast.county, lambda by: queries.queue(session(), by.level, queries.QueueFilter()))
    assert ([row.key for row in town], county) == ([key], [])
