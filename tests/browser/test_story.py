"""The portal's main job from end to end: a company files, the town judges, the papers print."""

import re
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from portal import clock
from portal.access import SYSTEM, act_as
from portal.accounts.model import Authority
from portal.db import session
from portal.documents.model import Paper
from portal.filings.model import Filing
from portal.registry.model import Enterprise
from tests.browser.conftest import Opening
from tests.browser.facts import tell_facts
from tests.browser.screens import Window
from tests.build import OTHER_TOWN, PASSWORD, TOWN, a_code, a_member, an_authority, the_county

NAME = "如皋市堃䶮机械有限公司"
DEADLINE = (clock.today() + timedelta(days=10)).isoformat()
ISSUE = "核对并下达"
SECRET = "三十二只白鹭飞过江心沙洲"


class Receipt(NamedTuple):
    """What a story remembers of a receipt."""

    number: str
    key: str
    code: str


@pytest.mark.timeout(240)
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_company_files_its_report_and_the_papers_print(window: Opening, width: str) -> None:
    office = an_authority(TOWN)
    reviewer, chief = a_name(office, "reviewer"), a_name(the_county(), "chief")
    inspectors = [a_name(office, "inspector", certificate_number=f"苏F00000{n}") for n in (1, 2)]
    stranger = a_name(an_authority(OTHER_TOWN), "reviewer")
    company = register(window(width=width))
    town = window(reviewer, width=width)
    confirm(town)
    filler = invite(company, window(width=width))

    fill_register(filler)
    begin_report(filler)
    facts_block(company)
    tell_facts(filler)
    submit_is_blocked(company)
    declare_control(filler)
    first = submit(company)
    window(stranger, width=width).go("/review").see_not(NAME)

    send_back(town)
    mend(filler)
    second = submit(company)
    assert first.number != second.number
    close_check(town)
    assert NAME in company.download_pdf(f"/papers/{second.key}/file")
    window(width=width).go(f"/verify/{second.code}").see(NAME, "已报告，已核查")
    window(width=width).go(f"/verify/{first.code}").see(second.number)

    order(window(inspectors[0], width=width))
    assert "责令限期整改指令书" in company.download_pdf(
        f"/papers/{the(Paper, kind='rectification_order').key}/file"
    )
    leader = window(chief, width=width).go("/overview").see("如城街道")
    assert leader.fits


def a_name(of: Authority, role: str, **facts: str) -> str:
    """The sign-in name of a new member of an office."""
    return a_member(of, role, **facts).person.sign_in_name


def register(who: Window) -> Window:
    """A new company registers itself and its first person signs in."""
    who.go("/register")
    who.fill(
        code=a_code(7700001), name=NAME, address="工业园区3号", legal_representative="陈大江", safety_manager="李小河",
        safety_manager_phone="13800001111", person_name="陈大江", phone="13800001111",
        sign_in_name="kunyan", password=SECRET,
    )  # fmt: skip
    who.choose("region_code", "如城街道")
    who.pick("industry_code", "tylbj")
    who.page.locator("main [name=scale]").nth(2).check()
    who.press("登记企业").see("登录")
    return who.sign_in("kunyan", SECRET)


def confirm(town: Window) -> None:
    """The town confirms the new company."""
    town.go("/enterprises").press(NAME).press("确认企业").see("已确认")


def invite(company: Window, guest: Window) -> Window:
    """The administrator invites a filler, who joins by the link that is shown once."""
    company.go("/members/invite").fill(name="王芳")
    company.page.locator("main [name=roles][value=filer]").check()
    company.press("生成邀请")
    link = company.page.locator("#link").input_value()
    guest.go("/invitation/" + link.rsplit("/", 1)[1])
    guest.fill(name="王芳", phone="13800002222", sign_in_name="wangfang", password=SECRET + "二")
    guest.press("建立账号并加入")
    return guest.sign_in("wangfang", SECRET + "二")


def fill_register(filler: Window) -> None:
    """One risk by hand, graded by LEC with the arithmetic in sight."""
    filler.go("/risks/new").fill(name="冲床手工送料伤手", unit="冲压车间", risk_point="2号冲床").press(
        "登记风险"
    )
    filler.save(place="冲压车间东侧", consequence="一至二人重伤", identified_on="2026-11-02")
    filler.save(responsible_department="生产部", responsible_person="赵六")
    filler.pick("accident_types", "jx")
    for factor, value in (("L", "3"), ("E", "6"), ("C", "15")):
        with filler.page.expect_response(lambda answer: answer.request.method == "POST"):
            filler.named(factor).select_option(value=value)
    filler.see("270")


