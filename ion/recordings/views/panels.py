"""What pages of webinars show of recordings: `{% include "recordings/panel.html" %}` with `webinar` in scope."""

from typing import Any

from flask import Flask

from ion.recordings.queries import panels
from ion.recordings.queries.panels import Afterwards
from ion.web.login import viewer_scopes


class Recordings:
    """What templates ask: recordings and slides of the webinar whose page is drawn."""

    def of(self, webinar: Any) -> Afterwards:
        """`webinar` is the room's own page of it: it has been found visible."""
        return panels.afterwards(webinar.id, viewer_scopes())


def install(app: Flask) -> None:
    """Let every template ask `recordings`."""
    app.jinja_env.globals["recordings"] = Recordings()
