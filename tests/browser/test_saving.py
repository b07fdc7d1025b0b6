"""What is typed is kept: by itself, once, after a lost session, beside a second person, and without scripts."""

from playwright.sync_api import Request
from sqlalchemy import func, select

from portal import clock
from portal.access import SYSTEM, act_as
from portal.accounts.model import SignIn
from portal.accounts.sessions import end_sign_ins
from portal.db import session, writing
from portal.documents.model import Paper
from portal.risks.model import Risk
from tests.browser.cast import a_company
from tests.browser.conftest import Opening
from tests.browser.screens import RiskScreen
from tests.build import PASSWORD


def test_the_second_of_two_people_in_one_field_chooses_whose_words_stand(window: Opening) -> None:
    company = a_company()
    first, second = (RiskScreen.open(window(name), company.risk) for name in (company.filer, company.signer))
    first.type("place", "东侧车间").saved()
    second.type("place", "西侧车间").sees_conflict("东侧车间").take("用我的").saved()
    assert the_risk().place == "西侧车间"

    first.type("consequence", "一人轻伤").saved()
    second.type("consequence", "三人重伤").sees_conflict("一人轻伤").take("用他的").holds(
        "consequence", "一人轻伤"
    )
    assert the_risk().consequence == "一人轻伤"


def test_typed_text_outlives_its_session_and_is_saved_after_signing_in_over_the_page(window: Opening) -> None:
    company = a_company()
    screen = RiskScreen.open(window(company.filer), company.risk)
    end_all_sign_ins()
    screen.type("place", "二楼喷涂间").sign_in_over_the_page(company.filer, PASSWORD).saved()
    assert the_risk().place == "二楼喷涂间"


def test_nothing_is_sent_while_a_word_is_being_composed(window: Opening) -> None:
    company = a_company()
    screen = RiskScreen.open(window(company.filer), company.risk)
    sent: list[str] = []
    screen.page.on("request", lambda request: sent.append(words_of(request)) if is_save(request) else None)
    screen.compose("place", ["a", "an", "anq", "anqu"], "安全通道")
    screen.saved()
    assert sent == ["安全通道"]
    assert the_risk().place == "安全通道"


def test_a_field_waits_on_the_page_until_the_line_is_back(window: Opening) -> None:
    company = a_company()
    screen = RiskScreen.open(window(company.filer), company.risk)
    screen.page.context.set_offline(True)
    screen.type("place", "三号仓库").says("网络断开")
    screen.page.context.set_offline(False)
    screen.saved()
    assert the_risk().place == "三号仓库"


def test_a_double_click_submits_once_and_the_report_can_be_recalled(window: Opening) -> None:
    company = a_company()
    signer = window(company.signer).go(f"{company.report}/submit").fill(password=PASSWORD)
    signer.page.locator("main [name=truthful]").check()
    signer.page.get_by_role("button", name="提交风险报告").dblclick()
    signer.see("报告已提交")
    assert count_papers() == 1

    signer.go(company.report).press("撤回").press("撤回报告").see("填报中")


def test_a_risk_is_entered_and_a_report_submitted_without_scripts(window: Opening) -> None:
    company = a_company()
    signer = window(company.signer, scripts=False)
    signer.go("/risks/new").fill(name="砂轮碎裂", unit="打磨间").press("登记风险")
    signer.fill(place="打磨间北墙", consequence="一人轻伤", identified_on="2026-11-2").press("保存辨识").see(
        "已保存"
    )
    for factor, value in (("L", "1"), ("E", "3"), ("C", "7")):
        signer.named(factor).select_option(value=value)
    signer.press("保存分级").see("21")

    signer.go(f"{company.report}/submit").fill(password=PASSWORD)
    signer.page.locator("main [name=truthful]").check()
    signer.press("提交风险报告").see("报告已提交")
    assert count_papers() == 1


def is_save(request: Request) -> bool:
    return request.method == "POST" and request.url.endswith("/field")


def words_of(request: Request) -> str:
    data = request.post_data_json
    return str(data["place"])


def end_all_sign_ins() -> None:
    """As after an hour without a click."""
    with writing() as current:
        for person_id in current.scalars(select(SignIn.person_id).distinct()).all():
            end_sign_ins(person_id, clock.now())


def the_risk() -> Risk:
    """The company's only risk, as it is kept now."""
    act_as(SYSTEM)
    session().rollback()
    return session().scalars(select(Risk)).one()


def count_papers() -> int:
    """Papers issued so far."""
    act_as(SYSTEM)
    session().rollback()
    return session().scalar(select(func.count(Paper.id))) or 0
