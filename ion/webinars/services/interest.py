"""Who wants to be told: when registration opens, or when a webinar is run again. Each person once for each wish."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CursorResult, delete, exists, select, update

from ion.base.extensions import db
from ion.core import clock, outbox, signals
from ion.core.upsert import insert_for
from ion.models import Interest, ItemState, Webinar, Wish
from ion.webinars.offers import wish_offered
from ion.webinars.policies import bar, conditions_of, places_left
from ion.webinars.queries.filters import KIND
from ion.webinars.queries.registrations import totals

OPENED = "webinars.opened"
AGAIN = "webinars.again"
LONGEST_LINE = 20


class NotOffered(Exception):
    """There is nothing to wait for: registration is open, or one may still come."""


def mark(webinar_id: int, user_id: int, wish: Wish) -> None:
    """Let the user be told, once; marking again after that lets it happen once more. Raises NotOffered."""
    webinar = db.session.get_one(Webinar, webinar_id)
    if wish is not offered(webinar):
        raise NotOffered
    row = insert_for(db.session(), Interest).values(
        webinar_id=webinar_id, user_id=user_id, wish=wish, at=clock.now()
    )
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=["webinar_id", "user_id", "wish"],
            set_={"at": row.excluded.at, "told_at": None},
            where=Interest.told_at.is_not(None),
        )
    )
    plan(webinar)


def unmark(webinar_id: int, user_id: int, wish: Wish) -> None:
    """The user does not want to be told (any more)."""
    db.session.execute(
        delete(Interest).where(
            Interest.webinar_id == webinar_id, Interest.user_id == user_id, Interest.wish == wish
        )
    )


def offered(webinar: Webinar) -> Wish | None:
    """What one may wish of this webinar now."""
    return wish_offered(conditions_of(webinar), clock.now(), is_full=is_full(webinar))


def is_full(webinar: Webinar) -> bool:
    return places_left(webinar.capacity, totals(webinar.item_id).registered) == 0


def plan(webinar: Webinar) -> None:
    """Ask for the telling at the instant when registration opens; at once where it is open and somebody waits."""
    if not webinar.takes_registration:
        return
    opens_at = webinar.opens_at if webinar.opens_at and webinar.opens_at > clock.now() else None
    if opens_at or somebody_waits(webinar.item_id):
        key = f"{webinar.item_id}:{opens_at.isoformat() if opens_at else 'open'}"
        outbox.later(OPENED, key=key, kind=KIND, id=webinar.item_id, not_before=opens_at)


def somebody_waits(webinar_id: int) -> bool:
    waits = exists().where(
        Interest.webinar_id == webinar_id, Interest.wish == Wish.OPENS, Interest.told_at.is_(None)
    )
    return bool(db.session.scalar(select(waits)))


def tell_opened(webinar_id: int) -> int:
    """Registration is open: tell those who wait for it; how many. Nobody where it is not (yet)."""
    webinar = db.session.get(Webinar, webinar_id)
    at = clock.now()
    if webinar is None or bar(conditions_of(webinar), at):
        return 0
    told = tell([webinar_id], Wish.OPENS, at)
    if told:
        signals.registration_opened.send(webinar, at=at)
    return told


def tell_again(webinar_id: int) -> int:
    """The webinar runs earlier ones again: tell those who wished for that; how many."""
    webinar = db.session.get(Webinar, webinar_id)
    if webinar is None or webinar.item.state is not ItemState.PUBLISHED or webinar.cancelled_at:
        return 0
    at, earlier = clock.now(), earlier_ones(webinar)
    told = tell(earlier, Wish.AGAIN, at)
    if told:
        signals.webinar_repeated.send(webinar, at=at, of=earlier)
    return told


def earlier_ones(webinar: Webinar) -> list[int]:
    """The ids of the webinar that this one is a copy of, of what that was a copy of, and so on."""
    found: list[int] = []
    source = webinar.copied_from_id
    while source and source not in (*found, webinar.item_id) and len(found) < LONGEST_LINE:
        found.append(source)
        before = db.session.get(Webinar, source)
        source = before.copied_from_id if before else None
    return found


def tell(webinar_ids: Collection[int], wish: Wish, at: datetime) -> int:
    """Mark those as told who were not yet; how many."""
    done = db.session.execute(
        update(Interest)
        .where(Interest.webinar_id.in_(webinar_ids), Interest.wish == wish, Interest.told_at.is_(None))
        .values(told_at=at)
    )
    assert isinstance(done, CursorResult)
    return int(done.rowcount)
