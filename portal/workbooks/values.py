"""Reading cells: everyday names of grades, accident types and levels, full-width digits, dates as people write them.

Each reader takes the words of a cell and answers the typed value, or raises Unreadable with a code that has words.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from portal.fields import Flaw, TextField
from portal.risks.accidents import accident_types, types_on
from portal.risks.fields import RISK_FIELDS
from portal.risks.known_methods import known_methods
from portal.risks.methods import newest, scale_words
from portal.risks.rules import ConditionAnswer, ControlLevel, Frequency, Grade, code_of
from portal.workbooks.columns import FACTORS, folded, offered, value_called, words_of

NUMBER = re.compile(r"^(?:[LECSD]\s*[=:]\s*)?(\d+(?:\.\d+)?)(?!\d|-|/)", re.IGNORECASE)
DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$|^(\d{4})(\d{2})(\d{2})$")
SERIAL = re.compile(r"^[34]\d{4}$|^5\d{4}$")
EXCEL_ZERO = date(1899, 12, 30)
CODE = re.compile(r"^R(\d{1,9})$")
BETWEEN = re.compile(r"[、，,；;/\n\s]+")
ORDINAL = re.compile(r"^(?:[(（]?\d{1,2}[.、．）)]|[①-⑳])\s*|等$")
EDITION_1986 = re.compile(r"[（(]1986版[）)]$")
NEXT_ITEM = re.compile(r"(?<=[；;。\s])\s*(?=(?:[(（]?\d{1,2}[.、．）)]|[①-⑳])\s*\D)")
EMPTY = frozenset({"/", "-", "—", "——", "－", "无", "/ "})
LONGEST_CONTROL = 1000


class Unreadable(Exception):
    """A cell that cannot stand; the code has words, `values` fill them."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def is_empty(key: str, text: str) -> bool:
    """Whether a cell says nothing: no words, or a stroke where nothing applies."""
    return not text or (text in EMPTY and not isinstance(RISK_FIELDS.get(key), TextField))


def read(key: str, text: str, on: date) -> Any:
    """The value of a cell in the column `key`. Raises Unreadable."""
    return _coded(key, text, on) if key in READERS else _text(key, text, on)


@lru_cache(maxsize=10_000)
def _coded(key: str, text: str, on: date) -> Any:
    """The same words stand in thousands of rows."""
    return READERS[key](text, on)


def plain_width(text: str) -> str:
    """Full-width letters and digits folded, ends trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def control_texts(text: str, *, as_written: bool) -> list[str]:
    """The controls of a cell, one a line; a list of the enterprise's own numbers them on one line, too.

    `as_written`: the register wrote the row, so that only line breaks part. Raises Unreadable for one that is too long.
    """
    parts = text.replace("\r", "").split("\n")
    if not as_written:
        parts = [item for part in parts for item in NEXT_ITEM.split(part)]
    found = [part.strip() for part in parts if part.strip()]
    if any(len(one) > LONGEST_CONTROL for one in found):
        raise Unreadable("too_long", longest=str(LONGEST_CONTROL))
    return found


def _text(key: str, text: str, on: date) -> str:
    field = RISK_FIELDS.get(key)
    if isinstance(field, TextField) and field.flaw(text, on) is Flaw.TOO_LONG:
        raise Unreadable("too_long", longest=str(field.longest))
    return text


def _code(text: str, on: date) -> str:
    """R007; numbers of the enterprise's own say nothing."""
    found = CODE.match(plain_width(text).upper())
    return code_of(int(found[1])) if found else ""


def _phone(text: str, on: date) -> str:
    field = RISK_FIELDS["responsible_phone"]
    number: str = field.tidied(text)
    if field.flaw(number, on) is Flaw.NO_PHONE:
        raise Unreadable("no_phone")
    return _text("responsible_phone", number, on)


def _factor(text: str, on: date) -> Decimal:
    found = NUMBER.match(plain_width(text))
    if not found:
        raise Unreadable("off_scale")
    return Decimal(found[1])


def scale_of(code: str, beside: Collection[str], on: date) -> str:
    """The values that a factor may have, by the method offered that knows the most of the factors beside it."""
    known = [
        one for one in newest(known_methods().values(), on) if code in {factor.code for factor in one.factors}
    ]
    used = max(known, key=lambda one: len({factor.code for factor in one.factors} & set(beside)))
    return next(scale_words(factor) for factor in used.factors if factor.code == code)


