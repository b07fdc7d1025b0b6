from openpyxl import load_workbook
from io import BytesIO
from portal.workbooks import actions, showing
from portal.workbooks.actions import GivenFile
from tests.build import AT
from tests.risks.build import a_risk
from portal.workbooks.rules import WorkbookState
from portal.risks.queries import RegisterFilter
from portal.db import session


def test_round(as_filer, filer):
    a_risk(as_filer, filer)
    out = showing.taken_out(session(), as_filer, RegisterFilter(), AT.date())
    open("/tmp/x/export.xlsx", "wb").write(out.content)
    w = actions.add(as_filer, GivenFile("x.xlsx", out.content), by=filer, at=AT)
    print(w.state, w.counts, w.findings, w.changes)
    assert w.counts == (0, 0, 1, 0)
    actions.save(w, by=filer, at=AT)
    print(w.state, w.counts)


def test_foreign(as_filer, filer):
    csv = "如皋公司清单,,,,,\n序号,风险点,危险源,事故类型,风险等级,管控措施,责任人\n1,冲床,手指压伤,机械伤害,橙色,1.双手按钮；2.光栅,张三\n2,叉车,撞人,车辆伤害,很高,限速,李四\n合计,,,,,,\n"
    w = actions.add(as_filer, GivenFile("x.csv", csv.encode("gb18030")), by=filer, at=AT)
    print(w.state, w.heads, w.columns)
    actions.match(w, w.columns, by=filer, at=AT)
    print(w.counts, w.findings, w.skipped)
    open("/tmp/x/bad.xlsx", "wb").write(showing.annotated(w))
    actions.save(w, by=filer, at=AT)
    print(w.counts)
    w = actions.add(as_filer, GivenFile("x.csv", csv.replace("很高", "低").encode("utf-8")), by=filer, at=AT)
    print(w.state, w.counts, w.changes)
    assert w.counts == (1, 0, 1, 0)
