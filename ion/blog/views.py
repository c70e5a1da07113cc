"""The blog: a list by kind, topic and month, posts, series, and feeds."""

import re

from flask import Blueprint, Response, abort, request

from ion.base.vocabulary.posts import POST_FORMS
from ion.blog import queries
from ion.blog.choices import FEED, Lists
from ion.blog.publishable import PostPublishable
from ion.blog.queries import OLDEST, FeedRow, Filter
from ion.core.access import PUBLIC
from ion.core.keeping import Kept
from ion.core.labels import facet_labels
from ion.core.merged import present_keys
from ion.web.feeds import Entry, Feed, atom_of
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, address, number_asked, within
from ion.web.visits import count_view

bp = Blueprint("blog", __name__, url_prefix="/blog")

posts = Fragment("blog/index.html", "posts")
parts = Fragment("blog/series.html", "parts")
MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
publishable = PostPublishable()


def filter_asked() -> Filter:
    """The filter that the address states; what does not exist is ignored."""
    topic, month, form = (request.args.get(name, "") for name in ("topic", "month", "form"))
    return Filter(
        scopes=viewer_scopes(),
        topic=topic if topic in facet_labels("topic") else "",
        month=month if MONTH.fullmatch(month) else "",
        form=form if form in POST_FORMS else "",
        archived=request.args.get("archived") == "1",
    )


@bp.get("/")
def index() -> Response:
    """The list of posts, newest first."""
    chosen = filter_asked()
    lists = Lists(chosen, facet_labels("topic"))
    total = queries.total(chosen)
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.remembered_rows(chosen, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return posts.render(
        kept=Kept(("post", "topic", "person"), ("blog", chosen, number)),
        page=Page(rows, number, total, queries.PATH, lists.parameters),
        heading=lists.heading,
        forms=lists.forms(queries.form_totals(chosen)),
        topics=lists.topics(queries.topic_totals(chosen)),
        years=lists.years(queries.month_totals(chosen)),
        show_archived=lists.archived(queries.archived_total(chosen)),
        clear_href=queries.PATH if lists.parameters else None,
        feed=lists.feed,
    )


@bp.get("/<slug>")
def show(slug: str) -> Response:
    """One post."""
    template, context = or_404(publishable.page(slug, viewer_scopes()))
    return count_view(Fragment(template, "main").render(**context), context["post"].id)


@bp.get("/series/<key>")
def series(key: str) -> Response:
    """A series: what it is about, and its posts in the order they were posted, archived ones too."""
    scopes = viewer_scopes()
    shown = or_404(queries.series_page(key, scopes))
    chosen = Filter(scopes, series=key, archived=True)
    number = within(number_asked(request.args.get("page")), shown.total)
    offset = (number - 1) * PER_PAGE
    rows = queries.remembered_rows(chosen, offset=offset, limit=PER_PAGE, order=OLDEST)
    return parts.render(
        kept=Kept(("post", "topic", "person"), ("series", chosen, number)),
        series=shown,
        page=Page(rows, number, shown.total, shown.path),
        first=offset + 1,
    )


@bp.get("/feed.atom")
def feed() -> Response:
    """The newest posts that everyone may read, as Atom: all, or those of a kind, a topic or a series."""
    chosen = feed_asked()
    asked = (("form", chosen.form), ("topic", chosen.topic), ("series", chosen.series))
    own = tuple(pair for pair in asked if pair[1])
    path = queries.series_path(chosen.series) if chosen.series else address(queries.PATH, own)
    rows = queries.feed_rows(chosen)
    return atom_of(Feed(title_of(chosen), path, address(FEED, own), [entry(row) for row in rows]))


def feed_asked() -> Filter:
    """What a feed holds; 404 for a kind, topic or series that does not exist: a reader is not flooded with all."""
    series = present_keys("series", [request.args.get("series", "")])[0]
    form, topic = request.args.get("form", ""), request.args.get("topic", "")
    known = (form, POST_FORMS), (topic, facet_labels("topic")), (series, facet_labels("series"))
    if any(key and key not in keys for key, keys in known):
        abort(404)
    return Filter(frozenset({PUBLIC}), topic=topic, form=form, series=series)


def title_of(chosen: Filter) -> str:
    """What a feed is called beside the name of the site."""
    if chosen.series:
        return facet_labels("series")[chosen.series]
    return Lists(chosen, facet_labels("topic")).feed[1]


def entry(row: FeedRow) -> Entry:
    post = row.post
    return Entry(
        kind=queries.KIND,
        id=post.id,
        path=post.path,
        title=post.title,
        summary=post.summary,
        html=row.html,
        published_at=post.published_at,
        updated_at=row.updated_at,
        authors=post.byline.authors or tuple(filter(None, [post.byline.poster])),
        categories=[*filter(None, [post.form_label]), *(topic.label for topic in post.topics)],
        corrections=row.corrections,
        is_sample=post.is_sample,
    )
