"""The Monday brief: one mail of a few lines, what is told weekly first, then what is new and coming and fits."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, or_, select

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.core import clock
from ion.core.ports.subjects import SUBJECTS
from ion.core.upsert import insert_for
from ion.models import BriefLine, Delivery, Notice, User
from ion.notifications import queries
from ion.notifications.brief import BRIEF_MAIL, Offer, compose, lines_of
from ion.notifications.digest import news, stop_link
from ion.notifications.preferences import MONDAY_BRIEF, Preferences, channel_of, gets
from ion.notifications.queries import Told
from ion.notifications.rules import BY_KIND
from ion.notifications.schedule import Channel, due, zone_of
from ion.notifications.services.mailing import is_weekly, kinds_by, take
from ion.notifications.services.times import brief_later

APART = timedelta(days=6)
"""Two briefs of one person lie so far apart at least: work that is done again, or late, briefs nobody twice."""


def plan_briefs() -> None:
    """Ask for the next Monday's briefs of every zone that a user lives in, should nobody have; once a night."""
    for name in queries.zones():
        zone = zone_of(name)
        if monday := due(Channel.WEEKLY, clock.now(), zone):
            brief_later(zone, monday)


def mail_brief(user_id: int, offers: Sequence[Offer]) -> Delivery | None:
    """Ask for the user's brief: what waits to be mailed, then the best of the offers; None where nothing is worth it.

    What it names is never named by another: neither as an offer nor as what is told weekly.
    """
    user = db.session.get(User, user_id, with_for_update=True)  # one brief at a time
    if user is None or was_briefed(user_id) or not gets(user.preferences, MONDAY_BRIEF):
        return None
    now, at_once = clock.now(), Notice.kind.in_(kinds_by(user.preferences, Channel.INSTANT))
    is_due = or_(Notice.mail_at <= now, at_once, is_weekly(user.preferences))
    taken = take(user_id, and_(Notice.mail_at.is_not(None), is_due))
    addressee = queries.addressee(user_id)
    if addressee is None:
        return None
    named = queries.named_before(user_id)
    told = [each for each in news(taken, addressee, now) if not is_again(each, named, user.preferences)]
    lines = lines_of(told, [each for each in offers if each.thing not in named], addressee)
    if not lines:
        return None
    remember(user_id, {thing for line in lines for thing in line.things})
    context, things = compose(lines, told, addressee)
    return mailing.ask(
        MONDAY_BRIEF,
        address=addressee.email,
        template=BRIEF_MAIL,
        user_id=user_id,
        context=context,
        link=stop_link(user_id, things),
        unsubscribe=MONDAY_BRIEF,
    )


def is_again(told: Told, named: set[tuple[str, int]], preferences: Preferences) -> bool:
    """Whether a brief has named that already; what happens to a thing again and again does so each time."""
    kind, id, occurrence = told.thing
    is_once = kind in SUBJECTS or not occurrence
    return is_once and (kind, id) in named and channel_of(preferences, BY_KIND[told.kind]) is Channel.WEEKLY


def was_briefed(user_id: int) -> bool:
    """Whether the user has had a brief this week."""
    lately = select(BriefLine.user_id).where(BriefLine.user_id == user_id, BriefLine.at > clock.now() - APART)
    return db.session.scalar(lately.limit(1)) is not None


def remember(user_id: int, things: set[tuple[str, int]]) -> None:
    """Write down what a brief named."""
    session = db.session()
    at = clock.now()
    rows = [{"user_id": user_id, "kind": kind, "subject_id": id, "at": at} for kind, id in sorted(things)]
    session.execute(insert_for(session, BriefLine).on_conflict_do_nothing(), rows)
