"""Export → edit → import: what nobody touched stays, what was typed over changes, nothing is lost."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.access import Actor
from portal.db import session
from portal.registry.model import Enterprise
from portal.risks import actions as risks
from portal.risks import controlling
from portal.risks.graded import PlainRisk
from portal.risks.listed import LISTED, StandingControl
from portal.risks.model import Control, Risk
from portal.risks.queries import RegisterFilter
from portal.risks.rules import ConditionAnswer, ControlKind, ControlLevel, Frequency, Grade, Grading
from portal.risks.weighing import Standing, weigh
from portal.risks.wishes import RowFate
from portal.spreadsheets.reading import read
from portal.workbooks import actions, showing
from portal.workbooks.actions import GivenFile
from portal.workbooks.checking import rows_of
from portal.workbooks.exporting import ListHead, list_workbook
from portal.workbooks.headers import guess
from portal.workbooks.model import Workbook
from portal.workbooks.rules import WorkbookState
from portal.workbooks.shapes import find_table
from tests.build import AT
from tests.risks.build import a_control, a_risk
from tests.workbooks.lists import edited

FIRST_ROW = 4
DUST = "JS-DUST-01"


def taken_out(of: Enterprise) -> bytes:
    """The register as a workbook."""
    return showing.taken_out(session(), of, RegisterFilter(), AT.date()).content


def brought_in(of: Enterprise, content: bytes, by: Actor) -> Workbook:
    """A workbook after its check."""
    workbook = actions.add(of, GivenFile("清单.xlsx", content), by=by, at=AT)
    assert workbook.state is WorkbookState.CHECKED
    return workbook


def everything(of: Enterprise) -> list[object]:
    """What the register says, in plain values."""
    risk_fields = [*LISTED[5:], "usual_code"]
    rows = [
        [getattr(risk, name) for name in risk_fields] for risk in session().query(Risk).order_by(Risk.number)
    ]
    fields = (
        "kind",
        "text",
        "level",
        "department",
        "person",
        "phone",
        "frequency",
        "next_check_on",
        "removed_at",
    )
    return [
        *rows,
        *([getattr(one, name) for name in fields] for one in session().query(Control).order_by(Control.id)),
    ]


@pytest.fixture
def rich(as_filer: Enterprise, filer: Actor) -> Enterprise:
    """A register with rows graded in every way, and controls that know more than the list has columns for."""
    first = a_risk(as_filer, filer, Grade.LARGER, description="第一行\r\n第二行", had_accident=True)
    a_control(
        first,
        filer,
        kind=ControlKind.MANAGEMENT,
        text="1、每班检查\n并记录",
        level=ControlLevel.TEAM,
        department="安环部",
    )
    a_control(first, filer, kind=ControlKind.MANAGEMENT, text="无", frequency=Frequency.WEEKLY)
    a_risk(as_filer, filer, None, name="未评级", accident_types=["1986-05", "2025-06"])
    direct = Grading(direct_grade=Grade.MAJOR, direct_criteria=("DJ-02",), direct_reason="构成重大危险源")
    risk = a_risk(as_filer, filer, None, name="=SUM(1)", controls=False)
    risks.grade(risk, risk.grading, direct, by=filer, at=AT)
    matched = a_risk(as_filer, filer, Grade.LOW, name="粉尘", identified_on=None)
    floor = matched.grading._replace(catalogue_code=DUST, condition_answer=ConditionAnswer.APPLIES)
    risks.grade(matched, matched.grading, floor, by=filer, at=AT)
    matrix = a_risk(as_filer, filer, None, name="矩阵")
    values = {"L": Decimal(3), "S": Decimal(4)}
    risks.grade(matrix, matrix.grading, Grading(method="ls5@1.0", values=values), by=filer, at=AT)
    return as_filer


def test_an_export_brought_in_again_changes_nothing(rich, filer):
    before = everything(rich)
    workbook = brought_in(rich, taken_out(rich), filer)
    assert workbook.counts == (0, 0, 5, 0)
    actions.save(workbook, by=filer, at=AT)
    assert everything(rich) == before


def checks_of_first(of: Enterprise) -> list[date | None]:
    return [one.next_check_on for one in session().query(Risk).filter(Risk.number == 1).one().active_controls]


def test_the_first_of_different_checks_is_told_and_left_alone_or_written_for_all(rich, filer):
    first = session().query(Risk).filter(Risk.number == 1).one()
    for number, control in enumerate(first.active_controls):
        control.next_check_on = date(2026, 12, 1 + number)
    session().commit()
    days = checks_of_first(rich)
    assert len(set(days)) == 3
    assert brought_in(rich, taken_out(rich), filer).counts.changed == 0
    later = edited(taken_out(rich), FIRST_ROW, "next_check_on", "2026-12-20")
    actions.save(brought_in(rich, later, filer), by=filer, at=AT)
    session().expire_all()
    assert set(checks_of_first(rich)) == {date(2026, 12, 20)}


def test_a_cell_typed_over_changes_its_field_alone(rich, filer):
    content = edited(taken_out(rich), FIRST_ROW, "place", "3号冲床")
    workbook = brought_in(rich, content, filer)
    assert [one["fields"] for one in workbook.changes] == [[["place", "冲压车间2号冲床", "3号冲床"]]]
    actions.save(workbook, by=filer, at=AT)
    assert workbook.counts == (0, 1, 4, 0)
    assert session().query(Risk).order_by(Risk.number).first().place == "3号冲床"


def test_an_emptied_cell_empties_its_field(rich, filer):
    workbook = brought_in(rich, edited(taken_out(rich), FIRST_ROW, "consequence", None), filer)
    actions.save(workbook, by=filer, at=AT)
    assert session().query(Risk).order_by(Risk.number).first().consequence == ""


def test_new_values_grade_the_row_anew(rich, filer):
    content = edited(edited(taken_out(rich), FIRST_ROW, "C", "40"), FIRST_ROW, "grade", None)
    actions.save(brought_in(rich, content, filer), by=filer, at=AT)
    assert session().query(Risk).order_by(Risk.number).first().grade is Grade.MAJOR


def test_a_grade_that_the_values_do_not_come_to_is_told_with_the_sum(rich, filer):
    workbook = brought_in(rich, edited(taken_out(rich), FIRST_ROW, "grade", "一般"), filer)
    found = workbook.findings[0]
    assert (found.code, found.values["sum"]) == ("grade_contradicts", "3 × 6 × 15 = 270")


def test_a_control_taken_out_is_removed_and_the_others_keep_what_they_know(rich, filer):
    content = edited(taken_out(rich), FIRST_ROW, "management", "每班检查 并记录\n新的一条")
    actions.save(brought_in(rich, content, filer), by=filer, at=AT)
    controls = {one.text: one for one in session().query(Control) if one.kind is ControlKind.MANAGEMENT}
    assert controls["1、每班检查\n并记录"].department == "安环部"
    assert controls["1、每班检查\n并记录"].removed_at is None
    assert controls["无"].removed_at == AT
    assert controls["新的一条"].level is ControlLevel.WORKSHOP


def test_a_row_that_somebody_changed_after_the_check_is_left_out(rich, filer):
    workbook = brought_in(rich, edited(taken_out(rich), FIRST_ROW, "place", "3号冲床"), filer)
    risk = session().query(Risk).order_by(Risk.number).first()
    later = AT.replace(hour=5)
    controlling.add(
        risk, {"kind": ControlKind.PPE, "text": "手套", "level": ControlLevel.POST}, by=filer, at=later
    )
    actions.save(workbook, by=filer, at=later)
    assert workbook.counts == (0, 0, 4, 1)
    assert workbook.findings[0].code == "changed_meanwhile"


# --- any register -----------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12).map(
    str.strip
)
LINES = st.lists(WORDS.filter(bool), max_size=3).map("\n".join)


@st.composite
def plain_risks(draw: st.DrawFn) -> PlainRisk:
    """A row of a register with any words."""
    blank = dict.fromkeys(LISTED, "") | {"catalogue_code": None, "condition_answer": None, "method": None}
    number = draw(st.integers(1, 999))
    return PlainRisk(
        blank
        | {
            "id": number,
            "key": "k",
            "number": number,
            "removed_at": None,
            "changed_at": AT,
            "assessments": {},
        }
        | {name: draw(WORDS) for name in ("unit", "risk_point", "place", "responsible_person", "consequence")}
        | {"name": draw(WORDS.filter(bool)), "description": draw(LINES), "emergency_measures": draw(LINES)}
        | {"identified_on": draw(st.none() | st.dates(date(2020, 1, 1), AT.date()))}
        | {"accident_types": draw(st.lists(st.sampled_from(["2025-04", "2025-06", "1986-05"]), unique=True))}
        | {"had_accident": draw(st.booleans()), "direct_criteria": [], "direct_grade": None, "grade": None}
        | {"inherent_assessments": None, "inherent_grade": None}
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(plain_risks(), min_size=1, max_size=4, unique_by=lambda one: one.number),
    texts=st.lists(WORDS.filter(bool), max_size=3),
)
def test_any_register_comes_back_as_it_was(rows, texts):
    controls = [
        StandingControl(n, rows[0].id, ControlKind.TRAINING, text, ControlLevel.POST, None, None)
        for n, text in enumerate(texts)
    ]
    standing = Standing(rows[0].region_path, rows, {rows[0].id: controls})
    content = list_workbook(
        ListHead("甲", "", ""), [(row, standing.controls.get(row.id, ())) for row in rows]
    )
    table = find_table(read(content, "x.xlsx"))
    wishes = rows_of(table, guess(table.heads, {}), AT.date()).wishes
    assert [one.fate for one in weigh(standing, wishes, AT.date())] == [RowFate.SAME] * len(rows)
