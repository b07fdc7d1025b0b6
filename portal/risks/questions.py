"""What an enterprise is asked before it may confirm that it has no larger-or-above risk (零风险确认)."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from portal.risks.catalogue import CatalogueRow, catalogue, catalogue_for
from portal.risks.hazards import UsualHazard, hazards_for
from portal.risks.rules import Grade, Presence


class TradeQuestion(NamedTuple):
    """One question: is there such a place, plant or work? `code`: the row of the catalogue or of the usual hazards.

    `condition` says from when on it counts (may be empty for a usual hazard). `forces`: a row that forces its
    grade, so that having it excludes a zero report; else `grade` is the usual one. `of_trade`: named for the trade
    itself, not for every enterprise.
    """

    code: str
    place: str
    name: str
    condition: str
    grade: Grade
    key_sector: str | None
    forces: bool
    of_trade: bool


def trade_questions(industry_code: str) -> list[TradeQuestion]:
    """The questions for an enterprise of the industry (GB/T 4754 code), those of the trade first, graver ones first.

    Asked are the catalogue rows that force a grade, and the usual hazards that are larger or above and that no
    such row asks for already.
    """
    rows = [row for row in catalogue_for(industry_code) if row.forces_grade]
    asked = {row.code for row in rows}
    usual = [one for one in hazards_for(industry_code) if one.suggested_grade.larger_or_above]
    questions = [_of_row(row, industry_code) for row in rows]
    questions += [_of_hazard(one, industry_code) for one in usual if not asked & set(one.catalogue_codes)]
    return sorted(questions, key=lambda question: (not question.of_trade, -question.grade.weight))


def present(questions: Collection[TradeQuestion], answers: Mapping[str, Presence]) -> list[TradeQuestion]:
    """The questions answered with "we have this": each is a risk to be registered instead of a zero report."""
    return [question for question in questions if answers.get(question.code) is Presence.PRESENT]


def _of_row(row: CatalogueRow, industry_code: str) -> TradeQuestion:
    trade = row.of_trade(industry_code)
    return TradeQuestion(
        row.code, row.place, row.name, row.condition, row.least_grade, row.key_sector, True, trade
    )


def _of_hazard(one: UsualHazard, industry_code: str) -> TradeQuestion:
    trade = one.of_trade(industry_code)
    condition = next((catalogue()[code].condition for code in one.catalogue_codes), "")
    return TradeQuestion(
        one.code, one.place, one.hazard, condition, one.suggested_grade, one.key_sector, False, trade
    )
