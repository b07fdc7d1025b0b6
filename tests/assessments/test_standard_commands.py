"""`flask standards`: loading a file, scoring answers, and what is said of files that are wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.db import session
from tests.assessments.build_standards import the_foreign

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))["standards"]


def flask(app: Flask, *words: str) -> Any:
    """A command's answer."""
    answer = app.test_cli_runner().invoke(args=["standards", *words])
    session().rollback()
    return answer


def written(folder: Path, content: str) -> str:
    """A file with this content."""
    file = folder / "given.json"
    file.write_text(content, encoding="utf-8")
    return str(file)


def spoilt(raw: dict[str, Any]) -> None:
    """Two flaws in two places."""
    raw["items"][0]["points"] = 3.3
    del raw["title"]["en"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "line 1"),
        (the_foreign(spoilt), "items/0/points"),
        (the_foreign(spoilt), "title/en"),
        (the_foreign(lambda raw: raw.update(id="micro")), "micro@2026.1"),
    ],
)
def test_a_bad_file_ends_with_1_and_says_where(app: Flask, tmp_path: Path, content: str, said: str):
    answer = flask(app, "load", written(tmp_path, content))
    assert (answer.exit_code, said in answer.output) == (1, True)


def test_a_version_is_loaded_once(app: Flask, tmp_path: Path):
    file = written(tmp_path, the_foreign(version="2026.31"))
    assert flask(app, "load", file).exit_code == 0
    assert flask(app, "load", file).exit_code == 1


def test_the_result_has_the_keys_and_values_of_the_worked_example(app: Flask, tmp_path: Path):
    case = EXAMPLES["micro"][0]
    answer = flask(app, "score", "micro", written(tmp_path, json.dumps(case["answers"])), "--json")
    assert json.loads(answer.output) == case["expected"]


@pytest.mark.parametrize(
    ("standard", "content", "said"),
    [
        ("unknown", "{}", "unknown"),
        ("micro", '{"answers": {"9.9-01": {"findings": 0}}}', "9.9-01"),
        ("micro", '{"answers": {"1-01": {"marks": 5}}}', "marks"),
        ("micro", "[]", "object"),
        ("micro", "{", "line 1"),
    ],
)
def test_answers_that_cannot_be_scored_end_with_1_and_say_why(
    app: Flask, tmp_path: Path, standard: str, content: str, said: str
):
    answer = flask(app, "score", standard, written(tmp_path, content), "--json")
    assert (answer.exit_code, said in answer.output) == (1, True)
