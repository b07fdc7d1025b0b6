"""The facts in a report: what is frozen, what blocks at which occasion, what warns, and where it is mended."""

from datetime import date

import pytest

from portal.access import act_as
from portal.db import session
from portal.filings import actions as filings
from portal.filings.comparing import compare
from portal.filings.kinds import kind_of
from portal.filings.model import Filing
from portal.filings.rules import Declaration, FilingState, Occasion
from portal.merging import Change
from portal.registry import telling
from portal.registry.model import Enterprise, SafetyProfile
from portal.registry.questions import parts, questions
from portal.risks import actions, wording
from portal.risks.checks import PointCode
from portal.risks.fact_checks import fact_points
from portal.risks.snapshot import ROW_SECTIONS, snapshot
from tests.build import AT, PASSWORD, a_member, an_authority, an_enterprise, the_actor
from tests.risks.build import a_risk

TODAY = date(2026, 11, 23)
SPACE = {"name": "调节池", "place": "东北角", "kind": "地下", "hazard": "硫化氢", "entered": True}


def acting(**facts):
    """An enterprise and its filer, who acts."""
    own = an_enterprise(**facts)
    filer = the_actor(a_member(own, "filer"))
    act_as(filer)
    return session().get_one(Enterprise, filer.enterprise_id), filer


def tell(own, by, part, **answers):
    profile = session().query(SafetyProfile).one_or_none()
    seen = {name: getattr(profile, name, None) for name in answers}
    changes = [Change(name, seen[name], value) for name, value in answers.items()]
    telling.tell(own, parts()[part], changes, by=by, at=AT)


def points_of(own, occasion=Occasion.REGULAR):
    return list(fact_points(snapshot(own, TODAY, occasion)))


def test_an_enterprise_that_told_everything_has_nothing_to_mend():
    own, _filer = acting()
    assert points_of(own) == []


def test_a_snapshot_without_facts_of_an_earlier_edition_has_nothing_to_mend():
    own, _filer = acting(told=False)
    old = snapshot(own, TODAY)
    del old["facts"], old["sectors"]
    assert list(fact_points(old)) == []


# --- what blocks, and when ------------------------------------------------------------------------------------

# fmt: off
MISSING = [
    ("workforce", "one_shift_workers",  Occasion.FIRST,   PointCode.FACTS_MISSING),
    ("workforce", "one_shift_workers",  Occasion.REGULAR, PointCode.FACTS_MISSING),
    ("workforce", "one_shift_workers",  Occasion.CHANGE,  PointCode.FACTS_NOT_GIVEN),
    ("insurance", "injury_insured",     Occasion.FIRST,   None),
    ("insurance", "injury_insured",     Occasion.REGULAR, PointCode.FACTS_MISSING),
    ("insurance", "injury_insured",     Occasion.CHANGE,  None),
    ("place",     "village",            Occasion.REGULAR, PointCode.FACTS_NOT_GIVEN),
    ("safety_staff", "registered_engineers", Occasion.REGULAR, None),
]
# fmt: on


@pytest.mark.parametrize(("part", "name", "occasion", "code"), MISSING)
def test_a_missing_fact_counts_by_its_source_and_the_occasion(part, name, occasion, code):
    own, filer = acting()
    tell(own, filer, part, **{name: None})
    found = points_of(own, occasion)
    assert [point.code for point in found] == ([code] if code else [])
    if code:
        assert found[0].path == f"/facts/{part}/{name}"


def test_a_basic_fact_that_is_missing_blocks_and_leads_to_its_field():
    own, _filer = acting(income=None)
    (point,) = points_of(own)
    assert (point.code, point.path) == (PointCode.FACTS_MISSING, "/enterprise/income")
    assert point.code.blocking


def test_the_questions_of_a_ticked_sector_are_asked_and_those_of_others_are_not():
    own, _filer = acting(key_sectors=["dust"])
    found = points_of(own)
    assert {(point.code, point.path) for point in found} == {
        (PointCode.FACTS_MISSING, "/sectors/dust/dust.dust_kinds"),
        (PointCode.FACTS_NOT_GIVEN, "/sectors/dust/dust.dust_workshops"),
    }


# --- what warns -----------------------------------------------------------------------------------------------


def test_facts_that_are_hard_to_believe_warn_at_their_field():
    own, filer = acting()
    tell(own, filer, "insurance", injury_insured=59)
    (point,) = points_of(own)
    assert (point.code, point.path) == (PointCode.FACT_DOUBTED, "/facts/insurance/injury_insured")
    assert not point.code.blocking
    assert "59" in wording.point_words(point)


def test_a_risk_of_a_sector_that_is_not_ticked_warns():
    own, filer = acting(industry_code="338")
    risk = a_risk(own, filer)
    matched = risk.grading._replace(catalogue_code="JS-DUST-01")
    actions.grade(risk, risk.grading, matched, by=filer, at=AT)
    assert [(point.code, point.values) for point in points_of(own)] == [
        (PointCode.SECTOR_NOT_TICKED, {"sectors": ["dust"]})
    ]


