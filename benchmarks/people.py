"""Generated people and organizations, what they said of themselves, and what they follow, save and are told.

Person and user 1 is the member through whose eyes pages are measured: TOKEN signs in, NAME stands in the header.
EDITOR is the editor for the pages of publishing, whom EDITOR_TOKEN signs in.
"""

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from benchmarks.words import SEED, sentence, topics
from ion.base.vocabulary.places import STATES
from ion.base.vocabulary.populations import POPULATIONS
from ion.base.vocabulary.roles import ROLES
from ion.base.vocabulary.sectors import SECTORS
from ion.base.vocabulary.workplaces import WORKPLACES
from ion.core.text import safe_html
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Follow,
    Grant,
    ItemLike,
    LastVisit,
    LocalArea,
    Notice,
    Organization,
    OrganizationTerm,
    Person,
    PersonTerm,
    RecentSearch,
    SavedItem,
    SignIn,
    User,
    UserGrant,
)

TOKEN = "bench-token"
NAME = "Member Who Measures"
EDITOR, EDITOR_TOKEN, EDITOR_NAME = 2, "bench-editor", "Editor Who Measures"
STATE, AREAS = "KY", 4
NOTICES, UNREAD = 500, 40
SAVED, FOLLOWED = 60, 12
PER_ORGANIZATION = 5
Terms = Mapping[str, Sequence[str]]


