"""The demo city as typed values, as told by data/demo (made up)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from portal.accounts.rules import Level, Role
from portal.data import load
from portal.risks.accidents import edition_on
from portal.risks.grading import assess
from portal.risks.methods import number, shipped_methods
from portal.risks.rules import ConditionAnswer, ControlKind, ControlLevel, Frequency, Grading

Plain = Mapping[str, Any]
"""A row of a data file."""

FORMER_EDITION = "GB 6441-1986"


@dataclass(frozen=True)
class When:
    """A day of the story: in a report year (0 this one, -1 the last) or so many days before the city is loaded."""

    year: int = 0
    day: str = ""
    days_ago: int | None = None


@dataclass(frozen=True)
class Step:
    """One step of a story: what is done, when, and what belongs to it."""

    do: str
    at: When
    facts: Plain


@dataclass(frozen=True)
class Staff:
    """A person with a place in an organisation."""

    sign_in: str
    name: str
    job_title: str
    roles: frozenset[Role]
    phone: str
    certificate_number: str = ""


@dataclass(frozen=True)
class Office:
    """An authority and its people."""

    id: str
    name: str
    level: Level
    region_code: str
    mark: str
    address: str
    phone: str
    staff: tuple[Staff, ...]


@dataclass(frozen=True)
class Row:
    """One row of a register.

    `kinds`: of the usual controls that it has; `earlier`: what stood there before the story edits it; `next_check`:
    days after the city is loaded.
    """

    code: str
    unit: str
    risk_point: str
    place: str
    name: str
    description: str
    consequence: str
    department: str
    person: str
    phone: str
    grading: Grading
    level: ControlLevel
    frequency: Frequency
    next_check: int
    own_controls: tuple[str, ...] = ()
    had_accident: bool = False
    kinds: frozenset[ControlKind] = frozenset(ControlKind)
    earlier: Plain = field(default_factory=dict)

    def accident_types(self, on: date) -> list[str]:
        """The accident types of its hazard in the edition of a day, the main one first."""
        former = edition_on(on) == FORMER_EDITION
        found = _hazards()[self.code]["accident_types_1986" if former else "accident_types"]
        return list(found)

    def before_edit(self) -> "Row":
        """The row as it stood before the story edited it; itself when nothing did."""
        facts: dict[str, Any] = {
            name: self.earlier[name] for name in ("place", "person") if name in self.earlier
        }
        if "kinds" in self.earlier:
            facts["kinds"] = frozenset(ControlKind(kind) for kind in self.earlier["kinds"])
        return replace(self, grading=self._grading_before(), **facts)

    def _grading_before(self) -> Grading:
        """Other values, none at all, or a condition of the catalogue that nobody has answered."""
        graded = self.grading
        if "grading" in self.earlier:
            graded = graded._replace(values=_values(self.earlier["grading"]))
        if self.earlier.get("ungraded"):
            graded = graded._replace(values={})
        if self.earlier.get("unanswered"):
            graded = graded._replace(condition_answer=None, condition_reason="")
        return graded


@dataclass(frozen=True)
class Company:
    """An enterprise of the city, its people, its register and its story. `facts`: by the names of the model."""

    id: str
    code: str
    facts: Plain
    people: tuple[Staff, ...]
    registered: When
    founded: When
    production_began: When
    accepted: When | None
    trial_production: When | None
    registration: str
    refusal_reason: str
    register: tuple[Row, ...]
    story: str
    steps: tuple[Step, ...]
    featured: bool


@cache
def offices() -> list[Office]:
    """The authorities of the city, the county first."""
    return [
        Office(**{**row, "level": Level(row["level"]), "staff": _staff(row["staff"])})
        for row in load("demo/authorities.json")["rows"]
    ]


@cache
def companies() -> list[Company]:
    """The enterprises of the city in the order of the file."""
    return [_company(row) for row in load("demo/enterprises.json")["rows"]]


FACTS = (
    "name", "region_code", "address", "industry_code", "scale", "above_designated", "workers", "legal_representative",
    "legal_representative_phone", "principal", "principal_phone", "safety_manager", "safety_manager_phone",
    "main_products", "key_sectors", "income", "fixed_assets", "site_area", "building_area", "business_state",
    "premises", "landlord",
)  # fmt: skip


def _company(row: Plain) -> Company:
    story = row["story"]
    return Company(
        id=row["id"],
        code=row["code"],
        facts={name: row[name] for name in FACTS if name in row},
        people=_staff(row["people"]),
        registered=When(**row["registered"]),
        founded=When(**row["founded"]),
        production_began=When(**row["production_began"]),
        accepted=_when(row, "accepted"),
        trial_production=_when(row, "trial_production"),
        registration=row["registration"],
        refusal_reason=row.get("refusal_reason", ""),
        register=tuple(
            _row(one, row["departments"]) for one in load("demo/registers.json")["rows"][row["id"]]
        ),
        story=story["name"],
        steps=tuple(Step(step["do"], When(**step["at"]), step) for step in story["steps"]),
        featured=row["featured"],
    )


def _when(row: Plain, name: str) -> When | None:
    return When(**row[name]) if name in row else None


def _staff(rows: list[Plain]) -> tuple[Staff, ...]:
    return tuple(Staff(**{**row, "roles": frozenset(Role(role) for role in row["roles"])}) for row in rows)


def _row(row: Plain, departments: Plain) -> Row:
    answers_for_it = departments[row["department"]]
    return Row(
        **{
            name: row[name]
            for name in ("code", "unit", "risk_point", "place", "name", "description", "consequence")
        },
        department=row["department"],
        person=row.get("person", answers_for_it["head"]),
        phone=row.get("phone", answers_for_it["phone"]),
        grading=_grading(row),
        level=ControlLevel(row["level"]),
        frequency=Frequency(row["frequency"]),
        next_check=row["next_check"],
        own_controls=tuple(control["text"] for control in row.get("own_controls", ())),
        had_accident=row.get("had_accident", False),
        earlier=row.get("earlier", {}),
    )


def _grading(row: Plain) -> Grading:
    match, direct = row.get("catalogue", {}), row.get("direct", {})
    return Grading(
        method=row["grading"]["method"],
        values=_values(row["grading"]),
        inherent=_before_controls(row["grading"]["method"], _values(row["grading"])),
        catalogue_code=match.get("code"),
        condition_answer=ConditionAnswer(match["answer"]) if match else None,
        condition_reason=match.get("reason", ""),
        direct_criteria=tuple(direct.get("criteria", ())),
        direct_grade=None,
        direct_reason=direct.get("reason", ""),
    )


def _values(grading: Plain) -> dict[str, Decimal]:
    return {code: number(value) for code, value in grading["values"].items()}


STEPS_WITHOUT_CONTROLS = 2
"""How many steps likelier a larger-or-above row of the city would be without its controls."""


def _before_controls(key: str, values: dict[str, Decimal]) -> dict[str, Decimal]:
    """The values before controls of a larger-or-above row; nothing for the others, as enterprises fill them in."""
    used = shipped_methods()[key]
    if not assess(used, values).grade.larger_or_above:
        return {}
    likelihoods = [step.value for step in used.factors[0].scale]
    place = max(0, likelihoods.index(values["L"]) - STEPS_WITHOUT_CONTROLS)
    return {**values, "L": likelihoods[place]}


@cache
def _hazards() -> dict[str, Plain]:
    return {row["code"]: row for row in load("risk/usual-hazards.json")["rows"]}
