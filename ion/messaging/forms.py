"""What may be typed: a message with its files, whom it goes to, and a draft of it."""

import re
import secrets
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from ion.core.ports.files import MOST_BYTES
from ion.messaging.policies import LONGEST, LONGEST_TITLE, MOST_FILES
from ion.web.forms import Form, plain_lines
from ion.web.participant import CheckedForm, first_of_each, found_in_files

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
TOO_LONG = f"Keep a message within {LONGEST:,} characters."
NOTHING = "Write your message first."
File = tuple[str, str, bytes]


def fresh_id() -> str:
    """What names a message where it is typed, so that sending it twice sends it once."""
    return secrets.token_urlsafe(18)


class TextForm(CheckedForm):
    """The words of a message, in Markdown."""

    checked = ("markdown",)
    markdown = TextAreaField("Message", [Length(max=LONGEST, message=TOO_LONG)], filters=[plain_lines])

    def validate_markdown(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(NOTHING)


class MessageForm(TextForm):
    """A message: its words, its files, and the id it was given where it was typed."""

    client_id = HiddenField()
    files = MultipleFileField("Files")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._contents: list[File] | None = None

    def validate_markdown(self, field: Any) -> None:
        if not field.data and not self.sent_files:
            raise ValidationError(NOTHING)

    def validate_files(self, _field: Any) -> None:
        if len(self.sent_files) > MOST_FILES:
            raise ValidationError(f"Attach at most {MOST_FILES} files to one message.")

    @property
    def sent_files(self) -> list[Any]:
        """The files as they were sent; a field that was left empty has none."""
        return [each for each in self.files.data or [] if getattr(each, "filename", "")]

    @property
    def contents(self) -> list[File]:
        """Name, type and bytes of each file, read once; of one that is too large, just enough to tell."""
        if self._contents is None:
            sent = self.sent_files[:MOST_FILES]
            self._contents = [
                (each.filename, each.mimetype, each.stream.read(MOST_BYTES + 1)) for each in sent
            ]
        return self._contents

    def found(self) -> list[Any]:
        """What looks like participant data in the words and the files."""
        small = [each for each in self.contents if len(each[2]) <= MOST_BYTES]
        return first_of_each([*super().found(), *found_in_files(small)])

    @property
    def given_id(self) -> str:
        """The id that was given where it was typed, or a new one."""
        sent = self.client_id.data or ""
        return sent if CLIENT_ID.fullmatch(sent) else fresh_id()


class NewForm(MessageForm):
    """A first message; `title` is what a group is called."""

    title = StringField(
        "Name of the group",
        [Length(max=LONGEST_TITLE, message=f"Keep the name within {LONGEST_TITLE} characters.")],
    )


class DraftForm(Form):
    """What is typed and not sent."""

    markdown = TextAreaField("Message", [Length(max=LONGEST, message=TOO_LONG)], filters=[plain_lines])
    background = HiddenField()

    @property
    def is_background(self) -> bool:
        """Whether the script keeps it while its writer goes on."""
        return bool(self.background.data)


def blank(draft: str = "") -> MessageForm:
    """A form to write in, with what was typed before."""
    return MessageForm(formdata=None, data={"markdown": draft, "client_id": fresh_id()})
