"""What is typed on the pages of privacy: shape and limits."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ion.core.labels import facet_labels
from ion.core.meant import Unclear, person_meant
from ion.core.times import SITE_ZONE
from ion.privacy.queries.retention import MOST_DAYS, Kept
from ion.privacy.queries.roles import successor
from ion.web.forms import Form, plain_lines

LONGEST_REASON = 1_000
KEEP, GO = "keep", "go"


class PersonForm(Form):
    """The ground of forms that name a person; `person_id` is who is meant, once the form is valid."""

    person_id: int | None = None

    def meant(self, field: Any) -> int | None:
        """Who is meant by what was typed; raises ValidationError with words for it."""
        try:
            return self.found(field.data or "")
        except Unclear as unclear:
            raise ValidationError(str(unclear)) from unclear

    def found(self, typed: str) -> int | None:
        """Anybody, for ION staff; raises Unclear."""
        return person_meant(typed)


class LeaveForm(PersonForm):
    """Leaving: what becomes of public things, who takes over, and the password. `scopes` are the member's."""

    scopes: frozenset[str] = frozenset()

    keeps = RadioField(
        "What becomes of what you wrote for others?",
        [InputRequired("Choose what becomes of what you wrote for others.")],
        choices=[
            SelectChoice(KEEP, "It stays. Your name on it becomes “Former member”."),
            SelectChoice(
                GO,
                "It goes. Posts and practices that you alone wrote are deleted; comments, questions and "
                "messages are emptied.",
            ),
        ],
        default=None,
    )
    to = StringField("Who takes over?", [Length(max=200)])
    password = PasswordField("Your password", [DataRequired("Enter your password.")])
    sure = BooleanField(
        "I know that my account will be deleted.",
        [InputRequired("Tick the box to say that you know this.")],
    )

    def found(self, typed: str) -> int | None:
        return successor(typed, self.scopes)

    def validate_to(self, field: Any) -> None:
        self.person_id = self.meant(field)


class HoldForm(PersonForm):
    """A hold: at least one of person, topic and dates, and why. The days are days of the site's zone."""

    person = StringField("Person", [Length(max=200)])
    topic = SelectField("Topic", validate_choice=True)
    since = DateField("From this day on", [Optional()])
    until = DateField("Through this day", [Optional()])
    reason = TextAreaField(
        "Why",
        [
            DataRequired("Say why: who looks at this later needs to know."),
            Length(max=LONGEST_REASON, message=f"Keep the reason within {LONGEST_REASON:,} characters."),
        ],
        filters=[plain_lines],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = sorted(facet_labels("topic").items(), key=lambda pair: pair[1].lower())
        self.topic.choices = [SelectChoice("", "Any topic"), *(SelectChoice(*pair) for pair in topics)]

    def validate_person(self, field: Any) -> None:
        self.person_id = self.meant(field)

    @property
    def first(self) -> datetime | None:
        """The instant at which the first day begins."""
        return begin(self.since.data)

    @property
    def end(self) -> datetime | None:
        """The instant at which the last day is over."""
        return begin(self.until.data + timedelta(days=1)) if self.until.data else None


def begin(day: date | None) -> datetime | None:
    """When a day begins where the site is."""
    return datetime.combine(day, time(), SITE_ZONE) if day else None


class HandoverForm(PersonForm):
    """Roles that are chosen, and who gets them."""

    roles = SelectMultipleField("Roles", validate_choice=False)
    to = StringField("Who takes over?", [DataRequired("Name who takes over."), Length(max=200)])

    def validate_roles(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Choose at least one.")

    def validate_to(self, field: Any) -> None:
        self.person_id = self.meant(field)


class WhoseForm(PersonForm):
    """Whose roles are listed."""

    person = StringField("Person", [Length(max=200)])

    def validate_person(self, field: Any) -> None:
        self.person_id = self.meant(field)


def retention_form(kept: list[Kept]) -> Any:
    """A form with one number for each kind, filled in with what holds now, or with what was sent."""
    words = f"Give a whole number of days from 0 to {MOST_DAYS:,}. 0 keeps it forever."
    limits = [InputRequired(words), NumberRange(0, MOST_DAYS, message=words)]
    fields = {each.field: IntegerField(each.offer.label, limits, default=each.days) for each in kept}
    return type("RetentionForm", (Form,), fields)()


def days_in(form: Any, kept: list[Kept]) -> Mapping[str, int]:
    """The days that a valid form asks for, by kind."""
    return {each.offer.kind: int(form[each.field].data) for each in kept}
