"""The questions of the report as data: each can be kept, asked and worded."""

import pytest

from forms.registry_facts import AnswersForm
from portal.data import load
from portal.registry.model import Enterprise, SafetyProfile
from portal.registry.questions import (
    BASIC,
    QuestionType,
    common_parts,
    lists,
    parts,
    questions,
    sectors,
)

OWN_COLUMNS = {"id", "key", "enterprise_id", "region_path", "changed_at"}


def test_the_profile_has_a_column_for_every_question_and_no_other():
    asked = {name for part in common_parts() for name in part.fields}
    assert asked == set(SafetyProfile.__table__.columns.keys()) - OWN_COLUMNS


def test_the_basic_facts_are_columns_of_the_enterprise():
    assert {one.code for one in parts()[BASIC].questions} <= set(Enterprise.__table__.columns.keys())


def test_no_question_takes_a_name_that_its_form_uses_itself():
    names = {one.name for one in questions().values()}
    assert [name for name in names if hasattr(AnswersForm, name)] == []


def test_whoever_is_asked_to_choose_is_offered_something():
    choosing = [one for one in questions().values() if one.type in (QuestionType.CHOICE, QuestionType.MULTI)]
    assert [one.code for one in choosing if len(one.options) < 2] == []


def test_every_table_names_a_list_and_every_list_has_columns():
    tables = [one for one in questions().values() if one.type is QuestionType.TABLE]
    assert all(lists()[one.list_code].columns for one in tables)


def test_a_condition_names_a_question_of_the_same_part():
    for part in common_parts():
        codes = {one.code for one in part.questions}
        assert {one.if_yes for one in part.questions if one.if_yes} <= codes


@pytest.mark.parametrize("name", ["risk/key-sectors.json", "risk/enterprise-facts.json"])
def test_the_data_hold_as_many_rows_as_they_say(name):
    data = load(name)
    assert len(data["rows"]) == data["row_count"]
    assert {"source", "version", "source_status", "retrieved"} <= set(data)


def test_the_fourteen_key_sectors_each_carry_their_edition():
    assert len(sectors()) == 14
    assert {sector.edition for sector in sectors()} == {"0.2"}
