"""Outside links: which items hold which, what checks found, and what ION staff decide about them."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, exists, select

from ion.base.extensions import db
from ion.core import audit, clock, outbox
from ion.core.upsert import insert_for
from ion.models import LinkUse, OutsideLink
from ion.upkeep.outside.checking import Finding, Outcome
from ion.upkeep.queries import links as queries
from ion.upkeep.queries.holding import links_in

KIND = "link"
APART = timedelta(hours=12)
"""Two failures closer to each other count as one: they are of the same run, or somebody looked twice."""
LEAST = 5
DOWN = 0.8
"""When more than this part of at least LEAST addresses fails at once, it is our network and not theirs."""
CHUNK = 400
SUNDAY = 6
BEGINS = time(9)


def keep_links(ids: Collection[int]) -> None:
    """Write down which outside links the live texts of these items hold now, and forget those they held."""
    held = links_in(ids)
    numbers = numbered({url for urls in held.values() for url in urls})
    wanted = {(id, numbers[url]) for id, urls in held.items() for url in urls}
    known = select(LinkUse.item_id, LinkUse.link_id).where(LinkUse.item_id.in_(list(ids)))
    present = {(item_id, link_id) for item_id, link_id in db.session.execute(known)}
    for item_id, link_id in sorted(present - wanted):
        db.session.execute(delete(LinkUse).where(LinkUse.item_id == item_id, LinkUse.link_id == link_id))
    insert_new(LinkUse, [{"item_id": id, "link_id": link_id} for id, link_id in sorted(wanted - present)])


def numbered(urls: Collection[str]) -> dict[str, int]:
    """The id of each address, which is added where it is new."""
    digests = {digest_of(url): url for url in urls}
    insert_new(
        OutsideLink,
        [
            {"digest": digest, "url": url, "failures": 0, "problem": ""}
            for digest, url in sorted(digests.items())
        ],
    )
    found: dict[str, int] = {}
    for some in chunks(sorted(digests)):
        asked = select(OutsideLink.digest, OutsideLink.id).where(OutsideLink.digest.in_(some))
        found |= {digests[digest]: id for digest, id in db.session.execute(asked)}
    return found


def insert_new(model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Add the rows whose keys are not there yet."""
    for some in chunks(rows):
        db.session.execute(insert_for(db.session(), model).values(some).on_conflict_do_nothing())


def chunks(rows: list[Any]) -> Iterator[list[Any]]:
    """Some hundred at a time: a statement takes only so many parameters."""
    return (rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK))


def digest_of(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def forget_unused() -> None:
    """Drop links that no item holds any more; ignored ones stay, for the case that one comes back."""
    held = exists().where(LinkUse.link_id == OutsideLink.id)
    db.session.execute(delete(OutsideLink).where(~held, OutsideLink.ignored_at.is_(None)))


def forget_links_of(item_id: int) -> None:
    """An item goes, and with it the links that no other item holds; ignored ones stay."""
    theirs = select(LinkUse.link_id).where(LinkUse.item_id == item_id)
    ids = list(db.session.scalars(theirs))
    db.session.execute(delete(LinkUse).where(LinkUse.item_id == item_id))
    held = exists().where(LinkUse.link_id == OutsideLink.id)
    unused = OutsideLink.id.in_(ids), ~held, OutsideLink.ignored_at.is_(None)
    db.session.execute(delete(OutsideLink).where(*unused))


def seems_down(findings: Iterable[Finding]) -> bool:
    """Whether so much failed at once that the network is to blame, so that nothing of it counts."""
    told = [
        finding.outcome is Outcome.FAILED for finding in findings if finding.outcome is not Outcome.UNKNOWN
    ]
    return len(told) >= LEAST and sum(told) > DOWN * len(told)


def record(findings: Mapping[int, Finding]) -> None:
    """Write down what a run found. A failure counts once in APART; an answer ends all of them."""
    at = clock.now()
    asked = select(OutsideLink).where(OutsideLink.id.in_(sorted(findings))).order_by(OutsideLink.id)
    for link in db.session.scalars(asked.with_for_update()):
        finding = findings[link.id]
        if finding.outcome is Outcome.ANSWERED:
            link.failures, link.problem, link.answered_at = 0, "", at
        elif finding.outcome is Outcome.FAILED:
            if not link.failures or link.checked_at is None or at - link.checked_at >= APART:
                link.failures += 1
            link.problem = finding.problem
        link.checked_at = at


def ignore(link_id: int, *, user_id: int) -> bool:
    """List a broken link no more, and check it no more; False where there is no such link."""
    return decide(link_id, "ignored", clock.now(), user_id)


def watch(link_id: int, *, user_id: int) -> bool:
    """Undo `ignore`; False where there is no such link."""
    return decide(link_id, "watched again", None, user_id)


def decide(link_id: int, deed: str, ignored_at: datetime | None, user_id: int) -> bool:
    link = db.session.get(OutsideLink, link_id, with_for_update=True)
    if link is None:
        return False
    if (link.ignored_at is None) is not (ignored_at is None):
        link.ignored_at = ignored_at
        audit.record(deed, kind=KIND, id=link.id, user_id=user_id, after={"url": link.url})
    return True


def check_later(link_id: int) -> None:
    """Let the worker look at one link now."""
    outbox.later(queries.CHECK, key=str(link_id), kind=KIND, id=link_id)


def plan_round() -> None:
    """Let all links be checked on the coming Sunday, unless a round waits or is under way."""
    if queries.present_round() is None:
        at = coming_sunday(clock.now())
        outbox.later(queries.ROUND, key=at.date().isoformat(), payload={"turn": 0}, not_before=at)


def coming_sunday(now: datetime) -> datetime:
    """The next Sunday at nine in the morning, UTC."""
    day = now.date() + timedelta(days=(SUNDAY - now.weekday()) % 7)
    at = datetime.combine(day, BEGINS, tzinfo=now.tzinfo)
    return at if at > now else at + timedelta(days=7)


def begin_round(*, user_id: int) -> bool:
    """Check all links now instead of on Sunday; False where that is under way already."""
    present = queries.present_round()
    if present and present.turn:
        return False
    key = present.key if present else f"asked {clock.now().isoformat(timespec='seconds')}"
    outbox.later(queries.ROUND, key=key, payload={"turn": 0})
    audit.record("link check asked", kind=KIND, id=None, user_id=user_id)
    return True
