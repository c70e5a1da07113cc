"""Following, publishing, and what the worker makes of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, signals, working
from ion.core.unit_of_work import unit_of_work
from ion.core.working import Handler
from ion.models import Delivery, Follow, Item, Notice, OutboxRow, User
from ion.notifications import services, tasks
from ion.notifications.happening import FAN_OUT, FORGET
from ion.notifications.preferences import with_channels
from ion.notifications.schedule import Channel
from tests.factories import PersonFactory, UserFactory

HANDLERS = {
    FORGET: Handler(tasks.forget),
    FAN_OUT: Handler(tasks.fan_out),
    services.BRIEF: Handler(tasks.brief),
    services.LOOK: Handler(tasks.look),
    services.MAIL: Handler(tasks.mail, batch=tasks.BATCH),
}


def follow(user: User, *things: tuple[str, str | int]) -> User:
    with unit_of_work() as session:
        session.add_all(
            Follow(user_id=user.id, kind=kind, key=str(key), at=clock.now()) for kind, key in things
        )
    return user


def Follower(
    *things: tuple[str, str | int], channel: Channel | None = None, zone: str = "", **fields: Any
) -> User:
    """A member who follows these, with one channel for all kinds if one is given."""
    user = UserFactory(person=PersonFactory(zone=zone), **fields)
    if channel:
        choose(user, channel)
    return follow(user, *things)


def choose(user: User, channel: Channel, *kinds: str) -> None:
    with unit_of_work() as session:
        fresh = session.get_one(User, user.id)
        chosen = {kind: channel for kind in kinds or ("followed.published", "own.published")}
        fresh.preferences = with_channels(fresh.preferences, chosen)


def publish(*items: Item) -> None:
    """Say that these came to their readers for the first time."""
    with unit_of_work() as session:
        for item in items:
            signals.item_published.send(session.get_one(Item, item.id))


def work(worker: str = "worker") -> int:
    """Let the worker do what is due; how much that was."""
    return working.run_due(HANDLERS, worker)


def notices(*users: User) -> list[Notice]:
    """What these users were told (all, without any), by user and time of telling."""
    db.session.rollback()
    ids = [user.id for user in users]
    wanted = Notice.user_id.in_(ids) if users else Notice.id > 0
    return list(db.session.scalars(select(Notice).where(wanted).order_by(Notice.user_id, Notice.id)))


def told(user: User) -> list[tuple[str, int | None, str]]:
    """What the user was told: kind, thing and reason."""
    return [(notice.kind, notice.subject_id, notice.why) for notice in notices(user)]


def mails(*users: User) -> list[Delivery]:
    """The mails asked for to these users (to anybody, without any), in order."""
    db.session.rollback()
    wanted = Delivery.user_id.in_([user.id for user in users]) if users else Delivery.id > 0
    return list(db.session.scalars(select(Delivery).where(wanted).order_by(Delivery.id)))


def titles(mail: Delivery) -> list[str]:
    return [line["title"] for line in mail.context["lines"]]


def waiting(task: str = services.MAIL) -> list[tuple[int | None, datetime]]:
    """What the worker has still to do: user and when."""
    db.session.rollback()
    rows = db.session.execute(
        select(OutboxRow.subject_id, OutboxRow.due_at)
        .where(OutboxRow.task == task)
        .order_by(OutboxRow.due_at, OutboxRow.id)
    )
    return [(row.subject_id, row.due_at) for row in rows]
