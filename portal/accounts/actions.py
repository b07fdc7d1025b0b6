"""What a person does with his own account: sign in and out, confirm, change the password, act in another membership."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import audit, clock
from portal.access import Actor, as_system
from portal.accounts import links, passwords, queries, sessions, throttle
from portal.accounts.model import Membership, OldPassword, Person, ResetLink, SignIn
from portal.accounts.queries import Known, OwnMembership
from portal.accounts.rules import RESET_LIFE, Contact, Credentials, PasswordChange, folded_name
from portal.db import session, writing
from portal.notices import mail
from portal.notices.rules import Letter
from portal.problems import Message, NotFound, Refused

mail.find_addressees(queries.mail_addresses)

WRONG = _l(
    "The sign-in name or the password is not right, or the account is paused. After five wrong tries an account pauses"
    " for up to 15 minutes; an administrator of your organisation can give you a link for a new password."
)
"""One sentence for unknown, wrong, paused and ended accounts: it tells nobody which of them it was."""


def sign_in(typed: Credentials, replaced: str = "", *, by: Actor, at: datetime) -> str:
    """Open a sign-in in the membership acted in last; returns the token for the cookie.

    `replaced`: the token that this browser carried before; its sign-in ends. Runs exactly one verification, whatever
    is wrong. Raises Refused in the same words for an unknown name, a wrong password, a paused and an ended account;
    TooMany for an address that failed too often.
    """
    name = folded_name(typed.sign_in_name)
    attempt = throttle.begin(name, by.address, at)
    person = queries.known(session(), name)
    right = passwords.verify(person.password_hash if person else None, typed.password)
    places = queries.own_memberships(session(), person.person_id) if person else []
    if person is None or not (right and attempt.open and person.active and places):
        audit.record_alone("account.refuse_sign_in", _subject(person), by=by, at=at)
        raise Refused(WRONG)
    with as_system("who signs in has no scope yet"), writing():
        throttle.succeeded(attempt)
        sessions.end_sign_in(replaced, at)
        _renew_hash(person, typed.password)
        return _open(person, places[0], by, at)


def _subject(person: Known | None) -> Person | str:
    """The person that an event is about; of an unknown one nothing is kept."""
    return session().get_one(Person, person.person_id) if person else Person.__tablename__


def _renew_hash(person: Known, password: str) -> None:
    if passwords.needs_rehash(person.password_hash):
        session().get_one(Person, person.person_id).password_hash = passwords.hash_password(password)


def _open(person: Known, place: OwnMembership, by: Actor, at: datetime) -> str:
    token = sessions.open_sign_in(session().get_one(Membership, place.id), at)
    audit.record(
        "account.sign_in", session().get_one(Person, person.person_id), by=_acting(person, place, by), at=at
    )
    return token


def _acting(person: Known, place: OwnMembership, by: Actor) -> Actor:
    """The actor that the person becomes, as far as an event tells of him."""
    return Actor(
        kind="enterprise" if place.authority_id is None else "authority",
        name=person.name, organisation=place.organisation, person_id=person.person_id, membership_id=place.id,
        enterprise_id=place.enterprise_id, authority_id=place.authority_id, region_path=place.region_path,
        address=by.address,
    )  # fmt: skip


def sign_out(token: str, *, by: Actor, at: datetime) -> None:
    """End the sign-in of this browser's token."""
    with writing() as current:
        sessions.end_sign_in(token, at)
        audit.record("account.sign_out", queries.own_person(current, by), by=by, at=at)


def act_in(membership_key: str, token: str, *, by: Actor, at: datetime) -> str:
    """Act in another of one's own memberships: the sign-in ends and a new one begins; returns its token.

    Raises NotFound for another's membership as for an unknown one.
    """
    places = queries.own_memberships(session(), by.person_id or 0)
    place = next((place for place in places if place.key == membership_key), None)
    if place is None:
        raise NotFound
    with as_system("the membership to act in lies outside the one acted in"), writing() as current:
        sessions.end_sign_in(token, at)
        return _open(queries.known_person(current, by.person_id or 0), place, by, at)


def end_sign_in(found: SignIn, *, by: Actor, at: datetime) -> None:
    """Sign a browser of one's own out."""
    with writing() as current:
        found.ended_at = at
        audit.record("account.end_sign_in", queries.own_person(current, by), by=by, at=at)


def confirm_password(by: Actor, password: str) -> None:
    """Make sure that it is the person himself: for signing, issuing, changing how he is reached. Outside `writing()`.

    Raises Refused on `password`. The clock is asked here, for the throttle counts real tries, not the deed's moment.
    """
    at = clock.wall()
    person = queries.known_person(session(), by.person_id or 0)
    attempt = throttle.begin(person.sign_in_name, by.address, at)
    if not passwords.verify(person.password_hash, password) or not attempt.open:
        audit.record_alone("account.refuse_confirmation", _subject(person), by=by, at=at)
        raise Refused(_wrong_password(attempt), "password")
    with as_system("the tries of an account are nobody's own"), writing():
        throttle.succeeded(attempt)


