"""Merging organizations: two rows of one institution become one."""

from sqlalchemy import delete, select, update

from ion.base.extensions import db
from ion.core import audit
from ion.core.upsert import add_if_absent
from ion.directory.queries.content import FACETS, Content, content_of
from ion.directory.services.organizations import KIND, locked, write
from ion.models import Follow, OldAddress, Organization, Person


class CannotMerge(Exception):
    """The two must stay apart; says why in a sentence."""


def merge(gone_id: int, kept_id: int, *, user_id: int | None) -> Organization:
    """Let one organization become part of another, which is returned: people, facet values and followers move.

    The old address leads to the other one for good. Where the one that stays says nothing of itself, it takes the
    words of the one that goes. Raises OrganizationGone when either is gone already, and CannotMerge.
    """
    if gone_id == kept_id:
        raise CannotMerge("That is the same organization. Choose the one it should become part of.")
    # Locked in one order, or two merges of the same two would wait for each other.
    first, second = (locked(id) for id in sorted((gone_id, kept_id)))
    gone, kept = (first, second) if first.id == gone_id else (second, first)
    if gone.is_sample != kept.is_sample:
        raise CannotMerge("One of the two is sample content, which is removed with the sample network.")
    before = content_of(gone)
    people = move_people(gone_id, kept_id)
    write(kept, joined(before, content_of(kept)))
    move_followers(gone_id, kept_id)
    forward(gone.path, kept.path)
    told = before.facts | {"slug": gone.slug, "source": gone.source, "people": people}
    audit.record("merged", kind=KIND, id=gone_id, user_id=user_id, before=told, after={"into": kept_id})
    pass_on_source(gone, kept)
    db.session.delete(gone)
    return kept


def joined(gone: Content, kept: Content) -> Content:
    """What is said of the one that stays, and of the other where it says nothing."""
    pairs = gone.pairs | kept.pairs
    return Content(
        name=kept.name,
        about=kept.about or gone.about,
        site_url=kept.site_url or gone.site_url,
        confirmed_on=kept.confirmed_on or gone.confirmed_on,
        terms={facet: sorted(key for of, key in pairs if of == facet) for facet in FACETS},
    )


def move_people(gone_id: int, kept_id: int) -> list[int]:
    """Let everyone of one organization belong to another; returns their ids."""
    ids = sorted(db.session.scalars(select(Person.id).where(Person.organization_id == gone_id)))
    db.session.execute(
        update(Person).where(Person.organization_id == gone_id).values(organization_id=kept_id)
    )
    return ids


def move_followers(gone_id: int, kept_id: int) -> None:
    """Whoever follows one organization follows another, and nobody follows it twice."""
    theirs = Follow.kind == KIND, Follow.key == str(gone_id)
    for user_id, at in db.session.execute(select(Follow.user_id, Follow.at).where(*theirs)).all():
        add_if_absent(db.session(), Follow, user_id=user_id, kind=KIND, key=str(kept_id), at=at)
    db.session.execute(delete(Follow).where(*theirs))


def forward(old: str, new: str) -> None:
    """Let an address lead to another one, and all those that led to it."""
    db.session.execute(update(OldAddress).where(OldAddress.target == old).values(target=new))
    db.session.merge(OldAddress(path=old, target=new))


def pass_on_source(gone: Organization, kept: Organization) -> None:
    """Let an import that knew the one that goes find the one that stays."""
    source, gone.source = gone.source, None
    db.session.flush()  # a source stands once
    kept.source = kept.source or source
