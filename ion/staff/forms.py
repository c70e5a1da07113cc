"""What admins decide about people."""

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from ion.accounts.limits import SUSPENSIONS
from ion.models import Grant
from ion.web.forms import Form

LONGEST_REASON = 500
GIVEN = (Grant.EDITOR, Grant.FACILITATOR, Grant.ADMIN)
"""The grants that are given and taken by hand; every user is a member."""


class SuspensionForm(Form):
    """Why somebody is suspended, and for how long; it stands in the log."""

    days = SelectField(
        "For how long?", choices=[SelectChoice(*pair) for pair in SUSPENSIONS.items()], default=""
    )
    reason = StringField(
        "Reason",
        [
            DataRequired("Say why: it stands in the log."),
            Length(max=LONGEST_REASON, message=f"Keep the reason under {LONGEST_REASON} characters."),
        ],
    )
