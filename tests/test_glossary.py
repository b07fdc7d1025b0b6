"""The glossary against the code: one word for every table, enum member, event and right, the same on the screen."""

import pkgutil
from collections.abc import Iterator
from enum import Enum
from importlib import import_module

import pytest

import portal
from portal.access import rights
from portal.data import load
from portal.db import Base
from portal.web import words
from portal.words_cli import GLOSSARY_FILE, printed

GALLERY = "portal.web.gallery"
ROWS = {row["term"]: row for row in load("glossary.json")["rows"]}


def _all_enums(parent: type[Enum] = Enum) -> Iterator[type[Enum]]:
    for child in parent.__subclasses__():
        if child.__module__.startswith("portal.") and child.__module__ != GALLERY:
            yield child
        yield from _all_enums(child)


@pytest.fixture(scope="module")
def members() -> dict[str, Enum]:
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        import_module(module.name)
    return {f"{enum.__name__}.{member.name}": member for enum in _all_enums() for member in enum}


def test_no_term_is_explained_twice():
    assert len(ROWS) == len(load("glossary.json")["rows"])


def test_every_term_has_chinese_a_source_and_a_place():
    for row in ROWS.values():
        assert row["zh"], row
        assert row["source"], row
        assert set(row["where"]) <= {"table", "enum", "event", "screen"}, row
        assert row["where"], row


def test_every_table_and_no_other_is_a_term(members):
    named = {term for term, row in ROWS.items() if "table" in row["where"]}
    assert named == set(Base.metadata.tables)


def test_every_member_of_an_enum_and_no_other_is_a_term(members):
    named = {term for term, row in ROWS.items() if "enum" in row["where"]}
    assert named == set(members)


def test_the_word_of_an_enum_is_that_of_the_screen(app, members):
    with app.test_request_context("/?lang=zh_Hans"):
        screen = {term: words.label(member) for term, member in members.items() if member in words._labels}
    assert {term: ROWS[term]["zh"] for term in screen} == screen


def test_every_verb_of_an_event_is_a_term(members):
    verbs = {f"*.{event.split('.')[1]}" for event in words._events}
    assert verbs <= set(ROWS)


def test_every_thing_of_an_event_or_right_is_a_term(members):
    named = {name.split(".")[0] for name in (*words._events, *rights()) if "." in name}
    assert named <= {term for term, row in ROWS.items() if "event" in row["where"]}


def test_the_printed_glossary_stands_in_the_docs():
    assert GLOSSARY_FILE.read_text(encoding="utf-8") == printed()
