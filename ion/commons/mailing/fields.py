"""Fields in which somebody types who they are: shape and limits, the same words whether an address is known or not."""

import unicodedata
from typing import Any

from wtforms import Field, Form, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from ion.commons.mailing.services import BadAddress, address_of, checked_address

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
    """An address, lower case once it was read."""
    long = Length(max=LONGEST_EMAIL, message="This is too long for an email address.")
    return StringField(label, [DataRequired("Enter your email address."), long, is_address], filters=[lower])


def name_field(label: str = "Name") -> StringField:
    """A person's name."""
    long = Length(max=LONGEST_NAME, message="Use at most 100 characters.")
    return StringField(label, [DataRequired("Enter your name."), long, is_name])
