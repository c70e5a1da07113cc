"""What may be typed: a comment, and a decision about one."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation

from ion.commons.discussion.policies import LONGEST
from ion.commons.discussion.rendering import shows_something
from ion.core.text import refusal
from ion.web.forms import Form, plain_lines
from ion.web.participant import CheckedForm
from ion.web.reasons import ReasonForm

PHRASES = (
    "It holds personal details of people who are served. Please write it again without them.",
    "It is not about this page.",
    "It advertises a product or a service.",
    "It says what another comment on this page says already.",
    "It is not respectful of a person or a group.",
)
"""Reasons that are given often, ready to be chosen."""


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


class CommentForm(CheckedForm):
    """The words of a comment, in Markdown."""

    checked = ("markdown",)
    markdown = TextAreaField(
        "Your comment",
        [InputRequired("Write something first."), short_enough, readable],
        filters=[plain_lines],
    )


class ApprovalForm(Form):
    """Which version of a comment was read and found good."""

    version = StringField("Version", [Length(max=80)])


class RefusalForm(ReasonForm):
    """Why it is not shown."""

    version = StringField("Version", [Length(max=80)])
    phrases = PHRASES
