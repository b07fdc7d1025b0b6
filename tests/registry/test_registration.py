"""A company registers; its town confirms or refuses; what is known already is not given away."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.access import act_as
from portal.accounts import actions as accounts
from portal.accounts.model import JoinRequest, Membership
from portal.accounts.rules import Credentials, Level, Role
from portal.audit import Event
from portal.db import session
from portal.notices.model import Notice
from portal.problems import Forbidden, Refused, Stale
from portal.registry import actions
from portal.registry.model import Enterprise
from portal.registry.regions import COUNTY
from portal.registry.rules import EnterpriseState
from tests.accounts.build import visitor
from tests.build import AT, OTHER_TOWN, TOWN, a_code, a_member, an_authority, an_enterprise, the_actor
from tests.registry.build import an_application, registration_fields


def register(application=None):
    actions.register(application or an_application(), by=visitor(), at=AT)
    return session().scalars(select(Enterprise).order_by(Enterprise.id.desc())).first()


@pytest.fixture
def waiting():
    return register()


@pytest.fixture
def reviewer():
    return a_member(an_authority(), "reviewer")


def kinds_told():
    return session().scalars(select(Notice.kind).order_by(Notice.id)).all()


def test_a_new_company_waits_for_confirmation(waiting):
    assert waiting.state is EnterpriseState.PENDING
    assert waiting.region_path.endswith(f"/{TOWN}/")


def test_its_first_person_can_do_everything_at_once(waiting):
    first = session().scalars(select(Membership)).one()
    assert set(first.roles) == {Role.ADMINISTRATOR, Role.SIGNER, Role.FILER}
    assert accounts.sign_in(
        Credentials(first.person.sign_in_name, "a quiet walk by the river"), by=visitor(), at=AT
    )


def test_its_town_is_told_and_no_other():
    town = an_authority(TOWN)
    an_authority(OTHER_TOWN)
    register()
    assert [row.authority_id for row in session().scalars(select(Notice))] == [town.id]


@pytest.mark.parametrize(
    "code", ["91320682MA0000001Y", "9132", "91320682MA000000OI", "123456789012345678901"]
)
def test_a_code_with_a_wrong_check_character_is_refused_at_its_field(code):
    with pytest.raises(Refused) as caught:
        register(an_application(code))
    assert caught.value.field == "code"


def test_a_known_code_makes_a_request_to_join_and_nothing_else():
    known = an_enterprise()
    register(an_application(known.code))
    assert session().scalars(select(JoinRequest)).one().enterprise_id == known.id
    assert len(session().scalars(select(Enterprise)).all()) == 1
    assert session().scalars(select(Membership)).all() == []


def test_a_claim_is_an_event_of_the_known_enterprise():
    known = an_enterprise()
    register(an_application(known.code))
    assert (
        session().scalars(select(Event.enterprise_id).where(Event.verb == "enterprise.claim")).one()
        == known.id
    )


def test_a_form_sent_twice_registers_once():
    application = an_application()
    register(with_form_key(application))
    register(with_form_key(application))
    assert len(session().scalars(select(Enterprise)).all()) == 1
    assert session().scalars(select(JoinRequest)).all() == []


def with_form_key(application):
    return replace(application, account=replace(application.account, form_key="the same form"))


def test_the_name_of_the_company_is_no_password():
    application = an_application(name="如皋黄海造船有限公司")
    account = replace(application.account, password="huanghaizaochuan2026")
    with pytest.raises(Refused) as caught:
        register(replace(application, account=account))
    assert caught.value.field == "password"


# --- confirmation -------------------------------------------------------------------------------------------


def test_the_town_confirms_and_the_company_is_told(waiting, reviewer):
    actions.confirm(waiting, waiting.version, by=the_actor(reviewer), at=AT)
    assert waiting.state is EnterpriseState.CONFIRMED
    assert kinds_told()[-1] == "enterprise.confirmed"


def test_a_refusal_carries_its_reason_to_the_company(waiting, reviewer):
    actions.refuse(waiting, "名称与营业执照不符", waiting.version, by=the_actor(reviewer), at=AT)
    assert waiting.state is EnterpriseState.REFUSED
    assert (
        session().scalars(select(Notice.facts).order_by(Notice.id.desc())).first()["reason"]
        == "名称与营业执照不符"
    )


def test_a_mended_registration_waits_again(waiting, reviewer):
    first = session().scalars(select(Membership).where(Membership.enterprise_id == waiting.id)).one()
    actions.refuse(waiting, "名称与营业执照不符", waiting.version, by=the_actor(reviewer), at=AT)
    actions.resubmit(waiting, by=the_actor(first), at=AT)
    assert (waiting.state, waiting.refusal_reason) == (EnterpriseState.PENDING, "")


def test_two_decisions_on_one_page_are_one(waiting, reviewer):
    seen = waiting.version
    actions.confirm(waiting, seen, by=the_actor(reviewer), at=AT)
    with pytest.raises(Stale):
        actions.refuse(waiting, "too late", seen, by=the_actor(reviewer), at=AT)


@pytest.mark.parametrize(
    "somebody",
    [
        lambda: a_member(an_authority(), "observer"),
        lambda: a_member(an_authority(OTHER_TOWN), "reviewer"),
        lambda: a_member(an_authority(COUNTY, Level.COUNTY), "reviewer"),
    ],
)
def test_nobody_but_a_reviewer_of_the_town_confirms(waiting, somebody):
    with pytest.raises(Forbidden):
        actions.confirm(waiting, waiting.version, by=the_actor(somebody()), at=AT)


# --- pages --------------------------------------------------------------------------------------------------


def test_a_company_registers_on_the_page_and_its_person_signs_in(client):
    fields = registration_fields()
    assert client.submit(client.get("/register"), **fields) == "/registered"
    client.get("/registered")
    client.post("/sign-in", {"sign_in_name": fields["sign_in_name"], "password": fields["password"]})
    assert fields["name"] in client.get("/enterprise").main.get_text()


def test_what_is_missing_is_told_at_each_field_and_what_was_typed_stays(client):
    page = client.submit(client.get("/register"), 422, **registration_fields(code="9132", address=""))
    assert len(page.select(".field--error")) == 1
    assert "如皋新源机械有限公司" in str(page)
    page = client.submit(client.get("/register"), 422, **registration_fields(code="9132"))
    assert page.select_one("#code")["aria-invalid"] == "true"


def test_a_code_is_accepted_as_people_type_it(client):
    code = a_code(123456)
    typed = " ".join([code[:4], code[4:]]).lower().translate({ord("9"): "９"})
    client.submit(client.get("/register"), **registration_fields(code=typed))
    assert session().scalars(select(Enterprise.code)).one() == code


def test_posted_fields_that_are_not_asked_change_nothing(client):
    fields = registration_fields(
        state="confirmed", _state="confirmed", enterprise_id="1", id="77", version="9"
    )
    client.submit(client.get("/register"), **fields)
    made = session().scalars(select(Enterprise)).one()
    assert (made.state, made.id) == (EnterpriseState.PENDING, 1)


def test_the_town_confirms_on_the_page(client, waiting, reviewer):
    client.sign_in(reviewer)
    assert "如皋新源机械有限公司" in client.get("/enterprises").main.get_text()
    client.submit(client.get(f"/enterprises/{waiting.key}"), form=0)
    assert session().get_one(Enterprise, waiting.id).state is EnterpriseState.CONFIRMED


def test_the_town_refuses_on_the_page_with_a_reason(client, waiting, reviewer):
    client.sign_in(reviewer)
    page = client.get(f"/enterprises/{waiting.key}/refuse")
    client.submit(page, 422, reason="")
    client.submit(page, reason="地址不在本街道")
    assert session().get_one(Enterprise, waiting.id).refusal_reason == "地址不在本街道"


def test_the_number_of_waiting_registrations_stands_in_the_rail(client, waiting, reviewer):
    page = client.sign_in(reviewer).get("/enterprises")
    assert page.select_one('nav a[href="/enterprises"]').get_text(strip=True).endswith("1")


def test_the_company_sees_nothing_of_other_registrations(waiting):
    key = waiting.id
    act_as(the_actor(a_member(an_enterprise(), "filer")))
    assert session().scalars(select(Enterprise).where(Enterprise.id == key)).all() == []
