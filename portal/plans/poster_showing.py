"""What the pages of posters show: those that were made and whether they still hold, and what a new one would cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.plans import contents, queries
from portal.plans.contents import Ground
from portal.plans.model import Poster
from portal.plans.postering import nothing_in_words
from portal.plans.rules import Coverage, PosterKind
from portal.risks.model import Risk
from portal.web.words import label


class ShownPoster(NamedTuple):
    """A poster in the list. `covers`: in words; `changed`: rows beneath it that are not as they were."""

    poster: Poster
    covers: str
    changed: int


@dataclass(frozen=True)
class PostersPage:
    """The list of posters. 5 statements."""

    rows: Sequence[ShownPoster]
    kinds: Sequence[tuple[PosterKind, str]]
    may_make: bool


@dataclass(frozen=True)
class PosterPreview:
    """What a poster would print. No statement. `nothing`: why there is nothing to print."""

    coverage: Coverage
    risks: Sequence[Risk]
    plan_name: str
    nothing: str

    @property
    def of_a_plan(self) -> bool:
        """Whether it prints a plan and no rows to choose among."""
        return self.coverage.kind is PosterKind.FOUR_COLOUR_PLAN

    @property
    def chosen(self) -> frozenset[str]:
        """The rows that are ticked: all, until some are chosen."""
        return frozenset(self.coverage.risk_keys) or frozenset(risk.key for risk in self.risks)


def posters_page(session: Session, ground: Ground, actor: Actor) -> PostersPage:
    """The posters that were made, each compared with the register as it is. 1 statement."""
    posters = queries.posters_of(session, ground.enterprise.id)
    may_make = may(actor, "poster.make")
    return PostersPage(
        rows=[_shown(ground, poster) for poster in posters],
        kinds=[(kind, url_for("posters.new", kind=kind.value)) for kind in PosterKind] if may_make else [],
        may_make=may_make,
    )


def _shown(ground: Ground, poster: Poster) -> ShownPoster:
    now = contents.row_digests(ground, poster.coverage)
    return ShownPoster(poster, _covers(ground, poster), contents.changed_rows(poster.row_digests, now))


def _covers(ground: Ground, poster: Poster) -> str:
    """What a poster covers, in words: the plan, the post, the unit, or everything; and a choice among the rows."""
    if poster.kind is PosterKind.FOUR_COLOUR_PLAN:
        return next((plan.name for plan in ground.plans if plan.key == poster.plan_key), "—")
    words = poster.post or poster.unit or _("Whole enterprise")
    count = len(poster.risk_keys)
    return _("%(what)s, %(num)d chosen risks", what=words, num=count) if count else str(words)


def preview(ground: Ground, coverage: Coverage) -> PosterPreview:
    """What a poster would print, before it is made."""
    plan = contents.plan_of(ground, coverage)
    risks = contents.offered_risks(ground, coverage)
    of_plan = coverage.kind is PosterKind.FOUR_COLOUR_PLAN
    return PosterPreview(
        coverage=coverage,
        risks=[] if of_plan else risks,
        plan_name=plan.name if plan and of_plan else "",
        nothing="" if (plan if of_plan else risks) else nothing_in_words(coverage.kind),
    )


def file_name(enterprise: str, poster: Poster) -> str:
    """The name of the PDF: the enterprise, the kind, the size."""
    return f"{enterprise}-{label(poster.kind)}-{poster.size.value}.pdf"
