"""Who may see and do what: Actor, scope of every statement, named rights.

An Actor is a person acting in one membership. The session adds the actor's criteria to every statement on
owned tables, so that a forgotten filter yields nothing rather than everything. Rights are tables of named
predicates, one per area, joined here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, event, false, insert, inspect, text
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)

from portal.db import Base, PortalSession, beside, region_column, session
from portal.problems import DEALT_WITH, Forbidden, Stale

UNSCOPED = "unscoped"
"""Execution option that lets one statement out of the scope; its value is the reason."""


@dataclass(frozen=True)
class Actor:
    """A person acting in one membership; plain values only. `kind`: enterprise, authority, system or public."""

    kind: str
    name: str = ""
    organisation: str = ""
    person_id: int | None = None
    membership_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    enterprise_id: int | None = None
    authority_id: int | None = None
    region_path: str = ""
    level: str = ""
    address: str = ""

    @property
    def is_enterprise(self) -> bool:
        """Acts for an enterprise."""
        return self.kind == "enterprise"

    @property
    def is_authority(self) -> bool:
        """Acts for an authority."""
        return self.kind == "authority"

    @property
    def signed_in(self) -> bool:
        """Is a known person."""
        return self.person_id is not None

    def sees(self, enterprise_id: int | None, region_path: str) -> bool:
        """Whether a row with this owner lies within the actor's scope."""
        if self.kind == "system":
            return True
        if self.kind == "enterprise":
            return enterprise_id is not None and enterprise_id == self.enterprise_id
        return self.kind == "authority" and region_path.startswith(self.region_path)


SYSTEM = Actor("system", name="SYSTEM")
PUBLIC = Actor("public")


def region_range(path: str) -> tuple[str, str]:
    """The half-open range of paths below a region: `/32/` covers `>= "/32/"` and `< "/320"`."""
    return path, path[:-1] + chr(ord(path[-1]) + 1)


class Owned:
    """A row that belongs to an enterprise in a region (or to an authority alone, when enterprise_id is None)."""

    @declared_attr
    def enterprise_id(cls) -> Mapped[int]:
        """The enterprise that the row belongs to."""
        return mapped_column(ForeignKey("enterprise.id"), index=True)

    @declared_attr
    def region_path(cls) -> Mapped[str]:
        """The region under which the row is seen; frozen on filings and papers."""
        return region_column()


# --- scope ------------------------------------------------------------------------------------------------


def act_as(actor: Actor) -> None:
    """Bind the actor to this request's session; once, before anything is loaded."""
    current = session()
    current.rollback()
    current.expunge_all()
    current.info["actor"] = actor


@contextmanager
def as_system(reason: str) -> Iterator[None]:
    """Run machine work as SYSTEM in a session beside the actor's; inside `writing()` in the same transaction.

    `reason` is for the reader: why the actor's own scope cannot serve here.
    """
    assert reason
    outer = session()
    if outer.info.get("actor") is SYSTEM:
        yield
        return
    try:
        with beside({"actor": SYSTEM}):
            yield
    finally:
        if "writing" in outer.info:
            _tell_database(outer)


def _tell_database(current: Session) -> None:
    if current.get_bind().dialect.name == "postgresql":
        current.execute(
            text(ROW_SECURITY_SETTINGS), _settings_of(current), execution_options={UNSCOPED: "sets the scope"}
        )


ROW_SECURITY_SETTINGS = (
    "SELECT set_config('anbao.kind', :kind, true), set_config('anbao.enterprise', :enterprise, true),"
    " set_config('anbao.region_lo', :lo, true), set_config('anbao.region_hi', :hi, true)"
)


def _settings_of(current: Session, kind: str | None = None) -> dict[str, str]:
    actor: Actor = current.info.get("actor", PUBLIC)
    lo, hi = region_range(actor.region_path) if actor.is_authority else ("", "")
    return {
        "kind": kind or actor.kind,
        "enterprise": str(actor.enterprise_id) if actor.is_enterprise else "",
        "lo": lo,
        "hi": hi,
    }


