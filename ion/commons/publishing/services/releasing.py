"""Release: a version becomes what readers have, now or at the time chosen for it; all of it, or nothing."""

from datetime import date, datetime
from typing import Any

from ion.base.extensions import db
from ion.commons.publishing.policies import Step, was_published
from ion.commons.publishing.queries.clearing import clearance
from ion.commons.publishing.queries.working import content_of, version
from ion.commons.publishing.services.holding import Held, hold, person_of
from ion.commons.publishing.services.refusals import BadMoment, NotCleared, NotReady
from ion.core import audit, clock, items, outbox, signals, text
from ion.core.merged import present_keys
from ion.core.pictures import pictures_of
from ion.core.ports.publishable import PUBLISHABLES, Content
from ion.core.wall_times import Moment
from ion.models import Item, ItemAuthor, ItemState, Withdrawal

GO_LIVE = "publishing.go_live"


def publish(item_id: int, *, user_id: int, number: int | None = None, override: str = "") -> None:
    """Let readers have the version worked on, now.

    Raises NotReady for what no publication can do without, NotCleared where approval or sign-offs are missing and
    `override` gives no reason, TextMoved where `number` is not the version worked on any more.
    """
    held = hold(item_id)
    held.refuse_unless(Step.PUBLISH)
    held.refuse_other_than(number)
    cleared = clear(held, override)
    refuse_expired(held.item, clock.now())
    release(held, held.number, user_id=user_id)
    record(held, "published", user_id, cleared)


def schedule(
    item_id: int, moment: Moment, *, user_id: int, number: int | None = None, override: str = ""
) -> None:
    """Let readers have the version worked on from `moment` on; a moment that has passed publishes now.

    Scheduling again replaces the moment and the version. Raises as `publish` does.
    """
    held = hold(item_id)
    held.refuse_unless(Step.SCHEDULE)
    held.refuse_other_than(number)
    cleared = clear(held, override)
    refuse_expired(held.item, max(moment.at, clock.now()))
    if moment.at <= clock.now():
        release(held, held.number, user_id=user_id)
        record(held, "published", user_id, cleared)
    else:
        arrange(held, moment, user_id, "scheduled", cleared)


def clear(held: Held, override: str) -> dict[str, Any]:
    """Refuse what is not ready; what is overridden is written into the log with its reason."""
    found = clearance(held.look())
    if found.lacks:
        raise NotReady(" ".join(lack.words for lack in found.lacks))
    if not found.missing:
        return {}
    if not override.strip():
        raise NotCleared(found.missing)
    return {"override": override.strip(), "without": found.missing}


def refuse_expired(item: Item, at: datetime) -> None:
    if item.expires_at is not None and item.expires_at <= at:
        raise BadMoment(
            "It would be archived before it is published: change or remove the archive date first."
        )


def record(held: Held, action: str, user_id: int | None, more: dict[str, Any]) -> None:
    audit.record(
        action, kind=held.item.kind, id=held.item.id, user_id=user_id, after={"version": held.number} | more
    )


def arrange(
    held: Held, moment: Moment, user_id: int, action: str, more: dict[str, Any] | None = None
) -> None:
    """Put the version worked on on the schedule. Each moment has work of its own: one replaced finds nothing to do."""
    edition = held.move(ItemState.SCHEDULED, user_id)
    edition.publish_local, edition.zone, edition.publish_at = moment.local, moment.zone, moment.at
    if not held.is_live:
        held.item.publish_at = moment.at
    db.session.flush()
    outbox.later(
        GO_LIVE,
        key=f"{held.item.id}:{moment.at.isoformat()}",
        kind=held.item.kind,
        id=held.item.id,
        not_before=moment.at,
    )
    record(held, action, user_id, {"at": moment.at.isoformat(), "zone": moment.zone} | (more or {}))


def unschedule(item_id: int, *, user_id: int) -> None:
    """Take an item off the schedule; it is a draft again."""
    held = hold(item_id)
    held.refuse_unless(Step.UNSCHEDULE)
    held.move(ItemState.DRAFT, user_id)
    record(held, "unscheduled", user_id, {})


def go_live(item_id: int) -> bool:
    """Publish what is scheduled and due, once; False where nothing is (any more). Raises NoSuchItem."""
    held = hold(item_id)
    edition = held.edition
    if edition is None or edition.state is not ItemState.SCHEDULED or edition.publish_at is None:
        return False
    if edition.publish_at > clock.now():
        return False
    number, user_id = edition.revision, edition.user_id
    release(held, number, user_id=user_id)
    audit.record(
        "published on schedule", kind=held.item.kind, id=item_id, user_id=None, after={"version": number}
    )
    return True


def try_release(item_id: int, number: int) -> Item:
    """What readers would get if that version were published now. Undo it: raise in the unit of work around it."""
    held = hold(item_id)
    item = held.item
    content = version(item, number) or content_of(item, None)
    item.state, item.published_at = ItemState.PUBLISHED, item.published_at or clock.now()
    project(item, content)
    return item


def release(held: Held, number: int, *, user_id: int | None) -> None:
    """Make one version what readers have: the item, its text, its terms and the room's rows, in this transaction."""
    item, content = held.item, version(held.item, number) or content_of(held.item, None)
    debut = not was_published(item)
    item.state = ItemState.PUBLISHED
    item.published_at = item.published_at or clock.now()
    if item.posted_by_id is None and user_id is not None:
        item.posted_by_id = person_of(user_id)
    if gone := db.session.get(Withdrawal, item.id):
        db.session.delete(gone)
    keep_what_waits(held, number, user_id)
    project(item, content)
    item.live_revision = number or None  # last: rooms tell by it what readers had before
    signals.item_changed.send(item)
    if debut:
        signals.item_published.send(item)


def keep_what_waits(held: Held, number: int, user_id: int | None) -> None:
    """Nothing waits any more, unless somebody wrote on after the version that goes out: that is a draft now."""
    if held.number == number:
        held.drop_edition()
    else:
        held.move(ItemState.DRAFT, held.edition.user_id if held.edition else user_id)


def project(item: Item, content: Content) -> None:
    """Write a content to the rows that readers' pages are made from."""
    publishable = PUBLISHABLES[item.kind]
    item.title, item.summary = content["title"][:300], content["summary"][:1000]
    item.first_published_on = day(content["first_published_on"]) or item.first_published_on or today(item)
    confirmed = day(content["reviewed_on"]), item.reviewed_on  # somebody may have confirmed it since
    item.reviewed_on = max(filter(None, confirmed), default=None)
    item.body.markdown = content["markdown"]
    item.body.html = text.safe_html(content["markdown"], pictures=pictures_of(item.id))
    item.body.link_url, item.body.link_name = content["link_url"], content["link_name"]
    sign(item, content["authors"])
    topics = present_keys("topic", content["topics"])  # one may have been merged since it was written
    items.tag(item, dict(publishable.terms(content)) | {"topic": topics})
    db.session.flush()
    publishable.apply(item, content)
    db.session.flush()


def sign(item: Item, authors: list[int]) -> None:
    """The byline, in order."""
    present = {author.person_id: author for author in item.authors}
    item.authors = [present.get(id) or ItemAuthor(person_id=id) for id in dict.fromkeys(authors)]
    for position, author in enumerate(item.authors):
        author.position = position
    item.submitted_by_id = authors[0] if authors else None


def day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None


def today(item: Item) -> date:
    assert item.published_at is not None
    return item.published_at.date()
