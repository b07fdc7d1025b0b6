"""What the pages of the facts show: the parts and how far they are, one part, the facts as an authority reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forms.registry_facts import AnswersForm, part_form, row_form
from portal.db import session
from portal.registry import fact_words, told
from portal.registry.completeness import (
    Doubted,
    PartState,
    Progress,
    asked_elsewhere,
    doubts,
    home_of,
    missing,
    progress,
)
from portal.registry.fact_words import answer, doubt_words, title
from portal.registry.labels import FACT_LABELS
from portal.registry.model import Enterprise, FactRow
from portal.registry.questions import BASIC, FactList, Part, Question, lists, parts
from portal.registry.showing import worded
from portal.registry.told import Told
from portal.web.words import label, tone

KNOWN = {
    "workforce": ("workers",),
    "insurance": ("workers", "income"),
    "place": ("address", "industry_code"),
}
"""Basic facts that stand on the page of a part, for they are needed there and not asked again."""


class State(NamedTuple):
    """All that is told, as a report would declare it, with its doubts."""

    told: Told
    basic: Mapping[str, Any]
    declared: Mapping[str, Mapping[str, Any]]
    doubts: Sequence[Doubted]

    def progress(self, part: Part) -> Progress:
        """How far a part is."""
        return progress(part, self.declared[part.code], self.doubts)


def state_of(enterprise: Enterprise) -> State:
    """What an enterprise has told so far. 3 statements."""
    found = told.told(session(), enterprise)
    basic = told.basic_facts(enterprise)
    facts, sectors = told.declared_facts(found), told.declared_sectors(found)
    return State(found, basic, {BASIC: basic, **facts, **sectors}, doubts(basic, facts, sectors))


# --- all parts --------------------------------------------------------------------------------------------------


NOTHING: Mapping[str, AnswersForm] = {}

PartRow = tuple[str, str, str | None, str, str]
"""Title, address, note, state in words, tone: as part_list wants it."""


def part_rows(enterprise: Enterprise) -> list[PartRow]:
    """The parts with their states, in the order of the report. 3 statements."""
    state = state_of(enterprise)
    edit = url_for("registry.edit", enterprise_key=enterprise.key)
    common = [part for part in state.told.parts if not part.sector]
    ticked = [part for part in state.told.parts if part.sector]
    return [
        _part_row(parts()[BASIC], state, edit),
        *(_part_row(part, state) for part in common),
        _sectors_row(ticked),
        *(_part_row(part, state) for part in ticked),
    ]


def _part_row(part: Part, state: State, url: str = "") -> PartRow:
    found = state.progress(part)
    words = label(found.state)
    if found.state is PartState.TO_MEND:
        words = ngettext("%(num)d to look at", "%(num)d to look at", found.doubts)
    note = _("%(answered)d of %(asked)d answered", answered=found.answered, asked=found.asked)
    return title(part), url or url_for("facts.part", part_code=part.code), note, words, tone(found.state)


def _sectors_row(ticked: Sequence[Part]) -> PartRow:
    note = "、".join(title(part) for part in ticked) or _("none ticked")
    words = ngettext("%(num)d ticked", "%(num)d ticked", len(ticked))
    return _("Key sectors"), url_for("facts.sectors"), note, words, "ok" if ticked else "none"


# --- one part ---------------------------------------------------------------------------------------------------


class ShownRow(NamedTuple):
    """A row of a list with its form."""

    row: FactRow
    form: AnswersForm


@dataclass(frozen=True)
class ShownList:
    """A list on the page of its part: its rows, a form for a new one, what was removed."""

    list: FactList
    question: Question
    rows: Sequence[ShownRow]
    new: AnswersForm
    removed: Sequence[FactRow]

    @property
    def title(self) -> str:
        """What the list is called."""
        return title(self.question)


class Known(NamedTuple):
    """A fact that is not asked here: what it says, and where it comes from and is changed."""

    label: str
    value: str
    source: str
    url: str


@dataclass(frozen=True)
class PartPage:
    """The page of one part. 3 statements, and 1 for each list."""

    part: Part
    form: AnswersForm
    lists: Sequence[ShownList]
    known: Sequence[Known]
    computed: Sequence[tuple[str, str]]
    lacking: Sequence[tuple[str, str]]
    doubts: Sequence[tuple[str, str]]
    progress: Progress
    following: Part | None
    sources: Mapping[str, str]

    @property
    def title(self) -> str:
        """What the part is called."""
        return title(self.part)

    @property
    def asked(self) -> list[Question]:
        """The questions of its form."""
        return list(self.part.fields.values())


def part_page(enterprise: Enterprise, part: Part, sent: Mapping[str, AnswersForm] = NOTHING) -> PartPage:
    """Gather one part's page; `sent`: forms that came back, in place of fresh ones, by part, list or key of a row."""
    state = state_of(enterprise)
    order = state.told.parts
    here = order.index(part) if part in order else len(order)
    return PartPage(
        part=part,
        form=sent.get(part.code) or standing_part(state.told, part),
        lists=[_list(enterprise, state.told, part, question, sent) for question in _own_lists(part)],
        known=[*_known(enterprise, part), *_known_lists(state.told, part)],
        computed=computed(state, part),
        lacking=lacking(state, part),
        doubts=[(doubt_words(one), one.code.split(".")[-1]) for one in state.doubts if one.part == part.code],
        progress=state.progress(part) if part.code in state.declared else progress(part, {}, ()),
        following=order[here + 1] if here + 1 < len(order) else None,
        sources=_sources(state.told, part),
    )


