"""What editors type of a post besides what items of every kind have."""

from typing import Any

from wtforms import SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ion.base.vocabulary.posts import POST_FORMS
from ion.blog.queries.spotlights import SPOTLIGHT, practice_meant
from ion.commons.publishing.forms import ItemForm, no_longer_than
from ion.core.labels import facet_labels
from ion.core.meant import Unclear, person_meant
from ion.core.merged import merged
from ion.core.text import slug

LONGEST_KEY = 110


def choices_of(facet: str) -> list[SelectChoice]:
    return [SelectChoice(key, label) for key, label in facet_labels(facet).items()]


class PostForm(ItemForm):
    """A post. Once it validates, `person_id`, `practice_id` and `series_meant` say what was typed means."""

    form = SelectField(
        "Kind of post",
        [InputRequired("Choose a kind.")],
        choices=[SelectChoice(term.key, term.label) for term in POST_FORMS.terms],
    )
    series = SelectField("Part of a series", validate_choice=False)
    new_series = StringField("Name of a new series", [no_longer_than(200)])
    program = SelectMultipleField("Programs")
    role = SelectMultipleField("Partner roles")
    state = SelectMultipleField("States and territories")
    spotlight_person = StringField("Person in the spotlight", [no_longer_than(300)])
    spotlight_practice = StringField("Practice in the spotlight", [no_longer_than(500)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series.choices = [SelectChoice("", "No series"), *choices_of("series")]
        for field in (self.program, self.role, self.state):
            field.choices = choices_of(field.name)
        self.person_id: int | None = None
        self.practice_id: int | None = None
        self.series_meant = ("", "")

    @property
    def is_spotlight(self) -> bool:
        return bool(self.form.data == SPOTLIGHT)

    def validate_series(self, field: SelectField) -> None:
        """Where there is no series yet, the form has nothing to choose from and sends nothing."""
        if field.data and field.data not in facet_labels("series"):
            raise ValidationError("This series is not there any more. Choose another one.")

    def validate_new_series(self, field: StringField) -> None:
        """A name that is here already means that series."""
        typed = " ".join((field.data or "").split())
        if typed and self.series.data:
            raise ValidationError("Choose a series or name a new one, not both.")
        self.series_meant = series_named(typed) if typed else (self.series.data or "", "")

    def validate_spotlight_person(self, field: StringField) -> None:
        try:
            self.person_id = person_meant(field.data or "")
        except Unclear as error:
            raise ValidationError(str(error)) from error

    def validate_spotlight_practice(self, field: StringField) -> None:
        try:
            self.practice_id = practice_meant(field.data or "")
        except Unclear as error:
            raise ValidationError(str(error)) from error


def series_named(name: str) -> tuple[str, str]:
    """The key of the series of that name, and the name where it is yet to be made; a new key is nobody's."""
    labels = facet_labels("series")
    for key, label in labels.items():
        if label.lower() == name.lower():
            return key, ""
    wanted = key = slug(name, LONGEST_KEY)
    taken, number = labels.keys() | merged("series").keys(), 2
    while key in taken:
        key, number = f"{wanted}-{number}", number + 1
    return key, name
