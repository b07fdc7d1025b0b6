"""What is done with enterprises: registered, confirmed or refused, edited, written off, moved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from portal import audit
from portal.access import Actor, HasOwner, as_system, require
from portal.accounts import members
from portal.accounts import queries as accounts
from portal.accounts.model import Authority, Person
from portal.accounts.rules import Level, Place, Role
from portal.db import session, writing
from portal.notices.actions import notify
from portal.notices.rules import Recipient
from portal.problems import Conflict, FieldConflict, NotFound, Refused
from portal.registry import moving, queries
from portal.registry.following import facts_changed
from portal.registry.model import Enterprise
from portal.registry.regions import region
from portal.registry.rules import (
    ENTERPRISE,
    FACTS,
    PHONES,
    Application,
    Edit,
    EnterpriseState,
    Office,
    WriteOff,
    fact_text,
)
from portal.registry.sorting import initials, sort_key

FIRST_ROLES = frozenset({Role.ADMINISTRATOR, Role.SIGNER, Role.FILER})
"""What the first person of an enterprise may do; he can share it out later."""


# --- registration -------------------------------------------------------------------------------------------


def register(application: Application, *, by: Actor, at: datetime) -> None:
    """Register a company with its first person, who may fill at once; its town confirms it later.

    A code that is known already changes nothing but this: its holder and its town are told that somebody asks to
    join. The answer is the same, and so is the work. Sent twice, it is done once.
    Raises Refused for a wrong code, a weak password, a taken sign-in name.
    """
    refuse_wrong_code(application.code)
    password_hash = members.hash_of_new(application.account, [application.facts["name"]])
    with as_system("a visitor has no scope"), writing() as current:
        if accounts.form_was_sent(current, application.account.form_key):
            return
        person = members.new_person(application.account, password_hash, at)
        known = queries.with_code(current, application.code)
        if known is None:
            _found(application, person, by, at)
        else:
            _claim(known, person, by, at)


def refuse_wrong_code(code: str) -> None:
    """Raise Refused unless this is a unified social credit code with a right check character."""
    try:
        uscc.validate(code)
    except (ValidationError, ValueError):
        raise Refused(
            _("Enter the 18 characters of the unified social credit code as on the business licence."), "code"
        ) from None


def _found(application: Application, person: Person, by: Actor, at: datetime) -> None:
    enterprise = new_enterprise(application.code, application.facts, at)
    members.new_member(person, enterprise.organisation, Place(FIRST_ROLES, application.job_title), at)
    audit.record("enterprise.register", enterprise, by=by, at=at, after=_texts(enterprise))
    _tell_town(enterprise, "enterprise.registered", at)


def new_enterprise(code: str, facts: Mapping[str, Any], at: datetime) -> Enterprise:
    """An enterprise that waits for confirmation. Inside `writing()`. `facts`: by the names of FACTS."""
    name = str(facts["name"])
    enterprise = Enterprise(
        **facts, code=code, region_path=region(str(facts["region_code"])).path, sort_key=sort_key(name),
        initials=initials(name), registered_at=at,
    )  # fmt: skip
    session().add(enterprise)
    session().flush()
    return enterprise


def _claim(known: Enterprise, person: Person, by: Actor, at: datetime) -> None:
    request = members.ask_to_join(person, known.organisation, at)
    audit.record("enterprise.claim", known, by=by, at=at, after={"person": person.name})
    facts = {"person": person.name, "enterprise": known.name}
    notify(known, "join_request.made", at=at, thing=request, facts=facts)
    for office in accounts.offices(session(), known.region_path, Level.TOWN):
        notify(office, "join_request.made", at=at, thing=known, facts=facts)


# --- confirmation -------------------------------------------------------------------------------------------


def confirm(enterprise: Enterprise, seen: int, *, by: Actor, at: datetime) -> None:
    """Confirm that the company belongs to the town. Raises Stale when it changed since it was looked at."""
    with writing():
        enterprise.expect_version(seen)
        ENTERPRISE.move(enterprise, "confirm", by=by)
        enterprise.decided_at, enterprise.refusal_reason = at, ""
        audit.record("enterprise.confirm", enterprise, by=by, at=at)
        _tell(enterprise, "enterprise.confirmed", by, at)


def refuse(enterprise: Enterprise, reason: str, seen: int, *, by: Actor, at: datetime) -> None:
    """Refuse a registration with a reason; the company may mend it and send it in again. Raises Stale."""
    with writing():
        enterprise.expect_version(seen)
        ENTERPRISE.move(enterprise, "refuse", by=by)
        enterprise.decided_at, enterprise.refusal_reason = at, reason
        audit.record("enterprise.refuse", enterprise, by=by, at=at, after={"reason": reason})
        _tell(enterprise, "enterprise.refused", by, at, reason=reason)


def resubmit(enterprise: Enterprise, *, by: Actor, at: datetime) -> None:
    """Send a refused registration in again."""
    with writing():
        ENTERPRISE.move(enterprise, "resubmit", by=by)
        enterprise.refusal_reason = ""
        audit.record("enterprise.resubmit", enterprise, by=by, at=at)
        _tell_town(enterprise, "enterprise.resubmitted", at)


# --- facts --------------------------------------------------------------------------------------------------


def edit(enterprise: Enterprise, left: Edit, *, by: Actor, at: datetime) -> None:
    """Keep the facts that the person changed; what others changed meanwhile stays, unless both touched one field.

    Raises Conflict (with each such field) and keeps nothing then; Refused for a town changed after confirmation.
    """
    require(by, "enterprise.edit", enterprise)
    with writing():
        changed = {
            name: value for name, value in left.facts.items() if fact_text(value) != left.seen.get(name, "")
        }
        if enterprise.version != left.seen_version:
            _refuse_conflicts(enterprise, left, changed)
        before = _texts(enterprise)
        _take_facts(enterprise, changed, at)
        after = _texts(enterprise)
        different = [name for name in FACTS if before[name] != after[name]]
        if different:
            audit.record(
                "enterprise.edit", enterprise, by=by, at=at,
                before={name: before[name] for name in different}, after={name: after[name] for name in different},
            )  # fmt: skip
            facts_changed(enterprise, at)


def _refuse_conflicts(enterprise: Enterprise, left: Edit, changed: Mapping[str, Any]) -> None:
    now = _texts(enterprise)
    both = [name for name in changed if now[name] not in (left.seen.get(name, ""), fact_text(changed[name]))]
    if both:
        last = queries.last_edit(session(), enterprise)
        who, when = (last.actor_name, last.at) if last else ("", enterprise.registered_at)
        conflicts = [FieldConflict(name, fact_text(changed[name]), now[name], who, when) for name in both]
        raise Conflict(_("Someone else changed the same facts while you had them open."), conflicts)


def _take_facts(enterprise: Enterprise, changed: Mapping[str, Any], at: datetime) -> None:
    for name, value in changed.items():
        setattr(enterprise, name, value)
    if "name" in changed:
        enterprise.sort_key, enterprise.initials = sort_key(enterprise.name), initials(enterprise.name)
        moving.take_name(enterprise)
    if "region_code" in changed:
        if not enterprise.town_is_open:
            raise Refused(
                _("The county bureau moves an enterprise to another town; ask there."), "region_code"
            )
        _bring_to(enterprise, enterprise.region_code)
        _tell_waiting(enterprise, at)


def _texts(enterprise: Enterprise) -> dict[str, str]:
    return {name: fact_text(getattr(enterprise, name)) for name in FACTS}


def show_phone(enterprise: Enterprise, fact: str, *, by: Actor, at: datetime) -> str:
    """One of the phones among the facts, in full; that somebody looked is kept. Raises NotFound for another fact."""
    require(by, "enterprise.show_phone", enterprise)
    if fact not in PHONES:
        raise NotFound
    with writing():
        audit.record("enterprise.show_phone", enterprise, by=by, at=at, after={"fact": fact})
    return str(getattr(enterprise, fact))


# --- leaving and moving -------------------------------------------------------------------------------------


def write_off(enterprise: Enterprise, left: WriteOff, seen: int, *, by: Actor, at: datetime) -> None:
    """Take an enterprise off the duty list, with reason and date; the archive keeps everything. Raises Stale."""
    with writing():
        enterprise.expect_version(seen)
        ENTERPRISE.move(enterprise, "write_off", by=by)
        enterprise.write_off_ground, enterprise.written_off_on, enterprise.write_off_note = (
            left.ground,
            left.on,
            left.note,
        )
        after = {"ground": left.ground, "on": left.on, "note": left.note}
        audit.record("enterprise.write_off", enterprise, by=by, at=at, after=after)
        _tell(enterprise, "enterprise.written_off", by, at)


def restore(enterprise: Enterprise, seen: int, *, by: Actor, at: datetime) -> None:
    """Put a written-off enterprise back on the duty list. Raises Stale."""
    with writing():
        enterprise.expect_version(seen)
        ENTERPRISE.move(enterprise, "restore", by=by)
        enterprise.write_off_ground = enterprise.written_off_on = None
        enterprise.write_off_note = ""
        audit.record("enterprise.restore", enterprise, by=by, at=at)
        _tell(enterprise, "enterprise.restored", by, at)


def move(enterprise: Enterprise, town_code: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Bring an enterprise and its living rows under another town; filings and papers stay with the old one."""
    require(by, "enterprise.move", enterprise)
    if town_code == enterprise.region_code:
        raise Refused(_("The enterprise belongs to this town already."), "town")
    with writing():
        before = enterprise.region_code
        offices = accounts.offices(session(), enterprise.region_path, Level.TOWN)
        _bring_to(enterprise, town_code)
        after = {"region_code": town_code, "reason": reason}
        audit.record("enterprise.move", enterprise, by=by, at=at, before={"region_code": before}, after=after)
        facts = {"enterprise": enterprise.name, "town": region(town_code).name}
        told: list[HasOwner | Recipient] = [enterprise, *offices]
        for to in [*told, *accounts.offices(session(), enterprise.region_path, Level.TOWN)]:
            notify(to, "enterprise.moved", at=at, thing=enterprise, facts=facts)


