"""What is seen of grading methods: versions of an authority, versions of one method, how many risks count by each."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.risks.method_model import GradingMethod, MethodState
from portal.risks.methods import shipped_methods
from portal.risks.model import Risk


def methods_seen(session: Session, actor: Actor) -> Sequence[GradingMethod]:
    """The versions that an authority sees: its own, and those that have left their draft around it. 1 statement.

    The newest version first within its method.
    """
    statement = select(GradingMethod).where(
        or_(GradingMethod.authority_id == actor.authority_id, GradingMethod.state != MethodState.DRAFT)
    )
    found = session.scalars(statement.order_by(GradingMethod.family, GradingMethod.id.desc()))
    path = actor.region_path
    return [one for one in found if path.startswith(one.region_path) or one.region_path.startswith(path)]


def version_named(session: Session, method: str) -> GradingMethod | None:
    """The version of a key such as `ls5@2`, drafts too. 1 statement."""
    return session.scalars(select(GradingMethod).where(GradingMethod.method == method)).one_or_none()


class Family(NamedTuple):
    """The versions of one method so far, shipped ones and drafts too, by their keys."""

    keys: frozenset[str]

    @property
    def next_version(self) -> str:
        """The version to come: the number behind the highest."""
        numbers = [key.partition("@")[2].partition("-")[0].partition(".")[0] for key in self.keys]
        return str(max((int(number) for number in numbers if number.isdigit()), default=0) + 1)


def family_of(session: Session, family: str) -> Family:
    """The versions of a method. 1 statement."""
    defined = session.scalars(select(GradingMethod.method).where(GradingMethod.family == family))
    shipped = (key for key, one in shipped_methods().items() if one.id == family)
    return Family(frozenset((*defined, *shipped)))


def uses(session: Session) -> dict[str, int]:
    """How many live risks of the jurisdiction count by each version. 1 statement."""
    statement = (
        select(Risk.method, func.count())
        .where(Risk.removed_at.is_(None), Risk.method.is_not(None), Risk.grade.is_not(None))
        .group_by(Risk.method)
    )
    return {key: count for key, count in session.execute(statement) if key}
