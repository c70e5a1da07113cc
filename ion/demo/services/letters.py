"""What sample people write to each other, by the services of messaging, at the times that the file gives."""

from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.access import Viewer
from ion.core.times import SITE_ZONE
from ion.demo.services.desk import Entry, entries, user_named
from ion.messaging import services as messaging
from ion.messaging.policies import pair
from ion.models import Conversation, ConversationMember, User


def write_letters(file: Path) -> int:
    """Let sample people write what the file has them write, where they did not yet; how many conversations are new.

    Inside a unit of work.
    """
    return sum(converse(entry) for entry in entries(file))


def converse(entry: Entry) -> bool:
    """One conversation from its first message on; False where it is here, or somebody in it is not."""
    people = {slug: user for slug in entry["people"] if (user := user_named(slug))}
    if len(people) < len(entry["people"]) or is_here(entry, [*people.values()]):
        return False
    id = 0
    for place, said in enumerate(entry["messages"]):
        with clock.frozen(sent_at(said["sent"])):
            id = id or begun(entry, people)
            if place:
                messaging.send(
                    as_viewer(people[said["by"]]),
                    id,
                    markdown=said["text"].strip(),
                    client_id=f"{entry['slug']}-{place}",
                )
    unread = entry.get("unread", {})
    for slug, user in people.items():
        if not entry.get("asked") or slug == entry["people"][0]:
            messaging.read(user.id, id, len(entry["messages"]) - int(unread.get(slug, 0)))
    return True


def sent_at(told: Entry) -> datetime:
    """The site's time of day that the file names, so many days ago."""
    day = clock.now().astimezone(SITE_ZONE).date() - timedelta(days=int(told["days_ago"]))
    return datetime.combine(day, time.fromisoformat(told["at"]), SITE_ZONE)


def begun(entry: Entry, people: dict[str, User]) -> int:
    """The conversation with its first message; a request is accepted where the file does not leave it open."""
    first, *others = (people[slug] for slug in entry["people"])
    message = messaging.begin(
        as_viewer(first),
        [user.id for user in others],
        markdown=entry["messages"][0]["text"].strip(),
        client_id=f"{entry['slug']}-0",
        title=entry.get("title", ""),
    )
    conversation = db.session.get_one(Conversation, message.conversation_id)
    if conversation.is_request and not entry.get("asked"):
        messaging.accept(as_viewer(others[0]), conversation.id)
    return conversation.id


def is_here(entry: Entry, users: list[User]) -> bool:
    if len(users) == 2:
        found = Conversation.pair == pair(users[0].id, users[1].id)
    else:
        found = (Conversation.title == entry["title"]) & Conversation.id.in_(
            select(ConversationMember.conversation_id).where(ConversationMember.user_id == users[0].id)
        )
    return db.session.scalar(select(Conversation.id).where(found).limit(1)) is not None


def as_viewer(user: User) -> Viewer:
    grants = frozenset(each.grant for each in user.grants)
    return Viewer(user.id, user.person_id, user.person.name, grants, zone=user.person.zone)
