"""Telling facts: answers by part, rows of lists, key sectors; two people, events, the move to another town."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.audit import Event
from portal.db import session
from portal.merging import Change
from portal.problems import Conflict, Forbidden, Refused
from portal.registry import actions, telling
from portal.registry.model import Enterprise, FactRow, SafetyProfile, SectorSection
from portal.registry.questions import parts
from portal.registry.told import declared_facts, declared_sectors, told
from tests.build import AT, OTHER_TOWN, a_member, an_enterprise, the_actor, the_county

SPACE = {"name": "调节池", "place": "东北角", "kind": "地下", "hazard": "硫化氢", "entered": True}


@pytest.fixture
def filer():
    """Who fills for an enterprise that has told nothing yet, and acts."""
    own = an_enterprise(told=False, key_sectors=["confined", "spray"])
    actor = the_actor(a_member(own, "filer"))
    act_as(actor)
    return actor


@pytest.fixture
def own(filer):
    return session().get_one(Enterprise, filer.enterprise_id)


def tell(own, by, part="workforce", seen=None, **answers):
    changes = [Change(name, (seen or {}).get(name), value) for name, value in answers.items()]
    telling.tell(own, parts()[part], changes, by=by, at=AT)


def answers_of(own, part="workforce"):
    found = told(session(), own)
    return {**declared_facts(found), **declared_sectors(found)}[part]


def test_an_answer_is_kept_in_its_type(own, filer):
    tell(own, filer, "insurance", safety_spending=Decimal("24.50"), liability_insured=False)
    profile = session().scalars(select(SafetyProfile)).one()
    assert (profile.safety_spending, profile.liability_insured) == (Decimal("24.5"), False)
    assert answers_of(own, "insurance")["safety_spending"] == "24.5"


def test_answers_of_a_key_sector_are_kept_with_their_edition(own, filer):
    tell(own, filer, "spray", painters=6, coating_type=["粉末", "水性"])
    section = session().scalars(select(SectorSection)).one()
    assert (section.edition, section.answers) == ("0.2", {"painters": 6, "coating_type": ["水性", "粉末"]})


def test_the_regulatory_trade_is_known_from_the_industry(own, filer):
    assert answers_of(own, "place")["supervising_trade"] == "机械"
    tell(own, filer, "place", village="海阳社区")
    assert answers_of(own, "place")["supervising_trade"] == "机械"


def test_an_answer_is_an_event_with_before_and_after(own, filer):
    tell(own, filer, agency_workers=4)
    tell(own, filer, seen={"agency_workers": 4}, agency_workers=5)
    happened = session().scalars(select(Event).where(Event.verb == "safety_profile.edit")).all()
    assert [(one.before, one.after) for one in happened] == [
        ({"agency_workers": None}, {"agency_workers": 4}),
        ({"agency_workers": 4}, {"agency_workers": 5}),
    ]


# fmt: off
IMPOSSIBLE = [
    ("workforce",  "agency_workers",   -1),
    ("place",      "longitude",        Decimal(12)),
    ("standing",   "standardisation",  "四级"),
    ("place",      "village",          "村" * 61),
    ("ammonia",    "last_drill",       AT.date().replace(year=2027)),
]
# fmt: on


@pytest.mark.parametrize(("part", "name", "value"), IMPOSSIBLE)
def test_an_impossible_answer_is_refused_at_its_field(own, filer, part, name, value):
    with pytest.raises(Refused) as caught:
        tell(own, filer, part, **{name: value})
    assert caught.value.field == name


def test_two_people_in_one_answer_are_told_who_was_faster(own, filer):
    tell(own, filer, agency_workers=4)
    with pytest.raises(Conflict) as caught:
        tell(own, filer, agency_workers=7)
    (conflict,) = caught.value.conflicts
    assert (conflict.field, conflict.theirs, conflict.who) == ("agency_workers", "4", filer.name)


def test_two_people_in_two_answers_of_a_sector_keep_both(own, filer):
    tell(own, filer, "spray", painters=6)
    tell(own, filer, "spray", lel=True)
    assert session().scalars(select(SectorSection)).one().answers == {"painters": 6, "lel": True}


def test_whoever_does_not_fill_tells_nothing(own):
    reader = the_actor(a_member(own, "reader"))
    act_as(reader)
    with pytest.raises(Forbidden):
        tell(session().get_one(Enterprise, reader.enterprise_id), reader, agency_workers=4)


# --- lists ----------------------------------------------------------------------------------------------------


def test_a_row_is_declared_in_the_part_that_asks_its_list_and_counted_in_the_sector(own, filer):
    row = telling.add_row(own, "confined_space", SPACE, by=filer, at=AT)
    assert answers_of(own, "installations")["confined_space"][row.key]["confined_space.name"] == "调节池"
    assert answers_of(own, "confined")["confined.cs_total"] == 1


def test_a_changed_cell_keeps_the_others_and_the_key(own, filer):
    row = telling.add_row(own, "confined_space", SPACE, by=filer, at=AT)
    telling.edit_row(row, [Change("place", "东北角", "西南角")], by=filer, at=AT)
    assert (row.cells["place"], row.cells["name"]) == ("西南角", "调节池")


def test_a_removed_row_is_declared_no_more_until_it_is_restored(own, filer):
    row = telling.add_row(own, "confined_space", SPACE, by=filer, at=AT)
    telling.remove_row(row, by=filer, at=AT)
    assert answers_of(own, "installations")["confined_space"] == {}
    with pytest.raises(Refused):
        telling.edit_row(row, [Change("place", "东北角", "x")], by=filer, at=AT)
    telling.restore_row(row, by=filer, at=AT)
    assert set(answers_of(own, "installations")["confined_space"]) == {row.key}


def test_an_empty_row_is_refused(own, filer):
    with pytest.raises(Refused):
        telling.add_row(own, "confined_space", {"name": "  "}, by=filer, at=AT)


def test_a_list_that_is_full_takes_no_more(own, filer, monkeypatch):
    monkeypatch.setattr(telling, "ROWS_OF_A_LIST", 1)
    telling.add_row(own, "confined_space", SPACE, by=filer, at=AT)
    with pytest.raises(Refused):
        telling.add_row(own, "confined_space", SPACE, by=filer, at=AT)


# --- key sectors ----------------------------------------------------------------------------------------------


def choose(own, by, *codes, sure=False, seen=("confined", "spray")):
    telling.choose_sectors(own, Change("key_sectors", list(seen), list(codes)), sure=sure, by=by, at=AT)


def test_sectors_are_ticked_in_the_order_of_the_data(own, filer):
    choose(own, filer, "spray", "dust", "confined", "nothing")
    assert own.key_sectors == ["dust", "confined", "spray"]


def test_a_sector_without_answers_is_unticked_at_once(own, filer):
    choose(own, filer, "confined")
    assert own.key_sectors == ["confined"]


def test_a_sector_with_answers_is_unticked_by_who_knows_what_happens_to_them(own, filer):
    tell(own, filer, "spray", painters=6)
    with pytest.raises(Refused) as caught:
        choose(own, filer, "confined")
    assert (caught.value.field, own.key_sectors) == ("sure", ["confined", "spray"])
    choose(own, filer, "confined", sure=True)
    assert "spray" not in declared_sectors(told(session(), own))


def test_answers_come_back_with_their_sector(own, filer):
    tell(own, filer, "spray", painters=6)
    choose(own, filer, "confined", sure=True)
    choose(own, filer, "confined", "spray", seen=("confined",))
    assert answers_of(own, "spray")["spray.painters"] == 6


def test_sectors_that_somebody_ticked_meanwhile_are_not_lost(own, filer):
    choose(own, filer, "confined", "spray", "dust")
    with pytest.raises(Refused):
        choose(own, filer, "confined")


# --- what is seen, and where ----------------------------------------------------------------------------------


def test_what_is_told_takes_three_statements_whatever_there_is(own, filer, statements):
    tell(own, filer, "spray", painters=6)
    for _time in range(4):
        telling.add_row(own, "confined_space", SPACE, by=filer, at=AT)
    session().refresh(own)
    statements.clear()
    told(session(), own)
    assert statements.count == 3


def test_facts_follow_their_enterprise_to_another_town(own, filer):
    tell(own, filer, "spray", painters=6)
    tell(own, filer, agency_workers=4)
    telling.add_row(own, "confined_space", SPACE, by=filer, at=AT)
    key = own.id
    act_as(SYSTEM)
    county = the_actor(a_member(the_county(), "reviewer"))
    act_as(county)
    enterprise = session().get_one(Enterprise, key)
    actions.move(enterprise, OTHER_TOWN, "搬迁", by=county, at=AT)
    paths = {
        session().scalars(select(table.region_path)).one()
        for table in (SafetyProfile, SectorSection, FactRow)
    }
    assert paths == {enterprise.region_path}
