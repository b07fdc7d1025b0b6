"""The form of a grading: method and factors, before and with controls; match with the catalogue, direct judgement."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from forms.risks import NOTHING, SEARCHED, member_of, searched, words_of
from portal.risks.catalogue import catalogue_for
from portal.risks.known_methods import known_method, methods_offered
from portal.risks.labels import LABELS
from portal.risks.methods import Factor, criteria
from portal.risks.rules import ConditionAnswer, Grade, Grading
from portal.risks.wording import FIELD_WORDS, show
from portal.web import tidy
from portal.web.seen import SeenForm
from portal.web.words import in_language

if TYPE_CHECKING:
    from portal.risks.model import Risk

INHERENT = "inherent_"
"""What the names of the fields begin with that say a factor before controls."""

FACTORS = ("L", "E", "C", "S")


def inherent_name(code: str) -> str:
    """The name of the field that says a factor before controls."""
    return INHERENT + code.lower()


def code_of(name: str) -> str:
    """The factor that a field says, before controls or with them."""
    return name.removeprefix(INHERENT).upper()


def decimal_of(value: Any) -> Decimal | None:
    """Reads a value of a scale; nothing stays None."""
    return Decimal(value) if value else None


class GradingForm(SeenForm):
    """How a risk is graded: method and values, match with the catalogue, direct judgement."""

    method = RadioField(FIELD_WORDS["method"], validate_choice=False)
    L = SelectField(coerce=decimal_of)
    E = SelectField(coerce=decimal_of)
    C = SelectField(coerce=decimal_of)
    S = SelectField(coerce=decimal_of)
    inherent_l = SelectField(None, [Optional()], coerce=decimal_of)
    inherent_e = SelectField(None, [Optional()], coerce=decimal_of)
    inherent_c = SelectField(None, [Optional()], coerce=decimal_of)
    inherent_s = SelectField(None, [Optional()], coerce=decimal_of)
    catalogue_code = SelectField(FIELD_WORDS["catalogue/code"], [Optional()], render_kw=SEARCHED)
    condition_answer = RadioField(
        FIELD_WORDS["catalogue/answer"],
        choices=words_of(ConditionAnswer),
        coerce=member_of(ConditionAnswer),
        validate_choice=False,
    )
    condition_reason = TextAreaField(
        FIELD_WORDS["catalogue/reason"], filters=[tidy], description=_l("The reviewer reads it.")
    )
    direct_criteria = SelectMultipleField(
        FIELD_WORDS["direct/criteria"],
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    direct_grade = SelectField(
        FIELD_WORDS["direct/grade"],
        [Optional()],
        choices=[NOTHING, *words_of(Grade)],
        coerce=member_of(Grade),
    )
    direct_reason = TextAreaField(FIELD_WORDS["direct/reason"], filters=[tidy])

    @classmethod
    def of(cls, risk: "Risk", industry_code: str, on: date) -> "GradingForm":
        """What stands in the register, with what this enterprise may choose."""
        before_controls = {inherent_name(code): value for code, value in risk.inherent_values.items()}
        held = {
            **risk.grading._asdict(), **risk.values, **before_controls, "direct_criteria": list(risk.direct_criteria)
        }  # fmt: skip
        form = cls(None, data=held).offer(risk, industry_code, on).remember()
        form.method.data = form.method.data or form.method.choices[0][0]  # proposed, not seen in the register
        return form

    @classmethod
    def sent(cls, risk: "Risk", industry_code: str, on: date) -> "GradingForm":
        """What was sent, over the same choices."""
        return cls().offer(risk, industry_code, on)

    def offer(self, risk: "Risk", industry_code: str, on: date) -> "GradingForm":
        """Offer methods, the factors of the one that counts, catalogue rows and grounds."""
        offered = methods_offered(on, risk.region_path)
        self.method.choices = [(one.key, in_language(one.zh, one.en)) for one in offered] + [
            (key, _("%(name)s (no longer in force)", name=show("method", key)))
            for key in risk.assessments
            if key not in {one.key for one in offered}
        ]
        used = known_method(risk.method) if risk.method else offered[0]
        self._offer_factors(used.factors)
        rows = catalogue_for(industry_code)
        matched = [risk.catalogue_row] if risk.catalogue_row and risk.catalogue_row not in rows else []
        named = ((row.code, f"{row.name}（{row.place}）") for row in [*matched, *rows])
        self.catalogue_code.choices = [(*NOTHING, {}), *searched(named)]
        self.direct_criteria.choices = [
            (code, f"{in_language(one.zh, one.en)}（{LABELS[one.grade]}）")
            for code, one in criteria().items()
        ]
        return self

    def _offer_factors(self, factors: Iterable[Factor]) -> None:
        known = {factor.code: factor for factor in factors}
        for name in (*FACTORS, *map(inherent_name, FACTORS)):
            code = code_of(name)
            if code not in known:
                del self[name]
                continue
            factor, field = known[code], self[name]
            field.label.text = f"{code}　{in_language(factor.zh, factor.en)}"
            steps = (
                (str(step.value), f"{step.value}　{in_language(step.zh, step.en)}") for step in factor.scale
            )
            field.choices = [NOTHING, *steps]

    @property
    def factors(self) -> list[Any]:
        """The fields of the factors."""
        return [self[code] for code in FACTORS if code in self]

    @property
    def inherent_factors(self) -> list[Any]:
        """The fields of the same factors before controls."""
        return [self[name] for name in map(inherent_name, FACTORS) if name in self]

    def seen_and_chosen(self, before: Grading) -> tuple[Grading, Grading]:
        """What the person saw and what the person chose, where the whole form was sent."""
        return self.alike(self.what_was_seen()).grading(before), self.grading(before)

    def grading(self, before: Grading) -> Grading:
        """What is chosen, on top of what stood there: values of one method are none of another."""
        same = before.method in (None, self.method.data)
        return Grading(
            method=self.method.data,
            values=_chosen(self.factors) if same else before.values,
            inherent=_chosen(self.inherent_factors) if same else before.inherent,
            catalogue_code=self.catalogue_code.data or None,
            condition_answer=self.condition_answer.data,
            condition_reason=self.condition_reason.data or "",
            direct_criteria=tuple(sorted(self.direct_criteria.data or ())),
            direct_grade=self.direct_grade.data,
            direct_reason=self.direct_reason.data or "",
        )


def _chosen(factors: Iterable[Any]) -> dict[str, Decimal]:
    return {code_of(field.name): field.data for field in factors if field.data is not None}


def nobodys_choice(seen: Grading, before: Grading) -> Grading:
    """What a person saw; the method that the form offers first is nobody's choice while none stands."""
    return seen._replace(method=None) if before.method is None else seen


def with_field(grading: Grading, name: str, value: Any) -> Grading:
    """A grading with one field of the form put in: a factor goes among the values, or those before controls."""
    if name in FACTORS:
        return grading._replace(values=_with_value(grading.values, name, value))
    if name.startswith(INHERENT):
        inherent = _with_value(grading.inherent, code_of(name), value)
        return grading._replace(inherent=inherent)
    if name == "direct_criteria":
        return grading._replace(direct_criteria=tuple(sorted(value or ())))
    fields: dict[str, Any] = {name: value or ("" if name.endswith("_reason") else None)}
    return grading._replace(**fields)


def _with_value(values: Mapping[str, Decimal], code: str, value: Decimal | None) -> dict[str, Decimal]:
    others = {name: one for name, one in values.items() if name != code}
    return others if value is None else {**others, code: value}
