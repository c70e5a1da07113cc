"""The agreement of two people, and the ratings of goals."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ion.core import clock
from ion.mentorships.queries import paths
from ion.mentorships.services.agreeing import Agreement, Goal
from ion.models import Mentorship, MentorshipGoal
from ion.web.forms import Form, plain_lines
from ion.web.participant import CheckedForm
from ion.web.rows import RowForm, Rows, needed

MOST_GOALS = 3
CADENCES = ("Every week", "Every two weeks", "Once a month", "When one of us needs it")
RATINGS = {
    "1": "1: just beginning",
    "2": "2: some first steps",
    "3": "3: halfway there",
    "4": "4: nearly there",
    "5": "5: I could teach it",
}
RATING_CHOICES = [SelectChoice("", "Choose"), *(SelectChoice(key, words) for key, words in RATINGS.items())]


def at_most(limit: int) -> Length:
    return Length(max=limit, message=f"At most {limit:,} characters fit here.")


class GoalRow(RowForm):
    """A goal, as a mentor writes it."""

    words = StringField("Goal", [needed("Write the goal."), at_most(300)])


class OwnGoalRow(GoalRow):
    """A goal, as the mentee writes it, and where they stand."""

    before = SelectField(
        "Where you stand today", [needed("Say for each goal where you stand today.")], choices=RATING_CHOICES
    )


class AgreementForm(CheckedForm):
    """What the two agree on. `version` is that of the mentorship as it was read."""

    checked = ("goals", "words")
    cadence = SelectField(
        "How often you meet",
        [InputRequired("Choose how often you meet.")],
        choices=[SelectChoice("", "Choose"), *(SelectChoice(words, words) for words in CADENCES)],
    )
    path_name = SelectField("Guided path", validate_choice=False)
    ends_on = DateField("Until", [Optional()])
    words = TextAreaField("A few words to the other side", [at_most(2000)], filters=[plain_lines])
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [row.name for row in paths.offered()]
        self.path_name.choices = [
            SelectChoice("", "No path: we choose from session to session"),
            *(SelectChoice(name, name) for name in names),
        ]

    def validate_path_name(self, field: SelectField) -> None:
        if field.data and field.data not in {choice.value for choice in self.path_name.choices}:
            raise ValidationError("This path is not offered any more. Choose another one.")

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if not self.goals.data:
            self.goals.errors = ["Write one goal at least."]
        return is_valid and bool(self.goals.data)

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and field.data <= clock.now().date():
            raise ValidationError("Choose a day that is still to come.")

    @property
    def agreement(self) -> Agreement:
        goals = [
            Goal(row["words"], int(row["before"]) if row.get("before") else None) for row in self.goals.data
        ]
        return Agreement(goals, self.cadence.data, self.path_name.data or "", self.ends_on.data)

    @property
    def version_read(self) -> int:
        return whole(self.version.data)


def rows_of(row: type[RowForm]) -> Rows:
    return Rows("Goals", row=row, one="goal", many="goals", limit=MOST_GOALS)


class MentorForm(AgreementForm):
    """As a mentor writes it."""

    goals = rows_of(GoalRow)


class MenteeForm(AgreementForm):
    """As the mentee writes it."""

    goals = rows_of(OwnGoalRow)


def agreement_form(
    *,
    is_mentee: bool,
    row: Mentorship | None = None,
    goals: Sequence[MentorshipGoal] = (),
    path_name: str = "",
) -> AgreementForm:
    """The form for one side, filled with what stands."""
    given: dict[str, Any] = {"version": "0", "path_name": path_name}
    if row is not None:
        given = {"version": str(row.version), "path_name": row.path_name or path_name}
        given |= {"cadence": row.cadence, "ends_on": row.ends_on}
    given["goals"] = [{"words": goal.words, "before": str(goal.before_rating or "")} for goal in goals]
    form = (MenteeForm if is_mentee else MentorForm)(data=given)
    if row is not None and row.cadence and row.cadence not in CADENCES:
        form.cadence.choices = [*form.cadence.choices, SelectChoice(row.cadence, row.cadence)]
    return form


class VersionForm(Form):
    """Agreeing to what stands."""

    version = HiddenField()

    @property
    def version_read(self) -> int:
        return whole(self.version.data)


def whole(typed: str | None) -> int:
    """A number that the page sent; -1 for what is none."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def ratings_form(base: type[Form], goals: Sequence[MentorshipGoal], **kwargs: Any) -> Any:
    """`base` with a rating for each goal, in fields `rating_<id>`."""
    fields = {
        f"rating_{goal.id}": SelectField(
            goal.words, [InputRequired("Say for each goal where you stand.")], choices=RATING_CHOICES
        )
        for goal in goals
    }
    return type("Rated", (base,), fields)(**kwargs)


def ratings_of(form: Form, goals: Sequence[MentorshipGoal]) -> dict[int, int]:
    """What was chosen, by the ids of the goals."""
    return {goal.id: int(form[f"rating_{goal.id}"].data) for goal in goals if f"rating_{goal.id}" in form}
