"""Mail about messages: the first one at once, then at most one an hour and person, across all conversations.

Whatever is taken for a mail is never taken again, whether the mail spoke of it or not, so nothing is mailed twice; and
what was muted, or sent while its reader wanted no mail, is not mailed later.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.commons.mailing.services import ReplyAddress
from ion.core import clock, outbox, site_settings
from ion.core.site_settings import MAIL_REPLIES
from ion.core.upsert import insert_for
from ion.messaging.queries import untold
from ion.messaging.queries.answers import REPLY
from ion.messaging.queries.untold import Spans, Told
from ion.models import Conversation, ConversationMember, Delivery, Message, MessageMail, User

TASK = "messaging.mail"
DELAY = timedelta(seconds=30)
"""Before the first mail, so that who has the conversation open reads it there."""
WINDOW = timedelta(hours=1)
TEMPLATE = "messaging/messages"
REPLY_LASTS = timedelta(days=60)


def tell_of_message(message: Message) -> None:
    """Let everyone else in the conversation be mailed about what was sent."""
    tell(message.conversation_id, message.user_id)


def tell_of_request(conversation: Conversation) -> None:
    """Let whom a request is for be mailed about it."""
    tell(conversation.id, conversation.asked_by_id)


def tell(conversation_id: int, from_id: int | None) -> None:
    """Ask for the mails of everyone in the conversation but the writer; who hears nothing has been told, as it were.

    Every instant is work of its own: asked for again under one key, work that is under way would be due at once.
    """
    now = clock.now()
    everyone = [hearer for hearer in untold.hearers(conversation_id) if hearer.user_id != from_id]
    for hearer in everyone:
        if hearer.hears:
            mail_later(hearer.user_id, due(hearer.mailed_at, now))
    pass_over(conversation_id, [hearer.user_id for hearer in everyone if not hearer.hears])


def due(mailed_at: datetime | None, at: datetime) -> datetime:
    """When somebody who was last mailed then is to be mailed about what was sent at an instant."""
    soon = at + DELAY
    return max(soon, mailed_at + WINDOW) if mailed_at else soon


def mail_later(user_id: int, at: datetime) -> None:
    key = f"user:{user_id}:{at.isoformat()}"
    outbox.later(TASK, key=key, kind="user", id=user_id, not_before=at)


def pass_over(conversation_id: int, user_ids: Sequence[int]) -> None:
    """Never mail what stands in the conversation now to these."""
    if not user_ids:
        return
    newest = select(Conversation.last_number).where(Conversation.id == conversation_id).scalar_subquery()
    theirs = ConversationMember.conversation_id == conversation_id, ConversationMember.user_id.in_(user_ids)
    db.session.execute(
        update(ConversationMember)
        .where(*theirs)
        .values(mailed_number=newest)
        .execution_options(synchronize_session=False)
    )


def mail_due(user_id: int) -> Delivery | None:
    """Ask for one mail about all that waits for the user; None where nothing does, or the last mail is too new.

    Two at once ask for one mail: the row of the user is locked.
    """
    now = clock.now()
    if db.session.scalar(select(User.id).where(User.id == user_id).with_for_update(key_share=True)) is None:
        return None
    spans = new_spans(user_id)
    addressee = untold.addressee(user_id)
    if spans and addressee and addressee.mailed_at and now < addressee.mailed_at + WINDOW:
        mail_later(user_id, addressee.mailed_at + WINDOW)
        return None
    set_told(user_id, spans)
    told = untold.told(user_id, spans, now) if addressee else []
    if addressee is None or not told:
        return None
    note_mail(user_id, now)
    reply = reply_address(user_id, told)
    return mailing.ask(
        untold.MAIL,
        address=addressee.email,
        template=TEMPLATE,
        user_id=user_id,
        context={
            "user": user_id,
            "zone": addressee.zone,
            "spans": spans,
            "may_reply": reply is not None,
        },
        link=reply,
        unsubscribe=untold.MAIL,
    )


def new_spans(user_id: int) -> list[list[int]]:
    """What is new in each conversation of the user, as (id, after, until); where they stand in each is locked."""
    rows = db.session.execute(
        select(ConversationMember.conversation_id, ConversationMember.mailed_number, Conversation.last_number)
        .join(Conversation, Conversation.id == ConversationMember.conversation_id)
        .where(
            ConversationMember.user_id == user_id,
            ConversationMember.unread > 0,
            ConversationMember.mailed_number < Conversation.last_number,
        )
        .order_by(ConversationMember.conversation_id)
        .with_for_update(of=ConversationMember)
    )
    return [[row.conversation_id, row.mailed_number, row.last_number] for row in rows]


def set_told(user_id: int, spans: Spans) -> None:
    """These have been told, or never will be; what was sent after they were looked at stays untold."""
    for id, _, until in spans:
        mine = ConversationMember.user_id == user_id, ConversationMember.conversation_id == id
        db.session.execute(update(ConversationMember).where(*mine).values(mailed_number=until))


def note_mail(user_id: int, at: datetime) -> None:
    """Begin the hour in which there is no other mail."""
    row = insert_for(db.session(), MessageMail).values(user_id=user_id, mailed_at=at)
    db.session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_={"mailed_at": at}))


def reply_address(user_id: int, told: Sequence[Told]) -> ReplyAddress | None:
    """Where the mail is answered to: only one conversation that is no request has an address for answers."""
    ids = {each.conversation_id for each in told}
    if len(ids) != 1 or told[0].is_request or not site_settings.value(MAIL_REPLIES):
        return None
    return ReplyAddress(REPLY, REPLY_LASTS, kind="conversation", id=ids.pop(), payload={"user": user_id})
