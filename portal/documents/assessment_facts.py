"""What the papers of an assessment print: plain values, frozen at issue. Points are text, days ISO 8601."""

from typing import TypedDict

from portal.documents.facts import Unit


class ScoreLine(TypedDict):
    """One line of the score table 评分汇总表; `rate` in percent, empty where nothing is applicable. `depth` from 0."""

    title: str
    depth: int
    points: str
    not_applicable: str
    applicable: str
    deducted: str
    earned: str
    rate: str


class Deduction(TypedDict):
    """One item that lost points, or an additional deduction, with its reasons."""

    element: str
    item: str
    name: str
    reason: str
    points: str


class LeftOut(TypedDict):
    """One item that does not apply, and why."""

    item: str
    name: str
    points: str
    reason: str


class Condition(TypedDict):
    """One veto or condition; `said` in words; `against`: it stands against a level."""

    code: str
    words: str
    said: str
    against: bool


class Measure(TypedDict):
    """One finding with its measure; everything but the finding may be empty."""

    item: str
    finding: str
    measure: str
    person: str
    money: str
    due_on: str
    state: str


class Outcome(TypedDict):
    """The result: points, converted, the level by points, what stands against it, last year's result or empty."""

    points: str
    not_applicable: str
    applicable: str
    deducted: str
    earned: str
    result: str
    level: str
    blocked_by: str
    last_year: str
    last_result: str


class AssessmentFacts(TypedDict):
    """What both papers hold: 自评报告 and 责任制清单回执. `replaces`: number of the paper before, or empty."""

    enterprise: Unit
    year: int
    revision: int
    submitted_at: str
    declarant: str
    declaration: str
    digest: str
    replaces: str
    standard: str
    standard_version: str
    leader: str
    assessed_from: str
    assessed_to: str
    scores: list[ScoreLine]
    outcome: Outcome
    measures: list[Measure]


class ReportFacts(AssessmentFacts):
    """安全生产标准化自评报告."""

    industry: str
    scale: str
    workers: int
    principal: str
    safety_manager: str
    team: str
    displayed_from: str
    displayed_to: str
    objections: str
    conclusion: str
    deductions: list[Deduction]
    left_out: list[LeftOut]
    conditions: list[Condition]
