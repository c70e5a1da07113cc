"""What people type about their own login: shape and limits, the same words whether an address is known or not."""

from wtforms import Field, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired

from ion.accounts import passwords
from ion.commons.mailing.fields import email_field, lower, name_field
from ion.web.forms import Form


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

    name = name_field()
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
