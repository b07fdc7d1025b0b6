"""The year of one enterprise and its town: self-assessment, review, the way to a level, its certificate, its end."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, expect
from sqlalchemy import select
from time_machine import TimeMachineFixture

from portal import clock
from portal.access import Actor, act_as
from portal.assessments import actions, queries
from portal.assessments.answers import is_answered
from portal.assessments.model import Assessment
from portal.assessments.versions import standard_of
from portal.db import session
from portal.demo.assessing import full_answer
from portal.documents.model import Paper
from portal.filings.model import Filing
from portal.levels.model import Level
from tests.browser.conftest import Opening
from tests.browser.screens import Window
from tests.browser.test_story import the
from tests.build import PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor, the_county

NAME = "如皋市砉远精工机械有限公司"
TODAY = clock.today()
TITLE = f"{TODAY.year}年安全生产标准化自评"
GUARDS, VESSELS, WIRING = "5.4.1-08", "5.4.1-16", "5.4.1-10"
FOUND = "2号冲床防护罩缺失"
PROOF = FilePayload(name="验收单.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\n%%EOF\n")
REMARK = "配电柜前堆物两处未扣分，按评分规则改正"
REASON = "防护装置长期缺失，标准化体系未有效运行"
MONTH_AGO = (TODAY - timedelta(days=31)).isoformat()
"""More than ten working days ago, whatever feast lies between."""


@pytest.mark.timeout(180)
def test_the_year_of_an_enterprise(window: Opening, time_machine: TimeMachineFixture) -> None:
    own = an_enterprise(TOWN, name=NAME, above_designated=True)
    office, county, member = an_authority(TOWN), the_county(), a_member(own, "filer")
    filler, by = window(member.person.sign_in_name), the_actor(member)
    signer, town = a_name(own, "signer"), window(a_name(office, "reviewer"))
    reviewer, chief = a_name(county, "reviewer"), a_name(county, "chief")

    answer_items(filler)
    write_finding(filler)
    say_conditions(filler)
    fill_the_rest(by)
    head = window(signer)
    tell_about(head)
    submit(head)
    send_back(town)
    mend(filler)
    submit(head)
    bureau = window(reviewer)
    close_check(town, bureau)

    apply(head)
    examine(town, head, bureau)
    wait_for_the_notice(window(chief), time_machine)
    leader, bureau, head = window(chief), window(reviewer), window(signer)
    announce(leader)
    code = certificate(head)
    window().go(f"/verify/{code}").see(NAME, "等级有效，有效期至：")
    propose_revocation(bureau)
    step(head.go("/levels").see(REASON), "陈述申辩", reason="无异议")
    step(leader, "撤销等级（摘牌）", reason=REASON, password=PASSWORD)
    window().go(f"/verify/{code}").see(NAME, "等级已撤销。").see_not("等级有效")


def a_name(of: Any, role: str) -> str:
    """The sign-in name of a new member."""
    return a_member(of, role).person.sign_in_name


def answer_items(filler: Window) -> None:
    """From the task list: one item falls short, one does not apply, one is in order; the score runs along."""
    filler.go("/").press(TITLE).press("开始自评").see("实时得分")
    filler.go(f"/assessments/{the(Assessment).key}/sections/5.4.1")
    filler.page.wait_for_load_state("networkidle")
    vessels = part(filler, ".item-card", VESSELS)
    keep(filler, part(filler, ".item-card", GUARDS).locator("[name=findings]"), "1")
    score = filler.page.locator(".score-board__figure")
    before = score.inner_text()
    vessels.get_by_text("本企业不涉及").click()
    keep(filler, vessels.locator("[name=reason]"), "未使用特种设备")
    with filler.page.expect_response(lambda answer: answer.request.method == "POST"):
        vessels.locator("[name=not_applicable][value=yes]").check()
    keep(filler, part(filler, ".item-card", WIRING).locator("[name=findings]"), "0")
    filler.see("已填报3项，共183项")
    expect(score).not_to_have_text(before)


def part(of: Window, kind: str, item: str) -> Locator:
    """The card or the row of an item."""
    return of.page.locator(kind, has=of.page.get_by_role("heading", name=item))


def keep(who: Window, field: Locator, value: str) -> None:
    """Type into a field of a card, and wait until it is kept."""
    with who.page.expect_response(lambda answer: answer.request.method == "POST") as waiting:
        field.fill(value)
        field.blur()
    assert waiting.value.status == 200


def write_finding(filler: Window) -> None:
    """The deduction leads to a finding with its measure, which stands in the plan and is reported done with a paper."""
    part(filler, ".item-card", GUARDS).get_by_role("link", name="登记问题和整改措施").click()
    filler.fill(text=FOUND, measure="加装防护罩，验收后启用", person="赵六", due_on=TODAY.isoformat())
    filler.press("保存").see("已列入整改计划")
    filler.go("/measures").see(FOUND, "加装防护罩", "赵六")
    filler.press(FOUND).fill(note="防护罩已装好，班前点检")
    filler.named("file").set_input_files(PROOF)
    filler.press("上报完成").see("已上报完成", PROOF["name"])


def say_conditions(filler: Window) -> None:
    """Answer a veto and a condition."""
    filler.go("/assessments").press("继续填报").press("否决项和申请条件")
    for condition, words in (("V01", "未发生"), ("P01", "符合")):
        asked = filler.page.locator(f"#{condition}")
        asked.get_by_role("button", name=words, exact=True).click()
        expect(asked).not_to_contain_text("未回答")


def fill_the_rest(by: Actor) -> None:
    """What is left, by the actions: a hundred and ninety clicks more would show nothing new."""
    act_as(by)
    assessment = session().scalars(select(Assessment)).one()
    standard, given = standard_of(assessment.standard_key), queries.scored_answers(session(), assessment)
    left = [one for one in standard.items if not is_answered(one, given.items.get(one.id))]
    actions.answer_many(assessment, {one.id: full_answer(one) for one in left}, by=by, at=clock.now())
    for veto in standard.veto_rules:
        actions.say(assessment, veto.id, False, by=by, at=clock.now())
    for condition in standard.prerequisites:
        actions.say(assessment, condition.id, True, by=by, at=clock.now())


def tell_about(signer: Window) -> None:
    """Team, days, notice and conclusion, each kept as it is typed."""
    signer.go("/assessments").press("继续填报").press("自评组、公示和结论")
    signer.save(leader="陈大江", team="各部门负责人、职工代表", conclusion="自评符合要求。")
    signer.save(displayed_from=MONTH_AGO, displayed_to=TODAY.isoformat())


def submit(signer: Window) -> None:
    """Sign and submit; the report names the enterprise and its score."""
    signer.go(f"/filings/{the(Filing).key}/submit").page.locator("main [name=truthful]").check()
    signer.fill(password=PASSWORD).press("提交自评报告").see("自评报告已提交")
    text = signer.download_pdf(f"/papers/{the(Paper).key}/file")
    assert NAME in text
    assert f"{the(Assessment).result.normalize():f}" in text


def send_back(town: Window) -> None:
    """Score an item by what was seen, see the difference, remark on the row, send back."""
    town.go("/review").press(NAME).press("开始审核")
    part(town, ".review-row", WIRING).get_by_role("link", name="复核评分").click()
    town.fill(findings="2", comment="配电柜前堆物两处").press("保存评分").see("复核评分已保存")
    expect(part(town, ".review-row", WIRING)).to_contain_text("（−2）")
    part(town, ".review-row", WIRING).get_by_role("link", name="批注").click()
    town.named("reason_code").select_option("R03")
    town.fill(words=REMARK).press("保存批注")
    town.press("退回").fill(note="改正后重新提交").press("退回修改").see("已退回")


def mend(filler: Window) -> None:
    """Read the remark, follow it to the item, and mend the answer."""
    filler.go("/").press(TITLE).see(REMARK)
    filler.page.get_by_role("link", name="电气线路与设备").first.click()
    filler.page.wait_for_load_state("networkidle")
    keep(filler, part(filler, ".item-card", WIRING).locator("[name=findings]"), "2")


def close_check(town: Window, county: Window) -> None:
    """Only what changed is shown first; the points reach a level, so the county looks too, and closes."""
    town.go("/review").press(NAME)
    expect(town.page.locator(".review-row:visible")).to_have_count(1)
    town.press("开始审核").press("转市局核查").press("转市局核查").see("已转市应急管理局核查")
    county.go("/review").press(NAME).press("开始审核").press("办结核查").press("办结核查").see("已核查")


def apply(signer: Window) -> None:
    """Begin the way; the result hung inside for a month, so the application may follow at once."""
    signer.go("/levels").press("开始创建标准化等级").press("开始")
    step(signer, "企业内部公示", on=MONTH_AGO)
    step(signer, "申请定级", password=PASSWORD)


def step(who: Window, words: str, **given: str) -> None:
    """Take a step from the page of the level."""
    who.go(f"/levels/{the(Level).key}").press(words)
    expect(who.page.get_by_role("heading", level=1)).to_have_text(words)
    who.fill(**given).press(words).see(f"已办理：{words}。")


def examine(town: Window, signer: Window, county: Window) -> None:
    """Accept, review on site, report, rectify, confirm, put on public notice."""
    step(town, "受理申请")
    step(town, "开始现场评审")
    step(town, "告知不符合项", reason="配电柜前堆物")
    step(signer, "报告整改完成", reason="已清理并划线")
    step(town, "确认整改合格", reason="现场复核合格")
    step(county, "社会公示")


def wait_for_the_notice(chief: Window, time_machine: TimeMachineFixture) -> None:
    """The public notice lasts seven working days: the portal's clock moves on, and everybody signs in anew."""
    chief.go(f"/levels/{the(Level).key}").see("公告等级并发证：", "起可办理")
    time_machine.move_to(datetime.combine(the(Level).not_before, time(11), clock.ZONE))


def announce(chief: Window) -> None:
    """Announce with the number that the authority above gave; the year's overview counts the enterprise."""
    number = f"苏AQBJXⅢ{clock.today().year}00001"
    step(chief, "公告等级并发证", number=number, password=PASSWORD)
    chief.see(number).go(f"/levels/progress?year={TODAY.year}")
    for label in ("已定级", "已办结审核"):
        tile = chief.page.locator(".tile", has_text=label)
        expect(tile.locator(".tile__value")).to_have_text("1")
    tile.click()
    chief.see(NAME)


def certificate(signer: Window) -> str:
    """Download the certificate from the page of levels; the code that it prints."""
    link = signer.go("/levels").page.get_by_role("link", name="下载证书")
    assert NAME in signer.download_pdf(str(link.get_attribute("href")))
    return str(the(Paper, id=the(Level).paper_id).code)


def propose_revocation(county: Window) -> None:
    """Propose the revocation on a ground of the law."""
    county.go(f"/levels/{the(Level).key}").press("拟撤销等级")
    county.page.locator("main [name=grounds][value=R9]").check()
    county.fill(reason=REASON).press("拟撤销等级").see("R9", REASON)
