"""What pages need to look right: icons, changed words, stylesheets and files named by their content."""

import pytest
from flask import url_for

from portal.web.icons import icon
from portal.web.look import asset, bundle, bundle_digest, changed_words
from tests.client import PageClient


def test_an_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in icon("house")


@pytest.mark.parametrize("name", ["no-such-icon", "../house", "House", ""])
def test_a_name_that_is_no_icon_is_refused(name: str):
    with pytest.raises(ValueError, match="icon"):
        icon(name)


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("",         "新增",      [("new", "新增")]),
        ("旧的",     "",          [("old", "旧的")]),
        ("一般 C=7", "较大 C=15", [("old", "一般"), ("new", "较大"), ("same", " C="), ("old", "7"), ("new", "15")]),
        ("设备科长", "设备副科长", [("same", "设备"), ("new", "副"), ("same", "科长")]),
        ("甲乙丙丁", "天地玄黄",  [("old", "甲乙丙丁"), ("new", "天地玄黄")]),
    ],
)  # fmt: skip
def test_changed_words_are_told_apart(old: str, new: str, pieces: list[tuple[str, str]]):
    assert changed_words(old, new) == pieces


@pytest.mark.parametrize(
    ("old", "new"), [("通风与喷漆联锁", "通风、除尘与喷漆房联锁"), ("a1b2c3", "a1x2c3"), ("", "")]
)
def test_no_word_is_lost_in_telling_the_changes(old: str, new: str):
    pieces = changed_words(old, new)
    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "old") == new


def test_the_stylesheets_come_in_the_order_of_the_cascade():
    text = bundle()
    places = [
        text.index(words) for words in ("--ab-ink: #", "Bootstrap", "html[data-text", ".grade-tag {", "@page")
    ]
    assert places == sorted(places)


def test_the_bundle_is_kept_by_browsers_for_ever(client: PageClient):
    answer = client.browser.get(url_for("stylesheet", digest=bundle_digest()))
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_bundle_of_other_content_is_not_found(client: PageClient):
    assert client.browser.get(url_for("stylesheet", digest="0" * 16)).status_code == 404


def test_a_file_is_named_by_its_content():
    assert "v=" in asset("js/compose.js")


def test_the_size_of_text_is_remembered(client: PageClient):
    client.get("/sign-in?text=150")
    assert client.get("/sign-in").html["data-text"] == "150"
