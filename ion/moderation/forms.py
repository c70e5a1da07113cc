"""What is typed about reports: a report, a decision, a reply."""

from typing import Any

from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from ion.accounts.limits import SUSPENSIONS
from ion.models import Decision
from ion.moderation.policies import CAUSES, LONGEST_WORDS, OTHER, Ruling
from ion.moderation.queries.cases import Case
from ion.web.forms import Form, plain_lines
from ion.web.reasons import ReasonForm

PHRASES = (
    "It shows personal details of people who are served, or of somebody else.",
    "It is not respectful of a person or a group.",
    "It advertises a product or a service.",
    "It is not about the work of the public workforce system.",
    "It misleads in a way that could do harm.",
    "We found nothing in it that goes against the rules of ION.",
)
"""Reasons that are given often, ready to be chosen."""
TOO_LONG = f"Keep it within {LONGEST_WORDS:,} characters."
SHORTEST_SUSPENSION = "3"


class ReportForm(Form):
    """Why something is reported."""

    cause = RadioField(
        "What is wrong with it?",
        [InputRequired("Choose what is wrong with it.")],
        choices=[SelectChoice(*pair) for pair in CAUSES.items()],
    )
    words = TextAreaField(
        "Anything ION staff should know", [Length(max=LONGEST_WORDS, message=TOO_LONG)], filters=[plain_lines]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if is_valid and self.cause.data == OTHER and not self.words.data:
            self.words.errors = ["Say in a few words what is wrong with it."]
            return False
        return is_valid


class ReplyForm(Form):
    """The one answer to a decision."""

    words = TextAreaField(
        "Your reply",
        [DataRequired("Write your reply first."), Length(max=LONGEST_WORDS, message=TOO_LONG)],
        filters=[plain_lines],
    )


class DecisionForm(ReasonForm):
    """What ION staff decide about a report, as far as that is possible for this one."""

    phrases = PHRASES
    reader = "Each side"
    decision = RadioField("Decision", [InputRequired("Choose what to do.")])
    days = SelectField(
        "Suspended for",
        choices=[SelectChoice(*pair) for pair in SUSPENSIONS.items()],
        default=SHORTEST_SUSPENSION,
    )
    note = TextAreaField(
        "Note for ION staff", [Length(max=LONGEST_WORDS, message=TOO_LONG)], filters=[plain_lines]
    )
    look = IntegerField("Look", default=1, widget=HiddenInput())

    def __init__(self, case: Case, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.phrase.flags.required = self.days.flags.required = True
        self.decision.choices = [SelectChoice(each.value, label) for each, label in offered(case).items()]

    @property
    def ruling(self) -> Ruling:
        """What was decided; call once the form validated."""
        return Ruling(
            Decision(self.decision.data),
            self.reason,
            self.note.data or "",
            self.days.data,
            self.look.data or 1,
        )


def offered(case: Case) -> dict[Decision, str]:
    """The decisions that can be made about a report, in words."""
    down = "Do not show it" if case.report.is_held else "Take it down"
    nothing = "Show it" if case.report.is_held else "No action"
    labels = {
        Decision.NONE: "Take the decision back" if case.is_second_look else nothing,
        Decision.HIDE: down,
    }
    if case.concerned is not None:
        labels |= {Decision.WARN: f"{down}, and warn", Decision.SUSPEND: f"{down}, and suspend"}
    return labels
