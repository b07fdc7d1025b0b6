"""Whatever people try, in whatever order: nothing is approved without the right reviewers, nothing frozen changes."""

from datetime import timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.access import SYSTEM, Actor, act_as
from portal.audit import Event, broken_links
from portal.db import session
from portal.filings import actions, reviewing
from portal.filings.model import Revision
from portal.filings.reviewing import Decision, RemarkValue
from portal.filings.rules import FilingState, Occasion, RejectionGround
from portal.problems import Problem
from tests.build import AT
from tests.filings.build import Cast, a_declaration, a_toy, filing, own

S = FilingState
PEOPLE = ("filer", "signer", "reviewer", "county")
VERBS = ("submit", "recall", "open_review", "remark", "send_back", "endorse", "approve", "reject", "change")


def attempt(verb: str, key: str, by: Actor, minutes: int, toy: Any) -> None:
    """Try a verb; a Problem is an answer, anything else is a bug."""
    at = AT + timedelta(minutes=minutes)
    if verb == "change":
        toy.rows["b"] = {"name": f"row of minute {minutes}"}
        return
    act_as(by)
    decision = Decision(filing(key).version, "note", RejectionGround.DUPLICATE)
    deeds = {
        "submit": lambda: actions.submit(filing(key), a_declaration(decision.seen_version), by=by, at=at),
        "recall": lambda: actions.recall(filing(key), decision.seen_version, by=by, at=at),
        "open_review": lambda: reviewing.open_review(filing(key), by=by, at=at),
        "remark": lambda: reviewing.write_remark(
            filing(key), RemarkValue("/rows/a", "RR04", "How?"), by=by, at=at
        ),
    }
    deed = deeds.get(verb) or (lambda: getattr(reviewing, verb)(filing(key), decision, by=by, at=at))
    try:
        deed()
    except Problem:
        session().rollback()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stages=st.sampled_from([("town",), ("town", "county")]),
    steps=st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE)), min_size=4, max_size=14),
)
def test_nothing_is_approved_without_its_reviewers_and_nothing_frozen_changes(
    app: Flask, stages: tuple[str, ...], steps: list[tuple[str, str]]
) -> None:
    toy = a_toy(stages=stages)
    cast = Cast.of()
    act_as(cast.filer)
    key = actions.start(own(cast), "toy", Occasion.REGULAR, AT.date(), by=cast.filer, at=AT).key
    frozen: dict[int, str] = {}
    for minute, (verb, person) in enumerate(steps):
        attempt(verb, key, getattr(cast, person), minute, toy)
        act_as(SYSTEM)
        for revision in session().scalars(select(Revision).join(Revision.filing)):
            assert revision.holds()
            assert frozen.setdefault(revision.id, revision.digest) == revision.digest
    check_history(key, cast, stages)


def check_history(key: str, cast: Cast, stages: tuple[str, ...]) -> None:
    """An approved filing was looked at by a reviewer of each of its stages, after its last submission."""
    act_as(SYSTEM)
    if filing(key).state is not S.APPROVED:
        return
    events = session().scalars(select(Event).where(Event.thing_key == key).order_by(Event.sequence)).all()
    last = max(number for number, event in enumerate(events) if event.verb == "filing.submit")
    decided = [(e.verb, e.person_id) for e in events[last:] if e.verb in ("filing.endorse", "filing.approve")]
    by = {"town": cast.reviewer.person_id, "county": cast.county.person_id}
    expected = [
        (f"filing.{verb}", by[level])
        for verb, level in zip(("endorse", "approve")[-len(stages) :], stages, strict=True)
    ]
    assert decided == expected
    assert list(broken_links()) == []
