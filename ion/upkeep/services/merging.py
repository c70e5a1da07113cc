"""Merging topics and series: two values become one, whatever had the one has the other, and its address leads on."""

from typing import Any

from sqlalchemy import delete, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute

from ion.base.extensions import db
from ion.core import audit, outbox
from ion.core.upsert import insert_for
from ion.models import (
    Follow,
    Item,
    ItemTerm,
    MentorTerm,
    NeedCriterion,
    Newsletter,
    NewsletterState,
    OldAddress,
    OrganizationTerm,
    PersonTerm,
)
from ion.upkeep.queries import terms as queries
from ion.upkeep.queries.terms import TELL, TermRow, Vocabulary
from ion.upkeep.services.refusing import Refused
from ion.upkeep.services.terms import alone, locked

HOLDERS: tuple[tuple[type[Any], InstrumentedAttribute[int]], ...] = (
    (ItemTerm, ItemTerm.item_id),
    (PersonTerm, PersonTerm.person_id),
    (OrganizationTerm, OrganizationTerm.organization_id),
    (MentorTerm, MentorTerm.person_id),
)
LISTS = {"topic": ("/practices/?topic=", "/webinars/?topic=", "/search?topic=")}
"""Other lists that old addresses may lead to, by what stands before the key."""


def merge(vocabulary: Vocabulary, gone_id: int, kept_id: int, *, user_id: int) -> TermRow:
    """Let one value become part of another, which is returned as it is now.

    Items, people, organizations, mentors, what mentees ask for, and followers of the one have the other, once each;
    the addresses of its lists lead to the other's for good. What follows for each item is left to the worker. Raises
    Refused.
    """
    if gone_id == kept_id:
        raise Refused(f"That is the same {vocabulary.one}. Choose the one it should become part of.")
    key = db.session.scalar(select(vocabulary.model.key).where(vocabulary.model.id == gone_id))
    alone("person", "organization", "mentor", *kinds_with(vocabulary.facet, key or ""))
    gone, kept = locked(vocabulary, gone_id), locked(vocabulary, kept_id)
    before = queries.term(vocabulary, gone_id)
    assert before is not None
    move_uses(vocabulary.facet, gone.key, kept.key)
    forward(vocabulary, gone.key, kept.key)
    address_newsletters(vocabulary.facet, gone.key, kept.key)
    told = {"key": gone.key, "name": gone.name, "summary": gone.summary, "moved": before.uses.words}
    after = {"into": kept.key, "name": kept.name}
    audit.record("merged", kind=vocabulary.facet, id=gone_id, user_id=user_id, before=told, after=after)
    payload = {"facet": vocabulary.facet, "gone": gone.key, "key": kept.key}
    outbox.later(TELL, key=f"{vocabulary.facet}:{gone.key}", payload=payload)
    db.session.delete(gone)
    db.session.flush()
    found = queries.term(vocabulary, kept_id)
    assert found is not None
    return found


def kinds_with(facet: str, key: str) -> list[str]:
    """The kinds of the items that have a value."""
    asked = select(Item.kind).join(ItemTerm, ItemTerm.item_id == Item.id).distinct()
    return list(db.session.scalars(asked.where(ItemTerm.facet == facet, ItemTerm.key == key)))


def move_uses(facet: str, gone: str, kept: str) -> None:
    """Let everything that has one value have another, and nothing have it twice; safe to do again."""
    for holder, id in HOLDERS:
        theirs = holder.facet == facet, holder.key == gone
        moved = select(id, literal(facet), literal(kept)).where(*theirs)
        insert = insert_for(db.session(), holder).from_select([id.key, "facet", "key"], moved)
        db.session.execute(insert.on_conflict_do_nothing())
        db.session.execute(delete(holder).where(*theirs))
    move_criteria(facet, gone, kept)
    follows = Follow.kind == facet, Follow.key == gone
    theirs_now = select(Follow.user_id, literal(facet), literal(kept), Follow.at).where(*follows)
    insert = insert_for(db.session(), Follow).from_select(["user_id", "kind", "key", "at"], theirs_now)
    db.session.execute(insert.on_conflict_do_nothing())
    db.session.execute(delete(Follow).where(*follows))


def move_criteria(facet: str, gone: str, kept: str) -> None:
    """Let mentees who ask for one value ask for the other, as much as before; who asks for both, for what is kept."""
    asked = NeedCriterion.facet == facet, NeedCriterion.key == gone
    have = select(NeedCriterion.need_id).where(NeedCriterion.facet == facet, NeedCriterion.key == kept)
    db.session.execute(
        delete(NeedCriterion)
        .where(*asked, NeedCriterion.need_id.in_(have))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(NeedCriterion).where(*asked).values(key=kept).execution_options(synchronize_session=False)
    )


def forward(vocabulary: Vocabulary, gone: str, kept: str) -> None:
    """Let the address of a value lead to another one's, and all those that led to it."""
    old, new = vocabulary.address(gone), vocabulary.address(kept)
    pairs = [(old, new), *((start + gone, start + kept) for start in LISTS.get(vocabulary.facet, ()))]
    for before, after in pairs:
        db.session.execute(update(OldAddress).where(OldAddress.target == before).values(target=after))
    db.session.merge(OldAddress(path=old, target=new))


def address_newsletters(facet: str, gone: str, kept: str) -> None:
    """Let newsletters that are not sent yet go to the same people as before."""
    if facet != "topic":
        return
    unsent = Newsletter.state.in_((NewsletterState.DRAFT, NewsletterState.SCHEDULED))
    for issue in db.session.scalars(select(Newsletter).where(unsent).order_by(Newsletter.id)):
        topics = issue.audience.get("topics", [])
        if gone in topics:
            named = dict.fromkeys(kept if key == gone else key for key in topics)
            issue.audience = issue.audience | {"topics": list(named)}
