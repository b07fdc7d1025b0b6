"""Whatever is typed is stored, shown and printed as it was typed. Source: security.md §8."""

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from portal.access import act_as
from portal.db import session
from portal.documents.rendering import render
from portal.registry.model import Enterprise
from portal.risks.model import Risk
from tests.build import a_member, an_enterprise, the_actor
from tests.documents.samples import UNIT, an_order
from tests.risks.build import a_risk

NASTY = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}{% raw %}", "=1+1",
    "'; DROP TABLE risk; --", "a\\b%s%(x)s{}", "&amp;&#60;", "皋泰𬭎喆", "e\u0301 é", "عربي abc", "\u202egnp.exe",
    "👷🏽\u200d♀️", "0", "None", "全角　空",
]  # fmt: skip
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60).filter(
    lambda text: text == text.strip()
)
QUICK = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


def with_nasty(test):
    """Each of the nasty texts, beside those that are found."""
    for text in NASTY:
        test = example(typed=text)(test)
    return test


@pytest.fixture
def filer(client):
    member = a_member(an_enterprise(), "filer")
    client.sign_in(member)
    return member


@with_nasty
@QUICK
@given(typed=LINE)
def test_a_fact_of_an_enterprise_is_stored_and_shown_as_it_was_typed(client, filer, typed):
    enterprise = session().get_one(Enterprise, filer.enterprise_id)
    client.submit(client.get(f"/enterprises/{enterprise.key}/edit"), main_products=typed, landlord=typed)
    session().expire_all()
    kept = session().get_one(Enterprise, filer.enterprise_id)
    assert (kept.main_products, kept.landlord) == (typed, typed)
    shown = {dd.get_text() for dd in client.get("/enterprise").select("dd")}
    assert typed in shown


@pytest.fixture
def risk_id(filer):
    by, enterprise_id = the_actor(filer), filer.enterprise_id
    act_as(by)
    return a_risk(session().get_one(Enterprise, enterprise_id), by).id


@with_nasty
@QUICK
@given(typed=LINE)
def test_a_field_that_saves_itself_keeps_what_was_typed(client, risk_id, typed):
    risk = session().get_one(Risk, risk_id)
    fields = {**client.tokens(), "field": "place", "place": typed, "was": risk.place}
    answer = client.browser.post(f"/risks/{risk.key}/field", data=fields, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    session().expire_all()
    assert session().get_one(Risk, risk_id).place == typed
    page = BeautifulSoup(client.browser.get(f"/risks/{risk.key}").text, "html.parser")
    assert page.select_one("[name=place]")["value"] == typed


PRINTED = st.text(
    st.one_of(
        st.characters(codec="gb2312", exclude_categories=["C", "Z"]), st.sampled_from("<>&\"'{}%$=\\/")
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=8, deadline=None, database=None)
@given(typed=PRINTED)
@example(typed="<b>{{7*7}}</b>&lt;")
@example(typed="喆𬭎㛃")
def test_a_name_is_printed_as_it_was_typed(typed):
    pdf = render("rectification_order", an_order(enterprise={**UNIT, "name": typed}))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert typed in re.sub(r"\s", "", text)
