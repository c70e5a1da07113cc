"""A mentor accepted: the two have a conversation, begun with what was asked; those of a group call have one of all."""

from collections.abc import Sequence

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, portable
from ion.core.access import Viewer
from ion.core.people import user_of
from ion.core.text import squeeze
from ion.core.upsert import insert_for
from ion.messaging.policies import LONGEST, LONGEST_TITLE, pair
from ion.messaging.services.beginning import add_places
from ion.messaging.services.keeping import set_read
from ion.messaging.services.refusals import TooLong
from ion.messaging.services.standing import answer, locked, place_in
from ion.messaging.services.writing import WEB, hold, put_text, same, show, why_held
from ion.models import Conversation, ConversationMember, GroupCall, MentoringNeed, MentoringRequest, Message


def open_for(request: MentoringRequest) -> Conversation | None:
    """The conversation that an accepted request opens, noted on it; None where one of the two is gone.

    It needs no request of messages: the two agreed. The first message is the mentee's question and note (in a group
    the question alone: the note is for the mentor), the second what the mentor said. Both wait for ION staff where
    their words call for it. The mentor has read the first, and is not mailed about it. Again changes nothing.
    """
    need = db.session.get_one(MentoringNeed, request.need_id)
    mentee_id, mentor_id = user_of(need.mentee_id), user_of(request.mentor_id)
    if mentee_id is None or mentor_id is None:
        return None
    conversation = group_of(request, mentor_id) if request.group_call_id else pair_of(mentee_id, mentor_id)
    bring_in(conversation, [mentee_id, mentor_id])
    request.conversation_id = conversation.id
    had_read = not unread(mentor_id, conversation.id)
    words = need.question if request.group_call_id else asked(need)
    say(conversation, mentee_id, words, f"mentoring-{request.id}-asked")
    mine = place_in(mentor_id, conversation.id)
    if mine is not None and had_read:
        set_read(mine, conversation.last_number)
    if request.words:
        say(conversation, mentor_id, request.words, f"mentoring-{request.id}-answer")
    return conversation


def unread(user_id: int, conversation_id: int) -> int:
    """How much in the conversation the user has not read."""
    place = place_in(user_id, conversation_id)
    return place.unread if place else 0


def asked(need: MentoringNeed) -> str:
    """What the mentee asked, as the first message."""
    return "\n\n".join(text for text in (need.question, need.note) if text)[:LONGEST]


def pair_of(one_id: int, other_id: int) -> Conversation:
    """The one conversation of two users, made where there is none, and held; a request in it is answered."""
    at, names = clock.now(), pair(one_id, other_id)
    row = insert_for(db.session(), Conversation).values(
        pair=names, title="", created_at=at, answered_at=at, last_number=0, last_at=at, version=0
    )
    db.session.execute(row.on_conflict_do_nothing())
    conversation = locked(db.session.scalars(select(Conversation.id).where(Conversation.pair == names)).one())
    if conversation.is_request:
        answer(conversation)
    return conversation


def group_of(request: MentoringRequest, mentor_id: int) -> Conversation:
    """The conversation of everyone in a group call; who joins the call later is brought in."""
    before = db.session.scalar(
        select(MentoringRequest.conversation_id).where(
            MentoringRequest.group_call_id == request.group_call_id,
            MentoringRequest.conversation_id.is_not(None),
        )
    )
    if before is not None:
        return locked(before)
    call = db.session.get_one(GroupCall, request.group_call_id)
    at = clock.now()
    conversation = Conversation(
        title=squeeze(call.about, LONGEST_TITLE), created_at=at, answered_at=at, last_at=at
    )
    db.session.add(conversation)
    db.session.flush()
    bring_in(conversation, [mentor_id])
    return conversation


def bring_in(conversation: Conversation, user_ids: Sequence[int]) -> None:
    """Let these be in the conversation who are not; it is in their inbox."""
    rows = select(ConversationMember).where(ConversationMember.conversation_id == conversation.id)
    places = {
        each.user_id: each for each in db.session.scalars(rows.execution_options(populate_existing=True))
    }
    for id in user_ids:
        if id in places:
            places[id].archived_at = None
    new = [id for id in user_ids if id not in places]
    if new:
        add_places(conversation, new)
        conversation.version += 1
        db.session.flush()


def say(conversation: Conversation, user_id: int, markdown: str, client_id: str) -> None:
    """Put in words that somebody wrote on another page; they are not counted as sent in haste."""
    who: Viewer | None = portable.holder(user_id)
    if who is None or same(conversation.id, user_id, client_id):
        return
    message = Message(
        conversation_id=conversation.id,
        user_id=user_id,
        client_id=client_id,
        created_at=max(clock.now(), conversation.last_at),
        via=WEB,
    )
    db.session.add(message)
    db.session.flush()
    try:
        put_text(message, markdown)
    except TooLong:
        put_text(message, squeeze(markdown, 500))
    message.held = why_held(who, message)
    if message.held:
        hold(message, conversation)
    else:
        show(message, conversation)