def settle(session: Any, size: int, now: datetime) -> None:
    """`size` persons with logins and terms, and a fifth as many organizations; the first person is signed in."""
    dice = random.Random(SEED + 1)
    areas: dict[str, list[str]] = {}
    for area in session.query(LocalArea).order_by(LocalArea.key):
        areas.setdefault(area.state, []).append(area.key)
    institutions = range(1, size // PER_ORGANIZATION + 1)
    session.execute(insert(Organization), [organization(dice, n) for n in institutions])
    told = {n: organization_terms(dice, areas) for n in institutions}
    session.execute(insert(OrganizationTerm), [*term_rows("organization_id", told)])
    persons = range(1, size + 1)
    session.execute(insert(Person), [person(dice, n, len(institutions)) for n in persons])
    said = {n: person_terms(dice, n, areas) for n in persons}
    session.execute(insert(PersonTerm), [*term_rows("person_id", said)])
    session.execute(insert(User), [user(n, now) for n in persons])
    session.execute(insert(UserGrant), [{"user_id": n, "grant": Grant.MEMBER} for n in persons])
    session.execute(insert(UserGrant), [{"user_id": EDITOR, "grant": Grant.EDITOR}])
    session.execute(insert(SignIn), [signed_in(now, 1, TOKEN), signed_in(now, EDITOR, EDITOR_TOKEN)])


def organization(dice: random.Random, number: int) -> dict[str, Any]:
    about = f"{sentence(dice, 12)} {sentence(dice, 16)} {sentence(dice, 20)}"
    return {
        "id": number,
        "slug": f"organization-{number}",
        "name": f"{sentence(dice, 3)[:-1]} {number}",
        "about": about,
        "about_html": safe_html(about) if number < 9 else f"<p>{about}</p>",
        "site_url": f"https://organization-{number}.example.gov",
        "confirmed_on": None,
        "is_sample": True,
    }


def organization_terms(dice: random.Random, areas: Mapping[str, list[str]]) -> Terms:
    state = dice.choice([*STATES])
    return {
        "role": [dice.choice([*ROLES])],
        "state": [state],
        "area": [dice.choice(areas[state])] if state in areas else [],
        "sector": [dice.choice([*SECTORS])],
        "population": [dice.choice([*POPULATIONS])],
    }


def person(dice: random.Random, number: int, organizations: int) -> dict[str, Any]:
    """A few organizations are large, most are small; one person in ten is for members, one in fifty for staff."""
    about = sentence(dice, 40)
    return {
        "id": number,
        "slug": f"person-{number}",
        "name": {1: NAME, EDITOR: EDITOR_NAME}.get(number) or f"{sentence(dice, 2)[:-1].title()} {number}",
        "job_title": sentence(dice, 3)[:-1],
        "bio": about,
        "bio_html": f"<p>{about}</p>",
        "ask_me_about": sentence(dice, 6)[:-1] if number % 3 else "",
        "zone": "America/Chicago" if number % 2 else "",
        "audience": "staff" if number % 50 == 0 else "members" if number % 10 == 0 else "public",
        "organization_id": 1 + int(organizations * dice.random() ** 2),
        "affiliation": "",
        "is_sample": True,
    }


def person_terms(dice: random.Random, number: int, areas: Mapping[str, list[str]]) -> Terms:
    state = STATE if number == 1 else dice.choice([*STATES])
    return {
        "topic": topics(dice, 3),
        "role": [dice.choice([*ROLES])],
        "state": [state],
        "area": [dice.choice(areas[state])] if state in areas else [],
        "workplace": [dice.choice([*WORKPLACES])],
        "language": ["en"],
    }


def term_rows(owner: str, terms: Mapping[int, Terms]) -> Iterator[dict[str, Any]]:
    for id, facets in terms.items():
        yield from ({owner: id, "facet": facet, "key": key} for facet, keys in facets.items() for key in keys)


def user(number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "email": f"member-{number}@ion.example",
        "password_hash": "",
        "person_id": number,
        "created_at": now,
        "confirmed_at": now,
        "preferences": {},
    }


def signed_in(now: datetime, user_id: int, token: str) -> dict[str, Any]:
    """Used just now: a sign-in ends by idleness, and its last use is written down only some minutes later."""
    return {
        "token_hash": hashlib.sha256(token.encode()).hexdigest(),
        "user_id": user_id,
        "created_at": now,
        "seen_at": now,
        "expires_at": now + timedelta(days=7),
        "agent": "",
    }


def stay_signed_in() -> None:
    """Let the member who measures have been here just now, however long ago the content was made."""
    now = datetime.now(UTC)
    with unit_of_work() as session:
        session.execute(update(SignIn).values(seen_at=now, expires_at=now + timedelta(days=7)))


def busy_themselves(session: Any, size: int, items: int, now: datetime) -> None:
    """Everyone follows, likes, saves and is told a little; the member who measures much more."""
    dice = random.Random(SEED + 2)
    session.execute(insert(Follow), [*followed(dice, size, now)])
    session.execute(insert(SavedItem), [*saved(dice, size, items, now)])
    liked = {(dice.randrange(1, items + 1), n) for n in range(1, size + 1) for _ in "abc"}
    session.execute(
        insert(ItemLike), [{"item_id": item, "user_id": n, "at": now} for item, n in sorted(liked)]
    )
    session.execute(insert(Notice), [*notices(dice, size, now)])
    before = now - timedelta(days=3)
    session.execute(insert(LastVisit), [{"user_id": 1, "seen_at": now, "before_at": before}])
    asked = ("employer champion", "rural childcare", "data dashboard")
    searches = [{"user_id": 1, "words": words, "address": f"/search?q={words}", "at": now} for words in asked]
    session.execute(insert(RecentSearch), searches)


def followed(dice: random.Random, size: int, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, size + 1):
        pairs = {("topic", key) for key in topics(dice, 2)} | {("state", dice.choice([*STATES]))}
        for _ in range(FOLLOWED if number == 1 else 1):
            pairs |= {("person", str(dice.randrange(2, size + 1))), ("role", dice.choice([*ROLES]))}
        yield from ({"user_id": number, "kind": kind, "key": key, "at": now} for kind, key in sorted(pairs))


def saved(dice: random.Random, size: int, items: int, now: datetime) -> Iterator[dict[str, Any]]:
    """The member who measures saved webinars to come, too: webinars are the last items, the next in their middle."""
    for number in range(1, size + 1):
        chosen = {dice.randrange(1, items + 1) for _ in range(SAVED if number == 1 else 3)}
        if number == 1:
            chosen |= {items - size + size // 2 - n for n in (1, 8, 15)}
        yield from (
            {
                "user_id": number,
                "item_id": item,
                "note": "For Tuesday.",
                "at": now - timedelta(hours=item % 999),
            }
            for item in sorted(chosen)
        )


def notices(dice: random.Random, size: int, now: datetime) -> Iterator[dict[str, Any]]:
    """Of new posts: NOTICES for the member who measures, the newest UNREAD, and three for everyone else."""
    for number in range(1, size + 1):
        for at in range(min(NOTICES, size) if number == 1 else 3):
            told = now - timedelta(hours=at + 1)
            yield {
                "user_id": number,
                "kind": "followed.published",
                "subject_kind": "post",
                "subject_id": at + 1
                if number == 1
                else dice.randrange(at * size // 3, (at + 1) * size // 3) + 1,
                "occurrence": "",
                "why": "You follow Topic 3",
                "created_at": told,
                "read_at": None if at < UNREAD else told,
            }
