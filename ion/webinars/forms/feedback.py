"""What an attendee says of a webinar."""

from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from ion.models import Feedback
from ion.web.participant import CheckedForm
from ion.webinars.opinions import RATINGS

LONGEST = 2_000
TOO_LONG = f"Keep it within {LONGEST:,} characters."


class FeedbackForm(CheckedForm):
    """A rating, and two answers in one's own words."""

    checked = ("useful", "better")
    rating = RadioField(
        "How useful was this webinar to you?",
        [InputRequired("Choose how useful it was.")],
        choices=[SelectChoice(str(rating), words) for rating, words in RATINGS.items()],
    )
    useful = TextAreaField("What was most useful?", [Length(max=LONGEST, message=TOO_LONG)])
    better = TextAreaField("What should be better next time?", [Length(max=LONGEST, message=TOO_LONG)])


def form_of(said: Feedback | None) -> FeedbackForm:
    """The form with what was said before, or blank."""
    before: dict[str, Any] = (
        {"rating": str(said.rating), "useful": said.useful, "better": said.better} if said else {}
    )
    return FeedbackForm(formdata=None, data=before)
