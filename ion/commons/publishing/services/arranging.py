"""What is decided about an item apart from its text: when it is archived, who may read it, its address, corrections."""

from datetime import timedelta

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.publishing.policies import RESERVED_SLUGS, Step, is_live, was_published
from ion.commons.publishing.services.holding import Held, hold
from ion.commons.publishing.services.refusals import BadAddress, BadMoment, Refused
from ion.commons.publishing.services.writing import is_taken
from ion.core import audit, clock, signals, tallies, tokens
from ion.core.access import MEMBERS, PUBLIC, STAFF_ONLY, group_token
from ion.core.ports.publishable import PUBLISHABLES
from ion.core.text import slug
from ion.core.wall_times import Moment
from ion.models import Correction, Item, ItemState, OldAddress

GENERAL = {PUBLIC: "Everyone", MEMBERS: "Members", STAFF_ONLY: "ION staff"}
PREVIEW = "preview"
LONGEST_PREVIEW = timedelta(days=30)
LONGEST_SLUG = 120


def audiences() -> dict[str, str]:
    """Who items may be for, in words by token: everyone, members, staff, or the roster of one peer-learning group."""
    groups = select(Item.id, Item.title).where(Item.kind == "group", Item.state == ItemState.PUBLISHED)
    rows = db.session.execute(groups.order_by(func.lower(Item.title), Item.id))
    return GENERAL | {group_token(id): f"The group “{title}”" for id, title in rows}


def changed(held: Held, action: str, user_id: int, before: object, after: object) -> None:
    """Write it down, and let everything made from the item follow."""
    db.session.flush()
    audit.record(
        action,
        kind=held.item.kind,
        id=held.item.id,
        user_id=user_id,
        before={"was": before},
        after={"is": after},
    )
    signals.item_changed.send(held.item)


def set_expiry(item_id: int, moment: Moment | None, *, user_id: int) -> None:
    """Let the item be archived from `moment` on, or never. Raises BadMoment where it would not be out by then."""
    held = hold(item_id)
    item, edition = held.item, held.edition
    if moment is not None:
        out = item.published_at if is_live(item) else None
        if edition is not None and edition.state is ItemState.SCHEDULED:
            out = max(filter(None, (out, edition.publish_at)))
        if moment.at <= (out or clock.now()):
            raise BadMoment("The archive date must come after the date of publishing.")
    before, item.expires_at = item.expires_at, moment.at if moment else None
    changed(
        held,
        "archive date changed",
        user_id,
        before.isoformat() if before else None,
        f"{moment.at.isoformat()} ({moment.zone})" if moment else None,
    )


def change_audience(item_id: int, audience: str, *, user_id: int) -> None:
    """Say who may read it; at once."""
    held = hold(item_id)
    if audience not in audiences():
        raise Refused("Choose who may read it.")
    before, held.item.audience = held.item.audience, audience
    changed(held, "audience changed", user_id, before, audience)


def change_address(item_id: int, wish: str, *, user_id: int) -> str:
    """Give the item another address, and return its last part; the one readers knew leads to it from now on.

    Raises BadAddress.
    """
    held = hold(item_id)
    item, prefix = held.item, PUBLISHABLES[held.item.kind].path_prefix
    made = slug(wish, LONGEST_SLUG)
    if not wish.strip() or made == "untitled":
        raise BadAddress("Use letters and numbers: they become the address.")
    if made in RESERVED_SLUGS:
        raise BadAddress(f"“{made}” is an address of the site itself: choose another.")
    if made == item.slug:
        return made
    if is_taken(item.kind, made, but=item.id):
        raise BadAddress(f"{prefix}{made} is taken: choose another.")
    before, item.slug = item.slug, made
    if own := db.session.get(OldAddress, prefix + made):
        db.session.delete(own)
        db.session.flush()
    if was_published(item):
        lead_here(item.id, prefix + before)
    changed(held, "address changed", user_id, prefix + before, prefix + made)
    return made


def lead_here(item_id: int, path: str) -> None:
    row = db.session.get(OldAddress, path)
    if row is None:
        db.session.add(OldAddress(path=path, item_id=item_id, target=""))
    else:
        row.item_id, row.target = item_id, ""


def correct(item_id: int, text: str, *, user_id: int) -> None:
    """Tell readers of a published item, dated, what was wrong in it."""
    held = hold(item_id)
    held.refuse_unless(Step.CORRECT)
    said = " ".join(text.split())
    if not said:
        raise Refused("Say what was wrong and what is right.")
    if len(said) > 1000:
        raise Refused("At most 1,000 characters fit into a correction.")
    db.session.add(Correction(item_id=item_id, user_id=user_id, at=clock.now(), text=said))
    tallies.raise_version(db.session(), held.item.kind)
    changed(held, "corrected", user_id, None, said)


def new_preview_link(item_id: int, *, user_id: int, lasts: timedelta) -> str:
    """A secret that shows the version worked on to whoever holds it, until it expires or links are ended."""
    held = hold(item_id)
    if not timedelta(0) < lasts <= LONGEST_PREVIEW:
        raise Refused("A preview link lasts for a day, a week or 30 days.")
    audit.record(
        "preview link made", kind=held.item.kind, id=item_id, user_id=user_id, after={"days": lasts.days}
    )
    return tokens.issue(PREVIEW, lasts=lasts, kind="item", id=item_id, uses=None)


def end_preview_links(item_id: int, *, user_id: int) -> None:
    """Let every preview link of the item lead nowhere."""
    held = hold(item_id)
    tokens.revoke(PREVIEW, "item", item_id)
    audit.record("preview links ended", kind=held.item.kind, id=item_id, user_id=user_id)
