"""What pages of other rooms show of webinars."""

from flask import Flask

from ion.web.login import viewer_scopes
from ion.webinars import queries
from ion.webinars.queries.about import AboutPractice


def about_practice(practice_id: int) -> list[AboutPractice]:
    """For who is looking: the webinars about a practice."""
    return queries.webinars_about(practice_id, viewer_scopes())


def install(app: Flask) -> None:
    """Let every template ask `webinars_about`."""
    app.jinja_env.globals["webinars_about"] = about_practice
