"""Scores answers straight from a standard's JSON: a second, small implementation, to hold the portal's against.

Written from the domain notes §2 and §3 alone, on plain dictionaries and decimals of 60 digits; it imports nothing
of the portal. Results are plain numbers in the shape that the notes give.
"""

import random
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

Json = Mapping[str, Any]


def score(standard: Json, given: Json) -> dict[str, Any]:
    """The result of answers under a standard, with the keys of the notes."""
    with localcontext() as context:
        context.prec = 60
        return _score(standard, given)


def _score(standard: Json, given: Json) -> dict[str, Any]:
    answers = {key: value for key, value in given.get("answers", {}).items() if value}
    marks = {item["id"]: mark(item, answers.get(item["id"])) for item in standard["items"]}
    hits = list(vetoes(standard, given, answers, marks))
    tables = elements(standard, answers, marks, [hit["element"] for hit in hits if hit["element"]])
    tops = [tables[one["id"]] for one in standard["elements"] if one["parent"] is None]
    points, gone, earned = (sum(top[name] for top in tops) for name in ("points", "not_applicable", "earned"))
    exact = convert(standard, tables)
    digits = standard["conversion"]["rounding"]["digits"]
    reached = outcomes(standard, exact, tops)
    missing = unanswered(standard, given, marks)
    failed = [
        one["id"]
        for one in standard["prerequisites"]
        if given.get("prerequisites", {}).get(one["id"]) is False
    ]
    blocked = [hit["id"] for hit in hits if hit["effect"] == "no_level"] + failed
    level = reached[0] if reached and not missing and not blocked else None
    here = [one for one in reached if one["certifiable_here"]] if level else []
    return {
        "standard": standard["id"],
        "standard_version": standard["version"],
        "complete": not missing,
        "unanswered": missing,
        "total_points": float(points),
        "not_applicable_points": float(gone),
        "applicable_points": float(points - gone),
        "earned_points": float(earned),
        "converted": float(half_up(exact, digits)),
        "elements": {key: _shown(table) for key, table in tables.items()},
        "vetoes": [{"id": hit["id"], "effect": hit["effect"]} for hit in hits],
        "prerequisites_failed": failed,
        "many_not_applicable": gone
        > points * number(standard["conversion"].get("warn_not_applicable_share", 1)),
        "level_by_points": reached[0]["code"] if reached else None,
        "level": level["code"] if level else None,
        "grantable": here[0]["code"] if here else None,
        "blocked_by": blocked,
    }


def number(value: Any) -> Decimal:
    """A number of the file, as it is written there."""
    return Decimal(str(value))


def half_up(value: Decimal, digits: int) -> Decimal:
    """Rounded half up."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def mark(item: Json, answer: Json | None) -> Decimal | str | None:
    """An item's points; "n/a" where it does not take part, None where it is not answered."""
    rule = item["scoring"]
    if answer is None:
        return None
    if answer.get("not_applicable"):
        return "n/a"
    if answer.get("zero"):
        return Decimal(0)
    try:
        return _RULES[rule["type"]](number(item["points"]), rule, answer)
    except KeyError:
        return None


def _deducted(full: Decimal, rule: Json, answer: Json) -> Decimal:
    return max(Decimal(0), full - min(answer["findings"] * number(rule["per"]), number(rule["max"])))


def _all_or_nothing(full: Decimal, rule: Json, answer: Json) -> Decimal:
    return full if answer["result"] == "met" else Decimal(0)


def _chosen(full: Decimal, rule: Json, answer: Json) -> Decimal:
    return {one["code"]: number(one["points"]) for one in rule["options"]}[answer["option"]]


def _sampled(full: Decimal, rule: Json, answer: Json) -> Decimal:
    passed, sampled = Decimal(answer["passed"]), Decimal(answer["sampled"])
    if passed < number(rule["zero_below"]) * sampled:
        return Decimal(0)
    return half_up(full * passed / sampled, rule.get("digits", 1))


_RULES: Mapping[str, Callable[[Decimal, Json, Json], Decimal]] = {
    "deduct_per_finding": _deducted,
    "all_or_nothing": _all_or_nothing,
    "levels": _chosen,
    "sampled_ratio": _sampled,
}


def vetoes(standard: Json, given: Json, answers: Json, marks: Mapping[str, Any]) -> Any:
    """The vetoes that fall, those of items first, each with the element that it empties."""
    for item in standard["items"]:
        rule, got = item["veto_rule"], marks[item["id"]]
        if not rule or got is None or got == "n/a":
            continue
        answer = answers[item["id"]]
        falls = {
            "zero": got == 0,
            "zero_condition": bool(answer.get("zero")) or answer.get("result") == "not_met",
            "any_deduction": got < number(item["points"]) or bool(answer.get("extra")),
        }
        if falls[rule["trigger"]]:
            yield {"id": item["id"], "effect": rule["effect"], "element": rule.get("element")}
    for rule in standard["veto_rules"]:
        if given.get("vetoes", {}).get(rule["id"]):
            yield {"id": rule["id"], "effect": rule["effect"], "element": None}