def _method(text: str, on: date) -> str:
    named = {folded(one.zh): key for key, one in known_methods().items()}
    known = named.get(folded(text), value_called("method", text))
    if known is None:
        raise Unreadable("not_offered", offered="、".join(offered("method")))
    return known


def _choice(kind: str, members: Callable[[str], Any], tail: str = "") -> Callable[[str, date], Any]:
    def choose(text: str, on: date) -> Any:
        value = value_called(kind, text) or value_called(kind, folded(text).removesuffix(tail))
        if value is None:
            raise Unreadable("not_offered", offered="、".join(offered(kind)))
        return members(value)

    return choose


def _criteria(text: str, on: date) -> tuple[str, ...]:
    return tuple(sorted({part for part in BETWEEN.split(plain_width(text).upper()) if part}))


def _day(text: str, on: date) -> date:
    text = plain_width(text).replace(" 年 ", "年")
    if SERIAL.match(text):
        return EXCEL_ZERO + timedelta(days=int(text))
    found = DAY.match(text)
    if not found:
        raise Unreadable("no_day")
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("no_such_day") from None


def _past_day(text: str, on: date) -> date:
    day = _day(text, on)
    if day > on:
        raise Unreadable("in_future")
    return day


# --- accident types ---------------------------------------------------------------------------------------


OTHER_EXPLOSIONS = "1986-18"
"""Its five successors differ in their controls, so the user is asked. Source: data/risk/accident-types.json."""


def _accident_types(text: str, on: date) -> tuple[str, ...]:
    """Codes of accident types, each once, in their order; the whole cell may be one name that holds a separator."""
    whole = _named_types(text, on)
    parts = [text] if whole else [part for part in BETWEEN.split(text) if part]
    found: list[str] = []
    for part in parts:
        codes = _named_types(ORDINAL.sub("", part), on)
        if not codes:
            raise Unreadable("unknown_accident_type", part=part, offered=_some_types(on))
        found += [code for code in codes if code not in found]
    return tuple(found)


def _named_types(name: str, on: date) -> tuple[str, ...]:
    old = EDITION_1986.search(name)
    if old:
        return tuple(_types_of_1986().get(folded(EDITION_1986.sub("", name)), ()))
    return (
        _types_in_force(on).get(folded(name)) or _everyday_types().get(folded(name)) or _succeeding(name, on)
    )


@cache
def _types_in_force(on: date) -> Mapping[str, tuple[str, ...]]:
    return {folded(one.zh): (one.code,) for one in types_on(on, mining=True)}


@cache
def _types_of_1986() -> Mapping[str, tuple[str, ...]]:
    return {folded(one.zh): (one.code,) for one in accident_types().values() if one.successors}


@cache
def _everyday_types() -> Mapping[str, tuple[str, ...]]:
    return {
        folded(word): tuple(codes.split())
        for codes, words in words_of("accident_types").items()
        for word in words
    }


def _succeeding(name: str, on: date) -> tuple[str, ...]:
    """The class that took the place of one of the earlier edition; of several the first, where that is no guess."""
    codes = _types_of_1986().get(folded(name), ())
    if OTHER_EXPLOSIONS in codes:
        offered = _joined(accident_types()[code].zh for code in accident_types()[OTHER_EXPLOSIONS].successors)
        raise Unreadable("type_was_parted", part=name, offered=offered)
    return tuple(accident_types()[code].successors[0] for code in codes)


def _some_types(on: date) -> str:
    return _joined(one.zh for one in types_on(on)[:8]) + "……"


def _joined(words: Iterable[str]) -> str:
    return "、".join(words)


READERS: Mapping[str, Callable[[str, date], Any]] = {
    "code": _code,
    "accident_types": _accident_types,
    "had_accident": _choice("flag", lambda value: value == "yes"),
    "identified_on": _past_day,
    "method": _method,
    **dict.fromkeys(FACTORS, _factor),
    "catalogue_code": lambda text, on: plain_width(text).upper(),
    "condition_answer": _choice("condition_answer", ConditionAnswer),
    "direct_criteria": _criteria,
    "direct_grade": _choice("grade", Grade, "风险"),
    "grade": _choice("grade", Grade, "风险"),
    "level": _choice("level", ControlLevel),
    "frequency": _choice("frequency", Frequency),
    "next_check_on": _day,
    "responsible_phone": _phone,
    "complaint_phone": _phone,
}
