"""What happens around every request: language, number, origin, headers, liveness."""

import secrets
from typing import Any

import structlog
from flask import Flask, Response, abort, current_app, g, has_request_context, jsonify, request
from flask_babel import get_locale
from flask_compress import Compress
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from sqlalchemy import select
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import Settings
from portal.db import session
from portal.web.guards import allow

LANGUAGES = {"zh_Hans": "中文", "en": "English"}
DEFAULT_LANGUAGE = "zh_Hans"
YEAR = 365 * 24 * 3600

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


def language() -> str:
    """The language of this request: chosen in the address, else remembered, else Chinese (commands too)."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    asked = request.args.get("lang") or request.cookies.get("lang", "")
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def init_app(app: Flask, settings: Settings) -> None:
    """Register everything around the request."""
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.after_request(_sandbox_files)  # before Talisman, hence after it in the answer's way out
    CSRFProtect(app)
    Compress(app)
    Talisman(
        app,
        force_https=False,
        content_security_policy=POLICY,
        referrer_policy="same-origin",
        strict_transport_security=settings.https,
        strict_transport_security_max_age=YEAR,
        session_cookie_secure=settings.https,
        session_cookie_samesite="Lax",
        permissions_policy={"camera": "(self)", "geolocation": "(self)", "microphone": "()"},
    )
    app.before_request(_number)
    app.before_request(_refuse_foreign_origin)
    app.before_request(_refuse_nul)
    app.after_request(_finish)
    app.add_url_rule("/healthz", "healthz", healthz)


def _number() -> None:
    g.request_id = secrets.token_hex(6)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _refuse_foreign_origin() -> None:
    """A form of another site may carry our cookie; its Origin gives it away."""
    origin = request.headers.get("Origin")
    if request.method in ("GET", "HEAD", "OPTIONS") or origin is None:
        return
    if origin.split("://", 1)[-1] != request.host:
        abort(400)


def _refuse_nul() -> None:
    """PostgreSQL stores no NUL, and nobody types one: in an address, a filter or a field it is an attempt."""
    values = [
        value for given in (request.args, request.form) for _name, all_ in given.lists() for value in all_
    ]
    if any("\0" in value for value in (request.path, *values)):
        abort(400)


def _sandbox_files(answer: Response) -> Response:
    """A file may run nothing, wherever a browser opens it: the portal's own policy lets scripts in."""
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _finish(answer: Response) -> Response:
    if request.args.get("lang") in LANGUAGES:
        answer.set_cookie("lang", request.args["lang"], max_age=YEAR, samesite="Lax", httponly=True)
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "no-store")
    if answer.mimetype == "text/html":
        answer.headers["Content-Language"] = str(get_locale() or "")
    return answer


@allow("public")
def healthz() -> Any:
    """200 when the database answers."""
    session().execute(select(1).execution_options(unscoped="liveness"))
    return jsonify(status="ok", demo=bool(current_app.config["SETTINGS"].demo))
