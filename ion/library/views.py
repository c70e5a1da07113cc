"""The practice library: find, narrow, read, and follow in a feed reader."""

from flask import Blueprint, Response, abort, request

from ion.commons.finding.question import chosen_facets
from ion.commons.finding.views import Finder
from ion.core.labels import facet_labels
from ion.library import queries
from ion.library.publishable import TEMPLATE, PracticePublishable
from ion.library.queries import KIND, PATH, FeedRow, Filter
from ion.web.feeds import Entry, Feed, atom_of
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.limits import SEARCHES, limiter
from ion.web.login import viewer_scopes
from ion.web.pagination import address
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
library = Finder(Fragment("library/index.html", "results"), PATH, (KIND,), FACETS, "practice", "practices")
page = Fragment(TEMPLATE, "main")
publishable = PracticePublishable()


@bp.get("/")
@limiter.limit(SEARCHES)
def index() -> Response:
    """The library as a search page; without words and filters everything, newest first."""
    return library.answer()


@bp.get("/<slug>")
def show(slug: str) -> Response:
    """One practice."""
    _, context = or_404(publishable.page(slug, viewer_scopes()))
    return count_view(page.render(**context), context["practice"].id)


@bp.get("/feed.atom")
@limiter.limit(SEARCHES)
def feed() -> Response:
    """The newest practices that everyone may read, as Atom; with the filters of the list, but not its words."""
    chosen = feed_asked()
    own = tuple((facet, key) for facet, keys in chosen.items() for key in keys)
    entries = [entry(row) for row in queries.feed_rows(chosen)]
    return atom_of(Feed(title_of(chosen), address(PATH, own), address(PATH + "feed.atom", own), entries))


def feed_asked() -> Filter:
    """The filters of the address; 404 for a value that does not exist: a reader is not flooded with everything."""
    asked = {facet: request.args.getlist(facet) for facet in FACETS}
    chosen = chosen_facets(asked, {facet: facet_labels(facet) for facet in FACETS})
    if any(set(keys) - set(chosen.get(facet, ())) for facet, keys in asked.items()):
        abort(404)
    return chosen


def title_of(chosen: Filter) -> str:
    """What a feed is called beside the name of the site."""
    words = [facet_labels(facet)[key] for facet, keys in chosen.items() for key in keys]
    return "practice library" + (f" ({', '.join(words)})" if words else "")


def entry(row: FeedRow) -> Entry:
    return Entry(
        kind=KIND,
        id=row.id,
        path=row.path,
        title=row.title,
        summary=row.summary,
        published_at=row.published_at,
        updated_at=row.updated_at,
        authors=row.authors,
        categories=[row.kind_label, *row.topics],
        corrections=row.corrections,
        is_sample=row.is_sample,
    )
