"""A site with rooms of the tests' own: a form that counts, a page with a block, and ways to fail."""

from flask import Blueprint, Flask, Response, abort
from flask_wtf.csrf import generate_csrf
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy.exc import OperationalError

from ion.app import create_app
from ion.base.config import Settings
from ion.core import outbox
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.fragments import Fragment
from ion.web.guards import granted, member, member_only
from ion.web.limits import limiter
from ion.web.login import viewer, viewer_scopes

TASK = "test.form"
PAGE = """\
<!doctype html><title>Whole</title><h1>{{ word }}</h1>
{% block seat %}<section id="seat">{{ word }}</section>{% endblock %}
"""
seat = Fragment("tests/seat.html", "seat")
bp = Blueprint("test_rooms", __name__, url_prefix="/test")


@bp.get("/seat")
def show() -> Response:
    return seat.render(word="free")


@bp.get("/token")
def token() -> str:
    return str(generate_csrf())


@bp.post("/seat")
def take() -> Response:
    with unit_of_work():
        outbox.later(TASK, key="asked")
    return seat.done("/test/seat", "seat-taken", word="taken")


@bp.get("/refused/<int:status>")
def refused(status: int) -> Response:
    abort(status)


@bp.get("/crash")
def crash() -> Response:
    raise RuntimeError("the secret of the house")


@bp.get("/gone")
def gone() -> Response:
    raise OperationalError("SELECT secret", {"word": "secret"}, Exception("secret"))


@bp.get("/often")
@limiter.limit("2 per minute")
def often() -> str:
    return "ok"


@bp.get("/viewer")
def who() -> str:
    found = viewer()
    return "nobody" if found is None else f"{found.name}: {' '.join(sorted(found.grants))}"


@bp.route("/mine", methods=["GET", "POST"])
@member_only
def mine() -> str:
    return "yours"


@bp.get("/desk")
@granted(Grant.EDITOR)
def desk() -> str:
    return "for editors"


@bp.get("/scopes")
def held() -> str:
    return " ".join(sorted(viewer_scopes()))


@bp.get("/unread")
@member_only
def unread() -> str:
    return str(member().unread)


def build(settings: Settings) -> Flask:
    """The whole site with these rooms in it."""
    app = create_app(settings)
    app.jinja_env.loader = ChoiceLoader([app.jinja_env.loader, DictLoader({seat.template: PAGE})])
    app.register_blueprint(bp)
    return app
