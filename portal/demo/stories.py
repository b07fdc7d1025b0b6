"""The steps of a story: each is one action of another room, done by the person who would do it, at its moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal import clock
from portal.access import SYSTEM, Actor, act_as
from portal.db import session
from portal.demo import assessed, facts, lists, orders, people, premises, queries, registers, spots
from portal.demo.city import Company, Step
from portal.demo.passwords import password_of
from portal.demo.timeline import day_of
from portal.filings import actions as filings
from portal.filings import reviewing
from portal.filings.model import Filing
from portal.filings.queries import filings_of
from portal.filings.reviewing import Decision, RemarkValue
from portal.filings.rules import Declaration, Occasion, RejectionGround
from portal.registry import actions as registry
from portal.registry.model import Enterprise
from portal.registry.rules import Edit, WriteOff, WriteOffGround
from portal.risks.affirmed import year_in_hand
from portal.risks.answering import Answer, answer
from portal.risks.kind import CODE
from portal.risks.questions import trade_questions
from portal.risks.rules import Presence
from portal.workdays import add_workdays

COUNTY_LATER = 2
"""Working days after the town, as told."""

OPENED_BEFORE = timedelta(hours=2)
DECIDED_AFTER = timedelta(hours=3)
RECALLED_AFTER = timedelta(minutes=6)
ANSWER = "已逐条核对，情况属实。"
NOTE = "逐条核对，本厂没有这类场所、设备和作业。"


@dataclass
class Walk:
    """One enterprise on its way through its story.

    `actors`: its people by sign-in name. `reviewers`: those who look at it, by level. `inspectors`: all
    of the city by sign-in name.
    """

    company: Company
    today: date
    actors: dict[str, Actor]
    reviewers: dict[str, list[Actor]]
    inspectors: dict[str, Actor]
    enterprise_id: int
    register: registers.Register

    @property
    def filer(self) -> Actor:
        """Who fills."""
        return people.with_role(self.actors, "filer", "signer")[0]

    @property
    def signer(self) -> Actor:
        """Who signs."""
        return people.with_role(self.actors, "signer")[0]

    def reviewer(self, level: str) -> Actor:
        """A reviewer of the town or the county; where there are two, one enterprise stays with one of them."""
        found = self.reviewers[level]
        return found[self.enterprise_id % len(found)]


def acting(actor: Actor) -> Actor:
    """Go on as this actor."""
    act_as(actor)
    return actor


def current_filing(walk: Walk) -> Filing:
    """The newest report of the enterprise, in the scope of the actor."""
    return next(one for one in filings_of(session(), walk.enterprise_id) if one.kind_code == CODE)


# --- the enterprise -----------------------------------------------------------------------------------------


def fill(walk: Walk, _step: Step, at: datetime) -> None:
    """Tell the facts and enter the register, but for the rows that come later."""
    later = registers.rows_added_later(walk.company)
    numbers = [number for number in range(len(walk.company.register)) if number not in later]
    by = acting(walk.filer)
    facts.tell(walk.company, by=by, at=at)
    registers.fill(walk.register, numbers, by=by, at=at)


def add(walk: Walk, step: Step, at: datetime) -> None:
    """Enter rows that are new."""
    by = acting(walk.filer)
    registers.fill(walk.register, step.facts["rows"], by=by, at=at)


def edit(walk: Walk, step: Step, at: datetime) -> None:
    """Mend rows."""
    by = acting(walk.filer)
    registers.mend(walk.register, step.facts["rows"], by=by, at=at)


def attach(walk: Walk, step: Step, at: datetime) -> None:
    """Show controls by photos."""
    by = acting(walk.filer)
    registers.show_evidence(walk.register, step.facts["rows"], by=by, at=at)


def draw(walk: Walk, _step: Step, at: datetime) -> None:
    """Put up the plan of the premises with an area for each unit, and print the notice board."""
    by = acting(walk.filer)
    premises.draw_plan(walk.company, walk.enterprise_id, by=by, at=at)


def check(walk: Walk, step: Step, at: datetime) -> None:
    """Check controls."""
    by = acting(walk.filer)
    for one in step.facts["checks"]:
        spots.record_check(walk.register, one, by=by, at=at)


def slip(walk: Walk, step: Step, at: datetime) -> None:
    """Hand out a slip; decide on some of what comes back."""
    by = acting(walk.filer)
    keys = spots.hand_slip(walk.register, step.facts, by=by, at=at)
    for key, told in zip(keys, step.facts["suggestions"], strict=True):
        spots.decide(queries.suggestion(session(), key), told, by=by, at=at + DECIDED_AFTER)


def save_views(walk: Walk, step: Step, at: datetime) -> None:
    """Keep filters of the register under names."""
    lists.save_views(step.facts, by=acting(walk.filer), at=at)


def change_many(walk: Walk, step: Step, at: datetime) -> None:
    """Change many rows alike in one step."""
    lists.change_many(walk.register, step.facts, by=acting(walk.filer), at=at)


def give_workbook(walk: Walk, step: Step, at: datetime) -> None:
    """Give in a workbook of the enterprise's own; it waits there, checked."""
    lists.give_workbook(step.facts, by=acting(walk.filer), at=at)


