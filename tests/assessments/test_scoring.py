"""The score of a standard: the worked examples of the format, thresholds, vetoes, what is answered."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from portal.assessments.answers import Answer, Answers, read_answers
from portal.assessments.rules import Met
from portal.assessments.scoring import as_json, half_up, score
from portal.assessments.standards import Standard, read_standard
from portal.assessments.versions import shipped

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))["standards"]
CASES = [(name, case) for name, cases in EXAMPLES.items() for case in cases]


def standard(name: str) -> Standard:
    return shipped()[f"{name}@2026.1"]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[case["id"] for _name, case in CASES])
def test_a_worked_example_comes_out_as_worked(name: str, case: dict[str, Any]) -> None:
    found = standard(name)
    assert as_json(score(found, read_answers(found, case["answers"]))) == case["expected"]


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (Fraction(5855 * 10, 976), 1, "60.0"),
        (Fraction(545 * 10, 91), 1, "59.9"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(149, 100), 0, "1"),
        (Fraction(3, 2), 0, "2"),
    ],
)
def test_rounding_is_half_up_on_exact_fractions(value: Fraction, digits: int, rounded: str) -> None:
    assert format(half_up(value, digits), "f") == rounded


def test_no_answer_zero_findings_and_not_applicable_are_three_things() -> None:
    micro = standard("micro")
    item = next(
        one for one in micro.items if one.may_be_not_applicable and "per" in type(one.scoring).model_fields
    )
    scores = [
        score(micro, Answers({item.id: answer} if answer else {})).items[item.id]
        for answer in (None, Answer(findings=0), Answer(not_applicable=True, reason="无此类设备"))
    ]
    assert [(one.answered, one.applicable, one.earned) for one in scores] == [
        (False, True, 0),
        (True, True, item.points),
        (True, False, 0),
    ]


def test_an_additional_deduction_falls_on_the_first_level_element_alone() -> None:
    level3 = standard("gbt33000-level3")
    item = level3.item["5.3.2-03"]
    plain = score(level3, Answers({item.id: Answer(findings=0)}))
    charged = score(level3, Answers({item.id: Answer(findings=0, extra=True)}))
    assert charged.elements["5.3.2"].earned == plain.elements["5.3.2"].earned == 12
    assert (plain.elements["5.3"].earned, charged.elements["5.3"].earned) == (12, 2)


def test_many_small_findings_are_not_the_condition_of_a_veto() -> None:
    level3 = standard("gbt33000-level3")
    worn_down = score(level3, Answers({"5.3.2-03": Answer(findings=9)}))
    declared = score(level3, Answers({"5.3.2-03": Answer(zero=True)}))
    assert worn_down.items["5.3.2-03"].earned == declared.items["5.3.2-03"].earned == 0
    assert (worn_down.blocked_by, declared.blocked_by) == ((), ("5.3.2-03",))


def test_the_sums_of_every_element_add_up() -> None:
    level3 = standard("gbt33000-level3")
    found = score(
        level3, Answers({"5.1.2-02": Answer(result=Met.MET), "5.3.2-03": Answer(zero=True, extra=True)})
    )
    for one in found.elements.values():
        assert one.points == one.not_applicable + one.deducted + one.earned


@pytest.mark.parametrize(
    ("answers", "flaw"),
    [
        ({"9.9-01": {"findings": 0}}, "9.9-01: no such item"),
        ({"5.1.1-01": {"findings": -1}}, "findings are counted from 0"),
        ({"5.1.1-01": {"not_applicable": True, "reason": "无"}}, "cannot be not applicable"),
        ({"5.1.6-03": {"not_applicable": True}}, "not applicable needs a reason"),
        ({"5.1.1-04": {"option": "best"}}, "no option best"),
        ({"5.1.2-02": {"result": "met", "extra": True}}, "no additional deduction"),
    ],
)
def test_what_cannot_be_an_answer_is_refused(answers: dict[str, Any], flaw: str) -> None:
    with pytest.raises(ValueError, match=flaw):
        read_answers(standard("gbt33000-level3"), {"answers": answers})


@pytest.mark.parametrize("key", shipped())
def test_a_shipped_standard_holds_together(key: str) -> None:
    assert sum(one.points for one in shipped()[key].items) == shipped()[key].total_points


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        (lambda raw: raw["elements"][0].update(points=99), "points are not the sum"),
        (lambda raw: raw["items"][0].update(element="77"), "its path is not that of element 77"),
        (lambda raw: raw["items"].append(raw["items"][0]), "an item id stands twice"),
        (lambda raw: raw["items"][0]["legal_basis"].append({"law": "ZZ"}), "no law ZZ"),
        (lambda raw: raw.update(unknown=1), "unknown"),
    ],
)
def test_a_standard_that_does_not_hold_together_is_refused(change: Any, flaw: str) -> None:
    raw = json.loads((Path("portal/data/standards/micro.json")).read_text(encoding="utf-8"))
    change(raw)
    with pytest.raises(ValueError, match=flaw):
        read_standard(json.dumps(raw))
