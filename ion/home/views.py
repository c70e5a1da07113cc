"""The front page."""

from flask import Blueprint, render_template

from ion.blog.queries import Filter, post_rows
from ion.home import queries
from ion.library.queries import PATH
from ion.web.choices import Choice
from ion.web.login import viewer_scopes

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> str:
    """What ION is, one box, and what is new in every room."""
    scopes = viewer_scopes()
    totals = queries.library_totals(scopes)
    topics = [
        Choice(key, label, f"{PATH}?topic={key}", n) for key, label, n in queries.leading_topics(totals)
    ]
    return render_template(
        "home/index.html",
        topics=topics,
        total_practices=totals.practices,
        practices=queries.practice_cards(scopes),
        posts=post_rows(Filter(scopes), offset=0, limit=queries.SHOWN),
    )