def test_a_change_of_facts_alone_is_reported_though_the_yearly_ones_are_missing():
    an_authority()
    own, filer = acting()
    tell(own, filer, "insurance", injury_insured=None)
    a_risk(own, filer)
    filings.start(own, "risk_report", Occasion.CHANGE, TODAY, by=filer, at=AT)
    signer = the_actor(a_member(own, "signer"))
    act_as(signer)
    filing = session().query(Filing).one()
    filings.submit(filing, Declaration(filing.version, PASSWORD), by=signer, at=AT)
    assert filing.state is FilingState.SUBMITTED
    assert filing.revisions[0].snapshot["facts"]["insurance"]["injury_insured"] is None


# --- what is frozen and compared ------------------------------------------------------------------------------


def test_a_sector_is_declared_with_its_edition_while_it_is_ticked():
    own, filer = acting(key_sectors=["spray"])
    tell(own, filer, "spray", painters=6)
    declared = snapshot(own, TODAY)["sectors"]
    assert (declared["spray"]["edition"], declared["spray"]["spray.painters"]) == ("0.2", 6)
    telling.choose_sectors(own, Change("key_sectors", ["spray"], []), sure=True, by=filer, at=AT)
    assert snapshot(own, TODAY)["sectors"] == {}


def test_between_two_reports_only_the_changed_fact_differs():
    own, filer = acting()
    row = telling.add_row(own, "confined_space", SPACE, by=filer, at=AT)
    before = snapshot(own, TODAY)
    tell(own, filer, "insurance", injury_insured=61)
    telling.edit_row(row, [Change("place", "东北角", "西南角")], by=filer, at=AT)
    found = [change for change in compare(before, snapshot(own, TODAY), ROW_SECTIONS) if change.fields]
    assert {
        change.path + field.path: (field.old, field.new) for change in found for field in change.fields
    } == {
        "/facts/insurance/injury_insured": (60, 61),
        f"/facts/installations/confined_space/{row.key}/confined_space.place": ("东北角", "西南角"),
    }


# fmt: off
WORDS = [
    ("/agency_workers",                            4,      "其中外用工（劳务派遣、外包）人员数", "4 人"),
    ("/safety_spending",                           "1024.5", "上一年安全生产投入",             "1,024.5 万元"),
    ("/turnover_rate",                             "-5",   "上一年人员流动率",                 "-5%"),
    ("/dust.interlock",                            True,   "除尘系统与生产设备联锁停机",       "是"),
    ("/dust.protection",                           ["泄爆", "隔爆"], "防护措施（泄爆、抑爆、隔爆、惰化、火花探测）",
     "泄爆、隔爆"),
    ("/confined_space/k1/confined_space.place",    "东北角", "位置",                            "东北角"),
    ("/occasion",                                  "first", "报告类型",                          "首次报告"),
]
# fmt: on


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(("path", "value", "label", "words"), WORDS)
def test_facts_have_words_for_the_reviewer(path, value, label, words):
    kind = kind_of("risk_report")
    assert kind.field_label(path) == label
    assert kind.show(path.rsplit("/", 1)[-1], value) == words


@pytest.fixture
def in_chinese(app):
    with app.test_request_context("/?lang=zh_Hans"):
        yield


def test_no_fact_has_the_name_of_another_field_of_the_report():
    others = {path.rsplit("/", 1)[-1] for path in wording.FIELD_WORDS}
    assert others & set(questions()) == set()


def test_a_part_is_called_by_its_name():
    own, _filer = acting(key_sectors=["spray"])
    content = snapshot(own, TODAY)
    titles = [wording.row_title("facts", row) for row in content["facts"].values()]
    assert len(set(titles)) == len(titles)
    assert "—" not in titles
    assert wording.row_title("sectors", content["sectors"]["spray"]) == wording.show("key_sectors", "spray")


# fmt: off
PLACES = [
    ("/enterprise/income",                         "/enterprise/edit#income"),
    ("/enterprise/key_sectors",                    "/enterprise/facts/sectors"),
    ("/facts/workforce/agency_workers",            "/enterprise/facts/workforce#agency_workers"),
    ("/facts/workforce",                           "/enterprise/facts/workforce"),
    ("/facts/installations/confined_space/k1/x",   "/enterprise/facts/installations#list-confined_space"),
    ("/sectors/dust/dust.interlock",               "/enterprise/facts/dust#interlock"),
    ("/sectors/dust/dust.last_clean",              "/enterprise/facts/dust#list-dust.last_clean"),
]
# fmt: on


@pytest.mark.parametrize(("path", "place"), PLACES)
def test_a_fact_is_mended_at_its_very_field(path, place):
    assert kind_of("risk_report").url_of(path) == place
