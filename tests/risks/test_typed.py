"""What people type into the register and into its search: codes, phone numbers."""

from datetime import date

import pytest

from portal.access import Actor
from portal.db import session
from portal.merging import Change
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks import actions
from portal.risks.queries import RegisterFilter, register_keys
from portal.workbooks.values import READERS, Unreadable
from tests.build import AT
from tests.risks.build import a_risk


@pytest.mark.parametrize("words", ["R002", "r2", "Ｒ００２", " R2 "])
def test_a_row_is_found_by_its_code(as_filer: Enterprise, filer: Actor, words: str):
    a_risk(as_filer, filer)
    second = a_risk(as_filer, filer)
    assert register_keys(session(), as_filer.id, RegisterFilter(words=words)) == [second.key]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１３８ ０００ ００１３２", "13800000132"),
        ("0513-8765 4321", "0513-87654321"),
        ("（0513）87654321转8001", "(0513)87654321转8001"),
        ("12350", "12350"),
        ("", ""),
    ],
)
def test_a_phone_number_is_kept_as_one_dials_it(as_filer: Enterprise, filer: Actor, typed: str, kept: str):
    risk = a_risk(as_filer, filer, responsible_phone="119")
    actions.edit(risk, [Change("responsible_phone", "119", typed)], by=filer, at=AT)
    assert risk.responsible_phone == kept


@pytest.mark.parametrize("typed", ["abc", "电话不知道", "13800000132、13900000132", "张三 13800001111"])
def test_what_is_no_phone_number_is_refused_on_pages_and_in_lists(
    as_filer: Enterprise, filer: Actor, typed: str
):
    risk = a_risk(as_filer, filer, responsible_phone="119")
    with pytest.raises(Refused) as caught:
        actions.edit(risk, [Change("responsible_phone", "119", typed)], by=filer, at=AT)
    assert caught.value.field == "responsible_phone"
    with pytest.raises(Unreadable):
        READERS["responsible_phone"](typed, date(2026, 11, 27))


def test_an_earlier_type_that_was_parted_into_many_is_asked_for():
    with pytest.raises(Unreadable) as caught:
        READERS["accident_types"]("其他爆炸", date(2026, 11, 27))
    assert caught.value.code == "type_was_parted"
    assert "粉尘爆炸" in caught.value.values["offered"]