def reidentify(walk: Walk, _step: Step, at: datetime) -> None:
    """Identify anew."""
    by = acting(walk.filer)
    registers.identify_anew(walk.register, by=by, at=at)


def affirm(walk: Walk, step: Step, at: datetime) -> None:
    """Confirm some of last year's rows as unchanged, and say of others that they have changed."""
    by = acting(walk.filer)
    year = year_in_hand(filings_of(session(), walk.enterprise_id), clock.local_day(at))
    registers.affirm(walk.register, year, step.facts, by=by, at=at)


def remove(walk: Walk, step: Step, at: datetime) -> None:
    """Take rows out of the register."""
    by = acting(walk.filer)
    registers.take_out(walk.register, step.facts["rows"], step.facts["reason"], by=by, at=at)


def change_facts(walk: Walk, step: Step, at: datetime) -> None:
    """Change facts of the enterprise."""
    by = acting(walk.filer)
    enterprise = session().get_one(Enterprise, walk.enterprise_id)
    registry.edit(enterprise, Edit(enterprise.version, {}, step.facts["facts"]), by=by, at=at)


def start(walk: Walk, step: Step, at: datetime) -> None:
    """Begin a filing; the duty of a regular report arises with the year, that of a first one with production."""
    by = acting(walk.filer)
    occasion, on = Occasion(step.facts["occasion"]), clock.local_day(at)
    began = {
        Occasion.REGULAR: on.replace(month=1, day=1),
        Occasion.FIRST: day_of(walk.company.accepted or walk.company.production_began, walk.today),
        Occasion.CHANGE: on - timedelta(days=1),
    }[occasion]
    enterprise = session().get_one(Enterprise, walk.enterprise_id)
    filings.start(enterprise, CODE, occasion, began, by=by, at=at)


def submit(walk: Walk, _step: Step, at: datetime) -> None:
    """Answer what a zero report is asked and what warns, then sign."""
    by, on = acting(walk.signer), clock.local_day(at)
    filing = current_filing(walk)
    if filing.occasion is Occasion.REGULAR:
        registers.affirm_all(walk.enterprise_id, filing.year, by=by, at=at)
    content = filings.snapshot_now(filing, on)
    if not content["risks"]:
        _answer_questions(filing, by, at)
        content = filings.snapshot_now(filing, on)
    warnings = [one for one in filing.kind.problems(content, on) if not one.blocking]
    declared = Declaration(
        filing.version, _password(by), {filings.warning_id(one): ANSWER for one in warnings}
    )
    filings.submit(filing, declared, by=by, at=at)


def _answer_questions(filing: Filing, by: Actor, at: datetime) -> None:
    questions = trade_questions(filing.enterprise.industry_code)
    answer(filing.enterprise, [Answer(one.code, Presence.ABSENT, NOTE) for one in questions], by=by, at=at)


def _password(actor: Actor) -> str:
    return password_of(people.role_of(actor), people.secret())


def recall(walk: Walk, _step: Step, _at: datetime) -> None:
    """Take the report back a few minutes after it was signed."""
    by = acting(walk.signer)
    filing = current_filing(walk)
    assert filing.submitted_at is not None
    filings.recall(filing, filing.version, by=by, at=filing.submitted_at + RECALLED_AFTER)


# --- the authority ------------------------------------------------------------------------------------------


def _reviewer_of(walk: Walk) -> Actor:
    """Act as the reviewer whose turn it is."""
    acting(SYSTEM)
    return acting(walk.reviewer(current_filing(walk).stage_level))


def open_review(walk: Walk, _step: Step, at: datetime) -> None:
    """Begin to review."""
    by = _reviewer_of(walk)
    reviewing.open_review(current_filing(walk), by=by, at=at)


