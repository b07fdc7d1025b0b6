"""Official numbers: their form, no gap, no double, nothing lost to a rollback."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.access import SYSTEM, act_as
from portal.accounts.model import Authority
from portal.db import session
from portal.documents import actions, numbering
from portal.documents.model import Paper, PaperSeries
from portal.problems import Refused
from portal.registry.model import Enterprise
from tests.build import AT, an_authority, an_enterprise
from tests.documents.build import an_issued_paper, an_office, facts_alone, issue_in_vain
from tests.documents.samples import a_receipt

THREADS, EACH = 4, 6


@pytest.mark.parametrize(
    ("kind", "number"),
    [("rectification_order", "（如）应急责改〔2026〕14号"), ("report_receipt", "如安报〔2026〕14号")],
)
def test_numbers_have_hexagonal_brackets_and_no_leading_zeros(kind: str, number: str) -> None:
    assert numbering.number_of(kind, "如", 2026, 14) == number


@pytest.mark.parametrize(("year", "serial"), [(26, 1), (2026, 0), (2026, -1)])
def test_a_number_outside_a_series_is_refused(year: int, serial: int) -> None:
    with pytest.raises(ValueError, match="series"):
        numbering.number_of("report_receipt", "如", year, serial)


def test_a_code_is_typed_without_letters_that_look_like_digits() -> None:
    codes = {numbering.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("lo01")


def test_each_authority_kind_and_year_counts_for_itself() -> None:
    here, there, enterprise = an_office("如城"), an_office("如北"), an_enterprise()
    numbers = [an_issued_paper(enterprise, office).number for office in (here, here, there)]
    assert numbers == ["如城安报〔2026〕1号", "如城安报〔2026〕2号", "如北安报〔2026〕1号"]


def test_the_year_is_that_of_china() -> None:
    new_year = datetime(2026, 12, 31, 16, 1, tzinfo=UTC)
    facts = facts_alone(a_receipt())
    paper = actions.issue(
        "report_receipt", an_enterprise(), facts, authority=an_authority(), by=SYSTEM, at=new_year
    )
    assert paper.number.endswith("〔2027〕1号")


def test_a_rollback_gives_the_number_back() -> None:
    office, enterprise = an_authority(), an_enterprise()
    with pytest.raises(Refused):
        issue_in_vain(enterprise, office)
    assert an_issued_paper(enterprise, office).serial == 1


def test_two_authorities_with_one_mark_are_told_so_instead_of_sharing_a_number() -> None:
    enterprise = an_enterprise()
    an_issued_paper(enterprise, an_office("如"))
    with pytest.raises(Refused, match=r"mark|代字"):
        an_issued_paper(enterprise, an_office("如"))


def test_numbers_taken_at_once_have_no_gap_and_no_double(app: Flask) -> None:
    office, enterprise = an_authority().id, an_enterprise().id

    def take(_thread: int) -> list[int]:
        with app.app_context():
            act_as(SYSTEM)
            return [_issue(office, enterprise) for _ in range(EACH)]

    with ThreadPoolExecutor(THREADS) as pool:
        taken = [serial for serials in pool.map(take, range(THREADS)) for serial in serials]
    assert sorted(taken) == list(range(1, THREADS * EACH + 1))
    session().rollback()
    assert session().get_one(PaperSeries, (office, "report_receipt", 2026)).last == THREADS * EACH
    assert session().query(Paper).count() == THREADS * EACH


def _issue(authority_id: int, enterprise_id: int) -> int:
    office, subject = session().get_one(Authority, authority_id), session().get_one(Enterprise, enterprise_id)
    facts = facts_alone(a_receipt())
    return actions.issue("report_receipt", subject, facts, authority=office, by=SYSTEM, at=AT).serial
