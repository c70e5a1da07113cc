"""The certificate of attendance: a page to be printed."""

from flask import Response

from ion.core import tokens
from ion.recordings.queries import certificates as queries
from ion.recordings.queries.certificates import Certificate
from ion.recordings.queries.webinars import PATH
from ion.recordings.views.blueprint import bp
from ion.web.fragments import Fragment
from ion.web.guards import member, or_404

page = Fragment("recordings/certificate.html", "main")
TOKEN = "registration"
"""Purpose of the secret in a guest's link, and the kind of its subject."""


@bp.get(f"{PATH}<slug>/certificate")
def certificate(slug: str) -> Response:
    """For a member who was there."""
    return drawn(queries.of_user(slug, member().id))


@bp.get(f"{PATH}registration/<token>/certificate")
def guest_certificate(token: str) -> Response:
    """For a guest who was there, by the link of the registration."""
    found = or_404(tokens.valid(TOKEN, token))
    answer = drawn(queries.of_registration(found.subject_id or 0))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def drawn(told: Certificate | None) -> Response:
    return page.render(certificate=or_404(told))
