"""What is refused as a password, and how passwords are kept."""

from datetime import timedelta

import pytest
from flask import current_app

from portal.accounts import passwords
from portal.accounts.passwords import Policy, hash_password, verify, weakness
from portal.problems import Refused

pytestmark = pytest.mark.security

NIST = Policy(12)
DENGBAO = Policy(12, classes=3, longest_age=timedelta(days=90), remembered=5)
ABOUT = ["wangfang", "王芳", "如皋市长江重工机械有限公司", "13812345678"]


def refused(password, asked=NIST, about=()):
    return weakness(password, asked, about) is not None


@pytest.mark.parametrize(
    ("password", "bad"),
    [("k9 tulip moon", False), ("k9 tulip moo", False), ("k9 tulip mo", True), ("x7 " * 43, True)],
)
def test_a_password_has_12_to_128_characters(password, bad):
    assert refused(password) is bad


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery 42", "安全生产从我做起每一天呀", "ALL CAPITALS ARE FINE", "  leading blanks count  ",
        "пароль из слов", "🐢🐇🐢 tortoise & hare", "<script>alert('x')</script>",
    ],
)  # fmt: skip
def test_any_characters_do(password):
    assert not refused(password)


@pytest.mark.parametrize(
    "password",
    ["password1234", "PASSWORD1234!", "１２３４５６７８９０１２", "qwerty123456", "passwordpassword", "mima12345678"],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password):
    assert refused(password)


@pytest.mark.parametrize(
    "password", ["aaaaaaaaaaaaaa", "abcdefghijklmn", "qwertyuiopasdfgh", "abcabcabcabcabc", "zyxwvutsrqpo1"]
)
def test_a_mere_sequence_is_refused(password):
    assert refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "wangfang-2026!", "FangWang 20261", "王芳-2026-王芳", "13812345678abc", "changjiang2026x",
        "zhonggongjixie1", "长江重工机械2026", "rugao-anbao-2026", "anbao.anbao.1x", "Rucheng2026!!", "baipu-baipu-12",
    ],
)  # fmt: skip
def test_what_is_built_on_names_is_refused(password):
    assert refused(password, about=ABOUT)


def test_a_name_inside_a_long_password_does_no_harm():
    assert not refused("wangfang likes tortoises and hares", about=ABOUT)


@pytest.mark.parametrize(
    ("password", "bad"),
    [
        ("tulip moon river", True),
        ("Tulip moon river", False),
        ("tulip-moon-river7", False),
        ("TULIPMOONRIVER7", True),
    ],
)
def test_the_dengbao_profile_asks_for_three_classes(password, bad):
    assert refused(password, DENGBAO) is bad


def test_a_password_is_taken_as_typed():
    kept = hash_password(" Two blanks  inside ")
    assert verify(kept, " Two blanks  inside ")
    assert not verify(kept, "Two blanks  inside")


def test_without_a_hash_nothing_is_right():
    assert not verify(None, "whatever it is")


def test_a_refusal_names_the_field():
    with pytest.raises(Refused) as caught:
        passwords.refuse_weak("short", [], "new_password")
    assert caught.value.field == "new_password"


def test_the_cheap_profile_is_honoured_in_demo_mode_alone(monkeypatch):
    assert "m=64," in hash_password("x")
    monkeypatch.setitem(
        current_app.config, "SETTINGS", current_app.config["SETTINGS"].model_copy(update={"demo": False})
    )
    assert "m=65536," in hash_password("x")


def test_real_hashes_are_argon2id_with_64_megabytes(monkeypatch):
    monkeypatch.delenv("ARGON2_PROFILE")
    assert hash_password("x").startswith("$argon2id$v=19$m=65536,t=3,")
