"""Forms of accounts: sign in, account, passwords, invitations, places in an organisation."""

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, PasswordField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from portal.accounts.labels import HINTS, LABELS
from portal.accounts.passwords import LONGEST, policy_in_words
from portal.accounts.rules import Contact, Credentials, Invited, NewAccount, PasswordChange, Place, Role
from portal.web import FoldedField, Form, tidy

PHONE = r"^(1\d{10}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})$"


def sign_in_name_field() -> Any:
    """A sign-in name, as one types it."""
    return StringField(
        _l("Sign-in name"),
        [InputRequired(_l("Enter your sign-in name.")), Length(max=60)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


def password_field(label: Any, message: Any, autocomplete: str) -> Any:
    """A password: pasted and kept by password managers, never trimmed."""
    return PasswordField(
        label,
        [InputRequired(message), not_too_long()],
        render_kw={"autocomplete": autocomplete},
    )


class NewPasswordField(PasswordField):
    """A password to be chosen: its hint is the policy of the installation in words."""

    def __init__(self, label: Any, **options: Any) -> None:
        needed = InputRequired(_l("Choose a password."))
        super().__init__(
            label, [needed, not_too_long()], render_kw={"autocomplete": "new-password"}, **options
        )
        self.type = "PasswordField"
        self.description = policy_in_words()


def not_too_long() -> Length:
    """Nobody hashes a book."""
    return Length(max=LONGEST, message=_l("Choose a password of at most 128 characters."))


def name_field() -> Any:
    """A person's name."""
    return StringField(
        _l("Name"),
        [InputRequired(_l("Enter the person's name.")), Length(max=60), one_line()],
        filters=[tidy],
    )


def phone_field(label: Any) -> Any:
    """A mobile or fixed number."""
    message = _l("Enter a phone number, such as 13812345678 or 0513-87654321.")
    return FoldedField(
        label,
        [InputRequired(message), Regexp(PHONE, message=message)],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )


def email_field() -> Any:
    """A mail address, if there is one."""
    return StringField(
        _l("Mail address"),
        [Optional(), Length(max=120), Email(_l("Enter a mail address, such as name@example.com."))],
        filters=[tidy],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


def one_line() -> Regexp:
    """Names go into headers of mails: no line breaks or other control characters."""
    return Regexp(re.compile(r"^[^\x00-\x1f\x7f]*$"), message=_l("Write it on one line."))


class SignInForm(Form):
    """Who signs in, and where he wanted to go."""

    sign_in_name = sign_in_name_field()
    password = password_field(_l("Password"), _l("Enter your password."), "current-password")
    next = HiddenField()

    def value(self) -> Credentials:
        """What was typed."""
        return Credentials(self.sign_in_name.data or "", self.password.data or "")


class ForgottenForm(Form):
    """Who lost his password."""

    sign_in_name = sign_in_name_field()

    def value(self) -> str:
        """The name as typed."""
        return self.sign_in_name.data or ""


class NewPasswordForm(Form):
    """A new password by a reset link."""

    new_password = NewPasswordField(_l("New password"))

    def value(self) -> str:
        """The password as typed."""
        return self.new_password.data or ""


class ChangePasswordForm(Form):
    """The old password and a new one."""

    password = password_field(
        _l("Password now"), _l("Enter the password with which you sign in."), "current-password"
    )
    new_password = NewPasswordField(_l("New password"))

    def value(self) -> PasswordChange:
        """Both as typed."""
        return PasswordChange(self.password.data or "", self.new_password.data or "")


class ContactForm(Form):
    """How a person is reached; confirmed by the password."""

    phone = phone_field(_l("Phone"))
    email = email_field()
    password = password_field(_l("Password"), _l("Confirm with your password."), "current-password")

    def value(self) -> tuple[Contact, str]:
        """The contact and the password."""
        return Contact(self.phone.data or "", self.email.data or ""), self.password.data or ""


class AccountForm(Form):
    """An account of one's own."""

    name = name_field()
    phone = phone_field(_l("Mobile number"))
    email = email_field()
    sign_in_name = sign_in_name_field()
    password = NewPasswordField(_l("Password"))

    def account(self) -> NewAccount:
        """What the person gave."""
        return NewAccount(
            sign_in_name=self.sign_in_name.data or "",
            name=self.name.data or "",
            phone=self.phone.data or "",
            password=self.password.data or "",
            email=self.email.data or "",
            form_key=self.once.data or None,
        )


class RolesField(SelectMultipleField):
    """Roles as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PlaceForm(Form):
    """A place in an organisation."""

    roles = RolesField(_l("Roles"), [InputRequired(_l("Choose at least one role."))])
    job_title = StringField(_l("Job title"), [Optional(), Length(max=40), one_line()], filters=[tidy])
    certificate_number = FoldedField(
        _l("Number of the inspector's certificate"), [Optional(), Length(max=40)]
    )
    seen_version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def offer(self, roles: Iterable[Role]) -> None:
        """Offer the roles of an organisation; a certificate is asked where there are inspectors."""
        offered = list(roles)
        self.roles.choices = [SelectChoice(role.value, f"{LABELS[role]} · {HINTS[role]}") for role in offered]
        if Role.INSPECTOR not in offered:
            del self.certificate_number

    def place(self) -> Place:
        """The place as chosen."""
        certificate = self.certificate_number.data if "certificate_number" in self else ""
        roles = frozenset(Role(code) for code in self.roles.data or [])
        return Place(roles, self.job_title.data or "", certificate or "")


class InvitationForm(PlaceForm):
    """Who is invited to which place."""

    name = name_field()
    email = email_field()

    def value(self) -> Invited:
        """The invitation."""
        return Invited(self.name.data or "", self.place(), self.email.data or "")


class ConfirmForm(Form):
    """One button: CSRF and idempotency key only."""


__all__ = [
    "AccountForm", "ChangePasswordForm", "ConfirmForm", "ContactForm", "ForgottenForm", "InvitationForm",
    "NewPasswordForm", "PlaceForm", "SignInForm",
]  # fmt: skip
