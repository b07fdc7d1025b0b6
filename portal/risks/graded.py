"""How a row of the register comes to its grade: one that is stored, or one that is only tried. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from portal.risks.catalogue import CatalogueRow, catalogue
from portal.risks.grading import Result, kept, kept_result, kept_values
from portal.risks.methods import criteria
from portal.risks.rules import Grading, Judgement, code_of


class GradedRow:
    """A row with what grades it. `assessments` keeps values, product and grade of each method that was used."""

    if TYPE_CHECKING:
        number: Any
        method: Any
        assessments: Any
        catalogue_code: Any
        condition_answer: Any
        condition_reason: Any
        direct_criteria: Any
        direct_grade: Any
        direct_reason: Any
        grade: Any
        inherent_assessments: Any
        inherent_grade: Any
        region_path: Any

    @property
    def code(self) -> str:
        """The row's code within the enterprise, such as R007."""
        return code_of(self.number)

    @property
    def catalogue_row(self) -> CatalogueRow | None:
        """The row of the catalogue that it was matched with."""
        return catalogue().get(self.catalogue_code or "")

    @property
    def values(self) -> dict[str, Decimal]:
        """The values of the method that counts; some or all may be missing."""
        return kept_values(self.assessments.get(self.method or "", {}))

    @property
    def result(self) -> Result | None:
        """What the method that counts came to; None while values are missing."""
        return kept_result(self.method or "", self.assessments.get(self.method or "", {}))

    @property
    def inherent_values(self) -> dict[str, Decimal]:
        """The values before controls, by the method that counts."""
        return kept_values(self._inherent)

    @property
    def inherent(self) -> Result | None:
        """What the method that counts gives before controls (固有风险); None where nobody has said."""
        return kept_result(self.method or "", self._inherent)

    @property
    def _inherent(self) -> dict[str, Any]:
        found: dict[str, Any] = (self.inherent_assessments or {}).get(self.method or "", {})
        return found

    @property
    def judgement(self) -> Judgement:
        """The grades of the three sources; the highest is the row's grade."""
        floor = self.catalogue_row.floor(self.condition_answer) if self.catalogue_row else None
        direct = [criteria()[code].grade for code in self.direct_criteria]
        direct += [self.direct_grade] if self.direct_grade else []
        return Judgement(self.result.grade if self.result else None, floor, max(direct, default=None))

    @property
    def grading(self) -> Grading:
        """What was chosen to grade it."""
        return Grading(
            method=self.method,
            values=self.values,
            inherent=self.inherent_values,
            catalogue_code=self.catalogue_code,
            condition_answer=self.condition_answer,
            condition_reason=self.condition_reason,
            direct_criteria=tuple(self.direct_criteria),
            direct_grade=self.direct_grade,
            direct_reason=self.direct_reason,
        )

    def record(self, values: dict[str, Decimal], result: Result | None) -> None:
        """Keep the values of the method that counts and what they came to."""
        if self.method is not None:
            self.assessments = {**self.assessments, self.method: kept(values, result)}

    def record_inherent(self, values: dict[str, Decimal], result: Result | None) -> None:
        """Keep the values before controls and what they came to; no value: nothing is said."""
        if self.method is None:
            return
        others = {key: one for key, one in (self.inherent_assessments or {}).items() if key != self.method}
        self.inherent_assessments = (
            {**others, self.method: kept(values, result)} if values else others
        ) or None

    def regrade(self) -> None:
        """Set the grade to what the three sources say now, the inherent one to what the method says."""
        self.grade = self.judgement.final
        self.inherent_grade = self.inherent.grade if self.inherent else None


class PlainRisk(GradedRow):
    """A row of the register as plain values, in no session: as it stands, or as a list would have it."""

    if TYPE_CHECKING:
        id: int
        key: str
        name: str
        accident_types: Any
        had_accident: bool
        removed_at: Any
        changed_at: Any

    def __init__(self, values: Mapping[str, Any]) -> None:
        vars(self).update(values)

    def copy(self) -> "PlainRisk":
        """Another one, to try things on."""
        return PlainRisk(vars(self))
