"""What an administrator does with versions of standards: add one, put it in force, withdraw it."""

import hashlib
from datetime import datetime

from flask_babel import gettext as _

from portal import audit
from portal.access import Actor, require
from portal.assessments.model import StandardVersion
from portal.assessments.rules import STANDARD
from portal.assessments.standards import read_standard
from portal.assessments.versions import shipped
from portal.db import session, writing
from portal.problems import Refused


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


def put_in_force(version: StandardVersion, *, by: Actor, at: datetime) -> None:
    """Let assessments be opened under it within its days; from now on its content never changes."""
    with writing():
        STANDARD.move(version, "put_in_force", by=by)
        audit.record("standard.put_in_force", version, by=by, at=at)


def withdraw(version: StandardVersion, *, by: Actor, at: datetime) -> None:
    """No new assessment under it; those that are open keep it."""
    with writing():
        STANDARD.move(version, "withdraw", by=by)
        audit.record("standard.withdraw", version, by=by, at=at)
