"""Pages of an organisation's members, and of the authorities that a regulator oversees."""

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.accounts import ConfirmForm, PlaceForm
from portal.access import may
from portal.accounts import members, queries
from portal.accounts.invitation_views import invite_into
from portal.accounts.model import Authority, Invitation, JoinRequest, Membership
from portal.accounts.phone_views import phone_shown
from portal.accounts.rules import ENTERPRISE_ROLES
from portal.db import session
from portal.web import Entry, allow, current_actor, done, errors_on, now, page, register_entry
from portal.web.answers import register_page

bp = Blueprint("members", __name__)
register_page("membership", "members.index", "membership")
register_page("join_request", "members.index", "request")
register_page("invitation", "members.index", "invitation")
register_page("authority", "members.authority", "authority_key")
register_entry(Entry(88, _l("Organisation"), _l("Members"), "members.index", "people", "member.list"))
register_entry(
    Entry(90, _l("Organisation"), _l("Authorities"), "members.authorities", "bank", "authority.list")
)


@bp.get("/members")
@allow("member.list")
def index() -> ResponseReturnValue:
    """Who belongs to one's own organisation, who is invited, who asks to join."""
    own = queries.own_organisation(session(), current_actor)
    return page(
        "accounts/members.html",
        members=queries.members(session(), own, current_actor),
        invitations=queries.invitations(session(), own, now()),
        requests=queries.join_requests(session(), own) if own.enterprise_id else [],
        manages=may(current_actor, "member.invite"),
    )


@bp.route("/members/invite", methods=["GET", "POST"])
@allow("member.invite")
def invite() -> ResponseReturnValue:
    """Invite a person into one's own organisation."""
    return invite_into(queries.own_organisation(session(), current_actor))


@bp.post("/invitations/<invitation_key>/withdraw")
@allow("invitation.withdraw")
def withdraw(invitation: Invitation) -> ResponseReturnValue:
    """Let an invitation hold no longer."""
    members.withdraw(invitation, by=current_actor, at=now())
    return done(_("The invitation holds no longer."), ".index")


@bp.route("/members/<membership_key>", methods=["GET", "POST"])
@allow("membership.edit")
def edit(membership: Membership) -> ResponseReturnValue:
    """Change what another member may do."""
    form = PlaceForm(obj=membership, roles=membership.role_codes, seen_version=membership.version)
    form.offer(queries.own_organisation(session(), current_actor).offered_roles)
    if form.validate_on_submit():
        with errors_on(form):
            members.change_place(
                membership, form.place(), form.seen_version.data or 0, by=current_actor, at=now()
            )
            return done(_("The roles are changed."), ".index")
    return page("accounts/member.html", form=form, membership=membership)


@bp.route("/members/<membership_key>/end", methods=["GET", "POST"])
@allow("membership.end")
def end(membership: Membership) -> ResponseReturnValue:
    """End another person's membership."""
    form = ConfirmForm()
    if form.validate_on_submit():
        members.end(membership, by=current_actor, at=now())
        return done(_("The membership has ended."), ".index")
    return page("components/confirm.html", form=form, **_ending(membership))


def _ending(membership: Membership) -> dict[str, Any]:
    """What the page says before a membership ends."""
    name = membership.person.name
    return {
        "title": _("End the membership of %(name)s", name=name),
        "thing": f"{name}, {membership.organisation}",
        "effect": _(
            "%(name)s is signed out and cannot act here any more. What was done so far stays.", name=name
        ),
        "action": url_for(".end", membership_key=membership.key),
        "back": url_for(".edit", membership_key=membership.key),
        "button": _("End the membership"),
        "danger": True,
    }


@bp.post("/members/<membership_key>/reset")
@allow("membership.reset")
def reset(membership: Membership) -> ResponseReturnValue:
    """Make a link by which another member chooses a new password."""
    handed = members.reset(membership, by=current_actor, at=now())
    return page("accounts/handed.html", handed=handed, purpose="reset")


@bp.post("/members/<membership_key>/end-sign-ins")
@allow("membership.end_sign_ins")
def end_sign_ins(membership: Membership) -> ResponseReturnValue:
    """Sign a member out of every browser."""
    members.end_all_sign_ins(membership, by=current_actor, at=now())
    return done(_("The member is signed out everywhere."), ".index")


@bp.post("/members/<membership_key>/phone")
@allow("membership.show_phone", repeatable=True)
def show_phone(membership: Membership) -> ResponseReturnValue:
    """Show a member's phone in full."""
    number = members.show_phone(membership, by=current_actor, at=now())
    return phone_shown(number, membership.person.name)


# --- who asks to join ---------------------------------------------------------------------------------------


@bp.route("/join-requests/<join_request_key>/accept", methods=["GET", "POST"])
@allow("join_request.accept")
def accept_request(join_request: JoinRequest) -> ResponseReturnValue:
    """Let a person join the enterprise."""
    form = PlaceForm()
    form.offer(ENTERPRISE_ROLES)
    if form.validate_on_submit():
        with errors_on(form):
            members.accept_join_request(join_request, form.place(), by=current_actor, at=now())
            return done(_("%(name)s has joined.", name=join_request.person.name), "desk.home")
    return page("accounts/join_request.html", form=form, request_to_join=join_request)


@bp.post("/join-requests/<join_request_key>/decline")
@allow("join_request.decline")
def decline_request(join_request: JoinRequest) -> ResponseReturnValue:
    """Refuse a person who asked to join."""
    members.decline_join_request(join_request, by=current_actor, at=now())
    return done(_("The request is refused."), "desk.home")


@bp.post("/join-requests/<join_request_key>/phone")
@allow("join_request.show_phone", repeatable=True)
def show_applicants_phone(join_request: JoinRequest) -> ResponseReturnValue:
    """Show the phone of a person who asked to join in full."""
    number = members.show_applicants_phone(join_request, by=current_actor, at=now())
    return phone_shown(number, join_request.person.name)


# --- authorities --------------------------------------------------------------------------------------------


@bp.get("/authorities")
@allow("authority.list")
def authorities() -> ResponseReturnValue:
    """The authorities in one's own jurisdiction."""
    return page("accounts/authorities.html", authorities=queries.authorities(session(), current_actor))


@bp.get("/authorities/<authority_key>")
@allow("authority.read")
def authority(authority: Authority) -> ResponseReturnValue:
    """Who acts for an authority."""
    of = queries.organisation_of(authority)
    return page(
        "accounts/authority.html",
        authority=authority,
        members=queries.members(session(), of, current_actor),
        invites=may(current_actor, "authority.invite", authority),
    )


@bp.route("/authorities/<authority_key>/invite", methods=["GET", "POST"])
@allow("authority.invite")
def invite_official(authority: Authority) -> ResponseReturnValue:
    """Invite a person into an authority of one's own jurisdiction."""
    return invite_into(queries.organisation_of(authority))
