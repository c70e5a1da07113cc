"""The fields in which a person chooses a time: date, time, zone beside them, and which of two where it comes twice."""

from datetime import datetime
from typing import Any

from wtforms import DateField, Field, RadioField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from ion.base.vocabulary.zones import ZONES, is_zone
from ion.core.times import zone_named
from ion.core.wall_times import Chosen, ComesTwice, Moment, NoSuchTime, moment
from ion.web.forms import Form

FIRST, SECOND = "first", "second"


class WallTimeForm(Form):
    """A wall time whose zone is chosen elsewhere. `settle` finds the moment; where it is none, the fields say why.

    Where a time comes twice, `which` becomes a question with two answers (`comes_twice` is true then).
    """

    day = DateField("Date", [Optional()])
    clock = TimeField("Time", [Optional()])
    which = RadioField(
        "This time comes twice that day: which one?",
        choices=[
            SelectChoice(FIRST, "The first one, before the clocks are set back"),
            SelectChoice(SECOND, "The second one, after the clocks are set back"),
        ],
        validate_choice=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen: Moment | None = None
        self.comes_twice = False

    @property
    def second(self) -> bool | None:
        """Which of two times was said to be meant."""
        return {FIRST: False, SECOND: True}.get(self.which.data or "")

    def settle(self, zone: str) -> bool:
        """Find the moment of the date and time, both of which are there, in the zone of that IANA name."""
        local = datetime.combine(self.day.data, self.clock.data.replace(second=0, microsecond=0))
        try:
            self.chosen = moment(local, zone, second=self.second)
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

    def fill(self, local: datetime) -> None:
        """Fill in a time chosen earlier."""
        self.day.data, self.clock.data = local.date(), local.time()


class MomentForm(WallTimeForm):
    """A wall time in a zone. Once it validates, `chosen` is the moment; a skipped time is refused in words."""

    day = DateField("Date", [InputRequired("Choose a date.")])
    clock = TimeField("Time", [InputRequired("Choose a time.")])
    zone = SelectField("Time zone", [InputRequired("Choose a time zone.")])

    def __init__(self, *args: Any, own_zone: str = "", **kwargs: Any) -> None:
        """`own_zone` is the reader's IANA zone, offered first; the site's for none."""
        super().__init__(*args, **kwargs)
        own = zone_named(own_zone).key
        named = {term.key: term.label for term in ZONES.terms}
        named = {own: named.get(own, own)} | named
        self.zone.choices = [SelectChoice(key, label) for key, label in named.items()]
        if not self.zone.data:
            self.zone.data = own

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self.settle(self.zone.data)

    def show(self, local: datetime | None, zone: str) -> None:
        """Fill in a moment chosen earlier."""
        if local is not None:
            self.fill(local)
        if zone:
            self.zone.data = zone


class WallTimeField(Field):  # type: ignore[misc]
    """A wall time in a larger form, sent as `starts-day`, `starts-clock` and `starts-which`; both may be left empty.

    Its zone is the larger form's field `zone`. The form begins with a `Chosen` as data; `data` is then what stands in
    the fields, as texts, and once the form validates `chosen` is what they mean (None: nothing).
    """

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Fill the fields with what was sent, else with `data`."""
        self.errors: list[str] = []
        self.process_errors: list[str] = []
        self.object_data = data
        self.chosen: Chosen | None = None
        self.part = WallTimeForm(formdata or None, prefix=self.name)
        if not formdata and data:
            self.part.fill(data.local)
            self.part.which.data = {False: FIRST, True: SECOND}.get(data.second)
        self.data = {name: str(self.part[name]._value() or "") for name in ("day", "clock")}
        self.data["which"] = self.part.which.data or ""

    @property
    def asks_which(self) -> bool:
        """Whether the fields must show which of two times is meant."""
        return self.part.comes_twice or bool(self.part.which.data)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Find out what is meant; the errors are sentences that begin with the name of the field."""
        self.chosen = self.meant(form.zone.data or "")
        self.errors = [f"{self.label.text}: {field.errors[0]}" for field in self.part if field.errors]
        return not self.errors

    def meant(self, zone: str) -> Chosen | None:
        part = self.part
        if not (self.data["day"] or self.data["clock"]) or not part.validate():
            return None
        if not part.day.data or not part.clock.data:
            missing, words = (part.clock, "time") if part.day.data else (part.day, "date")
            missing.errors = [f"Choose a {words}, too."]
            return None
        if not is_zone(zone) or not part.settle(zone) or part.chosen is None:
            return None  # a zone that is none is the mistake of its own field
        local = part.chosen.local
        comes_twice = moment(local, zone, second=False) != moment(local, zone, second=True)
        return Chosen(local, part.second if comes_twice else None)
