"""One address, one page, one named block of it.

A browser gets the page, htmx the block. The name of the block is the id of its element.
"""

from dataclasses import dataclass, field
from typing import Any

from flask import Response, make_response, redirect, render_template, request
from jinja2_fragments.flask import render_block


def wants_fragment() -> bool:
    """Whether htmx asks for a part: not when it boosts a link, nor when it restores history."""
    headers = request.headers
    return "HX-Request" in headers and not (
        "HX-Boosted" in headers or "HX-History-Restore-Request" in headers
    )


@dataclass(frozen=True, slots=True)
class Fragment:
    """A page template and the block of it that htmx swaps."""

    template: str
    block: str
    headers: dict[str, str] = field(default_factory=dict)

    def render(self, status: int = 200, **context: Any) -> Response:
        """The block for htmx, the whole page for a browser; both say that they differ by HX-Request."""
        if wants_fragment():
            html = render_block(self.template, self.block, **context)
        else:
            html = render_template(self.template, **context)
        response = make_response(html, status, self.headers)
        response.vary.add("HX-Request")
        return response

    def done(self, url: str, event: str, **context: Any) -> Response:
        """After a POST: the fresh block and an event for htmx; 303 to `url` for a browser."""
        if not wants_fragment():
            return make_response(redirect(url, 303))
        response = self.render(**context)
        response.headers["HX-Trigger"] = event
        return response
