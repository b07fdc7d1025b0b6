"""States as a table of (verb, from, to), and the only writer of a state."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState

from portal.access import Actor, may, require
from portal.db import Base, PortalSession
from portal.problems import DEALT_WITH, Stale

_moving: ContextVar[bool] = ContextVar("moving", default=False)


@dataclass(frozen=True)
class Move:
    """One line of a workflow: the verb leads from any of the sources to the target."""

    verb: str
    sources: frozenset[Enum]
    target: Enum


class Workflow:
    """The states of one kind of thing. Who may is said once, in RIGHTS[f"{name}.{verb}"]."""

    def __init__(self, name: str, *moves: tuple[str, Collection[Any], Any]) -> None:
        self.name = name
        self.moves = {verb: Move(verb, frozenset(sources), target) for verb, sources, target in moves}

    def allows(self, state: Enum, verb: str) -> bool:
        """Whether the table has the verb for this state."""
        return state in self.moves[verb].sources

    def offers(self, thing: Any, actor: Actor) -> list[str]:
        """The verbs that this actor can use on the thing now, in the order of the table."""
        return [
            verb
            for verb in self.moves
            if self.allows(thing.state, verb) and may(actor, f"{self.name}.{verb}", thing)
        ]

    def move(self, thing: Any, verb: str, *, by: Actor) -> None:
        """Change the state. Raises Forbidden without the right, Stale when the state no longer allows the verb."""
        require(by, f"{self.name}.{verb}", thing)
        if not self.allows(thing.state, verb):
            raise Stale(DEALT_WITH)
        with _may_write_state():
            thing._state = self.moves[verb].target  # noqa: SLF001 - the only writer of a state

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2"]
        for move in self.moves.values():
            lines += [
                f"    {source.value} --> {move.target.value}: {move.verb}"
                for source in sorted_states(move.sources)
            ]
        return "\n".join(lines)


def sorted_states(states: Collection[Enum]) -> list[Enum]:
    """States in the order in which their enum names them."""
    return [state for state in type(next(iter(states))) if state in states]


@contextmanager
def _may_write_state() -> Iterator[None]:
    token = _moving.set(True)
    try:
        yield
    finally:
        _moving.reset(token)


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _guard_state(_class: type, key: str, attribute: Any) -> None:
    if key == "_state":
        event.listen(attribute, "set", _refuse_assignment)


def _refuse_assignment(_thing: Any, _value: Any, _old: Any, _initiator: Any) -> None:
    if not _moving.get():
        raise AttributeError("a state is changed by its workflow alone")


@event.listens_for(PortalSession, "do_orm_execute")
def _refuse_update(state: ORMExecuteState) -> None:
    if not state.is_update:
        return
    statement: Any = state.statement
    columns = statement._values or {}  # noqa: SLF001 - SQLAlchemy offers no other look at them
    if any(getattr(column, "key", column) in ("state", "_state") for column in columns):
        raise AssertionError("a state is changed by its workflow alone")
