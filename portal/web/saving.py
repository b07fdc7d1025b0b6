"""How a field that saves itself is answered: what stands there now, what is wrong, or whose words it met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Response, make_response, render_template, request

from portal.merging import Change
from portal.problems import Conflict, Refused
from portal.web.seen import SavedField, SeenForm, ShownConflict, shown_conflict

Keep = Callable[[SavedField], None]
"""Keeps one field; raises Refused or Conflict."""


@dataclass(frozen=True)
class Saved:
    """What became of one field. `form` holds what stands there now; `errors` are sentences by field."""

    form: SeenForm
    name: str
    status: int = 200
    errors: Mapping[str, str] = field(default_factory=dict)
    conflict: ShownConflict | None = None

    def answer(self, template: str, **context: object) -> Response:
        """The fragments that the page takes out of band."""
        return make_response(render_template(template, saved=self, **context), self.status)


def save_one(standing: Callable[[], SeenForm], keep: Keep) -> Saved:
    """Keep the field that this request carries. `standing` makes the form of what stands there, before and after."""
    name = request.form.get("field", "")
    try:
        keep(standing().one_change(request.form))
    except Conflict as problem:
        met = standing()
        shown = shown_conflict(problem.conflicts[0], met[name])
        return Saved(met, name, 409, conflict=shown)
    except Refused as problem:
        kept = standing()
        wrong = problem.field if problem.field and problem.field in kept else name
        return Saved(kept, name, 422, {wrong: str(problem)})
    return Saved(standing(), name)


def as_changes(form: SeenForm) -> list[Change]:
    """All fields of a form that is sent whole, as the actions want them."""
    return [Change(*one) for one in form.changes()]
