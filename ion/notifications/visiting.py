"""Which pages show what notices are about, besides those of items: opening one marks them as read."""

import re

from ion.commons.discussion.queries import desk
from ion.notifications import account, comments, editions, mentoring, mentorships, moderation, webinars

PLACES = {account.PATH: account.ACCOUNT, desk.PATH: comments.HELD, "/reports/": moderation.DECISION}
"""A page, and the kind of things that it shows all of."""
SINGLE = (
    (re.compile(re.escape(editions.release_path(0)).replace("0", r"(\d{1,9})")), editions.EDITION),
    (re.compile(r"/staff/reports/(\d{1,9})"), moderation.REPORT),
    (re.compile(r"/groups/([^/]+)/roster"), webinars.ROSTER),
    (re.compile(r"/mentoring/requests/(\d{1,9})"), mentoring.REQUEST),
    (re.compile(r"/mentoring/needs/(\d{1,9})"), mentoring.NEED),
    (re.compile(r"/mentoring/mentorships/(\d{1,9})"), mentorships.MENTORSHIP),
    (re.compile(r"/mentoring/cohorts/(\d{1,9})"), mentorships.COHORT),
)
"""Pages of one thing, by its id or slug, and its kind."""

Place = tuple[str, str]
"""A kind of things, and the id or the slug of the one that is shown; empty for all of them."""


def place_of(path: str) -> Place | None:
    """What a page shows all of, or one of; None for any other page."""
    if path in PLACES:
        return PLACES[path], ""
    return next(((kind, found[1]) for page, kind in SINGLE if (found := page.fullmatch(path))), None)
