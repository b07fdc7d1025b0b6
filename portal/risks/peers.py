"""The radar: what an enterprise is asked because its peers have it, and how the statistics of peers are kept."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.access import as_system, insert_rows
from portal.db import writing
from portal.filings.model import Filing
from portal.filings.rules import COUNTS_AS_FILED
from portal.registry.model import Enterprise
from portal.risks.duties import REPORT
from portal.risks.model import Risk, ZeroAnswer
from portal.risks.peer_groups import Peer, PeerGroup, PeerQuestion, counted, lacking, trades_of
from portal.risks.queries import zero_answers
from portal.risks.reported import COUNTED

FRESH = timedelta(hours=1)
"""Statistics of a division that are younger than this are not counted anew at a submission."""


def division(industry_code: str) -> str:
    """The division 大类 of GB/T 4754 that a trade belongs to."""
    return industry_code[:2]


def peer_questions(session: Session, enterprise: Enterprise) -> list[PeerQuestion]:
    """What peers have and the register of the enterprise does not. 2 statements; 1 where it has too few peers."""
    group = group_of(session, enterprise)
    if group is None:
        return []
    return lacking(group, enterprise.industry_code, codes_in_register(session, enterprise.id))


def group_of(session: Session, enterprise: Enterprise) -> PeerGroup | None:
    """The nearest group that is large enough. 1 statement."""
    trades = trades_of(enterprise.industry_code, enterprise.scale.value, enterprise.key_sectors)
    named = tuple_(PeerGroup.prefix, PeerGroup.scale, PeerGroup.sectors).in_(trades)
    found = {
        (one.prefix, one.scale, one.sectors): one for one in session.scalars(select(PeerGroup).where(named))
    }
    return next((found[trade] for trade in trades if trade in found), None)


def codes_in_register(session: Session, enterprise_id: int) -> set[str]:
    """The usual hazards and catalogue rows that rows of any grade name, those removed left out. 1 statement."""
    statement = select(Risk.usual_code, Risk.catalogue_code).where(
        Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None)
    )
    return {code for row in session.execute(statement) for code in row if code}


def declared_peer_questions(session: Session, enterprise: Enterprise) -> dict[str, Any]:
    """The part `peer_questions` of a snapshot: each question with its answer. At most 3 statements."""
    asked = peer_questions(session, enterprise)
    given = zero_answers(session, enterprise.id) if asked else {}
    return {one.code: _declared(one, given.get(one.code)) for one in asked}


def _declared(question: PeerQuestion, given: ZeroAnswer | None) -> dict[str, Any]:
    return {
        "name": question.name,
        "place": question.place,
        "grade": question.grade.value,
        "peers": question.share.value,
        "answer": given.answer.value if given else None,
        "note": given.note if given else "",
        "answered_on": given.answered_on.isoformat() if given else None,
    }


# --- the statistics ---------------------------------------------------------------------------------------


def refresh_division(of: str, at: datetime) -> None:
    """Count the peers of a division anew, unless that was done within the hour."""
    with as_system("what is usual in a trade is drawn from all its enterprises"), writing() as current:
        newest = current.scalar(select(func.max(PeerGroup.counted_at)).where(PeerGroup.prefix.startswith(of)))
        if newest is None or newest < at - FRESH:
            current.execute(delete(PeerGroup).where(PeerGroup.prefix.startswith(of)))
            _keep(_peers(current, of), at, of)


def refresh_all(at: datetime) -> None:
    """Count all peers anew."""
    with as_system("what is usual in a trade is drawn from all its enterprises"), writing() as current:
        current.execute(delete(PeerGroup))
        _keep(_peers(current, ""), at, "")


def _keep(peers: list[Peer], at: datetime, of: str) -> None:
    rows = [
        {**trade._asdict(), "peers": number, "declared": declared, "counted_at": at}
        for trade, number, declared in counted(peers)
        if trade.prefix.startswith(of)
    ]
    insert_rows(PeerGroup, rows)


def _peers(session: Session, of: str) -> list[Peer]:
    """The enterprises of a division whose report counts as filed, with what their registers declared. 2 statements."""
    filed = select(Filing.enterprise_id).where(Filing.kind_code == REPORT, Filing.state.in_(COUNTS_AS_FILED))
    counted_ones = (
        Enterprise.industry_code.startswith(of), Enterprise.state.in_(COUNTED), Enterprise.id.in_(filed),
    )  # fmt: skip
    codes: dict[int, set[str]] = defaultdict(set)
    rows = (
        select(Risk.enterprise_id, Risk.usual_code, Risk.catalogue_code)
        .join(Enterprise, Enterprise.id == Risk.enterprise_id)
        .where(
            *counted_ones, Risk.first_filed_at.is_not(None), Risk.removed_at.is_(None),
            or_(Risk.usual_code.is_not(None), Risk.catalogue_code.is_not(None)),
        )
    )  # fmt: skip
    for enterprise_id, *named in session.execute(rows):
        codes[enterprise_id].update(code for code in named if code)
    enterprises = select(
        Enterprise.id, Enterprise.industry_code, Enterprise.scale, Enterprise.key_sectors
    ).where(*counted_ones)
    return [
        Peer(code, scale.value, sectors, codes[key])
        for key, code, scale, sectors in session.execute(enterprises.order_by(Enterprise.id))
    ]
