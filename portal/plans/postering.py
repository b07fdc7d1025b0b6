"""What is done with posters: make, make anew, remove."""

from datetime import datetime

from flask_babel import gettext as _

from portal import audit, storage
from portal.access import Actor, require
from portal.clock import local_day
from portal.db import session, writing
from portal.plans import contents, queries
from portal.plans.contents import Ground
from portal.plans.model import Poster
from portal.plans.rules import Coverage, PosterKind
from portal.problems import Refused
from portal.registry.model import Enterprise

POSTERS_OF_AN_ENTERPRISE = 100
"""On the list; the file of one that was removed is swept."""


def make(
    enterprise: Enterprise, coverage: Coverage, complaint_phone: str, *, by: Actor, at: datetime
) -> Poster:
    """Print a poster from the register as it is, and keep it. About a second, outside any lock.

    Raises Refused, naming the field, when there is nothing to print; also when the list is full.
    """
    require(by, "poster.make")
    if queries.poster_count(session(), enterprise.id) >= POSTERS_OF_AN_ENTERPRISE:
        raise Refused(
            _("There are %(num)d posters already; remove some first.", num=POSTERS_OF_AN_ENTERPRISE)
        )
    return _made(enterprise, coverage, complaint_phone, by, at)


def make_anew(
    poster: Poster, enterprise: Enterprise, complaint_phone: str, *, by: Actor, at: datetime
) -> Poster:
    """Print a poster again from the register as it is now; the new one takes the place of the old."""
    require(by, "poster.remake", poster)
    fresh = _made(enterprise, poster.coverage, complaint_phone, by, at)
    remove(poster, by=by, at=at)
    return fresh


def _made(enterprise: Enterprise, asked: Coverage, complaint_phone: str, by: Actor, at: datetime) -> Poster:
    ground = contents.ground_of(session(), enterprise, local_day(at), complaint_phone)
    coverage = contents.settled(ground, asked)
    _refuse_empty(ground, coverage)
    pdf, pages = _printed(ground, coverage)
    digests = contents.row_digests(ground, coverage)
    stored = storage.store(pdf)
    with writing():
        poster = Poster(
            enterprise_id=enterprise.id, region_path=enterprise.region_path, kind=coverage.kind, size=coverage.size,
            unit=coverage.unit, post=coverage.post, risk_keys=list(coverage.risk_keys), plan_key=coverage.plan_key,
            row_digests=digests, pages=pages, file_key=stored.key, file_size=stored.size, made_at=at, made_by=by.name,
        )  # fmt: skip
        session().add(poster)
        session().flush()
        audit.record(
            "poster.make", poster, by=by, at=at, after={"kind": poster.kind, "digest": stored.sha256}
        )
    return poster


def remove(poster: Poster, *, by: Actor, at: datetime) -> None:
    """Take a poster off the list; its event stays. Again: no effect."""
    require(by, "poster.remove", poster)
    with writing():
        if poster.removed_at is None:
            poster.removed_at = at
            audit.record("poster.remove", poster, by=by, at=at, before={"kind": poster.kind})


def _printed(ground: Ground, coverage: Coverage) -> tuple[bytes, int]:
    from portal.documents import prints  # half a second to import, and only needed where sheets are printed

    plan = contents.plan_of(ground, coverage)
    pictures = {"plan": storage.read(plan.file_key)} if plan else {}
    sheet = prints.print_sheet(coverage.kind.value, contents.sheet_facts(ground, coverage), pictures)
    return sheet.pdf, sheet.pages


def _refuse_empty(ground: Ground, coverage: Coverage) -> None:
    of_plan = coverage.kind is PosterKind.FOUR_COLOUR_PLAN
    if not (contents.plan_of(ground, coverage) if of_plan else contents.covered_risks(ground, coverage)):
        raise Refused(nothing_in_words(coverage.kind), "plan" if of_plan else "risks")
    if coverage.kind.of_a_post and not coverage.post:
        raise Refused(_("Write which post the card is for, or choose a unit."), "post")


def nothing_in_words(kind: PosterKind) -> str:
    """Why a poster of this kind cannot be made, and what would mend it."""
    return str(
        {
            PosterKind.BOARD: _("There is no larger-or-above risk here, so there is nothing to publish."),
            PosterKind.WARNING_BOARD: _(
                "There is no major risk here; only major risks have a warning board."
            ),
            PosterKind.FOUR_COLOUR_PLAN: _("No plan has been put up; put one up and draw the areas first."),
        }.get(kind, _("There is no graded risk here; grade the risks of the register first."))
    )
