"""Fetching a file, by whoever may see what it belongs to."""

from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Response, abort, request, send_file

from ion.commons.files import queries
from ion.commons.files.kinds import PICTURE_TYPES
from ion.commons.files.views.blueprint import bp
from ion.core import clock, sightings
from ion.core.ports import storage
from ion.core.ports.storage import Missing
from ion.web.afterwards import afterwards
from ion.web.guards import or_404
from ion.web.login import viewer, viewer_scopes
from ion.web.visits import is_counted, visitor_today

POLICY = "default-src 'none'; sandbox"
"""Whatever a browser may take a file for, it runs nothing and loads nothing."""
KEPT = "public, no-cache"
"""What everyone may see may be kept by anyone, who then asks each time whether it still may be shown."""
PREVIEWS = "/preview/"


@bp.get("/<token>")
def show(token: str) -> Response:
    """A file, for whoever may see what it belongs to; for anyone else it is not there."""
    file = or_404(queries.fetched(token))
    parent = (file.parent_kind, file.parent_id)
    is_shown = queries.is_shown(*parent, viewer(), viewer_scopes())
    if not is_shown and not queries.is_previewed(*parent, preview_around()):
        abort(404)
    keeping = KEPT if is_shown and viewer() is None else "no-store"
    if request.if_none_match.contains_weak(file.sha256):
        return with_manners(Response(status=304), file.sha256, keeping)
    response = sent(file)
    with_manners(response, file.sha256, keeping)
    return response if file.type in PICTURE_TYPES else count_download(response, file.id)


def preview_around() -> str:
    """The secret of the shared preview that this file is a part of, by the address of the page that asks for it."""
    try:
        page = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    is_ours = page.netloc == request.host and page.path.startswith(PREVIEWS)
    return page.path.removeprefix(PREVIEWS) if is_ours else ""


def sent(file: Any) -> Response:
    """The bytes: shown as a part of pages where they are a picture of ours, else to be saved."""
    try:
        bytes_of_file = storage.storage().open(file.storage_key)
    except Missing:
        structlog.get_logger("ion.files").error("bytes are missing", file=file.id)
        abort(404)
    response = send_file(
        bytes_of_file,
        mimetype=file.type,
        as_attachment=file.type not in PICTURE_TYPES,
        download_name=file.name,
        conditional=False,
        etag=False,
    )
    response.direct_passthrough = False  # else whatever waits for the end of the answer is never called
    response.content_length = file.size
    return response


def with_manners(response: Response, etag: str, keeping: str) -> Response:
    """What every answer says of a file."""
    response.set_etag(etag)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = keeping
    return response


def count_download(response: Response, file_id: int) -> Response:
    """Count a download once this answer has been sent: one a day and visitor, neither ION staff nor robots."""
    if not is_counted():
        return response
    visitor, day = visitor_today(), clock.now().date()
    return afterwards(response, "download not counted", lambda: sightings.downloaded(file_id, visitor, day))
