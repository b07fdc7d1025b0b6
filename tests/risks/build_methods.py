"""Builders of grading methods: they state only what matters and walk the actions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from portal.access import SYSTEM, Actor, act_as
from portal.clock import local_day
from portal.db import session
from portal.registry.model import Enterprise
from portal.risks import actions, defining
from portal.risks.known_methods import methods_offered
from portal.risks.matrices import Axis, DrawnMatrix, DrawnStep, Place, drawing_of
from portal.risks.method_model import GradingMethod
from portal.risks.methods import shipped_methods
from portal.risks.model import Risk
from portal.risks.rules import Grade, Grading
from tests.build import AT, a_member, the_actor, the_county
from tests.risks.build import a_risk

LETTERS = {"1": Grade.LOW, "2": Grade.GENERAL, "3": Grade.LARGER, "4": Grade.MAJOR}

STRICT_5 = ("24444", "23444", "22344", "12233", "11222")
"""A 5×5 matrix, the highest likelihood first; stricter than the shipped one."""

SMALL = ("234", "123", "112")
"""A 3×3 matrix."""

L3S4 = {"L": Decimal(3), "S": Decimal(4)}
"""Values that the shipped 5×5 matrix grades general."""

HERE = "/32/3206/320682/320682001/"
"""The region of a town of the county."""


def axis(name: str, size: int) -> Axis:
    """A factor with values from 1 up and words of its own."""
    return Axis(name, tuple(DrawnStep(Decimal(i + 1), f"{name}第{i + 1}档") for i in range(size)))


def a_drawing(rows: tuple[str, ...] = STRICT_5, family: str = "rg5", **changes: Any) -> DrawnMatrix:
    """A drawn matrix; `rows` from the highest likelihood down, 1 low to 4 major."""
    cells: Mapping[Place, Grade] = {
        (i, j): LETTERS[letter] for i, row in enumerate(reversed(rows)) for j, letter in enumerate(row)
    }
    drawn = DrawnMatrix(
        "如皋风险矩阵",
        family,
        "皋安办〔2026〕12号",
        axis("发生频次", len(rows)),
        axis("伤害程度", len(rows[0])),
        cells,
    )
    return replace(drawn, **changes)


def an_administrator() -> Actor:
    """The administrator of the county bureau; of whom there may be several, each of an authority of its own."""
    act_as(SYSTEM)
    return the_actor(a_member(the_county(), "administrator"))


def a_draft(by: Actor, drawn: DrawnMatrix | None = None, base: str = "") -> GradingMethod:
    """A draft; by default a matrix of a method of its own. `base`: the shipped method that it is a version of."""
    act_as(by)
    copied = shipped_methods().get(base)
    return defining.define(drawn or a_drawing(), copied, by=by, at=AT)


def a_version_in_force(by: Actor, drawn: DrawnMatrix | None = None, base: str = "") -> GradingMethod:
    """A version that is in force from today on."""
    row = a_draft(by, drawn, base)
    defining.put_in_force(row, local_day(AT), row.version, by=by, at=AT)
    return row


def a_copy_of(base: str, **cells: str) -> DrawnMatrix:
    """A drawing of a shipped matrix with some cells changed: `c45="4"` is likelihood step 4, severity step 5."""
    drawn = drawing_of(shipped_methods()[base])
    changed = {(int(name[1]) - 1, int(name[2]) - 1): LETTERS[letter] for name, letter in cells.items()}
    return replace(drawn, cells={**drawn.cells, **changed})


def offered(region_path: str = HERE, on: date | None = None) -> list[str]:
    """The keys of the methods that an enterprise of a region may choose, by default today."""
    return [one.key for one in methods_offered(on or local_day(AT), region_path)]


def here(enterprise_id: int, by: Actor) -> Enterprise:
    """An enterprise as somebody sees it who acts from now on."""
    act_as(by)
    return session().get_one(Enterprise, enterprise_id)


def graded_by(own: Enterprise, by: Actor, method: str, values: Mapping[str, Decimal]) -> Risk:
    """A risk graded by one method with these values."""
    risk = a_risk(own, by, None, controls=False)
    actions.grade(risk, risk.grading, Grading(method=method, values=values), by=by, at=AT)
    return risk
