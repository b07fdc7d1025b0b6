"""Pages on which an authority decides about an enterprise: confirm, refuse, write off, restore, move, its people."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.registry import DecisionForm, MoveForm, RefusalForm, WriteOffForm
from portal.access import may
from portal.accounts import queries as accounts
from portal.accounts.invitation_views import invite_into
from portal.db import session
from portal.registry import actions
from portal.registry.model import Enterprise
from portal.registry.panels import Panel, register_panel
from portal.web import allow, current_actor, done, errors_on, now, page

bp = Blueprint("decisions", __name__)


def people_of(enterprise: Enterprise) -> dict[str, object]:
    """Members and requests to join of an enterprise, for its page. 2 statements."""
    requests = accounts.join_requests(session(), enterprise.organisation)
    return {
        "members": accounts.members(session(), enterprise.organisation, current_actor),
        "requests": requests,
        "decides": any(may(current_actor, "join_request.accept", one) for one in requests),
        "invites": may(current_actor, "enterprise.invite", enterprise),
        "key": enterprise.key,
    }


register_panel(Panel(80, "people", _l("People"), "registry/_people.html", people_of, "enterprise.people"))


@bp.post("/enterprises/<enterprise_key>/confirm")
@allow("enterprise.confirm")
def confirm(enterprise: Enterprise) -> ResponseReturnValue:
    """Confirm that a company belongs to the town."""
    form = DecisionForm()
    actions.confirm(enterprise, form.seen(), by=current_actor, at=now())
    return done(
        _("%(name)s is confirmed.", name=enterprise.name), "registry.show", enterprise_key=enterprise.key
    )


@bp.route("/enterprises/<enterprise_key>/refuse", methods=["GET", "POST"])
@allow("enterprise.refuse")
def refuse(enterprise: Enterprise) -> ResponseReturnValue:
    """Refuse a registration with a reason."""
    form = RefusalForm(seen_version=enterprise.version)
    if form.validate_on_submit():
        with errors_on(form):
            actions.refuse(enterprise, form.value(), form.seen(), by=current_actor, at=now())
            return done(_("The registration is refused."), "registry.show", enterprise_key=enterprise.key)
    return page("registry/refuse.html", form=form, enterprise=enterprise)


@bp.route("/enterprises/<enterprise_key>/write-off", methods=["GET", "POST"])
@allow("enterprise.write_off")
def write_off(enterprise: Enterprise) -> ResponseReturnValue:
    """Take an enterprise off the duty list."""
    form = WriteOffForm(seen_version=enterprise.version)
    if form.validate_on_submit():
        with errors_on(form):
            actions.write_off(enterprise, form.value(), form.seen(), by=current_actor, at=now())
            return done(_("The enterprise is written off."), "registry.show", enterprise_key=enterprise.key)
    return page("registry/write_off.html", form=form, enterprise=enterprise)


@bp.post("/enterprises/<enterprise_key>/restore")
@allow("enterprise.restore")
def restore(enterprise: Enterprise) -> ResponseReturnValue:
    """Put a written-off enterprise back."""
    form = DecisionForm()
    actions.restore(enterprise, form.seen(), by=current_actor, at=now())
    return done(_("The enterprise is back on the list."), "registry.show", enterprise_key=enterprise.key)


@bp.route("/enterprises/<enterprise_key>/move", methods=["GET", "POST"])
@allow("enterprise.move")
def move(enterprise: Enterprise) -> ResponseReturnValue:
    """Bring an enterprise under another town."""
    form = MoveForm()
    form.offer()
    if form.validate_on_submit():
        with errors_on(form):
            actions.move(enterprise, *form.value(), by=current_actor, at=now())
            return done(_("The enterprise is moved."), "registry.show", enterprise_key=enterprise.key)
    return page("registry/move.html", form=form, enterprise=enterprise)


@bp.route("/enterprises/<enterprise_key>/invite", methods=["GET", "POST"])
@allow("enterprise.invite")
def invite(enterprise: Enterprise) -> ResponseReturnValue:
    """Invite a person into a company whose own administrator cannot."""
    return invite_into(enterprise.organisation)
