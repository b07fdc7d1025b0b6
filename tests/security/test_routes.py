"""Every route × every role × own and other enterprise, own and other town: each has an expected answer.

`EXPECTED` names, per endpoint, who may. Whoever lies outside the thing's scope gets 404, whoever is inside without
the right 403, a visitor is led to the sign-in. A route that is not listed fails.
"""

from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from portal.access import SYSTEM, act_as, may
from portal.db import Base, session
from tests.client import PageClient
from tests.security.world import World, the_world

ALL_COMPANY = {"filer", "signer", "administrator"}
FILL = {"filer", "signer"}
SIGN = {"signer"}
ADMINISTER = {"administrator"}
OFFICE = ("reviewer", "inspector", "chief", "observer", "administrator")
TOWN = {f"town {role}" for role in OFFICE}
COUNTY = {f"county {role}" for role in OFFICE}
REGULATORS = TOWN | COUNTY
EVERYBODY = ALL_COMPANY | REGULATORS
TOWN_REVIEWER = {"town reviewer"}
REVIEWERS = {"town reviewer", "county reviewer"}
INSPECTORS = {"town inspector", "county inspector"}
OWN_INSPECTOR = {"town inspector"}
COUNTY_ADMIN = {"county administrator"}
COUNTY_CHIEF = {"county chief"}
COUNTY_GRADES = {"county chief", "county reviewer"}
CHIEFS_AND_REVIEWERS = {"town chief", "town reviewer", "county chief", "county reviewer"}
PUBLIC = {"visitor"} | EVERYBODY

