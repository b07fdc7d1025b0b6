"""What is done with the members of an organisation: invite, join, change roles, end, help with a lost password."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import audit
from portal.access import Actor, as_system, require
from portal.accounts import actions, links, passwords, queries, sessions
from portal.accounts.model import Invitation, JoinRequest, Membership, Person
from portal.accounts.rules import (
    INVITATION_LIFE,
    SIGN_IN_NAME,
    Invited,
    NewAccount,
    Organisation,
    Place,
    Role,
    folded_name,
    role_codes,
)
from portal.db import session, writing
from portal.notices import mail
from portal.notices.rules import Letter
from portal.problems import Explanation, Refused, explain_constraints

explain_constraints(
    {
        "uq_person_sign_in_name": Explanation(
            _l("This sign-in name is taken. Choose another."), "sign_in_name"
        ),
        "uq_authority_name": Explanation(_l("There is an authority of this name already."), "name"),
        "uq_person_made_by_form": Explanation(
            _l("This form was sent already. Sign in with the account it made.")
        ),
    }
)


class Handed(NamedTuple):
    """A one-time link just made: mailed, or to be handed over by whoever made it."""

    name: str
    address: str
    mailed: bool


# --- inviting -----------------------------------------------------------------------------------------------


def invite(to: Organisation, invited: Invited, *, by: Actor, at: datetime) -> Handed:
    """Make a link by which a person joins an organisation within 7 days; who may was asked by the caller's right.

    Raises Refused for roles that the organisation does not have.
    """
    _refuse_roles(to, invited.place)
    token = links.new_token()
    with writing() as current:
        made = Invitation(
            enterprise_id=to.enterprise_id, authority_id=to.authority_id, region_path=to.region_path,
            organisation=to.name, name=invited.name, email=invited.email, role_codes=role_codes(invited.place.roles),
            job_title=invited.place.job_title, certificate_number=invited.place.certificate_number,
            token_digest=sessions.digest(token), invited_by=by.name, made_at=at, expires_at=at + INVITATION_LIFE,
        )  # fmt: skip
        current.add(made)
        current.flush()
        audit.record(
            "invitation.make", made, by=by, at=at, after={"person": made.name, "roles": made.role_codes}
        )
        return _hand_over(made, links.address_of("accounts.open_invitation", token), at)


def _hand_over(made: Invitation, address: str, at: datetime) -> Handed:
    mailed = bool(made.email) and mail.is_on()
    if mailed:
        body = _(
            "%(inviter)s invites you to join %(organisation)s. Open this address within 7 days:\n\n%(address)s",
            inviter=made.invited_by,
            organisation=made.organisation,
            address=address,
        )
        mail.queue(Letter(made.name, made.email, _("Anbao: invitation"), body), at)
    return Handed(made.name, address, mailed)


def withdraw(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Let an invitation hold no longer."""
    with writing():
        invitation.withdrawn_at = at
        audit.record("invitation.withdraw", invitation, by=by, at=at)


def _refuse_roles(of: Organisation, place: Place) -> None:
    if not place.roles or not place.roles <= set(of.offered_roles):
        raise Refused(_("Choose at least one role."), "roles")
    if Role.INSPECTOR in place.roles and not place.certificate_number:
        raise Refused(_("An inspector has a certificate: enter its number."), "certificate_number")


# --- joining ------------------------------------------------------------------------------------------------


def accept(token: str, account: NewAccount, *, by: Actor, at: datetime) -> None:
    """Join by an invitation with a new account; the link is used up.

    Raises NotFound for a link that does not hold, Refused for a weak password or a taken name.
    """
    invitation = links.open_invitation(session(), token, at)
    password_hash = hash_of_new(account, [invitation.organisation])
    with as_system("who is invited has no scope yet"), writing() as current:
        invitation = links.open_invitation(current, token, at)
        person = new_person(account, password_hash, at)
        _use(invitation, person, by, at)


def join(token: str, *, by: Actor, at: datetime) -> None:
    """Join by an invitation with the account that one is signed in with; the link is used up.

    Raises NotFound for a link that does not hold, Refused for who belongs there already.
    """
    with as_system("the organisation joined lies outside the one acted in"), writing() as current:
        invitation = links.open_invitation(current, token, at)
        person = current.get_one(Person, by.person_id)
        if queries.belongs(current, person.id, _organisation(invitation)):
            raise Refused(_("You belong to this organisation already."))
        _use(invitation, person, by, at)


def _use(invitation: Invitation, person: Person, by: Actor, at: datetime) -> None:
    invitation.used_at = at
    place = Place(frozenset(invitation.roles), invitation.job_title, invitation.certificate_number)
    member = new_member(person, _organisation(invitation), place, at)
    audit.record(
        "membership.begin", member, by=by, at=at, after={"person": person.name, "roles": member.role_codes}
    )


def _organisation(invitation: Invitation) -> Organisation:
    return Organisation(
        invitation.organisation, invitation.region_path, invitation.enterprise_id, invitation.authority_id
    )


def hash_of_new(account: NewAccount, organisations: list[str]) -> str:
    """The hash of a new account's password. Slow: outside `writing()`. Raises Refused for what the policy refuses."""
    name = folded_name(account.sign_in_name)
    if not SIGN_IN_NAME.fullmatch(name):
        raise Refused(
            _("Use 4 to 40 letters and digits for the sign-in name, or a mobile number."), "sign_in_name"
        )
    passwords.refuse_weak(account.password, [name, account.name, account.phone, *organisations])
    return passwords.hash_password(account.password)