def _bring_to(enterprise: Enterprise, town_code: str) -> None:
    enterprise.region_code, enterprise.region_path = town_code, region(town_code).path
    moving.take_along(enterprise)


# --- authorities --------------------------------------------------------------------------------------------


def found_authority(office: Office, *, by: Actor, at: datetime) -> Authority:
    """Enter an authority. Raises Refused for a name that is taken."""
    with writing() as current:
        found = Authority(
            name=office.name, level=office.level, region_code=office.region_code,
            region_path=region(office.region_code).path, mark=office.mark,
        )  # fmt: skip
        current.add(found)
        current.flush()
        audit.record("authority.found", found, by=by, at=at, after={"name": office.name})
    return found


# --- telling ------------------------------------------------------------------------------------------------


def _tell(enterprise: Enterprise, kind: str, by: Actor, at: datetime, **facts: Any) -> None:
    said = {"enterprise": enterprise.name, "authority": by.organisation, **facts}
    notify(enterprise, kind, at=at, thing=enterprise, facts=said)


def _tell_waiting(enterprise: Enterprise, at: datetime) -> None:
    """A registration that came under another town waits there."""
    if enterprise.state is EnterpriseState.PENDING:
        _tell_town(enterprise, "enterprise.registered", at)


def _tell_town(enterprise: Enterprise, kind: str, at: datetime) -> None:
    for office in accounts.offices(session(), enterprise.region_path, Level.TOWN):
        notify(office, kind, at=at, thing=enterprise, facts={"enterprise": enterprise.name})
