"""The panel where editors keep the pictures and attachments of an item, beside its text or on a page of its own."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request

from ion.commons.files import queries, services
from ion.commons.files.forms import AttachmentForm, MoveForm, PictureForm, UploadForm
from ion.commons.files.services import NoSuchFile, StillShown, Taken
from ion.commons.files.views.blueprint import ATTACHMENT, PICTURE, bp, version_prefix
from ion.core.ports.files import FileRefused
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.fragments import Fragment, wants_fragment
from ion.web.guards import granted, local_path, member, or_404
from ion.web.participant import noted

panel = Fragment("files/panel.html", "files")
page = Fragment("files/index.html", "main")


def draw(item_id: int, status: int = 200, **more: Any) -> Response:
    """The panel for htmx, a page around it for a browser; `more` are forms as they were sent, and what was refused."""
    item = or_404(queries.item(item_id))
    fragment = panel if wants_fragment() else page
    return fragment.render(status, **back_of(item_id), item_id=item_id, item_title=item.title, **more)


def back_of(item_id: int) -> dict[str, str]:
    """Where the panel stands: the page of writing, or the page of files itself."""
    sent = next((value for name, value in request.form.items() if name.endswith("back")), "")
    return {"files_back": local_path(sent, f"/files/items/{item_id}")}


def done(item_id: int, said: str, **more: Any) -> Response:
    """The panel anew for htmx, which reads aloud what is `said`; back to its page for a browser."""
    item = or_404(queries.item(item_id))
    back = back_of(item_id)
    shown = {"item_id": item_id, "item_title": item.title, "files_said": said}
    return panel.done(f"{back['files_back']}#files", "files-changed", **back, **shown, **more)


def taken_in(form: UploadForm, *, only_pictures: bool = False) -> Taken | None:
    """The file of a form, checked and kept; None where the form now says why it is not taken."""
    if not form.validate_on_submit():
        return None
    try:
        return services.take_in(form.name, form.content(), only_pictures=only_pictures)
    except FileRefused as refused:
        form.refuse(refused)
        return None


def written(deed: Callable[[], object]) -> None:
    """Do the deed in one unit of work; what is gone is not found. Raises FileRefused."""
    try:
        with unit_of_work():
            deed()
    except NoSuchFile:
        abort(404)


@bp.get("/items/<int:item_id>")
@granted(Grant.EDITOR)
def index(item_id: int) -> Response:
    """The files of an item, on a page of their own."""
    return draw(item_id)


@bp.post("/items/<int:item_id>/pictures")
@granted(Grant.EDITOR)
def add_picture(item_id: int) -> Response:
    """Add a picture that the text may show."""
    who, form = member(), PictureForm(prefix=PICTURE)
    item = or_404(queries.item(item_id))
    taken = taken_in(form, only_pictures=True)
    if taken is None:
        return draw(item_id, 422, picture_form=form)

    def deed() -> None:
        services.add_picture(item_id, taken, alt=form.alt.data or "", user_id=who.id)

    try:
        written(noted(form, deed, kind=item.kind, id=item_id, user_id=who.id))
    except FileRefused as refused:
        form.refuse(refused)
        return draw(item_id, 409, picture_form=form)
    return done(item_id, "The picture is added.")


@bp.post("/items/<int:item_id>/pictures/<int:file_id>/remove")
@granted(Grant.EDITOR)
def remove_picture(item_id: int, file_id: int) -> Response:
    """Remove a picture that no text shows."""
    who = member()
    try:
        written(lambda: services.remove_picture(item_id, file_id, user_id=who.id))
    except StillShown as refused:
        return draw(item_id, 409, files_refused=str(refused))
    return done(item_id, "The picture is removed.", files_fewer=True)


@bp.post("/items/<int:item_id>/attachments")
@granted(Grant.EDITOR)
def attach(item_id: int) -> Response:
    """Offer a file to readers."""
    who, form = member(), AttachmentForm(prefix=ATTACHMENT)
    item = or_404(queries.item(item_id))
    taken = taken_in(form)
    if taken is None:
        return draw(item_id, 422, attachment_form=form)

    def deed() -> None:
        services.attach(item_id, taken, title=form.title.data or "", user_id=who.id)

    try:
        written(noted(form, deed, kind=item.kind, id=item_id, user_id=who.id))
    except FileRefused as refused:
        form.refuse(refused)
        return draw(item_id, 409, attachment_form=form)
    return done(item_id, "The attachment is added.")


@bp.post("/items/<int:item_id>/attachments/<int:attachment_id>/replace")
@granted(Grant.EDITOR)
def replace(item_id: int, attachment_id: int) -> Response:
    """Put a new version in the place of an attachment."""
    who, form = member(), UploadForm(prefix=version_prefix(attachment_id))
    item = or_404(queries.item(item_id))
    taken = taken_in(form)
    if taken is None:
        return draw(item_id, 422, version_form=form, replacing=attachment_id)

    def deed() -> None:
        services.replace(item_id, attachment_id, taken, user_id=who.id)

    try:
        written(noted(form, deed, kind=item.kind, id=item_id, user_id=who.id))
    except FileRefused as refused:
        return draw(item_id, 409, files_refused=str(refused))
    return done(item_id, "The new version is in its place.", files_moved=attachment_id)


@bp.post("/items/<int:item_id>/attachments/<int:attachment_id>/move")
@granted(Grant.EDITOR)
def move(item_id: int, attachment_id: int) -> Response:
    """Move an attachment up or down."""
    who, form = member(), MoveForm()
    if not form.validate_on_submit():
        abort(400)
    written(lambda: services.move(item_id, attachment_id, form.step, user_id=who.id))
    return done(item_id, "The attachment is moved.", files_moved=attachment_id)


@bp.post("/items/<int:item_id>/attachments/<int:attachment_id>/remove")
@granted(Grant.EDITOR)
def remove(item_id: int, attachment_id: int) -> Response:
    """Take an attachment from the item."""
    who = member()
    try:
        written(lambda: services.remove_attachment(item_id, attachment_id, user_id=who.id))
    except StillShown as refused:
        return draw(item_id, 409, files_refused=str(refused))
    return done(item_id, "The attachment is removed.", files_fewer=True)
