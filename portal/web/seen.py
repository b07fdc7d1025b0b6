"""Forms that know what the person saw in each field, so that two people in one row are told field by field.

The form carries what it was rendered with; a field that saves itself sends what it held before. Where another
person was faster, the field shows whose words stand there, and the person takes the one or the other.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.core import Field

from portal.problems import FieldConflict, NotFound, Refused
from portal.web.forms import Form

THEIRS = "theirs"


class SavedField(NamedTuple):
    """One field as it is saved: what the person saw there, and what shall stand there."""

    name: str
    seen: Any
    value: Any


class ShownConflict(NamedTuple):
    """A conflict beside its field: who wrote what and when, in words, and as the control holds it (a JSON list)."""

    field: Field
    who: str
    at: Any
    theirs: str
    raw: str


class SeenForm(Form):
    """A form whose fields are saved one by one, or all together where no script runs.

    `seen`: what it was rendered with. `take`: a button beside a conflict, "mine name" or "theirs name".
    """

    seen = HiddenField()
    take = StringField()

    NO_FACTS = frozenset({"csrf_token", "once", "seen", "take"})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.met: dict[str, ShownConflict] = {}

    @property
    def facts(self) -> list[Field]:
        """The fields that the person fills in."""
        return [field for field in self if field.name not in self.NO_FACTS]

    def typed(self, name: str) -> Any:
        """The typed value of a field."""
        return self[name].data

    def remember(self) -> Self:
        """Carry what is rendered, to tell later what the person changed."""
        self.seen.data = _packed({field.name: raw_values(field) for field in self.facts})
        return self

    def alike(self, values: Mapping[str, Sequence[str]]) -> Self:
        """A form that offers the same and holds these values; neither validated nor with a token."""
        pairs = [(name, value) for name, found in values.items() for value in found]
        other = type(self)(MultiDict(pairs), meta={"csrf": False})
        for field in other.facts:
            if field.name not in self:
                del other[field.name]
            elif isinstance(field, SelectField | SelectMultipleField):
                field.choices = self[field.name].choices
        return other

    def settle(self, current: "SeenForm") -> None:
        """Where a button took one side of a conflict: what stands there now has been seen, and may be taken over."""
        side, _blank, name = (self.take.data or "").partition(" ")
        if name in {field.name for field in self.facts}:
            self.seen.data = _packed({**self.what_was_seen(), name: raw_values(current[name])})
            if side == THEIRS:
                self[name].process(None, current[name].data)

    def meet(self, current: "SeenForm") -> None:
        """Show each conflict at its field; one that names no field stands at every field that changed meanwhile."""
        seen = self.alike(self.what_was_seen())
        for problem in self.conflicts:
            names = [problem.field] if problem.field in current else []
            for name in names or [
                f.name for f in seen.facts if f.name in current and f.data != current[f.name].data
            ]:
                self.met[name] = shown_conflict(problem, current[name])

    def changes(self) -> list[SavedField]:
        """Every field with what the person saw and what the person chose."""
        before = self.alike(self.what_was_seen())
        return [
            SavedField(field.name, before.typed(field.name), self.typed(field.name)) for field in self.facts
        ]

    def one_change(self, sent: MultiDict[str, str]) -> SavedField:
        """The one field that saves itself: `field` names it, `was` tells what the person saw.

        Raises NotFound for an unknown field, Refused for a value that cannot be read.
        """
        name = sent.get("field", "")
        if name not in {field.name for field in self.facts}:
            raise NotFound
        seen, field = self._read(name, sent.getlist("was")), self[name]
        chosen = self._read(name, sent.getlist(name))
        if not field.validate(self):
            raise Refused(field.errors[0], name)
        return SavedField(name, seen, chosen)

    def _read(self, name: str, values: Sequence[str]) -> Any:
        """Let one field read what was sent; its typed value."""
        self[name].process(MultiDict((name, value) for value in values))
        return self.typed(name)

    def what_was_seen(self) -> dict[str, list[str]]:
        """Raw values by field, as the form was rendered. Raises NotFound when it does not say."""
        try:
            return {
                name: [str(value) for value in found]
                for name, found in json.loads(self.seen.data or "").items()
            }
        except (ValueError, AttributeError, TypeError) as error:
            raise NotFound from error


def raw_values(field: Field) -> list[str]:
    """What the control of this field sends when it is sent as it stands."""
    if isinstance(field, SelectMultipleField):
        return [str(value) for value in field.data or []]
    if isinstance(field, SelectField):
        return [str(choice[0]) for choice in _choices(field) if field.coerce(choice[0]) == field.data][:1]
    if field.data is None:
        return [""]
    return [field.data.isoformat() if isinstance(field.data, date) else str(field.data)]


def words_in(field: Field) -> str:
    """What a field holds, as a person reads it."""
    if isinstance(field, SelectField | SelectMultipleField):
        held = raw_values(field)
        said = {str(choice[0]): str(choice[1]) for choice in _choices(field)}
        return "、".join(said.get(value, value) for value in held) or "—"
    return raw_values(field)[0] or "—"


def shown_conflict(problem: FieldConflict, current: Field) -> ShownConflict:
    """A conflict as its field shows it; `current` is the field with what stands there now."""
    return ShownConflict(current, problem.who, problem.at, words_in(current), _packed(raw_values(current)))


def _packed(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)


def _choices(field: SelectField | SelectMultipleField) -> Iterable[Any]:
    return field.choices if isinstance(field.choices, list | tuple) else ()
