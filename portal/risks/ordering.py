"""The pinyin by which the register is sorted, for rows that were there before it was kept. Each row keeps its own."""

from sqlalchemy import select

from portal.db import session, writing
from portal.registry.sorting import sort_key
from portal.risks.model import Risk

WAVE = 500
"""Rows of one transaction."""


def fill_sort_keys() -> int:
    """Fill in what is missing, in waves; answers how many rows. Run as SYSTEM."""
    filled, last = 0, 0
    while ids := _fill_after(last):
        filled, last = filled + len(ids), ids[-1]
        session().expunge_all()
    return filled


def _fill_after(last: int) -> list[int]:
    with writing() as current:
        missing = select(Risk).where(Risk.id > last, Risk.name_key.is_(None)).order_by(Risk.id).limit(WAVE)
        rows = current.scalars(missing).all()
        for risk in rows:
            risk.name_key, risk.person_key = sort_key(risk.name), sort_key(risk.responsible_person)
        return [risk.id for risk in rows]
