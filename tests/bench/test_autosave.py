"""`make bench`: one field that saves itself against a bare update of its row, each kept on disk before it answers."""

from collections.abc import Callable
from itertools import count
from statistics import quantiles

import pytest
from flask import Flask, request
from sqlalchemy import Update, select, update

from portal import clock, create_app
from portal.config import Settings
from portal.db import db, session, writing
from portal.demo.scaling import add_enterprises
from portal.risks.model import Risk
from portal.web import allow
from tests.bench.test_bench import EVERY_ONE_WAITS, member, tell, times_of
from tests.client import PageClient

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

MOST_TIMES = 5.0
ROWS = 50

Keep = Callable[[str], None]


@pytest.fixture
def risk() -> Risk:
    """A row of a register of 50."""
    add_enterprises(1, ROWS, clock.now(), EVERY_ONE_WAITS)
    found = session().scalars(select(Risk).order_by(Risk.id.desc())).first()
    session().expunge_all()
    return found


@pytest.fixture
def portal_with_bare_update(settings: Settings) -> Flask:
    """The portal with one page more, which writes the field behind the same doors and does nothing else."""
    app = create_app(settings)

    @app.post("/bare/<risk_key>", endpoint="bare")
    @allow("risk.edit", repeatable=True)
    def save(risk: Risk) -> str:
        with writing() as current:
            current.execute(_overwriting(risk.key))
        return request.form["description"]

    return app


def bare_app(risk_key: str) -> Flask:
    """`/bare` as Flask and SQLAlchemy Core alone would have it, on the portal's engine."""
    app, engine = Flask("bare"), db.engine

    @app.post("/bare")
    def save() -> str:
        with engine.connect().execution_options(write=True) as connection:
            connection.execute(_overwriting(risk_key))
            connection.commit()
        return request.form["description"]

    return app


def _overwriting(risk_key: str) -> Update:
    return update(Risk.__table__).where(Risk.key == risk_key).values(description=request.form["description"])


def p95(times: list[float]) -> float:
    """The seconds that 95 in 100 stay below."""
    return quantiles(times, n=20)[-1]


def compare(words: str, autosave: Keep, bare: Keep) -> float:
    """How many times the bare update's p95 the autosave's is."""
    numbers = count()

    def timed(keep: Keep) -> Callable[[], None]:
        return lambda: keep(f"第{next(numbers)}次改写的描述")

    ours, theirs = map(p95, times_of(timed(autosave), timed(bare)))
    tell(f"{words}: p95 {ours / theirs:.2f} × ({ours * 1000:.1f} ms : {theirs * 1000:.1f} ms)")
    return ours / theirs


def test_a_field_saves_itself_within_five_times_a_bare_update_through_the_same_stack(
    risk, portal_with_bare_update
):
    client = PageClient(portal_with_bare_update).sign_in(member("scale-000000"))
    tokens, written = client.tokens(), [risk.description]
    bare = bare_app(risk.key).test_client()

    def post(address: str, **fields: str) -> None:
        answer = client.browser.post(address, data={**tokens, **fields}, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        written[0] = fields["description"]

    def autosave(words: str) -> None:
        post(f"/risks/{risk.key}/field", field="description", was=written[0], description=words)

    def through_the_stack(words: str) -> None:
        post(f"/bare/{risk.key}", description=words)

    def without_it(words: str) -> None:
        assert bare.post("/bare", data={"description": words}).status_code == 200
        written[0] = words

    compare("a saved field against Flask and SQLAlchemy alone", autosave, without_it)
    assert compare("a saved field against a bare update", autosave, through_the_stack) <= MOST_TIMES
