"""What is seen of plans and posters, and what the register says beneath them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal.db import session as session_now
from portal.plans.colouring import gravest, risks_in
from portal.plans.model import PlanArea, Poster, SitePlan
from portal.risks.model import Risk
from portal.risks.rules import Grade
from portal.storage import claim_files


def register_now(session: Session, enterprise_id: int) -> list[Risk]:
    """The rows of the register that are not removed, with their controls, by number. 2 statements."""
    statement = (
        select(Risk)
        .where(Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None))
        .options(selectinload(Risk.controls))
        .order_by(Risk.number)
    )
    return list(session.scalars(statement))


def plans_of(session: Session, enterprise_id: int) -> list[SitePlan]:
    """The plans of an enterprise with their areas, those removed too, in the order of entry. 2 statements."""
    statement = (
        select(SitePlan)
        .where(SitePlan.enterprise_id == enterprise_id)
        .options(selectinload(SitePlan.areas))
        .order_by(SitePlan.id)
    )
    return list(session.scalars(statement))


def areas_of(session: Session, plan: SitePlan) -> list[PlanArea]:
    """The areas of a plan, those removed too, in the order of drawing. 1 statement."""
    statement = select(PlanArea).where(PlanArea.plan_id == plan.id).order_by(PlanArea.id)
    return list(session.scalars(statement))


class PlanRow(NamedTuple):
    """A plan as lists show it. `grades`: how many of its areas have which colour, the gravest first."""

    key: str
    name: str
    grades: Sequence[tuple[Grade | None, int]]


def plan_rows(plans: Collection[SitePlan], register: Collection[Risk], on: date) -> list[PlanRow]:
    """The plans that are not removed, with the colours of their areas on a day. No statement."""
    return [
        PlanRow(plan.key, plan.name, _counted([gravest(risks_in(area, register), on) for area in plan.active_areas]))
        for plan in plans
        if plan.removed_at is None
    ]  # fmt: skip


def _counted(grades: Sequence[Grade | None]) -> list[tuple[Grade | None, int]]:
    order: tuple[Grade | None, ...] = (*Grade, None)
    return [(grade, grades.count(grade)) for grade in order if grade in grades]


def posters_of(session: Session, enterprise_id: int) -> list[Poster]:
    """The posters that were made and not removed, newest first. 1 statement."""
    statement = (
        select(Poster)
        .where(Poster.enterprise_id == enterprise_id, Poster.removed_at.is_(None))
        .order_by(Poster.id.desc())
    )
    return list(session.scalars(statement))


def plan_count(session: Session, enterprise_id: int) -> int:
    """How many plans an enterprise has, those removed too. 1 statement."""
    return session.scalar(select(func.count(SitePlan.id)).where(SitePlan.enterprise_id == enterprise_id)) or 0


def poster_count(session: Session, enterprise_id: int) -> int:
    """How many posters are on the list of an enterprise. 1 statement."""
    statement = select(func.count(Poster.id)).where(
        Poster.enterprise_id == enterprise_id, Poster.removed_at.is_(None)
    )
    return session.scalar(statement) or 0


@claim_files
def plan_files_in_use(keys: Collection[str]) -> Collection[str]:
    """Of these files, those of plans, removed or not. 1 statement."""
    return session_now().scalars(select(SitePlan.file_key).where(SitePlan.file_key.in_(keys))).all()


@claim_files
def poster_files_in_use(keys: Collection[str]) -> Collection[str]:
    """Of these files, those of posters on the list; one that was removed can be printed again. 1 statement."""
    statement = select(Poster.file_key).where(Poster.file_key.in_(keys), Poster.removed_at.is_(None))
    return session_now().scalars(statement).all()
