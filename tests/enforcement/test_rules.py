"""What must hold before an order is issued; how laws are cited; what a common finding fills."""

from datetime import date, timedelta

import pytest

from portal.enforcement import findings, law
from portal.enforcement.rules import Draft, Head, Item, Missing, deadline_of, missing
from tests.enforcement.build import ON, an_inspector, an_item

LONGEST = 30


@pytest.fixture(autouse=True)
def context() -> None:
    """Rules need no app and no database."""


def a_draft(*items: Item, **facts: object) -> Draft:
    values = {
        "inspected_on": ON,
        "record": "",
        "interim": "停用",
        "inspectors": ("key1", "key2"),
        "contact": "王",
    }
    head = Head(**{**values, **facts})  # type: ignore[arg-type]
    return Draft(head, items or (an_item(),), [an_inspector(1), an_inspector(2)])


def codes(draft: Draft) -> list[str]:
    return [one.code for one in missing(draft, ON, LONGEST)]


def test_a_complete_draft_lacks_nothing() -> None:
    assert codes(a_draft()) == []


def test_an_order_needs_an_item() -> None:
    assert codes(Draft(a_draft().head, (), a_draft().inspectors)) == ["items"]


@pytest.mark.parametrize("inspectors", [[], [an_inspector(1)], [an_inspector(1), an_inspector(1)]])
def test_an_order_needs_two_different_inspectors(inspectors: list[object]) -> None:
    assert codes(Draft(a_draft().head, a_draft().items, inspectors)) == ["inspectors"]  # type: ignore[arg-type]


def test_an_inspector_needs_a_certificate() -> None:
    assert codes(Draft(a_draft().head, a_draft().items, [an_inspector(1), an_inspector(2, "")])) == [
        "certificate"
    ]


def test_an_order_says_what_keeps_people_safe_meanwhile() -> None:
    assert codes(a_draft(interim="")) == ["interim"]


def test_an_inspection_does_not_lie_in_the_future() -> None:
    assert codes(a_draft(inspected_on=ON + timedelta(days=1))) == ["inspected_on"]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (an_item(fact=""), "fact"),
        (an_item(articles=(), more_basis=""), "basis"),
        (an_item(fact="{place}积尘超过{mm}毫米"), "blanks"),
        (an_item(measure="安装{part}防护装置"), "blanks"),
        (an_item(articles=(), more_basis="《工贸企业粉尘防爆安全规定》（条号待核）"), "unverified"),
        (an_item(deadline=ON - timedelta(days=1)), "deadline"),
    ],
)
def test_an_item_that_lacks_something_is_named(item: Item, code: str) -> None:
    assert missing(a_draft(an_item(), item), ON, LONGEST) == [Missing(code, 2)]


def test_what_is_ordered_at_once_ends_today() -> None:
    assert codes(a_draft(an_item(deadline=ON))) == []


@pytest.mark.parametrize(("days", "found"), [(30, []), (31, ["long_reason"])])
def test_a_deadline_beyond_thirty_days_needs_a_reason(days: int, found: list[str]) -> None:
    item = an_item(deadline=ON + timedelta(days=days))
    assert codes(a_draft(item)) == found
    assert codes(a_draft(item, long_reason="设备须停产检修")) == []


def test_the_deadline_of_the_whole_is_the_latest_of_its_items() -> None:
    assert deadline_of([an_item(deadline=date(2026, 12, 8)), an_item(deadline=ON)]) == date(2026, 12, 8)
    assert deadline_of([]) is None


def test_an_item_survives_the_table() -> None:
    item = an_item(articles=("AQ-36", "AQ-41"), major=True, key="k", finding="M01")
    assert Item.from_json(item.as_json()) == item


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (4, "四"),
        (10, "十"),
        (20, "二十"),
        (36, "三十六"),
        (100, "一百"),
        (108, "一百零八"),
        (110, "一百一十"),
    ],
)
def test_articles_are_counted_as_laws_count_them(number: int, words: str) -> None:
    assert law.numeral(number) == words


@pytest.mark.parametrize(
    ("title", "article", "cited"),
    [
        ("中华人民共和国安全生产法", "36", "《中华人民共和国安全生产法》第三十六条"),
        ("高处作业分级", "GB 3608-2025", "《高处作业分级》（GB 3608-2025）"),
        ("AQ 3067-2026 判定准则", "5.1—5.7", "《判定准则》（AQ 3067-2026）5.1—5.7"),
        ("工贸企业粉尘防爆安全规定", "（清理）", "《工贸企业粉尘防爆安全规定》"),
    ],
)
def test_an_article_is_cited_by_its_full_name(title: str, article: str, cited: str) -> None:
    assert law.citation(title, article) == cited


def test_no_article_is_cited_before_it_is_in_force() -> None:
    spring = {article.id for article in law.in_force(date(2026, 4, 30))}
    autumn = {article.id for article in law.in_force(date(2026, 11, 23))}
    assert "WH-41" not in spring
    assert "WH-41" in autumn


def test_no_duty_of_the_authorities_is_offered_as_a_basis() -> None:
    assert "AQ-62" not in law.articles()
    assert "AQ-36" in law.articles()


def test_no_common_finding_carries_an_unverified_number_to_a_paper() -> None:
    for finding in findings.findings().values():
        assert "待核" not in law.basis_words(finding.articles, finding.more_basis)
        assert law.basis_words(finding.articles, finding.more_basis)


def test_a_common_finding_fills_everything_but_the_place() -> None:
    finding = findings.findings()["M05"]
    item = findings.filled_from(finding, ON)
    assert "从业人员" in item.fact
    assert item.articles == ("AQ-24",)
    assert item.deadline == ON + timedelta(days=30)
    assert not item.major


def test_a_finding_that_may_be_a_major_hazard_says_so_and_decides_nothing() -> None:
    suspected = [one for one in findings.findings().values() if one.suspected_major]
    assert len(suspected) >= 10
    assert not any(findings.filled_from(one, ON).major for one in suspected)
