"""Papers read back: their text, pages, fonts, attachment; what they never do."""

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from pikepdf import Pdf
from pypdf import PdfReader
from weasyprint import CSS

from portal.documents import fonts, machine, rendering
from portal.documents.rendering import render
from tests.documents.samples import RARE, UNIT, a_receipt, an_item, an_order

PAYLOAD = (
    '"><img src="http://evil.example/x"><link rel="attachment" href="file:///etc/hostname">'
    "<style>@import url(http://evil.example/y)</style>url(http://evil.example/z){{7*7}}"
)


@pytest.fixture(autouse=True)
def context() -> None:
    """Papers need no app and no database: facts in, bytes out."""


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All text without line breaks and spaces, which a page sets where it likes."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in read(pdf).pages))


def test_an_order_says_everything_that_it_must() -> None:
    text = text_of(render("rectification_order", an_order()))
    for words in (
        "责令限期整改指令书", "（如）应急责改〔2026〕14号", "江苏皋泰机械有限公司：", "经2026年2月24日现场检查",
        "1．抛光车间东侧：抛丸机干式除尘器泄爆口朝向操作位。", "依据：《工贸企业粉尘防爆安全规定》第十五条。",
        "上述第1至3项问题于2026年3月11日前（含当日）整改完毕", "停用抛丸机，泄爆方向设警戒区。",
        "自收到之日起60日内依法向如皋市人民政府申请行政复议", "6个月内", "执法证号：10080112346",
        "被检查单位负责人（签名）：", "如皋市应急管理局", "2026年2月24日", "本文书一式两份",
        "未加盖法定电子印章", "—1—",
    ):  # fmt: skip
        assert words in text


def test_items_with_days_of_their_own_are_ordered_day_by_day() -> None:
    items = [an_item(deadline="2026-03-01"), an_item(major=True)]
    text = text_of(render("rectification_order", an_order(items=0) | {"items": items}))
    assert "按所列期限（含当日）逐项整改，最迟于2026年3月11日整改完毕" in text
    assert "期限：2026年3月1日。" in text
    assert text.count("（属重大事故隐患）") == 1


def test_an_order_never_promises_that_no_fine_follows() -> None:
    text = text_of(render("rectification_order", an_order()))
    assert "罚" not in text


def test_a_receipt_proves_the_filing_alone() -> None:
    text = text_of(render("report_receipt", a_receipt()))
    for words in (
        "安全风险报告回执", "如安报〔2026〕873号", "2026年度安全生产风险报告（定期报告）",
        "已于2026年3月9日14时03分提交", "第2次", "张建华", "抛光粉尘爆炸",
        "本回执仅证明上述报告已经提交，不是行政许可或者审批", "不免除企业的安全生产主体责任",
        "2027年3月31日",
    ):  # fmt: skip
        assert words in text
    assert "责令" not in text
    assert "同意" not in text


def test_a_receipt_shows_the_first_sixteen_characters_of_the_digest() -> None:
    facts = a_receipt()
    text = text_of(render("report_receipt", facts))
    assert facts["digest"][:16] in text
    assert facts["digest"][:17] not in text


def test_a_zero_report_says_so() -> None:
    assert "零风险确认" in text_of(render("report_receipt", a_receipt(risks=0)))


@pytest.mark.parametrize(("risks", "pages"), [(0, 1), (2, 1), (4, 1), (5, 2), (60, 3)])
def test_a_receipt_stays_on_one_page_and_a_long_list_goes_behind_it(risks: int, pages: int) -> None:
    assert len(read(render("report_receipt", a_receipt(risks))).pages) == pages


@pytest.mark.parametrize("items", range(1, 13))
def test_signatures_and_seal_never_stand_on_a_page_without_text(items: int) -> None:
    last = read(render("rectification_order", an_order(items))).pages[-1].extract_text()
    before_signatures = re.sub(r"\s", "", last.split("执法人员")[0])
    assert (
        len(
            before_signatures.replace(
                "本文书一式两份：一份由如皋市应急管理局留存备案，一份交被检查单位。", ""
            )
        )
        > 20
    )


@pytest.mark.parametrize(
    ("kind", "facts"), [("report_receipt", a_receipt()), ("rectification_order", an_order())]
)
def test_the_same_facts_give_the_same_bytes(kind: str, facts: dict[str, Any]) -> None:
    assert render(kind, facts) == render(kind, facts)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("report_receipt", a_receipt(enterprise={**UNIT, "name": RARE, "address": RARE}, declarant="吉喆𬭎")),
        ("rectification_order", an_order(enterprise={**UNIT, "name": RARE}, contact="王𬭎，0513")),
    ],
)
def test_rare_characters_are_printed_in_fonts_of_ours_that_are_embedded(
    kind: str, facts: dict[str, Any]
) -> None:
    pdf = render(kind, facts)
    assert RARE in text_of(pdf)
    for name, font in fonts_of(pdf):
        assert name.split("+")[1].startswith("Paper-"), name
        assert any(key in font for key in ("/FontFile2", "/FontFile3")), name
    assert not list(glyphs_of_no_character(pdf))


