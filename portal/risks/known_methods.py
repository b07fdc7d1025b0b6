"""Which grading methods there are: those shipped with the portal, and those that authorities have put in force.

A version that has left its draft never changes, so a process parses each content once, by its digest. What is in
force is asked of the database, once a transaction that wants to know: 1 small statement, and 1 more whenever this
process meets a version for the first time. Nothing has to be told from one web node to the other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session, SessionTransaction

from portal.db import session as session_now
from portal.risks.method_model import GradingMethod, MethodState
from portal.risks.methods import Method, newest, parse_method, shipped_methods


class Published(NamedTuple):
    """A version that has left its draft, and the region whose enterprises grade by it."""

    method: Method
    region_path: str


_parsed: dict[str, Method] = {}
"""Contents by their digest; filled as they are met, never changed."""

_known: "WeakKeyDictionary[SessionTransaction, Mapping[str, Published]]" = WeakKeyDictionary()
"""What a transaction has been told; it is gone with the transaction."""


def known_methods() -> dict[str, Method]:
    """All versions by key, shipped or published, whether in force or not. 1 statement a transaction, see above."""
    return {**shipped_methods(), **{key: one.method for key, one in _published(session_now()).items()}}


def known_method(key: str) -> Method:
    """The method of a key such as `lec@1.0`. Raises KeyError for an unknown one. Shipped ones: no statement."""
    return shipped_methods().get(key) or _published(session_now())[key].method


def methods_offered(on: date, region_path: str) -> list[Method]:
    """The methods by factors that an enterprise of a region may choose for a new result on a day, LEC first.

    Of each method the version that began last. 1 statement a transaction, see above.
    """
    near = [
        one.method for one in _published(session_now()).values() if region_path.startswith(one.region_path)
    ]
    return newest([*shipped_methods().values(), *sorted(near, key=lambda one: one.key)], on)


def method_of(row: GradingMethod) -> Method:
    """A version as the arithmetic wants it; a draft's, too. No statement."""
    if row.state is MethodState.DRAFT:
        return parse_method(row.content, {})
    return _dated(_content(row.digest, row.content), row.state, row.valid_from, row.valid_to)


def _published(session: Session) -> Mapping[str, Published]:
    transaction = session.get_transaction()
    if transaction is not None and transaction in _known:
        return _known[transaction]
    found = _ask(session)
    asked_in = session.get_transaction()
    assert asked_in is not None
    _known[asked_in] = found
    return found


def _ask(session: Session) -> dict[str, Published]:
    statement = select(
        GradingMethod.method, GradingMethod.digest, GradingMethod.region_path, GradingMethod.state,
        GradingMethod.valid_from, GradingMethod.valid_to,
    ).where(GradingMethod.state != MethodState.DRAFT)  # fmt: skip
    rows = session.execute(statement).all()
    _learn(session, {row.digest for row in rows} - set(_parsed))
    return {
        row.method: Published(
            _dated(_parsed[row.digest], row.state, row.valid_from, row.valid_to), row.region_path
        )
        for row in rows
    }


def _learn(session: Session, digests: Collection[str]) -> None:
    """Parse contents that this process has not met yet. 1 statement, or none."""
    if not digests:
        return
    statement = select(GradingMethod.digest, GradingMethod.content).where(GradingMethod.digest.in_(digests))
    rows: Iterable[Any] = session.execute(statement)
    for digest, content in rows:
        _content(digest, content)


def _content(digest: str, content: Mapping[str, Any]) -> Method:
    return _parsed.setdefault(digest, parse_method(content, {}))


def _dated(method: Method, state: MethodState, began: date | None, ends: date | None) -> Method:
    return replace(method, active=state is MethodState.IN_FORCE, valid_from=began, valid_to=ends)


def forget() -> None:
    """Ask again within this transaction: after a version was put in force or withdrawn."""
    transaction = session_now().get_transaction()
    if transaction is not None:
        _known.pop(transaction, None)
