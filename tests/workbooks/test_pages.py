"""The pages of imports and exports as a browser without script sees them, and the commands."""

import json
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.audit import Event
from portal.db import session
from portal.registry.model import Enterprise
from portal.risks.model import Risk
from portal.risks.rules import Grade
from portal.workbooks.model import Workbook
from tests.build import a_member, an_enterprise, the_actor
from tests.client import PageClient
from tests.conftest import StatementCount
from tests.risks.build import a_risk
from tests.workbooks.lists import factory_list, filled_template


class Office:
    """A filer of an enterprise at a browser."""

    def __init__(self, client: PageClient) -> None:
        act_as(SYSTEM)
        own = an_enterprise(industry_code="338")
        member = a_member(own, "filer")
        self.own_id, self.code, self.actor = own.id, own.code, the_actor(member)
        self.client = client.sign_in(member)

    def upload(self, content: bytes, name: str = "清单.xlsx", status: int = 303):
        """Send a file by the page's form."""
        data = {**self.client.tokens(), "file": (BytesIO(content), name)}
        return self.client.post("/workbooks", data, status, content_type="multipart/form-data")

    def workbook(self) -> Workbook:
        act_as(SYSTEM)
        return session().scalars(select(Workbook)).one()

    def add(self, **facts: str) -> None:
        act_as(self.actor)
        a_risk(session().get_one(Enterprise, self.own_id), self.actor, Grade.LARGER, **facts)


@pytest.fixture
def office(client: PageClient) -> Office:
    return Office(client)


def text_of(page) -> str:
    return " ".join(page.select_one("main").get_text(" ").split())


def test_a_list_goes_from_upload_to_the_register_without_script(office):
    address = office.upload(factory_list())
    page = office.client.get(address)
    assert "确认各列的含义" in text_of(page)
    address = office.client.submit(page)
    page = office.client.get(address)
    assert "第7行 F列“L”： 填 0.1、0.2、0.5、1、3、6、10 之一，现为“很高”" in text_of(page)
    assert "导入正确的 2 行" in text_of(page)
    done = office.client.get(office.client.post(f"{address}/save"))
    assert "已写入风险清单 2 行" in text_of(done)
    act_as(SYSTEM)
    assert session().query(Risk).count() == 2


def test_the_annotated_workbook_is_the_own_file_with_chinese_remarks(office):
    address = office.client.submit(office.client.get(office.upload(factory_list())))
    answer = office.client.browser.get(f"{address}/annotated.xlsx?lang=en")
    book = load_workbook(BytesIO(answer.data))
    assert book.sheetnames == ["风险分级管控清单", "错误清单"]
    assert (
        book.worksheets[0]["F7"].comment.text
        == "第7行 F列“L”：填 0.1、0.2、0.5、1、3、6、10 之一，现为“很高”"
    )


def test_a_head_that_is_left_out_is_not_brought_in(office):
    page = office.client.get(office.upload(factory_list()))
    office.client.submit(page, **{"column-11": ""})
    assert "responsible_phone" not in office.workbook().columns.values()


def test_two_columns_of_one_meaning_are_refused(office):
    page = office.client.get(office.upload(factory_list()))
    assert "两列不能对应同一项" in text_of(office.client.submit(page, 422, **{"column-0": "name"}))


def test_a_file_that_cannot_be_taken_is_told_at_its_field(office):
    page = office.upload(b"MZ" + b"\0" * 100, "清单.xlsx", 422)
    assert "不是表格" in page.select_one("#file-error").get_text()
    assert "选择表格文件" in office.client.post("/workbooks", status=422).select_one("#file-error").get_text()


def test_a_cancelled_workbook_can_no_longer_be_saved(office):
    address = office.upload(filled_template({"name": "压伤"}))
    office.client.post(f"{address}/cancel")
    office.client.post(f"{address}/save", status=409)


def test_what_would_change_is_shown_before_and_after(office):
    office.add()
    page = office.client.get(
        office.upload(filled_template({"code": "R001", "name": "新名称"}, heads=["code", "name"]))
    )
    assert [one.get_text() for one in page.select("del, ins")] == ["冲床手工送料", "新名称"]


def test_the_export_holds_what_the_filters_show_says_so_and_is_an_event(office):
    office.add()
    office.add(unit="喷漆车间", name="漆雾")
    answer = office.client.browser.post("/workbooks/register.xlsx?unit=喷漆车间", data=office.client.tokens())
    sheet = load_workbook(BytesIO(answer.data))["清单"]
    assert [sheet.cell(row, 5).value for row in range(4, sheet.max_row + 1)] == ["漆雾"]
    assert "筛选：喷漆车间" in sheet["A2"].value
    act_as(SYSTEM)
    event = session().scalars(select(Event).where(Event.verb == "workbook.export")).one()
    assert event.after == {"filters": "喷漆车间", "rows": 1}


