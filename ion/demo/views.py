"""Be a sample person in one click; never in production, where these addresses do not exist."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, session

from ion.accounts.services import signing
from ion.core.unit_of_work import unit_of_work
from ion.demo import queries
from ion.demo.queries import LEADING
from ion.web.guards import local_path, or_404
from ion.web.login import give_cookie

bp = Blueprint("demo", __name__, url_prefix="/demo")


@bp.get("")
def index() -> str:
    """The sample people, each with things to try."""
    people = queries.sample_people()
    return render_template(
        "demo/index.html",
        leading=[person for person in people if person.email in LEADING],
        others=[person for person in people if person.email not in LEADING],
    )


@bp.post("/be/<int:user_id>")
def be(user_id: int) -> Response:
    """Sign in as a sample person, and go where the button said."""
    agent = request.headers.get("User-Agent", "")
    with unit_of_work():
        fresh = signing.open_sign_in(or_404(queries.sample_user(user_id)), agent)
    session.clear()
    response = make_response(redirect(local_path(request.form.get("next")), 303))
    give_cookie(response, fresh.token, fresh.expires_at)
    return response
