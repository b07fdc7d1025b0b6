"""Pages of one's own account: sign in and out, browsers, passwords, links that were mailed or handed over."""

from datetime import timedelta

from flask import Blueprint, current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.accounts import (
    AccountForm,
    ChangePasswordForm,
    ContactForm,
    ForgottenForm,
    NewPasswordForm,
    SignInForm,
)
from portal.accounts import actions, links, members, queries, sessions
from portal.accounts.returning import HOME, safe_next
from portal.db import session
from portal.notices import mail
from portal.web import allow, current_actor, done, errors_on, lead_to, now, page

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@allow("public", repeatable=True)
def sign_in() -> ResponseReturnValue:
    """Sign in, then go where one wanted to go."""
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        with errors_on(form):
            token = actions.sign_in(form.value(), sessions.current_token(), by=current_actor, at=now())
            sessions.remember(token)
            return lead_to(safe_next(form.next.data or ""))
    if current_actor.signed_in and request.method == "GET":
        return lead_to(HOME)
    return page("accounts/sign_in.html", form=form)


@bp.post("/sign-out")
@allow("account.sign_out", repeatable=True)
def sign_out() -> ResponseReturnValue:
    """End this browser's sign-in."""
    actions.sign_out(sessions.current_token(), by=current_actor, at=now())
    sessions.forget()
    return done(_("You have signed out."), ".sign_in")


@bp.get("/account")
@allow("account.read")
def account() -> ResponseReturnValue:
    """Who one is, where one is signed in, for whom one can act."""
    longest = timedelta(hours=current_app.config["SETTINGS"].session_hours)
    return page(
        "accounts/account.html",
        person=queries.own_person(session(), current_actor),
        sign_ins=queries.own_sign_ins(session(), current_actor, longest, now()),
        here=g.get("sign_in_key"),
        places=queries.own_memberships(session(), current_actor.person_id or 0),
    )


@bp.post("/account/sign-ins/<key>/end")
@allow("account.end_sign_in")
def end_sign_in(key: str) -> ResponseReturnValue:
    """Sign another of one's own browsers out."""
    actions.end_sign_in(queries.own_sign_in(session(), current_actor, key), by=current_actor, at=now())
    return done(_("That browser is signed out."), ".account")


@bp.post("/account/places/<key>/act")
@allow("account.act_in", repeatable=True)
def act_in(key: str) -> ResponseReturnValue:
    """Act in another of one's own memberships."""
    token = actions.act_in(key, sessions.current_token(), by=current_actor, at=now())
    sessions.remember(token)
    return lead_to(HOME)


@bp.route("/account/password", methods=["GET", "POST"])
@allow("account.edit")
def change_password() -> ResponseReturnValue:
    """Take a new password."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with errors_on(form):
            actions.change_password(form.value(), sessions.current_token(), by=current_actor, at=now())
            return done(_("The password is changed. Other browsers are signed out."), ".account")
    return page("accounts/change_password.html", form=form, aged=g.get("password_is_old", False))


@bp.route("/account/contact", methods=["GET", "POST"])
@allow("account.edit")
def change_contact() -> ResponseReturnValue:
    """Change phone and mail address."""
    form = ContactForm(obj=queries.own_person(session(), current_actor))
    if form.validate_on_submit():
        with errors_on(form):
            actions.change_contact(*form.value(), by=current_actor, at=now())
            return done(_("Phone and mail address are changed."), ".account")
    return page("accounts/change_contact.html", form=form)


# --- a lost password ----------------------------------------------------------------------------------------


@bp.route("/reset", methods=["GET", "POST"])
@allow("public", repeatable=True)
def forgotten() -> ResponseReturnValue:
    """Ask for a link by mail; without a mail server the page says whom to ask."""
    form = ForgottenForm()
    asked = mail.is_on() and form.validate_on_submit()
    if asked:
        actions.ask_for_reset(form.value(), by=current_actor, at=now())
    return page("accounts/forgotten.html", form=form, asked=asked, mails=mail.is_on())


@bp.get("/reset/<token>")
@allow("public")
def open_reset(token: str) -> ResponseReturnValue:
    """Take the token out of the address; nothing is used up."""
    links.take(token)
    return lead_to(url_for(".reset"))


@bp.route("/reset/password", methods=["GET", "POST"])
@allow("public")
def reset() -> ResponseReturnValue:
    """Choose a new password by the link that was opened."""
    form = NewPasswordForm()
    links.open_reset(session(), links.taken(), now())
    if form.validate_on_submit():
        with errors_on(form):
            actions.reset_password(links.taken(), form.value(), by=current_actor, at=now())
            sessions.forget()
            return done(_("The password is changed. Sign in with it."), ".sign_in")
    return page("accounts/reset.html", form=form)


# --- an invitation ------------------------------------------------------------------------------------------


@bp.get("/invitation/<token>")
@allow("public")
def open_invitation(token: str) -> ResponseReturnValue:
    """Take the token out of the address; nothing is used up."""
    links.take(token)
    return lead_to(url_for(".invitation"))


@bp.route("/invitation", methods=["GET", "POST"])
@allow("public")
def invitation() -> ResponseReturnValue:
    """Join an organisation with a new account, or (signed in) with the one that one has."""
    shown = links.open_invitation(session(), links.taken(), now())
    form = AccountForm(name=shown.name, email=shown.email)
    if form.validate_on_submit():
        with errors_on(form):
            members.accept(links.taken(), form.account(), by=current_actor, at=now())
            sessions.forget()
            return done(_("Your account is made. Sign in with it."), ".sign_in")
    return page("accounts/invitation.html", form=form, invitation=shown)


@bp.post("/invitation/join")
@allow("signed_in")
def join() -> ResponseReturnValue:
    """Join with the account that one is signed in with."""
    members.join(links.taken(), by=current_actor, at=now())
    links.drop()
    return done(_("You have joined. Choose below for whom you act."), ".account")
