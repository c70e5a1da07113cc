"""The choices about messages."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ion.messaging.policies import CLOSED
from ion.messaging.queries.choices import BY_MAIL, OFF, OPEN, Chosen
from ion.web.forms import Form

ASKED = "Choose one of the list."


class SettingsForm(Form):
    """Who may ask, and what is mailed; the latter is not asked while all mail is stopped."""

    contact = SelectField(
        "Requests from members",
        [InputRequired(ASKED)],
        choices=[
            SelectChoice(OPEN, "Any member may ask to write to you"),
            SelectChoice(CLOSED, "No requests"),
        ],
    )
    mail = SelectField(
        "Mail about messages you have not read",
        [InputRequired(ASKED)],
        choices=[SelectChoice(BY_MAIL, "By mail, at most once an hour"), SelectChoice(OFF, "Not at all")],
    )

    @property
    def by_mail(self) -> bool | None:
        """Whether messages are mailed; None where that was not asked."""
        return None if "mail" not in self else self["mail"].data == BY_MAIL


def settings_form(chosen: Chosen) -> SettingsForm:
    """The form as sent, else as the user chose before."""
    form = SettingsForm(
        data={
            "contact": OPEN if chosen.takes_requests else CLOSED,
            "mail": BY_MAIL if chosen.by_mail else OFF,
        }
    )
    if chosen.all_mail_off:
        del form["mail"]
    return form
