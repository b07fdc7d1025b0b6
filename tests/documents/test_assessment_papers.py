"""The papers of an assessment read back: every part of the report, heads on every page, pages counted."""

import pytest

from portal.documents.rendering import render
from tests.documents.assessment_samples import a_checklist_receipt, a_measure, a_report
from tests.documents.test_rendering import read, text_of


@pytest.fixture(autouse=True)
def context() -> None:
    """Papers need no app and no database: facts in, bytes out."""


def test_a_report_holds_all_parts() -> None:
    text = text_of(render("self_assessment_report", a_report()))
    for words in (
        "安全生产标准化自评报告", "如安标自评〔2026〕14号", "江苏皋泰机械有限公司", "组长：张建华",
        "自评时间：2026年9月1日至2026年9月20日", "（版本2026.1）", "不涉及分", "合计（换算得分60.0）", "390.5",
        "两台储气罐超期未检", "无可燃性粉尘爆炸危险场所", "一年内是否发生死亡事故", "停用并送检", "3200.00",
        "达到三级的分数线", "不能据此定级：V01、5.4.1-19", "2025年度自评换算得分58.4分",
        "自2026年9月21日起在企业内部公示，至2026年10月15日止", "本企业承诺", "自评组成员签名", "得分不等于定级",
    ):  # fmt: skip
        assert words in text


def test_every_page_says_which_of_how_many_it_is() -> None:
    pages = read(render("self_assessment_report", a_report(deductions=150))).pages
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page.extract_text().replace("\n", " ")


def test_heads_of_tables_are_repeated() -> None:
    pages = read(render("self_assessment_report", a_report(deductions=150))).pages
    heads = sum("扣分说明" in page.extract_text() for page in pages)
    assert heads >= 4


def test_a_report_without_faults_says_so() -> None:
    facts = a_report(0, 0, left_out=[], conditions=[], objections="", displayed_from="", displayed_to="")
    text = text_of(render("self_assessment_report", facts))
    for words in ("没有扣分项", "没有不涉及的条目", "没有需要整改的问题", "没有另设否决项", "未填公示日期"):
        assert words in text


def test_a_receipt_of_a_checklist_is_no_certificate() -> None:
    text = text_of(render("checklist_receipt", a_checklist_receipt()))
    for words in (
        "全员安全生产责任制清单回执",
        "不是证书",
        "60.0分",
        "自查发现问题共2项",
        "如皋市应急管理局",
    ):
        assert words in text


def test_long_words_stay_within_the_page() -> None:
    facts = a_checklist_receipt(measures=[a_measure(finding="储气罐超期" * 60, measure="X" * 300)])
    assert len(read(render("checklist_receipt", facts)).pages) >= 2
