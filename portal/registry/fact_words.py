"""Words for what the report asks: parts, questions, columns, answers and doubts. Reference data know both languages."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from portal.registry.completeness import Doubted
from portal.registry.labels import DOUBTS
from portal.registry.questions import FactList, Part, Question, QuestionType, lists, parts, questions
from portal.web.words import in_language


def title(named: Part | Question | FactList) -> str:
    """What a part, a question or a list is called."""
    return in_language(named.zh, named.en)


def lazy_title(named: Question) -> LazyString:
    """The same for a form, which is made once for all readers."""
    return LazyString(title, named)


def list_title(code: str) -> str:
    """What a list is called."""
    return title(lists()[code])


def sector_title(code: str) -> str:
    """What a key sector or another part is called; a code that no edition knows stands for itself."""
    return title(parts()[code]) if code in parts() else code


def answer(question: Question, value: Any) -> str:
    """A plain answer in words: with its unit, yes or no, choices one after the other; — for none."""
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, Mapping):
        return "、".join(first_cell(question.list_code, value) for value in value.values())
    if isinstance(value, list):
        return "、".join(value)
    return _number(question, value) if question.type in NUMBERS else str(value)


NUMBERS = (QuestionType.INTEGER, QuestionType.NUMBER)


def _number(question: Question, value: Any) -> str:
    figures = f"{Decimal(str(value)):,f}"
    return (
        f"{figures} {question.unit}"
        if question.unit and question.unit not in "%°"
        else figures + question.unit
    )


def first_cell(list_code: str, row: Mapping[str, Any]) -> str:
    """A row of a list as one word: what its first column that says something holds."""
    columns = lists()[list_code].columns
    return next((answer(one, row[one.code]) for one in columns if row.get(one.code) is not None), "—")


def doubt_words(found: Doubted) -> str:
    """A doubt as a sentence."""
    return doubted(found.doubt.value, found.values)


def doubted(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of a doubt by its code."""
    words = {doubt.value: sentence for doubt, sentence in DOUBTS.items()}
    sector = values.get("sector")
    return str(words[code]) % {**values, "sector": sector_title(sector) if sector else ""}


def part_title(row: Mapping[str, Any]) -> str:
    """What the part is called whose answers a report declared."""
    asks = (part for part in parts().values() if any(question.code in row for question in part.questions))
    return next((title(part) for part in asks), "—")


def path_title(names: Sequence[str]) -> str:
    """What a path below the answers of a part names: a question, the row of a list, a cell of that row."""
    return title(questions()[names[-1] if names[-1] in questions() else names[0]])
