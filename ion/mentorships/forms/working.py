"""What is typed on the page of a mentorship: goals, tasks, steps."""

from typing import Any

from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from ion.mentorships.forms.agreeing import at_most
from ion.mentorships.services.working import DONE, OPEN_AGAIN, PROGRESS, SKIP
from ion.web.forms import Form
from ion.web.participant import CheckedForm

BOTH, ME, OTHER = "both", "me", "other"


class GoalForm(CheckedForm):
    """One more goal."""

    checked = ("words",)
    words = StringField("Another goal", [InputRequired("Write the goal."), at_most(300)])


class ProgressForm(Form):
    """How far a goal is, in percent."""

    progress = SelectField("Progress", choices=[SelectChoice(str(step), f"{step}%") for step in PROGRESS])


class TaskForm(CheckedForm):
    """A task; the other side is called by name in the list of who does it."""

    checked = ("words",)
    words = StringField("Task", [InputRequired("Write what is to be done."), at_most(300)])
    who = SelectField("Who does it")
    due_on = DateField("By", [Optional()])

    def __init__(self, other: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who.choices = [
            SelectChoice(ME, "You"),
            SelectChoice(OTHER, other),
            SelectChoice(BOTH, "Both of you"),
        ]


class TickForm(Form):
    """Done, or open again."""

    deed = SelectField("Deed", choices=[SelectChoice(DONE, "Done"), SelectChoice(OPEN_AGAIN, "Open again")])


class StepForm(CheckedForm):
    """Done, skipped with a reason, or open again."""

    checked = ("why",)
    deed = SelectField("Deed", choices=[SelectChoice(deed, deed) for deed in (DONE, SKIP, OPEN_AGAIN)])
    why = StringField("Why you skip it", [at_most(300)])
