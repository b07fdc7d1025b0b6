"""The year of one enterprise and its town: self-assessment, review, the way to a level, its certificate, its end."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select
from time_machine import TimeMachineFixture

from portal import clock
from portal.access import SYSTEM, act_as
from portal.accounts.model import Membership
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
from tests.build import PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor, the_county

NAME = "如皋市砉远精工机械有限公司"
TODAY = clock.today()
TITLE = f"{TODAY.year}年安全生产标准化自评"
SECTION = "5.4.1"
GUARDS, VESSELS, WIRING = "5.4.1-08", "5.4.1-16", "5.4.1-10"
FOUND = "2号冲床防护罩缺失"
REMARK = "配电柜前堆物两处未扣分，按评分规则改正"
REASON = "防护装置长期缺失，标准化体系未有效运行"
BEFORE_THE_NOTICE = TODAY - timedelta(days=31)
"""A month with more than ten working days, whatever feast it holds."""


@pytest.mark.timeout(180)
def test_an_enterprise_assesses_itself_and_comes_to_a_level(
    window: Opening, time_machine: TimeMachineFixture
) -> None:
    own = an_enterprise(TOWN, name=NAME, above_designated=True)
    filer, signer = (a_member(own, role).person.sign_in_name for role in ("filer", "signer"))
    county = the_county()
    reviewer, chief = (a_member(county, role).person.sign_in_name for role in ("reviewer", "chief"))
    town = a_member(an_authority(TOWN), "reviewer").person.sign_in_name

    enterprise = window(filer)
    begin(enterprise)
    answer_items(enterprise)
    write_finding(enterprise)
    report_done(enterprise)
    fill_the_rest(filer)
    say_conditions(enterprise)

    head = window(signer)
    tell_about(head)
    submit(head)
    look = window(town)
    score_otherwise(look)
    send_back(look)
    mend(enterprise)
    submit(head)
    pass_on(look)
    bureau = window(reviewer)
    close_check(bureau)

    apply(head)
    examine(look, head, bureau)
    wait_for_the_notice(window(chief), time_machine)
    leader = window(chief)
    announce(leader)
    counted(leader)
    code = certificate(window(signer))
    window().go(f"/verify/{code}").see(NAME, "等级有效，有效期至：")
    propose_revocation(window(reviewer))
    answer_proposal(window(signer))
    revoke(leader)
    window().go(f"/verify/{code}").see("等级已撤销。").see_not("等级有效")


# --- the enterprise assesses itself -----------------------------------------------------------------------


def begin(filer: Window) -> None:
    """Open the year's self-assessment from the task list."""
    filer.go("/").press(TITLE).press("开始自评").see("要素", "实时得分")


def answer_items(filer: Window) -> None:
    """One item short, one that does not apply, one in order; the score runs along."""
    filer.go(f"/assessments/{the(Assessment).key}/sections/{SECTION}")
    filer.page.wait_for_load_state("networkidle")
    guards, vessels, wiring = (card(filer, item) for item in (GUARDS, VESSELS, WIRING))
    keep(filer, guards, "findings", "1")
    before = score(filer)
    vessels.get_by_text("本企业不涉及").click()
    keep(filer, vessels, "reason", "未使用特种设备")
    with filer.page.expect_response(lambda answer: answer.request.method == "POST"):
        vessels.locator("[name=not_applicable][value=yes]").check()
    keep(filer, wiring, "findings", "0")
    expect(filer.page.locator("#score-board")).to_contain_text("已填报3项，共183项")
    assert score(filer) != before


def card(window: Window, item: str) -> Locator:
    """The card of an item."""
    return window.page.locator(".item-card", has=window.page.get_by_role("heading", name=item))


def keep(window: Window, of: Locator, name: str, value: str) -> None:
    """Type into a field of a card, and wait until it is kept."""
    with window.page.expect_response(lambda answer: answer.request.method == "POST") as waiting:
        of.locator(f"[name={name}]").fill(value)
        of.locator(f"[name={name}]").blur()
    assert waiting.value.status == 200


