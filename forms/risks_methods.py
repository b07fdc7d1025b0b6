"""Forms of grading methods: draw a matrix of any size, put a version in force, withdraw it, try it out."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from forms.risks import NOTHING, member_of, words_of
from portal.risks.banding import BANDED, DrawnBands, Floor, bands_of
from portal.risks.matrices import (
    SIZES,
    Axis,
    DrawnMatrix,
    DrawnStep,
    Flawed,
    MatrixFlaw,
    Place,
    blank_matrix,
    drawing_of,
    flaws,
)
from portal.risks.methods import Method, MethodKind, plain
from portal.risks.rules import Grade
from portal.web import DayField, FilterForm, NumberField, tidy
from portal.web.forms import Form
from portal.web.words import in_language

USUAL_SIZE = 5
SIZE_CHOICES = [(size, str(size)) for size in SIZES]

FLAW_WORDS = {
    MatrixFlaw.SIZE: _l("A factor has 3 to 6 steps."),
    MatrixFlaw.NO_VALUE: _l("%(step)s: write its value."),
    MatrixFlaw.NOT_POSITIVE: _l("%(step)s: a value is greater than zero."),
    MatrixFlaw.NOT_RISING: _l("%(step)s: its value must be higher than that of the step below."),
    MatrixFlaw.NO_WORDS: _l("%(step)s: write what it means."),
    MatrixFlaw.EMPTY_CELL: _l("Choose the grade of %(cell)s; cells without a grade: %(num)s."),
    MatrixFlaw.FALLING: _l(
        "%(cell)s is lower than %(below)s; a higher likelihood or severity must not lower the grade."
    ),
}


class DrawingForm(Form):
    """What every method that is drawn has: a name, a short name, a basis."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Write the name of the method.")), Length(max=60)], filters=[tidy]
    )
    family = StringField(
        _l("Short name"),
        [InputRequired(_l("Write a short name of 2 to 12 small letters and digits, such as ls4."))],
        filters=[tidy, lambda text: (text or "").lower()],
        description=_l(
            "2 to 12 letters and digits. The short name of the method copied from makes a new version of it; "
            "another one a method of its own."
        ),
    )
    reason = TextAreaField(
        _l("Basis"),
        [Optional(), Length(max=600)],
        filters=[tidy],
        description=_l("The document or decision that the version rests on."),
    )
    seen_version = IntegerField(widget=HiddenInput(), default=0)

    @property
    def resized(self) -> bool:
        """Whether another size was asked for, and nothing is to be saved yet."""
        return "resize" in request.form

    @property
    def short_name(self) -> str:
        """The short name; that of a draft is not asked for again."""
        return (self.family.data or "") if "family" in self else ""


