"""The page on which somebody is invited, whatever organisation he is invited into."""

from flask.typing import ResponseReturnValue

from forms.accounts import InvitationForm
from portal.accounts import members
from portal.accounts.rules import Organisation
from portal.web import current_actor, errors_on, now, page


def invite_into(to: Organisation) -> ResponseReturnValue:
    """The form, then the link: shown once, for nothing but its digest is kept. The view has asked the right."""
    form = InvitationForm()
    form.offer(to.offered_roles)
    if form.validate_on_submit():
        with errors_on(form):
            handed = members.invite(to, form.value(), by=current_actor, at=now())
            return page("accounts/handed.html", handed=handed, purpose="invitation")
    return page("accounts/invite.html", form=form, organisation=to)
