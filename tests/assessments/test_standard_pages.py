"""The pages of standards without script: list, version, adding, comparing, rehearsing, years."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from portal.access import SYSTEM, act_as
from portal.assessments.model import StandardVersion
from portal.assessments.rules import StandardState
from portal.assessments.versions import standard_in
from portal.db import session
from tests.assessments.build_standards import (
    FOREIGN,
    Raw,
    a_signer,
    a_version,
    a_version_in_force,
    filed,
    the_foreign,
)
from tests.build import a_member, an_authority, the_actor, the_county
from tests.client import PageClient, fields_of
from tests.conftest import StatementCount


class Office:
    """The county bureau with its administrator at a browser."""

    def __init__(self, client: PageClient) -> None:
        act_as(SYSTEM)
        member = a_member(the_county(), "administrator")
        self.actor = the_actor(member)
        self.client = client.sign_in(member)

    def draft(self, content: str | None = None) -> str:
        """The address of a draft."""
        return f"/standards/{a_version(self.actor, content).key}"

    def in_force(self, content: str | None = None) -> str:
        """The address of a version in force."""
        return f"/standards/{a_version_in_force(self.actor, content).key}"

    def row(self) -> StandardVersion:
        """The one version that was added."""
        act_as(self.actor)
        return session().query(StandardVersion).one()

    def upload(self, content: bytes | str, status: int = 303, name: str = "标准.json"):
        """Add a version from a file."""
        page = self.client.get("/standards/add")
        sent = content.encode() if isinstance(content, str) else content
        fields = {**fields_of(page.select("main form")[-1]), "file": (BytesIO(sent), name)}
        return self.client.post("/standards/add", fields, status, content_type="multipart/form-data")


@pytest.fixture
def office(client: PageClient) -> Office:
    """The bureau of the test."""
    return Office(client)


def spoilt(raw: Raw) -> None:
    """Two flaws in two places."""
    raw["items"][0]["points"] = 3.3
    del raw["title"]["en"]


def test_the_list_names_every_version_and_what_the_years_open(office: Office):
    office.in_force(the_foreign(version="2026.51"))
    page = office.client.get("/standards")
    assert "foreign-framework@2026.51" in page.get_text()
    assert len(page.select("main table")[0].select("tbody tr")) == 5
    assert len(page.select("main table")[1].select("thead th")) == 4


def test_a_file_becomes_a_draft(office: Office):
    address = office.upload(FOREIGN.read_bytes())
    assert office.row().state is StandardState.DRAFT
    assert len(office.client.get(address).select("main table tbody tr")) > 12


def test_a_workbook_that_was_downloaded_and_changed_becomes_a_draft(office: Office):
    answer = office.client.browser.get(f"{office.draft(the_foreign(version='2026.58'))}/workbook")
    book = load_workbook(BytesIO(answer.get_data()))
    book["标准"]["B2"], book["条目"]["F2"] = "2026.59", 12.5
    changed = BytesIO()
    book.save(changed)
    office.upload(changed.getvalue(), name="标准.xlsx")
    act_as(office.actor)
    row = session().query(StandardVersion).filter_by(number="2026.59").one()
    assert (standard_in(row).total_points, standard_in(row).items[0].points) == (
        Decimal("122.5"),
        Decimal("12.5"),
    )


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"", FOREIGN.read_bytes()])
def test_what_is_no_workbook_is_refused_at_its_field(office: Office, content: bytes):
    assert office.upload(content, 422, "标准.xlsx").select_one("#file-error").get_text()


def test_every_flaw_of_a_file_is_told_in_a_line_with_its_place(office: Office):
    page = office.upload(the_foreign(spoilt), 422)
    lines = [line.get_text() for line in page.select(".error-summary li")]
    assert any("title/en" in line for line in lines)
    assert any("items/0/points" in line for line in lines)
    assert len(lines) == 3


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"[]", b"null"])
def test_what_is_no_standard_at_all_is_refused(office: Office, content: bytes):
    assert office.upload(content, 422).select(".error-summary li")


def test_a_draft_is_put_in_force_for_years_and_withdrawn(office: Office):
    address = office.draft(the_foreign(version="2026.52"))
    page = office.client.get(address)
    office.client.submit(page, first_year="2027", last_year="2028")
    row = office.row()
    assert (row.state, row.valid_from.year, row.valid_to.year) == (StandardState.IN_FORCE, 2027, 2028)
    office.client.submit(office.client.get(f"{address}/withdraw"), reason="换版")
    assert office.row().state is StandardState.WITHDRAWN


@pytest.mark.parametrize(("first", "last"), [("2028", "2027"), ("", ""), ("1999", ""), ("2027", "x")])
def test_years_that_cannot_be_are_refused(office: Office, first: str, last: str):
    page = office.client.get(office.draft(the_foreign(version="2026.53")))
    office.client.submit(page, 422, first_year=first, last_year=last)
    assert office.row().state is StandardState.DRAFT


def test_a_draft_is_discarded(office: Office):
    address = office.draft()
    office.client.submit(office.client.get(f"{address}/discard"))
    office.client.get(address, 404)


def test_a_year_is_pinned_and_the_list_says_so(office: Office):
    office.client.submit(office.client.get("/standards/years/micro/2027"), number="nothing")
    assert "不开放" in office.client.get("/standards").select("main table")[1].get_text()
    assert office.client.get("/standards/years/micro/2027").select_one("input[value=nothing][checked]")


@pytest.mark.parametrize("place", ["unknown/2027", "micro/1999", "micro/99999999999999999999"])
def test_an_unknown_standard_or_a_far_year_has_no_page(office: Office, place: str):
    office.client.get(f"/standards/years/{place}", 404)


def test_two_versions_are_compared(office: Office):
    office.in_force(the_foreign(version="2026.54"))
    office.draft(the_foreign(lambda raw: raw["items"][0].update(id="A.1.1.1.1-07"), "2026.55"))
    keys = "old=foreign-framework@2026.54&new=foreign-framework@2026.55"
    page = office.client.get(f"/standards/compare?{keys}")
    assert "A.1.1.1.1-07" in page.get_text()
    office.client.get("/standards/compare?old=micro@2026.1&new=unknown@2026.1", 404)


def test_the_file_comes_back_as_it_was_added(office: Office):
    content = the_foreign(version="2026.56")
    answer = office.client.browser.get(f"{office.draft(content)}/file")
    assert json.loads(answer.get_data(as_text=True)) == json.loads(content)
    shipped = office.client.browser.get("/standards/shipped/micro@2026.1/file")
    assert json.loads(shipped.get_data(as_text=True))["id"] == "micro"


def test_a_version_that_ships_is_shown_and_an_unknown_one_is_not(office: Office):
    page = office.client.get("/standards/shipped/mechanical-professional@2026.1")
    assert "未与正式文本核对" in page.get_text()
    office.client.get("/standards/shipped/unknown@2026.1", 404)


def test_a_rehearsal_shows_what_would_change(office: Office):
    office.in_force(the_foreign(version="2026.57"))
    signer = a_signer()
    filed(signer, "foreign-framework@2026.57", {"A.1.1.1.1-01": {"findings": 5}})

    def stricter(raw: Raw) -> None:
        raw["outcomes"][1]["min"] = 495

    address = office.draft(the_foreign(stricter, "2027.57"))
    page = office.client.get(f"{address}/rehearsal")
    assert "462.50" in page.get_text()
    assert "银级" in page.get_text()


def test_the_list_costs_the_same_for_one_version_and_for_three(office: Office, statements: StatementCount):
    counts = []
    for number in ("2026.61", "2026.62", "2026.63"):
        office.in_force(the_foreign(version=number))
        office.client.get("/standards")
        statements.clear()
        office.client.get("/standards")
        counts.append(statements.count)
    assert counts[0] == counts[-1]


def test_a_town_reads_and_changes_nothing(client: PageClient):
    client.sign_in(a_member(an_authority(), "administrator"))
    page = client.get("/standards")
    assert not page.select_one("main a[href$='/add']")
    client.get("/standards/add", 403)
