"""A toy kind and filings at every state, reached by walking the actions."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.access import SYSTEM, Actor, act_as
from portal.db import session
from portal.filings import actions, reviewing
from portal.filings.kinds import Kind, register_kind
from portal.filings.model import Filing
from portal.filings.reviewing import Decision, RemarkValue
from portal.filings.rules import Declaration, FilingState, Found, Occasion, RejectionGround
from portal.registry.model import Enterprise
from tests.build import AT, PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor, the_county

S = FilingState


@dataclass
class Toy:
    """What the toy kind declares; a test changes it between submissions."""

    rows: dict[str, Any] = field(default_factory=lambda: {"a": {"name": "press", "grade": "larger"}})
    found: list[Found] = field(default_factory=list)
    stages: tuple[str, ...] = ("town",)


def a_toy(**content: Any) -> Toy:
    """Register a toy kind under the code `toy`."""
    toy = Toy(**content)
    register_kind(
        Kind(
            code="toy",
            title=lambda filing: f"Toy {filing.year}",
            snapshot=lambda enterprise, filing, on: {
                "enterprise": {"name": enterprise.name},
                "rows": dict(toy.rows),
            },
            problems=lambda snapshot, on: list(toy.found),
            stages=lambda snapshot: toy.stages,
            highlights=lambda snapshot: {"larger": len(snapshot["rows"])},
            due_on=lambda enterprise, occasion, year, began_on: date(year, 3, 31),
            declaration=("1", "We declare this."),
            row_sections=("rows",),
            extra={"name": "Toy"},
        )
    )
    return toy


@dataclass
class Cast:
    """An enterprise with its people, its town and the county; plain values, so that scopes may change."""

    enterprise_id: int
    filer: Actor
    signer: Actor
    reviewer: Actor
    county: Actor

    @classmethod
    def of(cls, town: str = TOWN) -> "Cast":
        """Everybody that a filing meets."""
        act_as(SYSTEM)
        enterprise = an_enterprise(town)
        return cls(
            enterprise.id,
            the_actor(a_member(enterprise, "filer")),
            the_actor(a_member(enterprise, "signer")),
            the_actor(a_member(an_authority(town), "reviewer")),
            the_actor(a_member(the_county(), "reviewer")),
        )


def a_filing(cast: Cast, at: FilingState = S.DRAFT) -> str:
    """The key of a toy filing that has walked to a state."""
    key = as_member(
        cast.filer, lambda by: actions.start(own(cast), "toy", Occasion.REGULAR, AT.date(), by=by, at=AT).key
    )
    if at is S.DRAFT:
        return key
    submit(cast, key)
    if at is S.SUBMITTED:
        return key
    as_member(cast.reviewer, lambda by: reviewing.open_review(filing(key), by=by, at=AT))
    walk = {S.RETURNED: send_back, S.APPROVED: approve, S.REJECTED: reject, S.ENDORSED: endorse}
    walk[at](cast, key)
    return key


def as_member(actor: Actor, deed: Callable[[Actor], Any]) -> Any:
    """Do something within an actor's scope and in the actor's name."""
    act_as(actor)
    return deed(actor)


def own(cast: Cast) -> Enterprise:
    """The enterprise as the current scope sees it."""
    return session().get_one(Enterprise, cast.enterprise_id)


def filing(key: str) -> Filing:
    """A filing as the current scope sees it."""
    return session().scalars(select(Filing).where(Filing.key == key)).one()


def a_declaration(version: int) -> Declaration:
    """The signer's declaration on the version seen."""
    return Declaration(version, PASSWORD)


def submit(cast: Cast, key: str) -> None:
    """Submit as the signer."""
    as_member(
        cast.signer, lambda by: actions.submit(filing(key), a_declaration(filing(key).version), by=by, at=AT)
    )


def send_back(cast: Cast, key: str) -> None:
    """Send back with one remark on the first row."""

    def deed(by: Any) -> None:
        reviewing.write_remark(filing(key), RemarkValue("/rows/a", "RR04", "Say how."), by=by, at=AT)
        reviewing.send_back(filing(key), Decision(filing(key).version), by=by, at=AT)

    as_member(cast.reviewer, deed)


def approve(cast: Cast, key: str) -> None:
    """Close the check as the town."""
    as_member(
        cast.reviewer, lambda by: reviewing.approve(filing(key), Decision(filing(key).version), by=by, at=AT)
    )


def endorse(cast: Cast, key: str) -> None:
    """Pass on to the county."""
    as_member(
        cast.reviewer, lambda by: reviewing.endorse(filing(key), Decision(filing(key).version), by=by, at=AT)
    )


def reject(cast: Cast, key: str) -> None:
    """Reject as filed twice."""
    twice = Decision(0, "Filed twice.", RejectionGround.DUPLICATE)
    as_member(
        cast.reviewer,
        lambda by: reviewing.reject(
            filing(key), replace(twice, seen_version=filing(key).version), by=by, at=AT
        ),
    )
