"""What the pages of levels show, put together from queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.assessments.applying import SELF_ASSESSMENT, Assessed, applicable
from portal.assessments.rules import StandardKind
from portal.assessments.versions import standards_in_force
from portal.levels import progress, queries
from portal.levels.checking import Asked
from portal.levels.deciding import decisions_of
from portal.levels.labels import STEPS, level_name
from portal.levels.model import Level, RankDecision
from portal.levels.progress import AsOf, ProgressFilter
from portal.levels.queries import Basis, LevelFilter, LevelRow
from portal.levels.rules import (
    LEVEL,
    Ground,
    LevelState,
    TermKind,
    Transition,
    grounds,
    renewable_from,
    transitions,
)
from portal.registry.model import Enterprise
from portal.registry.regions import region
from portal.web.paging import Page, cut_by_name, name_cursor
from portal.web.timelines import ShownEvent, timeline
from portal.web.words import day, label

EVENTS_SHOWN = 60
EXPORT_LIMIT = 20_000
BESIDE = ("answer", "extend", "sample")
"""Steps that lead to no other state."""

S = LevelState
FORWARD = frozenset(
    {
        "display", "apply", "resubmit", "accept", "review", "report_findings", "rectify", "confirm", "publish",
        "announce", "renew", "clear",
    }
)  # fmt: skip
"""Steps on the way to the certificate; their button stands out."""

REMARKED = frozenset({S.WARNED, S.CORRECTING, S.RECTIFYING, S.REFUSED, S.BARRED, S.OBJECTION})
"""States whose reason the page says at the top."""


@dataclass(frozen=True)
class Button:
    """A step that the actor may take. `from_on`: the first day on which it can be, while that lies ahead."""

    verb: str
    words: str
    forward: bool
    from_on: date | None


@dataclass(frozen=True)
class Removal:
    """A revocation that is proposed or decided, with its grounds; `answer_before`: the day by which the enterprise
    must have answered, while it may."""

    proposed: bool
    grounds: Sequence[Ground]
    answer_before: date | None


@dataclass(frozen=True)
class LevelPage:
    """One level as its page shows it. At most 6 statements.

    `days_late`: of the step in hand; `waits_until`: the first day on which something may follow, while it lies ahead;
    `remark`: why it is where it is, unless `removal` says it; `answerable`: the decisions (keys) that the actor may
    answer now.
    """

    level: Level
    buttons: Sequence[Button]
    may_begin: bool
    days_late: int
    waits_until: date | None
    removal: Removal | None
    remark: str
    basis: Basis | None
    decisions: Sequence[RankDecision]
    answerable: Collection[str]
    events: Sequence[ShownEvent]


def level_page(session: Session, level: Level, actor: Actor, on: date) -> LevelPage:
    """Gather one level's page."""
    decisions = decisions_of(session, level.id)
    return LevelPage(
        level=level,
        buttons=buttons(level, actor, on),
        may_begin=may(actor, "level.open", level) and LEVEL.allows(level.state, "open"),
        days_late=max(0, (on - level.due_on).days) if level.due_on else 0,
        waits_until=level.not_before if level.not_before and level.not_before > on else None,
        removal=_removal(level),
        remark=level.reason if level.state in REMARKED else "",
        basis=queries.basis_of(session, level.enterprise_id, level.standard_kind),
        decisions=decisions,
        answerable={one.key for one in decisions if _may_answer(one, actor, on)},
        events=timeline(session, Level.__tablename__, level.key, actor, EVENTS_SHOWN),
    )


def _removal(level: Level) -> Removal | None:
    if level.state not in (S.REVOCATION_PROPOSED, S.REVOKED):
        return None
    proposed = level.state is S.REVOCATION_PROPOSED
    found = [grounds()[code] for code in level.grounds if code in grounds()]
    return Removal(proposed, found, level.not_before if proposed else None)


def _may_answer(decision: RankDecision, actor: Actor, on: date) -> bool:
    return (
        may(actor, "rank_decision.answer", decision)
        and decision.answered_at is None
        and decision.due_on >= on
    )


def buttons(level: Level, actor: Actor, on: date) -> list[Button]:
    """The steps that the actor may take now, or will be able to. No statement."""
    offered = [verb for verb in LEVEL.offers(level, actor) if verb not in ("open", "expire")]
    offered += [verb for verb in BESIDE if may(actor, f"level.{verb}", level) and _open_beside(level, verb)]
    return [_button(level, verb, on) for verb in offered]


def _open_beside(level: Level, verb: str) -> bool:
    return {"answer": level.answered_at is None, "extend": not level.extended}.get(verb, True)


def _button(level: Level, verb: str, on: date) -> Button:
    first = first_day(level, verb)
    return Button(verb, str(STEPS[verb]), verb in FORWARD, first if first and first > on else None)


def first_day(level: Level, verb: str) -> date | None:
    """The first day on which a step can be taken; None: at once."""
    if verb == "renew":
        return renewable_from(level.valid_until) if level.valid_until else None
    waits = verb in ("open", "apply", "announce") or (verb == "revoke" and level.answered_at is None)
    return level.not_before if waits else None


def asked_of(level: Level) -> Asked:
    """What the form of a step has to know of a level. At most 1 statement."""
    return Asked(
        level.version, tuple(level.grounds), level.code, level.sought, level.enterprise.industry_code,
        level.assessment.displayed_from if level.assessment else None,
    )  # fmt: skip


