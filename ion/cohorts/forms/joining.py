"""What people type who join a cohort."""

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from ion.cohorts.queries.people import members_meant
from ion.cohorts.services.joining import MOST_OPENINGS, Wish
from ion.core.labels import facet_labels, names_in_words
from ion.core.matching.scoring import Criterion
from ion.models import MentoringNeed, Weight
from ion.web.forms import Form
from ion.web.login import viewer_scopes
from ion.web.participant import CheckedForm

LONGEST_QUESTION, LONGEST_NOTE = 500, 2_000
WEIGHTS = (
    (Weight.MUST, "A must"),
    (Weight.HIGH, "Matters much"),
    (Weight.MEDIUM, "Matters"),
    (Weight.LOW, "Would be nice"),
)
ROWS = (
    ("topic1", "topic", "Topic"),
    ("topic2", "topic", "A second topic"),
    ("topic3", "topic", "A third topic"),
    ("stage", "stage", "Stage"),
    ("sector", "sector", "Industry sector"),
    ("population", "population", "Population"),
    ("role", "role", "Partner role"),
    ("state", "state", "State or territory"),
    ("region", "region", "ETA Region"),
    ("area", "area", "Local area"),
    ("workplace", "workplace", "Where they work"),
    ("language", "language", "Language"),
)
"""The criteria one may name: the field, the facet, the label."""
WEIGHT = "_weight"
NOBODY = "No member here has this name. Write it as it stands on the page."
NONE = "Choose at least one thing that your mentor should know or be: matches are made by it."


class MentorForm(Form):
    """How many mentees a mentor takes in the cohort."""

    openings = IntegerField(
        "How many mentees do you take?",
        [
            InputRequired("Say how many mentees you take."),
            NumberRange(1, MOST_OPENINGS, f"Choose a number from 1 to {MOST_OPENINGS}."),
        ],
        default=1,
    )


class MenteeForm(CheckedForm):
    """What a mentee looks for. Once it validates, `wish` is it."""

    checked = ("question", "note")
    question = StringField(
        "Your question",
        [
            DataRequired("Write the question you want to talk about."),
            Length(max=LONGEST_QUESTION, message=f"Keep the question under {LONGEST_QUESTION} characters."),
        ],
    )
    note = TextAreaField(
        "What your mentor should know",
        [Length(max=LONGEST_NOTE, message=f"Keep this under {LONGEST_NOTE:,} characters.")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, facet, _ in ROWS:
            named = facet_labels(facet)
            self[name].choices = [SelectChoice("", "Any"), *(SelectChoice(*each) for each in named.items())]
            self[name + WEIGHT].choices = [SelectChoice(weight.value, words) for weight, words in WEIGHTS]

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The criteria as pairs of fields: what, and how much it counts. What has no values is left out."""
        return [(self[name], self[name + WEIGHT]) for name, _, _ in ROWS if len(self[name].choices) > 1]

    @property
    def criteria(self) -> list[Criterion]:
        return [
            Criterion(facet, self[name].data, Weight(self[name + WEIGHT].data))
            for name, facet, _ in ROWS
            if self[name].data
        ]

    @property
    def wish(self) -> Wish:
        return Wish(self.question.data, self.criteria, self.note.data or "")

    def validate_topic1(self, field: SelectField) -> None:
        if not self.criteria:
            raise ValidationError(NONE)

    @classmethod
    def of(cls, need: MentoringNeed | None) -> "MenteeForm":
        """The form filled in with what was said before."""
        if need is None:
            return cls(formdata=None)
        return cls(formdata=None, question=need.question, note=need.note, **dict(filled(need.criteria)))


def filled(criteria: Iterable[Any]) -> Iterable[tuple[str, str]]:
    """The values of the criterion fields; what has no field left for it is not shown."""
    free = list(ROWS)
    for each in sorted(criteria, key=lambda row: (row.facet, row.key)):
        row = next((row for row in free if row[1] == each.facet), None)
        if row is not None:
            free.remove(row)
            yield row[0], each.key
            yield row[0] + WEIGHT, each.weight.value


for _name, _, _label in ROWS:
    setattr(MenteeForm, _name, SelectField(_label, default=""))
    setattr(
        MenteeForm, _name + WEIGHT, SelectField(f"How much it counts: {_label}", default=Weight.MEDIUM.value)
    )


class SupervisorForm(Form):
    """Whom somebody reports to. Once it validates, `person_id` says who is meant."""

    supervisor = StringField("Name", [DataRequired("Write the name of the person."), Length(max=300)])
    person_id: int | None = None

    def validate_supervisor(self, field: StringField) -> None:
        found = members_meant(field.data or "", viewer_scopes())
        if not found:
            raise ValidationError(NOBODY)
        if len(found) > 1:
            named = names_in_words([f"{name} #{id}" for id, name in found])
            raise ValidationError(f"More than one is called so. Write which one: {named}.")
        self.person_id = found[0][0]


class ChoiceForm(Form):
    """Whom to rank, and where: `by` -1 moves up, 1 down, 0 takes off, nothing adds."""

    other = IntegerField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])
    deed = SelectField(choices=[SelectChoice(deed, deed) for deed in ("add", "up", "down", "off")])
