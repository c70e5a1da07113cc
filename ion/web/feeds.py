"""Atom feeds: the newest of a room for feed readers."""

import re
from typing import Any

from flask import Response, make_response, render_template, request

NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold in any spelling; one such letter in a title would end the feed for every reader."""


def atom(template: str, **context: Any) -> Response:
    """The feed that a template draws; 304 for a reader that has it already."""
    response = make_response(NOT_XML.sub("", render_template(template, **context)))
    response.content_type = "application/atom+xml; charset=utf-8"
    response.add_etag()
    response.make_conditional(request)
    return response