# fmt: off
EXPECTED: dict[str, set[str]] = {
    "accounts.account": EVERYBODY,             "accounts.act_in": EVERYBODY,
    "accounts.change_contact": EVERYBODY,      "accounts.change_password": EVERYBODY,
    "accounts.end_sign_in": EVERYBODY,         "accounts.forgotten": PUBLIC,
    "accounts.invitation": PUBLIC,             "accounts.join": EVERYBODY,
    "accounts.open_invitation": PUBLIC,        "accounts.open_reset": PUBLIC,
    "accounts.reset": PUBLIC,                  "accounts.sign_in": PUBLIC,
    "accounts.sign_out": EVERYBODY,
    "calendar.show": EVERYBODY,                "calendar.mark": {"county administrator"},
    "calendar.announce": {"county administrator"},
    "decisions.confirm": TOWN_REVIEWER,        "decisions.invite": TOWN_REVIEWER,
    "decisions.move": {"county reviewer"},     "decisions.refuse": TOWN_REVIEWER,
    "decisions.restore": REVIEWERS,            "decisions.write_off": REVIEWERS,
    "desk.home": EVERYBODY,                    "healthz": PUBLIC, "stylesheet": PUBLIC, "gallery": PUBLIC,
    "documents.ask": PUBLIC,                   "documents.verify": PUBLIC,
    "documents.index": EVERYBODY,              "documents.show": EVERYBODY,
    "documents.download": EVERYBODY,
    "enforcement.index": EVERYBODY,            "enforcement.show": REGULATORS,
    "enforcement.prepare": INSPECTORS,         "enforcement.edit": OWN_INSPECTOR,
    "enforcement.discard": OWN_INSPECTOR,      "enforcement.item": OWN_INSPECTOR,
    "enforcement.new_item": OWN_INSPECTOR,     "enforcement.remove_item": OWN_INSPECTOR,
    "enforcement.issue": OWN_INSPECTOR,        "enforcement.revoke": set(),
    "levels.index": ALL_COMPANY,               "levels.begin": FILL,
    "levels.show": EVERYBODY,                  "levels.all_levels": REGULATORS,
    "levels.export": REGULATORS,               "levels_progress.show": REGULATORS,
    "levels_progress.enterprises": REGULATORS, "levels_progress.remind": CHIEFS_AND_REVIEWERS,
    "levels_ranking.show": REGULATORS,         "levels_ranking.place": EVERYBODY,
    "levels_ranking.decide": set(),            "levels.answer_rank": SIGN,
    "levels.display": FILL,                    "levels.rectify": FILL,
    "levels.apply": SIGN,                      "levels.resubmit": SIGN,
    "levels.renew": SIGN,                      "levels.review_again": SIGN,
    "levels.answer": set(),                    "levels.extend": set(),
    "levels.ask_completion": REVIEWERS,        "levels.accept": REVIEWERS,
    "levels.refuse_application": REVIEWERS,    "levels.review": REVIEWERS,
    "levels.report_findings": REVIEWERS,       "levels.confirm": REVIEWERS,
    "levels.object": REVIEWERS,                "levels.sample": set(),
    "levels.fail": COUNTY_GRADES,              "levels.publish": COUNTY_GRADES,
    "levels.clear": COUNTY_GRADES,             "levels.not_announced": COUNTY_GRADES,
    "levels.extend_directly": COUNTY_GRADES,   "levels.warn": COUNTY_GRADES,
    "levels.restore": COUNTY_GRADES,           "levels.propose_revocation": COUNTY_GRADES,
    "levels.withdraw_proposal": COUNTY_GRADES, "levels.announce": COUNTY_CHIEF,
    "levels.false_commitment": COUNTY_CHIEF,   "levels.revoke": COUNTY_CHIEF,
    "methods.index": REGULATORS,               "methods.shipped": REGULATORS,
    "methods.show": COUNTY,                    "methods.rehearsal": COUNTY,
    "methods.new": COUNTY_ADMIN,               "methods.edit": COUNTY_ADMIN,
    "methods.discard": COUNTY_ADMIN,           "methods.put_in_force": COUNTY_ADMIN,
    "methods.withdraw": COUNTY_ADMIN,
    "standards.index": REGULATORS,             "standards.shipped": REGULATORS,
    "standards.shipped_file": REGULATORS,      "standards.compare": REGULATORS,
    "standards.shipped_workbook": REGULATORS,  "standards.workbook": REGULATORS,
    "standards.show": REGULATORS,              "standards.file": REGULATORS,
    "standards.rehearsal": REGULATORS,         "standards.add": COUNTY_ADMIN,
    "standards.pin": COUNTY_ADMIN,             "standards.put_in_force": COUNTY_ADMIN,
    "standards.withdraw": COUNTY_ADMIN,        "standards.discard": COUNTY_ADMIN,
    "risks.index": ALL_COMPANY,                "risks.show": EVERYBODY,
    "risks.controls": EVERYBODY,               "risks.evidence": EVERYBODY,
    "risks.new": FILL,                         "risks.usual": FILL,
    "risks.zero": FILL,                        "risks.edit": FILL,
    "risks.save_field": FILL,                  "risks.grade": FILL,
    "risks.save_grading": FILL,                "risks.remove": FILL,
    "risks.restore": FILL,                     "risks.add_control": FILL,
    "risks.control": FILL,                     "risks.save_control": FILL,
    "risks.remove_control": FILL,              "risks.restore_control": FILL,
    "risks.attach": FILL,                      "risks.detach": FILL,
    "affirming.start": FILL,                   "affirming.index": FILL,
    "affirming.rest": FILL,                    "affirming.affirm": FILL,
    "affirming.gone": FILL,
    "bulk.index": ALL_COMPANY,                 "bulk.show": ALL_COMPANY,
    "bulk.change": FILL,                       "bulk.remove": FILL,
    "bulk.undo": FILL,                         "saved_views.index": ALL_COMPANY,
    "saved_views.new": ALL_COMPANY,            "saved_views.edit": {"filer"},
    "saved_views.remove": {"filer"},
    "assessments.index": ALL_COMPANY,          "assessments.show": EVERYBODY,
    "assessments.open_assessment": FILL,       "assessments.place": ALL_COMPANY,
    "assessments.section": EVERYBODY,          "assessments.send_section": FILL,
    "assessments.next_open": EVERYBODY,        "assessments.save_field": FILL,
    "assessments.answer": FILL,                "assessments.affirm": FILL,
    "assessments.attach": FILL,                "assessments.point": FILL,
    "assessments.evidence": EVERYBODY,         "assessments.detach": FILL,
    "assessments.about": FILL,                 "assessments.save_about": FILL,
    "assessments.conditions": EVERYBODY,       "assessments.say": FILL,
    "measures.index": ALL_COMPANY,             "measures.sheet": ALL_COMPANY,
    "measures.plan": EVERYBODY,                "measures.new": FILL,
    "measures.show": EVERYBODY,                "measures.edit": FILL,
    "measures.discard": FILL,                  "measures.report_done": FILL,
    "measures.close": FILL,                    "measures.reopen": FILL,
    "measures.evidence": EVERYBODY,
    "plans.index": ALL_COMPANY,                "plans.show": EVERYBODY,
    "plans.picture": EVERYBODY,                "plans.new": FILL,
    "plans.rename": FILL,                      "plans.remove": FILL,
    "plans.restore": FILL,                     "plans.new_area": FILL,
    "plans.area": FILL,                        "plans.remove_area": FILL,
    "plans.restore_area": FILL,                "posters.index": ALL_COMPANY,
    "posters.new": FILL,                       "posters.file": ALL_COMPANY,
    "posters.make_anew": FILL,                 "posters.remove": FILL,
    "facts.part": ALL_COMPANY,                 "facts.save": ALL_COMPANY,
    "facts.save_field": ALL_COMPANY,           "facts.sectors": ALL_COMPANY,
    "facts.add_row": ALL_COMPANY,              "facts.save_row": ALL_COMPANY,
    "facts.paste": ALL_COMPANY,
    "facts.save_cell": ALL_COMPANY,            "facts.remove_row": ALL_COMPANY,
    "facts.restore_row": ALL_COMPANY,
    "checks.index": ALL_COMPANY,               "checks.record": FILL,
    "checks.show": EVERYBODY,                  "checks.photo": EVERYBODY,
    "checks.undo": {"filer"},
    "slip.open_slip": PUBLIC,                  "slip.show": PUBLIC,
    "slip.check": PUBLIC,                      "slip.hazard": PUBLIC,
    "slip.change": PUBLIC,
    "slips.index": ALL_COMPANY,                "slips.new": ALL_COMPANY,
    "slips.show": ALL_COMPANY,                 "slips.revoke": ALL_COMPANY,
    "suggestions.index": ALL_COMPANY,          "suggestions.show": ALL_COMPANY,
    "suggestions.photo": ALL_COMPANY,          "suggestions.accept": FILL,
    "suggestions.decline": FILL,
    "filings.index": ALL_COMPANY,              "filings.show": EVERYBODY,
    "filings.receipt": EVERYBODY,              "filings.start": FILL,
    "filings.check": FILL,                     "filings.discard": FILL,
    "filings.submit": SIGN,                    "filings.recall": SIGN,
    "members.accept_request": ADMINISTER | TOWN_REVIEWER,
    "members.decline_request": ADMINISTER | TOWN_REVIEWER,
    "members.authorities": REGULATORS,         "members.authority": TOWN | COUNTY,
    "members.edit": ADMINISTER,                "members.end": ADMINISTER,
    "members.end_sign_ins": ADMINISTER,        "members.index": EVERYBODY,
    "members.invite": ADMINISTER | {"town administrator", "county administrator"},
    "members.invite_official": {"town administrator", "county administrator"},
    "members.reset": ADMINISTER,               "members.withdraw": ADMINISTER,
    "members.show_phone": EVERYBODY,           "members.show_applicants_phone": ADMINISTER | TOWN_REVIEWER,
    "notices.index": EVERYBODY,                "notices.read_all": EVERYBODY,
    "notices.read": ALL_COMPANY,
    "oversight.enterprises": REGULATORS,       "oversight.export": REGULATORS,
    "oversight.overview": REGULATORS,          "oversight.risks": REGULATORS,
    "registry.edit_own": ALL_COMPANY,
    "oversight.raised": REGULATORS,
    "registry.edit": ALL_COMPANY,              "registry.index": REGULATORS,
    "registry.own": ALL_COMPANY,               "registry.register": PUBLIC,
    "registry.registered": PUBLIC,             "registry.resubmit": ADMINISTER,
    "registry.show": EVERYBODY,                "registry.show_phone": EVERYBODY,
    "review.queue": REGULATORS,                "review.history": REGULATORS,
    "review.show": REGULATORS,                 "review.decided": REGULATORS,
    "review.open_review": TOWN_REVIEWER,       "review.remark": TOWN_REVIEWER,
    "review.remove_remark": TOWN_REVIEWER,     "review.accept_row": TOWN_REVIEWER,
    "review.undo_accept_row": TOWN_REVIEWER,   "review.approve": TOWN_REVIEWER,
    "review.endorse": set(),                   "review.send_back": TOWN_REVIEWER,
    "review.reject": TOWN_REVIEWER,
    "workbooks.index": ALL_COMPANY,            "workbooks.template": ALL_COMPANY,
    "workbooks.export": ALL_COMPANY,           "workbooks.show": ALL_COMPANY,
    "workbooks.annotated": ALL_COMPANY,        "workbooks.add": FILL,
    "workbooks.match": FILL,                   "workbooks.save": FILL,
    "workbooks.cancel": FILL,
    "item_review.sample": REGULATORS,
    "item_review.score": TOWN_REVIEWER,        "item_review.unscore": TOWN_REVIEWER,
}
# fmt: on