@event.listens_for(PortalSession, "after_begin")
def _row_security(current: Session, _transaction: Any, connection: Any) -> None:
    """PostgreSQL: the second wall knows the actor for this transaction alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(ROW_SECURITY_SETTINGS), _settings_of(current))


@event.listens_for(PortalSession, "do_orm_execute")
def _scope(state: ORMExecuteState) -> Any:
    """Add the actor's criteria to every statement; refuse those that could escape them."""
    if state.execution_options.get(UNSCOPED):
        return _unscoped(state)
    if not state.is_orm_statement or state.is_from_statement:
        raise AssertionError("a statement past the mapper escapes the actor's scope")
    actor = state.session.info.get("actor")
    if actor is None and _owned(state):
        raise AssertionError("a statement on an owned table needs an actor")
    _refuse_bulk(state)
    if actor is not SYSTEM and (state.is_select or state.is_update or state.is_delete):
        state.statement = state.statement.options(_criteria(actor or PUBLIC))
    return None


def _unscoped(state: ORMExecuteState) -> Any:
    """Let the statement through, and tell what it loads; in PostgreSQL it looks over the second wall meanwhile."""
    if not state.is_orm_statement:
        return None
    passed_on = {UNSCOPED: state.execution_options[UNSCOPED]}
    if state.session.get_bind().dialect.name != "postgresql":
        return state.invoke_statement(execution_options=passed_on)
    setting = text(ROW_SECURITY_SETTINGS).execution_options(**{UNSCOPED: "sets the scope"})
    state.session.execute(setting, _settings_of(state.session, "system"))
    result = state.invoke_statement(execution_options=passed_on)
    state.session.execute(setting, _settings_of(state.session))
    return result


def _refuse_bulk(state: ORMExecuteState) -> None:
    """Bulk statements carry rows or keys of their own, which no criteria reach."""
    if state.is_update and isinstance(state.parameters, list):
        raise AssertionError("update by primary keys escapes the actor's scope")
    if state.is_insert and not state.execution_options.get("insert_rows") and _owned(state):
        raise AssertionError("insert owned rows with access.insert_rows()")


def _owned(state: ORMExecuteState) -> bool:
    return any(issubclass(mapper.class_, Owned) for mapper in state.all_mappers)


def _criteria(actor: Actor) -> Any:
    """Loader criteria; the lambdas close over plain locals only, for they are cached by their code."""
    if actor.kind == "enterprise":
        enterprise_id = actor.enterprise_id
        return with_loader_criteria(
            Owned, lambda cls: cls.enterprise_id == enterprise_id, include_aliases=True
        )
    if actor.kind == "authority":
        lo, hi = region_range(actor.region_path)
        return with_loader_criteria(
            Owned, lambda cls: (cls.region_path >= lo) & (cls.region_path < hi), include_aliases=True
        )
    return with_loader_criteria(Owned, lambda cls: false(), include_aliases=True)


@event.listens_for(Base, "load", propagate=True)
def _check_load(thing: Any, context: Any) -> None:
    _check_seen(thing, context)


@event.listens_for(Base, "refresh", propagate=True)
def _check_refresh(thing: Any, context: Any, _attributes: Any) -> None:
    _check_seen(thing, context)


def _check_seen(thing: Any, context: Any) -> None:
    """`get`, `refresh` and many-to-one loads take no criteria: check what came."""
    if not isinstance(thing, Owned) or context.execution_options.get(UNSCOPED):
        return
    actor: Actor | None = context.session.info.get("actor")
    values = thing.__dict__
    if actor is None or "region_path" not in values:
        return
    if not actor.sees(values.get("enterprise_id", values.get("id")), values["region_path"]):
        raise AssertionError(f"{type(thing).__name__} outside the actor's scope was loaded")


@event.listens_for(PortalSession, "before_flush")
def _check_flush(current: Session, _context: Any, _instances: Any) -> None:
    """No row is written for, or taken from, an owner out of the actor's scope."""
    actor: Actor | None = current.info.get("actor")
    for thing in (*current.new, *current.dirty, *current.deleted):
        if isinstance(thing, Owned):
            if actor is None:
                raise AssertionError("an owned row needs an actor to be written")
            _check_owner(actor, thing, thing in current.new)


def _check_owner(actor: Actor, thing: Any, new: bool) -> None:
    if actor is SYSTEM:
        return
    state = inspect(thing)
    owners = [thing.enterprise_id]
    regions = [thing.region_path]
    if not new:
        owners += state.attrs.enterprise_id.history.deleted or [] if "enterprise_id" in state.attrs else []
        regions += state.attrs.region_path.history.deleted or []
    if not all(actor.sees(owner, region) for owner in owners for region in regions):
        raise AssertionError(f"{type(thing).__name__} outside the actor's scope was written")


