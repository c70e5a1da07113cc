"""How a member's own calendar rings."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ion.web.forms import Form

ALARMS = {0: "Not at all", 60: "1 hour before", 24 * 60: "1 day before"}
"""In minutes."""


class AlarmForm(Form):
    """When calendars remind of each webinar."""

    alarm = SelectField(
        "Let my calendar remind me of each webinar",
        [InputRequired("Choose one of the list.")],
        choices=[SelectChoice(str(minutes), words) for minutes, words in ALARMS.items()],
        default="0",
    )

    @property
    def minutes(self) -> int:
        return int(self.alarm.data)