def score(window: Window) -> str:
    """The running score."""
    return window.page.locator(".score-board__figure").inner_text()


def write_finding(filer: Window) -> None:
    """The deduction leads to a finding with its measure, which stands in the plan."""
    card(filer, GUARDS).get_by_role("link", name="登记问题和整改措施").click()
    filer.fill(text=FOUND, measure="加装防护罩，验收后启用", person="赵六", due_on=TODAY.isoformat())
    filer.press("保存").see("已列入整改计划", FOUND)
    filer.go("/measures").see(FOUND, "加装防护罩", "赵六")


def report_done(filer: Window) -> None:
    """Report the measure as done with what shows it."""
    filer.press(FOUND).fill(note="防护罩已装好，班前点检")
    photo = {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    filer.page.locator("main [name=file]").set_input_files(photo)  # type: ignore[arg-type]
    filer.press("上报完成").see("已上报完成", "验收单.pdf")


def fill_the_rest(filer: str) -> None:
    """All other items, as the action does it: a hundred and eighty clicks would show nothing more."""
    by = the_actor(seat(filer))
    act_as(by)
    assessment = session().scalars(select(Assessment)).one()
    standard, given = (
        standard_of(assessment.standard_key),
        queries.scored_answers(session(), assessment).items,
    )
    left = [one for one in standard.items if not is_answered(one, given.get(one.id))]
    answers = {one.id: full_answer(one) for one in left}
    actions.answer_many(assessment, answers, by=by, at=clock.now())


def say_conditions(filer: Window) -> None:
    """Answer every veto and condition."""
    filer.go("/assessments").press("继续填报").press("否决项和申请条件")
    rows = filer.page.locator(".condition-row")
    for number in range(rows.count()):
        row = rows.nth(number)
        good = row.get_by_role("button", name="未发生").or_(
            row.get_by_role("button", name="符合", exact=True)
        )
        with filer.page.expect_navigation():
            good.click()
    filer.see_not("未回答")


def tell_about(signer: Window) -> None:
    """Team, days, notice and conclusion, each kept as it is typed."""
    signer.go("/assessments").press("继续填报").press("自评组、公示和结论")
    began, ended = BEFORE_THE_NOTICE.isoformat(), TODAY.isoformat()
    signer.save(leader="陈大江", team="各部门负责人、职工代表", assessed_from=began, assessed_to=began)
    signer.save(displayed_from=began, displayed_to=ended, conclusion="自评符合要求。")


def submit(signer: Window) -> None:
    """Sign and submit; the report names the enterprise and its score."""
    signer.go(f"/filings/{the(Filing).key}/submit")
    signer.page.locator("main [name=truthful]").check()
    signer.fill(password=PASSWORD).press("提交自评报告").see("自评报告已提交")
    text = signer.download_pdf(f"/papers/{the(Paper).key}/file")
    assert NAME in text
    assert f"{the(Assessment).result.normalize():f}" in text


# --- town and county look at it ---------------------------------------------------------------------------


def score_otherwise(town: Window) -> None:
    """Find it in the queue, score an item by what was seen, and see the difference."""
    town.go("/review").press(NAME).press("开始审核")
    row(town, WIRING).get_by_role("link", name="复核评分").click()
    town.fill(findings="2", comment="配电柜前堆物两处").press("保存评分").see("复核评分已保存")
    expect(row(town, WIRING)).to_contain_text("−2")


def row(window: Window, item: str) -> Locator:
    """The row of an item under review."""
    return window.page.locator(".review-row", has=window.page.get_by_role("heading", name=item))


def send_back(town: Window) -> None:
    """Remark on the row and send back."""
    row(town, WIRING).get_by_role("link", name="批注").click()
    town.named("reason_code").select_option("R03")
    town.fill(words=REMARK).press("保存批注")
    town.press("退回").fill(note="改正后重新提交").press("退回修改").see("已退回")


def mend(filer: Window) -> None:
    """Read the remark, follow it to the item, and mend the answer."""
    filer.go("/").press(TITLE).see(REMARK)
    filer.page.get_by_role("link", name="电气线路与设备").first.click()
    filer.page.wait_for_load_state("networkidle")
    keep(filer, card(filer, WIRING), "findings", "2")


def pass_on(town: Window) -> None:
    """Only what changed is shown first; the points reach a level, so the county looks too."""
    town.go("/review").press(NAME)
    expect(town.page.locator(".review-row:visible")).to_have_count(1)
    town.press("开始审核").press("转市局核查").press("转市局核查")


def close_check(county: Window) -> None:
    """The county closes the check."""
    county.go("/review").press(NAME).press("开始审核").press("办结核查").press("办结核查").see("已核查")


# --- the way to a level -----------------------------------------------------------------------------------


def apply(signer: Window) -> None:
    """Begin, show inside the enterprise since a month ago, apply with a password."""
    signer.go("/levels").press("开始创建标准化等级").press("开始")
    step(signer, "企业内部公示", on=BEFORE_THE_NOTICE.isoformat())
    step(signer, "申请定级", password=PASSWORD)


def step(who: Window, words: str, **given: str) -> None:
    """Take a step from the page of the level."""
    who.go(f"/levels/{the(Level).key}").press(words)
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
    """The public notice lasts seven working days: the portal's clock moves to the day after."""
    chief.go(f"/levels/{the(Level).key}").see("公告等级并发证：", "起可办理")
    time_machine.move_to(datetime.combine(the(Level).not_before, time(11), clock.ZONE))


def announce(chief: Window) -> None:
    """Announce the level with the number of the authority above."""
    number = f"苏AQBJXⅢ{clock.today().year}00001"
    step(chief, "公告等级并发证", number=number, password=PASSWORD)
    chief.see(number)


def counted(leader: Window) -> None:
    """The enterprise stands among those checked and those that hold a level."""
    leader.go(f"/levels/progress?year={TODAY.year}")
    for label in ("已办结审核", "已定级"):
        expect(leader.page.locator(".tile", has_text=label)).to_contain_text("1")
    leader.page.locator(".tile", has_text="已办结审核").click()
    leader.see(NAME)


def certificate(signer: Window) -> str:
    """Download the certificate; its code."""
    signer.go("/levels")
    link = signer.page.get_by_role("link", name="下载证书")
    assert NAME in signer.download_pdf(str(link.get_attribute("href")))
    return str(the(Paper, id=the(Level).paper_id).code)


def propose_revocation(county: Window) -> None:
    """Propose the revocation on a ground of the law."""
    county.go(f"/levels/{the(Level).key}").press("拟撤销等级")
    county.page.locator("main [name=grounds][value=R9]").check()
    county.fill(reason=REASON).press("拟撤销等级").see("R9", REASON)


def answer_proposal(signer: Window) -> None:
    """The enterprise reads the proposal and answers."""
    signer.go("/levels").see(REASON)
    step(signer, "陈述申辩", reason="无异议")


def revoke(chief: Window) -> None:
    """Having heard the enterprise, the chief revokes."""
    step(chief, "撤销等级（摘牌）", reason=REASON, password=PASSWORD)
    chief.see("已撤销")


def seat(name: str) -> Membership:
    """The place of a person by his sign-in name."""
    act_as(SYSTEM)
    return session().scalars(select(Membership).where(Membership.person.has(sign_in_name=name))).one()


def the(model: Any, **facts: object) -> Any:
    """The newest row of a kind, as the machine sees it."""
    act_as(SYSTEM)
    session().rollback()
    return session().scalars(select(model).filter_by(**facts).order_by(model.id.desc())).first()
