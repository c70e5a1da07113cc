"""Why something that somebody wrote is not shown: a ready reason, with more words if they help, or one's own words."""

from typing import Any, ClassVar

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from ion.web.forms import Form, plain_lines

LONGEST_REASON = 300
OWN = "own"


class ReasonForm(Form):
    """`phrases` are reasons that are given often, ready to be chosen; `reader` is who reads what is chosen."""

    phrases: ClassVar[tuple[str, ...]] = ()
    reader: ClassVar[str] = "The writer"
    phrase = SelectField("Reason", validate_choice=False)
    words = TextAreaField(
        "In your own words",
        [Length(max=LONGEST_REASON, message=f"Keep your own words within {LONGEST_REASON} characters.")],
        filters=[plain_lines],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phrase.choices = [
            SelectChoice("", "Choose one"),
            *(SelectChoice(phrase, phrase) for phrase in self.phrases),
            SelectChoice(OWN, "Another reason, in my own words"),
        ]

    def validate_phrase(self, field: SelectField) -> None:
        if field.data not in (*self.phrases, OWN):
            raise ValidationError(f"Say why: choose a reason. {self.reader} reads it.")

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if is_valid and not self.reason:
            self.words.errors = ["Write the reason in your own words."]
        return is_valid and bool(self.reason)

    @property
    def reason(self) -> str:
        """What is told, in one line."""
        phrase = "" if self.phrase.data == OWN else self.phrase.data or ""
        return " ".join(f"{phrase} {self.words.data or ''}".split())