def _wrong_password(attempt: throttle.Attempt) -> Message:
    if attempt.open:
        return _("The password is not right. Type the password with which you sign in.")
    return _("Too many wrong tries. Wait up to 15 minutes, then try again.")


def change_contact(contact: Contact, password: str, *, by: Actor, at: datetime) -> None:
    """Change how one is reached. Raises Refused for a wrong password."""
    confirm_password(by, password)
    with writing() as current:
        person = queries.own_person(current, by)
        before = {"phone": person.phone, "email": person.email}
        person.phone, person.email = contact.phone, contact.email
        after = {"phone": contact.phone, "email": contact.email}
        audit.record("account.change_contact", person, by=by, at=at, before=before, after=after)


# --- passwords ----------------------------------------------------------------------------------------------


def change_password(change: PasswordChange, token: str, *, by: Actor, at: datetime) -> None:
    """Take a new password; every other browser of the person is signed out.

    Raises Refused: on `password` (the old one is wrong), on `new_password` (weak, or used before).
    """
    confirm_password(by, change.old)
    person = queries.known_person(session(), by.person_id or 0)
    new_hash = _accepted_hash(person, change.new)
    with writing() as current:
        _replace_password(current.get_one(Person, person.person_id), new_hash, at)
        sessions.end_sign_ins(person.person_id, at, keep=token)
        audit.record("account.change_password", queries.own_person(current, by), by=by, at=at)


def reset_password(token: str, password: str, *, by: Actor, at: datetime) -> None:
    """Take a new password by a reset link, which is used up; every browser of the person is signed out.

    Raises NotFound for a link that does not hold, Refused on `new_password`.
    """
    link = links.open_reset(session(), token, at)
    person = queries.known_person(session(), link.person_id)
    new_hash = _accepted_hash(person, password)
    with as_system("who resets a password is not signed in"), writing() as current:
        links.open_reset(current, token, at).used_at = at
        owner = current.get_one(Person, person.person_id)
        _replace_password(owner, new_hash, at)
        sessions.end_sign_ins(person.person_id, at)
        throttle.forgive(person.sign_in_name)
        audit.record("account.reset_password", owner, by=by, at=at)


def _accepted_hash(person: Known, password: str) -> str:
    """The hash of a new password that the policy accepts."""
    organisations = [place.organisation for place in queries.own_memberships(session(), person.person_id)]
    passwords.refuse_weak(password, [person.sign_in_name, person.name, *organisations], "new_password")
    remembered = passwords.policy().remembered
    earlier = queries.old_passwords(session(), person.person_id, remembered - 1) if remembered else []
    if any(passwords.verify(used, password) for used in (person.password_hash, *earlier)):
        raise Refused(_("This password was used before. Choose a new one."), "new_password")
    return passwords.hash_password(password)


def _replace_password(person: Person, new_hash: str, at: datetime) -> None:
    if passwords.policy().remembered:
        session().add(OldPassword(person_id=person.id, password_hash=person.password_hash, replaced_at=at))
    person.password_hash, person.password_changed_at = new_hash, at


def ask_for_reset(sign_in_name: str, *, by: Actor, at: datetime) -> None:
    """Mail a reset link to the person with this name, if there is one who gave an address; tells nobody whether."""
    name = folded_name(sign_in_name)
    attempt = throttle.begin(f"reset {name}", by.address, at)
    found = queries.known(session(), name)
    with as_system("who asks is not known"), writing() as current:
        person = current.get_one(Person, found.person_id) if found and found.active else None
        if person is not None and person.email and attempt.open:
            mail.queue(_reset_letter(person, new_reset_link(person, at)), at)
            audit.record("account.ask_for_reset", person, by=by, at=at)


def new_reset_link(person: Person, at: datetime) -> str:
    """A link for a new password that lives 30 minutes; earlier ones end. Inside `writing()`."""
    token = links.new_token()
    links.end_resets(session(), person.id, at)
    link = ResetLink(
        person_id=person.id, token_digest=sessions.digest(token), made_at=at, expires_at=at + RESET_LIFE
    )
    session().add(link)
    return links.address_of("accounts.open_reset", token)


def _reset_letter(person: Person, address: str) -> Letter:
    body = _(
        "%(name)s, open this address within 30 minutes to choose a new password:\n\n%(address)s\n\nIf you did not ask"
        " for it, nothing has changed; delete this mail.",
        name=person.name,
        address=address,
    )
    return Letter(person.name, person.email, _("Anbao: new password"), body)
