"""Answers to the questions of the trade, before an enterprise may confirm that it has no larger-or-above risk."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from portal import audit
from portal.access import Actor, require
from portal.db import session, writing
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks.model import ZeroAnswer
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
    """Keep answers to questions of the trade; a later answer takes the place of an earlier one.

    An answer given again is confirmed anew. Raises Refused for a question that the trade is not asked.
    """
    require(by, "zero.answer")
    asked = {question.code for question in trade_questions(enterprise.industry_code)}
    if not {one.code for one in given} <= asked:
        raise Refused(_("This question is not asked of your trade; look at the list again."), "code")
    with writing():
        kept = zero_answers(session(), enterprise.id)
        for one in given:
            _keep(enterprise, one, kept.get(one.code), by, at)


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