def test_a_formula_in_the_register_is_exported_as_text(office):
    office.add(name='=HYPERLINK("http://x")')
    answer = office.client.browser.post("/workbooks/register.xlsx", data=office.client.tokens())
    assert load_workbook(BytesIO(answer.data))["清单"]["E4"].data_type == "s"


def test_the_template_has_drop_downs_and_notes(office):
    book = load_workbook(BytesIO(office.client.browser.get("/workbooks/template.xlsx").data))
    assert book.sheetnames == ["清单", "填写说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert len(book["清单"].data_validations.dataValidation) == 12
    assert "顿号" in book["清单"]["G3"].comment.text


def test_the_register_offers_both_ways(office):
    office.add()
    page = office.client.get("/risks")
    assert page.select_one('a[href="/workbooks"]')
    assert page.select_one('form[action="/workbooks/register.xlsx"]')


def test_the_list_of_workbooks_takes_the_same_statements_for_many(office, statements: StatementCount):
    office.upload(filled_template({"name": "压伤"}))
    office.client.get("/workbooks")
    statements.clear()
    office.client.get("/workbooks")
    one = statements.count
    office.upload(filled_template({"name": "触电"}))
    statements.clear()
    office.client.get("/workbooks")
    assert statements.count == one


# --- the commands -----------------------------------------------------------------------------------------


def command(app: Flask, *words: str):
    """Run `flask risks …` as a terminal does."""
    return app.test_cli_runner().invoke(args=["risks", *words])


def test_the_command_brings_a_list_in_and_tells_of_every_wrong_cell(app, office, tmp_path):
    file = tmp_path / "清单.xlsx"
    file.write_bytes(factory_list())
    answer = json.loads(command(app, "import", str(file), "--enterprise", office.code, "--json").output)
    assert (answer["read"], answer["saved"], answer["wrong"], answer["state"]) == (4, 2, 2, "saved")
    assert [one["cell"] for one in answer["refused"]] == ["F7", "E8"]
    assert load_workbook(answer["annotated"]).worksheets[0]["F7"].comment


def test_a_dry_run_writes_nothing(app, office, tmp_path):
    file = tmp_path / "清单.xlsx"
    file.write_bytes(factory_list())
    answer = json.loads(
        command(app, "import", str(file), "--enterprise", office.code, "--dry-run", "--json").output
    )
    act_as(SYSTEM)
    assert (answer["saved"], answer["new"], session().query(Risk).count()) == (0, 2, 0)


def test_the_command_takes_a_mapping(app, office, tmp_path):
    (tmp_path / "a.csv").write_text("甲,乙\n冲床,压伤\n", encoding="utf-8")
    (tmp_path / "m.json").write_text(json.dumps({"甲": "risk_point", "乙": "name"}), encoding="utf-8")
    words = ["--enterprise", office.code, "--mapping", str(tmp_path / "m.json"), "--json"]
    assert (
        command(app, "import", str(tmp_path / "a.csv"), *words).exit_code != 0
    )  # a row of two words is no row of heads
    (tmp_path / "a.csv").write_text("甲,乙,丙\n冲床,压伤,1\n", encoding="utf-8")
    assert json.loads(command(app, "import", str(tmp_path / "a.csv"), *words).output)["saved"] == 1


def test_the_command_takes_the_register_out(app, office, tmp_path):
    office.add()
    target = tmp_path / "out.xlsx"
    assert command(app, "export", "--enterprise", office.code, "--output", str(target)).exit_code == 0
    assert load_workbook(target)["清单"]["A4"].value == "R001"


def test_an_unknown_enterprise_is_told(app, tmp_path):
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    assert command(app, "import", str(tmp_path / "a.csv"), "--enterprise", "x").exit_code == 1


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("nonsense", "not JSON"),
        ('{"危险": "nothing"}', "no column is called"),
        ('{"没有": "name"}', "no head reads"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_mapping(app, office, tmp_path, mapping, said):
    (tmp_path / "a.csv").write_text("危险,部位,甲\n挤压,冲床,1\n", encoding="utf-8")
    (tmp_path / "m.json").write_text(mapping, encoding="utf-8")
    words = ["--enterprise", office.code, "--mapping", str(tmp_path / "m.json")]
    answer = command(app, "import", str(tmp_path / "a.csv"), *words)
    assert answer.exit_code == 1
    assert said in answer.output
