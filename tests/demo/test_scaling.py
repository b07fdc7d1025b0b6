"""Cities of any size."""

import pytest
from sqlalchemy import func, select
from stdnum.cn import uscc

from portal.access import SYSTEM, act_as
from portal.accounts.model import Authority
from portal.db import session
from portal.demo.scaling import CONTROLS, add_enterprises
from portal.filings.model import Filing, Revision
from portal.filings.rules import FilingState
from portal.registry.model import Enterprise
from portal.registry.regions import towns
from portal.risks.model import Control, Risk
from portal.risks.snapshot import snapshot
from tests.demo.conftest import NOW

pytestmark = pytest.mark.timeout(600)


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model))


@pytest.fixture
def scaled(app):
    made = add_enterprises(60, 4, NOW)
    act_as(SYSTEM)
    return made


def test_as_many_rows_are_made_as_were_asked_for(scaled):
    assert (count(Enterprise), count(Risk), count(Control)) == (60, 240, 240 * CONTROLS)
    assert scaled.filings == count(Filing) == count(Revision)


def test_the_offices_come_along(scaled):
    assert count(Authority) == len(towns()) + 1


def test_every_town_has_its_part(scaled):
    assert len(set(session().scalars(select(Enterprise.region_code)))) == len(towns())


def test_codes_are_valid_and_a_second_call_goes_on(scaled):
    add_enterprises(10, 1, NOW)
    act_as(SYSTEM)
    codes = session().scalars(select(Enterprise.code)).all()
    assert len(set(codes)) == 70
    assert all(uscc.is_valid(code) for code in codes)


def test_a_report_declares_what_the_register_holds(scaled):
    filing = session().scalars(select(Filing)).first()
    revision = filing.revisions[0]
    assert revision.holds()
    assert revision.snapshot == snapshot(filing.enterprise, NOW.date())


def test_some_reports_wait(scaled):
    states = set(session().scalars(select(Filing.state)))
    assert FilingState.APPROVED in states
    assert states & {FilingState.SUBMITTED, FilingState.ENDORSED}
