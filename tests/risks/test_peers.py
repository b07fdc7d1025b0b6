"""The radar: what most peers have is asked of who has it not, in bands, naming nobody."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.access import SYSTEM, Actor, act_as
from portal.db import session, writing
from portal.filings import actions as filings
from portal.filings.model import Filing
from portal.filings.rules import Occasion
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.registry.rules import Scale
from portal.risks import actions, answering, peers, wording
from portal.risks.answering import Answer
from portal.risks.model import Risk
from portal.risks.peer_groups import ANY, Peer, PeerGroup, PeerShare, Trade, counted, share, trades_of
from portal.risks.rules import Presence
from tests.build import AT, a_member, an_enterprise, the_actor

TODAY = AT.date()
FORKLIFT, OTHER = "UH-C-001", "UH-C-002"


def some_peers(number: int, having: int, code: str = "338", **others) -> list[Peer]:
    return [
        Peer(code, others.get("scale", "small"), others.get("sectors", ()), [FORKLIFT] if i < having else [])
        for i in range(number)
    ]


def groups(made: list[Peer]) -> dict[Trade, dict[str, int]]:
    return {trade: declared for trade, _peers, declared in counted(made)}


# --- the sums ---------------------------------------------------------------------------------------------


def test_the_nearest_group_comes_first_and_all_trades_of_the_size_last():
    assert trades_of("2110", "small", ["spray", "dust"]) == [
        ("2110", "small", "dust,spray"), ("211", "small", "dust,spray"), ("21", "small", "dust,spray"),
        ("21", "small", ANY), ("21", ANY, ANY), ("", "small", ANY),
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "kept"), [(7, False), (8, True)])
def test_a_group_of_fewer_than_eight_is_not_kept(number, kept):
    assert (Trade("338", "small", "") in groups(some_peers(number, number))) is kept


@pytest.mark.parametrize(
    ("number", "having", "told"), [(8, 4, False), (8, 5, True), (10, 5, True), (11, 5, False), (12, 6, True)]
)
def test_told_is_what_half_have_and_never_a_number_below_five(number, having, told):
    assert groups(some_peers(number, having))[Trade("338", "small", "")] == (
        {FORKLIFT: having} if told else {}
    )


def test_small_classes_meet_in_their_division():
    found = groups(some_peers(5, 5, "331") + some_peers(5, 5, "338"))
    assert Trade("331", "small", "") not in found
    assert found[Trade("33", "small", "")] == {FORKLIFT: 10}


@pytest.mark.parametrize(
    ("declared", "band"),
    [(5, "half"), (6, "half"), (7, "most"), (8, "most"), (9, "nearly_all"), (10, "nearly_all")],
)
def test_a_share_is_told_in_bands(declared, band):
    assert share(declared, 10) is PeerShare(band)


# --- ten small enterprises ---------------------------------------------------------------------------------


def a_peer(*codes: str) -> int:
    """A small enterprise of metal ware that has filed a report with these usual hazards in its register."""
    own = an_enterprise(industry_code="338", scale=Scale.SMALL)
    own_id, signer = own.id, the_actor(a_member(own, "signer"))
    act_as(signer)
    own = session().get_one(Enterprise, own_id)
    if codes:
        actions.adopt(own, codes, "lec@1.0", by=signer, at=AT)
    filing = filings.start(own, "risk_report", Occasion.REGULAR, AT.date(), by=signer, at=AT)
    filing_id = filing.id
    act_as(SYSTEM)
    with writing() as current:  # what stands in the way of these reports is not the matter here
        for risk in current.scalars(select(Risk).where(Risk.enterprise_id == own_id)):
            risk.first_filed_at = risk.last_filed_at = AT
        _as_submitted(current.get_one(Filing, filing_id))
    return own_id


def _as_submitted(filing: Filing) -> None:
    from portal.filings.rules import FilingState
    from portal.workflow import _may_write_state

    with _may_write_state():
        filing._state = FilingState.SUBMITTED
        session().flush()


class City:
    """Nine peers, of which seven have a forklift; and an enterprise without one, as its filer sees it."""

    def __init__(self) -> None:
        for number in range(9):
            a_peer(*([FORKLIFT] if number < 7 else []))
        act_as(SYSTEM)
        peers.refresh_all(AT)
        own = an_enterprise(industry_code="338", scale=Scale.SMALL)
        self.own_id = own.id
        self.filer: Actor = the_actor(a_member(own, "signer"))

    @property
    def own(self) -> Enterprise:
        act_as(self.filer)
        return session().get_one(Enterprise, self.own_id)

    def asked(self) -> list[tuple[str, PeerShare]]:
        return [(one.code, one.share) for one in peers.peer_questions(session(), self.own)]

    def answer(self, presence: Presence, note: str = "") -> None:
        answering.answer(self.own, [Answer(FORKLIFT, presence, note)], by=self.filer, at=AT)

    def section(self) -> dict:
        own = self.own
        return peers.declared_peer_questions(session(), own)


@pytest.fixture
def city() -> City:
    return City()


def test_who_lacks_what_most_peers_have_is_asked(city):
    assert city.asked() == [(FORKLIFT, PeerShare.MOST)]


def test_who_has_it_in_any_grade_is_not_asked(city):
    actions.adopt(city.own, [FORKLIFT], "lec@1.0", by=city.filer, at=AT)
    assert city.asked() == []


def test_having_it_enters_it_in_the_register_at_once(city):
    city.answer(Presence.PRESENT)
    assert [risk.usual_code for risk in session().scalars(select(Risk))] == [FORKLIFT]
    assert city.asked() == []


def test_not_having_it_is_kept_with_its_note_and_frozen_for_the_reviewer(city):
    assert city.section()[FORKLIFT]["answer"] is None
    city.answer(Presence.ABSENT, "外包给物流公司")
    row = city.section()[FORKLIFT]
    assert (row["peers"], row["answer"], row["note"]) == ("most", "absent", "外包给物流公司")


def test_an_open_question_warns_and_an_answered_one_does_not_for_a_year(city):
    own = city.own
    filing = filings.start(own, "risk_report", Occasion.REGULAR, AT.date(), by=city.filer, at=AT)

    def warned(on: date = TODAY) -> list[tuple[str, bool]]:
        found = filing.kind.problems(filings.snapshot_now(filing, on), on)
        return [(one.code, one.blocking) for one in found if one.code.startswith("peer")]

    assert warned() == [("peer_unanswered", False)]
    answering.answer(own, [Answer(FORKLIFT, Presence.ABSENT, "无")], by=city.filer, at=AT)
    assert warned() == []
    assert warned(TODAY + timedelta(days=366)) == [("peer_unanswered", False)]


def test_what_nobody_asks_is_refused(city):
    with pytest.raises(Refused):
        answering.answer(city.own, [Answer("UH-X-999", Presence.PRESENT)], by=city.filer, at=AT)


def test_statistics_name_no_enterprise_and_hold_no_small_number(city):
    act_as(SYSTEM)
    kept = session().scalars(select(PeerGroup)).all()
    assert kept
    assert {column.name for column in PeerGroup.__table__.columns} == {
        "id", "prefix", "scale", "sectors", "peers", "declared", "counted_at",
    }  # fmt: skip
    assert all(number >= 5 for group in kept for number in group.declared.values())


def test_a_division_counted_within_the_hour_is_not_counted_anew(city):
    a_peer(OTHER)
    act_as(SYSTEM)
    peers.refresh_division("33", AT + timedelta(minutes=30))
    assert _counted() == {AT}
    peers.refresh_division("33", AT + timedelta(hours=2))
    assert _counted() == {AT + timedelta(hours=2)}


def _counted() -> set:
    found = session().scalars(select(PeerGroup).where(PeerGroup.prefix.startswith("33")))
    return {group.counted_at for group in found}


def test_statistics_and_questions_take_a_fixed_number_of_statements(city, statements):
    own = city.own
    statements.clear()
    peers.peer_questions(session(), own)
    assert statements.count == 2


def test_the_reviewer_reads_that_it_is_no_row_of_the_register(city):
    row = city.section()[FORKLIFT]
    assert wording.row_title("peer_questions", row).startswith("多数同行有、清单中没有：")
