"""What the pages of the register show, gathered once: the list, one risk, its arithmetic, what is offered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.risks_list import REVERSED, UNGRADED, RegisterFilterForm
from portal.access import Actor, may
from portal.audit import plain
from portal.filings import queries as filings
from portal.filings.rules import FilingState
from portal.filings.showing import ShownRemark, shown_remarks
from portal.registry.model import Enterprise
from portal.risks import named, queries
from portal.risks.arithmetic import Graded, graded
from portal.risks.check_showing import Living, living_of
from portal.risks.controls import kinds
from portal.risks.fields import RISK_FIELDS
from portal.risks.filed import ThenAndNow, then_and_now
from portal.risks.living import LiveGrade, live_grades
from portal.risks.model import Control, Risk
from portal.risks.rules import ConditionAnswer, ControlKind, Grade, RegisterSort
from portal.risks.tools import register_tools
from portal.risks.wording import FIELD_WORDS, show
from portal.web.addresses import carry
from portal.web.paging import Page
from portal.web.words import time_left

SOON = timedelta(days=7)
"""A check that is due within this time is marked."""


class Due(NamedTuple):
    """Words and tone of a check that is near or overdue."""

    words: str
    tone: str


def due(day: date | None, on: date) -> Due | None:
    """The mark of a day that is near or past; None where there is nothing to mark."""
    return Due(*time_left(day, on)) if day and day <= on + SOON else None


# --- the register -----------------------------------------------------------------------------------------


class ShownRow(NamedTuple):
    """A row of the register, its main accident type in words, and the mark of its next check."""

    row: queries.RegisterRow
    accident_type: str
    due: Due | None


class SortHead(NamedTuple):
    """The head of a column that sorts: its address, and the direction in which the rows stand now (or None)."""

    url: str
    direction: str | None


@dataclass(frozen=True)
class Register:
    """The list page. 6 statements, whatever the number of rows. `lives`: by the key of a risk with lapsed controls."""

    page: Page
    sort: RegisterSort
    counts: Sequence[tuple[Grade | None, int, str, bool]]
    chosen: Sequence[tuple[str, str]]
    whole: int
    unfiled: int
    sorts: Mapping[str, "SortHead"]
    may_add: bool
    lives: Mapping[str, LiveGrade]
    tools: Sequence[str]
    number: int


def register(session: Session, form: RegisterFilterForm, actor: Actor, on: date, size: int) -> Register:
    """The enterprise's own register as the form narrows it."""
    own = actor.enterprise_id or 0
    found = queries.register_slice(session, own, form.value(), form.place(), size)
    number = queries.register_count(session, own, form.value())
    grades = queries.grade_counts(session, own)
    words = ngettext("%(num)d risk", "%(num)d risks", number)
    return Register(
        page=Page([_shown_row(row, on) for row in found.rows], found.before, found.after, words),
        sort=form.place().sort,
        counts=_counts(grades, form.grades),
        chosen=_chosen(form),
        whole=sum(grades.values()),
        unfiled=queries.changed_since_filed(session, own),
        sorts={sort.value: _head(sort, form.place()) for sort in RegisterSort},
        may_add=may(actor, "risk.add"),
        lives=live_grades(session, own, on),
        tools=register_tools(),
        number=number,
    )


def _shown_row(row: queries.RegisterRow, on: date) -> ShownRow:
    return ShownRow(row, show("accident_types", list(row.accident_types[:1])), due(row.next_check_on, on))


def _counts(grades: Mapping[Grade | None, int], chosen: Sequence[Grade | None]) -> list[Any]:
    """Each grade with its number and the address of its rows; a click on the chosen one shows all again."""
    found = []
    for grade, number in grades.items():
        here = grade in chosen
        value = None if here else grade.value if grade else UNGRADED
        found.append((grade, number, _url(grade=value), here))
    return found


def _chosen(form: RegisterFilterForm) -> list[tuple[str, str]]:
    """The filters that are set, each with the address without it."""
    return [(said, _url(**{name: None})) for name, said in form.chosen()]


def _head(sort: RegisterSort, place: queries.RegisterPlace) -> SortHead:
    """A column that the rows stand in turns round; another begins with what is sought first."""
    here = sort is place.sort
    again = here and not place.reverse
    falls = (sort is RegisterSort.GRADE) != place.reverse
    direction = ("descending" if falls else "ascending") if here else None
    return SortHead(_url(sort=sort.value, order=REVERSED if again else None), direction)


def _url(**changed: Any) -> str:
    """This page with something else chosen, from its beginning."""
    gone = [name for name, value in changed.items() if value is None]
    kept = {name: value for name, value in changed.items() if value is not None}
    return carry(url_for("risks.index"), "after", "before", *gone, **kept)


