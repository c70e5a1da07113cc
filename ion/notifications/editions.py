"""Work that readers do not see yet: who is told of a review, and where such a notice leads editors.

The thing is (edition, id of the item); the occurrence, what happened and when. Nobody but editors sees one.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, literal, select

from ion.base.extensions import db
from ion.core import reading
from ion.core.access import Viewer
from ion.core.ports.subjects import SUBJECTS
from ion.core.text import squeeze
from ion.models import (
    Edition,
    EditorialReview,
    Grant,
    Item,
    ItemState,
    Person,
    Revision,
    User,
    UserGrant,
    Verdict,
)
from ion.notifications.happening import Happening
from ion.notifications.noticed import Subject, Thing
from ion.notifications.recipients import People

EDITION = "edition"
ASKED, ANSWERED = "asked", "answered"
LONGEST_WHY = 300


def occurrence(what: str, at: datetime) -> str:
    """What tells one asking, or one answer, from the others about the same item."""
    return f"{what} {at.isoformat()}"


def release_path(item_id: int) -> str:
    """Where an item is reviewed and released."""
    return f"/staff/publishing/{item_id}/release"


def reviewers(happening: Happening) -> People | None:
    """All editors but the one who asks."""
    asking = int(happening.details["user_id"])
    editors = select(UserGrant.user_id).where(UserGrant.grant.in_((Grant.EDITOR, Grant.ADMIN)))
    why = squeeze(f"{name_of(asking)} asks for a review", LONGEST_WHY)
    return select(User.id.label("user_id"), literal(why).label("why")).where(
        User.id.in_(editors), User.id != asking
    )


def asker(happening: Happening) -> People | None:
    """Who asked for the review that was answered, with the answer."""
    told = happening.details
    asked_by = told["asked_by_id"]
    if asked_by is None or asked_by == told["user_id"]:
        return None
    why = verdict_in_words(told["verdict"], name_of(told["user_id"]), told["note"])
    return select(User.id.label("user_id"), literal(squeeze(why, LONGEST_WHY)).label("why")).where(
        User.id == asked_by
    )


def name_of(user_id: int | None) -> str:
    """The name of a user; "Somebody" for one who is gone."""
    named = select(Person.name).join(User, User.person_id == Person.id).where(User.id == user_id)
    return db.session.scalar(named) or "Somebody"


def verdict_in_words(verdict: str, name: str, note: str) -> str:
    """What a reviewer said: "Changes requested by Nadia Ruiz: “…”"."""
    deed = "Approved" if verdict == Verdict.APPROVED else "Changes requested"
    words = " ".join(note.split())
    return f"{deed} by {name}: “{words}”" if words else f"{deed} by {name}"


EDITIONS = (
    select(
        Item.id,
        Item.kind,
        Item.title,
        Item.is_sample,
        Edition.state,
        Revision.content["title"].as_string().label("draft_title"),
    )
    .join(Edition, Edition.item_id == Item.id, isouter=True)
    .join(
        Revision,
        and_(Revision.item_id == Edition.item_id, Revision.number == Edition.revision),
        isouter=True,
    )
    .where(Item.id.in_(bindparam("ids", expanding=True)))
)
REVIEWS = (
    select(
        EditorialReview.item_id,
        EditorialReview.at,
        EditorialReview.verdict,
        EditorialReview.note,
        Person.name,
    )
    .join(User, User.id == EditorialReview.user_id, isouter=True)
    .join(Person, Person.id == User.person_id, isouter=True)
    .where(EditorialReview.item_id.in_(bindparam("ids", expanding=True)))
    .order_by(EditorialReview.at)
)


def subjects(things: Collection[Thing], viewer: Viewer) -> dict[Thing, Subject]:
    """Editions for editors, and for nobody else; under the title that they are to have."""
    if not viewer.is_editor:
        return {}
    rows = {row.id: row for row in reading.rows(EDITIONS, ids=[*{id for _, id, _ in things}])}
    reviews = reviews_of({id for _, id, what in things if what.startswith(ANSWERED)})
    return {
        thing: subject(row, thing[2], reviews.get(row.id, ()))
        for thing in things
        if (row := rows.get(thing[1])) and row.kind in SUBJECTS
    }


def reviews_of(ids: Collection[int]) -> Mapping[int, Sequence[Any]]:
    found: dict[int, list[Any]] = {}
    for row in reading.rows(REVIEWS, ids=list(ids)) if ids else ():
        found.setdefault(row.item_id, []).append(row)
    return found


def subject(row: Any, occurrence: str, reviews: Sequence[Any]) -> Subject:
    noun = SUBJECTS[row.kind].label
    what, _, at = occurrence.partition(" ")
    return Subject(
        row.id,
        row.draft_title or row.title or f"A {noun} without a title",
        release_path(row.id),
        noun,
        row.is_sample,
        is_over=what == ASKED and row.state is not ItemState.IN_REVIEW,
        why=full_words(at, reviews) if what == ANSWERED else "",
    )


def full_words(at: str, reviews: Sequence[Any]) -> str:
    """The whole of what the reviewer said then; a notice has only room for its beginning."""
    told = datetime.fromisoformat(at)
    nearest = min(reviews, key=lambda review: abs(review.at - told), default=None)
    return verdict_in_words(nearest.verdict, nearest.name or "Somebody", nearest.note) if nearest else ""
