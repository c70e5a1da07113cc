"""What users do with messages, each deed in a unit of work of its own, and what is kept then."""

from collections.abc import Callable
from typing import Any

from ion.base.extensions import db
from ion.commons.files.services import Taken
from ion.core.site_settings import change as set_value
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.queries.thread import Head, Line, head, lines
from ion.models import ConversationMember, Message, User
from tests.factories import viewer_of


def does(deed: Callable[..., Any], user: User, *args: Any, **more: Any) -> Any:
    """A deed of this user; the id of the message it answers, if it does."""
    viewer = viewer_of(user)
    with unit_of_work():
        answer = deed(viewer, *args, **more)
        return answer.id if isinstance(answer, Message) else answer


def begin(user: User, *others: User, words: str = "Good morning.", client_id: str = "", **more: Any) -> int:
    """A message that begins a conversation, or goes on with it; its id."""
    ids = [other.id for other in others]
    key = client_id or f"begin-{words}"[:64]
    made: int = does(services.begin, user, ids, markdown=words, client_id=key, **more)
    return made


def kept(message_id: int) -> Message:
    """A message as it stands now."""
    db.session.rollback()
    return db.session.get_one(Message, message_id, populate_existing=True)


def place(conversation_id: int, user: User) -> ConversationMember:
    """Where a user stands in a conversation now."""
    db.session.rollback()
    return db.session.get_one(ConversationMember, (conversation_id, user.id), populate_existing=True)


def head_for(user: User, conversation_id: int) -> Head:
    found = head(user.id, conversation_id)
    assert found is not None
    return found


def lines_for(user: User, conversation_id: int, **more: Any) -> list[Line]:
    return lines(user.id, conversation_id, **more)


def texts(user: User, conversation_id: int) -> list[str]:
    """What the user reads in a conversation."""
    return [line.html for line in lines_for(user, conversation_id)]


def setting(key: str, value: Any) -> None:
    with unit_of_work():
        set_value(key, value)


def hold_words(*words: str) -> None:
    """Let ION staff look at these words first."""
    setting("civility.held_words", list(words))


def taken(name: str = "plan.txt") -> Taken:
    """A file that was taken in; its bytes do not matter here."""
    return Taken(name, "text/plain", 12, "0" * 64, f"key-of-{name}", None, None)
