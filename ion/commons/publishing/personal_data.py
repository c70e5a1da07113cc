"""What publishing keeps of somebody: what they wrote and saved, what they said of others' texts, and what they own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, or_, select, update

from ion.base.extensions import db
from ion.commons.publishing.services.departing import authored, delete_item, sign_instead
from ion.core import signals
from ion.core.portable import about, rows
from ion.core.ports.personal import ContactRole, OwnFile
from ion.models import (
    Correction,
    Edition,
    EditorialReview,
    Item,
    ItemAuthor,
    ItemState,
    Revision,
    SignOff,
    User,
    Withdrawal,
    WorkingCopy,
)

OWNED_TEXTS = ("post", "practice")
"""Kinds that go with their only author who does not let them stay; a webinar or a group is also its attendees'."""
DESK = "/staff/publishing/{}"


class PublicationData:
    """Items a person wrote, and work on items."""

    kind = "publications"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        """Texts where the person is in the byline or saved them; of whatever else, that they had to do with it."""
        by = select(ItemAuthor.item_id).where(ItemAuthor.person_id == person_id)
        had = or_(Item.owner_id == user_id, Item.submitted_by_id == person_id, Item.posted_by_id == person_id)
        by_user: dict[str, Any] = {"edited": Edition, "reviews": EditorialReview, "corrections": Correction}
        by_user |= {"sign_offs": SignOff, "withdrawals": Withdrawal, "unsaved": WorkingCopy}
        return {
            "items": [item_of(item) for item in db.session.scalars(select(Item).where(Item.id.in_(by)))],
            "had_to_do_with": about(rows(Item, had, hide=NOT_ONES_OWN), user_id, key="id"),
            "asked_for_review": rows(Edition, Edition.asked_by_id == user_id, hide=("user_id",)),
            "byline": rows(ItemAuthor, ItemAuthor.person_id == person_id),
            "versions": rows(Revision, Revision.person_id == person_id),
        } | {name: rows(model, model.user_id == user_id) for name, model in by_user.items()}

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """Nobody owns what they owned. Where nothing is to stay, own texts are deleted and bylines lose the name."""
        db.session.execute(delete(WorkingCopy).where(WorkingCopy.user_id == user_id))
        if not keep:
            for item in authored(person_id):
                if item.kind in OWNED_TEXTS and len(item.authors) == 1:
                    delete_item(item)
                else:
                    sign_instead(item, person_id, None)
        else:
            for item in authored(person_id):
                signals.item_changed.send(item)
        db.session.execute(update(Item).where(Item.owner_id == user_id).values(owner_id=None))


NOT_ONES_OWN = ("owner_id", "submitted_by_id", "posted_by_id", "source", "source_hash", "title", "summary")


def item_of(item: Item) -> dict[str, Any]:
    """An item as its author gets it: its text, and how it stands."""
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        "summary": item.summary,
        "markdown": item.body.markdown,
        "link": item.body.link_url,
        "state": str(item.state),
        "published_at": item.published_at.isoformat() if item.published_at else None,
        "archived_at": item.expires_at.isoformat() if item.expires_at else None,
    }


class ItemRoles:
    """Who looks after an item: is shown as its owner when it grows old, and finds it on their desk."""

    kind = "item"

    def roles(self, person_id: int) -> Sequence[ContactRole]:
        owner = select(User.id).where(User.person_id == person_id).scalar_subquery()
        return told(Item.owner_id == owner)

    def hand_over(self, id: int, person_id: int | None, to_person_id: int | None) -> None:
        item = db.session.get(Item, id, with_for_update=True)
        if item is not None:
            owner = select(User.id).where(User.person_id == to_person_id)
            item.owner_id = db.session.scalar(owner) if to_person_id else None
            db.session.flush()

    def vacant(self, most: int) -> Sequence[ContactRole]:
        """None: most items came without an owner, and their authors and editors see to them."""
        return ()


def told(condition: Any) -> list[ContactRole]:
    rows = db.session.execute(
        select(Item.id, Item.title)
        .where(condition, Item.state != ItemState.WITHDRAWN)
        .order_by(Item.title, Item.id)
    )
    return [ContactRole("item", row.id, row.title, DESK.format(row.id), "Owner") for row in rows]
