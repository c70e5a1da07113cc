"""What may be typed: a question, a vote, what moderators decide and answer, and a poll."""

from typing import Any

from wtforms import Field, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, StopValidation

from ion.commons.questions.policies import LONGEST, LONGEST_ANSWER, second_of
from ion.commons.questions.rendering import shows_something
from ion.core.text import refusal
from ion.web.forms import Form, plain_lines
from ion.web.participant import CheckedForm
from ion.web.reasons import ReasonForm

MOST_CHOICES, LONGEST_CHOICE = 10, 200
PHRASES = (
    "It holds personal details of people who are served. Please ask it again without them.",
    "It is not about this webinar.",
    "It is answered on this page already.",
    "It is not respectful of a person or a group.",
)
"""Reasons that are given often, ready to be chosen."""


def short_enough(_form: Any, field: Field) -> None:
    if len(field.data) > LONGEST:
        raise StopValidation(
            f"Keep a question within {LONGEST:,} characters. This one has {len(field.data):,}."
        )


def visible(_form: Any, field: Field) -> None:
    if not shows_something(field.data):
        raise StopValidation("Nothing would be seen of that. Write some words.")


def readable(_form: Any, field: Field) -> None:
    if words := refusal(field.data):
        raise StopValidation(f"Answers are simpler than that: {words}.")


def is_minute(_form: Any, field: Field) -> None:
    if second_of(field.data) is None:
        raise StopValidation("Write the minute as a player shows it, for example 12:40 or 1:02:03.")


class QuestionForm(CheckedForm):
    """The words of a question."""

    checked = ("text",)
    text = TextAreaField(
        "Your question",
        [InputRequired("Write your question first."), short_enough, visible],
        filters=[plain_lines],
    )


class WishForm(Form):
    """Whether the reader wants a question answered."""

    wish = StringField("Wish", [AnyOf(["yes", "no"])])

    @property
    def is_yes(self) -> bool:
        return bool(self.wish.data == "yes")


class ChoiceForm(Form):
    """The number of the choice in a poll."""

    choice = IntegerField("Choice", [InputRequired()])


class DecisionForm(Form):
    """Which version of a question was read and decided about."""

    seen = HiddenField("Version", [Length(max=80)])


class LiveForm(DecisionForm):
    """When it was answered live."""

    minute = StringField("Minute", [InputRequired("Write the minute, for example 12:40."), is_minute])


class AnswerForm(CheckedForm, DecisionForm):
    """The words of an answer, in Markdown."""

    checked = ("markdown",)
    markdown = TextAreaField(
        "Answer",
        [
            InputRequired("Write the answer first."),
            Length(max=LONGEST_ANSWER, message=f"Keep an answer within {LONGEST_ANSWER:,} characters."),
            visible,
            readable,
        ],
        filters=[plain_lines],
    )


class MergeForm(DecisionForm):
    """Which question of the list it is merged into."""

    into = SelectField("Part of", [InputRequired("Choose the question that asks the same.")])


class OwnerForm(Form):
    """Who looks after it; nobody, where empty."""

    owner = SelectField("Owner", [Optional()])


class RefusalForm(DecisionForm, ReasonForm):
    """Why it is not shown."""

    phrases = PHRASES
    reader = "The asker"


def choices_in(text: str) -> list[str]:
    """The choices of a poll, one a line; empty lines are none."""
    return [line.strip() for line in text.splitlines() if shows_something(line)]


def good_choices(_form: Any, field: Field) -> None:
    choices = choices_in(field.data)
    if not 2 <= len(choices) <= MOST_CHOICES:
        raise StopValidation(f"Write from 2 to {MOST_CHOICES} choices, each on a line of its own.")
    if len({choice.casefold() for choice in choices}) < len(choices):
        raise StopValidation("Two choices are the same.")
    if any(len(choice) > LONGEST_CHOICE for choice in choices):
        raise StopValidation(f"Keep each choice within {LONGEST_CHOICE} characters.")


class PollForm(CheckedForm):
    """A poll: what is asked, and its choices, one a line."""

    checked = ("text", "choices")
    text = StringField(
        "What do you ask?",
        [
            InputRequired("Write what you ask."),
            Length(max=500, message="Keep it within 500 characters."),
            visible,
        ],
    )
    choices = TextAreaField("Choices", [InputRequired("Write the choices."), good_choices])

    @property
    def lines(self) -> list[str]:
        return choices_in(self.choices.data)