def elements(standard: Json, answers: Json, marks: Mapping[str, Any], emptied: list[str]) -> dict[str, Any]:
    """The sums of each element, worked from the leaves up; additional deductions at the first level alone."""
    children: dict[str | None, list[str]] = {}
    for one in standard["elements"]:
        children.setdefault(one["parent"], []).append(one["id"])
    items: dict[str, list[Json]] = {}
    for item in standard["items"]:
        items.setdefault(item["element"], []).append(item)
    tables: dict[str, Any] = {}

    def work(key: str, emptied_above: bool = False) -> dict[str, Decimal]:
        empty = emptied_above or key in emptied
        below = [work(child, empty) for child in children.get(key, [])]
        for item in items.get(key, []):
            full, got = number(item["points"]), marks[item["id"]]
            out = got == "n/a"
            below.append({"points": full, "not_applicable": full if out else Decimal(0),
                          "earned": Decimal(0) if out or got is None else got})  # fmt: skip
        table = {
            name: sum((one[name] for one in below), Decimal(0))
            for name in ("points", "not_applicable", "earned")
        }
        if empty:
            table["earned"] = Decimal(0)
        tables[key] = table
        return table

    for top in children[None]:
        table = work(top)
        table["earned"] = max(Decimal(0), table["earned"] - extra(standard, top, answers))
    return {one["id"]: tables[one["id"]] for one in standard["elements"]}


def extra(standard: Json, top: str, answers: Json) -> Decimal:
    """The additional deductions that are due inside a first-level element."""
    charged = Decimal(0)
    for item in standard["items"]:
        answer = answers.get(item["id"], {})
        if item["path"][0] == top and answer.get("extra") and not answer.get("not_applicable"):
            charged += number(item["scoring"]["extra_deduction"]["points"])
    return charged


def convert(standard: Json, tables: Json) -> Decimal:
    """The exact result on the standard's scale."""
    rule = standard["conversion"]
    tops = [one["id"] for one in standard["elements"] if one["parent"] is None]
    weigh = rule["type"] == "weighted_elements"
    above = below = Decimal(0)
    for key in tops:
        applicable = tables[key]["points"] - tables[key]["not_applicable"]
        if applicable:
            weight = number(rule["weights"][key]) if weigh else applicable
            above += weight * tables[key]["earned"] / applicable
            below += weight
    return number(rule["scale"]) * above / below if below else Decimal(0)


def outcomes(standard: Json, exact: Decimal, tops: list[Any]) -> list[Json]:
    """The outcomes that points reach, the highest first. 60 digits: a hair below a threshold is the threshold."""
    rule = standard["conversion"]
    figure = (
        half_up(exact, rule["rounding"]["digits"]) if rule["compare"] == "rounded" else half_up(exact, 40)
    )

    def held(least: Decimal) -> bool:
        return all(top["earned"] * 100 >= least * (top["points"] - top["not_applicable"]) for top in tops)

    reached = [
        one
        for one in standard["outcomes"]
        if figure >= number(one["min"]) and held(number(one.get("min_element_rate") or 0))
    ]
    return sorted(reached, key=lambda one: number(one["min"]), reverse=True)


def unanswered(standard: Json, given: Json, marks: Mapping[str, Any]) -> list[str]:
    """Items, vetoes and prerequisites without answer."""
    missing = [item["id"] for item in standard["items"] if marks[item["id"]] is None]
    asked = [("vetoes", one) for one in standard["veto_rules"] if one.get("must_answer", True)]
    asked += [("prerequisites", one) for one in standard["prerequisites"]]
    missing += [one["id"] for table, one in asked if given.get(table, {}).get(one["id"]) is None]
    return missing


def _shown(table: Mapping[str, Decimal]) -> dict[str, float | None]:
    applicable = table["points"] - table["not_applicable"]
    rate = float(half_up(table["earned"] / applicable * 100, 2)) if applicable else None
    return {
        "points": float(table["points"]), "not_applicable": float(table["not_applicable"]),
        "applicable": float(applicable), "earned": float(table["earned"]), "rate": rate,
    }  # fmt: skip


def random_answers(standard: Json, dice: random.Random) -> dict[str, Any]:
    """A set of answers as somebody might give them: good or poor, whole or with gaps, vetoes now and then."""
    good, gaps = dice.choice((0.3, 0.6, 0.8, 0.95, 1)), dice.choice((0, 0, 0.02, 0.2))
    answers = {
        item["id"]: _random_answer(item, dice, good) for item in standard["items"] if dice.random() >= gaps
    }
    return {
        "standard": standard["id"],
        "standard_version": standard["version"],
        "prerequisites": {
            one["id"]: dice.random() < 0.98 for one in standard["prerequisites"] if dice.random() >= gaps
        },
        "vetoes": {
            one["id"]: dice.random() < 0.02 for one in standard["veto_rules"] if dice.random() >= gaps
        },
        "answers": answers,
    }


def _random_answer(item: Json, dice: random.Random, good: float) -> dict[str, Any]:
    rule = item["scoring"]
    if item["may_be_not_applicable"] and dice.random() < 0.15:
        return {"not_applicable": True, "reason": "无"}
    fine = dice.random() < good
    answer: dict[str, Any] = {}
    if rule["type"] == "deduct_per_finding":
        answer["findings"] = 0 if fine else dice.randrange(1, 12)
    elif rule["type"] == "all_or_nothing":
        answer["result"] = "met" if fine else "not_met"
    elif rule["type"] == "levels":
        answer["option"] = dice.choice(rule["options"])["code"]
    else:
        answer["sampled"] = dice.randrange(1, 40)
        answer["passed"] = answer["sampled"] if fine else dice.randrange(0, answer["sampled"] + 1)
    if rule.get("zero_if") and dice.random() < 0.02:
        answer = {"zero": True}
    if rule.get("extra_deduction") and dice.random() < 0.05:
        answer["extra"] = True
    return answer