def fonts_of(pdf: bytes) -> Iterator[tuple[str, Any]]:
    with Pdf.open(BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if (
                isinstance(thing, Mapping)
                or str(thing.get("/Type", "") if hasattr(thing, "get") else "") == "/Font"
            ):
                for descendant in thing.get("/DescendantFonts", []):
                    yield str(descendant["/BaseFont"])[1:], descendant["/FontDescriptor"]


def glyphs_of_no_character(pdf: bytes) -> Iterator[str]:
    """Pages that show glyph 0, the box of a missing character."""
    for page in read(pdf).pages:
        content = page.get_contents()
        assert content is not None
        for shown in re.findall(rb"<([0-9a-fA-F]+)>", content.get_data()):
            if any(shown[start : start + 4] == b"0000" for start in range(0, len(shown), 4)):
                yield shown.decode()


def test_a_character_that_no_font_has_becomes_a_geta_mark_and_control_characters_vanish() -> None:
    facts = an_order(enterprise={**UNIT, "name": "皋泰\u202e🦀\u0007公司"})
    pdf = render("rectification_order", facts)
    assert "皋泰〓公司：" in text_of(pdf)
    assert attached(pdf)["enterprise"]["name"] == "皋泰\u202e🦀\u0007公司"


def attached(pdf: bytes) -> Any:
    with Pdf.open(BytesIO(pdf)) as opened:
        return json.loads(opened.attachments["facts.json"].get_file().read_bytes())


@pytest.mark.parametrize(
    ("kind", "facts"), [("report_receipt", a_receipt()), ("rectification_order", an_order())]
)
def test_the_facts_are_attached_to_an_archivable_pdf(kind: str, facts: dict[str, Any]) -> None:
    pdf = render(kind, facts)
    assert attached(pdf) == facts
    with Pdf.open(BytesIO(pdf)) as opened:
        metadata = bytes(opened.Root.Metadata.read_bytes())
        assert b'pdfaid:part="3"' in metadata
        assert b'conformance="U"' in metadata
        assert str(opened.Root.AF[0]["/AFRelationship"]) == "/Data"
        assert str(opened.Root.Lang) == "zh-Hans"


def poisoned(value: Any) -> Any:
    """The facts with a payload in every field that a person may fill."""
    if isinstance(value, str):
        is_coded = re.fullmatch(r"\d{4}-\d\d-\d\d.*|major|larger|sample|none|[0-9a-f]{64}|http.*", value)
        return value if is_coded else PAYLOAD
    if isinstance(value, dict):
        return {key: poisoned(inner) for key, inner in value.items()}
    return [poisoned(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.security
@pytest.mark.parametrize(
    ("kind", "facts"), [("report_receipt", a_receipt()), ("rectification_order", an_order())]
)
def test_a_payload_in_every_field_is_printed_and_nothing_is_fetched(
    kind: str, facts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(rendering.OwnAssets, "fetch", _recorder(asked))
    pdf = render(kind, poisoned(facts))
    assert asked == []
    assert "evil.example" in text_of(pdf)
    assert "{{7*7}}" in text_of(pdf)
    with Pdf.open(BytesIO(pdf)) as opened:
        assert list(opened.attachments) == ["facts.json"]


def _recorder(asked: list[str]) -> Callable[..., Any]:
    def fetch(_self: Any, url: str, _headers: Any = None) -> Any:
        asked.append(url)
        raise AssertionError("fetched")

    return fetch


@pytest.mark.security
def test_a_template_that_asks_for_an_address_ends_the_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    template = rendering.press().templates.from_string(
        '<p id="title">x<img src="http://evil.example/x"><p id="end">'
    )
    monkeypatch.setattr(rendering.press().templates, "get_template", lambda _name: template)
    with pytest.raises(AssertionError, match="asked for a URL"):
        render("rectification_order", an_order())


def test_a_missing_fact_stops_the_paper() -> None:
    facts = an_order()
    del facts["court"]
    with pytest.raises(UndefinedError, match="court"):
        render("rectification_order", facts)


def test_the_engine_has_nothing_to_complain_about(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        CSS(Path(rendering.__file__).parent / "paper.css", font_config=rendering.press().fonts)
        render("report_receipt", a_receipt(9, replaces="如安报〔2026〕801号", seal="sample"))
        render("rectification_order", an_order(seal="sample"))
    assert caplog.records == []


def test_the_sample_seal_says_that_it_is_one() -> None:
    assert "不具法律效力" in text_of(render("rectification_order", an_order(seal="sample")))
    assert "不具法律效力" not in text_of(render("rectification_order", an_order()))


@pytest.mark.skipif(bool(fonts.missing()), reason="a font from Debian could not be had at set-up")
def test_all_fonts_are_there_and_the_machine_subsets_them_quickly() -> None:
    assert fonts.missing() == []
    assert machine.lacks() == []


def test_without_the_rarest_font_its_characters_become_geta_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "coverage", lambda: frozenset(map(ord, "吴昇")))
    assert fonts.printable("吴𠮷昇") == "吴〓昇"


def test_a_missing_font_is_told_loudly(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    assert any("babelstone-han.ttf" in sentence for sentence in machine.lacks())


def test_programs_started_later_keep_the_machines_own_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    with fonts.own_fontconfig():
        assert os.environ["FONTCONFIG_FILE"] != "/etc/fonts/fonts.conf"
    assert os.environ["FONTCONFIG_FILE"] == "/etc/fonts/fonts.conf"


def test_without_a_single_font_nothing_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(RuntimeError, match="no font in"):
        rendering.press.__wrapped__()
