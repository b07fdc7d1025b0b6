"""Logs hold ids and no people: no name, phone, password, token or search term. Source: security.md §7."""

import json
import sys
from collections.abc import Callable
from io import StringIO

import pytest
import structlog

from portal import logs
from portal.accounts import queries as accounts
from portal.accounts.model import Person
from portal.db import session, writing
from portal.registry import queries
from tests.build import PASSWORD, a_member, an_authority, an_enterprise

Lines = Callable[[], list[dict[str, str]]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Lines:
    """What the portal's modules write, as the lines of production."""
    held = StringIO()
    for name, module in list(sys.modules.items()):
        if name.startswith("portal.") and hasattr(module, "log"):
            logger = structlog.wrap_logger(
                structlog.PrintLogger(held), processors=logs.processors(as_json=True)
            )
            monkeypatch.setattr(module, "log", logger)
    return lambda: [json.loads(line) for line in held.getvalue().splitlines()]


class Secret(Exception):
    """A bug whose words hold what somebody typed."""


WORDS = '13800005678 李四\r\n{"event": "forged"}'


def break_down(*_args: object, **_more: object) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError as cause:
        raise Secret(WORDS) from cause


def test_after_a_journey_the_log_knows_nobody(client, lines, monkeypatch, capfd, caplog):
    enterprise = an_enterprise(name="江苏皋泰机械有限公司", safety_manager="李四")
    member = a_member(enterprise, "filer", "administrator")
    name = member.person.sign_in_name
    client.post("/sign-in", {"sign_in_name": name, "password": "not the right password 9"}, status=422)
    client.post("/sign-in", {"sign_in_name": name, "password": PASSWORD})
    client.get("/enterprise")
    monkeypatch.setattr(queries, "own_enterprise", break_down)
    client.get("/enterprise?words=13800005678", status=500)
    client.submit(client.get("/members/invite"), 200, name="赵六", roles="filer")
    written = json.dumps(lines(), ensure_ascii=False) + caplog.text + "".join(capfd.readouterr())
    for secret in (
        "13800005678", "13800001234", "李四", "王", "赵六", "皋泰", PASSWORD, "not the right", name,
        "/invitation/", "forged",
    ):  # fmt: skip
        assert secret not in written, secret


def test_a_bug_is_told_by_its_types_its_places_and_the_number_of_the_request(client, lines, monkeypatch):
    client.sign_in(a_member(an_enterprise(), "filer"))
    monkeypatch.setattr(queries, "own_enterprise", break_down)
    page = client.get("/enterprise", status=500)
    (line,) = lines()
    assert (line["event"], line["level"]) == ("request.failed", "error")
    assert "Secret" in line["exception"]
    assert "ValueError" in line["exception"]
    assert "break_down" in line["exception"]
    assert line["timestamp"].endswith("Z")
    assert line["request"] in page.get_text()


def test_the_page_of_a_bug_tells_nothing_but_the_number(client, monkeypatch):
    client.sign_in(a_member(an_enterprise(), "filer"))
    monkeypatch.setattr(queries, "own_enterprise", break_down)
    text = client.get("/enterprise", status=500).get_text()
    for told in ("Secret", "Traceback", "ValueError", "wangfang", "13800005678", ".py"):
        assert told not in text


@pytest.mark.parametrize("typed", ["a\r\nb", 'a\n{"event": "forged"}', "a\u2028b", "\x1b[31m", "安"])
def test_one_event_is_one_line_of_ascii(typed):
    held = StringIO()
    structlog.wrap_logger(structlog.PrintLogger(held), processors=logs.processors(as_json=True)).info(
        "x", given=typed
    )
    (line,) = held.getvalue().splitlines()
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["given"] == typed


def test_a_failed_job_is_told_without_its_words(lines, app):
    jobs_work = sys.modules["portal.jobs_work"]
    work = jobs_work.Work("test.fails", break_down, 0, jobs_work.timedelta(0), None, None)
    jobs_work.perform(app, work, {})
    (line,) = lines()
    assert (line["event"], line["job"], line["error"]) == ("job.failed", "test.fails", "Secret")
    assert WORDS not in line["exception"]


def test_a_broken_statement_tells_no_values(client, lines, monkeypatch):
    def break_a_constraint(*_args):
        with writing():
            session().add(Person(sign_in_name="x", name="李四", phone=None, password_hash="x"))

    client.sign_in(a_member(an_authority(), "chief"))
    monkeypatch.setattr(accounts, "own_person", break_a_constraint)
    client.get("/account", status=500)
    (line,) = lines()
    assert line["error"] == "IntegrityError"
    assert "李四" not in line["exception"]
