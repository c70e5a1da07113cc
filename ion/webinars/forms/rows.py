"""The rows and numbers in the form of a webinar: questions of registration, parts of the agenda."""

from typing import Any

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from ion.commons.publishing.forms import no_longer_than
from ion.web.rows import RowForm, needed
from ion.webinars.agenda import PARTS
from ion.webinars.announcement import ASK_KINDS, LONGEST

MOST_CHOICES = 30
YES = "yes"


class NumberField(IntegerField):  # type: ignore[misc]
    """A whole number in digits, or nothing."""

    process_errors: list[str]

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        if self.process_errors:
            self.process_errors = ["Write a whole number in digits."]


def number(label: str, least: int, most: int) -> NumberField:
    """A number between two others, or nothing."""
    words = f"Write a number from {least:,} to {most:,}."
    return NumberField(label, [Optional(), NumberRange(least, most, words)])


class AskRow(RowForm):
    """A question of registration; `key` is what answers are kept by, and stays when its words change."""

    key = HiddenField()
    label = StringField("Question", [needed("Write the question."), no_longer_than(300)])
    kind = SelectField(
        "Kind of answer",
        [needed("Choose the kind of answer.")],
        choices=[SelectChoice("", "Choose"), *(SelectChoice(key, words) for key, words in ASK_KINDS.items())],
    )
    required = SelectField(
        "Answer",
        choices=[SelectChoice("", "May be left empty"), SelectChoice(YES, "Must be answered")],
    )
    choices = TextAreaField("Choices, one a line (none for a line of text)", [no_longer_than(5000)])
    kept = RowForm.kept | {"key"}

    def validate_choices(self, field: TextAreaField) -> None:
        """Choices and the kind of answer must fit each other."""
        offered, kind = lines(field.data), self.kind.data
        if kind == "text" and offered:
            raise ValidationError("A line of text has no choices: choose another kind, or empty them.")
        if kind in ("choice", "several") and not 2 <= len(offered) <= MOST_CHOICES:
            raise ValidationError(f"Give 2 to {MOST_CHOICES} choices, one a line.")
        if any(len(each) > 200 for each in offered):
            raise ValidationError("A choice has at most 200 characters.")


class AgendaRow(RowForm):
    """A part of the agenda."""

    minutes = StringField("Minutes", [needed("Say how many minutes it takes.")])
    title = StringField("Title", [needed("Give the part a title."), no_longer_than(300)])
    part = SelectField(
        "Kind of part",
        [needed("Choose the kind of part.")],
        choices=[SelectChoice("", "Choose"), *(SelectChoice(key, words) for key, words in PARTS.items())],
    )
    who = StringField("Who leads it", [no_longer_than(200)])

    def validate_minutes(self, field: StringField) -> None:
        typed = field.data or ""
        if typed and not (typed.isascii() and typed.isdecimal() and 0 < int(typed[:6]) <= LONGEST):
            raise ValidationError("Write the minutes as a number.")


def lines(typed: str | None) -> list[str]:
    """The lines that say something, each once."""
    return list(
        dict.fromkeys(line for each in (typed or "").splitlines() if (line := " ".join(each.split())))
    )
