"""No statement leaves the actor's scope: each way of asking, by an enterprise, for another's rows."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, exists, func, insert, select, text, union_all, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import aliased, make_transient_to_detached
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from portal.access import SYSTEM, Actor, Owned, act_as, as_system, insert_rows
from portal.db import Base, db, session, writing
from portal.filings.model import Filing, Revision, RowCheck
from portal.filings.rules import FilingState
from portal.problems import Stale
from portal.registry.model import Enterprise
from tests.build import OTHER_TOWN
from tests.filings.build import Cast, a_filing, a_toy


class Two:
    """Own and other enterprise, each with a submitted filing; the actor is a signer of the own one."""

    def __init__(self) -> None:
        a_toy()
        self.own = Cast.of()
        a_filing(self.own, FilingState.SUBMITTED)
        self.other = Cast.of(OTHER_TOWN)
        a_filing(self.other, FilingState.SUBMITTED)
        act_as(SYSTEM)
        self.other_filing = (
            session().scalars(select(Filing.id).where(Filing.enterprise_id == self.other.enterprise_id)).one()
        )
        act_as(self.own.signer)


@pytest.fixture
def two() -> Two:
    """Both enterprises."""
    return Two()


def _count(statement: Any) -> int:
    return len(session().execute(statement).all())


ALIAS = aliased(Filing)
CTE = select(Filing.id).cte()
WAYS: dict[str, Callable[[], Any]] = {
    "entity": lambda: select(Filing),
    "column": lambda: select(Filing.id),
    "alias": lambda: select(ALIAS.id),
    "subquery": lambda: select(select(Filing.id).subquery().c.id),
    "cte": lambda: select(CTE.c.id),
    "join from an own table": lambda: select(Revision.id).join(Revision.filing),
    "union": lambda: union_all(select(Filing.id), select(Revision.filing_id).where(Revision.id < 0)),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_statement_sees_own_rows_alone(two: Two, way: str) -> None:
    assert _count(WAYS[way]()) == 1


def test_a_count_counts_own_rows_alone(two: Two) -> None:
    assert session().scalar(select(func.count()).select_from(Filing)) == 1


def test_exists_does_not_tell_of_others(two: Two) -> None:
    other = exists().where(Filing.enterprise_id == two.other.enterprise_id)
    assert session().scalar(select(Revision.id).where(other)) is None


def test_get_of_anothers_row_finds_nothing(two: Two) -> None:
    assert session().get(Filing, two.other_filing) is None


def test_an_update_does_not_reach_others(two: Two) -> None:
    with writing():
        changed = session().execute(update(Filing).where(Filing.id > 0).values(reason="mine"))
    assert changed.rowcount == 1


def test_a_delete_does_not_reach_others(two: Two) -> None:
    with writing() as current:
        gone = current.execute(delete(Filing).where(Filing.id == two.other_filing))
    assert gone.rowcount == 0


REFUSED: dict[str, Callable[[int], Any]] = {
    "core select on the table": lambda key: session().execute(select(Filing.__table__)),
    "core count on the table": lambda key: session().scalar(
        select(func.count()).select_from(Filing.__table__)
    ),
    "core update on the table": lambda key: session().execute(update(Filing.__table__).values(reason="x")),
    "core delete on the table": lambda key: session().execute(delete(Filing.__table__)),
    "text": lambda key: session().execute(text("SELECT id FROM filing")),
    "entities from text": lambda key: (
        session().scalars(select(Filing).from_statement(text("SELECT * FROM filing"))).all()
    ),
    "connection": lambda key: session().connection(),
    "bulk update by primary key": lambda key: session().execute(update(Filing), [{"id": key, "reason": "x"}]),
    "insert with rows": lambda key: session().execute(insert(Filing), [{"enterprise_id": 1}]),
    "insert from select": lambda key: session().execute(
        insert(Filing).from_select(["reason"], select(Filing.reason))
    ),
    "bulk_update_mappings": lambda key: session().bulk_update_mappings(Filing, []),  # type: ignore[arg-type]
    "bulk_insert_mappings": lambda key: session().bulk_insert_mappings(Filing, []),  # type: ignore[arg-type]
    "bulk_save_objects": lambda key: session().bulk_save_objects([]),
}


@pytest.mark.parametrize("way", REFUSED)
def test_a_door_around_the_scope_is_shut(two: Two, way: str) -> None:
    with pytest.raises(AssertionError), writing():
        REFUSED[way](two.other_filing)


def test_what_is_loaded_again_is_looked_at_again(two: Two) -> None:
    own = session().scalars(select(Filing)).one()
    session().info["actor"] = two.other.signer
    with pytest.raises(AssertionError, match="scope"):
        session().refresh(own)
    session().expire(own)
    with pytest.raises(AssertionError, match="scope"):
        _ = own.year


def test_a_parent_out_of_scope_is_not_reached_from_its_child(two: Two) -> None:
    revision = session().scalars(select(Revision)).one()
    session().info["actor"] = two.other.signer
    with pytest.raises((AssertionError, AttributeError)):
        _ = revision.filing.year


def test_children_out_of_scope_are_not_reached_from_their_parent(two: Two) -> None:
    filing = session().scalars(select(Filing)).one()
    session().info["actor"] = two.other.signer
    assert filing.revisions == []


def test_a_stub_of_anothers_row_is_neither_deleted_nor_changed(two: Two) -> None:
    for change in (_delete_stub, _change_stub):
        with pytest.raises((AssertionError, ObjectDeletedError, StaleDataError, Stale)):
            change(two.other_filing)
        session().rollback()
    act_as(SYSTEM)
    assert session().get_one(Filing, two.other_filing).reason == ""


def _delete_stub(key: int) -> None:
    with writing() as current:
        stub = Filing(id=key)
        make_transient_to_detached(stub)
        current.add(stub)
        current.delete(stub)


def _change_stub(key: int) -> None:
    with writing() as current:
        stub = Filing(id=key)
        make_transient_to_detached(stub)
        current.add(stub)
        stub.reason = "x"


def test_no_owned_table_inherits_from_another() -> None:
    owned = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)]
    assert [mapper for mapper in owned if mapper.inherits] == []


def test_a_child_names_its_parent_and_the_owner_in_one_foreign_key() -> None:
    tables = {m.local_table for m in Base.registry.mappers if issubclass(m.class_, Owned)}
    loose = [
        constraint.name
        for table in tables
        for constraint in table.foreign_key_constraints  # type: ignore[attr-defined]
        if constraint.referred_table in tables and constraint.referred_table.name != "enterprise"
        and "enterprise_id" not in constraint.columns
    ]  # fmt: skip
    assert loose == []


def test_no_row_of_ones_own_stands_under_anothers_parent(two: Two) -> None:
    own = session().scalars(select(Filing)).one()
    facts = {"path": "/x", "row_digest": "x", "checked_by": "x", "checked_at": own.created_at}
    owner = {"enterprise_id": own.enterprise_id, "region_path": own.region_path}
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), writing() as current:
        current.add(RowCheck(**owner, **facts, filing_id=two.other_filing))


def test_no_row_is_forged_for_another_enterprise(two: Two) -> None:
    act_as(SYSTEM)
    path = session().get_one(Enterprise, two.other.enterprise_id).region_path
    values = {"enterprise_id": two.other.enterprise_id, "region_path": path}
    act_as(two.own.signer)
    with pytest.raises(AssertionError), writing() as current:
        current.add(Revision(**values, filing_id=two.other_filing, number=9))
    with pytest.raises(AssertionError), writing():
        insert_rows(Revision, [values])


def test_no_row_changes_hands(two: Two) -> None:
    filing = session().scalars(select(Filing)).one()
    with pytest.raises(AssertionError), writing():
        filing.enterprise_id = two.other.enterprise_id


def test_a_statement_without_an_actor_fails(two: Two) -> None:
    del session().info["actor"]
    with pytest.raises(AssertionError, match="actor"):
        session().execute(select(Filing))


def test_a_visitor_sees_nothing(two: Two) -> None:
    act_as(Actor("public"))
    assert _count(select(Filing)) == 0


def test_the_criteria_of_one_actor_do_not_stay_for_the_next(two: Two) -> None:
    for cast in (two.own, two.other, two.own):
        act_as(cast.signer)
        assert session().scalars(select(Filing.enterprise_id)).all() == [cast.enterprise_id]


def test_a_town_sees_its_own_region_and_no_other(two: Two) -> None:
    act_as(two.other.reviewer)
    assert session().scalars(select(Filing.enterprise_id)).all() == [two.other.enterprise_id]


def test_the_county_sees_every_town(two: Two) -> None:
    act_as(two.own.county)
    assert _count(select(Filing)) == 2


def test_machine_work_goes_back_to_the_actors_scope(two: Two) -> None:
    with as_system("to see that the way back works"):
        assert _count(select(Filing)) == 2
    assert _count(select(Filing)) == 1


def test_machine_work_inside_a_transaction_is_kept_or_lost_with_it(two: Two) -> None:
    def change_and_fail() -> None:
        with writing():
            with as_system("a test"):
                session().get_one(Filing, two.other_filing).reason = "changed"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    act_as(SYSTEM)
    assert session().get_one(Filing, two.other_filing).reason == ""


def test_row_level_security_holds_behind_the_application(two: Two) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no row-level security")
    with db.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM filing")).scalar() == 0
        connection.execute(
            text(
                "SELECT set_config('anbao.kind', 'enterprise', true), set_config('anbao.enterprise', :id, true)"
            ),
            {"id": str(two.own.enterprise_id)},
        )
        assert connection.execute(text("SELECT count(*) FROM filing")).scalar() == 1
        assert connection.execute(text("UPDATE filing SET reason = 'x'")).rowcount == 1


def test_the_application_neither_owns_its_tables_nor_passes_by_row_level_security(two: Two) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no roles")
    with db.engine.connect() as connection:
        owned = text(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
        )
        passes = text("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user")
        assert (connection.execute(owned).scalar(), connection.execute(passes).scalar()) == (0, False)


def test_what_was_frozen_cannot_be_changed_even_by_hand(two: Two) -> None:
    for change in ("UPDATE revision SET digest = 'x'", "DELETE FROM event"):
        with db.engine.connect() as connection:
            if db.engine.dialect.name == "postgresql":
                connection.execute(text("SELECT set_config('anbao.kind', 'system', true)"))
            with pytest.raises(DBAPIError, match="frozen"):
                connection.execute(text(change))
            connection.rollback()
