"""What mailing asks of messages: the words of a mail about them, read when the mail is written and kept nowhere."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from ion.core import clock
from ion.core.times import count, zone_named
from ion.messaging.queries import untold
from ion.messaging.queries.untold import Told

MOST_SHOWN = 10
"""Messages of one conversation that a mail holds; of the others it says how many there are."""
LONGEST_SHOWN = 2_000
LEFT_OUT = "(The words are left out here: only whom the mail is for may read them.)"
SOMEBODY = "A member"


class MessageMails:
    """Mail about unread messages. What was read, withdrawn or hidden before it is written is not in it."""

    kind = untold.MAIL
    label = "Messages that you have not read"
    named = "mail about messages"

    def content(self, context: Mapping[str, Any], *, is_kept: bool) -> Mapping[str, Any] | None:
        told = untold.told(context["user"], context["spans"], clock.now())
        if not told:
            return None
        by_conversation = groupby(told, key=lambda each: each.conversation_id)
        shown = [conversation([*messages], is_kept) for _, messages in by_conversation]
        return {
            "conversations": shown,
            "count": len(told),
            "subject": SOMEBODY + " wrote to you" if is_kept else subject(told),
            "zone": zone_named(context["zone"]).key,
        }


def conversation(told: Sequence[Told], is_kept: bool) -> dict[str, Any]:
    """One conversation as the template shows it, the newest messages of it."""
    first = told[0]
    shown = told[-MOST_SHOWN:]
    return {
        "path": f"/messages/{first.conversation_id}",
        "heading": SOMEBODY if is_kept else first.group or names(told),
        "is_request": first.is_request,
        "more": len(told) - len(shown),
        "messages": [
            {
                "name": SOMEBODY if is_kept else each.name,
                "at": each.created_at.isoformat(),
                "text": LEFT_OUT if is_kept else cut(each.markdown),
                "is_cut": len(each.markdown) > LONGEST_SHOWN and not is_kept,
                "files": count(len(each.files), "file", "files") if is_kept else ", ".join(each.files),
                "has_files": bool(each.files),
            }
            for each in shown
        ],
    }


def cut(text: str) -> str:
    """The beginning of a text that is too long for a mail, up to a word."""
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rsplit(" ", 1)[0] + " …"


def names(told: Sequence[Told]) -> str:
    """Who wrote: the names of one or two, of more the first and how many others."""
    found = list(dict.fromkeys(each.name for each in told))
    if len(found) <= 2:
        return " and ".join(found)
    return f"{found[0]} and {len(found) - 1} others"


def subject(told: Sequence[Told]) -> str:
    """What stands in the inbox of the reader."""
    if told[0].is_request and len(told) == 1:
        return f"{told[0].name} would like to write to you"
    written = "wrote to you" if len(told) == 1 else f"wrote {len(told)} messages"
    group = told[0].group if len({each.conversation_id for each in told}) == 1 else ""
    return f"{group}: {names(told)} wrote" if group else f"{names(told)} {written}"
