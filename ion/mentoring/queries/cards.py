"""Mentors as cards: what lists, suggestions and requests show of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select

from ion.base.vocabulary.roles import ROLES
from ion.core import clock, reading, tallies
from ion.core.labels import facet_labels, place_in_words
from ion.core.mentoring import openings, terms_of, today_of
from ion.core.organizations import PATH as ORGANIZATIONS
from ion.core.people import PERSON_SEEN, page_path
from ion.mentoring import labels
from ion.models import LastVisit, MentorProfile, Organization, Person, User, WhoMayAsk

KINDS = ("mentor", "person", "organization", "topic")
VISITS_REMEMBERED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class MentorCard:
    """A mentor as components/mentor.html draws them. `id` is the person's; what is not known is empty.

    `openings` is how many more conversations they take this month, `openings_words` the same in words, or why not.
    """

    id: int
    path: str
    name: str
    job_title: str
    organization: str
    organization_path: str
    is_sample: bool
    talks_about: str
    topics: Sequence[tuple[str, str]]
    place: str
    roles: str
    when_words: str
    who_may_ask: WhoMayAsk
    zone: str
    openings: int = 0
    openings_words: str = ""
    others_asked_words: str = ""
    reply_words: str = ""
    active_words: str = ""
    limit_words: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a mentor's profile decides whether they may be asked."""

    away_until: date | None
    is_paused: bool
    has_ended: bool


ROWS = (
    select(
        Person.id,
        Person.name,
        Person.job_title,
        Person.affiliation,
        Person.zone,
        Person.is_sample,
        Organization.name.label("organization"),
        Organization.slug,
        MentorProfile.talks_about,
        MentorProfile.when_words,
        MentorProfile.who_may_ask,
        MentorProfile.usual_reply_hours,
        MentorProfile.away_until,
        MentorProfile.paused_at,
        MentorProfile.ended_at,
    )
    .join(MentorProfile, MentorProfile.person_id == Person.id)
    .join(Organization, Organization.id == Person.organization_id, isouter=True)
    .where(Person.id.in_(bindparam("ids", expanding=True)), PERSON_SEEN)
)
VISITS = (
    select(User.person_id, LastVisit.seen_at)
    .join(LastVisit, LastVisit.user_id == User.id)
    .where(User.person_id.in_(bindparam("ids", expanding=True)))
)


def cards(person_ids: Collection[int], scopes: frozenset[str]) -> dict[int, MentorCard]:
    """Those of these persons who mentor (paused and ended ones too) and whom a holder of `scopes` may see, in the
    order in which they were asked for. Openings are those of this moment; all else is remembered."""
    ids = tuple(dict.fromkeys(person_ids))
    if not ids:
        return {}
    seen = tallies.held_audiences(scopes)
    lasting = tallies.recall(KINDS, ("mentor cards", ids, seen), lambda: read(ids, seen))
    room, visits = openings(lasting.keys()), last_visits(ids)
    return {id: fresh(card, standing, room[id], visits.get(id)) for id, (card, standing) in lasting.items()}


def read(ids: Sequence[int], scopes: frozenset[str]) -> dict[int, tuple[MentorCard, Standing]]:
    rows = {row.id: row for row in reading.rows(ROWS, ids=list(ids), scopes=sorted(scopes))}
    terms, topics = terms_of(rows.keys()), facet_labels("topic")
    drawn: dict[int, tuple[MentorCard, Standing]] = {}
    for id in ids:
        if (row := rows.get(id)) is not None:
            standing = Standing(row.away_until, row.paused_at is not None, row.ended_at is not None)
            drawn[id] = card_of(row, terms[id], topics), standing
    return drawn


def card_of(row: Row[Any], terms: Collection[tuple[str, str]], topics: Any) -> MentorCard:
    held = {facet: sorted(key for f, key in terms if f == facet) for facet in ("role", "state", "topic")}
    return MentorCard(
        id=row.id,
        path=page_path(row.id),
        name=row.name,
        job_title=row.job_title,
        organization=row.organization or row.affiliation,
        organization_path=ORGANIZATIONS + row.slug if row.slug else "",
        is_sample=row.is_sample,
        talks_about=row.talks_about,
        topics=[(key, topics[key]) for key in held["topic"] if key in topics],
        place=place_in_words(held["state"]),
        roles=", ".join(ROLES.short(key) for key in held["role"] if key in ROLES),
        when_words=row.when_words,
        who_may_ask=row.who_may_ask,
        zone=row.zone,
        reply_words=labels.reply_words(row.usual_reply_hours),
        limit_words=labels.WHO_MAY_ASK_THEM[row.who_may_ask],
    )


def fresh(card: MentorCard, standing: Standing, room: int, seen_at: datetime | None) -> MentorCard:
    """The card with what changes from hour to hour."""
    words = labels.openings_words(
        room,
        today=today_of(card.zone),
        away_until=standing.away_until,
        is_paused=standing.is_paused,
        has_ended=standing.has_ended,
    )
    return replace(
        card,
        when_words=labels.when_words(card.when_words, card.zone, clock.now()),
        openings=room,
        openings_words=words,
        active_words=labels.active_words(seen_at, clock.now()),
    )


def last_visits(ids: Sequence[int]) -> dict[int, datetime]:
    """When each of these persons was last here, as far as it is known."""

    def look() -> dict[int, datetime]:
        return {row.person_id: row.seen_at for row in reading.rows(VISITS, ids=list(ids))}

    return tallies.recall("mentor", ("visits", tuple(ids)), look, lasts=VISITS_REMEMBERED)
