"""A stricter matrix that the county bureau of the demo city has drafted, so that there is something to rehearse."""

from dataclasses import replace
from datetime import datetime

from portal.access import SYSTEM, Actor, act_as
from portal.risks import defining
from portal.risks.matrices import drawing_of
from portal.risks.methods import shipped_methods
from portal.risks.rules import Grade

BASE = "ls5@1.0"
RAISED = {(2, 3): Grade.LARGER, (3, 3): Grade.MAJOR, (1, 4): Grade.LARGER}
"""Cells, by the places of likelihood and severity, that the draft grades higher than the shipped matrix."""


def draft_matrix(by: Actor, at: datetime) -> None:
    """Draft a version of the usual matrix in the name of the bureau's administrator."""
    act_as(by)
    base = shipped_methods()[BASE]
    drawn = drawing_of(base, "演示：拟从严掌握“死亡1～2人”一档，先预演再定。")
    drawn = replace(drawn, name="如皋市风险矩阵（从严，演示）", cells={**drawn.cells, **RAISED})
    defining.define(drawn, base, by=by, at=at)
    act_as(SYSTEM)
