"""The portal's scores against a small program written apart from it, over random answers to every standard."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from portal.assessments.answers import read_answers
from portal.assessments.scoring import as_json, score
from portal.assessments.standards import read_standard
from portal.assessments.versions import SHIPPED
from tests.assessments import independent

SETS = 250
"""Sets of answers a standard: 1,000 over the four that ship."""

FILES = [Path(f"portal/data/standards/{name}.json") for name in SHIPPED]
FOREIGN = Path(__file__).parent / "foreign.json"


@pytest.mark.parametrize("file", [*FILES, FOREIGN], ids=lambda file: file.stem)
def test_random_answers_score_as_an_independent_program_scores_them(file: Path) -> None:
    raw = json.loads(file.read_text(encoding="utf-8"))
    standard = read_standard(file.read_bytes())
    dice = random.Random(f"{standard.key} 5")
    for number in range(SETS):
        given = independent.random_answers(raw, dice)
        ours = as_json(score(standard, read_answers(standard, given)))
        assert ours == independent.score(raw, given), f"set {number} of {file.stem}"


def test_the_random_answers_reach_every_outcome_and_every_veto_effect() -> None:
    raw: dict[str, Any] = json.loads(FILES[0].read_text(encoding="utf-8"))
    dice = random.Random("variety")
    found = [independent.score(raw, independent.random_answers(raw, dice)) for _ in range(SETS)]
    assert {one["level_by_points"] for one in found} == {None, "level1", "level2", "level3"}
    assert {one["complete"] for one in found} == {True, False}
    assert any(one["level"] for one in found)
    assert any(one["vetoes"] for one in found)
