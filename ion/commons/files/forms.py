"""What editors send: pictures with words for who does not see them, attachments, and new versions of those."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from ion.commons.files.services.items import LONGEST_TITLE
from ion.web.forms import Form
from ion.web.participant import CheckedFileForm

LONGEST_ALT = 180
UP, DOWN = "up", "down"


class UploadForm(CheckedFileForm):
    """A file, and the page to come back to."""

    file = FileField("File", [FileRequired("Choose a file.")])
    back = HiddenField(validators=[Length(max=1000)])

    def refuse(self, words: object) -> None:
        """Say at the file why it was not taken."""
        self.file.errors = [str(words)]


class PictureForm(UploadForm):
    """A picture for the text."""

    checked = ("alt",)
    file = FileField("Picture", [FileRequired("Choose a picture.")])
    alt = StringField(
        "Alternative text",
        [
            DataRequired("Say what the picture shows, for people who do not see it."),
            Length(max=LONGEST_ALT, message=f"At most {LONGEST_ALT} characters fit here."),
        ],
    )


class AttachmentForm(UploadForm):
    """A file for readers."""

    checked = ("title",)
    title = StringField(
        "Title", [Length(max=LONGEST_TITLE, message=f"At most {LONGEST_TITLE} characters fit here.")]
    )


class MoveForm(Form):
    """Which way an attachment moves."""

    way = HiddenField(validators=[AnyOf((UP, DOWN), "Say up or down.")])

    @property
    def step(self) -> int:
        return -1 if self.way.data == UP else 1


def blank(form: type[Form], prefix: str) -> Any:
    """A form of which nothing was sent; the prefix sets its fields apart on a page with other forms."""
    return form(formdata=None, prefix=prefix)
