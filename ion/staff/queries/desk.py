"""What waits behind the links of the desk."""

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from ion.base.extensions import db
from ion.commons.questions.queries import waiting_condition
from ion.core import clock
from ion.core.mentoring.pending import is_stuck
from ion.mentorships.queries.health import LISTED_AFTER, is_quiet
from ion.models import Comment, CommentState, Newsletter, NewsletterState, Report
from ion.staff.queries.work import failed, late
from ion.upkeep.queries import links
from ion.webinars.queries.staff.listing import waiting_total

Waiting = dict[str, int]
"""How much waits, by the name that a door of the desk asks for."""


def waiting(user_id: int) -> Waiting:
    """What the desk says beside its links, in one question; nobody is counted a report about themselves."""

    def total(*conditions: ColumnElement[bool]) -> Any:
        return select(func.count()).where(*conditions).scalar_subquery()

    row = db.session.execute(
        select(
            total(Comment.state == CommentState.HELD).label("comments"),
            total(waiting_condition(clock.now())).label("questions"),
            total(Newsletter.state.in_((NewsletterState.DRAFT, NewsletterState.SCHEDULED))).label(
                "newsletters"
            ),
            total(Report.decided_at.is_(None), Report.about_id.is_distinct_from(user_id)).label("reports"),
            total(links.chosen(links.Which.BROKEN)).label("links"),
            total(or_(failed(), late())).label("work"),
            waiting_total().label("webinars"),
            (total(is_stuck()) + total(is_quiet(LISTED_AFTER))).label("mentoring"),
        )
    ).one()
    return {name: int(number) for name, number in row._mapping.items()}
