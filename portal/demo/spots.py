"""What happens on the spot in the story: checks of controls, and a slip with what its holder suggests."""

from datetime import datetime, timedelta

from portal import clock
from portal.access import Actor
from portal.db import new_key, session
from portal.demo import queries
from portal.demo.city import Plain
from portal.demo.pictures import plate
from portal.demo.registers import Register
from portal.registry.model import Enterprise
from portal.risks import checking
from portal.risks.intervals import next_check_day
from portal.risks.model import Control
from portal.risks.photos import KeptPhoto, keep_photo
from portal.risks.rules import CheckResult
from portal.slips import accepting, actions, suggesting
from portal.slips.model import Suggestion
from portal.slips.rules import NewSlip, SuggestionKind
from portal.slips.suggesting import Said
from portal.slips.tickets import Ticket

APART = timedelta(minutes=20)


def record_check(register: Register, told: Plain, *, by: Actor, at: datetime) -> None:
    """Check the first control of a row."""
    control = _first_control(register, told["row"])
    on = clock.local_day(at)
    found = checking.Found(
        CheckResult(told["result"]), next_check_day(control.frequency, on), told.get("note", ""),
        _photo(control, told, at),
    )  # fmt: skip
    checking.record(control, found, by=by, at=at)


def hand_slip(register: Register, told: Plain, *, by: Actor, at: datetime) -> list[str]:
    """Hand out a slip for a unit and let its holder suggest; answers the keys of the suggestions, in their order."""
    enterprise = session().get_one(Enterprise, by.enterprise_id)
    wanted = NewSlip(told["person"], told["post"], (told["unit"],), (), told["days"])
    handed = actions.make(enterprise, wanted, by=by, at=at)
    ticket = Ticket(handed.slip.key, handed.address.rpartition("/")[2])
    for number, one in enumerate(told["suggestions"], start=1):
        suggesting.suggest(ticket, _said(register, one, at), at=at + number * APART)
    session().expire_all()
    return [one.key for one in reversed(handed.slip.suggestions)]


def decide(suggestion: Suggestion, told: Plain, *, by: Actor, at: datetime) -> None:
    """Accept or decline a suggestion, as told; one that nothing is told of waits."""
    if told.get("accepted"):
        accepting.accept(suggestion, accepting.Terms(), by=by, at=at)
    if "declined" in told:
        accepting.decline(suggestion, told["declined"], by=by, at=at)


def _said(register: Register, told: Plain, at: datetime) -> Said:
    kind = SuggestionKind(told["kind"])
    if kind is SuggestionKind.HAZARD:
        photo = (
            keep_photo(plate(told["place"], [told["title"], _day(at)])) if told.get("photo") else KeptPhoto()
        )
        return Said(
            kind, new_key(), title=told["title"], place=told["place"], words=told["words"], photo=photo
        )
    control = _first_control(register, told["row"])
    result = CheckResult(told["result"]) if "result" in told else None
    photo = _photo(control, told, at)
    return Said(
        kind, new_key(), control.risk.key, control.key, result, words=told.get("words", ""), photo=photo
    )


def _first_control(register: Register, row: int) -> Control:
    return queries.risk(session(), register.keys[row]).active_controls[0]


def _photo(control: Control, told: Plain, at: datetime) -> KeptPhoto:
    if not told.get("photo"):
        return KeptPhoto()
    return keep_photo(
        plate(f"{control.risk.risk_point} 检查", [control.risk.place, control.text[:16], _day(at)])
    )


def _day(at: datetime) -> str:
    return f"{clock.local_day(at)}（演示图）"
