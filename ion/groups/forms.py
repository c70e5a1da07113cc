"""What editors type of a group besides what items of every kind have, and what members type who want to join."""

from typing import Any

from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from ion.commons.publishing.forms import ItemForm, no_longer_than
from ion.core.labels import facet_labels
from ion.core.meant import Unclear, person_meant
from ion.groups.services import LONGEST_NOTE
from ion.web.participant import CheckedForm


class GroupForm(ItemForm):
    """A group. Once it validates, `facilitator_id` says who is meant."""

    facilitator = StringField("Facilitator", [no_longer_than(300)])
    series = StringField("Series of calls", [no_longer_than(120)])
    rhythm = StringField("When it meets", [no_longer_than(300)])
    is_open = BooleanField("Every member may join at once")
    program = SelectMultipleField("Programs")
    role = SelectMultipleField("Partner roles")
    state = SelectMultipleField("States and territories")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.program, self.role, self.state):
            field.choices = [SelectChoice(key, name) for key, name in facet_labels(field.name).items()]
        self.facilitator_id: int | None = None

    def validate_facilitator(self, field: StringField) -> None:
        try:
            self.facilitator_id = person_meant(field.data or "")
        except Unclear as error:
            raise ValidationError(str(error)) from error


class JoinForm(CheckedForm):
    """Why somebody wants to join; only asked for where the facilitator decides."""

    checked = ("note",)
    note = TextAreaField("What brings you here", [no_longer_than(LONGEST_NOTE)])
