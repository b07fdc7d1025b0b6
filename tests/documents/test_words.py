"""How papers write days, sentences and codes."""

import pytest

from portal.documents import words
from portal.documents.qr import qr_code


@pytest.fixture(autouse=True)
def context() -> None:
    """Words need no app and no database."""


def test_days_have_no_leading_zeros() -> None:
    assert words.day("2026-03-09") == "2026年3月9日"


def test_moments_are_told_in_china_time() -> None:
    assert words.minute("2026-12-31T16:03:22+00:00") == "2027年1月1日0时03分"
    assert words.second("2026-03-09T06:03:22+00:00") == "2026-03-09 14:03:22"


@pytest.mark.parametrize("typed", ["停用抛丸机", "停用抛丸机。", "停用抛丸机；", " 停用抛丸机. "])
def test_a_sentence_ends_in_one_full_stop(typed: str) -> None:
    assert words.sentence(typed) == "停用抛丸机。"


def test_codes_are_read_in_groups_of_four() -> None:
    assert words.grouped("7k3qx9m2abcd") == "7k3q x9m2 abcd"


def test_a_qr_code_is_one_square_path() -> None:
    code = qr_code("http://127.0.0.1:8000/verify/7k3qx9m2abcd")
    assert code.size >= 29
    assert code.path.startswith("M2 2h7")