def standing_part(found: Told, part: Part) -> AnswersForm:
    """The form of a part with what stands there."""
    return part_form(part, {name: found.answer(part, name) for name in part.fields})


def standing_row(row: FactRow) -> AnswersForm:
    """The form of a row with what stands there."""
    held = {name: row.answer(name) for name in row.fact_list.fields}
    return row_form(row.fact_list, held).beside(f"cell-{row.key}")


def _own_lists(part: Part) -> list[Question]:
    return [question for question in part.lists if not asked_elsewhere(part, question)]


def _list(
    enterprise: Enterprise, found: Told, part: Part, question: Question, sent: Mapping[str, AnswersForm]
) -> ShownList:
    code = question.list_code
    rows = [ShownRow(row, sent.get(row.key) or standing_row(row)) for row in found.of_list(code)]
    new = sent.get(code) or row_form(lists()[code], {}).beside(f"new-{code}")
    return ShownList(lists()[code], question, rows, new, told.removed_rows(session(), enterprise, code))


def _known(enterprise: Enterprise, part: Part) -> Iterable[Known]:
    url = url_for("registry.edit", enterprise_key=enterprise.key)
    for name in KNOWN.get(part.code, ()):
        value = worded(enterprise, name)
        yield Known(str(FACT_LABELS[name]), str(value or "—"), _("from the basic facts"), f"{url}#{name}")


def _known_lists(found: Told, part: Part) -> Iterable[Known]:
    """What a key sector needs of a list that another part asks."""
    for question in part.questions:
        code = question.list_code if asked_elsewhere(part, question) else question.count_of
        home = home_of(code) if code else None
        if home is None:
            continue
        rows = found.of_list(code)
        names = "、".join(fact_words.first_cell(code, told.cells(row)) for row in rows) or "—"
        value = f"{len(rows)} {question.unit}" if question.count_of else names
        url = url_for("facts.part", part_code=home.code, _anchor=f"list-{code}")
        yield Known(
            title(question), value, _("from the list “%(list)s”", list=fact_words.list_title(code)), url
        )


def computed(state: State, part: Part) -> list[tuple[str, str]]:
    """The derived values of a part, in words."""
    answers = state.declared.get(part.code, {})
    return [(title(one), answer(one, answers.get(one.code))) for one in part.questions if one.derived]


def lacking(state: State, part: Part) -> list[tuple[str, str]]:
    """What the report still lacks of a part: words, and the place on its page."""
    found = missing(part, state.declared.get(part.code, {}))
    return [(title(one), f"list-{one.list_code}" if one.list_code else one.name) for one in found]


def _sources(found: Told, part: Part) -> dict[str, str]:
    """Where an answer comes from that nobody has typed."""
    if part.sector or found.profile is not None:
        return {}
    return {
        name: _("from the industry of the enterprise") for name in told.known_beforehand(found.enterprise)
    }


# --- for reading ------------------------------------------------------------------------------------------------


class ReadTable(NamedTuple):
    """A list in words."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


class ReadPart(NamedTuple):
    """A part in words: what is answered, and its lists."""

    title: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[ReadTable]
    url: str


def read_parts(enterprise: Enterprise) -> list[ReadPart]:
    """What an enterprise has told, to read; parts without an answer are left out. 3 statements."""
    state = state_of(enterprise)
    return [found for part in state.told.parts if (found := _read(part, state.declared[part.code]))]


def _read(part: Part, answers: Mapping[str, Any]) -> ReadPart | None:
    plain = [one for one in part.questions if not one.list_code and answers.get(one.code) is not None]
    facts = [(title(one), answer(one, answers[one.code])) for one in plain]
    tables = [_table(one, answers[one.code]) for one in part.lists if answers.get(one.code)]
    url = url_for("facts.part", part_code=part.code)
    return ReadPart(title(part), facts, tables, url) if facts or tables else None


def declared_parts(snapshot: Mapping[str, Any]) -> list[ReadPart]:
    """The facts that a report declares, in words. 0 statements."""
    told_parts = {**snapshot["facts"], **snapshot["sectors"]}
    return [found for code, answers in told_parts.items() if (found := _read(parts()[code], answers))]


def _table(question: Question, rows: Mapping[str, Mapping[str, Any]]) -> ReadTable:
    columns = lists()[question.list_code].columns
    said = [[answer(column, row.get(column.code)) for column in columns] for row in rows.values()]
    return ReadTable(title(question), [head(column) for column in columns], said)


def head(column: Question) -> str:
    """What a column is called, with its unit."""
    return f"{title(column)}（{column.unit}）" if column.unit else title(column)
