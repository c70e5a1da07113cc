"""What editors type of a webinar besides what items of every kind have, and why it is canceled."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from ion.base.vocabulary.zones import ZONES, is_zone
from ion.commons.publishing.forms import ONE_A_LINE, ItemForm, no_longer_than, web_address
from ion.core.labels import facet_labels
from ion.core.meant import Unclear, item_meant, person_meant
from ion.core.times import count
from ion.web.forms import Form
from ion.web.moments import WallTimeField
from ion.web.rows import Rows
from ion.webinars.agenda import MOST_PARTS
from ion.webinars.announcement import LONGEST, TERMS
from ion.webinars.forms.rows import AgendaRow, AskRow, lines, number
from ion.webinars.queries.record import known_series, series_meant

PRACTICE = "practice"
ROWS = ("asks", "agenda")
MOST_PRACTICES = 20
MOST_ASKS = 20
MOST_PLACES = 100_000
WEEK, DAY = 7 * 24 * 60, 24 * 60


class WebinarForm(ItemForm):
    """A webinar. Once it validates, `moderator_id` and `practice_ids` say who and which are meant."""

    elsewhere = "Dates, and registration elsewhere"
    authors = TextAreaField("Presenters", [no_longer_than(2000)], description=ONE_A_LINE)
    link_url = StringField(
        "Address where people register elsewhere",
        [no_longer_than(1000), web_address],
        description="For a webinar of others. People register here or there, not both.",
    )
    starts = WallTimeField("Starts")
    zone = SelectField("Time zone", validate_choice=False)
    length_minutes = number("Length in minutes", 1, LONGEST)
    series = StringField("Series", [no_longer_than(120)])
    host = StringField("Host", [no_longer_than(300)])
    moderator = StringField("Moderator", [no_longer_than(300)])
    practices = TextAreaField("Practices it is about", [no_longer_than(10_000)])
    takes_registration = BooleanField("People register here")
    capacity = number("How many people can register", 1, MOST_PLACES)
    opens = WallTimeField("Registration opens")
    closes = WallTimeField("Registration closes")
    promotes_until = number("Waiting list ends, in minutes before the start", 0, WEEK)
    asks = Rows("Questions at registration", row=AskRow, one="question", many="questions", limit=MOST_ASKS)
    omb_number = StringField("OMB control number", [no_longer_than(40)])
    privacy_note = TextAreaField("Privacy line", [no_longer_than(1000)])
    join_url = StringField("Join link", [no_longer_than(1000), web_address])
    join_minutes = number("Shown from so many minutes before the start", 0, DAY)
    has_captions = BooleanField("There are live captions")
    has_sign_language = BooleanField("It is interpreted in American Sign Language (ASL)")
    phone_audio = StringField("Audio by phone", [no_longer_than(300)])
    ask_by = DateField("Ask for other help by", [Optional()])
    agenda = Rows("Agenda", row=AgendaRow, one="part", many="parts", limit=MOST_PARTS)
    program = SelectMultipleField(TERMS["program"])
    role = SelectMultipleField(TERMS["role"])
    state = SelectMultipleField(TERMS["state"])
    sector = SelectMultipleField(TERMS["sector"])
    population = SelectMultipleField(TERMS["population"])
    add = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.facets:
            field.choices = [SelectChoice(key, words) for key, words in facet_labels(field.name).items()]
        zones = {"": "Choose a time zone"} | {term.key: term.label for term in ZONES.terms}
        if is_zone(held := self.zone.data or ""):
            zones |= {held: zones.get(held, held.replace("_", " "))}
        self.zone.choices = [SelectChoice(key, words) for key, words in zones.items()]
        self.moderator_id: int | None = None
        self.practice_ids: list[int] = []

    @property
    def wants_more_rows(self) -> bool:
        """Whether the form was sent for one more row of a list, not to be saved."""
        return self.add.data in ROWS

    @property
    def facets(self) -> list[SelectMultipleField]:
        return [self[facet] for facet in TERMS]

    @property
    def known_series(self) -> list[str]:
        """Series to offer while one types."""
        return known_series()

    @property
    def series_named(self) -> str:
        """The series that is meant."""
        return series_meant(self.series.data or "")

    def validate_zone(self, field: SelectField) -> None:
        """A time that was typed means nothing without a zone."""
        times = (self.starts, self.opens, self.closes)
        if field.data and not is_zone(field.data):
            raise ValidationError("Choose a time zone from the list.")
        if not field.data and any(each for time in times for each in time.data.values()):
            raise ValidationError("Choose the time zone in which its times are told.")

    def validate_moderator(self, field: StringField) -> None:
        try:
            self.moderator_id = person_meant(field.data or "")
        except Unclear as error:
            raise ValidationError(str(error)) from error

    def validate_practices(self, field: TextAreaField) -> None:
        typed = lines(field.data)
        if len(typed) > MOST_PRACTICES:
            raise ValidationError(f"Name at most {count(MOST_PRACTICES, 'practice', 'practices')}.")
        try:
            found = [item_meant(line, [PRACTICE]) for line in typed]
        except Unclear as error:
            raise ValidationError(str(error)) from error
        self.practice_ids = list(dict.fromkeys(id for id in found if id is not None))


class CancelForm(Form):
    """Why a webinar is canceled, for those who registered."""

    note = TextAreaField("Why, and what comes next", [no_longer_than(1000)])


class DuplicateForm(Form):
    """What the copy of a webinar is called."""

    title = StringField("Title of the copy", [DataRequired("Give it a title."), no_longer_than(300)])
