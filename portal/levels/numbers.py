"""The number of a certificate that comes from above: 苏AQBJXⅢ202600001. Pure.

Region sign + AQB + industry code + level sign + year + serial. The serial runs in the province, so a county draws none
of its own; it records the number that it was given. Source: standards/lifecycle.json `certificate` (annex 3, 2014).
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from portal.data import load
from portal.levels.rules import LIFECYCLE

LATIN = {"III": "Ⅲ", "II": "Ⅱ", "I": "Ⅰ"}
"""Latin letters as people type the sign, the longest first."""

SHAPE = re.compile(r"^(\w?)AQB([A-Z]{2})(III|II|I|[ⅠⅡⅢ])(\d{4})(\d{5})$")


@cache
def _rule() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load(LIFECYCLE)["certificate"]
    return found


def normal_number(typed: str) -> str:
    """The number as it is stored and printed: full width folded, spaces gone, the level as one Roman sign."""
    kept = {ord("Ⅰ"): "I", ord("Ⅱ"): "II", ord("Ⅲ"): "III"}
    text = unicodedata.normalize("NFKC", typed.translate(kept)).upper()
    text = re.sub(r"\s+", "", text)
    found = SHAPE.match(text)
    if not found:
        return text
    region, industry, sign, year, serial = found.groups()
    return f"{region}AQB{industry}{LATIN.get(sign, sign)}{year}{serial}"


def is_numbered_above(level_code: str) -> bool:
    """Whether the numbers of a level come from above; those of other outcomes are a series of our own."""
    return level_code in _rule()["level_signs"]


def flaw_of(number: str, level_code: str, trade: str | None, year: int) -> str:
    """What is wrong with a number in its normal form: `shape`, `region`, `industry`, `level`, `year`; empty: nothing.

    `trade`: industry code of the enterprise, None where the notes name none; `year`: of the announcement.
    """
    if not re.match(_rule()["pattern"], number) or number.endswith("00000"):
        return "shape"
    region, _aqb, rest = number.partition("AQB")
    if region != (_rule()["region_sign"][level_code] or ""):
        return "region"
    wrong = {
        "industry": trade is not None and rest[:2] != trade,
        "level": rest[2] != _rule()["level_signs"][level_code],
        "year": int(rest[3:7]) != year,
    }
    return next((name for name, is_wrong in wrong.items() if is_wrong), "")


def example_number(level_code: str, trade: str | None, year: int) -> str:
    """A number that keeps the rule, for a hint beside the field."""
    region, sign = _rule()["region_sign"][level_code] or "", _rule()["level_signs"][level_code]
    return f"{region}AQB{trade or 'JX'}{sign}{year}00001"


def trade_name(trade: str | None) -> str:
    """The industry as a certificate prints it; 工贸 where the notes name none."""
    names = {row["code"]: row["zh"] for row in _rule()["industry_codes"]}
    return str(names.get(trade or "", "工贸其他"))