def new_person(account: NewAccount, password_hash: str, at: datetime) -> Person:
    """An account of one's own. Inside `writing()`. Raises Refused for a taken name."""
    name = folded_name(account.sign_in_name)
    if queries.known(session(), name):
        raise Refused(_("This sign-in name is taken. Choose another."), "sign_in_name")
    person = Person(
        sign_in_name=name, name=account.name, phone=account.phone, email=account.email, password_hash=password_hash,
        password_changed_at=at, made_by_form=account.form_key,
    )  # fmt: skip
    session().add(person)
    session().flush()
    return person


def new_member(person: Person, of: Organisation, place: Place, at: datetime) -> Membership:
    """A person's place in an organisation. Inside `writing()`."""
    member = Membership(
        person_id=person.id, enterprise_id=of.enterprise_id, authority_id=of.authority_id, region_path=of.region_path,
        organisation=of.name, role_codes=role_codes(place.roles), job_title=place.job_title,
        certificate_number=place.certificate_number, joined_at=at,
    )  # fmt: skip
    session().add(member)
    session().flush()
    return member


def ask_to_join(person: Person, enterprise: Organisation, at: datetime) -> JoinRequest:
    """Note that a person says that he belongs to a known enterprise. Inside `writing()`, as SYSTEM."""
    request = JoinRequest(
        enterprise_id=enterprise.enterprise_id, region_path=enterprise.region_path, person_id=person.id,
        organisation=enterprise.name, made_at=at,
    )  # fmt: skip
    session().add(request)
    session().flush()
    return request


def accept_join_request(request: JoinRequest, place: Place, *, by: Actor, at: datetime) -> Membership:
    """Let a person who asked join the enterprise with these roles. Raises Refused when it was decided before."""
    require(by, "join_request.accept", request)
    enterprise = Organisation(request.organisation, request.region_path, request.enterprise_id)
    _refuse_roles(enterprise, place)
    with writing():
        _decide(request, True, at)
        member = new_member(request.person, enterprise, place, at)
        audit.record("join_request.accept", request, by=by, at=at, after={"roles": member.role_codes})
    return member


def decline_join_request(request: JoinRequest, *, by: Actor, at: datetime) -> None:
    """Refuse a person who asked; an account that belongs nowhere is closed."""
    require(by, "join_request.decline", request)
    with writing() as current:
        _decide(request, False, at)
        if not queries.own_memberships(current, request.person_id):
            request.person.active = False
        audit.record("join_request.decline", request, by=by, at=at)


def _decide(request: JoinRequest, accepted: bool, at: datetime) -> None:
    if request.decided_at is not None:
        raise Refused(_("This request was decided in the meantime."))
    request.decided_at, request.accepted = at, accepted


# --- members ------------------------------------------------------------------------------------------------


def change_place(membership: Membership, place: Place, seen: int, *, by: Actor, at: datetime) -> None:
    """Change what another member may do; all his browsers are signed out.

    Raises Forbidden for one's own place, Refused for roles that the organisation does not have, Stale.
    """
    require(by, "membership.edit", membership)
    _refuse_roles(queries.own_organisation(session(), by), place)
    with writing():
        membership.expect_version(seen)
        before = {"roles": membership.role_codes, "job_title": membership.job_title}
        membership.role_codes = role_codes(place.roles)
        membership.job_title, membership.certificate_number = place.job_title, place.certificate_number
        sessions.end_sign_ins(membership.person_id, at)
        after = {"roles": membership.role_codes, "job_title": membership.job_title}
        audit.record("membership.edit", membership, by=by, at=at, before=before, after=after)


def end(membership: Membership, *, by: Actor, at: datetime) -> None:
    """End another person's membership; what he did stays under his name. Raises Forbidden for one's own."""
    require(by, "membership.end", membership)
    with writing():
        membership.ended_at = at
        sessions.end_sign_ins(membership.person_id, at)
        audit.record("membership.end", membership, by=by, at=at)


def reset(membership: Membership, *, by: Actor, at: datetime) -> Handed:
    """Make a link by which another member chooses a new password within 30 minutes.

    Raises Forbidden for oneself; Refused for who belongs elsewhere too, for the link would open that door as well.
    """
    require(by, "membership.reset", membership)
    if len(queries.own_memberships(session(), membership.person_id)) > 1:
        raise Refused(
            _(
                "%(name)s belongs to another organisation too and resets the password by mail.",
                name=membership.person.name,
            )
        )
    with writing():
        address = actions.new_reset_link(membership.person, at)
        audit.record("membership.reset", membership, by=by, at=at)
        return Handed(membership.person.name, address, mailed=False)


def show_phone(membership: Membership, *, by: Actor, at: datetime) -> str:
    """A member's phone in full; that somebody looked is kept."""
    require(by, "membership.show_phone", membership)
    with writing():
        audit.record("membership.show_phone", membership, by=by, at=at)
    return membership.person.phone


def show_applicants_phone(request: JoinRequest, *, by: Actor, at: datetime) -> str:
    """The phone of a person who asks to join, in full; that somebody looked is kept."""
    require(by, "join_request.show_phone", request)
    with writing():
        audit.record("join_request.show_phone", request, by=by, at=at)
    return request.person.phone


def end_all_sign_ins(membership: Membership, *, by: Actor, at: datetime) -> None:
    """Sign a member out of every browser."""
    require(by, "membership.end_sign_ins", membership)
    with writing():
        sessions.end_sign_ins(membership.person_id, at)
        audit.record("membership.end_sign_ins", membership, by=by, at=at)
