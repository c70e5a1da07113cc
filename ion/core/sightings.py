"""What a GET may leave behind: a short write of its own after the answer, never an error for the reader."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import case, delete, func, or_, select, update

from ion.base.extensions import db
from ion.core import clock
from ion.core.memory import Memory
from ion.core.unit_of_work import unit_of_work
from ion.core.upsert import add_if_absent, insert_for
from ion.models import (
    Conversation,
    ConversationMember,
    File,
    ItemCount,
    ItemView,
    LastVisit,
    Message,
    Notice,
    RecentSearch,
    SignIn,
)

KEPT_DAYS = 2


def viewed(item_id: int, visitor: str, day: date) -> bool:
    """Count one view of the item per visitor and day; True when this one counted."""
    counted = mark(item_id, visitor, day)
    seen.keep((day, item_id, visitor), True)
    return counted


def mark(item_id: int, visitor: str, day: date) -> bool:
    if db.session.scalar(
        select(ItemView.item_id).where(
            ItemView.day == day, ItemView.item_id == item_id, ItemView.visitor == visitor
        )
    ):
        return False
    with unit_of_work() as session:
        counted = add_if_absent(session, ItemView, day=day, item_id=item_id, visitor=visitor)
        if counted:
            more = update(ItemCount).where(ItemCount.item_id == item_id).values(views=ItemCount.views + 1)
            session.execute(more)
    return counted


def downloaded(file_id: int, visitor: str, day: date) -> None:
    """Count one download of the file per visitor and day, as far as this process remembers them."""
    if seen.get(("downloaded", day, file_id, visitor)):
        return
    with unit_of_work() as session:
        session.execute(update(File).where(File.id == file_id).values(downloads=File.downloads + 1))
    seen.keep(("downloaded", day, file_id, visitor), True)


VISIT_ENDS = timedelta(minutes=30)


def was_here(user_id: int, sign_in_id: int, at: datetime) -> None:
    """Note that a user is here, on the sign-in and as a visit."""
    with unit_of_work() as session:
        session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))
        note_visit(user_id, at)


def note_visit(user_id: int, at: datetime) -> None:
    """Note a visit: a new one where the last sight is VISIT_ENDS old. Inside a unit of work."""
    session = db.session()
    fresh = insert_for(session, LastVisit).values(user_id=user_id, seen_at=at, before_at=None)
    is_new = LastVisit.seen_at < at - VISIT_ENDS
    before = case((is_new, LastVisit.seen_at), else_=LastVisit.before_at)
    session.execute(
        fresh.on_conflict_do_update(index_elements=["user_id"], set_={"seen_at": at, "before_at": before})
    )


seen: Memory[bool] = Memory(most=20_000)
"""The latest marks this process has written or met, so that a reader's second look costs no question."""


def forget_before(day: date) -> None:
    """Remove the marks that prevent double counting once they are older than KEPT_DAYS; inside a unit of work."""
    db.session.execute(delete(ItemView).where(ItemView.day <= day - timedelta(days=KEPT_DAYS)))


def notices_read(user_id: int, ids: Sequence[int], at: datetime) -> None:
    """Note that the user followed these of their own notices to what they are about."""
    mine = update(Notice).where(Notice.user_id == user_id, Notice.id.in_(ids), Notice.read_at.is_(None))
    with unit_of_work() as session:
        session.execute(mine.values(read_at=at))


SEARCHES_KEPT = 10
TYPING = timedelta(minutes=2)


def searched(user_id: int, words: str, address: str) -> None:
    """Remember a member's question for that member alone; only the last SEARCHES_KEPT stay.

    What was typed a moment ago and is the beginning of it was the same question, not finished yet.
    """
    at = clock.now()
    with unit_of_work() as session:
        fresh = insert_for(session, RecentSearch).values(
            user_id=user_id, words=words[:200], address=address[:1000], at=at
        )
        session.execute(
            fresh.on_conflict_do_update(
                index_elements=["user_id", "words"],
                set_={"address": fresh.excluded.address, "at": fresh.excluded.at},
            )
        )
        known = session.execute(
            select(RecentSearch.words, RecentSearch.at)
            .where(RecentSearch.user_id == user_id)
            .order_by(RecentSearch.at.desc(), RecentSearch.words.desc())
        ).all()
        unfinished = [old for old, then in known[1:] if at - then < TYPING and words.startswith(old)]
        kept = [old for old, _ in known if old not in unfinished][:SEARCHES_KEPT]
        gone = [old for old, _ in known if old not in kept]
        if gone:
            session.execute(
                delete(RecentSearch).where(RecentSearch.user_id == user_id, RecentSearch.words.in_(gone))
            )
    seen.keep(("searched", user_id, words, address), True)


def messages_read(user_id: int, conversation_id: int, number: int, at: datetime) -> None:
    """Note that a user was shown a conversation up to this message; what came after it stays unread."""
    mine = (ConversationMember.conversation_id == conversation_id, ConversationMember.user_id == user_id)
    later = (
        select(func.count())
        .select_from(Message)
        .where(Message.conversation_id == conversation_id, Message.number > number)
        .where(or_(Message.user_id.is_(None), Message.user_id != user_id))
        .where(Message.number <= func.coalesce(ConversationMember.until_number, Message.number))
        .correlate(ConversationMember)
        .scalar_subquery()
    )
    with unit_of_work() as session:
        # a message that is being sent counts itself as unread: wait for it, then count
        session.execute(select(Conversation.id).where(Conversation.id == conversation_id).with_for_update())
        session.execute(
            update(ConversationMember)
            .where(*mine, ConversationMember.read_number < number)
            .values(read_number=number, read_at=at, unread=later)
        )
