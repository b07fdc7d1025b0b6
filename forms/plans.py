"""Forms of plans and posters: a picture, an area with its corners, what a poster is made of."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from enum import Enum
from itertools import zip_longest
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.core import Field
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from forms.risks import NOTHING, searched
from portal.plans.labels import LABELS
from portal.plans.rules import AreaFacts, Corner, Coverage, PosterKind, SheetSize, rectangle
from portal.risks.wording import FIELD_WORDS
from portal.web.forms import CountField, FilterForm, Form, folded, tidy

SPARE_CORNERS = 4
"""Empty lines of the list of corners, for those who type without script."""

SEARCHED = {"data-typeahead": ""}

Member = TypeVar("Member", bound=Enum)


class NameForm(Form):
    """What a plan is called."""

    name = StringField(
        _l("What the plan shows"),
        [DataRequired(_l("Write what the plan shows.")), Length(max=60)],
        filters=[tidy],
        description=_l("Such as: whole site, or workshop 2, ground floor."),
    )

    def value(self) -> str:
        """The name."""
        return self.name.data or ""


class PlanForm(NameForm):
    """A new plan: its name and its picture, or the page of a PDF."""

    file = FileField(_l("Picture of the plan"))
    page = CountField(
        _l("Page of the PDF"), [Optional()], description=_l("Only for a PDF with more than one page.")
    )

    def picture(self) -> tuple[FileStorage | None, int]:
        """The file that was chosen and the number of the page."""
        chosen = self.file.data
        given = chosen if isinstance(chosen, FileStorage) and chosen.filename else None
        return given, self.page.data or 1


class PercentsField(Field):
    """Numbers under one name, each in percent of the plan; `data` holds parts of 1, `typed` what the person typed."""

    typed: Sequence[str] = ()

    def process_data(self, value: Any) -> None:
        """Show parts as percent with two places at most."""
        self.data = list(value or ())
        self.typed = [f"{part * 100:.2f}".rstrip("0").rstrip(".") for part in self.data]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; a line of blanks is none."""
        self.typed = [str(value) for value in valuelist]
        self.data = [self._part(value) for value in self._given()]

    def _given(self) -> list[str]:
        return [value for value in self.typed if value.strip()]

    def _part(self, value: str) -> float:
        try:
            found = Decimal(folded(value).rstrip("%"))
        except InvalidOperation:
            raise ValueError(_("Write each corner as two numbers from 0 to 100.")) from None
        if not 0 <= found <= 100:
            raise ValueError(_("Every corner lies between 0 and 100 percent of the plan."))
        return float(found / 100)


class CornersField(PercentsField):
    """Corners as pairs of numbers: from the left, from the top."""

    def _given(self) -> list[str]:
        pairs = [pair for pair in self.lines if any(value.strip() for value in pair)]
        if any(not value.strip() for pair in pairs for value in pair):
            raise ValueError(_("Write each corner as two numbers from 0 to 100."))
        return [value for pair in pairs for value in pair]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The corners as they are typed."""
        return list(zip_longest(self.typed[::2], self.typed[1::2], fillvalue=""))

    @property
    def lines_to_fill(self) -> list[tuple[str, str]]:
        """The corners with a few empty lines behind them."""
        given = [line for line in self.lines if any(line)]
        return [*given, *[("", "")] * SPARE_CORNERS]

    @property
    def corners(self) -> tuple[Corner, ...]:
        """The corners as parts of the plan."""
        data = self.data or []
        return tuple(zip(data[::2], data[1::2], strict=True))


class AreaForm(Form):
    """An area of a plan: its name, what it follows, its corners (or a rectangle in four numbers)."""

    seen_version = IntegerField(widget=HiddenInput(), default=0)
    name = StringField(
        _l("Name of the area"),
        [DataRequired(_l("Write what the area is called.")), Length(max=60)],
        filters=[tidy],
    )
    unit = SelectField(
        FIELD_WORDS["unit"],
        [Optional()],
        description=_l("All risks of the unit belong to the area; new ones join by themselves."),
    )
    risks = SelectMultipleField(
        _l("Further risks"),
        [Optional()],
        description=_l("Single risks that lie in this area, whatever their unit."),
        render_kw=SEARCHED,
    )
    corners = CornersField(_l("Corners"))
    rectangle = PercentsField(_l("Rectangle"))

    @classmethod
    def of(cls, facts: AreaFacts | None, seen_version: int = 0) -> "AreaForm":
        """The form of an area as it stands; of none for a new one."""
        if facts is None:
            return cls()
        corners = [part for corner in facts.corners for part in corner]
        held = {"name": facts.name, "unit": facts.unit, "risks": list(facts.risk_keys), "corners": corners}
        return cls(data={**held, "seen_version": seen_version})

    def offer(self, units: Iterable[str], risks: Iterable[tuple[str, str]]) -> "AreaForm":
        """Offer the units and the risks (key, words) of the register."""
        self.unit.choices = [NOTHING, *((unit, unit) for unit in units)]
        self.risks.choices = searched(risks)
        return self

    def value(self) -> AreaFacts:
        """The area as it was drawn; the four numbers of a rectangle count where no corner is given."""
        four = self.rectangle.data or []
        drawn = self.corners.corners
        corners = rectangle(four[0], four[1], four[2], four[3]) if len(four) == 4 and not drawn else drawn
        return AreaFacts(self.name.data or "", self.unit.data or "", tuple(self.risks.data or ()), corners)


class PosterForm(FilterForm):
    """What a poster is made of, kept in the address, so that one sees beforehand what it covers."""

    kind = RadioField(
        _l("What hangs on the wall"),
        choices=[(one.value, LABELS[one]) for one in PosterKind],
        default=PosterKind.BOARD.value,
    )
    size = RadioField(
        _l("Size of the sheet"),
        choices=[(one.value, LABELS[one]) for one in SheetSize],
        default=SheetSize.A4.value,
    )
    unit = SelectField(FIELD_WORDS["unit"])
    post = StringField(
        _l("Post"),
        [Optional(), Length(max=60)],
        filters=[tidy],
        description=_l("For the card of a post, such as punch operator; else the unit is named."),
    )
    plan = SelectField(_l("Plan"), description=_l("For the four-colour plan."))

    def offer(self, units: Iterable[str], plans: Sequence[tuple[str, str]]) -> "PosterForm":
        """Offer the units of the register and the plans (key, name); the first plan is chosen."""
        self.unit.choices = [("", _l("Whole enterprise")), *((unit, unit) for unit in units)]
        self.plan.choices = list(plans)
        return self

    def value(self, risk_keys: Iterable[str] = ()) -> Coverage:
        """What was chosen, narrowed to these rows; an unknown kind or size is the first."""
        return Coverage(
            kind=chosen(PosterKind, self.kind.data),
            size=chosen(SheetSize, self.size.data),
            unit=self.unit.data or "",
            post=(self.post.data or "")[:60],
            risk_keys=tuple(risk_keys),
            plan_key=self.plan.data or "",
        )


class RowsForm(Form):
    """The rows that a poster prints, ticked."""

    risks = SelectMultipleField(_l("Risks"), [Optional()], validate_choice=False)


def chosen(members: type[Member], value: str | None) -> Member:
    """The member with a value; the first for one that nobody knows."""
    return next((one for one in members if one.value == value), next(iter(members)))
