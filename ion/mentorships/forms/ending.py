"""Ending a mentorship, and the survey that closes it."""

from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ion.mentorships.forms.agreeing import at_most
from ion.mentorships.services.ending import WHY, Survey
from ion.web.forms import plain_lines
from ion.web.participant import CheckedForm

USEFUL = {
    "1": "1: not useful",
    "2": "2: a little",
    "3": "3: useful",
    "4": "4: very useful",
    "5": "5: it changed how I work",
}
REACHED = {"1": "1: none of them", "2": "2: some", "3": "3: half", "4": "4: most", "5": "5: all of them"}


def choices_of(labels: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice("", "Choose"), *(SelectChoice(key, words) for key, words in labels.items())]


class EndForm(CheckedForm):
    """Ending before its time."""

    checked = ("words",)
    why = SelectField("Why it ends", [InputRequired("Choose a reason.")], choices=choices_of(WHY))
    words = TextAreaField("More, for ION staff", [at_most(800)], filters=[plain_lines])
    wants_other = BooleanField("Find me another mentor for my question")


class SurveyForm(CheckedForm):
    """How it was."""

    checked = ("words", "thanks")
    usefulness = SelectField(
        "How useful was it for your work?",
        [InputRequired("Choose how useful it was.")],
        choices=choices_of(USEFUL),
    )
    goals_reached = SelectField(
        "How many of your goals did you reach?",
        [InputRequired("Choose how many goals you reached.")],
        choices=choices_of(REACHED),
    )
    words = TextAreaField("What should ION staff know?", [at_most(4000)], filters=[plain_lines])
    thanks = TextAreaField("A word of thanks", [at_most(1000)], filters=[plain_lines])

    @property
    def survey(self) -> Survey:
        return Survey(
            int(self.usefulness.data), int(self.goals_reached.data), self.words.data, self.thanks.data
        )
