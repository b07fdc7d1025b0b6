"""The decorator of every view: load through the scope (unseen = 404), then ask the named right (403)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request
from sqlalchemy import select
from werkzeug.local import LocalProxy

from portal.access import PUBLIC, Actor, require, rights
from portal.db import Base, session
from portal.problems import Forbidden, NotFound, Problem
from portal.web.once import expect_once, refuse_if_done

View = Callable[..., Any]


def _actor() -> Actor:
    actor: Actor = g.get("actor", PUBLIC)
    return actor


current_actor: Actor = LocalProxy(_actor)  # type: ignore[assignment]


class SignInNeeded(Exception):
    """A visitor asked for something that needs a known person."""


def allow(right: str, *, repeatable: bool = False) -> Callable[[View], View]:
    """Guard a view with a right.

    Each `<name>_key` of the URL is loaded through the actor's scope and passed as `name`; the right is asked
    on the last of them (on nothing where there is none). `repeatable`: the view may be posted many times from
    one page (autosave), so its form's idempotency key is not used up.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            actor = _actor()
            if not actor.signed_in and not rights()[right](actor, None):
                raise SignInNeeded
            things = {
                _name(name): _load(name, value) for name, value in values.items() if name.endswith("_key")
            }
            plain = {name: value for name, value in values.items() if not name.endswith("_key")}
            thing = next(reversed(things.values()), None)
            g.asked_about = (thing.__tablename__, thing.key) if thing else ("", "")
            _require(actor, right, thing, once=request.method == "POST" and not repeatable)
            return view(**things, **plain)

        guarded.right = right  # type: ignore[attr-defined]
        guarded.repeatable = repeatable  # type: ignore[attr-defined]
        return guarded

    return decorate


def _require(actor: Actor, right: str, thing: Any, *, once: bool) -> None:
    """Ask the right; `once`: a form that did its work before is answered as such, whatever has become of the right."""
    try:
        require(actor, right, thing)
    except Problem:
        if once:
            refuse_if_done(actor)
        raise
    if once:
        expect_once(actor)


def _name(parameter: str) -> str:
    return parameter.removesuffix("_key")


def _load(parameter: str, key: str) -> Any:
    model: Any = _model(_name(parameter))
    thing = session().scalars(select(model).where(model.key == key)).one_or_none()
    if thing is None:
        raise NotFound
    return thing


def _model(table: str) -> type[Base]:
    for mapper in Base.registry.mappers:
        if mapper.class_.__tablename__ == table:
            return mapper.class_
    raise AssertionError(f"no table {table} for a URL")


def unguarded(views: dict[str, View]) -> list[str]:
    """Endpoints whose view carries no right, or one that no area names; the start fails on any."""
    known = rights()
    return [
        name for name, view in views.items() if name != "static" and getattr(view, "right", None) not in known
    ]


__all__ = ["Forbidden", "SignInNeeded", "allow", "current_actor", "unguarded"]
