"""Anbao 安报: the portal in which a city's enterprises file their safety risks and its regulators judge them."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask
from flask_babel import Babel

from portal import backup_cli, db, jobs, logs, serving
from portal.config import Settings

AREAS = (
    "calendar", "notices", "accounts", "registry", "documents", "filings", "risks", "plans", "slips", "workbooks",
    "assessments", "enforcement", "levels", "oversight", "desk", "demo",
)  # fmt: skip
"""The rooms, from the ground up."""

PARTS = (
    "model",
    "rights",
    "labels",
    "links",
    "kind",
    "jobs",
    "views",
    "poster_views",
    "bulk_views",
    "saved_view_views",
    "review_views",
    "member_views",
    "decision_views",
    "fact_views",
    "method_views",
    "standard_views",
    "check_views",
    "measure_views",
    "suggestion_views",
    "holder_views",
    "affirm_views",
    "ranking_views",
    "progress_views",
    "api",
    "cli",
    "method_cli",
)
"""What a room may hang into the app when its modules are imported."""


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings (by default those of the environment): config, extensions, areas."""
    settings = settings or Settings()
    app = Flask("portal", template_folder="../templates")
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret("secret_key"),
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=25 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        SESSION_COOKIE_NAME="__Host-anbao" if settings.https else "anbao",
        SESSION_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        BABEL_TRANSLATION_DIRECTORIES=str(db.ROOT / "portal" / "translations"),
    )
    logs.init_app(settings)
    db.init_app(app, settings)
    jobs.init_app(app, settings)
    backup_cli.init_app(app)
    _open_areas(app)
    _dress(app, settings)
    serving.init_app(app, settings)
    return app


def _open_areas(app: Flask) -> None:
    """Import every part of every room and hang its blueprint, commands and hooks into the app."""
    for area in AREAS:
        for part in PARTS:
            name = f"portal.{area}.{part}"
            if find_spec(f"portal.{area}") is None or find_spec(name) is None:
                continue
            module = import_module(name)
            if part.endswith(("views", "api")):
                app.register_blueprint(module.bp)
            if part.endswith("cli"):
                module.init_app(app)


def _dress(app: Flask, settings: Settings) -> None:
    """What surrounds the areas: languages, requests, answers, words, sign-in, and the check of every view."""
    from portal import words_cli
    from portal.accounts import sessions
    from portal.web import answers, gallery, guards, look, requests, words

    Babel(app, locale_selector=requests.language)
    requests.init_app(app, settings)
    answers.init_app(app)
    words.init_app(app)
    look.init_app(app)
    sessions.init_app(app)
    if settings.debug_pages:
        gallery.init_app(app)
    words_cli.init_app(app)
    if missing := guards.unguarded(app.view_functions):
        raise AssertionError(f"views without a right: {missing}")


__all__ = ["create_app"]
