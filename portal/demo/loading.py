"""Loading the demo city: all steps of all stories in the order of time, each done by who would do it."""

import heapq
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import force_locale

from portal import audit, clock
from portal.access import PUBLIC, SYSTEM, Actor, act_as
from portal.accounts.rules import NewAccount
from portal.config import Settings
from portal.db import session, writing
from portal.demo import assessed, levels, people, queries
from portal.demo.city import Company, Office, Step, When, companies, offices
from portal.demo.matrices import draft_matrix
from portal.demo.passwords import password_of
from portal.demo.registers import Register
from portal.demo.stories import STEPS, Walk
from portal.demo.timeline import day_of, is_told, moment
from portal.documents.actions import put_in_force
from portal.problems import Refused
from portal.registry import actions as registry
from portal.registry.queries import with_code
from portal.registry.regions import COUNTY
from portal.registry.rules import Application, BusinessState, Premises, Scale
from portal.risks.peers import refresh_all

BEFORE_EVERYTHING = When(year=-5, day="09-01")
PEERS_COUNTED = timedelta(days=20)
"""How long ago the peers were counted for the first time."""

BEGINNING = datetime.min.replace(tzinfo=UTC)
APART = timedelta(minutes=10)
"""Two steps of one enterprise are at least so far apart."""


class City(NamedTuple):
    """What was loaded."""

    authorities: int
    enterprises: int
    people: int
    steps: int


class Due(NamedTuple):
    """The next step of an enterprise; the heap is ordered by its moment."""

    at: datetime
    order: int
    walk: Walk
    step: Step
    rest: Iterator[Step]


def load_city(now: datetime) -> City:
    """Load the whole city as of a moment. Raises Refused outside demo mode and when enterprises are there."""
    settings = refuse_outside_demo()
    act_as(SYSTEM)
    if queries.loaded(session()):
        raise Refused("There are enterprises already; the demo city is loaded into an empty database.")
    today = clock.local_day(now)
    with current_app.test_request_context(base_url=settings.portal_url), force_locale("zh_Hans"):
        act_as(SYSTEM)
        officials = open_offices(today)
        draft_matrix(people.with_role(officials[COUNTY], "administrator")[0], now - timedelta(days=9))
        walks = [_enter(company, officials, today) for company in companies()]
        steps = _walk_all(walks, now - PEERS_COUNTED)
        levels.tell_levels(walks, people.with_role(officials[COUNTY], "chief")[0], today)
        _print_featured(walks, now)
        refresh_all(now)
    everybody = [
        actor for home in (*officials.values(), *(walk.actors for walk in walks)) for actor in home.values()
    ]
    act_as(SYSTEM)
    people.strengthen({people.role_of(actor) for actor in everybody})
    return City(len(officials), len(walks), len(everybody), steps)


