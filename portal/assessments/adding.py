"""What is done with versions of standards: add, discard, put in force, withdraw, pin a year to one."""

import hashlib
from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from portal import audit
from portal.access import Actor, require
from portal.assessments.model import StandardPin, StandardVersion
from portal.assessments.rules import STANDARD
from portal.assessments.standards import read_standard
from portal.assessments.versions import key_of, shipped, versions_in_force
from portal.db import session, writing
from portal.problems import Refused


class Years(NamedTuple):
    """The first and the last year for which a version may be opened; None: without end."""

    first: int
    last: int | None = None


class Pinned(NamedTuple):
    """What is opened for a year: a version of a standard, "" for nothing, None for the newest in force again."""

    standard_id: str
    year: int
    number: str | None


def add(content: str, *, by: Actor, at: datetime) -> StandardVersion:
    """Add a version as a draft, from the text of its file.

    Raises Refused (field `file`) with every flaw and its place in the file, or when the version exists already.
    """
    require(by, "standard.add")
    try:
        standard = read_standard(content)
    except ValueError as error:
        raise Refused(
            _("The file cannot be taken as a standard: %(flaws)s", flaws=str(error)), "file"
        ) from error
    if standard.key in shipped():
        raise Refused(
            _("%(key)s ships with the portal; give it a new version number.", key=standard.key), "file"
        )
    with writing():
        version = StandardVersion(
            standard_id=standard.id, number=standard.version, content=content,
            digest=hashlib.sha256(content.encode()).hexdigest(), valid_from=standard.valid_from,
            valid_to=standard.valid_to, added_at=at, added_by=by.name,
        )  # fmt: skip
        session().add(version)
        session().flush()
        audit.record(
            "standard.add", version, by=by, at=at, after={"standard": standard.key, "digest": version.digest}
        )
    return version


def discard(version: StandardVersion, *, by: Actor, at: datetime) -> None:
    """Take away a version that was never in force."""
    require(by, "standard.discard", version)
    with writing() as current:
        before = {"standard": key_of(version), "digest": version.digest}
        audit.record("standard.discard", version, by=by, at=at, before=before)
        current.delete(version)


def put_in_force(version: StandardVersion, years: Years | None = None, *, by: Actor, at: datetime) -> None:
    """Let assessments of these years be opened under it; from now on neither content nor years ever change.

    Without `years` the days of the file hold. Raises Refused for years that end before they begin.
    """
    with writing():
        if years is not None:
            version.valid_from = date(years.first, 1, 1)
            version.valid_to = date(years.last, 12, 31) if years.last else None
        STANDARD.move(version, "put_in_force", by=by)
        after = {"standard": key_of(version), "from": version.valid_from, "to": version.valid_to}
        audit.record("standard.put_in_force", version, by=by, at=at, after=after)


def withdraw(version: StandardVersion, reason: str = "", *, by: Actor, at: datetime) -> None:
    """No new assessment under it; those that are open keep it.

    Raises Refused while a year to come is pinned to it.
    """
    with writing():
        if year := _pinned_from(version, at.year):
            raise Refused(
                _(
                    "The year %(year)s is pinned to this version; open another one for it first.",
                    year=str(year),
                )
            )
        STANDARD.move(version, "withdraw", by=by)
        after = {"standard": key_of(version), "reason": reason}
        audit.record("standard.withdraw", version, by=by, at=at, after=after)


def pin(chosen: Pinned, *, by: Actor, at: datetime) -> None:
    """Say which version of a standard is opened for a year; assessments that are open keep theirs.

    Raises Refused for a standard or a version that is not in force.
    """
    require(by, "standard.pin")
    numbers = {one.standard.version for one in versions_in_force() if one.standard.id == chosen.standard_id}
    if not numbers or (chosen.number and chosen.number not in numbers):
        raise Refused(_("Choose a version that is in force."), "number")
    with writing() as current:
        row = current.scalars(
            select(StandardPin).where(
                StandardPin.standard_id == chosen.standard_id, StandardPin.year == chosen.year
            )
        ).one_or_none()
        before = row.number if row else None
        if row is None:
            row = StandardPin(standard_id=chosen.standard_id, year=chosen.year)
            current.add(row)
        row.number, row.pinned_at, row.pinned_by = chosen.number or "", at, by.name
        current.flush()
        change = {"before": {"number": before}, "after": chosen._asdict()}
        audit.record("standard.pin", row, by=by, at=at, **change)
        if chosen.number is None:
            current.delete(row)


def _pinned_from(version: StandardVersion, year: int) -> int | None:
    return session().scalar(
        select(StandardPin.year)
        .where(
            StandardPin.standard_id == version.standard_id,
            StandardPin.number == version.number,
            StandardPin.year >= year,
        )
        .limit(1)
    )
