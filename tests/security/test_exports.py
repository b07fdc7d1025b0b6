"""What leaves as a workbook: text stays text, and it is known who took it and what for. Source: security.md §4, §7."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from portal.audit import Event
from portal.db import session
from portal.web.sheets import workbook
from tests.build import a_member, an_authority, an_enterprise

EXPORT = "/overview/enterprises/export"
FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "=HYPERLINK(\"http://evil.example\")",
    "http://evil.example", "mailto:a@evil.example", "internal:Sheet1!A1", "{=1}", "=cmd|' /C calc'!A0", "007", "1E5",
]  # fmt: skip


def cells(content):
    sheet = load_workbook(BytesIO(content)).active
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(typed):
    found = cells(workbook("名单", typed, [typed], [(typed, typed)]))
    assert {cell.data_type for cell in found} == {"s"}
    assert [cell.hyperlink for cell in found] == [None] * len(found)
    assert typed in {cell.value for cell in found} or "\r" in typed


@pytest.fixture
def official(client):
    an_enterprise(name="=1+1有限公司", safety_manager="+cmd|x", safety_manager_phone="13800005678")
    member = a_member(an_authority(), "chief")
    client.sign_in(member)
    return member


def exported(client, **fields):
    client.get(EXPORT)
    return client.browser.post(EXPORT, data={**client.tokens(), **fields})


@pytest.mark.usefixtures("official")
def test_every_cell_of_the_export_is_text(client):
    found = cells(exported(client, reason="=1+1").data)
    assert {cell.data_type for cell in found} == {"s"}
    assert {"=1+1有限公司", "+cmd|x"} <= {cell.value for cell in found}


@pytest.mark.usefixtures("official")
def test_nothing_is_exported_without_a_reason(client):
    assert exported(client).status_code == 422
    assert session().scalars(select(Event).where(Event.verb == "overview.export")).all() == []


def test_an_export_says_inside_who_took_it_when_and_what_for(client, official):
    head = cells(exported(client, reason="核对台账").data)[1].value
    assert official.person.name in head
    assert "核对台账" in head
    assert "2026" in head


def test_an_export_is_an_event_with_its_reason_and_size(client, official):
    exported(client, reason="核对台账")
    event = session().scalars(select(Event).where(Event.verb == "overview.export")).one()
    assert event.person_id == official.person_id
    assert (event.after["reason"], event.after["rows"]) == ("核对台账", 1)


@pytest.mark.usefixtures("official")
def test_an_export_runs_nothing_in_a_browser(client):
    headers = exported(client, reason="核对").headers
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
