"""Rehearsal: which risks would change their colour if a version of a method came into force. Changes nothing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.registry.model import Enterprise
from portal.risks.grading import assess, fits
from portal.risks.methods import Method
from portal.risks.model import Risk
from portal.risks.rules import Grade

LISTED = 200
"""Rows named on the page; all are counted."""


class RehearsedRow(NamedTuple):
    """A live risk as it is graded and as it would be; `after` is None where the scales do not know its values."""

    risk_key: str
    name: str
    enterprise: str
    enterprise_key: str
    region_code: str
    values: str
    before: Grade
    after: Grade | None


@dataclass
class Tally:
    """Numbers of one town or enterprise: rows that would be graver, lighter, or could not be carried over."""

    up: int = 0
    down: int = 0
    lost: int = 0

    @property
    def whole(self) -> int:
        """All of them."""
        return self.up + self.down + self.lost

    def count(self, row: RehearsedRow) -> None:
        """Count a row that would change."""
        if row.after is None:
            self.lost += 1
        elif row.after > row.before:
            self.up += 1
        else:
            self.down += 1


@dataclass
class Rehearsal:
    """What would happen. `moves`: rows by the grade they leave and the one they take (None: not to be carried over)."""

    rows: int = 0
    same: int = 0
    moves: Counter[tuple[Grade, Grade | None]] = field(default_factory=Counter)
    towns: Mapping[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    enterprises: Mapping[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    changed: list[RehearsedRow] = field(default_factory=list)
    lost: list[RehearsedRow] = field(default_factory=list)

    def count(self, row: RehearsedRow) -> None:
        """Count a row; name it if it changes, while there is room."""
        self.rows += 1
        if row.after is row.before:
            self.same += 1
            return
        self.moves[row.before, row.after] += 1
        self.towns[row.region_code].count(row)
        self.enterprises[row.enterprise_key, row.enterprise].count(row)
        named = self.lost if row.after is None else self.changed
        if len(named) < LISTED:
            named.append(row)

    @property
    def lost_rows(self) -> int:
        """Rows that cannot be carried over."""
        return sum(number for (_before, after), number in self.moves.items() if after is None)

    @property
    def changes(self) -> int:
        """Rows that would change their grade."""
        return self.rows - self.same - self.lost_rows

    @property
    def counted_moves(self) -> Sequence[tuple[Grade, Grade | None, int]]:
        """The moves with their numbers, the highest grades first, those that cannot be carried over last."""
        order = sorted(
            self.moves, key=lambda move: (move[1] is None, -move[0].weight, -(move[1] or move[0]).weight)
        )
        return [(before, after, self.moves[before, after]) for before, after in order]


def rehearse(session: Session, candidate: Method, family: str) -> Rehearsal:
    """Grade every live risk of the jurisdiction that counts by a method of this family anew, by its last values.

    Catalogue and direct judgement hold as they do now. 1 statement, read in slices of 1,000 rows.
    """
    statement = (
        select(Risk, Enterprise)
        .join(Enterprise, Enterprise.id == Risk.enterprise_id)
        .where(Risk.removed_at.is_(None), Risk.method.startswith(f"{family}@", autoescape=True))
        .order_by(Enterprise.sort_key, Enterprise.id, Risk.number)
        .execution_options(yield_per=1000)
    )
    found = Rehearsal()
    for risk, enterprise in session.execute(statement):
        if risk.result is not None and risk.grade is not None:
            found.count(_rehearsed(risk, enterprise, candidate))
    return found


def _rehearsed(risk: Risk, enterprise: Enterprise, candidate: Method) -> RehearsedRow:
    assert risk.grade is not None
    after = None
    if fits(candidate, risk.values):
        by_method = assess(candidate, risk.values).grade
        after = risk.judgement._replace(method=by_method).final
    values = " ".join(f"{code}={value}" for code, value in risk.values.items())
    return RehearsedRow(
        risk.key,
        risk.name,
        enterprise.name,
        enterprise.key,
        enterprise.region_code,
        values,
        risk.grade,
        after,
    )
