"""The fields in which a person chooses a time: date, time, zone beside them, and which of two where it comes twice."""

from datetime import datetime
from typing import Any

from wtforms import DateField, RadioField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ion.base.vocabulary.zones import ZONES
from ion.core.times import zone_named
from ion.core.wall_times import ComesTwice, Moment, NoSuchTime, moment
from ion.web.forms import Form

FIRST, SECOND = "first", "second"


class MomentForm(Form):
    """A wall time in a zone. Once it validates, `chosen` is the moment; a skipped time is refused in words.

    Where a time comes twice, `which` becomes a question with two answers (`comes_twice` is true then).
    """

    day = DateField("Date", [InputRequired("Choose a date.")])
    clock = TimeField("Time", [InputRequired("Choose a time.")])
    zone = SelectField("Time zone", [InputRequired("Choose a time zone.")])
    which = RadioField(
        "This time comes twice that day: which one?",
        choices=[
            SelectChoice(FIRST, "The first one, before the clocks are set back"),
            SelectChoice(SECOND, "The second one, after the clocks are set back"),
        ],
        validate_choice=False,
    )

    def __init__(self, *args: Any, own_zone: str = "", **kwargs: Any) -> None:
        """`own_zone` is the reader's IANA zone, offered first; the site's for none."""
        super().__init__(*args, **kwargs)
        own = zone_named(own_zone).key
        named = {term.key: term.label for term in ZONES.terms}
        named = {own: named.get(own, own)} | named
        self.zone.choices = [SelectChoice(key, label) for key, label in named.items()]
        if not self.zone.data:
            self.zone.data = own
        self.chosen: Moment | None = None
        self.comes_twice = False

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        local = datetime.combine(self.day.data, self.clock.data.replace(second=0, microsecond=0))
        second = {FIRST: False, SECOND: True}.get(self.which.data or "")
        try:
            self.chosen = moment(local, self.zone.data, second=second)
        except NoSuchTime as error:
            self.clock.errors = [error.words]
        except ComesTwice:
            self.comes_twice = True
            self.which.errors = ["Say which of the two times is meant."]
        except (OverflowError, ValueError):
            self.day.errors = ["Choose a date between 1970 and 2100."]
        if self.chosen and not 1970 <= self.chosen.local.year <= 2100:
            self.chosen = None
            self.day.errors = ["Choose a date between 1970 and 2100."]
        return self.chosen is not None

    def show(self, local: datetime | None, zone: str) -> None:
        """Fill in a moment chosen earlier."""
        if local is not None:
            self.day.data, self.clock.data = local.date(), local.time()
        if zone:
            self.zone.data = zone
