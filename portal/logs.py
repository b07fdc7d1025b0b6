"""Logs: one event a line with fields; ids only, never names, phones, tokens or bodies."""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from portal.config import Settings


def init_app(settings: Settings) -> None:
    """JSON lines in UTC, or readable ones for development."""
    structlog.configure(
        processors=processors(settings.log_json),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def processors(as_json: bool) -> list[Processor]:
    """What an event passes until it is a line."""
    told: list[Processor] = (
        [_tell_where, structlog.processors.JSONRenderer(ensure_ascii=True)]
        if as_json
        else [structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer()]
    )
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *told,
    ]


def _tell_where(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its types and the places that it passed: its words may hold what somebody typed."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event["exception"] = "".join(_places(error))
    return event


def _places(error: BaseException | None) -> Iterator[str]:
    told: list[BaseException] = []
    while error is not None and error not in told:  # an error may name itself as its cause
        told.append(error)
        yield f"{type(error).__qualname__}\n"
        yield from traceback.format_tb(error.__traceback__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
