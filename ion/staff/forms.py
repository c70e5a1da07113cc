"""What admins decide about people."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from ion.models import Grant
from ion.web.forms import Form

LONGEST_REASON = 500
GIVEN = (Grant.EDITOR, Grant.FACILITATOR, Grant.ADMIN)
"""The grants that are given and taken by hand; every user is a member."""


class SuspensionForm(Form):
    """Why somebody is suspended; it stands in the log."""

    reason = StringField(
        "Reason",
        [
            DataRequired("Say why: it stands in the log."),
            Length(max=LONGEST_REASON, message=f"Keep the reason under {LONGEST_REASON} characters."),
        ],
    )
