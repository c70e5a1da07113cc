"""What messaging keeps of somebody: their conversations as they see them, and the messages that go by age."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ion.core.ports.personal import OwnFile
from ion.messaging.queries import owned
from ion.messaging.services import leaving


class MessageData:
    """Messages, requests and drafts of one user."""

    kind = "messages"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        return owned.conversations(user_id)

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return owned.files(user_id)

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        leaving.take_leave(user_id, keep=keep)


class OldMessages:
    """Messages that go by age."""

    kind = "messages"
    label = "Messages between people"
    help = (
        "Counted from the day a message was sent. It goes for everybody in the conversation, with its files, unless a "
        "hold covers it. 0 keeps messages as long as somebody has them."
    )
    days = 0

    def forget(self, before: datetime, most: int) -> int:
        return leaving.forget_before(before, most)
