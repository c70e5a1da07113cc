"""How a mentor answers one request, from the site or from a mail."""

import re
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from ion.mentoring.policies import LONGEST_WORDS
from ion.mentoring.standings import READY
from ion.web.forms import plain_lines
from ion.web.participant import CheckedForm

TOO_LONG = f"Keep your words under {LONGEST_WORDS:,} characters."
PAGE = re.compile(r"(?:^|/)people/(\d{1,9})/?$")
LONGEST_NAME = 300


class AnswerForm(CheckedForm):
    """The words of an answer; ready ones stand in the field and may be changed."""

    checked = ("words",)
    words = TextAreaField("Your words", [Length(max=LONGEST_WORDS, message=TOO_LONG)], filters=[plain_lines])

    @classmethod
    def ready(cls, answer: str, number: int = 0) -> Any:
        """A form with kind words in it, those of this number among the ready ones."""
        words = READY[answer]
        return cls(formdata=None, data={"words": words[number % len(words)]})


class SuggestForm(AnswerForm):
    """The same, with somebody else named: by the name, or the address of their page."""

    person = StringField(
        "Who would be better to ask?",
        [
            InputRequired("Name the person, or decline instead."),
            Length(max=LONGEST_NAME, message="This is too long for a name."),
        ],
    )

    @property
    def page_id(self) -> int | None:
        """The person whose page was given, where an address was."""
        found = PAGE.search((self.person.data or "").strip())
        return int(found.group(1)) if found else None


FORMS = {"accept": AnswerForm, "suggest": SuggestForm, "decline": AnswerForm}
"""The form of each answer."""
