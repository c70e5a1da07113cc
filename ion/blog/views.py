"""The blog: a list by topic and month, posts, and a feed."""

import re

from flask import Blueprint, Response, request

from ion.blog import queries
from ion.blog.choices import Lists
from ion.blog.queries import Filter
from ion.core.labels import facet_labels
from ion.core.related import SHOWN_KINDS, related_to
from ion.web.feeds import atom
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.keeping import Kept
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within
from ion.web.visits import count_view

bp = Blueprint("blog", __name__, url_prefix="/blog")

posts = Fragment("blog/index.html", "posts")
page = Fragment("blog/show.html", "main")
MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
FEED_LENGTH = 20


def filter_asked() -> Filter:
    """The filter that the address states; what does not exist is ignored."""
    topic, month = request.args.get("topic", ""), request.args.get("month", "")
    return Filter(
        scopes=viewer_scopes(),
        topic=topic if topic in facet_labels("topic") else "",
        month=month if MONTH.fullmatch(month) else "",
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
        topics=lists.topics(queries.topic_totals(chosen)),
        years=lists.years(queries.month_totals(chosen)),
        show_archived=lists.archived(queries.archived_total(chosen)),
        clear_href=queries.PATH if lists.parameters else None,
        feed_href=queries.PATH + "feed.atom",
    )


@bp.get("/<slug>")
def show(slug: str) -> Response:
    """One post."""
    scopes = viewer_scopes()
    post = or_404(queries.post_page(slug, scopes))
    previous, following = queries.neighbors(post, scopes)
    related = related_to(queries.KIND, post.id, scopes)
    kept = Kept((*SHOWN_KINDS, "topic", "person"), ("post", post.id, scopes))
    drawn = page.render(post=post, previous=previous, next=following, related=related, kept=kept)
    return count_view(drawn, post.id)


@bp.get("/feed.atom")
def feed() -> Response:
    """The newest posts that everyone may read, as Atom; nothing scheduled, nothing archived."""
    newest = queries.post_rows(Filter(frozenset({"public"})), offset=0, limit=FEED_LENGTH)
    bodies = queries.bodies([post.id for post in newest])
    return atom("blog/feed.xml", posts=newest, bodies=bodies)
