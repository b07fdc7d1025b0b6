"""Posters: what each kind prints, when it is out of date, what the PDF says when it is read back."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal import storage
from portal.access import Actor
from portal.db import session
from portal.merging import Change
from portal.plans import actions, contents, postering, queries
from portal.plans.contents import Ground, changed_rows, covered_risks, ground_of, row_digests, sheet_facts
from portal.plans.model import Poster
from portal.plans.rules import Coverage, PosterKind, SheetSize
from portal.plans.signs import signs, signs_for
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks import actions as risks
from portal.risks import controlling
from portal.risks.accidents import accident_types
from portal.risks.model import Risk
from portal.risks.rules import Grade
from tests.build import AT
from tests.plans.build import PHONE, a_plan, a_poster, an_area
from tests.risks.build import a_risk

MILLIMETRE = 72 / 25.4
SIZES = {SheetSize.A4: (210, 297), SheetSize.A3: (297, 420)}
WIDE = (PosterKind.BOARD, PosterKind.FOUR_COLOUR_PLAN)


def beneath(own: Enterprise) -> Ground:
    return ground_of(session(), own, AT.date(), PHONE)


def rename(risk: Risk, name: str, by: Actor) -> None:
    risks.edit(risk, [Change("name", risk.name, name)], by=by, at=AT)


def read(poster: Poster) -> PdfReader:
    return PdfReader(BytesIO(storage.read(poster.file_key)))


def text_of(poster: Poster) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in read(poster).pages))


@pytest.fixture
def register(own: Enterprise, filer: Actor) -> list[Risk]:
    """A risk of each grade in the press shop."""
    return [
        a_risk(own, filer, grade, name=f"{name}的风险", emergency_measures="1. 停机；2. 报告班长。")
        for grade, name in zip(Grade, ("甲", "乙", "丙", "丁"), strict=True)
    ]


# --- which rows ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (PosterKind.BOARD, 2),
        (PosterKind.WARNING_BOARD, 1),
        (PosterKind.POST_CARD, 4),
        (PosterKind.EMERGENCY_CARD, 4),
        (PosterKind.SIGN_SHEET, 4),
    ],
)
def test_each_kind_prints_the_grades_that_belong_to_it(
    own: Enterprise, register: list[Risk], kind: PosterKind, count: int
) -> None:
    assert len(covered_risks(beneath(own), Coverage(kind, SheetSize.A4))) == count


def test_a_warning_board_without_major_risk_is_refused(own: Enterprise, filer: Actor) -> None:
    a_risk(own, filer, Grade.LARGER)
    with pytest.raises(Refused, match="重大"):
        a_poster(own, filer, PosterKind.WARNING_BOARD)


def test_a_poster_of_a_unit_leaves_the_others_out(
    own: Enterprise, filer: Actor, register: list[Risk]
) -> None:
    a_risk(own, filer, Grade.MAJOR, unit="仓储", name="戊的风险")
    rows = covered_risks(beneath(own), Coverage(PosterKind.BOARD, SheetSize.A4, unit="仓储"))
    assert [risk.name for risk in rows] == ["戊的风险"]


def test_with_all_rows_ticked_a_poster_follows_the_register(own: Enterprise, register: list[Risk]) -> None:
    asked = Coverage(PosterKind.BOARD, SheetSize.A4, risk_keys=tuple(risk.key for risk in register[:2]))
    assert contents.settled(beneath(own), asked).risk_keys == ()
    assert contents.settled(beneath(own), asked._replace(risk_keys=(register[0].key,))).risk_keys


def test_emergency_measures_become_steps(own: Enterprise, register: list[Risk]) -> None:
    facts = sheet_facts(beneath(own), Coverage(PosterKind.EMERGENCY_CARD, SheetSize.A4))
    assert facts["risks"][0]["steps"] == ["停机", "报告班长"]


# --- what the PDF says --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SheetSize)
@pytest.mark.parametrize("kind", PosterKind)
def test_every_poster_has_its_sheet_its_words_and_its_fonts(
    own: Enterprise, filer: Actor, register: list[Risk], kind: PosterKind, size: SheetSize
) -> None:
    plan = a_plan(own, filer)
    an_area(plan, filer)
    poster = a_poster(own, filer, kind, size=size, post="冲床操作工", plan_key=plan.key)
    first = read(poster).pages[0]
    short, long = SIZES[size]
    wanted = (long, short) if kind in WIDE else (short, long)
    assert (first.mediabox.width, first.mediabox.height) == pytest.approx(
        [side * MILLIMETRE for side in wanted], abs=1
    )
    text = text_of(poster)
    assert own.name in text
    assert "打印日期：2026年11月23日" in text
    assert f"共{poster.pages}页" in text
    for font in first["/Resources"]["/Font"].values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_a_notice_board_names_what_both_rules_ask_for(
    own: Enterprise, filer: Actor, register: list[Risk]
) -> None:
    text = text_of(a_poster(own, filer))
    for words in (
        "安全风险公告栏", "甲的风险", "乙的风险", "冲床", "冲压车间2号冲床", "重大", "较大", "机械致害", "1～2人重伤",
        "生产部", "赵六", "13800001111", "监督举报电话", PHONE, "119", "120",
    ):  # fmt: skip
        assert words in text
    assert "丙的风险" not in text


def test_a_warning_board_tells_what_to_do(own: Enterprise, filer: Actor, register: list[Risk]) -> None:
    text = text_of(a_poster(own, filer, PosterKind.WARNING_BOARD))
    for words in (
        "重大安全风险警示牌",
        "甲的风险",
        "停机",
        "报告班长",
        "报告方式",
        "责任部门／责任人",
        "当心机械伤人",
    ):
        assert words in text


def test_the_plan_names_each_area_with_its_grade_in_words(
    own: Enterprise, filer: Actor, register: list[Risk]
) -> None:
    plan = a_plan(own, filer)
    an_area(plan, filer, name="冲压区")
    text = text_of(a_poster(own, filer, PosterKind.FOUR_COLOUR_PLAN, plan_key=plan.key))
    assert "冲压区" in text
    assert "重大" in text


# --- out of date --------------------------------------------------------------------------------------------


def test_a_poster_is_up_to_date_until_a_row_beneath_it_changes(
    own: Enterprise, filer: Actor, register: list[Risk]
) -> None:
    poster = a_poster(own, filer)
    assert changed_rows(poster.row_digests, row_digests(beneath(own), poster.coverage)) == 0
    rename(register[2], "不在公告栏", filer)
    assert changed_rows(poster.row_digests, row_digests(beneath(own), poster.coverage)) == 0
    rename(register[0], "换了名字", filer)
    controlling.remove(register[1].controls[0], by=filer, at=AT)
    a_risk(own, filer, Grade.MAJOR, name="新的一行")
    session().expire_all()
    assert changed_rows(poster.row_digests, row_digests(beneath(own), poster.coverage)) == 2


def test_the_plan_is_out_of_date_when_a_colour_changes(
    own: Enterprise, filer: Actor, register: list[Risk]
) -> None:
    plan = a_plan(own, filer)
    an_area(plan, filer)
    session().expire_all()
    poster = a_poster(own, filer, PosterKind.FOUR_COLOUR_PLAN, plan_key=plan.key)
    risks.remove(register[0], "拆除", by=filer, at=AT)
    assert changed_rows(poster.row_digests, row_digests(beneath(own), poster.coverage)) == 1
    actions.rub_out(plan.active_areas[0], by=filer, at=AT)
    assert changed_rows(poster.row_digests, row_digests(beneath(own), poster.coverage)) == 1


def test_a_poster_made_anew_takes_the_place_of_the_old(
    own: Enterprise, filer: Actor, register: list[Risk]
) -> None:
    old = a_poster(own, filer)
    rename(register[0], "换了名字", filer)
    fresh = postering.make_anew(old, own, PHONE, by=filer, at=AT)
    assert old.removed_at == AT
    assert "换了名字" in text_of(fresh)


def test_a_removed_poster_is_off_the_list_and_its_file_is_swept(
    own: Enterprise, filer: Actor, register: list[Risk]
) -> None:
    poster = a_poster(own, filer)
    postering.remove(poster, by=filer, at=AT)
    assert queries.posters_of(session(), own.id) == []
    assert poster.file_key not in queries.poster_files_in_use([poster.file_key])


# --- signs --------------------------------------------------------------------------------------------------


def test_every_accident_type_calls_for_a_sign() -> None:
    assert [code for code in accident_types() if not signs_for([code])] == []


def test_signs_name_accident_types_that_exist() -> None:
    named = {code for sign in signs() for code in sign.accident_types}
    assert named <= set(accident_types())


def test_the_signs_called_for_most_often_come_first_on_a_narrow_board() -> None:
    assert [sign.zh for sign in signs_for(["2025-06", "2025-06", "2025-02"], 1)] in (
        ["当心触电"],
        ["禁止触摸"],
    )
