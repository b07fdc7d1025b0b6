"""What the pages of the register offer: usual hazards, questions of the trade, a control with what is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from forms.risks import UsualFilterForm
from portal.registry.model import Enterprise
from portal.risks import queries
from portal.risks.controls import least_level
from portal.risks.hazards import equipment_for
from portal.risks.known_methods import methods_offered
from portal.risks.model import Risk, ZeroAnswer
from portal.risks.peer_groups import PeerQuestion
from portal.risks.peers import peer_questions
from portal.risks.questions import TradeQuestion, present, trade_questions
from portal.risks.rules import ControlKind, Grading, Presence


@dataclass(frozen=True)
class UsualHazards:
    """The usual hazards of a trade as the filter narrows them, and how many the register holds already."""

    rows: Sequence[queries.OfferedHazard]
    adopted: int
    chosen: Sequence[tuple[str, str]]


def usual(session: Session, own: Enterprise, form: UsualFilterForm) -> UsualHazards:
    """What the enterprise may take over. 1 statement."""
    form.offer(equipment_for(own.industry_code))
    offered = queries.hazards_offered(session, own.id, own.industry_code)
    rows = [one for one in offered if form.fits(one.hazard)]
    return UsualHazards(rows, sum(one.adopted for one in offered), ())


@dataclass(frozen=True)
class Questions:
    """The questions of the peers and of the trade with the answers so far, each thing asked once; `larger`: rows that
    make a zero report needless, for which the trade's questions are asked; `open_of_peers`: without an answer."""

    of_peers: Sequence[tuple[PeerQuestion, ZeroAnswer | None]]
    open_of_peers: int
    asked: Sequence[tuple[TradeQuestion, ZeroAnswer | None]]
    unanswered: int
    present: Sequence[TradeQuestion]
    larger: int
    answers: Sequence[Presence]


def asked(session: Session, own: Enterprise) -> list[str]:
    """The codes of the questions that the enterprise is asked. 2 statements."""
    of_peers = [question.code for question in peer_questions(session, own)]
    of_trade = [question.code for question in trade_questions(own.industry_code)]
    return list(dict.fromkeys(of_peers + of_trade))


def questions(session: Session, own: Enterprise) -> Questions:
    """The questions with their answers. 4 statements."""
    given = queries.zero_answers(session, own.id)
    counts = queries.grade_counts(session, own.id)
    of_peers = peer_questions(session, own)
    all_of_them = trade_questions(own.industry_code)
    said = {one.code for one in of_peers}
    return Questions(
        of_peers=[(one, given.get(one.code)) for one in of_peers],
        open_of_peers=sum(one.code not in given for one in of_peers),
        asked=[(one, given.get(one.code)) for one in all_of_them if one.code not in said],
        unanswered=sum(one.code not in given for one in all_of_them),
        present=present(all_of_them, queries.presences(given)),
        larger=sum(number for grade, number in counts.items() if grade and grade.larger_or_above),
        answers=tuple(Presence),
    )


def new_control(risk: Risk, kind: str) -> dict[str, Any]:
    """A control to begin with: the kind asked for, the level that the grade asks for, who answers for the risk."""
    known = {one.value: one for one in ControlKind}
    return {
        "kind": known.get(kind),
        "level": least_level(risk.grade) if risk.grade else None,
        "department": risk.responsible_department,
        "person": risk.responsible_person,
        "phone": risk.responsible_phone,
    }


def to_be_graded(risk: Risk, on: date) -> Grading:
    """How a risk is graded; by the usual method, where none has been chosen yet."""
    return risk.grading._replace(method=risk.method or methods_offered(on, risk.region_path)[0].key)
