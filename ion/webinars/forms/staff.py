"""What ION staff type about webinars."""

import secrets

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ion.core.times import count
from ion.models import Standing
from ion.web.participant import CheckedForm
from ion.webinars.queries.staff.letters import TO
from ion.webinars.services.letters import Letter

LONGEST_SUBJECT = 150
LONGEST_TEXT = 10_000


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


class LetterForm(CheckedForm):
    """A letter to registrants. It is looked at before it is sent; `nonce` makes two equal forms one letter."""

    checked = ("subject", "text")
    to = SelectField("To", [DataRequired()])
    subject = StringField(
        "Subject",
        [
            DataRequired("Enter a subject: it is what people see first."),
            Length(max=LONGEST_SUBJECT, message=f"Keep the subject under {LONGEST_SUBJECT} characters."),
        ],
        filters=[one_line],
    )
    text = TextAreaField(
        "Text",
        [
            DataRequired("Enter the text of the letter."),
            Length(max=LONGEST_TEXT, message=f"Keep the text under {LONGEST_TEXT:,} characters."),
        ],
    )
    nonce = HiddenField(validators=[DataRequired(), Length(min=16, max=64)])
    step = HiddenField()

    def offer(self, reach: dict[Standing, int]) -> "LetterForm":
        """Offer everyone whom one can write to, with how many they are."""
        self.to.choices = [
            (standing.value, f"{TO[standing]} ({count(n, 'person', 'people') if n else 'nobody'})")
            for standing, n in reach.items()
        ]
        return self

    @classmethod
    def blank(cls, to: str) -> "LetterForm":
        """An empty form with a nonce of its own."""
        return cls(formdata=None, to=to, nonce=secrets.token_urlsafe(16))

    @property
    def is_to_be_sent(self) -> bool:
        """Whether it was looked at and is to go out."""
        return bool(self.step.data == "send")

    @property
    def letter(self) -> Letter:
        """What was filled in."""
        text = (self.text.data or "").replace("\r\n", "\n")
        return Letter(Standing(self.to.data), self.subject.data, text, self.nonce.data)
