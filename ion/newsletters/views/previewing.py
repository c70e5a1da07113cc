"""An issue as its readers will get it, a test to oneself, and a copy for another sender."""

from datetime import datetime
from typing import Any

from flask import Response, make_response, render_template, request

from ion.commons.mailing.composing import SETTINGS_PATH, Written, absolute, compose, stopped_by
from ion.core.times import count
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Newsletter
from ion.newsletters import services
from ion.newsletters.queries import KIND, issues
from ion.newsletters.queries.content import content, pieces
from ion.newsletters.services.sending import TEMPLATE
from ion.newsletters.views.blueprint import ISSUE, bp, opened, there
from ion.web.guards import granted, member

TOO_MANY = "You sent yourself many tests. Wait {} before the next one."


def said_by(newsletter: Newsletter) -> dict[str, Any]:
    """What the issue says: as fixed when it began to go out, or as it is now."""
    fixed = newsletter.written or {}
    return fixed if "subject" in fixed else content(newsletter, pieces(newsletter.id))


def for_page(said: dict[str, Any]) -> dict[str, Any]:
    """The same with instants in place of their ISO text."""
    pieces = [
        piece | {"at": datetime.fromisoformat(piece["at"]) if piece["at"] else None}
        for piece in said["pieces"]
    ]
    return said | {"pieces": pieces}


def as_sent(newsletter: Newsletter) -> Written:
    """The mail. Its last link, which is one's own in each mail, leads to the settings here."""
    return compose(
        TEMPLATE, said_by(newsletter), unsubscribe_link=absolute(SETTINGS_PATH), stops=stopped_by(KIND)
    )


def as_copied(newsletter: Newsletter) -> Written:
    """The same for another sender, who knows how its readers stop it."""
    return compose(TEMPLATE, said_by(newsletter) | {"is_copy": True})


@bp.get(f"{ISSUE}/preview")
@granted(Grant.EDITOR)
def preview(id: int) -> Response:
    """The issue in both of its forms."""
    return preview_answer(200, id, is_sent=request.args.get("sent") == "1")


def preview_answer(status: int, id: int, *, problem: str = "", is_sent: bool = False) -> Response:
    newsletter = opened(id)
    html = render_template(
        "newsletters/preview.html",
        newsletter=newsletter,
        said=for_page(said_by(newsletter)),
        text=as_sent(newsletter).text,
        problem=problem,
        is_sent=is_sent,
    )
    return make_response(html, status)


@bp.get(f"{ISSUE}/preview/as-sent")
@granted(Grant.EDITOR)
def show_as_sent(id: int) -> Response:
    """The HTML of the mail and nothing else, as a file: a mail holds its own looks, which no page here may."""
    return as_file(as_sent(opened(id)).html, id, "as-sent.html", "text/html")


@bp.post(f"{ISSUE}/test")
@granted(Grant.EDITOR)
def send_test(id: int) -> Response:
    """Mail the issue to oneself."""
    opened(id)
    with unit_of_work():
        wait = services.send_test(id, user_id=member().id)
    if wait:
        minutes = count(-(-wait // 60), "minute", "minutes")
        return preview_answer(429, id, problem=TOO_MANY.format(minutes))
    return there(f"{issues.path_of(id)}/preview?sent=1")


@bp.get(f"{ISSUE}/copy")
@granted(Grant.EDITOR)
def copy(id: int) -> str:
    """Both forms, to be copied or taken away as files."""
    newsletter = opened(id)
    return render_template("newsletters/copy.html", newsletter=newsletter, copy=as_copied(newsletter))


@bp.get(f"{ISSUE}/copy.html")
@granted(Grant.EDITOR)
def copy_html(id: int) -> Response:
    """The HTML as a file."""
    return as_file(as_copied(opened(id)).html, id, "html", "text/html")


@bp.get(f"{ISSUE}/copy.txt")
@granted(Grant.EDITOR)
def copy_text(id: int) -> Response:
    """The text as a file."""
    return as_file(as_copied(opened(id)).text, id, "txt", "text/plain")


def as_file(said: str, id: int, ending: str, kind: str) -> Response:
    response = make_response(said)
    response.mimetype = kind
    response.headers["Content-Disposition"] = f'attachment; filename="newsletter-{id}.{ending}"'
    return response
