"""Versions of standards: what is opened for a year, what never changes, what is refused."""

from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError

from portal.access import act_as
from portal.assessments import adding
from portal.assessments.adding import Pinned, Years
from portal.assessments.model import Assessment, StandardVersion
from portal.assessments.rules import StandardState
from portal.assessments.versions import find_standard, standards_in_force
from portal.db import session, writing
from portal.problems import Refused
from tests.assessments.build_standards import (
    a_signer,
    a_version,
    a_version_in_force,
    an_administrator,
    opened,
    the_foreign,
)
from tests.build import AT
from tests.conftest import StatementCount

ID = "foreign-framework"
TODAY = AT.date()


def opened_in(year: int, standard_id: str = ID) -> str | None:
    """The number of the version that is opened in the middle of a year."""
    found = {one.id: one.version for one in standards_in_force(date(year, 7, 1))}
    return found.get(standard_id)


def test_a_draft_is_not_opened():
    a_version(an_administrator(), the_foreign(version="2026.11"))
    assert opened_in(2026) is None


def test_a_version_is_opened_for_its_years_alone():
    a_version_in_force(an_administrator(), the_foreign(version="2026.12"), Years(2027, 2028))
    assert [opened_in(year) for year in (2026, 2027, 2028, 2029)] == [None, "2026.12", "2026.12", None]


def test_the_newest_version_in_force_is_opened_and_withdrawn_it_gives_way():
    by = an_administrator()
    a_version_in_force(by, the_foreign(version="2026.13"))
    newer = a_version_in_force(by, the_foreign(version="2026.14"), Years(2027))
    assert (opened_in(2026), opened_in(2027)) == ("2026.13", "2026.14")
    adding.withdraw(newer, "印错", by=by, at=AT)
    assert opened_in(2027) == "2026.13"


def test_a_year_pinned_to_a_version_stays_with_it():
    by = an_administrator()
    a_version_in_force(by, the_foreign(version="2026.15"), Years(2026, 2026))
    a_version_in_force(by, the_foreign(version="2026.16"), Years(2027))
    adding.pin(Pinned(ID, 2027, "2026.15"), by=by, at=AT)
    assert [opened_in(year) for year in (2026, 2027, 2028)] == ["2026.15", "2026.15", "2026.16"]
    adding.pin(Pinned(ID, 2027, None), by=by, at=AT)
    assert opened_in(2027) == "2026.16"


def test_a_standard_can_be_closed_for_a_year_one_that_ships_too():
    adding.pin(Pinned("micro", 2027, ""), by=an_administrator(), at=AT)
    assert (opened_in(2026, "micro"), opened_in(2027, "micro")) == ("2026.1", None)


@pytest.mark.parametrize(
    "chosen", [Pinned(ID, 2027, "2026.17"), Pinned("unknown", 2027, None), Pinned("micro", 2027, "9")]
)
def test_a_year_is_pinned_to_versions_in_force_alone(chosen: Pinned):
    by = an_administrator()
    a_version(by, the_foreign(version="2026.17"))
    with pytest.raises(Refused, match="已生效"):
        adding.pin(chosen, by=by, at=AT)


def test_a_version_that_a_coming_year_is_pinned_to_is_not_withdrawn():
    by = an_administrator()
    row = a_version_in_force(by, the_foreign(version="2026.18"))
    adding.pin(Pinned(ID, 2027, "2026.18"), by=by, at=AT)
    with pytest.raises(Refused, match="2027"):
        adding.withdraw(row, "印错", by=by, at=AT)


def test_an_open_assessment_keeps_its_version_whatever_happens_to_it():
    by = an_administrator()
    row = a_version_in_force(by, the_foreign(version="2026.19"))
    key = row.key
    signer = a_signer()
    opened(signer, f"{ID}@2026.19")
    act_as(by)
    a_version_in_force(by, the_foreign(version="2026.20"))
    adding.withdraw(session().query(StandardVersion).filter_by(key=key).one(), "换版", by=by, at=AT)
    act_as(signer)
    kept = session().query(Assessment).one().standard_key
    assert (kept, find_standard(kept, TODAY).version) == (f"{ID}@2026.19", "2026.19")


@pytest.mark.parametrize("name", ["content", "valid_from", "number"])
def test_what_has_left_its_draft_never_changes(name: str):
    row = a_version_in_force(an_administrator(), the_foreign(version="2026.21"))
    value = {"content": "{}", "valid_from": date(2020, 1, 1), "number": "1.1"}[name]
    with pytest.raises(DBAPIError), writing():
        setattr(row, name, value)


def test_a_version_number_is_taken_once():
    by = an_administrator()
    a_version(by, the_foreign(version="2026.22"))
    with pytest.raises(Refused, match="版本"):
        a_version(by, the_foreign(version="2026.22"))


def test_a_discarded_draft_frees_its_number():
    by = an_administrator()
    adding.discard(a_version(by, the_foreign(version="2026.23")), by=by, at=AT)
    assert a_version(by, the_foreign(version="2026.23")).state is StandardState.DRAFT


def test_what_is_opened_takes_two_statements(statements: StatementCount):
    a_version_in_force(an_administrator(), the_foreign(version="2026.24"))
    standards_in_force(TODAY)
    statements.clear()
    standards_in_force(TODAY)
    assert statements.count == 2