def insert_rows(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """The one door for many new rows at once; each is checked against the actor's scope."""
    current = session()
    actor: Actor = current.info["actor"]
    owned = issubclass(table, Owned) and actor is not SYSTEM
    if owned and not all(actor.sees(row["enterprise_id"], row["region_path"]) for row in rows):
        raise AssertionError("rows outside the actor's scope")
    if rows:
        current.execute(insert(table), list(rows), execution_options={"insert_rows": True})


# --- rights -----------------------------------------------------------------------------------------------


class HasOwner(Protocol):
    """Anything with an owner and a region."""

    @property
    def enterprise_id(self) -> Any:
        """The enterprise that it belongs to; None for an authority's own."""

    @property
    def region_path(self) -> Any:
        """The region under which it is seen."""


@dataclass(frozen=True)
class Rule:
    """A named predicate of (actor, thing); combined with & | ~ so that a table of rights reads as a sentence."""

    name: str
    holds: Callable[[Actor, Any], bool]

    def __call__(self, actor: Actor, thing: Any = None) -> bool:
        """Whether it holds."""
        return self.holds(actor, thing)

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(
            f"{self._tight()} & {other._tight()}", lambda a, t: self.holds(a, t) and other.holds(a, t)
        )

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(f"{self.name} | {other.name}", lambda a, t: self.holds(a, t) or other.holds(a, t))

    def __invert__(self) -> "Rule":
        return Rule(f"~{self._tight()}", lambda a, t: not self.holds(a, t))

    def _tight(self) -> str:
        return f"({self.name})" if " | " in self.name else self.name


def rule(predicate: Callable[[Actor, Any], bool]) -> Rule:
    """Make a predicate a Rule that carries its own name."""
    return Rule(predicate.__name__, predicate)


@rule
def anyone(actor: Actor, thing: Any) -> bool:
    """Visitors too."""
    return True


@rule
def signed_in(actor: Actor, thing: Any) -> bool:
    """Any known person."""
    return actor.signed_in


@rule
def enterprise(actor: Actor, thing: Any) -> bool:
    """Acts for an enterprise."""
    return actor.is_enterprise


@rule
def authority(actor: Actor, thing: Any) -> bool:
    """Acts for an authority."""
    return actor.is_authority


@rule
def owns(actor: Actor, thing: HasOwner) -> bool:
    """Acts for the enterprise that the thing belongs to."""
    return actor.is_enterprise and thing is not None and thing.enterprise_id == actor.enterprise_id


@rule
def in_jurisdiction(actor: Actor, thing: HasOwner) -> bool:
    """Acts for an authority in whose region the thing lies."""
    return actor.is_authority and thing is not None and thing.region_path.startswith(actor.region_path)


def has_role(*roles: str) -> Rule:
    """Holds one of these roles in the membership acted in."""
    return Rule("_or_".join(roles), lambda actor, _thing: bool(actor.roles & set(roles)))


_rights: dict[str, Rule] = {
    "public": anyone,
    "signed_in": signed_in,
}


def register_rights(table: Mapping[str, Rule]) -> None:
    """Join an area's RIGHTS; a name said twice stops the start."""
    for name, predicate in table.items():
        if name in _rights and _rights[name] is not predicate:
            raise AssertionError(f"right {name} is said twice")
        _rights[name] = predicate


_too_late: dict[str, Rule] = {}


def register_too_late(table: Mapping[str, Rule]) -> None:
    """Who had the named right until the thing moved on: he is told so, instead of being refused."""
    _too_late.update(table)


def rights() -> Mapping[str, Rule]:
    """All rights of all areas, by name."""
    return _rights


def may(actor: Actor, right: str, thing: Any = None) -> bool:
    """Whether the actor has the named right on the thing. Raises KeyError for a right that nobody named."""
    return _rights[right](actor, thing)


def require(actor: Actor, right: str, thing: Any = None) -> None:
    """Raise Forbidden unless the actor has the right; Stale where somebody else was faster."""
    if may(actor, right, thing):
        return
    if right in _too_late and _too_late[right](actor, thing):
        raise Stale(DEALT_WITH)
    raise Forbidden(_l("You do not have the right to do this here."))
