"""One box over everything the reader may see."""

from flask import Blueprint, Response

from ion.commons.finding.views import Finder
from ion.core.ports.documents import DOCUMENTS
from ion.web.fragments import Fragment
from ion.web.limits import SEARCHES, limiter

bp = Blueprint("search", __name__)

FACETS = ("topic", "state", "evidence", "resource-type")
results = Fragment("search/index.html", "results")


@bp.get("/search")
@limiter.limit(SEARCHES)
def index() -> Response:
    """Everything that is offered to search, with a tab for each kind."""
    kinds = DOCUMENTS.kinds()
    return Finder(results, "/search", kinds, FACETS, "result", "results", has_tabs=True).answer()
