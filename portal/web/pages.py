"""How a view answers: page, done, and errors beside their fields."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.problems import Conflict, Refused
from portal.web.forms import Form


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page (and not for the whole, to restore its history)."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def page(template: str, *, form: Any = None, fragment: str | None = None, **context: Any) -> Response:
    """Render a page: 200, 422 when the form has errors, 409 when it has conflicts.

    `fragment`: the file that the page includes; sent alone when htmx asks.
    """
    name = fragment if fragment and wants_fragment() else template
    answer = make_response(render_template(name, form=form, **context), status_of(form))
    answer.vary.add("HX-Request")
    return answer


def status_of(form: Any) -> int:
    """The status that a form's state gives its page."""
    if getattr(form, "conflicts", None):
        return 409
    return 422 if form is not None and (form.errors or form.form_errors) else 200


def done(message: Any, endpoint: str, **values: Any) -> BaseResponse:
    """Say what was done and lead on: 303, or HX-Location for htmx."""
    if message:
        flash(str(message), "done")
    return lead_to(url_for(endpoint, **values))


def lead_to(address: str) -> BaseResponse:
    """Lead the browser to an address of the portal, whoever asked."""
    if wants_fragment():
        return Response("", 200, {"HX-Location": address})
    return redirect(address, 303)


@contextmanager
def errors_on(form: Form) -> Iterator[None]:
    """Put a Refused beside the field that it names; a Conflict is kept for the page to show field by field."""
    try:
        yield
    except Conflict as problem:
        form.conflicts = problem.conflicts
        form.form_errors.append(str(problem))
    except Refused as problem:
        field = form._fields.get(problem.field or "")
        (_errors_of(field) if field is not None else form.form_errors).append(str(problem))


def _errors_of(field: Any) -> list[str]:
    field.errors = list(field.errors)
    errors: list[str] = field.errors
    return errors
