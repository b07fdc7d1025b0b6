"""A list of another maker goes from upload to the register, in a browser, at a desk and on a phone."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.browser.conftest import Opening
from tests.browser.screens import Window
from tests.browser.test_story import a_name
from tests.build import an_enterprise
from tests.workbooks.lists import FACTORY_ROWS, factory_list

CSV = "某厂风险清单,,,\n序号,风险点,危险源,风险等级\n1,冲床,压伤手指,橙色\n2,叉车,撞人,特别高\n合计,2,,\n"


def upload(who: Window, path: Path) -> None:
    """Choose a file and send it."""
    who.go("/workbooks")
    who.named("file").set_input_files(path)
    who.press("上传并检查")


@pytest.mark.timeout(240)
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_factorys_own_list_is_brought_in_mended_and_brought_in_again(
    window: Opening, tmp_path: Path, width: str
) -> None:
    filler = window(a_name(an_enterprise(), "filer"), width=width)
    path = tmp_path / "分级管控清单.xlsx"
    path.write_bytes(factory_list())

    upload(filler, path)
    filler.see("确认各列的含义", "易发生的事故类型")
    assert filler.fits
    filler.press("确认并检查")
    filler.see("第7行 F列“L”", "现为“很高”")
    assert filler.fits
    assert annotated(filler)["F7"].comment.text.startswith("第7行 F列")
    filler.press("导入正确的 2 行")
    filler.see("已写入风险清单 2 行")

    rows = [list(row) for row in FACTORY_ROWS]
    rows[2][5], rows[3][4] = "1", "火灾"
    path.write_bytes(factory_list(rows))
    upload(filler, path)
    filler.press("导入正确的 4 行")
    filler.see("每一行都在风险清单里了").go("/risks").see("手指压伤", "漏电", "漆雾遇火")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_csv_of_another_tool_is_brought_in(window: Opening, tmp_path: Path, encoding: str) -> None:
    filler = window(a_name(an_enterprise(), "filer"))
    path = tmp_path / "list.csv"
    path.write_bytes(CSV.encode(encoding))
    upload(filler, path)
    filler.press("确认并检查").see("第4行 D列“风险等级”", "重大、较大、一般、低")
    filler.press("导入正确的 1 行").go("/risks").see("压伤手指", "较大")


def annotated(who: Window):
    """The first sheet of the list with remarks."""
    with who.page.expect_download() as waiting:
        who.page.get_by_role("link", name="下载带批注的原表").click()
    return load_workbook(BytesIO(waiting.value.path().read_bytes())).worksheets[0]
