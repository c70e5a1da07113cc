"""What other rooms' lists ask of the directory by their templates: who works on what they are narrowed to."""

from typing import NamedTuple

from flask import Flask

from ion.commons.finding.question import Question
from ion.directory.queries import everyone
from ion.web.login import viewer_scopes

SHARED = ("topic", "role", "state")
"""Facets that things and people have in common."""


class People(NamedTuple):
    """How many people there are, and the list of them."""

    total: int
    href: str


def people_on(question: Question) -> People | None:
    """The people of the topics, roles and states that a list is narrowed to; None where it is not, or for nobody."""
    facets = {facet: question.facets[facet] for facet in SHARED if facet in question.facets}
    if not facets:
        return None
    asked = Question(everyone.PATH, facets=facets)
    total = everyone.totals(asked, viewer_scopes()).people
    return People(total, asked.href) if total else None


def install(app: Flask) -> None:
    """Let every template ask `people_on`."""
    app.jinja_env.globals.update(people_on=people_on)