# --- one risk ---------------------------------------------------------------------------------------------


class ShownControl(NamedTuple):
    """A control with the mark of its next check."""

    control: Control
    due: Due | None


class ControlsOfKind(NamedTuple):
    """The controls of one of the five kinds."""

    kind: ControlKind
    hint: str
    controls: Sequence[ShownControl]


@dataclass(frozen=True)
class RiskPage:
    """One risk. 10 statements at most, whatever the number of controls."""

    risk: Risk
    graded: Graded
    living: Living
    controls: Sequence[ControlsOfKind]
    removed: Sequence[Control]
    remarks: Sequence[ShownRemark]
    filed: ThenAndNow | None
    beside: queries.Neighbours
    units: Sequence[str]
    people: Sequence[named.KnownPerson]
    editable: bool
    restorable: bool
    owner: str

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way here: the register, for the enterprise itself."""
        return [] if self.owner else [(_("Risk register"), url_for("risks.index"))]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The identification in words."""
        return [
            (str(FIELD_WORDS[name]), show(name, plain(getattr(self.risk, name))))
            for name in RISK_FIELDS
            if name != "name"
        ]

    @property
    def grading_facts(self) -> list[tuple[str, str]]:
        """What the grade rests on besides the arithmetic, in words; what says nothing is left out."""
        risk = self.risk
        rows = [
            ("method", risk.method),
            ("catalogue/condition", risk.catalogue_row.condition if risk.catalogue_row else None),
            ("catalogue/answer", plain(risk.condition_answer)),
            (
                "catalogue/reason",
                risk.condition_reason if risk.condition_answer is ConditionAnswer.DOES_NOT_APPLY else "",
            ),
            ("direct/criteria", list(risk.direct_criteria)),
            ("direct/grade", plain(risk.direct_grade)),
            ("direct/reason", risk.direct_reason),
        ]
        return [(str(FIELD_WORDS[name]), show(name.split("/")[-1], value)) for name, value in rows if value]

    @property
    def template(self) -> str:
        """To edit, or to read."""
        return "risks/show.html" if self.editable else "risks/read.html"


def risk_page(session: Session, risk: Risk, actor: Actor, on: date) -> RiskPage:
    """Gather one risk's page: to edit for those who may, else to read."""
    controls = queries.controls_of(session, risk)
    editable = may(actor, "risk.edit", risk) and risk.removed_at is None
    return RiskPage(
        risk=risk,
        graded=graded(risk),
        living=living_of(session, risk, controls, on),
        controls=controls_by_kind((one for one in controls if one.removed_at is None), on),
        removed=[one for one in controls if one.removed_at],
        remarks=remarks_on(session, risk) if actor.is_enterprise else [],
        filed=then_and_now(session, risk),
        beside=queries.neighbours(session, risk),
        units=named.units(session, risk.enterprise_id) if editable else [],
        people=named.known_people(session, risk.enterprise_id) if editable else [],
        editable=editable,
        restorable=may(actor, "risk.restore", risk) and risk.removed_at is not None,
        owner=_owner(session, risk) if actor.is_authority else "",
    )


def _owner(session: Session, risk: Risk) -> str:
    return session.scalars(select(Enterprise.name).where(Enterprise.id == risk.enterprise_id)).one()


def controls_by_kind(controls: Iterable[Control], on: date) -> list[ControlsOfKind]:
    """The five kinds in the order of the forms, each with its controls."""
    found: dict[ControlKind, list[ShownControl]] = {kind: [] for kind in ControlKind}
    for control in controls:
        found[control.kind].append(ShownControl(control, due(control.next_check_on, on)))
    return [ControlsOfKind(kind, kinds()[kind].hint, shown) for kind, shown in found.items()]


def remarks_on(session: Session, risk: Risk) -> list[ShownRemark]:
    """What the reviewers said of a row in the report that waits to be mended. At most 3 statements."""
    place = f"/risks/{risk.key}"
    own = filings.filings_of(session, risk.enterprise_id)
    returned = [filing for filing in own if filing.state is FilingState.RETURNED][:1]
    return [
        shown
        for filing in returned
        for shown in shown_remarks(session, filing)
        if shown.remark.path.startswith(place)
    ]


# --- a report before it is submitted ----------------------------------------------------------------------


def by_grade(rows: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The rows of a snapshot with their keys, the highest grades first, then by number."""
    return sorted(rows.items(), key=lambda item: (-Grade(item[1]["grade"]).weight, item[1]["code"]))


def graded_counts(counts: Mapping[str, int]) -> list[tuple[Grade, int]]:
    """How many rows of each grade a snapshot counts."""
    return [(grade, counts[grade.value]) for grade in Grade]
