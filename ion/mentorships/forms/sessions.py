"""Proposed times of a session, and its notes."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ion.base.vocabulary.zones import ZONES, is_zone
from ion.core.text import refusal
from ion.core.times import zone_named
from ion.core.wall_times import Moment, moment
from ion.mentorships.forms.agreeing import at_most, whole
from ion.mentorships.services.sessions import LENGTHS, Plan
from ion.models import MentorshipStep
from ion.web.forms import plain_lines
from ion.web.moments import WallTimeField
from ion.web.participant import CheckedForm

LONGEST_NOTES = 20_000


class SessionForm(CheckedForm):
    """Up to three times in one zone, and what is the same for all of them."""

    checked = ("place", "agenda")
    zone = SelectField("Time zone of these times", validate_choice=False)
    first = WallTimeField("First time")
    second = WallTimeField("Second time")
    third = WallTimeField("Third time")
    length = SelectField(
        "How long",
        [InputRequired("Choose how long.")],
        choices=[SelectChoice(str(each), f"{each} minutes") for each in LENGTHS],
        default="30",
    )
    place = StringField("Where", [at_most(500)])
    step = SelectField("Step of your path", validate_choice=False)
    agenda = TextAreaField("What you want to talk about", [at_most(1000)], filters=[plain_lines])

    def __init__(self, own_zone: str, steps: list[MentorshipStep], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = zone_named(own_zone).key
        named = {term.key: term.label for term in ZONES.terms}
        named = {own: named.get(own, own)} | named
        self.zone.choices = [SelectChoice(key, label) for key, label in named.items()]
        self.zone.data = self.zone.data or own
        open_steps = [step for step in steps if not step.done_at and not step.skipped_at]
        self.step.choices = [
            SelectChoice("", "None"),
            *(SelectChoice(str(step.id), f"{step.position}. {step.title}") for step in open_steps),
        ]

    def validate_zone(self, field: SelectField) -> None:
        if not is_zone(field.data or ""):
            raise ValidationError("Choose a time zone.")

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if is_valid and not self.times:
            self.first.errors = ["Propose one time at least."]
            return False
        return is_valid

    @property
    def times(self) -> list[Moment]:
        """The proposed times, once the form is valid."""
        chosen = (field.chosen for field in (self.first, self.second, self.third))
        return [moment(each.local, self.zone.data, second=each.second) for each in chosen if each]

    @property
    def plan(self) -> Plan:
        step = whole(self.step.data)
        return Plan(int(self.length.data), self.place.data, self.agenda.data, step if step > 0 else None)


class NotesForm(CheckedForm):
    """Notes that both write; `version` is that of the notes as they were read."""

    checked = ("notes",)
    notes = TextAreaField("Shared notes", [at_most(LONGEST_NOTES)], filters=[plain_lines])
    version = HiddenField()

    def validate_notes(self, field: TextAreaField) -> None:
        if why := refusal(field.data or ""):
            raise ValidationError(f"{why[:1].upper()}{why[1:]}.")

    @property
    def version_read(self) -> int:
        return whole(self.version.data)


class OwnNotesForm(CheckedForm):
    """Notes for oneself alone."""

    checked = ("own",)
    own = TextAreaField("Your own notes", [at_most(LONGEST_NOTES)], filters=[plain_lines])