class MatrixForm(DrawingForm):
    """A matrix as it is drawn; `sized` adds the fields of its steps and cells."""

    rows = SelectField(_l("Steps of the likelihood"), choices=SIZE_CHOICES, coerce=int, default=USUAL_SIZE)
    columns = SelectField(_l("Steps of the severity"), choices=SIZE_CHOICES, coerce=int, default=USUAL_SIZE)
    l_name = StringField(
        _l("Name of the likelihood"), [InputRequired(_l("Name the factor.")), Length(max=30)], filters=[tidy]
    )
    s_name = StringField(
        _l("Name of the severity"), [InputRequired(_l("Name the factor.")), Length(max=30)], filters=[tidy]
    )

    size: Place

    @classmethod
    def of(cls, drawn: DrawnMatrix | None, seen_version: int = 0) -> "MatrixForm":
        """The form of a matrix, with what was sent over it; one that nobody has drawn yet has values alone."""
        asked = request.form if request.method == "POST" else request.args
        size = (len(drawn.likelihood.steps), len(drawn.severity.steps)) if drawn else (USUAL_SIZE, USUAL_SIZE)
        size = (_size(asked.get("rows", ""), size[0]), _size(asked.get("columns", ""), size[1]))
        held = {**_data_of(drawn or blank_matrix(*size)), "seen_version": seen_version}
        form = sized(*size)(data={**held, "rows": size[0], "columns": size[1]})
        form.size = size
        for i, j in form.places:
            form[f"cell_{i}_{j}"].label.text = form.cell_words((i, j))
        return form

    @property
    def places(self) -> list[Place]:
        """The cells, as they are read: the likelihood from the highest down, the severity from the lowest up."""
        return [(i, j) for i, j in product(reversed(range(self.size[0])), range(self.size[1]))]

    @property
    def likelihoods(self) -> Iterator[tuple[Any, Any, list[Any]]]:
        """The rows of the drawing from the highest likelihood down: value, words, cells."""
        for i in reversed(range(self.size[0])):
            cells = [self[f"cell_{i}_{j}"] for j in range(self.size[1])]
            yield self[f"l_value_{i}"], self[f"l_words_{i}"], cells

    @property
    def severities(self) -> list[tuple[Any, Any]]:
        """The columns from the lowest severity up: value, words."""
        return [(self[f"s_value_{j}"], self[f"s_words_{j}"]) for j in range(self.size[1])]

    def value(self) -> DrawnMatrix:
        """The matrix as it was drawn."""
        return DrawnMatrix(
            name=self.name.data or "",
            family=self.short_name,
            reason=self.reason.data or "",
            likelihood=self._axis("l", self.size[0]),
            severity=self._axis("s", self.size[1]),
            cells={(i, j): self[f"cell_{i}_{j}"].data for i, j in self.places},
        )

    def _axis(self, letter: str, size: int) -> Axis:
        steps = (
            DrawnStep(self[f"{letter}_value_{i}"].data, self[f"{letter}_words_{i}"].data or "")
            for i in range(size)
        )
        return Axis(self[f"{letter}_name"].data or "", tuple(steps))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each flaw of the matrix stands beside its step or its cell."""
        good = super().validate(extra_validators)
        found = flaws(self.value())
        empty = [flaw for flaw in found if flaw.flaw is MatrixFlaw.EMPTY_CELL]
        for flaw in found:
            field = self[self._field_of(flaw)]
            if not field.errors and flaw not in empty[1:]:
                field.errors = [self._words_of(flaw, len(empty))]
        return good and not found

    def _field_of(self, flaw: Flawed) -> str:
        if flaw.flaw is MatrixFlaw.SIZE:
            return "rows" if flaw.factor == "L" else "columns"
        if not flaw.factor:
            return f"cell_{flaw.place[0]}_{flaw.place[1]}"
        part = "words" if flaw.flaw is MatrixFlaw.NO_WORDS else "value"
        return f"{flaw.factor.lower()}_{part}_{flaw.place[0]}"

    def _words_of(self, flaw: Flawed, empty: int) -> str:
        """The flaw in words; of the cells without a grade the first speaks for all."""
        if flaw.factor:
            return str(FLAW_WORDS[flaw.flaw]) % {"step": step_words(flaw.factor, flaw.place[0])}
        below = self.cell_words(flaw.below) if flaw.below else ""
        words = {"cell": self.cell_words(flaw.place), "below": below, "num": empty}
        return str(FLAW_WORDS[flaw.flaw]) % words

    def cell_words(self, place: Place) -> str:
        """A cell in words, by the values of its steps as they stand in the form."""
        row, column = self[f"l_value_{place[0]}"].data, self[f"s_value_{place[1]}"].data
        values = {
            "row": plain(row) if row else f"#{place[0] + 1}",
            "column": plain(column) if column else f"#{place[1] + 1}",
        }
        return str(_("likelihood %(row)s × severity %(column)s", **values))


def step_words(factor: str, place: int) -> str:
    """A step of a factor in words, counted from the lowest."""
    if factor == "L":
        return str(_("Likelihood, step %(num)d", num=place + 1))
    return str(_("Severity, step %(num)d", num=place + 1))


@cache
def sized(rows: int, columns: int) -> type[MatrixForm]:
    """The form of a matrix of this size: its steps and cells are fields like any others."""
    fields: dict[str, Any] = {}
    for letter, size in (("l", rows), ("s", columns)):
        for i in range(size):
            fields[f"{letter}_value_{i}"] = NumberField(_l("Value"))
            fields[f"{letter}_words_{i}"] = TextAreaField(
                _l("Meaning"), [Optional(), Length(max=120)], filters=[tidy]
            )
    for i, j in product(range(rows), range(columns)):
        fields[f"cell_{i}_{j}"] = SelectField(
            choices=[NOTHING, *words_of(Grade)], coerce=member_of(Grade), validate_choice=False
        )
    return type(f"MatrixForm{rows}x{columns}", (MatrixForm,), fields)


def _size(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and int(text) in SIZES else otherwise


def _data_of(drawn: DrawnMatrix) -> dict[str, Any]:
    held: dict[str, Any] = {"name": drawn.name, "family": drawn.family, "reason": drawn.reason}
    for letter, axis in (("l", drawn.likelihood), ("s", drawn.severity)):
        held[f"{letter}_name"] = axis.name
        for i, step in enumerate(axis.steps):
            held |= {f"{letter}_value_{i}": step.value, f"{letter}_words_{i}": step.words}
    return held | {f"cell_{i}_{j}": grade for (i, j), grade in drawn.cells.items()}


class BandsForm(DrawingForm):
    """The bands of a product; its factors are those of the version copied from."""

    major = NumberField(_l("Major from"))
    major_belongs = BooleanField(_l("this product itself is major"))
    larger = NumberField(_l("Larger from"))
    larger_belongs = BooleanField(_l("this product itself is larger"))
    general = NumberField(_l("General from"))
    general_belongs = BooleanField(_l("this product itself is general"))

    @classmethod
    def of(cls, drawn: DrawnBands, seen_version: int = 0) -> "BandsForm":
        """The form of a method's bands, with what was sent over it."""
        held: dict[str, Any] = {"name": drawn.name, "family": drawn.family, "reason": drawn.reason}
        for grade, floor in drawn.floors.items():
            held |= {grade.value: floor.value, f"{grade.value}_belongs": floor.belongs}
        return cls(data={**held, "seen_version": seen_version})

    @property
    def floors(self) -> list[tuple[Any, Any]]:
        """The floors from the highest down: the product, and whether it belongs to the band."""
        return [(self[grade.value], self[f"{grade.value}_belongs"]) for grade in BANDED]

    def value(self) -> DrawnBands:
        """The bands as they were typed."""
        floors = {
            grade: Floor(value.data, belongs.data)
            for grade, (value, belongs) in zip(BANDED, self.floors, strict=True)
        }
        return DrawnBands(self.name.data or "", self.short_name, self.reason.data or "", floors)

    def validate(self, extra_validators: Any = None) -> bool:
        """The floors fall from grade to grade and stay above zero."""
        good = super().validate(extra_validators)
        wrong = self.value().wrong
        if wrong and not self[wrong.value].errors:
            words = _("Write a number above zero and below that of the grade above.")
            self[wrong.value].errors = [words]
        return good and wrong is None


