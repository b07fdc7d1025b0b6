"""Peers 同行: which usual hazards and catalogue rows the enterprises of a trade have in their registers.

A group 同行组 is a trade (the first digits of its GB/T 4754 code), a size and a set of key sectors; each of them may
be left open. It is kept only with at least 8 enterprises, and of it only what at least half of them, no fewer than 5,
have declared; no enterprise is named, and a share is told in bands. The thresholds are our own, no rule of the law.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime
from portal.risks.catalogue import catalogue, catalogue_for
from portal.risks.hazards import hazards_for, usual_hazards
from portal.risks.rules import Grade

LEAST_PEERS, LEAST_DECLARED = 8, 5
MOST_QUESTIONS = 12
"""More questions than these are not read; the most usual come first."""

ANY = "*"


class PeerShare(Enum):
    """How many of the peers have declared something, in bands: the number itself is told nobody."""

    NEARLY_ALL = "nearly_all"
    MOST = "most"
    HALF = "half"


class Trade(NamedTuple):
    """What makes enterprises peers. `sectors`: codes of key sectors, joined; `ANY` leaves size or sectors open."""

    prefix: str
    scale: str
    sectors: str


class Peer(NamedTuple):
    """One enterprise with the codes that its register holds."""

    industry_code: str
    scale: str
    sectors: Collection[str]
    codes: Collection[str]


class PeerGroup(Base):
    """What is usual in a trade: of `peers` enterprises so many have declared each code. Of no enterprise in particular,
    hence unowned."""

    __tablename__ = "peer_group"
    __table_args__ = (UniqueConstraint("prefix", "scale", "sectors"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    prefix: Mapped[str] = mapped_column(String(4))
    scale: Mapped[str] = mapped_column(String(12))
    sectors: Mapped[str] = mapped_column(String(300))
    peers: Mapped[int]
    declared: Mapped[dict[str, Any]] = mapped_column(JSON)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)


def trades_of(industry_code: str, scale: str, sectors: Collection[str]) -> list[Trade]:
    """The groups of an enterprise, the nearest first: class, group, division; then with sectors and size left open;
    at last all trades of its size."""
    own = ",".join(sorted(sectors))
    prefixes = list(dict.fromkeys(industry_code[:digits] for digits in (4, 3, 2)))
    division = prefixes[-1]
    return [
        *(Trade(prefix, scale, own) for prefix in prefixes),
        Trade(division, scale, ANY),
        Trade(division, ANY, ANY),
        Trade("", scale, ANY),
    ]


def counted(peers: Iterable[Peer]) -> Iterator[tuple[Trade, int, dict[str, int]]]:
    """Each group that is large enough: trade, number of enterprises, how many declared what at least half declared."""
    sizes: Counter[Trade] = Counter()
    declared: dict[Trade, Counter[str]] = {}
    for peer in peers:
        for trade in trades_of(peer.industry_code, peer.scale, peer.sectors):
            sizes[trade] += 1
            declared.setdefault(trade, Counter()).update(set(peer.codes))
    for trade, size in sizes.items():
        if size >= LEAST_PEERS:
            usual = {code: n for code, n in declared[trade].items() if n >= LEAST_DECLARED and 2 * n >= size}
            yield trade, size, dict(sorted(usual.items()))


def share(declared: int, peers: int) -> PeerShare:
    """The band of a share; a group holds nothing below half."""
    if 10 * declared >= 9 * peers:
        return PeerShare.NEARLY_ALL
    return PeerShare.MOST if 10 * declared >= 7 * peers else PeerShare.HALF


class PeerQuestion(NamedTuple):
    """Something that peers have and the register does not. `code`: the row of the usual hazards or of the catalogue;
    `usual`: the former, which can be taken over as it is."""

    code: str
    place: str
    name: str
    condition: str
    grade: Grade
    share: PeerShare
    usual: bool


def lacking(group: PeerGroup, industry_code: str, own: Collection[str]) -> list[PeerQuestion]:
    """What to ask an enterprise whose register holds the codes `own`; the most usual first, then the gravest.

    One thing is asked once: of a catalogue row and a usual hazard that belongs to it, the hazard.
    """
    had = {
        *own,
        *(row for code in own if code in usual_hazards() for row in usual_hazards()[code].catalogue_codes),
    }
    missing = [code for code in _told(group, industry_code) if code not in had]
    hazards = [code for code in missing if code in usual_hazards()]
    hazards = [code for code in hazards if not had & set(usual_hazards()[code].catalogue_codes)]
    covered = {row for code in hazards for row in usual_hazards()[code].catalogue_codes}
    rows = [code for code in missing if code in catalogue() and code not in covered]
    asked = [_question(code, group) for code in (*hazards, *rows)]
    order = list(PeerShare)
    return sorted(asked, key=lambda one: (order.index(one.share), -one.grade.weight, one.code))[
        :MOST_QUESTIONS
    ]


def _told(group: PeerGroup, industry_code: str) -> Mapping[str, int]:
    """What the group declares; of all trades together only what may concern this one."""
    if group.prefix:
        return group.declared
    met = {one.code for one in hazards_for(industry_code)} | {
        row.code for row in catalogue_for(industry_code)
    }
    return {code: number for code, number in group.declared.items() if code in met}


def _question(code: str, group: PeerGroup) -> PeerQuestion:
    band = share(group.declared[code], group.peers)
    if code in usual_hazards():
        one = usual_hazards()[code]
        return PeerQuestion(code, one.place, one.hazard, "", one.suggested_grade, band, True)
    row = catalogue()[code]
    return PeerQuestion(code, row.place, row.name, row.condition, row.least_grade, band, False)
