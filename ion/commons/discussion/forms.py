"""What may be typed: a comment, and a decision about one."""

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, StopValidation

from ion.commons.discussion.policies import LONGEST
from ion.commons.discussion.rendering import shows_something
from ion.core.text import refusal
from ion.web.forms import Form

LONGEST_REASON = 300
PHRASES = (
    "It holds personal details of people who are served. Please write it again without them.",
    "It is not about this page.",
    "It advertises a product or a service.",
    "It says what another comment on this page says already.",
    "It is not respectful of a person or a group.",
)
"""Reasons that are given often, ready to be chosen."""
OWN = "own"
WHY = "Say why: choose a reason. The writer reads it."
REASONS = [
    SelectChoice("", "Choose one"),
    *(SelectChoice(phrase, phrase) for phrase in PHRASES),
    SelectChoice(OWN, "Another reason, in my own words"),
]


def plain_lines(text: Any) -> Any:
    """Lines end in one letter, as they are counted where they are typed."""
    return text.replace("\r\n", "\n") if isinstance(text, str) else text


def short_enough(_form: Any, field: Any) -> None:
    if len(field.data) > LONGEST:
        raise StopValidation(
            f"Keep a comment within {LONGEST:,} characters. This one has {len(field.data):,}."
        )


def readable(_form: Any, field: Any) -> None:
    if words := refusal(field.data):
        raise StopValidation(f"Comments are simpler than that: {words}.")
    if not shows_something(field.data):
        raise StopValidation("Nothing would be seen of that. Write some words.")


class CommentForm(Form):
    """The words of a comment, in Markdown."""

    markdown = TextAreaField(
        "Your comment",
        [InputRequired("Write something first."), short_enough, readable],
        filters=[plain_lines],
    )


class ApprovalForm(Form):
    """Which version of a comment was read and found good."""

    version = StringField("Version", [Length(max=80)])


class RefusalForm(Form):
    """Why a comment is not shown: a ready reason, with more words if they help, or one's own words alone."""

    version = StringField("Version", [Length(max=80)])
    phrase = SelectField("Reason", [InputRequired(WHY), AnyOf((*PHRASES, OWN), WHY)], choices=REASONS)
    words = TextAreaField(
        "In your own words",
        [Length(max=LONGEST_REASON, message=f"Keep your own words within {LONGEST_REASON} characters.")],
        filters=[plain_lines],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if is_valid and not self.reason:
            self.words.errors = ["Write the reason in your own words."]
        return is_valid and bool(self.reason)

    @property
    def reason(self) -> str:
        """What the writer is told, in one line."""
        phrase = "" if self.phrase.data == OWN else self.phrase.data
        return " ".join(f"{phrase} {self.words.data or ''}".split())
