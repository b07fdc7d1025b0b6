"""A list of any size for measuring: filled as our template is, with some cells that cannot stand."""

from io import BytesIO

import xlsxwriter

from portal.workbooks.columns import template_columns

WRONG = "16"
ROW = {
    "unit": "冲压车间", "risk_point": "冲床", "description": "手进入危险区域时滑块下行",
    "accident_types": "机械伤害、触电",
    "consequence": "1～2人重伤", "identified_on": "2026-10-08", "method": "LEC", "L": "3", "E": "6", "C": "15",
    "engineering": "双手按钮、光栅联锁", "management": "操作规程\n定期检查", "training": "三级教育", "ppe": "防护手套",
    "emergency": "断电、止血、送医", "responsible_department": "生产部", "responsible_person": "张三",
    "responsible_phone": "13800001234", "complaint_phone": "12350", "next_check_on": "2026-12-15",
    "emergency_measures": "现场处置方案",
}  # fmt: skip


def a_list(rows: int, wrong: int) -> bytes:
    """A list of so many rows, so many of them with a value that is not on its scale."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("清单")
    columns = template_columns()
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.head)
    for number in range(1, rows + 1):
        own = {"place": f"{number}号工位", "name": f"机械运动部件挤压第{number}处"}
        cells = {**ROW, **own, "C": WRONG if number % (rows // wrong) == 0 else "15"}
        for place, column in enumerate(columns):
            sheet.write_string(number, place, cells.get(column.key, ""))
    book.close()
    return target.getvalue()
