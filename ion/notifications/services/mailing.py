"""One mail about all that is due: at once, then at most one in every window; or in the morning."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.core import clock
from ion.models import Delivery, Notice, User
from ion.notifications import queries
from ion.notifications.digest import DIGEST, digest, news, stop_link
from ion.notifications.preferences import MONDAY_BRIEF, Preferences, channel_of
from ion.notifications.rules import BY_KIND, RULES
from ion.notifications.schedule import Channel, zone_of
from ion.notifications.services.times import brief_later, mail_later

KIND = "notifications"
WINDOW = timedelta(hours=1)
"""After a mail, what is to be mailed at once waits so long for what else there may be."""


def mail_due(user_id: int) -> Delivery | None:
    """Take everything whose time has come, and ask for one mail about what of it is still news to the user.

    What was taken never comes again, whether the mail spoke of it or not. None where there is nothing to say, and
    where the user was mailed a moment ago: then it waits until the window is over. What is weekly is left to the
    Monday brief.
    """
    user = db.session.get(User, user_id, with_for_update=True)  # one mail at a time
    if user is None:
        return None
    now, at_once = clock.now(), Notice.kind.in_(kinds_by(user.preferences, Channel.INSTANT))
    due = and_(Notice.mail_at <= now, ~is_weekly(user.preferences))
    latest = last_mail(user_id, now - WINDOW)
    if latest and not waits(user_id, due & ~at_once):
        put_off(user_id, due, latest + WINDOW)
        return None
    taken = take(user_id, or_(due, and_(Notice.mail_at.is_not(None), at_once)))
    ask_again(user)
    addressee = queries.addressee(user_id)
    told = news(taken, addressee, now) if addressee else []
    if not addressee or not told:
        return None
    kinds = {each.kind for each in told if not BY_KIND[each.kind].is_required}
    context, things = digest(told, addressee)
    return mailing.ask(
        KIND,
        address=addressee.email,
        template=DIGEST,
        user_id=user_id,
        context=context,
        link=stop_link(user_id, things),
        unsubscribe=stopping(kinds),
    )


def kinds_by(preferences: Preferences, channel: Channel) -> list[str]:
    """The kinds of which the user hears by that channel."""
    return [rule.kind for rule in RULES if channel_of(preferences, rule) is channel]


def is_weekly(preferences: Preferences) -> ColumnElement[bool]:
    """SQL: the notice is left to the Monday brief."""
    return Notice.kind.in_(kinds_by(preferences, Channel.WEEKLY))


def last_mail(user_id: int, since: datetime) -> datetime | None:
    """When the user was last mailed of what they are told, if that was after `since`."""
    sent = select(func.max(Delivery.created_at)).where(
        Delivery.user_id == user_id, Delivery.kind.in_((KIND, MONDAY_BRIEF)), Delivery.created_at > since
    )
    return db.session.scalar(sent)


def waits(user_id: int, condition: ColumnElement[bool]) -> bool:
    found = select(Notice.id).where(Notice.user_id == user_id, condition).limit(1)
    return db.session.scalar(found) is not None


def put_off(user_id: int, condition: ColumnElement[bool], at: datetime) -> None:
    """Let what is due be mailed later, where there is anything."""
    due = update(Notice).where(Notice.user_id == user_id, condition)
    if db.session.execute(due.values(mail_at=at).returning(Notice.id)).all():
        mail_later(user_id, at)


def take(user_id: int, condition: ColumnElement[bool]) -> list[Any]:
    """Take what waits to be mailed; nobody else takes it again."""
    mine = update(Notice).where(Notice.user_id == user_id, condition)
    taken = mine.values(mail_at=None, mailed_at=clock.now()).returning(*queries.TAKEN)
    return list(db.session.execute(taken.execution_options(synchronize_session=False)))


def ask_again(user: User) -> None:
    """Ask again for the mails that are still to come, should their work have been lost."""
    waiting, weekly = Notice.mail_at.is_not(None), is_weekly(user.preferences)
    following = select(func.min(Notice.mail_at)).where(Notice.user_id == user.id, waiting)
    if at := db.session.scalar(following.where(~weekly)):
        mail_later(user.id, at)
    if at := db.session.scalar(following.where(weekly)):
        brief_later(zone_of(user.person.zone), at)


def stopping(kinds: set[str]) -> str:
    """What the mail's link stops: its one kind, or all of them; nothing where none of them leaves a choice."""
    return "all" if len(kinds) > 1 else next(iter(kinds), "")
