"""The record of a webinar: what was published becomes its rows; it is canceled, put back on, and run again.

Calendars and registrants hear of a change when the webinar was out before: a new time, length, zone or join link
raises `sequence` by one, and whoever is registered or waits is told, unless it is canceled or over. A join link that
is given for the first time is no change of one: nobody has an earlier one. Fewer seats take none from anybody.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.commons.publishing import services as publishing
from ion.commons.publishing.queries.working import working
from ion.core import audit, clock, signals
from ion.models import Item, ItemState, Person, Webinar, WebinarPractice
from ion.webinars.announcement import AS_IN_ROW, Announcement
from ion.webinars.queries.filters import KIND
from ion.webinars.services import telling
from ion.webinars.services.line import NotThere, Refused, hold, move_up
from ion.webinars.when import Times

ANEW: dict[str, Any] = {
    "starts_local": "",
    "starts_second": None,
    "opens_local": "",
    "opens_second": None,
    "closes_local": "",
    "closes_second": None,
    "ask_by": "",
    "join_url": "",
    "recordings": [],
    "first_published_on": "",
    "reviewed_on": "",
}
"""What a copy of a webinar does not take over: its times are asked anew, and a meeting of its own has its own link."""


@dataclass(frozen=True, slots=True)
class Before:
    """What registrants and calendars know of a webinar until now."""

    times: Times
    join_url: str


def before_of(webinar: Webinar) -> Before:
    """What is known of it as its row stands."""
    return Before(times_of(webinar), webinar.join_url)


def times_of(webinar: Webinar) -> Times:
    return Times.of(webinar)


def apply(item: Item, announced: Announcement) -> Webinar | None:
    """Make the rows of a webinar what is announced; without a time there is no row (None): only previews ask for that.

    Its item's `live_revision` says whether readers had it before.
    """
    times = announced.times
    if times is None:
        return None
    webinar = held_or_none(item.id)
    before = before_of(webinar) if webinar and item.live_revision is not None else None
    webinar = webinar or Webinar(item_id=item.id, sequence=0)
    fill(webinar, announced, times)
    db.session.add(webinar)
    db.session.flush()
    link_practices(webinar, announced.practices)
    follow(webinar, before)
    return webinar


def held_or_none(webinar_id: int) -> Webinar | None:
    try:
        return hold(webinar_id)
    except NotThere:
        return None


def fill(webinar: Webinar, announced: Announcement, times: Times) -> None:
    """Write everything that is announced but the practices; what follows from wall times with it."""
    starts = announced.moment(announced.starts)
    assert starts is not None
    webinar.starts_local = starts.local
    webinar.starts_at, webinar.ends_at = times.starts_at, times.ends_at
    webinar.opens_local, webinar.opens_at = wall(announced, "opens")
    webinar.closes_local, webinar.closes_at = wall(announced, "closes")
    webinar.moderator_id = known_person(announced.moderator)
    webinar.copied_from_id = announced.copied_from
    for name in AS_IN_ROW:
        setattr(webinar, name, getattr(announced, name))
    webinar.asks = [dict(ask) for ask in announced.asks]
    webinar.agenda = [dict(part) for part in announced.agenda]


def wall(announced: Announcement, name: str) -> tuple[datetime | None, datetime | None]:
    """A wall time of registration, and its instant."""
    found = announced.moment(getattr(announced, name))
    return (found.local, found.at) if found else (None, None)


def known_person(id: int | None) -> int | None:
    return id if id is not None and db.session.get(Person, id) is not None else None


def link_practices(webinar: Webinar, ids: list[int]) -> None:
    """The practices it is about, in order; who is gone since is left out."""
    there = select(Item.id).where(Item.id.in_(ids), Item.kind == "practice")
    known = set(db.session.scalars(there)) if ids else set()
    db.session.execute(delete(WebinarPractice).where(WebinarPractice.webinar_id == webinar.item_id))
    for position, id in enumerate(dict.fromkeys(id for id in ids if id in known)):
        db.session.add(WebinarPractice(webinar_id=webinar.item_id, practice_id=id, position=position))
    db.session.flush()


def follow(webinar: Webinar, before: Before | None) -> None:
    """Let calendars and registrants follow a change; `before` None: readers had nothing of it yet."""
    if before is not None:
        tell_change(webinar, before)
        move_up(webinar)  # there may be more seats, or more time to give them away
    telling.plan(webinar)


def tell_change(webinar: Webinar, before: Before) -> None:
    """Raise the sequence where the time or the join link changed, and tell registrants of what lies ahead."""
    moved, join_changed = is_moved(webinar, before), before.join_url not in ("", webinar.join_url)
    if not moved and not join_changed:
        return
    webinar.sequence += 1
    db.session.flush()
    if moved:
        then, now = {"when": before.times.own}, {"when": times_of(webinar).own}
        audit.record("moved", kind=KIND, id=webinar.item_id, before=then, after=now)
    if is_ahead(webinar):
        telling.moved(webinar, before.times, join_changed=join_changed)


def is_moved(webinar: Webinar, before: Before) -> bool:
    """Whether its time, zone or length is another one now."""
    return times_of(webinar) != before.times


def is_ahead(webinar: Webinar) -> bool:
    """Whether it takes place and is not over: only then is anybody told anything."""
    return webinar.cancelled_at is None and webinar.ends_at > clock.now()


def cancel(webinar_id: int, *, note: str, user_id: int) -> None:
    """Call a webinar off and tell everyone who is registered or waits; `note` says why, in words for them.

    Its page stays and says that it does not take place. Raises NotThere, and Refused where it is not out, canceled
    already, or over.
    """
    webinar = hold(webinar_id)
    if webinar.item.state is not ItemState.PUBLISHED:
        raise Refused("It is not published: withdraw or discard it instead.")
    if webinar.cancelled_at is not None:
        raise Refused("It is canceled already.")
    if webinar.ends_at <= clock.now():
        raise Refused("It is over: what took place cannot be canceled.")
    call_off(webinar, note.strip()[:1000], {"note": note}, user_id)
    signals.item_changed.send(webinar.item)


def call_off(webinar: Webinar, note: str, why: dict[str, Any], user_id: int | None) -> None:
    webinar.cancelled_at, webinar.cancelled_note = clock.now(), note
    webinar.sequence += 1
    db.session.flush()
    audit.record("canceled", kind=KIND, id=webinar.item_id, user_id=user_id, after=why)
    telling.called_off(webinar)


def call_off_withdrawn(item_id: int) -> None:
    """A webinar to come that is withdrawn from its readers does not take place; registrants are told so.

    It stays canceled when it is published again, until somebody puts it back on.
    """
    webinar = held_or_none(item_id)
    if webinar is not None and webinar.item.live_revision is not None and is_ahead(webinar):
        call_off(webinar, "", {"because": "it was withdrawn"}, None)


def revive(webinar_id: int, *, user_id: int) -> None:
    """Let a canceled webinar take place after all, and tell everyone who was told that it does not.

    Raises NotThere, and Refused where it is not out, not canceled, or its time has passed.
    """
    webinar = hold(webinar_id)
    if webinar.item.state is not ItemState.PUBLISHED:
        raise Refused("It is not published: publish it first.")
    if webinar.cancelled_at is None:
        raise Refused("It is not canceled.")
    if webinar.ends_at <= clock.now():
        raise Refused("Its time has passed: give it a new one first, and publish that.")
    note = webinar.cancelled_note
    webinar.cancelled_at, webinar.cancelled_note = None, ""
    webinar.sequence += 1
    db.session.flush()
    audit.record("put back on", kind=KIND, id=webinar_id, user_id=user_id, before={"note": note})
    telling.back_on(webinar)
    telling.plan(webinar)
    move_up(webinar)
    signals.item_changed.send(webinar.item)


def duplicate(webinar_id: int, *, user_id: int, title: str = "") -> Item:
    """Begin a draft with what the newest version of a webinar says, for the same readers; without its times.

    Raises NotThere.
    """
    found = working(webinar_id)
    if found is None or found.kind != KIND:
        raise NotThere
    content = found.content | ANEW | {"copied_from": webinar_id}
    item = publishing.start(KIND, title=title or found.title, user_id=user_id, content=content)
    item.audience = found.audience
    db.session.flush()
    audit.record("duplicated", kind=KIND, id=webinar_id, user_id=user_id, after={"draft": item.id})
    return item
