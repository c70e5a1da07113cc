"""What people type to register: the webinar's own questions, what they need to take part, and a guest's address."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from ion.commons.mailing.fields import email_field, name_field
from ion.web.forms import Form

PREFIX = "registration"
"""Before the names of all fields, so that their ids are alone on any page."""
LONGEST_NEEDS, LONGEST_ANSWER = 1_000, 1_000
TEXT, CHOICE, SEVERAL = "text", "choice", "several"
NO_CHOICE = SelectChoice("", "Choose one")


def at_most(length: int) -> Length:
    return Length(max=length, message=f"Use at most {length:,} characters.")


class RegistrationForm(Form):
    """One's answers to the webinar's `asks` (see `form_for`), and what one needs to take part."""

    asks: tuple[Mapping[str, Any], ...] = ()
    needs = TextAreaField("What do you need to take part?", [Optional(), at_most(LONGEST_NEEDS)])

    @property
    def asked(self) -> list[tuple[str, Field]]:
        """(kind, field) of each question of the webinar, in order."""
        return [(ask["kind"], self[field_name(place)]) for place, ask in enumerate(self.asks)]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by the keys of the questions; what was left empty is absent."""
        given = {ask["key"]: self[field_name(place)].data for place, ask in enumerate(self.asks)}
        return {key: answer for key, answer in given.items() if answer}


class GuestForm(RegistrationForm):
    """The same of somebody without an account."""

    name = name_field()
    email = email_field()


def field_name(place: int) -> str:
    return f"ask_{place}"


def field_of(ask: Mapping[str, Any]) -> Field:
    """The field of one question; of an unknown kind, a line of text."""
    needed = DataRequired("Please answer this question.") if ask.get("required") else Optional()
    label = str(ask["label"])
    choices = [SelectChoice(str(choice), str(choice)) for choice in ask.get("choices") or ()]
    if ask["kind"] == SEVERAL:
        return SelectMultipleField(label, [needed], choices=choices)
    if ask["kind"] == CHOICE:
        return SelectField(label, [needed], choices=[NO_CHOICE, *choices])
    return StringField(label, [needed, at_most(LONGEST_ANSWER)])


def form_for(
    asks: Iterable[Mapping[str, Any]], *, guest: bool = False, blank: bool = False
) -> RegistrationForm:
    """The form with a webinar's questions, filled from the request unless `blank`."""
    asks = tuple(asks)
    fields: dict[str, Any] = {field_name(place): field_of(ask) for place, ask in enumerate(asks)}
    shaped = type("ShapedForm", (GuestForm if guest else RegistrationForm,), fields | {"asks": asks})
    made: RegistrationForm = shaped(prefix=PREFIX, **({"formdata": None} if blank else {}))
    return made
