"""Logs: one event a line with fields; ids only, never names, phones, tokens or bodies."""

import logging

import structlog

from portal.config import Settings


def init_app(settings: Settings) -> None:
    """JSON lines in UTC, or readable ones for development."""
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=True)
        if settings.log_json
        else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
