"""Inviting members to mentor: a mail to each, who alone may say yes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.commons.mailing.services import BadAddress
from ion.core import audit, clock
from ion.core.labels import facet_labels
from ion.core.times import count
from ion.mentoring_program.queries.mentors import Known, known
from ion.mentoring_program.table import MOST_LIMIT, Line
from ion.models import Delivery

KIND = "mentoring invitation"
APART = timedelta(days=30)
"""Nobody is invited twice within so many days."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite, with topics (labels by their keys) and limit as ION staff thought of them; 0 for no limit."""

    to: Known
    topics: Mapping[str, str]
    limit: int

    @property
    def path(self) -> str:
        """The four answers, begun with what ION staff thought of."""
        chosen = [("topic", key) for key in self.topics] + (
            [("limit", str(self.limit))] if self.limit else []
        )
        return "/mentoring/join" + (f"?{urlencode(chosen)}" if chosen else "")


class Problems(Exception):
    """Some rows cannot be invited; `words` has a sentence for each. Nothing was sent."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(*words)
        self.words = tuple(words)


def invite(lines: Sequence[Line], *, user_id: int) -> int:
    """Mail everybody in these rows; how many that are. Raises Problems where a single row is wrong."""
    people = known({line.email for line in lines})
    labels = facet_labels("topic")
    topics = {name.casefold(): key for key, label in labels.items() for name in (label, key)}
    problems = list(wrong(lines, people, topics))
    if problems:
        raise Problems(problems)
    chosen = [
        Invitation(
            people[line.email],
            {key: labels[key] for topic in line.topics if (key := named(topic, topics))},
            int(line.limit or 0),
        )
        for line in lines
    ]
    for each in chosen:
        mail(each)
    audit.record("mentors invited", kind="mentor", id=None, user_id=user_id, after={"people": len(chosen)})
    return len(chosen)


def wrong(lines: Sequence[Line], people: dict[str, Known], topics: dict[str, str]) -> Iterator[str]:
    """What is wrong, row by row."""
    lately, seen = invited_lately(), set[str]()
    for line in lines:
        why = "stands here twice" if line.email in seen else not_invited(people.get(line.email), lately)
        if why:
            yield f"Row {line.number}: {line.email or 'nobody'} {why}."
        seen.add(line.email)
        for topic in line.topics:
            if not named(topic, topics):
                yield f"Row {line.number}: there is no topic “{topic}”."
        if line.limit and not (line.limit.isdecimal() and 1 <= int(line.limit) <= MOST_LIMIT):
            yield f"Row {line.number}: the limit is a number from 1 to {MOST_LIMIT}, or empty."


def not_invited(person: Known | None, lately: Collection[int]) -> str:
    """Why somebody is not invited; empty for who is."""
    if person is None:
        return "is no address of a member who can sign in"
    if person.is_mentor:
        return "mentors already"
    return f"was invited within the last {APART.days} days" if person.user_id in lately else ""


def named(topic: str, topics: dict[str, str]) -> str:
    """The key of a topic that is given by its label or key; empty for none."""
    return topics.get(topic.casefold(), "")


def invited_lately() -> set[int]:
    """The users who were invited a short while ago."""
    sent = select(Delivery.user_id).where(
        Delivery.kind == KIND, Delivery.created_at > clock.now() - APART, Delivery.user_id.is_not(None)
    )
    return {id for id in db.session.scalars(sent) if id is not None}


def mail(each: Invitation) -> None:
    """One mail; an address that is none hinders nobody else."""
    limit = count(each.limit, "conversation a month", "conversations a month") if each.limit else ""
    topics = list(each.topics.values())
    context = {"name": each.to.name, "topics": topics, "limit": limit, "path": each.path}
    try:
        mailing.ask(
            KIND,
            address=each.to.email,
            template="mentoring_program/invitation",
            user_id=each.to.user_id,
            context=context,
            unsubscribe="all",
        )
    except BadAddress:
        return
