"""What the risk report asks of an enterprise beyond its registration: parts, questions and lists as data. Pure.

A part 部分 is a page of questions: one of those that every enterprise answers, or a key sector 重点行业领域 that it
ticks. A question has a type, a unit and a mark: whether its source is confirmed, or it is from memory and therefore
never blocks. A list 清单 is asked once, whoever needs it: the confined spaces are also those of their key sector.
Source: data/risk/enterprise-facts.json (domain/risk-report.md §7), data/risk/key-sectors.json.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from portal.data import load
from portal.fields import Flaw

BASIC = "basic"
"""The part that registration and the page of basic facts ask; its questions are columns of the enterprise."""

LONGEST = 200
MOST = Decimal(999_999_999)


class QuestionType(Enum):
    """What an answer is."""

    TEXT = "text"
    PERSON = "person"
    INTEGER = "integer"
    NUMBER = "number"
    BOOL = "bool"
    CHOICE = "choice"
    MULTI = "multi"
    DATE = "date"
    TABLE = "table"


@dataclass(frozen=True)
class Question:
    """One question, or one column of a list. `code` is unique among all, `name` within its part or list.

    `confirmed`: a required answer that is missing blocks a report; else it only warns. `yearly`: the regular report
    alone asks it. `if_yes`: the question whose yes makes it asked. `list_code`: the list that answers it.
    `count_of`: the list whose rows it counts; `derived`: computed from others; both are shown and not asked.
    `future`: a date that may lie ahead.
    """

    code: str
    name: str
    zh: str
    en: str
    type: QuestionType
    unit: str = ""
    required: bool = True
    confirmed: bool = False
    yearly: bool = False
    future: bool = False
    if_yes: str = ""
    options: tuple[str, ...] = ()
    example: str = ""
    list_code: str = ""
    count_of: str = ""
    derived: bool = False
    longest: int = LONGEST
    least: Decimal = Decimal(0)
    most: Decimal = MOST

    @property
    def asked(self) -> bool:
        """Whether a person answers it."""
        return not (self.count_of or self.derived)

    @property
    def kept(self) -> bool:
        """Whether its part keeps the answer; a list keeps rows of its own."""
        return self.asked and self.type is not QuestionType.TABLE

    def tidied(self, value: Any) -> Any:
        """An answer as it is kept: nothing is None, texts without blanks at their ends, choices in their order."""
        if isinstance(value, str):
            return value.strip() or None
        if self.type is QuestionType.MULTI:
            return [option for option in self.options if option in (value or ())] or None
        return value

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """What is wrong with an answer on a day, if anything."""
        if value is None:
            return None
        if isinstance(value, str) and len(value) > self.longest:
            return Flaw.TOO_LONG
        if self.type in (QuestionType.INTEGER, QuestionType.NUMBER) and not self.least <= value <= self.most:
            return Flaw.OUT_OF_RANGE
        if self.type is QuestionType.CHOICE and value not in self.options:
            return Flaw.UNKNOWN
        if self.type is QuestionType.DATE and not self.future and value > on:
            return Flaw.IN_FUTURE
        return None


def plain(value: Any) -> Any:
    """An answer as JSON knows it: decimals as text without idle zeros, days ISO."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def typed(question: Question, value: Any) -> Any:
    """An answer as JSON kept it, in its type."""
    if value is None:
        return None
    if question.type is QuestionType.NUMBER:
        return Decimal(str(value))
    return date.fromisoformat(value) if question.type is QuestionType.DATE else value


@dataclass(frozen=True)
class Part:
    """A page of questions; of a key sector with the law behind it and the edition of its questions."""

    code: str
    zh: str
    en: str
    questions: tuple[Question, ...]
    sector: bool = False
    edition: str = ""
    applies_when: str = ""
    basis: tuple[str, ...] = ()

    @property
    def fields(self) -> Mapping[str, Question]:
        """The questions whose answers the part keeps, by name."""
        return {question.name: question for question in self.questions if question.kept}

    @property
    def lists(self) -> list[Question]:
        """The questions that a list answers."""
        return [question for question in self.questions if question.list_code]


