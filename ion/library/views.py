"""The practice library: find, narrow, read."""

from flask import Blueprint, Response

from ion.commons.finding.views import Finder
from ion.core.related import SHOWN_KINDS, related_to
from ion.library import queries
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.keeping import Kept
from ion.web.limits import SEARCHES, limiter
from ion.web.login import viewer_scopes
from ion.web.visits import count_view

bp = Blueprint("library", __name__, url_prefix="/practices")

FACETS = (
    "topic",
    "program",
    "role",
    "stage",
    "state",
    "region",
    "sector",
    "population",
    "setting",
    "evidence",
    "form",
)
library = Finder(
    Fragment("library/index.html", "results"), "/practices/", ("practice",), FACETS, "practice", "practices"
)
page = Fragment("library/show.html", "main")


@bp.get("/")
@limiter.limit(SEARCHES)
def index() -> Response:
    """The library as a search page; without words and filters everything, newest first."""
    return library.answer()


@bp.get("/<slug>")
def show(slug: str) -> Response:
    """One practice."""
    scopes = viewer_scopes()
    practice = or_404(queries.practice_page(slug, scopes))
    related = related_to(queries.KIND, practice.id, scopes)
    kept = Kept((*SHOWN_KINDS, "tool", "topic", "stage", "person"), ("practice", practice.id, scopes))
    return count_view(page.render(practice=practice, related=related, kept=kept), practice.id)