WITHOUT_RIGHT = {"static"}
PLAIN = {
    "kind_code": "risk_report",
    "code": "0" * 16,
    "token": "x",
    "digest": "0" * 16,
    "key": "x",
    "remark_id": "x",
    "item": "1",
    "fact": "safety_manager_phone",
    "part_code": "workforce",
    "list_code": "products",
    "year": "2026",
    "standard": "micro",
    "name": "ls5@1.0",
    "element": "1",
    "condition": "V01",
    "section": "items",
    "row": "-",
    "source": "risks",
    "standard_kind": "micro",
}
"""Parameters that name no owned thing."""


@pytest.fixture
def world() -> World:
    """Everybody and everything."""
    return the_world()


def routes(app: Flask) -> list[Rule]:
    """The portal's own routes."""
    return [found for found in app.url_map.iter_rules() if found.endpoint not in WITHOUT_RIGHT]


def test_every_route_has_its_row_and_every_row_its_route(app: Flask) -> None:
    assert {found.endpoint for found in routes(app)} == set(EXPECTED)


def named_things(found: Rule) -> list[str]:
    """The tables whose rows the address names."""
    return [name.removesuffix("_key") for name in found.arguments if name.endswith("_key")]


def address_of(found: Rule, world: World) -> str:
    """An address of the route for the own enterprise's things."""
    values = {f"{thing}_key": world.keys[thing] for thing in named_things(found)}
    values |= {name: PLAIN[name] for name in found.arguments if name in PLAIN}
    return url_for(found.endpoint, **values)


