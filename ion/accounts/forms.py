"""What people type about their own login: shape and limits, the same words whether an address is known or not."""

import unicodedata
from typing import Any

from wtforms import Field, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from ion.accounts import passwords
from ion.accounts.queries import address_of
from ion.commons.mailing.services import BadAddress, checked_address
from ion.web.forms import Form

LONGEST_NAME = 100
LONGEST_EMAIL = 254
NOT_A_NAME = ("://", "www.", "@")


def lower(text: Any) -> Any:
    """An address as it is kept; a field that was not sent stays so."""
    return address_of(text) if isinstance(text, str) and len(text) <= LONGEST_EMAIL else text


def is_address(_form: Form, field: Field) -> None:
    """Whether mail could be sent there; asks no server, and knows of no account."""
    try:
        checked_address(field.data or "")
    except BadAddress:
        raise ValidationError("Enter an email address, like name@example.org.") from None


def is_name(_form: Form, field: Field) -> None:
    """Letters, one line, no address: the name stands on pages and in mail."""
    name = field.data or ""
    if not any(letter.isalpha() for letter in name) or any(mark in name.lower() for mark in NOT_A_NAME):
        raise ValidationError("Enter your name as your peers know it.")
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") for letter in name):
        raise ValidationError("Enter your name in one line, without invisible characters.")


def email_field(label: str = "Email") -> StringField:
    long = Length(max=LONGEST_EMAIL, message="This is too long for an email address.")
    return StringField(label, [DataRequired("Enter your email address."), long, is_address], filters=[lower])


def password_field(label: str, words: str) -> PasswordField:
    return PasswordField(label, [DataRequired(words)])


class NewPasswordForm(Form):
    """A password to be; `email` and `site_name`, set before validating, are what it may not hold."""

    password = password_field("New password", "Enter a new password.")
    email_of_owner = ""
    site_name = ""

    def validate_password(self, field: Field) -> None:
        if words := passwords.problem(field.data or "", email=self.owner(), site_name=self.site_name):
            raise ValidationError(words)

    def owner(self) -> str:
        return self.email_of_owner


class SignUpForm(NewPasswordForm):
    """Joining."""

    name = StringField(
        "Name",
        [
            DataRequired("Enter your name."),
            Length(max=LONGEST_NAME, message="Use at most 100 characters."),
            is_name,
        ],
    )
    email = email_field()
    password = password_field("Password", "Enter a password.")

    def owner(self) -> str:
        return self.email.data or ""


class SignInForm(Form):
    """Signing in. No rule is asked about the password: what was allowed once stays usable."""

    email = StringField("Email", [DataRequired("Enter your email address.")], filters=[lower])
    password = password_field("Password", "Enter your password.")
    next = HiddenField()


class EmailForm(Form):
    """An address to write to."""

    email = email_field()


class ChangePasswordForm(NewPasswordForm):
    """The present password, and the one to be."""

    current = password_field("Current password", "Enter your current password.")


class ChangeEmailForm(Form):
    """The address to be, and the password that proves who asks."""

    email = email_field("New email")
    password = password_field("Password", "Enter your password.")
