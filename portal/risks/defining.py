"""What is done with grading methods: define, change, discard, put in force, withdraw; the operator's loading."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from flask_babel import gettext as _

from portal import audit, clock
from portal.access import Actor, require
from portal.accounts.model import Authority
from portal.db import session, writing
from portal.problems import Refused
from portal.risks.banding import DrawnBands
from portal.risks.known_methods import forget, method_of
from portal.risks.matrices import DrawnMatrix
from portal.risks.method_model import EVERYWHERE, METHOD, GradingMethod
from portal.risks.method_queries import family_of, version_named
from portal.risks.methods import Method, as_row, shipped_methods

SHORT_NAME = re.compile(r"[a-z][a-z0-9]{1,11}")
"""What the versions of a method have in common, before the @ of their keys."""


Drawing = DrawnMatrix | DrawnBands
"""What an administrator draws: a matrix, or the bands of a product."""


def define(drawn: Drawing, base: Method | None = None, *, by: Actor, at: datetime) -> GradingMethod:
    """Define a method as a draft: a further version of `base` where it bears the same short name, else a new one.

    Raises Refused for a drawing with flaws, or a short name that is taken.
    """
    require(by, "method.define")
    _refuse_flawed(drawn)
    with writing() as current:
        family = family_of(current, drawn.family)
        if family.keys and (base is None or base.id != drawn.family):
            raise Refused(_("This short name belongs to another method; choose a different one."), "family")
        row = _new(drawn.method(family.next_version, base), drawn.reason, by, at)
        row.authority_id, row.region_path = by.authority_id, by.region_path
        current.add(row)
        current.flush()
        audit.record("method.define", row, by=by, at=at, after={"method": row.method, "digest": row.digest})
    return row


def redraw(row: GradingMethod, drawn: Drawing, seen_version: int, *, by: Actor, at: datetime) -> None:
    """Change a draft; its key stays. Raises Refused for a drawing with flaws, Stale when another changed it."""
    require(by, "method.edit", row)
    _refuse_flawed(drawn)
    with writing():
        row.expect_version(seen_version)
        before, version = row.digest, row.method.partition("@")[2]
        row.write(as_row(replace(drawn, family=row.family).method(version, method_of(row))))
        row.reason = drawn.reason
        change = {"before": {"digest": before}, "after": {"digest": row.digest}}
        audit.record("method.edit", row, by=by, at=at, **change)


def discard(row: GradingMethod, *, by: Actor, at: datetime) -> None:
    """Take away a version that was never in force."""
    require(by, "method.discard", row)
    with writing() as current:
        audit.record("method.discard", row, by=by, at=at, before={"method": row.method, "digest": row.digest})
        current.delete(row)


def put_in_force(row: GradingMethod, begins: date, seen_version: int, *, by: Actor, at: datetime) -> None:
    """Let new results be made by a version from a day on; what came out under earlier versions stays.

    Raises Refused for a day that has passed, Stale when the draft was changed since it was seen.
    """
    if begins < clock.local_day(at):
        raise Refused(_("A version comes into force today or later; choose such a day."), "begins")
    with writing():
        row.expect_version(seen_version)
        row.valid_from = begins
        METHOD.move(row, "put_in_force", by=by)
        after = {"method": row.method, "digest": row.digest, "valid_from": begins}
        audit.record("method.put_in_force", row, by=by, at=at, after=after)
        forget()


def withdraw(row: GradingMethod, reason: str, *, by: Actor, at: datetime) -> None:
    """Let no new result be made by a version from now on; the version before it is in force again."""
    with writing():
        METHOD.move(row, "withdraw", by=by)
        assert row.valid_from is not None
        row.valid_to = max(row.valid_from, clock.local_day(at))
        audit.record("method.withdraw", row, by=by, at=at, after={"method": row.method, "reason": reason})
        forget()


def load(
    methods: Sequence[Method], owner: Authority | None, *, by: Actor, at: datetime
) -> list[GradingMethod]:
    """Enter versions from a file; an active one is in force from the day that it names, or today.

    `owner`: the authority that keeps them; None: for the whole portal. Versions that are there already with the same
    content are left out. Raises Refused for one that is there with another content: a version never changes.
    """
    require(by, "method.load")
    with writing() as current:
        rows = [row for one in methods if (row := _loaded(one, owner, by, at)) is not None]
        for row in rows:
            current.add(row)
            current.flush()
            audit.record("method.load", row, by=by, at=at, after={"method": row.method, "digest": row.digest})
            if row.valid_from is not None:
                METHOD.move(row, "put_in_force", by=by)
        current.flush()
        forget()
    return rows


def _loaded(one: Method, owner: Authority | None, by: Actor, at: datetime) -> GradingMethod | None:
    row = _new(one, "", by, at)
    shipped = shipped_methods().get(one.key)
    there = version_named(session(), one.key)
    if shipped or there:
        if as_row(shipped) == row.content if shipped else there is not None and there.digest == row.digest:
            return None
        raise Refused(_("%(key)s is there already and says something else; give a new version.", key=one.key))
    row.authority_id = owner.id if owner else None
    row.region_path = owner.region_path if owner else EVERYWHERE
    row.valid_from = (one.valid_from or clock.local_day(at)) if one.active else None
    return row


def _new(method: Method, reason: str, by: Actor, at: datetime) -> GradingMethod:
    if not SHORT_NAME.fullmatch(method.id):
        raise Refused(_("Write a short name of 2 to 12 small letters and digits, such as ls4."), "family")
    row = GradingMethod(
        method=method.key, family=method.id, reason=reason, made_by=by.name, made_at=at,
        region_path=EVERYWHERE,
    )  # fmt: skip
    row.write(as_row(method))
    return row


def _refuse_flawed(drawn: Drawing) -> None:
    """The form has named every flaw at its place; whoever comes past it is told that there are some."""
    if not drawn.whole:
        raise Refused(_("The method is not complete; look at its steps, cells and bands."))