def test_the_visitor_is_led_to_the_sign_in(app: Flask, world: World) -> None:
    client = PageClient(app)
    for found in routes(app):
        for method in sorted((found.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = client.browser.open(address_of(found, world), method=method, data=client.tokens())
            led = answer.status_code == 401 or "/sign-in" in answer.headers.get("Location", "")
            assert led != ("visitor" in EXPECTED[found.endpoint]), (
                f"{method} {found.rule}: {answer.status_code}"
            )


def test_whoever_lies_outside_finds_nothing(app: Flask, world: World) -> None:
    for name in (
        "other filer",
        "other signer",
        "other administrator",
        "other town reviewer",
        "other town inspector",
    ):
        client = signed_in(app, world, name)
        for found in routes(app):
            if not owned_things(found):
                continue
            for method in sorted((found.methods or set()) - {"HEAD", "OPTIONS"}):
                answer = client.browser.open(address_of(found, world), method=method, data=client.tokens())
                assert answer.status_code == 404, f"{name}: {method} {found.rule}: {answer.status_code}"


def test_anothers_key_answers_like_an_unknown_one(app: Flask, world: World) -> None:
    client = signed_in(app, world, "other signer")
    known = client.browser.get(f"/filings/{world.keys['filing']}")
    unknown = client.browser.get("/filings/aaaaaaaaaaaaaaaa")
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert without_number(known.get_data(as_text=True)) == without_number(unknown.get_data(as_text=True))


def without_number(text: str) -> str:
    """A page without what differs from request to request."""
    import re

    return re.sub(r"[0-9a-f]{12}|name=\"csrf_token\"[^>]*>|content=\"Ij[^\"]*\"|/filings/\w+", "", text)


def owned_things(found: Rule) -> list[str]:
    """The named tables whose rows have an owner."""
    from portal.access import Owned

    tables = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    return [thing for thing in named_things(found) if issubclass(tables[thing], Owned)]


INSIDE = ("filer", "signer", "administrator", *sorted(REGULATORS))


@pytest.mark.parametrize("name", INSIDE)
def test_whoever_is_inside_may_what_is_listed_and_nothing_else(app: Flask, world: World, name: str) -> None:
    client = signed_in(app, world, name)
    for found in routes(app):
        allowed = name in EXPECTED[found.endpoint]
        for method in sorted((found.methods or set()) - {"HEAD", "OPTIONS"}):
            if method == "GET" or not allowed:
                check_answer(client, address_of(found, world), method, allowed=allowed)
        assert holds(app, found, world, name) == allowed, f"{name}: {found.endpoint}"


def check_answer(client: PageClient, address: str, method: str, *, allowed: bool) -> None:
    """Ask, and compare: 403 for whoever may not; anything but 401 and 403 for whoever may."""
    answer = client.browser.open(address, method=method, data=client.tokens())
    told = f"{method} {address}: {answer.status_code}"
    if allowed:
        assert answer.status_code not in (401, 403, 500), told
    else:
        assert answer.status_code in (403, 404), told


def holds(app: Flask, found: Rule, world: World, name: str) -> bool:
    """Whether the named right of the view holds for the actor on the own enterprise's thing."""
    right: str = app.view_functions[found.endpoint].right  # type: ignore[attr-defined]
    act_as(SYSTEM)
    thing: Any = None
    for named in named_things(found)[-1:]:
        thing = thing_of(named, world)
    return may(world.actors[name if name in world.actors else f"own {name}"], right, thing)


def thing_of(table: str, world: World) -> Any:
    """The own enterprise's row of a table."""
    from sqlalchemy import select

    model: Any = next(m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == table)
    return session().scalars(select(model).where(model.key == world.keys[table])).one()


def signed_in(app: Flask, world: World, name: str) -> PageClient:
    """A browser signed in as somebody of the world."""
    from portal.accounts.model import Membership

    act_as(SYSTEM)
    member = session().get_one(Membership, world.members[name if name in world.members else f"own {name}"])
    return PageClient(app).sign_in(member)
