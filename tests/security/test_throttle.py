"""Guessing slows down, in the database, and never for ever. Source: security.md §2."""

from datetime import timedelta

import pytest

from portal.accounts import actions
from portal.accounts.rules import Credentials, pause_after
from portal.problems import Refused, TooMany
from tests.accounts.build import visitor
from tests.build import AT, PASSWORD, a_member, an_enterprise

WRONG = "not the right password 9"


@pytest.fixture
def name():
    return a_member(an_enterprise(), "filer").person.sign_in_name


def try_in(name, password, at=AT, address="192.0.2.7"):
    return actions.sign_in(Credentials(name, password), by=visitor(address), at=at)


def fail(name, times, at=AT, address="192.0.2.7"):
    for _time in range(times):
        with pytest.raises(Refused):
            try_in(name, WRONG, at, address)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (99, 15)]
)
def test_the_pause_doubles_after_five_failures_up_to_fifteen_minutes(failures, minutes):
    assert pause_after(failures) == timedelta(minutes=minutes)


def test_four_failures_do_not_pause_an_account(name):
    fail(name, 4)
    assert try_in(name, PASSWORD)


def test_after_five_failures_the_right_password_waits_a_minute(name):
    fail(name, 5)
    with pytest.raises(Refused):
        try_in(name, PASSWORD, AT + timedelta(seconds=59))
    assert try_in(name, PASSWORD, AT + timedelta(seconds=61))


def test_a_try_during_the_pause_does_not_lengthen_it(name):
    fail(name, 5)
    fail(name, 20, AT + timedelta(seconds=30))
    assert try_in(name, PASSWORD, AT + timedelta(seconds=61))


def test_a_right_sign_in_lets_an_account_start_anew(name):
    fail(name, 4)
    try_in(name, PASSWORD)
    fail(name, 4)
    assert try_in(name, PASSWORD)


def test_the_hundredth_failure_in_a_row_leaves_only_the_reset(name):
    at = AT
    for _time in range(100):
        fail(name, 1, at, address=f"192.0.2.{_time}")
        at += timedelta(minutes=16)
    with pytest.raises(Refused):
        try_in(name, PASSWORD, at)
    assert try_in(name, PASSWORD, at + timedelta(days=31))


def test_an_account_pauses_from_whatever_address_the_tries_come(name):
    for number in range(5):
        fail(name, 1, address=f"198.51.100.{number}")
    with pytest.raises(Refused):
        try_in(name, PASSWORD, address="203.0.113.1")


def test_an_address_is_stopped_after_a_hundred_failures_in_fifteen_minutes(name):
    for number in range(100):
        fail(f"nobody{number}", 1)
    with pytest.raises(TooMany):
        try_in(name, PASSWORD)
    assert try_in(name, PASSWORD, AT + timedelta(minutes=16))


def test_an_address_that_failed_too_often_does_not_stop_others(name):
    for number in range(100):
        fail(f"nobody{number}", 1)
    assert try_in(name, PASSWORD, address="203.0.113.1")


def test_right_sign_ins_do_not_use_up_an_address(name):
    for _time in range(101):
        try_in(name, PASSWORD)


def test_the_throttle_does_not_keep_what_was_typed(name):
    from sqlalchemy import select

    from portal.accounts.model import Attempts
    from portal.db import session

    fail("my secret typed into the wrong field", 1)
    assert all("secret" not in subject for subject in session().scalars(select(Attempts.subject)))


def test_confirming_a_signature_is_throttled_too(name):
    from tests.build import the_actor

    member = a_member(an_enterprise(), "signer")
    for _time in range(5):
        with pytest.raises(Refused):
            actions.confirm_password(the_actor(member), WRONG)
    with pytest.raises(Refused, match="15"):
        actions.confirm_password(the_actor(member), PASSWORD)
