"""What must hold before a step: days that have to pass, reasons, grounds, conditions, a checked self-assessment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from flask_babel import gettext as _

from portal.access import as_system
from portal.assessments.applying import trade_of
from portal.db import session
from portal.documents.queries import number_is_taken
from portal.levels import queries
from portal.levels.labels import NUMBER_FLAWS
from portal.levels.model import Level
from portal.levels.numbers import example_number, flaw_of, is_numbered_above, normal_number
from portal.levels.rules import extension_conditions, grounds, renewable_from, span_of
from portal.problems import Refused
from portal.web.words import day


@dataclass(frozen=True)
class Given:
    """What a person gives with a step: the version seen, and what the step asks of him."""

    seen_version: int
    reason: str = ""
    on: date | None = None
    grounds: tuple[str, ...] = ()
    conditions: tuple[str, ...] = field(default=())
    number: str = ""
    password: str = ""


class Sample(NamedTuple):
    """What an on-site sample came to: 0 to 100 points, the day, and the version of the level that was seen."""

    seen_version: int
    points: Decimal
    on: date


class Asked(NamedTuple):
    """What the form of a step has to know: version and grounds of the level, the level held and sought, the trade, and
    the day on which the notice inside the enterprise began."""

    version: int
    grounds: tuple[str, ...]
    code: str
    sought: str
    industry_code: str
    shown_from: date | None


Check = Callable[[Level, Given, date], None]

SIGNED = frozenset({"apply", "announce", "revoke", "false_commitment"})
"""Steps that are signed with a password."""

REASONED = frozenset(
    {
        "ask_completion", "refuse_application", "report_findings", "rectify", "confirm", "fail", "object", "clear",
        "not_announced", "false_commitment", "warn", "restore", "propose_revocation", "withdraw_proposal", "revoke",
        "answer", "extend", "resubmit",
    }
)  # fmt: skip
"""Steps that need a reason, or say in words what was done."""

GROUNDED = frozenset({"propose_revocation", "revoke"})
"""Steps that name a ground of the law."""


def refuse_unfounded(level: Level, verb: str, given: Given, on: date) -> None:
    """Raise Refused for what stands in the way of a step on a day, beside the field that mends it."""
    if verb in REASONED and not given.reason:
        raise Refused(_("Write the reason, or what was done."), "reason")
    if verb in GROUNDED and (not given.grounds or not set(given.grounds) <= set(grounds())):
        raise Refused(_("Choose the ground of the law on which the level ends."), "grounds")
    if verb in CHECKS:
        CHECKS[verb](level, given, on)


def _waited(level: Level, given: Given, on: date) -> None:
    if level.not_before and on < level.not_before:
        raise Refused(_("This may be done from %(day)s on.", day=day(level.not_before)))


def _began(level: Level, given: Given, on: date) -> None:
    if given.on is None or given.on > on:
        raise Refused(_("Give the day on which the notice began; it does not lie in the future."), "on")


def _may_apply(level: Level, given: Given, on: date) -> None:
    _waited(level, given, on)
    basis = queries.basis_of(session(), level.enterprise_id, level.standard_kind)
    if basis is None:
        raise Refused(
            _(
                "A level needs a self-assessment that was submitted and checked; there is none by this standard."
            )
        )
    if basis.grantable is None:
        raise Refused(
            _(
                "The checked self-assessment reaches no level that may be granted here; points alone grant nothing."
            )
        )


def _in_time_to_ask(level: Level, given: Given, on: date) -> None:
    last = span_of("ask_completion").after(level.entered_on)
    if on > last:
        raise Refused(
            _("What was not asked for by %(day)s counts as complete: accept or refuse.", day=day(last))
        )


def _may_be_announced(level: Level, given: Given, on: date) -> None:
    _waited(level, given, on)
    basis = queries.checked_basis(session(), level)
    if basis is None or basis.grantable != level.sought:
        raise Refused(_("The level does not rest on a checked self-assessment that lets it be granted here."))
    if is_numbered_above(level.sought):
        refuse_wrong_number(level, given.number, on)


def refuse_wrong_number(level: Level, typed: str, on: date) -> None:
    """Raise Refused (field `number`) for a number that breaks the rule or that another paper carries."""
    number, trade = normal_number(typed), trade_of(level.enterprise.industry_code)
    flaw = flaw_of(number, level.sought, trade, on.year)
    if flaw:
        example = example_number(level.sought, trade, on.year)
        raise Refused(str(NUMBER_FLAWS[flaw]) % {"example": example}, "number")
    with as_system("a number is given once in the province"):
        taken = number_is_taken(session(), number)
    if taken:
        raise Refused(_("Another certificate carries this number."), "number")


def _may_renew(level: Level, given: Given, on: date) -> None:
    assert level.valid_until is not None
    first = renewable_from(level.valid_until)
    if on < first:
        raise Refused(_("A renewal may begin on %(day)s, three months before the end.", day=day(first)))


def _may_extend(level: Level, given: Given, on: date) -> None:
    asked = {one.code for one in extension_conditions(level.code)}
    if not asked <= set(given.conditions):
        raise Refused(
            _("All conditions of the direct extension must hold; else by a new review."), "conditions"
        )
    if queries.basis_of(session(), level.enterprise_id, level.standard_kind) is None:
        raise Refused(_("There is no checked self-assessment of this standard."))


def _was_heard(level: Level, given: Given, on: date) -> None:
    if level.answered_at is None:
        _waited(level, given, on)


def _once(level: Level, given: Given, on: date) -> None:
    if level.extended:
        raise Refused(_("The time was extended once already."))


def _answers_in_time(level: Level, given: Given, on: date) -> None:
    if level.answered_at is not None:
        raise Refused(_("Your enterprise has answered already."))
    if level.not_before and on >= level.not_before:
        raise Refused(_("The days for an answer are over."))


CHECKS: Mapping[str, Check] = {
    "open": _waited,
    "display": _began,
    "apply": _may_apply,
    "ask_completion": _in_time_to_ask,
    "announce": _may_be_announced,
    "renew": _may_renew,
    "extend_directly": _may_extend,
    "review_again": _may_apply,
    "revoke": _was_heard,
    "extend": _once,
    "answer": _answers_in_time,
}
