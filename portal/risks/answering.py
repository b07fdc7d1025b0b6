"""Answers to the questions of the trade, before an enterprise may confirm that it has no larger-or-above risk."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from portal import audit, clock
from portal.access import Actor, require
from portal.db import session, writing
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks import actions
from portal.risks.hazards import usual_hazards
from portal.risks.known_methods import methods_offered
from portal.risks.model import ZeroAnswer
from portal.risks.peers import peer_questions
from portal.risks.queries import zero_answers
from portal.risks.questions import trade_questions
from portal.risks.rules import Presence

NOTE_LENGTH = 300


class Answer(NamedTuple):
    """The answer to one question (its code), with a note on what is there instead."""

    code: str
    answer: Presence
    note: str = ""


def answer(enterprise: Enterprise, given: list[Answer], *, by: Actor, at: datetime) -> None:
    """Keep answers to questions of the trade and of the peers; a later answer takes the place of an earlier one.

    An answer given again is confirmed anew. A usual hazard of the peers that is present is entered in the register at
    once. Raises Refused for a question that the enterprise is not asked.
    """
    require(by, "zero.answer")
    of_peers = {question.code for question in peer_questions(session(), enterprise)}
    asked = {question.code for question in trade_questions(enterprise.industry_code)} | of_peers
    if not {one.code for one in given} <= asked:
        raise Refused(_("This question is not asked of your trade; look at the list again."), "code")
    with writing():
        kept = zero_answers(session(), enterprise.id)
        for one in given:
            _keep(enterprise, one, kept.get(one.code), by, at)
        present = [one.code for one in given if one.answer is Presence.PRESENT]
        if chosen := [code for code in present if code in of_peers and code in usual_hazards()]:
            usual = methods_offered(clock.local_day(at), enterprise.region_path)[0]
            actions.adopt(enterprise, chosen, usual.key, by=by, at=at)


def _keep(enterprise: Enterprise, given: Answer, kept: ZeroAnswer | None, by: Actor, at: datetime) -> None:
    before = {"answer": kept.answer, "note": kept.note} if kept else None
    kept = kept or _new(enterprise, given.code)
    kept.answer, kept.note = given.answer, given.note.strip()[:NOTE_LENGTH]
    kept.answered_at, kept.answered_by = at, by.name
    session().flush()
    after = {"code": given.code, "answer": kept.answer, "note": kept.note}
    audit.record("zero.answer", kept, by=by, at=at, before=before, after=after)


def _new(enterprise: Enterprise, code: str) -> ZeroAnswer:
    fresh = ZeroAnswer(enterprise_id=enterprise.id, region_path=enterprise.region_path, code=code)
    session().add(fresh)
    return fresh