def drawing_form(used: Method | None, reason: str = "", seen_version: int = 0) -> MatrixForm | BandsForm:
    """The form of a method of either kind; of none: a new matrix."""
    if used is not None and used.kind is MethodKind.PRODUCT:
        return BandsForm.of(bands_of(used, reason), seen_version)
    return MatrixForm.of(drawing_of(used, reason) if used else None, seen_version)


class BeginForm(Form):
    """From which day a version is in force."""

    begins = DayField(
        _l("In force from"), [InputRequired(_l("Give the day from which new results are made by it."))]
    )
    seen_version = IntegerField(widget=HiddenInput(), default=0)


class WithdrawForm(Form):
    """Why a version is withdrawn."""

    reason = StringField(
        _l("Why it is withdrawn"),
        [InputRequired(_l("Write why the version is withdrawn.")), Length(max=300)],
        filters=[tidy],
    )


class TryForm(FilterForm):
    """One value of each factor, to see what a version makes of them."""

    L = SelectField()
    E = SelectField()
    C = SelectField()
    S = SelectField()

    def offer(self, used: Method) -> None:
        """Offer the scales of the method."""
        factors = {factor.code: factor for factor in used.factors}
        for code in ("L", "E", "C", "S"):
            if code not in factors:
                del self[code]
                continue
            steps = factors[code].scale
            words = [(plain(s.value), f"{plain(s.value)}　{in_language(s.zh, s.en)}") for s in steps]
            self[code].choices = [NOTHING, *words]
            self[code].label.text = in_language(factors[code].zh, factors[code].en)

    def value(self) -> dict[str, Any]:
        """The values chosen, as text, by factor."""
        return {field.name: field.data for field in self if field.data}
