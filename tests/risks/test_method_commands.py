"""`flask methods`: what is loaded from a file, what is graded on the command line."""

import json

import pytest

from portal.accounts.rules import Level
from portal.data import load
from portal.db import session
from portal.risks.method_files import methods_in
from portal.risks.methods import shipped_methods
from tests.build import an_authority
from tests.risks.build_methods import offered


def own_row(**changes):
    row = next(row for row in load("risk/methods.json")["rows"] if row["key"] == "ls45@1.0")
    return {**row, "id": "rg45", "key": "rg45@1.0", "status": "active", "valid_from": "2026-01-01", **changes}


def flask(app, *words):
    return app.test_cli_runner().invoke(args=["methods", *words])


def test_a_loaded_method_is_in_force_everywhere_and_grades_on_the_command_line(app, tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"rows": [own_row()]}))
    assert "rg45@1.0 in_force" in flask(app, "load", str(file)).output
    session().rollback()
    assert "rg45@1.0" in offered()
    answer = json.loads(flask(app, "grade", "rg45@1.0", "L=4", "S=5", "--json").output)
    assert (answer["value"], answer["grade"]) == (20, "major")


def test_loading_twice_enters_once_and_never_changes_a_version(app, tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps([own_row()]))
    flask(app, "load", str(file))
    assert "0 entered, 1 there already" in flask(app, "load", str(file)).output
    file.write_text(json.dumps([own_row(name_zh="别名")]))
    refused = flask(app, "load", str(file))
    assert (refused.exit_code, "版本" in refused.output) == (1, True)


def test_the_shipped_file_is_there_already(app):
    answer = flask(app, "load", "portal/data/risk/methods.json")
    assert (answer.exit_code, answer.output.strip()) == (0, "0 entered, 8 there already")


def test_a_file_for_one_authority_is_kept_by_it(app, tmp_path):
    office = an_authority("320682", Level.COUNTY)
    file = tmp_path / "own.json"
    file.write_text(json.dumps(own_row(status="draft")))
    answer = flask(app, "load", str(file), "--authority", office.key)
    assert "rg45@1.0 draft" in answer.output


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (("lec@1.0", "L=3", "E=6", "C=15"), "270 "),
        (("lec@1.0", "L=0.1", "E=0.5", "C=1"), "0.05 "),
        (("ls5@1.0", "L=4", "S=5"), "20 "),
    ],
)
def test_the_grade_of_values_is_printed(app, words, printed):
    answer = flask(app, "grade", *words)
    assert (answer.exit_code, answer.output.startswith(printed)) == (0, True)


@pytest.mark.parametrize(
    "words", [("lec@9", "L=3"), ("lec@1.0", "L=4", "E=6", "C=15"), ("lec@1.0", "L=3"), ("lec@1.0", "L=x")]
)
def test_what_cannot_be_graded_ends_with_one(app, words):
    assert flask(app, "grade", *words).exit_code == 1


def test_methods_in_a_file_are_those_of_its_rows():
    assert [one.key for one in methods_in(own_row())] == ["rg45@1.0"]
    assert "rg45@1.0" not in shipped_methods()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps([own_row()], ensure_ascii=False).encode("gb18030"), "not in UTF-8"),
        (b'[{"id": "rg45"}]', "a row lacks 'key'"),
        (b"{", "Expecting"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(app, tmp_path, content, said):
    file = tmp_path / "own.json"
    file.write_bytes(content)
    answer = flask(app, "load", str(file))
    assert answer.exit_code == 1
    assert said in answer.output


def test_a_file_with_a_byte_order_mark_is_read(app, tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps([own_row()]), encoding="utf-8-sig")
    assert "1 entered" in flask(app, "load", str(file)).output


def test_a_factor_that_is_named_twice_is_refused(app):
    answer = flask(app, "grade", "lec@1.0", "L=3", "L=6", "E=6", "C=15")
    assert (answer.exit_code, "L: named twice" in answer.output) == (1, True)
