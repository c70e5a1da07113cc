"""What editors type of a deck besides what items of every kind have, and the files that slides are read from."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField, TextAreaField, ValidationError

from ion.commons.publishing.forms import ItemForm, no_longer_than
from ion.core.decks import ABOUT_KINDS
from ion.core.meant import Unclear, item_meant
from ion.decks.source import MOST_SLIDES, slides_in
from ion.web.participant import CheckedFileForm


class DeckForm(ItemForm):
    """A deck. Once it validates, `about_id` says what the slides belong to."""

    about = StringField("Slides of", [no_longer_than(500)])
    credit = TextAreaField("Credit", [no_longer_than(1000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about_id: int | None = None

    def validate_about(self, field: StringField) -> None:
        """Slides may be ready before the webinar is announced."""
        try:
            self.about_id = item_meant(field.data or "", ABOUT_KINDS, only_published=False)
        except Unclear as error:
            raise ValidationError(str(error)) from error

    def validate_markdown(self, field: TextAreaField) -> None:
        total = len(slides_in(field.data or ""))
        if total > MOST_SLIDES:
            raise ValidationError(f"A deck has at most {MOST_SLIDES} slides; these are {total}.")


class SlidesFileForm(CheckedFileForm):
    """A PowerPoint file."""

    file = FileField("PowerPoint file", [FileRequired("Choose a PowerPoint file.")])

    def refuse(self, words: object) -> None:
        """Say at the file why it is not taken."""
        self["file"].errors = [str(words)]


class NewDeckForm(SlidesFileForm):
    """A title, a PowerPoint file, or both; and what the slides belong to, by its id."""

    checked = ("title",)
    about = HiddenField(validators=[no_longer_than(20)])
    title = StringField("Title", [no_longer_than(300)])
    file = FileField("PowerPoint file")

    def validate_title(self, field: StringField) -> None:
        if not field.data and not self.has_file:
            raise ValidationError("Give the deck a title, or choose a file.")

    @property
    def has_file(self) -> bool:
        return bool(self["file"].data)
