"""Assessments that are filled in and filed, with everybody that they meet; reached by walking the actions."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.access import SYSTEM, Actor, act_as
from portal.accounts.model import Membership
from portal.assessments import actions, queries
from portal.assessments import reviewing as item_reviewing
from portal.assessments.answers import Answer
from portal.assessments.applying import SELF_ASSESSMENT
from portal.assessments.model import Assessment, ItemAnswer
from portal.assessments.opening import offered
from portal.assessments.reviewing import Judged
from portal.assessments.rules import Met
from portal.assessments.standards import AllOrNothing, DeductPerFinding, Item, Levels
from portal.assessments.versions import standard_of
from portal.db import session
from portal.filings import actions as filings
from portal.filings import reviewing
from portal.filings.model import Filing
from portal.filings.reviewing import Decision, RemarkValue
from portal.filings.rules import Declaration
from portal.merging import Change
from portal.registry.model import Enterprise
from tests.build import AT, PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor, the_county


@dataclass
class Cast:
    """An enterprise with its signer, its town and the county; memberships for pages, actors for actions."""

    own_id: int
    members: dict[str, int]
    actors: dict[str, Actor]
    filing_id: int = 0

    @classmethod
    def of(cls, **facts: Any) -> "Cast":
        """Everybody that an assessment meets; `facts` of the enterprise."""
        act_as(SYSTEM)
        own = an_enterprise(**facts)
        own_id = own.id
        members = {
            "signer": a_member(own, "signer"),
            "town": a_member(an_authority(TOWN), "reviewer"),
            "county": a_member(the_county(), "reviewer"),
        }
        actors = {name: the_actor(one) for name, one in members.items()}
        return cls(own_id, {name: one.id for name, one in members.items()}, actors)

    def be(self, name: str) -> Actor:
        """Act as one of them."""
        act_as(self.actors[name])
        return self.actors[name]

    def member(self, name: str) -> Membership:
        """The membership of one of them, to sign in on pages."""
        act_as(SYSTEM)
        return session().get_one(Membership, self.members[name])

    def filing(self, name: str) -> Filing:
        """The filing as one of them sees it, who acts from now on."""
        self.be(name)
        return session().get_one(Filing, self.filing_id)

    def own(self) -> Enterprise:
        """The enterprise as the current scope sees it."""
        return session().get_one(Enterprise, self.own_id)


def best(item: Item) -> dict[str, Any]:
    """The answer that gives the item all its points."""
    match item.scoring:
        case DeductPerFinding():
            return {"findings": 0}
        case AllOrNothing():
            return {"result": Met.MET}
        case Levels(options=options):
            return {"option": max(options, key=lambda one: one.points).code}
    return {"sampled": 1, "passed": 1}


def an_assessment(cast: Cast, kind_code: str = SELF_ASSESSMENT, **others: dict[str, Any]) -> Assessment:
    """One of the year, all points reached but for `others` by item id (with `_` for `.` and `-`), all declared."""
    by = cast.be("signer")
    standard = offered(cast.own(), kind_code, AT.date())[0]
    assessment = actions.open_assessment(cast.own(), standard, AT.date(), by=by, at=AT)
    for row in queries.answers_of(session(), assessment.id):
        values = others.get(row.item_id.replace(".", "_").replace("-", "_"), best(standard.item[row.item_id]))
        give(row, values, by)
    for one in standard.veto_rules:
        actions.say(assessment, one.id, False, by=by, at=AT)
    for condition in standard.prerequisites:
        actions.say(assessment, condition.id, True, by=by, at=AT)
    about = {"leader": "张三", "team": "李四", "displayed_from": _day(10, 12), "displayed_to": _day(11, 20)}
    actions.declare(
        assessment,
        [Change(name, getattr(assessment, name), value) for name, value in about.items()],
        by=by,
        at=AT,
    )
    cast.filing_id = assessment.filing_id
    return assessment


def _day(month: int, day: int) -> Any:
    return AT.date().replace(month=month, day=day)


def give(row: ItemAnswer, values: dict[str, Any], by: Actor) -> None:
    """Answer an item."""
    actions.answer(
        row, [Change(name, getattr(row, name), value) for name, value in values.items()], by=by, at=AT
    )


def submit(cast: Cast) -> Filing:
    """Submit as the signer."""
    filing = cast.filing("signer")
    filings.submit(filing, Declaration(filing.version, PASSWORD), by=cast.actors["signer"], at=AT)
    return filing


def a_filed(kind_code: str = SELF_ASSESSMENT, **facts: Any) -> Cast:
    """Everybody, and a filing of the kind that was submitted and opened by the town; `facts` of the enterprise."""
    cast = Cast.of(**facts)
    an_assessment(cast, kind_code)
    submit(cast)
    opened(cast)
    return cast


def opened(cast: Cast, name: str = "town") -> None:
    """Begin the review."""
    reviewing.open_review(cast.filing(name), by=cast.actors[name], at=AT)


def decide(cast: Cast, verb: str, name: str = "town") -> Filing:
    """Endorse, approve, or send back with the remarks that were written."""
    filing = cast.filing(name)
    getattr(reviewing, verb)(filing, Decision(filing.version), by=cast.actors[name], at=AT)
    return filing


def sent_back(cast: Cast, path: str) -> None:
    """Send back with a remark on a row."""
    filing = cast.filing("town")
    remark = RemarkValue(path, "R01", "补充说明。")
    reviewing.write_remark(filing, remark, by=cast.actors["town"], at=AT)
    decide(cast, "send_back")


def scored(cast: Cast, item_id: str, given: Answer, note: str = "") -> None:
    """Score an item as the town."""
    item_reviewing.score_item(
        cast.filing("town"), item_id, Judged(given, note), by=cast.actors["town"], at=AT
    )


def changed(cast: Cast, item_id: str, **values: Any) -> None:
    """Answer an item otherwise, as the signer."""
    statement = (
        select(ItemAnswer)
        .join(Assessment, Assessment.id == ItemAnswer.assessment_id)
        .where(Assessment.filing_id == cast.filing_id, ItemAnswer.item_id == item_id)
    )
    cast.be("signer")
    give(session().scalars(statement).one(), values, cast.actors["signer"])


def items_of(cast: Cast) -> dict[str, Item]:
    """The items of the standard of the assessment."""
    act_as(SYSTEM)
    return dict(standard_of(queries.assessment_of_filing(session(), cast.filing_id).standard_key).item)
