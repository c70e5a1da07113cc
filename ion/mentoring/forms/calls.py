"""Times for a call, how it was, and one call for several."""

from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from ion.base.vocabulary.zones import ZONES
from ion.core.times import zone_named
from ion.core.wall_times import Moment, moment
from ion.mentoring.policies import LONGEST_PLACE, LONGEST_WORDS
from ion.web.forms import plain_lines
from ion.web.moments import MomentForm, WallTimeField
from ion.web.participant import CheckedForm

PLACE = "Where you meet"
PLACE_TOO_LONG = f"Keep this under {LONGEST_PLACE} characters."
USEFULNESS = (
    ("5", "5: I will do something differently because of it"),
    ("4", "4: Very useful"),
    ("3", "3: Useful"),
    ("2", "2: A little useful"),
    ("1", "1: Not useful"),
)


class SlotsForm(CheckedForm):
    """Up to three times at once, in one zone. Once it validates, `moments` are those that were given."""

    checked = ("place",)
    first = WallTimeField("First time")
    second = WallTimeField("Second time")
    third = WallTimeField("Third time")
    zone = SelectField("Time zone", [InputRequired("Choose a time zone.")])
    place = StringField(PLACE, [Length(max=LONGEST_PLACE, message=PLACE_TOO_LONG)])

    def __init__(self, *args: Any, own_zone: str = "", **kwargs: Any) -> None:
        """`own_zone` is the reader's IANA zone, offered first; the site's for none."""
        super().__init__(*args, **kwargs)
        own = zone_named(own_zone).key
        labels = {term.key: term.label for term in ZONES.terms}
        self.zone.choices = [
            SelectChoice(key, label) for key, label in ({own: labels.get(own, own)} | labels).items()
        ]
        self.zone.data = self.zone.data or own
        self.moments: list[Moment] = []

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        times = (self.first, self.second, self.third)
        self.moments = [
            moment(each.chosen.local, self.zone.data, second=bool(each.chosen.second))
            for each in times
            if each.chosen
        ]
        if not self.moments:
            self.form_errors.append("Give at least one time.")
        return bool(self.moments)


class HeldForm(CheckedForm):
    """One question after the call, and words for ION staff."""

    checked = ("words",)
    usefulness = RadioField(
        "How useful was it to you?",
        [InputRequired("Choose one of the answers.")],
        choices=[SelectChoice(key, label) for key, label in USEFULNESS],
    )
    words = TextAreaField(
        "What should ION staff know?",
        [Length(max=LONGEST_WORDS, message=f"Keep this under {LONGEST_WORDS:,} characters.")],
        filters=[plain_lines],
    )


class GroupForm(MomentForm, CheckedForm):
    """One call for several who ask the same."""

    checked = ("about", "place")
    about = StringField(
        "What the call is about",
        [
            InputRequired("Say what the call is about."),
            Length(max=120, message="Keep this under 120 characters."),
        ],
    )
    place = StringField(PLACE, [Length(max=LONGEST_PLACE, message=PLACE_TOO_LONG)])
