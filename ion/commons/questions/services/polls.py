"""Polls: written beforehand, opened and closed by a moderator; one choice for each voter, which stands."""

from ion.base.extensions import db
from ion.commons.questions.policies import Reader
from ion.commons.questions.queries import places, questions
from ion.commons.questions.services.refusals import NotThere, Refused
from ion.commons.questions.services.sheets import changed, lock
from ion.core import audit, clock
from ion.core.upsert import add_if_absent
from ion.models import Poll, PollVote, QuestionSheet

KIND = "poll"


def add_poll(item_id: int, text: str, choices: list[str], *, user_id: int) -> Poll:
    """Write a poll; nobody sees it until it is opened."""
    lock(item_id)
    poll = Poll(item_id=item_id, text=text, choices=choices)
    db.session.add(poll)
    db.session.flush()
    audit.record("added", kind=KIND, id=poll.id, user_id=user_id, after={"item": item_id})
    return poll


def held_poll(poll_id: int) -> tuple[Poll, QuestionSheet]:
    """A poll as it is now, and its sheet, held; raises NotThere."""
    found = questions.poll(poll_id)
    if found is None:
        raise NotThere
    sheet = lock(found.item_id)
    poll = db.session.get(Poll, poll_id, populate_existing=True)
    if poll is None:
        raise NotThere
    return poll, sheet


def open_poll(poll_id: int, *, user_id: int) -> Poll:
    """Let everyone choose. Raises NotThere, Refused."""
    poll, sheet = held_poll(poll_id)
    if poll.opened_at is not None:
        raise Refused("This poll was opened already.")
    poll.opened_at = clock.now()
    audit.record("opened", kind=KIND, id=poll.id, user_id=user_id, after={"item": poll.item_id})
    changed(sheet)
    return poll


def close_poll(poll_id: int, *, user_id: int) -> Poll:
    """Take no more choices, and show everyone what was chosen. Raises NotThere, Refused."""
    poll, sheet = held_poll(poll_id)
    if poll.opened_at is None or poll.closed_at is not None:
        raise Refused("Only a poll that is open can be closed.")
    poll.closed_at = clock.now()
    audit.record("closed", kind=KIND, id=poll.id, user_id=user_id, after={"item": poll.item_id})
    changed(sheet)
    return poll


def remove_poll(poll_id: int, *, user_id: int) -> int:
    """Throw a poll away that nobody has seen; the id of its item. Raises NotThere, Refused."""
    poll, _ = held_poll(poll_id)
    if poll.opened_at is not None:
        raise Refused("This poll was opened, so it stays.")
    item_id = poll.item_id
    audit.record("removed", kind=KIND, id=poll.id, user_id=user_id, before={"text": poll.text})
    db.session.delete(poll)
    db.session.flush()
    return item_id


def vote_in_poll(reader: Reader, poll_id: int, choice: int) -> Poll:
    """Take one choice of an open poll; the first one stands. Raises NotThere, Refused."""
    found = questions.poll(poll_id)
    if found is None or not reader.voter or places.place(found.item_id, reader) is None:
        raise NotThere
    poll, _ = held_poll(poll_id)
    if poll.opened_at is None or not 0 <= choice < len(poll.choices):
        raise NotThere
    if poll.closed_at is not None:
        raise Refused("This poll is closed.")
    add_if_absent(db.session(), PollVote, poll_id=poll.id, voter=reader.voter, choice=choice)
    return poll