def begin_report(filler: Window) -> None:
    """Begin the regular report."""
    filler.go("/filings/start/risk_report?occasion=regular").press("开始报告").see("定期风险报告")


def facts_block(company: Window) -> None:
    """Facts that are not told block, part by part, and lead to the very field."""
    company.go(f"/filings/{the(Filing).key}/submit").see("“保险与安全投入”还缺：工伤保险投保人数")
    link = company.page.get_by_role("link", name=re.compile("“保险与安全投入”还缺")).first
    assert str(link.get_attribute("href")).endswith("/enterprise/facts/insurance#injury_insured")


def submit_is_blocked(company: Window) -> None:
    """A larger risk without control blocks, and the point leads to the row."""
    company.go(f"/filings/{the(Filing).key}/submit").see("没有管控措施")
    assert company.page.get_by_role("button", name="提交风险报告").is_disabled()


def declare_control(filler: Window) -> None:
    """Declare the missing control."""
    filler.go("/risks").press("冲床手工送料伤手")
    filler.page.locator(".controls__add").last.click()
    filler.page.locator("#panel [name=text]").fill("断电、止血、送医，拨打120")
    filler.page.locator("#panel [name=person]").fill("赵六")
    filler.page.locator("#panel [name=next_check_on]").fill("2026-12-15")
    filler.page.locator("#panel [name=level]").first.check()
    filler.page.locator("#panel button[type=submit]").click()
    filler.see("断电、止血、送医")


def submit(company: Window) -> "Receipt":
    """Check, declare, sign, submit; the receipt's paper."""
    company.go(f"/filings/{the(Filing).key}/submit")
    company.page.locator("main [name=truthful]").check()
    company.fill(password=SECRET).press("提交风险报告").see("已提交", "安报")
    paper = the(Paper)
    return Receipt(paper.number, paper.key, paper.code)


def send_back(town: Window) -> None:
    """Open, remark on the row, send back."""
    town.go("/review").press(NAME).press("开始审核")
    row = town.page.locator(".review-row", has_text="冲床手工送料伤手")
    row.get_by_role("link", name="批注").click()
    town.page.locator("main [name=reason_code]").select_option("RR04")
    town.fill(words="写明双手按钮和光栅的动作值").press("保存批注")
    town.press("退回").fill(note="按批注修改后重新提交").press("退回修改").see("已退回")


def mend(filler: Window) -> None:
    """The company sees the remark at its row and mends it."""
    filler.go("/").press("2026年定期风险报告").see("写明双手按钮和光栅的动作值")
    filler.page.get_by_role("link", name=re.compile("冲床手工送料伤手")).first.click()
    filler.see("写明双手按钮和光栅的动作值")
    filler.save(description="双手按钮加光栅，光栅响应不超过20毫秒")


def close_check(town: Window) -> None:
    """Only what changed is shown first; close the check."""
    town.go("/review").press(NAME).see("双手按钮加光栅").press("开始审核").press("办结核查").press(
        "办结核查"
    ).see("已核查")


def order(inspector: Window) -> None:
    """Prepare and issue a rectification order with one item."""
    act_as(SYSTEM)
    inspector.go(f"/enterprises/{the(Enterprise).key}").press("拟制整改指令")
    inspector.fill(interim="停用2号冲床，断电挂牌", contact="李检查 0513-00000000", inspected_on="2026-11-20")
    inspector.named("first").select_option(index=1)
    inspector.named("second").select_option(index=2)
    inspector.press("下一步：整改事项").press("添加整改事项")
    inspector.fill(
        place="冲压车间",
        fact="2号冲床光栅未接入急停",
        measure="接入急停并试验",
        more_basis="《安全生产法》第三十六条",
        deadline=DEADLINE,
    )
    inspector.press("保存整改事项").press(ISSUE).fill(password=PASSWORD).press("下达指令").see("应急责改")


def the(model: Any, **facts: object) -> Any:
    """The only row of a kind, as the machine sees it."""
    act_as(SYSTEM)
    session().rollback()
    return session().scalars(select(model).filter_by(**facts).order_by(model.id.desc())).first()
