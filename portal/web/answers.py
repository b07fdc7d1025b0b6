"""Problems and mishaps become pages, fragments or JSON: what happened, what is kept, one way on."""

from typing import Any

import structlog
from flask import Flask, Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.globals import request_ctx
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal import audit, clock
from portal.db import session
from portal.outages import OUTAGES, is_full, is_outage
from portal.problems import Forbidden, NotFound, Problem, Stale
from portal.web.guards import SignInNeeded, current_actor
from portal.web.once import AlreadyDone, what_was_done
from portal.web.pages import lead_to, wants_fragment
from portal.web.timelines import timeline

log = structlog.get_logger()

RETRY_AFTER = 60
"""Seconds after which machines ask again when the portal could not answer."""

STORAGE_FULL = _l("The portal can keep nothing new at the moment: its storage is full or cannot be written.")
DATABASE_GONE = _l("The portal's database does not answer at the moment.")

PAGES: dict[str, tuple[str, str]] = {}
"""Where a thing of a kind (its table's name) is looked at: endpoint and the name of its key there."""

KNOWN = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)


def register_page(kind: str, endpoint: str, parameter: str) -> None:
    """Tell where a thing of this kind is looked at; for replayed forms and for timelines."""
    PAGES[kind] = (endpoint, parameter)


def page_of(kind: str, key: str) -> str | None:
    """The address of a thing's page, or None where its kind has none."""
    if kind not in PAGES or not key:
        return None
    endpoint, parameter = PAGES[kind]
    values: dict[str, Any] = {parameter: key}
    return url_for(endpoint, **values)


def problem_page(status: int, message: Any = None, **context: Any) -> Response:
    """The page of a status, or its words alone where htmx or a machine asks."""
    number = g.get("request_id", "")
    if request_ctx.url_adapter is None:  # a forged Host: no address can be built, hence no page
        return make_response(f"{status}", status)
    if request.accept_mimetypes.best == "application/json":
        return make_response({"problem": str(message or ""), "request": number}, status)
    name = status if status in KNOWN else 500
    template = "problems/fragment.html" if wants_fragment() else f"problems/{name}.html"
    return make_response(
        render_template(template, message=message, number=number, status=name, **context), status
    )


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Problem, _on_problem)
    app.register_error_handler(Forbidden, _on_forbidden)
    app.register_error_handler(SignInNeeded, _on_sign_in_needed)
    app.register_error_handler(AlreadyDone, _on_already_done)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    for outage in OUTAGES:
        app.register_error_handler(outage, _on_outage)
    app.register_error_handler(Exception, _on_bug)


def _on_problem(problem: Problem) -> Response:
    if isinstance(problem, Stale):
        return _overtaken(problem)
    return problem_page(problem.status, problem.message)


def _overtaken(problem: Stale) -> Response:
    """Who did what in the meantime, where it stands now, and what one has typed in vain."""
    kind, key = g.get("asked_about", ("", ""))
    session().rollback()
    events = timeline(session(), kind, key, current_actor, 1) if kind else []
    return problem_page(409, problem.message, latest=events, thing=page_of(kind, key), typed=_typed())


def _on_forbidden(problem: Forbidden) -> Response:
    """Who asks for what he has no right to is remembered in the chain of his own organisation."""
    keys = {name: key for name, key in (request.view_args or {}).items() if name.endswith("_key")}
    asked = {"endpoint": request.endpoint, "method": request.method, **keys}
    audit.record_alone("access.deny", "access", by=current_actor, at=clock.now(), after=asked)
    return _on_problem(problem)


def _on_sign_in_needed(_needed: SignInNeeded) -> Any:
    if wants_fragment() or request.accept_mimetypes.best == "application/json":
        return _sign_in_dialog()
    if request.method != "GET":
        return problem_page(401, typed=_typed())
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)


def _sign_in_dialog() -> Response:
    """What a script is answered: it opens the sign-in over the page, then sends again what waited."""
    answer = problem_page(401, _l("You have been signed out. Sign in again; what you typed is kept."))
    answer.headers["HX-Trigger"] = "signin"
    return answer


def _on_already_done(done: AlreadyDone) -> Any:
    kind, key = what_was_done(done)
    flash(_("This was done already; nothing was done twice."), "done")
    return lead_to(page_of(kind, key) or url_for("desk.home"))


def _on_csrf(_error: CSRFError) -> Response:
    """A script asks for a sign-in and tries again: the token is that of a session which is over."""
    if wants_fragment():
        return _sign_in_dialog()
    return problem_page(400, _l("This form has expired. What you typed stands below."), typed=_typed())


def _typed() -> list[tuple[str, str]]:
    """What was typed into a form that cannot be taken, to be sent again."""
    return [(name, value) for name, value in request.form.items(multi=True) if _may_be_kept(name)]


def _may_be_kept(name: str) -> bool:
    return name != "csrf_token" and "password" not in name


def _on_http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if error.code == 404:
        return problem_page(404, NotFound().message)
    return problem_page(error.code)


def _on_outage(error: Exception) -> Response:
    """The database does not answer, or nothing can be written: nothing was half done, and it will do again."""
    if not is_outage(error):
        return _on_bug(error)
    log.exception("request.outage", error=type(error).__name__)
    message = STORAGE_FULL if is_full(error) else DATABASE_GONE
    answer = problem_page(503, message, typed=_typed())
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _on_bug(error: Exception) -> Response:
    log.exception("request.failed", error=type(error).__name__)
    return problem_page(500)