def refuse_outside_demo() -> Settings:
    """The settings. Raises Refused unless the instance is for demonstration."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.demo:
        raise Refused("This is for demo mode only: set DEMO=1.")
    return settings


def open_offices(today: date) -> dict[str, dict[str, Actor]]:
    """Every authority with its people, by the code of its region."""
    return {office.region_code: _open_office(office, today) for office in offices()}


def _open_office(office: Office, today: date) -> dict[str, Actor]:
    return people.open_office(office, moment(day_of(BEFORE_EVERYTHING, today), "register", office.id))


# --- enterprises --------------------------------------------------------------------------------------------


def _enter(company: Company, officials: dict[str, dict[str, Actor]], today: date) -> Walk:
    """Enter an enterprise with its people, not yet confirmed; new ones register themselves."""
    act_as(SYSTEM)
    at = moment(day_of(company.registered, today), "register", company.id)
    facts = _facts(company, today)
    itself = company.registered.days_ago is not None
    enterprise_id, actors = (_registered if itself else _taken_over)(company, facts, at)
    town, county = officials[company.facts["region_code"]], officials[COUNTY]
    reviewers = {"town": people.with_role(town, "reviewer"), "county": people.with_role(county, "reviewer")}
    inspectors = {name: actor for staff in officials.values() for name, actor in staff.items()}
    return Walk(company, today, actors, reviewers, inspectors, enterprise_id, Register(company, today))


def _taken_over(company: Company, facts: dict[str, Any], at: datetime) -> tuple[int, dict[str, Actor]]:
    """An enterprise that the register of the city knew before the portal."""
    with writing():
        enterprise = registry.new_enterprise(company.code, facts, at)
        audit.record("enterprise.register", enterprise, by=SYSTEM, at=at, after={"code": enterprise.code})
        return enterprise.id, people.seat(enterprise.organisation, company.people, "", at)


def _registered(company: Company, facts: dict[str, Any], at: datetime) -> tuple[int, dict[str, Actor]]:
    """An enterprise that came by the public form; its first person may do everything."""
    first, *others = company.people
    password = password_of(people.main_role(registry.FIRST_ROLES, ""), people.secret())
    account = NewAccount(first.sign_in, first.name, first.phone, password)
    registry.register(Application(company.code, facts, account, first.job_title), by=PUBLIC, at=at)
    member = queries.member(session(), first.sign_in)
    actors = {first.sign_in: people.actor_of(member.person, member)}
    enterprise = with_code(session(), company.code)
    assert enterprise is not None
    return enterprise.id, actors | people.seat(enterprise.organisation, tuple(others), "", at)


def _facts(company: Company, today: date) -> dict[str, Any]:
    facts = company.facts
    return {
        **facts,
        "scale": Scale(facts["scale"]),
        "business_state": BusinessState(facts["business_state"]),
        "premises": Premises(facts["premises"]),
        "registered_address": facts["address"],
        "founded_on": day_of(company.founded, today),
        "production_began_on": day_of(company.production_began, today),
        "accepted_on": company.accepted and day_of(company.accepted, today),
        "trial_production_on": company.trial_production and day_of(company.trial_production, today),
    }


# --- the walk through time ----------------------------------------------------------------------------------


def _walk_all(walks: list[Walk], count_at: datetime) -> int:
    """Do the steps of all enterprises, the earliest first; answers how many. What is usual among peers is counted at
    `count_at`, so that the reports after it are asked about it."""
    heap = [
        due
        for number, walk in enumerate(walks)
        if (due := _next(number, walk, _story(walk.company, walk.today), None))
    ]
    heapq.heapify(heap)
    done, last = 0, BEGINNING
    while heap:
        due = heapq.heappop(heap)
        if last < count_at <= due.at:
            act_as(SYSTEM)
            refresh_all(count_at)
        last = due.at
        STEPS[due.step.do](due.walk, due.step, due.at)
        done += 1
        if following := _next(due.order, due.walk, due.rest, due.at):
            heapq.heappush(heap, following)
    return done


def _next(order: int, walk: Walk, rest: Iterator[Step], last: datetime | None) -> Due | None:
    step = next(rest, None)
    if step is None:
        return None
    at = moment(day_of(step.at, walk.today), step.do, walk.company.id)
    return Due(max(at, last + APART) if last else at, order, walk, step, rest)


def _story(company: Company, today: date) -> Iterator[Step]:
    """Registration, first filling and what the data tell, by day."""
    decided = company.registered
    first = next((step.at for step in company.steps), None)
    steps = [Step("fill", first or decided, {})]
    if company.registration != "pending":
        verb = {"confirmed": "confirm", "refused": "refuse"}[company.registration]
        steps.insert(0, Step(verb, decided, {}))
    if company.featured:
        steps.append(Step("draw", first or decided, {}))
    told = [*steps, *(one for one in company.steps if is_told(one.at, today)), *assessed.steps_of(company.id)]
    yield from sorted(told, key=lambda step: day_of(step.at, today))


def _print_featured(walks: list[Walk], now: datetime) -> None:
    """Print the newest paper of each enterprise that is shown first; the others are printed by and by."""
    act_as(SYSTEM)
    featured = [walk.enterprise_id for walk in walks if walk.company.featured]
    for paper_id in queries.newest_papers(session(), featured):
        put_in_force(paper_id, at=now)