def accept(walk: Walk, step: Step, at: datetime) -> None:
    """Accept rows as they stand."""
    by = _reviewer_of(walk)
    for number in step.facts["rows"]:
        reviewing.accept_row(current_filing(walk), _path(walk, number), by=by, at=at)


def remark(walk: Walk, step: Step, at: datetime) -> None:
    """Write remarks."""
    by = _reviewer_of(walk)
    for one in step.facts["remarks"]:
        path = one.get("path") or _path(walk, one["row"])
        reviewing.write_remark(
            current_filing(walk), RemarkValue(path, one["reason"], one["words"]), by=by, at=at
        )


def _path(walk: Walk, number: int) -> str:
    return f"/risks/{walk.register.keys[number]}"


def send_back(walk: Walk, step: Step, at: datetime) -> None:
    """Return the report with its remarks."""
    by = _reviewer_of(walk)
    filing = current_filing(walk)
    reviewing.send_back(filing, Decision(filing.version, step.facts["note"]), by=by, at=at)


def endorse(walk: Walk, _step: Step, at: datetime) -> None:
    """Pass the report on to the county."""
    by = _reviewer_of(walk)
    filing = current_filing(walk)
    reviewing.endorse(filing, Decision(filing.version), by=by, at=at)


def approve(walk: Walk, step: Step, at: datetime) -> None:
    """Open and approve at every stage that the report has; the county takes two days more."""
    open_review(walk, step, at - OPENED_BEFORE)
    if not current_filing(walk).is_last_stage:
        endorse(walk, step, at)
        at = datetime.combine(add_workdays(clock.local_day(at), COUNTY_LATER), at.timetz())
        open_review(walk, step, at - OPENED_BEFORE)
    by = _reviewer_of(walk)
    filing = current_filing(walk)
    reviewing.approve(filing, Decision(filing.version), by=by, at=at)


def reject(walk: Walk, step: Step, at: datetime) -> None:
    """Reject the report on one of the four grounds."""
    by = _reviewer_of(walk)
    filing = current_filing(walk)
    ground = RejectionGround(step.facts["ground"])
    reviewing.reject(filing, Decision(filing.version, step.facts["note"], ground), by=by, at=at)


# --- registration -------------------------------------------------------------------------------------------


def confirm(walk: Walk, _step: Step, at: datetime) -> None:
    """The town confirms the registration."""
    by = acting(walk.reviewer("town"))
    enterprise = session().get_one(Enterprise, walk.enterprise_id)
    registry.confirm(enterprise, enterprise.version, by=by, at=at)


def refuse(walk: Walk, _step: Step, at: datetime) -> None:
    """The town refuses the registration."""
    by = acting(walk.reviewer("town"))
    enterprise = session().get_one(Enterprise, walk.enterprise_id)
    registry.refuse(enterprise, walk.company.refusal_reason, enterprise.version, by=by, at=at)


def write_off(walk: Walk, step: Step, at: datetime) -> None:
    """The town takes the enterprise off the list."""
    by = acting(walk.reviewer("town"))
    enterprise = session().get_one(Enterprise, walk.enterprise_id)
    left = WriteOff(WriteOffGround(step.facts["ground"]), clock.local_day(at), step.facts["note"])
    registry.write_off(enterprise, left, enterprise.version, by=by, at=at)


def order(walk: Walk, step: Step, at: datetime) -> None:
    """Two inspectors issue a rectification order."""
    first, second = (walk.inspectors[name] for name in step.facts["inspectors"])
    orders.issue_order(walk.enterprise_id, step.facts, (acting(first), second), at)


def assess(walk: Walk, step: Step, at: datetime) -> None:
    """Assess itself under a standard, as far as is told; its findings are followed."""
    crew = assessed.Crew(walk.enterprise_id, acting(walk.signer), walk.filer, walk.reviewer)
    assessed.assess(crew, assessed.Told(**step.facts), at)


STEPS: dict[str, Callable[[Walk, Step, datetime], None]] = {
    "confirm": confirm, "refuse": refuse, "fill": fill, "attach": attach, "draw": draw, "add": add, "edit": edit,
    "remove": remove, "facts": change_facts, "check": check, "slip": slip,
    "views": save_views, "bulk": change_many, "workbook": give_workbook,
    "reidentify": reidentify, "affirm": affirm, "start": start, "submit": submit, "recall": recall, "open": open_review,
    "accept": accept, "remark": remark, "send_back": send_back, "endorse": endorse, "approve": approve,
    "reject": reject, "order": order, "write_off": write_off, "assess": assess,
}  # fmt: skip
"""What the data call a step."""
