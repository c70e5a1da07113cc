"""What is typed and chosen for an issue."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from ion.core.text import refusal, safe_html
from ion.models import Newsletter
from ion.newsletters.queries.recipients import Audience, choices
from ion.newsletters.services import Words
from ion.web.forms import Form
from ion.web.participant import CheckedForm

LONGEST_SUBJECT = 150
LONGEST_PREVIEW = 150
LONGEST_INTRO = 10_000
PICTURES = (
    "A newsletter holds no pictures, since mail programs do not show them. Remove “{}” and what follows it."
)
HEAD = [InputRequired(), NumberRange(0, 2**31 - 1)]


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


class WordsForm(CheckedForm):
    """The words of an issue; `head` is the save that they were written on, 0 for a new one."""

    checked = ("subject", "preview_text", "intro")
    subject = StringField(
        "Subject",
        [
            DataRequired("Enter a subject: it is what people see first."),
            Length(max=LONGEST_SUBJECT, message=f"Keep the subject under {LONGEST_SUBJECT} characters."),
        ],
        filters=[one_line],
    )
    preview_text = StringField(
        "Preview text",
        [Length(max=LONGEST_PREVIEW, message=f"Keep the preview text under {LONGEST_PREVIEW} characters.")],
        filters=[one_line],
    )
    intro = TextAreaField(
        "Introduction",
        [Length(max=LONGEST_INTRO, message=f"Keep the introduction under {LONGEST_INTRO:,} characters.")],
    )
    head = IntegerField(widget=HiddenInput(), default=0, validators=HEAD)

    def validate_intro(self, field: TextAreaField) -> None:
        if why := refusal(field.data or ""):
            raise ValidationError(f"This cannot be sent: {why}.")
        if "<img" in safe_html(field.data or ""):
            raise ValidationError(PICTURES.format("!["))

    @classmethod
    def of(cls, newsletter: Newsletter) -> "WordsForm":
        """The form filled in with what is saved."""
        return cls(
            formdata=None,
            subject=newsletter.subject,
            preview_text=newsletter.preview_text,
            intro=newsletter.intro,
            head=newsletter.head,
        )

    @property
    def words(self) -> Words:
        """What was filled in."""
        intro = (self.intro.data or "").replace("\r\n", "\n")
        return Words(self.subject.data, self.preview_text.data or "", intro)


class AudienceForm(Form):
    """Whom an issue is for. What is no longer offered is dropped."""

    topics = SelectMultipleField("Topics they follow or list on their profile", validate_choice=False)
    states = SelectMultipleField("States and territories", validate_choice=False)
    roles = SelectMultipleField("Partner roles", validate_choice=False)
    head = IntegerField(widget=HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.topics, self.states, self.roles):
            field.choices = choices(field.name)

    @classmethod
    def asked(cls, given: MultiDict[str, str], newsletter: Newsletter) -> "AudienceForm":
        """As an address asks, or as saved where it asks for nothing."""
        if given:
            return cls(formdata=given)
        return cls(formdata=None, **Audience.of(newsletter.audience).kept)

    @property
    def audience(self) -> Audience:
        """What was chosen, in the order in which it is offered."""
        return Audience(*(self.kept(field) for field in (self.topics, self.states, self.roles)))

    @property
    def head_asked(self) -> int:
        """The save that the choice was made on; -1, which no save is, for anything that is none."""
        return self.head.data if self.head.data is not None else -1

    def kept(self, field: SelectMultipleField) -> tuple[str, ...]:
        chosen = set(field.data or ())
        return tuple(key for key, _ in field.choices if key in chosen)


class HeadForm(Form):
    """A deed on the issue as it was when it was looked at."""

    head = IntegerField(widget=HiddenInput(), validators=HEAD)
