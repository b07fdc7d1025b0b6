"""What the enterprises of the city tell for their reports: drawn from their size, trade and key sectors."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portal import clock
from portal.access import Actor
from portal.db import writing
from portal.demo.city import Company
from portal.merging import Change
from portal.registry import telling
from portal.registry.completeness import asked_elsewhere
from portal.registry.model import Enterprise
from portal.registry.questions import Part, Question, QuestionType, common_parts, lists, parts

LAST_CHECK = timedelta(days=40)
LARGE = 100
"""From so many workers on there is a safety department of its own."""

NO = frozenset({"dormitory", "settling_room", "crowd", "mixed_use"})
"""Questions that a sound enterprise answers with no."""

DUSTS = {
    "13": "粮食",
    "14": "粮食",
    "17": "纺织纤维",
    "18": "纺织纤维",
    "20": "木",
    "21": "木",
    "29": "塑料树脂",
}
"""The dust of a trade (division); metal ware has aluminium."""


def tell(company: Company, *, by: Actor, at: datetime) -> None:
    """Answer all parts and fill in the lists; who has not submitted anything yet has left the insurance for later."""
    submits = any(step.do == "submit" for step in company.steps)
    with writing() as current:
        enterprise = current.get_one(Enterprise, by.enterprise_id)
        ticked = [parts()[code] for code in enterprise.key_sectors]
        answers = profile(company, clock.local_day(at))
        for part in common_parts():
            if submits or part.code != "insurance":
                _answer(enterprise, part, answers, by, at)
        for part in ticked:
            _answer(enterprise, part, section(part, company, clock.local_day(at)), by, at)
        for code, cells in rows(company, answers, clock.local_day(at)):
            telling.add_row(enterprise, code, cells, by=by, at=at)


def _answer(enterprise: Enterprise, part: Part, answers: Mapping[str, Any], by: Actor, at: datetime) -> None:
    told = {name: answers[name] for name in part.fields if answers.get(name) is not None}
    telling.tell(enterprise, part, [Change(name, None, value) for name, value in told.items()], by=by, at=at)


# --- the parts of every enterprise ------------------------------------------------------------------------------


def profile(company: Company, on: date) -> dict[str, Any]:
    """Answers that fit an enterprise of so many workers."""
    workers, income = int(company.facts["workers"]), int(company.facts["income"])
    number = _number(company)
    full_time, special = workers // LARGE, max(1, workers // 20)
    part_time = 1 if full_time else 2
    sectors = set(company.facts["key_sectors"])
    return {
        **_place(company),
        "agency_workers": workers // 12, "one_shift_workers": max(1, workers * 2 // 3), "shifts": "两班",
        "joined_last_year": workers // 9, "left_last_year": workers // 10, "staff_last_year": workers,
        "safety_department": "安全环保部" if full_time else "未设", "safety_department_staff": full_time,
        "full_time_staff": full_time, "full_time_certified": full_time, "part_time_staff": part_time,
        "part_time_certified": part_time, "registered_engineers": workers // 300,
        "special_operation_workers": special, "special_operation_certificates": special - (number % 13 == 0),
        "principal_training": "考核合格", "principal_training_on": on - 5 * LAST_CHECK, "staff_training": "全部合格",
        "staff_training_on": on - 4 * LAST_CHECK, "three_simultaneities": True, "injury_insured": workers,
        "liability_insured": workers >= LARGE // 2, "liability_sum": Decimal(workers * 5),
        "liability_persons": workers, "safety_spending": Decimal(income * 8) / 1000,
        "standardisation": "三级" if workers >= LARGE // 2 else "小微企业达标",
        "standardisation_until": on.replace(month=6, day=30) + 12 * LAST_CHECK, "dual_prevention": "已建成运行",
        "accidents": int(number % 17 == 0), "deaths": 0, "injuries": int(number % 17 == 0),
        "has_special_equipment": True, "has_confined_space": bool(sectors & {"confined", "sewage"}),
        "has_chemicals": bool(sectors & {"hazchem_use", "hazchem_store", "spray", "lithium", "hydrogen", "ammonia"}),
        "has_sewage": "sewage" in sectors,
    }  # fmt: skip


def _place(company: Company) -> dict[str, Any]:
    """A place within the city, the same at each loading."""
    number = _number(company)
    return {
        "village": company.facts.get("village") or "工业园社区",
        "longitude": Decimal("120.40") + Decimal(number * 37 % 400) / 1000,
        "latitude": Decimal("32.15") + Decimal(number * 53 % 300) / 1000,
        "supervising_department": "应急管理",
    }


def _number(company: Company) -> int:
    return int("".join(character for character in company.code[-9:] if character.isdigit()))


# --- key sectors and lists --------------------------------------------------------------------------------------


def section(part: Part, company: Company, on: date) -> dict[str, Any]:
    """Answers to the questions of a key sector."""
    found = {name: _typical(question, on) for name, question in part.fields.items()}
    if part.code == "dust":
        found["dust_kinds"] = [DUSTS.get(company.facts["industry_code"][:2], "铝")]
    return found


def _typical(question: Question, on: date) -> Any:
    if question.type is QuestionType.BOOL:
        return question.example != "no" and question.name not in NO
    if question.type is QuestionType.MULTI:
        return list(question.options[:1])
    if question.type is QuestionType.DATE:
        return on + LAST_CHECK * 9 if question.future else on - LAST_CHECK
    typical = question.example or next(iter(question.options), "")
    if question.type is QuestionType.INTEGER:
        return int(typical or 2)
    return Decimal(typical or "1.5") if question.type is QuestionType.NUMBER else typical or None


def rows(company: Company, answers: Mapping[str, Any], on: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of the lists that the enterprise has to fill in: code of the list and cells."""
    for product in str(company.facts["main_products"]).split("、")[:2]:
        yield "products", {**_row("products", on), "name": product}
    yield "equipment", _row("equipment", on)
    asked = [question for part in common_parts() for question in part.lists if answers.get(question.if_yes)]
    for code in company.facts["key_sectors"]:
        asked += [one for one in parts()[code].lists if not asked_elsewhere(parts()[code], one)]
    for question in asked:
        yield question.list_code, _row(question.list_code, on)


def _row(code: str, on: date) -> dict[str, Any]:
    return {name: _typical(column, on) for name, column in lists()[code].fields.items()}
