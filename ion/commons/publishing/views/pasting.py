"""For the script on the page of writing: what was pasted as Markdown, and a text as readers will get it."""

from flask import Response, jsonify, make_response, request

from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import opened
from ion.core.conversion.pasting import PasteRefused, pasted
from ion.core.pictures import pictures_of
from ion.core.text import TextTooLong, safe_html
from ion.models import Grant
from ion.web.guards import granted


@bp.post("/staff/publishing/paste")
@granted(Grant.EDITOR)
def paste() -> Response:
    """The field `html` as JSON: `markdown`, and `dropped`, a sentence on what was left out; 422 with a `problem`."""
    try:
        found = pasted(request.form.get("html", ""))
    except PasteRefused as error:
        return make_response(jsonify(problem=str(error)), 422)
    return jsonify(markdown=found.markdown, dropped=found.dropped)


@bp.post("/staff/publishing/<int:item_id>/rendered")
@granted(Grant.EDITOR)
def rendered(item_id: int) -> Response:
    """The field `markdown` as safe HTML, with the item's pictures; 422 with a sentence where it is too long."""
    opened(item_id)
    markdown = request.form.get("markdown", "").replace("\x00", "")
    try:
        html, status = safe_html(markdown, pictures=pictures_of(item_id)), 200
    except TextTooLong as error:
        html, status = f"<p>The text is too long to be shown: {error}.</p>", 422
    return make_response(html, status, {"Cache-Control": "no-store"})
