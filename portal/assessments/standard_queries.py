"""What is seen of versions of standards: those added here, how many assessments follow each, which years are set."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.assessments.model import Assessment, StandardVersion
from portal.assessments.standards import Standard
from portal.assessments.versions import key_of, shipped, standard_in
from portal.problems import NotFound


def versions_added(session: Session) -> Sequence[StandardVersion]:
    """Every version that was added here, drafts too, the newest first within its standard. 1 statement."""
    statement = select(StandardVersion).order_by(StandardVersion.standard_id, StandardVersion.id.desc())
    return session.scalars(statement).all()


def version_named(session: Session, key: str) -> Standard:
    """The standard of a key, that of a draft too. Raises NotFound. At most 3 statements."""
    if key in shipped():
        return shipped()[key]
    name, _at, number = key.partition("@")
    row = session.scalars(
        select(StandardVersion).where(StandardVersion.standard_id == name, StandardVersion.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound
    return standard_in(row)


def known_keys(session: Session) -> list[str]:
    """The keys of all versions: those that ship, then those added. 1 statement."""
    return [*shipped(), *(key_of(one) for one in versions_added(session))]


def uses(session: Session) -> Mapping[str, int]:
    """How many assessments of the jurisdiction follow each version, by key. 1 statement."""
    statement = select(Assessment.standard_key, func.count()).group_by(Assessment.standard_key)
    return dict(session.execute(statement).all())
