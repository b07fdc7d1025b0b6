"""What an enterprise has told for its risk report, and how a report declares it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.registry.completeness import asked_elsewhere, spending_ratio, turnover_rate
from portal.registry.industries import industry
from portal.registry.model import Enterprise, FactRow, SafetyProfile, SectorSection
from portal.registry.questions import BASIC, Part, Question, common_parts, parts, plain, questions
from portal.registry.rules import fact_text

Plain = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """The safety profile (None while nothing is told), sections by sector, living rows by list."""

    enterprise: Enterprise
    profile: SafetyProfile | None
    sections: Mapping[str, SectorSection]
    rows: Mapping[str, Sequence[FactRow]]

    def holder(self, part: Part) -> SafetyProfile | SectorSection | None:
        """The row that keeps the answers of a part; None while there is none."""
        return self.sections.get(part.code) if part.sector else self.profile

    def answer(self, part: Part, name: str) -> Any:
        """The answer to a question, in its type; None while there is none."""
        found = self.holder(part)
        if isinstance(found, SectorSection):
            return found.answer(name)
        return getattr(found, name) if found else known_beforehand(self.enterprise).get(name)

    def of_list(self, code: str) -> Sequence[FactRow]:
        """The living rows of a list, in the order of their entry."""
        return self.rows.get(code, ())

    @property
    def parts(self) -> list[Part]:
        """The parts to fill in: those of every enterprise, and of the key sectors that it ticks."""
        ticked = [parts()[code] for code in self.enterprise.key_sectors if code in parts()]
        return [*common_parts(), *ticked]


def known_beforehand(enterprise: Enterprise) -> Plain:
    """What the portal knows before anybody has told it: the regulatory trade follows from the industry."""
    trade = industry(enterprise.industry_code).trade
    return {"supervising_trade": trade} if trade in questions()["supervising_trade"].options else {}


def told(session: Session, enterprise: Enterprise) -> Told:
    """All that an enterprise has told. 3 statements."""
    profile = select(SafetyProfile).where(SafetyProfile.enterprise_id == enterprise.id)
    sections = select(SectorSection).where(SectorSection.enterprise_id == enterprise.id)
    living = select(FactRow).where(FactRow.enterprise_id == enterprise.id, FactRow.removed_at.is_(None))
    rows: dict[str, list[FactRow]] = defaultdict(list)
    for row in session.scalars(living.order_by(FactRow.id)):
        rows[row.list_code].append(row)
    return Told(
        enterprise,
        session.scalars(profile).one_or_none(),
        {section.sector: section for section in session.scalars(sections)},
        rows,
    )


def removed_rows(session: Session, enterprise: Enterprise, list_code: str) -> list[FactRow]:
    """The rows that were taken out of a list, the last first. 1 statement."""
    statement = select(FactRow).where(
        FactRow.enterprise_id == enterprise.id,
        FactRow.list_code == list_code,
        FactRow.removed_at.is_not(None),
    )
    return list(session.scalars(statement.order_by(FactRow.removed_at.desc()).limit(10)))


# --- as a report declares it ------------------------------------------------------------------------------------


def basic_facts(enterprise: Enterprise) -> Plain:
    """The basic facts that the report asks, plain; no answer is None."""
    found = {question.code: getattr(enterprise, question.code) for question in parts()[BASIC].questions}
    return {
        code: value if isinstance(value, int) else fact_text(value) or None for code, value in found.items()
    }


def declared_facts(found: Told) -> dict[str, Plain]:
    """The parts of every enterprise: answers, lists and derived values by part and code. 0 statements."""
    return {part.code: {**_answers(found, part), **_derived(found, part)} for part in common_parts()}


def declared_sectors(found: Told) -> dict[str, Plain]:
    """The sections of the key sectors that are ticked; others are kept and not declared. 0 statements."""
    return {
        part.code: {"edition": part.edition, **_answers(found, part), **_counted(found, part)}
        for part in found.parts
        if part.sector
    }


def _answers(found: Told, part: Part) -> Plain:
    kept = {question.code: plain(found.answer(part, question.name)) for question in part.fields.values()}
    listed = {
        question.code: {row.key: cells(row) for row in found.of_list(question.list_code)}
        for question in part.lists
        if not asked_elsewhere(part, question)
    }
    return {**kept, **listed}


def cells(row: FactRow) -> Plain:
    """A row as a report declares it: plain cells by code of their column."""
    return {column.code: row.cells.get(column.name) for column in row.fact_list.columns}


def _counted(found: Told, part: Part) -> Plain:
    return {one.code: len(found.of_list(one.count_of)) for one in part.questions if one.count_of}


def _derived(found: Told, part: Part) -> Plain:
    return {one.code: plain(derived(found, one)) for one in part.questions if one.derived}


def derived(found: Told, question: Question) -> Decimal | date | None:
    """The value that is computed from other answers."""
    profile = found.profile
    if profile is None:
        return None
    if question.code == "turnover_rate":
        return turnover_rate(profile.joined_last_year, profile.left_last_year, profile.staff_last_year)
    return spending_ratio(profile.safety_spending, found.enterprise.income)
