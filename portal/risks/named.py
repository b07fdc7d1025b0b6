"""What rows of the register name: units and people, for filters and for typing ahead."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.risks.model import Control, Risk


class Names(NamedTuple):
    """The units and the responsible people that rows of the register name."""

    units: list[str]
    people: list[str]


def names(session: Session, enterprise_id: int) -> Names:
    """What the filters of the register offer, in the order of the pinyin. 1 statement."""
    statement = (
        select(Risk.unit, Risk.responsible_person, func.coalesce(Risk.person_key, ""))
        .where(Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None))
        .distinct()
    )
    found = session.execute(statement).all()
    people = {person: key for _unit, person, key in found if person}
    return Names(
        sorted({unit for unit, *_rest in found if unit}), sorted(people, key=lambda one: people[one])
    )


def units(session: Session, enterprise_id: int) -> list[str]:
    """The units named in the register, for filters and for typing ahead. 1 statement."""
    statement = (
        select(Risk.unit)
        .where(Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None), Risk.unit != "")
        .distinct()
        .order_by(Risk.unit)
    )
    return list(session.scalars(statement))


class KnownPerson(NamedTuple):
    """A responsible person named somewhere in the register, with the newest department and phone."""

    name: str
    department: str
    phone: str


def known_people(session: Session, enterprise_id: int, words: str = "", limit: int = 20) -> list[KnownPerson]:
    """People that rows or controls name as responsible, for typing ahead; each once. 2 statements."""
    of_risks = select(Risk.responsible_person, Risk.responsible_department, Risk.responsible_phone)
    of_controls = select(Control.person, Control.department, Control.phone)
    found: dict[str, KnownPerson] = {}
    for statement, owner, person, newest in (
        (of_risks, Risk.enterprise_id, Risk.responsible_person, Risk.id),
        (of_controls, Control.enterprise_id, Control.person, Control.id),
    ):
        chosen = statement.where(
            owner == enterprise_id, person != "", person.contains(words, autoescape=True)
        )
        for row in session.execute(chosen.order_by(newest.desc()).limit(500)):
            found.setdefault(row[0], KnownPerson(*row))
    return sorted(found.values())[:limit]
