"""Beginning a conversation: with one person, once for all, or with a few as a group."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import and_, func, select

from ion.base.extensions import db
from ion.commons.files.services import Taken
from ion.core import civil, clock, throttle
from ion.core.access import Viewer
from ion.core.text import squeeze
from ion.core.upsert import insert_for
from ion.messaging.policies import BEGUN, BEGUN_NEW, LONGEST_TITLE, MOST_PEOPLE, OPEN_REQUESTS, pair
from ion.messaging.queries.contact import Contact, Way, contacts, may_know
from ion.messaging.services.refusals import Closed, NotThere, Refused, TooFast, TooMany
from ion.messaging.services.standing import locked
from ion.messaging.services.writing import LONGEST_CLIENT_ID, WEB, Draft, add, write
from ion.models import Block, Conversation, ConversationMember, Message, Person, User

NOT_TOGETHER = "These people cannot be brought into one conversation."


def begin(
    who: Viewer,
    user_ids: Collection[int],
    *,
    markdown: str,
    client_id: str,
    files: Sequence[Taken] = (),
    title: str = "",
    via: str = WEB,
) -> Message:
    """Write to one user, in the one conversation of the two, or to several in a new group with a title.

    To somebody who may not be written to at once, a first message is a request. A group is made of people who may
    all be written to at once. The same `client_id` again is the same message.
    Raises NotThere, and Refused: Closed, NotYet, TooFast, TooLong, TooMany, Empty.
    """
    others = [id for id in dict.fromkeys(user_ids) if id != who.id]
    if not others:
        raise Refused("Choose somebody to write to.")
    hold_user(who.id)
    draft = Draft(markdown, client_id, files, via)
    if len(others) == 1:
        return begin_pair(who, others[0], draft)
    if before := begun_before(who.id, client_id):
        return before
    conversation, mine = new_group(who, others, title)
    return add(who, conversation, mine, draft)


def hold_user(user_id: int) -> None:
    """Hold the user's row: what one user begins is counted, so it comes one after the other.

    Others may still name the user meanwhile (a key share), or two who write to each other would wait for ever.
    """
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))


def begin_pair(who: Viewer, other_id: int, draft: Draft) -> Message:
    names = pair(who.id, other_id)
    found = db.session.scalar(select(Conversation.id).where(Conversation.pair == names))
    if found is None:
        contact = permitted(who, other_id)
        if made := add_pair(who, names, contact):
            mine, _ = add_places(made, (who.id, other_id))
            count_begun(who, is_request=contact.way is Way.REQUEST)
            return add(who, made, mine, draft)
        found = db.session.scalars(select(Conversation.id).where(Conversation.pair == names)).one()
    conversation = locked(found)
    mine = db.session.get_one(ConversationMember, (found, who.id), populate_existing=True)
    return write(who, conversation, mine, draft)


def permitted(who: Viewer, other_id: int) -> Contact:
    """How the other may be written to; raises NotThere for who may not be known, Closed for who takes nothing."""
    contact = contacts(who.id, [other_id]).get(other_id)
    if contact is None:
        raise NotThere
    if contact.way is not Way.NOW and other_id not in may_know(who, [other_id]):
        raise NotThere
    if contact.way is Way.CLOSED:
        raise Closed(contact.why)
    return contact


def add_pair(who: Viewer, names: str, contact: Contact) -> Conversation | None:
    """The conversation of a pair, made now; None where the other one made it at the same moment."""
    at = clock.now()
    is_request = contact.way is Way.REQUEST
    row = insert_for(db.session(), Conversation).values(
        pair=names,
        title="",
        created_by_id=who.id,
        created_at=at,
        asked_by_id=who.id if is_request else None,
        answered_at=None if is_request else at,
        last_number=0,
        last_at=at,
        version=0,
    )
    id = db.session.scalar(row.on_conflict_do_nothing().returning(Conversation.id))
    return db.session.get_one(Conversation, id) if id is not None else None


def add_places(conversation: Conversation, user_ids: Iterable[int]) -> list[ConversationMember]:
    """Let these users be in the conversation; they see what is written from now on."""
    at, first = clock.now(), conversation.last_number + 1
    places = [
        ConversationMember(
            conversation_id=conversation.id,
            user_id=id,
            joined_at=at,
            from_number=first,
            read_number=conversation.last_number,
            mailed_number=conversation.last_number,
        )
        for id in user_ids
    ]
    db.session.add_all(places)
    db.session.flush()
    return places


def count_begun(who: Viewer, *, is_request: bool) -> None:
    """Raise TooFast for too many new conversations; what is refused is not counted. ION staff are not counted."""
    if who.is_staff:
        return
    is_new = civil.is_new(who.id)
    limit = BEGUN_NEW if is_new else BEGUN
    if throttle.count(limit, str(who.id)):
        newly = "while you are new here, and " if is_new else ""
        raise TooFast(f"You may begin {limit.most} conversations a day {newly}you did. Try again tomorrow.")
    if is_new and is_request and open_requests(who.id) > OPEN_REQUESTS:
        raise TooFast(
            f"You have {OPEN_REQUESTS} requests without an answer, which is as many as new members may have."
        )


def open_requests(user_id: int) -> int:
    """Requests of a user that were not accepted; those that were declined are not told apart."""
    waiting = select(func.count()).where(
        Conversation.asked_by_id == user_id, Conversation.answered_at.is_(None)
    )
    return db.session.scalar(waiting) or 0


def begun_before(user_id: int, client_id: str) -> Message | None:
    """The message with which the user began a group with this id before."""
    return db.session.scalar(
        select(Message)
        .join(Conversation, and_(Conversation.id == Message.conversation_id, Conversation.pair.is_(None)))
        .where(Message.user_id == user_id, Message.client_id == client_id[:LONGEST_CLIENT_ID])
        .where(Conversation.created_by_id == user_id)
    )


def new_group(who: Viewer, others: Sequence[int], title: str) -> tuple[Conversation, ConversationMember]:
    """A conversation of several; raises NotThere, TooMany, Closed and TooFast."""
    if len(others) + 1 > MOST_PEOPLE:
        raise TooMany(f"A conversation has at most {MOST_PEOPLE} people.")
    check_together(who, others, others)
    count_begun(who, is_request=False)
    at = clock.now()
    conversation = Conversation(
        title=squeeze(title, LONGEST_TITLE), created_by_id=who.id, created_at=at, answered_at=at, last_at=at
    )
    db.session.add(conversation)
    db.session.flush()
    return conversation, add_places(conversation, (who.id, *others))[0]


def check_together(who: Viewer, new: Sequence[int], everyone: Sequence[int]) -> None:
    """Raise where one of the new ones may not be written to at once, or is apart from somebody in the group."""
    ways = contacts(who.id, new)
    known = may_know(who, new)
    for id in new:
        contact = ways.get(id)
        if contact is None or (contact.way is not Way.NOW and id not in known):
            raise NotThere
        if contact.way is Way.CLOSED:
            raise Closed(contact.why)
        if contact.way is Way.REQUEST:
            raise Closed(
                f"{name_of(id)} takes a request first. Write to them alone, and add them once they accept."
            )
    apart = select(Block.user_id).where(Block.user_id.in_(everyone), Block.blocked_id.in_(everyone)).limit(1)
    if db.session.scalar(apart) is not None:
        raise Closed(NOT_TOGETHER)


def name_of(user_id: int) -> str:
    return db.session.scalars(
        select(Person.name).join(User, User.person_id == Person.id).where(User.id == user_id)
    ).one()