def step_of(verb: str) -> Transition | None:
    """What the law says of a step; None for one that leads to no other state."""
    return transitions().get(verb)


def term_words(step: Transition) -> str:
    """The days of a step in words; empty without."""
    if step.span is None or step.term is None:
        return ""
    count = step.span.value
    lengths = {
        "working_day": _("%(num)d working days", num=count),
        "month": _("%(num)d months", num=count),
        "year": _("%(num)d years", num=count),
    }
    length = lengths[step.span.unit]
    words = {
        TermKind.AT_MOST: _("within %(length)s", length=length),
        TermKind.AT_LEAST: _("at least %(length)s", length=length),
        TermKind.WINDOW: _("from %(length)s before the end", length=length),
    }
    return str(words[step.term])


class NextStep(NamedTuple):
    """The step of a level that is the enterprise's to take now; `due_on`: its last day, where it has one."""

    key: str
    standard_kind: StandardKind
    state: LevelState
    words: str
    due_on: date | None


def next_steps(session: Session, enterprise: Enterprise, actor: Actor, on: date) -> list[NextStep]:
    """What the enterprise can do for its levels from today, the way forward or an answer. 1 statement."""
    found = []
    for level in queries.levels_of(session, enterprise.id):
        steps = [one for one in buttons(level, actor, on) if one.from_on is None]
        wanted = next((one for one in steps if one.forward or one.verb == "answer"), None)
        if wanted:
            due_on = level.valid_until if wanted.verb == "renew" else level.due_on
            found.append(NextStep(level.key, level.standard_kind, level.state, wanted.words, due_on))
    return found


# --- the enterprise's own ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnLine:
    """One kind of standard that applies to the enterprise, or at which it has a standing. `reason`: why not yet."""

    kind: StandardKind
    page: LevelPage | None
    basis: Basis | None
    may_begin: bool


def own_lines(session: Session, enterprise: Enterprise, actor: Actor, on: date) -> list[OwnLine]:
    """Where the enterprise stands by each kind of standard. 2 statements, and at most 6 a kind."""
    held = {level.standard_kind: level for level in queries.levels_of(session, enterprise.id)}
    assessed = Assessed(enterprise.scale, enterprise.above_designated, enterprise.industry_code)
    kinds = [one.kind for one in applicable(standards_in_force(on), assessed, SELF_ASSESSMENT)]
    return [
        _own_line(session, kind, held.get(kind), (enterprise, actor, on))
        for kind in dict.fromkeys([*held, *kinds])
    ]


def _own_line(
    session: Session, kind: StandardKind, level: Level | None, asked: tuple[Enterprise, Actor, date]
) -> OwnLine:
    enterprise, actor, on = asked
    found = level_page(session, level, actor, on) if level else None
    basis = found.basis if found else queries.basis_of(session, enterprise.id, kind)
    may_begin = found.may_begin if found else may(actor, "level.begin")
    return OwnLine(kind, found, basis, may_begin)


# --- the list of the regulators -----------------------------------------------------------------------------


def level_list(session: Session, chosen: LevelFilter, on: date, place: tuple[str, int]) -> Page:
    """One page of levels; `place`: cursor and size. 1 statement."""
    after, size = place
    rows = queries.levels(session, chosen, on, name_cursor(after), size + 1)
    return cut_by_name(rows, size)


def progress_list(session: Session, asked: AsOf, chosen: ProgressFilter, place: tuple[str, int]) -> Page:
    """One page of the enterprises behind a number of a year's overview; `place`: cursor and size. 1 statement."""
    after, size = place
    rows = progress.enterprises(session, asked, chosen, name_cursor(after), size + 1)
    return cut_by_name(rows, size)


def filter_words(chosen: LevelFilter) -> str:
    """The filters of a list in words."""
    parts = [
        region(chosen.region_code).name if chosen.region_code else _("all towns"),
        label(chosen.state) if chosen.state else _("any state"),
        *([level_name(chosen.code)] if chosen.code else []),
        *([_("expiring within three months")] if chosen.expiring else []),
        *([_("a step overdue")] if chosen.overdue else []),
        *([_("applications in hand")] if chosen.under_way else []),
        *([chosen.words] if chosen.words else []),
    ]
    return " · ".join(parts)


def export_words(chosen: LevelFilter, on: date, reason: str, actor: Actor) -> str:
    """What stands in the head of an export: its filters, who took it, when and what for."""
    who = f"{actor.organisation} {actor.name}"
    taken = _("exported by %(who)s on %(day)s for: %(reason)s", who=who, day=day(on), reason=reason)
    return f"{filter_words(chosen)} · {taken}"


def export_heads() -> list[str]:
    """The heads of the exported list."""
    return [
        _("Enterprise"), _("Town"), _("Standard"), _("State"), pgettext("level", "Level"),
        _("Number of the certificate"),
        _("Step due"), _("Valid until"),
    ]  # fmt: skip


def export_rows(session: Session, chosen: LevelFilter, on: date) -> list[tuple[str, ...]]:
    """The list as rows of words, up to 20,000. 1 statement."""
    return [_exported(row) for row in queries.levels(session, chosen, on, limit=EXPORT_LIMIT)]


def _exported(row: LevelRow) -> tuple[str, ...]:
    return (
        row.enterprise, region(row.region_code).name, label(row.standard_kind), label(row.state),
        level_name(row.code or row.sought), row.number, day(row.due_on), day(row.valid_until),
    )  # fmt: skip
