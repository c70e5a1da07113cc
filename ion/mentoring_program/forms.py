"""What ION staff fill in: who is kept apart, and a table of people to invite."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, ValidationError
from wtforms.validators import InputRequired, Length

from ion.directory.queries.profile import organization_called, organization_labels
from ion.mentoring_program.queries.apart import person_with
from ion.web.forms import FileForm, Form

LONGEST_EMAIL, LONGEST_REASON, LONGEST_NAME = 254, 300, 250
OFFERED = 2_000
"""Names of organizations that the page lists to choose from."""


class Somebody(StringField):  # type: ignore[misc]
    """A member by e-mail address; `person_id` is whose it is."""

    person_id = 0

    def pre_validate(self, form: Any) -> None:
        found = person_with(self.data or "")
        if self.data and found is None:
            raise ValidationError(f"{self.label.text}: no member signs in with this address.")
        self.person_id = found or 0


class KnownOrganization(StringField):  # type: ignore[misc]
    """An organization of the directory by its name; `organization_id` is which."""

    organization_id = 0

    def pre_validate(self, form: Any) -> None:
        found = organization_called(self.data or "")
        if self.data and found is None:
            raise ValidationError(f"{self.label.text}: the directory has no organization of this name.")
        self.organization_id = found or 0


class ApartForm(Form):
    """Two people whom ION staff keep apart, and why."""

    first = Somebody("Email of one", [InputRequired("Write the email of one."), Length(max=LONGEST_EMAIL)])
    second = Somebody(
        "Email of the other", [InputRequired("Write the email of the other."), Length(max=LONGEST_EMAIL)]
    )
    reason = StringField(
        "Reason",
        [
            InputRequired("Say why: it is in the log, and ION staff read it here."),
            Length(max=LONGEST_REASON, message=f"Write at most {LONGEST_REASON} characters."),
        ],
    )


class OversightForm(Form):
    """Two organizations of which one funds or reviews the other."""

    grantor = KnownOrganization(
        "Who funds or reviews", [InputRequired("Say who funds or reviews."), Length(max=LONGEST_NAME)]
    )
    grantee = KnownOrganization(
        "Who is funded or reviewed",
        [InputRequired("Say who is funded or reviewed."), Length(max=LONGEST_NAME)],
    )

    @property
    def offered(self) -> list[str]:
        """Organizations to choose from."""
        return [*organization_labels().values()][:OFFERED]


class InviteForm(FileForm):
    """A CSV file of people to invite."""

    file = FileField("CSV file", [FileRequired("Choose a file.")])