@dataclass(frozen=True)
class FactList:
    """A list that is filled in row by row. `code`: unique among all lists."""

    code: str
    zh: str
    en: str
    columns: tuple[Question, ...]

    @property
    def fields(self) -> Mapping[str, Question]:
        """Its columns by name."""
        return {column.name: column for column in self.columns}


# --- reading the data -----------------------------------------------------------------------------------------


@cache
def parts() -> Mapping[str, Part]:
    """Every part by code: those of every enterprise in order, then the key sectors."""
    facts = load("risk/enterprise-facts.json")
    common = {
        row["code"]: Part(
            row["code"],
            row["zh"],
            row["en"],
            tuple(_common(one) for one in facts["rows"] if one["part"] == row["code"]),
        )
        for row in facts["parts"]
    }
    return common | {part.code: part for part in _sectors()}


def common_parts() -> list[Part]:
    """The parts that every enterprise answers, without the basic facts."""
    return [part for part in parts().values() if not part.sector and part.code != BASIC]


def sectors() -> list[Part]:
    """The key sectors in the order of the data."""
    return [part for part in parts().values() if part.sector]


@cache
def lists() -> Mapping[str, FactList]:
    """Every list by code."""
    shared = [
        FactList(row["code"], row["zh"], row["en"], _columns(row["code"], row["columns"]))
        for row in load("risk/enterprise-facts.json")["lists"]
    ]
    own = [FactList(code, row["zh"], row["en"], _columns(code, row["columns"])) for code, row in _own_lists()]
    return {one.code: one for one in (*shared, *own)}


@cache
def questions() -> Mapping[str, Question]:
    """Every question and every column of a list by code; the basic facts are the enterprise's own columns."""
    asked = [question for part in parts().values() if part.code != BASIC for question in part.questions]
    return {one.code: one for one in (*asked, *(c for found in lists().values() for c in found.columns))}


def _common(row: Mapping[str, Any]) -> Question:
    return _question(row["code"], row["code"], row, confirmed=row["mark"] in ("P", "D"))


def _sectors() -> Iterator[Part]:
    data = load("risk/key-sectors.json")
    for row in data["rows"]:
        code = row["code"]
        asked = tuple(_of_sector(code, one) for one in row["fields"])
        yield Part(
            code, row["zh"], row["en"], asked, sector=True, edition=data["version"].split(" ")[0],
            applies_when=row["applies_when"], basis=tuple(row["basis"]),
        )  # fmt: skip


def _of_sector(sector: str, row: Mapping[str, Any]) -> Question:
    code = f"{sector}.{row['field']}"
    confirmed = row["source_status"].startswith("confirmed")
    listed = {"list": code, **row} if "columns" in row else row
    return _question(code, row["field"], listed, confirmed=confirmed)


def _own_lists() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for sector in load("risk/key-sectors.json")["rows"]:
        for row in sector["fields"]:
            if "columns" in row:
                yield f"{sector['code']}.{row['field']}", row


def _columns(code: str, rows: list[Mapping[str, Any]]) -> tuple[Question, ...]:
    return tuple(_question(f"{code}.{row['field']}", row["field"], row, confirmed=False) for row in rows)


def _question(code: str, name: str, row: Mapping[str, Any], *, confirmed: bool) -> Question:
    return Question(
        code, name, row["zh"], row["en"], QuestionType(row["type"]), unit=row["unit"] or "", required=row["required"],
        confirmed=confirmed, yearly=row.get("when") == "R", future=row.get("future", name.endswith("_until")),
        if_yes=row.get("if", ""), options=tuple(row.get("options", ())), example=row.get("example", ""),
        list_code=row.get("list", ""), count_of=row.get("count_of", ""),
        derived=row.get("derived", False), longest=row.get("longest", LONGEST),
        least=Decimal(row.get("least", 0)), most=Decimal(row.get("most", MOST)),
    )  # fmt: skip
