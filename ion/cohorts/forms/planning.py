"""What ION staff type of a cohort."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from ion.cohorts.labels import MODES, MODES_HELP
from ion.cohorts.queries.cohorts import paths
from ion.cohorts.queries.people import typed
from ion.cohorts.services.importing import MOST_BYTES
from ion.cohorts.services.planning import Plan
from ion.core.labels import names_in_words
from ion.models import MatchMode, MentoringCohort, PairKind, Side
from ion.web.forms import Form
from ion.web.participant import CheckedForm

LONGEST_SUMMARY = 5_000
MODE_CHOICES = [SelectChoice(mode.value, words) for mode, words in MODES.items()]


def at_most(limit: int) -> Length:
    return Length(max=limit, message=f"At most {limit:,} characters fit here.")


class CohortForm(CheckedForm):
    """A cohort: what it is for, its dates and how it is matched."""

    checked = ("title", "summary")
    title = StringField("Title", [DataRequired("Give the cohort a title."), at_most(200)])
    summary = TextAreaField("What it is for", [at_most(LONGEST_SUMMARY)])
    closes_on = DateField("Last day to join", [Optional()])
    starts_on = DateField("Mentorships begin", [Optional()])
    ends_on = DateField("Mentorships end", [Optional()])
    mode = RadioField(
        "How it is matched",
        [InputRequired("Choose how the cohort is matched.")],
        choices=[SelectChoice(mode.value, f"{words}. {MODES_HELP[mode]}") for mode, words in MODES.items()],
        default=MatchMode.STABLE.value,
    )
    keeps_apart_same_organization = BooleanField("Keep apart people of one organization", default=True)
    path_id = SelectField("Guided path", coerce=int, default=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path_id.choices = [SelectChoice(0, "None"), *(SelectChoice(*each) for each in paths())]

    def validate_starts_on(self, field: DateField) -> None:
        if field.data and self.closes_on.data and field.data < self.closes_on.data:
            raise ValidationError("Mentorships begin after the last day to join.")

    def validate_ends_on(self, field: DateField) -> None:
        first = self.starts_on.data or self.closes_on.data
        if field.data and first and field.data <= first:
            raise ValidationError("The end lies after the beginning.")

    @property
    def plan(self) -> Plan:
        return Plan(
            title=self.title.data,
            summary=self.summary.data or "",
            closes_on=self.closes_on.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            mode=MatchMode(self.mode.data),
            keeps_apart_same_organization=self.keeps_apart_same_organization.data,
            path_id=self.path_id.data or None,
        )

    @classmethod
    def of(cls, cohort: MentoringCohort) -> "CohortForm":
        """The form filled in with what is kept."""
        kept = {name: getattr(cohort, name) for name in Plan.__slots__}
        return cls(formdata=None, **kept | {"mode": cohort.mode.value, "path_id": cohort.path_id or 0})


class PairForm(Form):
    """What ION staff decide about a mentee and a mentor of the cohort. Once it validates, the ids say who is meant."""

    mentee = StringField("Mentee", [DataRequired("Name the mentee."), at_most(300)])
    mentor = StringField("Mentor", [DataRequired("Name the mentor."), at_most(300)])
    kind = RadioField(
        "Decision",
        [InputRequired("Choose what is decided.")],
        choices=[
            SelectChoice(PairKind.FIXED.value, "Match them with each other"),
            SelectChoice(PairKind.APART.value, "Never match them in this cohort"),
        ],
    )
    reason = StringField("Why", [at_most(300)])

    def __init__(self, cohort_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort_id = cohort_id
        self.ids: dict[Side, int] = {}

    def validate_mentee(self, field: StringField) -> None:
        self.meant(field, Side.MENTEE)

    def validate_mentor(self, field: StringField) -> None:
        self.meant(field, Side.MENTOR)

    def meant(self, field: StringField, side: Side) -> None:
        found = typed(self.cohort_id, field.data or "", side)
        if not found:
            raise ValidationError(f"No {side.value} of this cohort has this name or email address.")
        if len(found) > 1:
            named = names_in_words([f"{name} #{id}" for id, name in found])
            raise ValidationError(f"More than one is called so. Write which one: {named}.")
        self.ids[side] = found[0][0]


class RunForm(Form):
    """How to match this time."""

    mode = SelectField("Match by", [InputRequired()], choices=MODE_CHOICES)


class EditForm(Form):
    """Another mentor for a mentee of a run; 0 is nobody."""

    mentor = SelectField("Mentor", [InputRequired("Choose a mentor, or nobody.")], coerce=int)
    reason = StringField("Why", [at_most(300)])


class PeopleForm(Form):
    """People from a spreadsheet."""

    most_bytes = MOST_BYTES
    file = FileField("Spreadsheet (CSV)", [FileRequired("Choose the file.")])

    def content(self) -> bytes:
        """The bytes of the file; of one that is too large, just enough to tell."""
        content: bytes = self.file.data.stream.read(MOST_BYTES + 1)
        return content

    def validate_file(self, field: FileField) -> None:
        if field.data and not field.data.filename.lower().endswith((".csv", ".txt")):
            raise ValidationError("Choose a CSV file, as spreadsheet programs save it.")
