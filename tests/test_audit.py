"""The chain of events shows any change, and forgets people without breaking."""

from sqlalchemy import select, text

from portal import audit
from portal.access import SYSTEM, act_as
from portal.db import db, session, writing
from tests.build import AT, a_member, an_enterprise, the_actor


def an_event(**after: object) -> None:
    """One event on a fresh enterprise."""
    enterprise = an_enterprise()
    by = the_actor(a_member(enterprise, "filer"))
    act_as(by)
    with writing():
        found = session().get_one(
            type(enterprise), enterprise.id if enterprise in session() else by.enterprise_id
        )
        audit.record("enterprise.edit", found, by=by, at=AT, after=after)
    act_as(SYSTEM)


def test_an_untouched_chain_holds() -> None:
    an_event(workers=60)
    an_event(workers=61)
    assert list(audit.broken_links()) == []


def test_a_changed_event_is_found() -> None:
    an_event(workers=60)
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "postgresql":
            return
        connection.execute(text("DROP TRIGGER frozen_event_update"))
        connection.execute(text("UPDATE event SET verb = 'enterprise.refuse'"))
    assert len(list(audit.broken_links())) == 1


def test_personal_data_enter_as_digests() -> None:
    an_event(phone="13800001111", workers=3)
    after = session().scalars(select(audit.Event.after)).one()
    assert after["workers"] == 3
    assert "13800001111" not in str(after)


def test_forgetting_a_name_does_not_break_the_chain() -> None:
    an_event(workers=60)
    assert list(audit.broken_links()) == []
    event = session().scalars(select(audit.Event)).one()
    assert event.actor_name.encode() not in event.sealed()
