"""The blueprint of files, and what templates ask of them."""

from dataclasses import dataclass

from flask import Blueprint, Flask

from ion.commons.files import queries
from ion.commons.files.forms import AttachmentForm, PictureForm, UploadForm, blank
from ion.commons.files.kinds import KINDS_IN_WORDS, PICTURES_IN_WORDS
from ion.core.ports.files import MOST_BYTES

bp = Blueprint("files", __name__, url_prefix="/files")

PICTURE, ATTACHMENT = "picture-", "attachment-"
"""What the fields of a form begin with: other forms may stand on the same page."""


@dataclass(frozen=True, slots=True)
class ItemFiles:
    """What templates ask: the files of an item, and the forms of the panel."""

    most_bytes: int = MOST_BYTES
    kinds: str = KINDS_IN_WORDS
    picture_kinds: str = PICTURES_IN_WORDS

    def pictures(self, item_id: int) -> list[queries.PictureRow]:
        return queries.pictures(item_id)

    def attachments(self, item_id: int) -> list[queries.AttachmentRow]:
        return queries.attachments(item_id)

    def picture_form(self) -> PictureForm:
        form: PictureForm = blank(PictureForm, PICTURE)
        return form

    def attachment_form(self) -> AttachmentForm:
        form: AttachmentForm = blank(AttachmentForm, ATTACHMENT)
        return form

    def version_form(self, attachment_id: int) -> UploadForm:
        form: UploadForm = blank(UploadForm, version_prefix(attachment_id))
        return form


def version_prefix(attachment_id: int) -> str:
    return f"version-{attachment_id}-"


def install(app: Flask) -> None:
    """Let every template ask `item_files`."""
    app.jinja_env.globals["item_files"] = ItemFiles()
